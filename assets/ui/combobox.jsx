/*
 * Finding a person while typing, by the WAI-ARIA pattern of an editable combobox with a list box: the focus stays in
 * the field, aria-activedescendant points at the marked row. Written out and not taken from a library, because the
 * smallest good one (downshift) was as heavy as all other parts of the screen together.
 *
 * The text goes to the server a moment after the last key. An answer to another text than the present one is not
 * shown as its answer, and nothing can be chosen from a list that is out of date: a quick Enter or press waits for
 * the answer to what was typed, and never takes the wrong person. More rows are asked for when the end of the list
 * comes near. How many there are is said once.
 */
import { useEffect, useId, useRef, useState } from "react";
import { Avatar } from "./avatar.jsx";
import { Icon } from "./icon.jsx";
import { useWords } from "./words.jsx";

const DEBOUNCE_MS = 120;
const SAY_MS = 700;
const MORE_BEFORE_END_PX = 160;
const MORE_BEFORE_END_ROWS = 4;

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

function Option({ id, person, words, marked, onMark, onChoose }) {
  return (
    <li id={id} role="option" aria-selected={marked} className="option" onMouseMove={onMark} onClick={onChoose}>
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
  );
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
  emptyText = "",
  emptyHint = "",
  heading = "",
  countLabel = "",
  hasMore = false,
  text = "",
  autoFocus = false,
  clears = false, // whoever is chosen is shown elsewhere, and the next one can be looked for
  describedBy = "",
  invalid = false,
  onSearch,
  onSelect,
  onMore,
}) {
  const t = useWords();
  const own = useId();
  const place = useRef(null);
  const field = useRef(null);
  const [value, setValue] = useState(text);
  const [wanted, setWanted] = useState(text); // what was last asked for
  const [open, setOpen] = useState(false);
  const [marked, setMarked] = useState(0);
  const [said, setSaid] = useState("");
  const held = useRef({ touched: false, asked: false, chosen: false, wish: null, moreAt: -1, timer: null });

  const pending = loading || (held.current.asked && answers.trim() !== wanted.trim());
  const words = plain(answers).split(/\s+/).filter(Boolean);
  const active = open && !pending && marked < results.length ? marked : -1;
  const optionId = (index) => `${own}option${index}`;

  const ask = (words, delay) => {
    clearTimeout(held.current.timer);
    held.current.asked = true;
    held.current.wish = null;
    setWanted(words);
    setMarked(0);
    held.current.timer = setTimeout(() => onSearch?.(words), delay);
  };

  const more = () => {
    if (!hasMore || pending || held.current.moreAt === results.length) return;
    held.current.moreAt = results.length;
    onMore?.();
  };

  const typed = (words, delay = DEBOUNCE_MS) => {
    held.current.touched = true;
    if (held.current.chosen) onSelect?.(""); // typing on gives the choice up
    held.current.chosen = false;
    setValue(words);
    setOpen(true);
    ask(words, delay);
  };

  const choose = (person) => {
    if (pending) {
      held.current.wish = (among) => among.find(({ id }) => id === person.id);
      return;
    }
    held.current.touched = true;
    held.current.chosen = !clears;
    setValue(clears ? "" : person.name);
    setOpen(false);
    onSelect?.(person.id);
    if (clears) ask("", 0);
  };

  const move = (step) => {
    if (!results.length || pending) return;
    const next = (marked + step + results.length) % results.length;
    if (next >= results.length - MORE_BEFORE_END_ROWS) more();
    setMarked(next);
    document.getElementById(optionId(next))?.scrollIntoView({ block: "nearest" });
  };

  const key = (event) => {
    if (event.nativeEvent.isComposing) return; // the keys belong to the input method
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        event.preventDefault();
        if (!open) {
          setOpen(true);
        } else if (event.altKey) {
          setOpen(event.key === "ArrowDown");
        } else {
          move(event.key === "ArrowDown" ? 1 : -1);
        }
        break;
      case "Enter":
        if (!open && !clears) break;
        event.preventDefault(); // nor does it send a form in which more is to be chosen
        if (!open) break;
        if (active >= 0) choose(results[active]);
        else if (pending) held.current.wish = (among) => (value.trim() ? among[0] : undefined);
        break;
      case "Escape":
        if (!open && !value) break;
        event.preventDefault();
        event.stopPropagation(); // one Escape, one step: not the dialog around it as well
        held.current.wish = null;
        if (open) setOpen(false);
        else typed("", 0);
        break;
    }
  };

  useEffect(() => () => clearTimeout(held.current.timer), []);
  useEffect(() => {
    held.current.moreAt = -1;
  }, [answers]);

  // The text that the server remembers comes after the first picture of the page.
  useEffect(() => {
    if (held.current.touched || !text) return;
    setValue(text);
    setWanted(text);
  }, [text]);

  // Whoever types and presses Enter at once means the best match of what they typed, as soon as it is known; whoever
  // presses somebody in the list before means that person, if the answer still has them.
  useEffect(() => {
    if (pending || !held.current.wish) return;
    const person = held.current.wish(results);
    held.current.wish = null;
    if (open && person) choose(person);
  }, [pending, answers]);

  // How many there are, said when typing has come to rest.
  useEffect(() => {
    if (!open || pending) return;
    const speaker = setTimeout(() => setSaid(results.length ? countLabel : emptyText), SAY_MS);
    return () => clearTimeout(speaker);
  }, [open, pending, countLabel, results.length, answers]);

  return (
    <div
      ref={place}
      className="combobox"
      onBlur={(event) => !place.current.contains(event.relatedTarget) && setOpen(false)}
    >
      <label htmlFor={id} className={hideLabel ? "sr-only" : "label"}>
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      <div className="combobox-field">
        <Icon name="search" className="combobox-glass" />
        <input
          ref={field}
          id={id}
          className="input combobox-input"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={`${own}list`}
          aria-activedescendant={active >= 0 ? optionId(active) : undefined}
          aria-describedby={[hint && `${id}-hint`, describedBy].filter(Boolean).join(" ") || undefined}
          aria-invalid={invalid || undefined}
          aria-busy={pending || undefined}
          placeholder={placeholder}
          autoFocus={autoFocus}
          data-autofocus={autoFocus ? "" : undefined}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          value={value}
          onChange={(event) => typed(event.target.value)}
          onKeyDown={key}
          onClick={() => setOpen(true)}
          onFocus={() => !held.current.asked && !results.length && ask(value, 0)}
        />
        {pending ? (
          <span className="spinner combobox-end" aria-hidden="true" />
        ) : (
          value && (
            <button
              type="button"
              className="input-end"
              aria-label={t("Clear search")}
              onClick={() => {
                typed("", 0);
                field.current.focus();
              }}
            >
              <Icon name="x" />
            </button>
          )
        )}
      </div>
      <div
        className="combobox-popup"
        hidden={!open}
        data-pending={(pending && results.length > 0) || undefined}
        onMouseDown={(event) => event.preventDefault()} // the focus stays in the field
      >
        {heading && !answers && results.length > 0 && <p className="combobox-heading">{heading}</p>}
        <ul
          id={`${own}list`}
          role="listbox"
          aria-label={label}
          className="combobox-list"
          hidden={!results.length}
          onScroll={({ currentTarget: list }) =>
            list.scrollHeight - list.scrollTop - list.clientHeight < MORE_BEFORE_END_PX && more()
          }
        >
          {open &&
            !error &&
            results.map((person, index) => (
              <Option
                key={person.id}
                id={optionId(index)}
                person={person}
                words={words}
                marked={active === index}
                onMark={() => setMarked(index)}
                onChoose={() => choose(person)}
              />
            ))}
        </ul>
        {error ? (
          <p className="combobox-note" role="alert">
            {error}
          </p>
        ) : results.length ? (
          <div className="combobox-foot">
            <span>{countLabel}</span>
            <span className="combobox-keys" aria-hidden="true">
              <span>
                <kbd>↑</kbd>
                <kbd>↓</kbd> {t("move")}
              </span>
              <span>
                <kbd>↵</kbd> {t("choose")}
              </span>
              <span>
                <kbd>{t("esc")}</kbd> {t("close")}
              </span>
            </span>
          </div>
        ) : (
          <div className="combobox-note">
            <p>{pending ? t("Searching…") : emptyText}</p>
            {!pending && emptyHint && <p className="hint">{emptyHint}</p>}
          </div>
        )}
      </div>
      <div role="status" className="sr-only">
        {open ? said : ""}
      </div>
    </div>
  );
}
