/*
 * Finding a person while typing: the WAI-ARIA combobox with a list box, by downshift's useCombobox. What is added:
 * the text goes to the server a moment after the last key; an answer to another text than the present one is not
 * shown as its answer; nothing can be chosen from a list that is out of date, so a quick Enter never takes the
 * wrong person; more rows are asked for when the end of the list comes near; how many there are is said once.
 */
import { useEffect, useRef, useState } from "react";
import { useCombobox } from "downshift";
import { Avatar } from "./avatar.jsx";
import { Icon } from "./icon.jsx";

const DEBOUNCE_MS = 120;
const SAY_MS = 700;

// Letter by letter, so that what is found in the plain text stands at the same place in the written one.
const plain = (text) =>
  Array.from(text)
    .map((letter) => letter.normalize("NFD").replace(/\p{M}/gu, "")[0] ?? letter)
    .join("")
    .toLowerCase();

function Marked({ text, words }) {
  const letters = Array.from(text ?? "");
  const folded = Array.from(plain(text ?? ""));
  if (!words.length || folded.length !== letters.length) return text;
  const hit = new Array(letters.length).fill(false);
  for (const word of words) {
    const needle = Array.from(word);
    for (let at = 0; at + needle.length <= folded.length; at += 1) {
      if (needle.every((letter, index) => folded[at + index] === letter)) {
        hit.fill(true, at, at + needle.length);
        break;
      }
    }
  }
  const parts = [];
  letters.forEach((letter, index) => {
    const last = parts[parts.length - 1];
    if (last && last.hit === hit[index]) last.text += letter;
    else parts.push({ hit: hit[index], text: letter });
  });
  return parts.map((part, index) => (part.hit ? <mark key={index}>{part.text}</mark> : part.text));
}

