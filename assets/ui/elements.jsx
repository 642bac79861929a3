/*
 * Stands in for Emotion's `jsx`, by which Reflex makes every element. Pages are styled by classes, so all that is left
 * for it to do is to set the few properties, such as a column's width, that Reflex hands over as `css`; and to have
 * attributes that say something (a label, a placeholder) say it in the reader's language.
 */
import { createElement } from "react";
import { Spoken, Words } from "./words.jsx";

export function jsx(type, props, ...children) {
  if (props?.css) {
    const { css, ...rest } = props;
    return jsx(type, { ...rest, style: css }, ...children);
  }
  for (const name in props) {
    if (props[name]?.type === Words) return createElement(Spoken, { key: props.key, type, props, children });
  }
  return createElement(type, props, ...children);
}
