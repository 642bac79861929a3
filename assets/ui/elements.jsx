/*
 * Stands in for Emotion's `jsx`, by which Reflex makes every element. Pages are styled by classes, so all that is left
 * for it to do is to set the few properties, such as a column's width, that Reflex hands over as `css`.
 */
import { createElement } from "react";

export function jsx(type, props, ...children) {
  if (!props?.css) return createElement(type, props, ...children);
  const { css, ...rest } = props;
  return createElement(type, { ...rest, style: css }, ...children);
}