export function Combobox({
  id = "people",
  label = "",
  hideLabel = false,
  hint = "",
  placeholder = "",
  results = [],
  answers = "",
  loading = false,
  error = "",
  emptyText = "Nobody found.",
  emptyHint = "",
  heading = "",
  countLabel = "",
  hasMore = false,
  text = "",
  autoFocus = false,
  onSearch,
  onSelect,
  onMore,
}) {
  const [wanted, setWanted] = useState(text);
  const [said, setSaid] = useState("");
  const touched = useRef(false); // once the person has typed, the server's text no longer takes the field over
  const chosen = useRef(false);
  const timer = useRef(null);
  const askedMoreAt = useRef(-1);
  const askedOnce = useRef(false);

  const current = answers.trim() === wanted.trim();
  const pending = loading || (askedOnce.current && !current);
  const words = plain(answers).split(/\s+/).filter(Boolean);

  const ask = (value, delay) => {
    clearTimeout(timer.current);
    setWanted(value);
    askedOnce.current = true;
    timer.current = setTimeout(() => onSearch?.(value), delay);
  };

  const box = useCombobox({
    id,
    inputId: id,
    items: results,
    itemToString: (item) => item?.name ?? "",
    itemToKey: (item) => item?.id,
    isItemDisabled: () => !current,
    initialInputValue: text,
    defaultHighlightedIndex: 0,
    stateReducer: (state, { type, changes }) => {
      const types = useCombobox.stateChangeTypes;
      if (type === types.InputKeyDownEscape && state.isOpen) return { ...changes, inputValue: state.inputValue, selectedItem: state.selectedItem };
      if (type === types.InputBlur) return { ...changes, inputValue: state.inputValue, selectedItem: state.selectedItem };
      return changes;
    },
    onInputValueChange: ({ inputValue, type }) => {
      if (type !== useCombobox.stateChangeTypes.InputChange) return;
      touched.current = true;
      if (chosen.current) {
        chosen.current = false;
        onSelect?.("");
      }
      ask(inputValue, DEBOUNCE_MS);
    },
    onSelectedItemChange: ({ selectedItem }) => {
      if (!selectedItem) return;
      chosen.current = true;
      touched.current = true;
      clearTimeout(timer.current);
      onSelect?.(selectedItem.id);
    },
    onHighlightedIndexChange: ({ highlightedIndex }) => {
      if (highlightedIndex >= results.length - 3) more();
    },
  });

  const more = () => {
    if (!hasMore || pending || askedMoreAt.current === results.length) return;
    askedMoreAt.current = results.length;
    onMore?.();
  };

  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    askedMoreAt.current = -1;
  }, [answers]);

  // The text that the server remembers comes after the first picture of the page.
  useEffect(() => {
    if (touched.current || text === box.inputValue) return;
    box.setInputValue(text);
    setWanted(text);
  }, [text]);

  // How many there are, said when typing has come to rest.
  useEffect(() => {
    if (!box.isOpen || pending) return;
    const words = results.length ? countLabel : emptyText;
    const speaker = setTimeout(() => setSaid(words), SAY_MS);
    return () => clearTimeout(speaker);
  }, [box.isOpen, pending, countLabel, results.length, answers]);

  const input = box.getInputProps({
    placeholder,
    autoFocus,
    autoComplete: "off",
    autoCapitalize: "none",
    spellCheck: false,
    "aria-describedby": hint ? `${id}-hint` : undefined,
    "aria-busy": pending || undefined,
    onFocus: () => {
      if (!askedOnce.current && !results.length) ask(box.inputValue, 0);
    },
    onKeyDown: (event) => {
      // An Enter before the answer is there chooses nobody.
      if (event.key === "Enter" && pending) event.nativeEvent.preventDownshiftDefault = true;
    },
  });

  const empty = !results.length && current && !loading;

  return (
    <div className="combobox">
      <label {...box.getLabelProps()} className={hideLabel ? "sr-only" : "label"}>
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      <div className="combobox-field">
        <Icon name="search" className="combobox-glass" />
        <input {...input} className="input combobox-input" />
        {pending ? (
          <span className="spinner combobox-end" aria-hidden="true" />
        ) : (
          box.inputValue && (
            <button
              type="button"
              className="input-end"
              aria-label="Clear search"
              onClick={() => {
                touched.current = true;
                if (chosen.current) onSelect?.("");
                chosen.current = false;
                box.reset();
                box.setInputValue("");
                ask("", 0);
                document.getElementById(id)?.focus();
                box.openMenu();
              }}
            >
              <Icon name="x" />
            </button>
          )
        )}
      </div>
      <div className="combobox-popup" hidden={!box.isOpen} data-pending={(pending && results.length > 0) || undefined}>
        {error ? (
          <p className="combobox-note" role="alert">
            {error}
          </p>
        ) : (
          <>
            {heading && !box.inputValue && results.length > 0 && <p className="combobox-heading">{heading}</p>}
            <ul
              {...box.getMenuProps({
                "aria-label": label,
                onScroll: (event) => {
                  const list = event.currentTarget;
                  if (list.scrollHeight - list.scrollTop - list.clientHeight < 160) more();
                },
              })}
              className="combobox-list"
            >
              {box.isOpen &&
                results.map((person, index) => (
                  <li
                    key={person.id}
                    {...box.getItemProps({ item: person, index })}
                    className="option"
                    data-highlighted={box.highlightedIndex === index || undefined}
                  >
                    <Avatar name={person.name} initials={person.initials} />
                    <span className="option-main">
                      <span className="option-name" title={person.name}>
                        <Marked text={person.name} words={words} />
                      </span>
                      <span className="option-mail">
                        <Marked text={person.email} words={words} />
                      </span>
                    </span>
                    <span className="option-side">
                      <span className="option-title">
                        <Marked text={person.title} words={words} />
                      </span>
                      <span className="option-department">
                        <Marked text={person.department} words={words} />
                      </span>
                    </span>
                  </li>
                ))}
            </ul>
            {empty && (
              <div className="combobox-note">
                <p>{emptyText}</p>
                {emptyHint && <p className="hint">{emptyHint}</p>}
              </div>
            )}
            {!results.length && !empty && <p className="combobox-note">Searching…</p>}
            {results.length > 0 && (
              <div className="combobox-foot">
                <span>{countLabel}</span>
                <span className="combobox-keys" aria-hidden="true">
                  <kbd>↑</kbd>
                  <kbd>↓</kbd> to move <kbd>↵</kbd> to choose <kbd>esc</kbd> to close
                </span>
              </div>
            )}
          </>
        )}
      </div>
      <div role="status" className="sr-only">
        {box.isOpen ? said : ""}
      </div>
    </div>
  );
}
