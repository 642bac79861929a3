/*
 * What the page says, in the language of its reader. English stands where it is said; the German words are a file that
 * only German readers load, found by the English ones: a file of what every page says, and one for each page. `T` makes an element that says its words and draws itself anew
 * when another language is spoken; `elements.jsx` does the same for words in attributes. What is inside `OwnWords` speaks
 * the language of whoever sits before the screen, the rest that of the person whose page it is. What another tab speaks by now
 * is spoken here, too.
 */
import { createContext, createElement, Fragment, useContext, useLayoutEffect, useSyncExternalStore } from "react";
import { useLocation } from "react-router";

const LOCALES = { en: "en-GB", de: "de" };
const KEY = "language";
const english = { language: "en", catalog: {} };
const voices = { en: english };
const listeners = new Set();
const loaded = new Set(); // pages whose German words are there
let here = ""; // the page that is shown
let wanted = ["en", "en"]; // of the page, and of whoever sits before it
let spoken = english;
let own = english;

/* FNV-1a: short names for long sentences, in `german.js`, too. */
const nameOf = (words) => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < words.length; at += 1) hash = Math.imul(hash ^ words.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
};

const written = (voice, value) => {
  if (typeof value === "number") return value.toLocaleString(LOCALES[voice.language]);
  return value?.type === Words ? told(voice, value.props) : `${value ?? ""}`;
};

const chosen = (voice, words, values, many) => {
  const found = voice.catalog[nameOf(words)];
  if (!many) return found ?? words.split("||", 1)[0]; // what follows only tells two meanings of a word apart
  return (found ?? [words, many])[values.count === 1 ? 0 : 1];
};

const told = (voice, { words, values, many }) => {
  const text = chosen(voice, words, values, many);
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? written(voice, values[name]) : whole)) : text;
};

/* The German words of every page, and those of the one that is shown, as far as they are not there yet. */
const isKnown = (language) => language === "en" || loaded.has(here);

const load = async (language) => {
  if (isKnown(language)) return;
  const page = here;
  try {
    const german = await import("$/utils/german.js");
    const more = await german.pages[page]?.();
    voices.de = { language: "de", catalog: { ...german.everywhere, ...voices.de?.catalog, ...more?.default } };
    loaded.add(page);
  } catch {
    // Without the files the page speaks English, which is better than nothing; the next page tries again.
  }
};

const speak = async (page, mine) => {
  const asked = (wanted = [page, mine]);
  const html = document.documentElement;
  if (!isKnown(page) || !isKnown(mine)) {
    html.dataset.words = "waiting";
    await Promise.all([load(page), load(mine)]);
    if (asked !== wanted) return;
  }
  spoken = isKnown(page) ? voices[page] : english; // never half of a page in one, half in the other
  own = voices[mine] ?? english;
  html.lang = spoken.language;
  delete html.dataset.words;
  listeners.forEach((listener) => listener());
};

const ofTheBrowser = () =>
  navigator.languages.map((language) => language.slice(0, 2).toLowerCase()).find((language) => LOCALES[language]) ?? "en";

if (typeof document !== "undefined") {
  const first = localStorage.getItem(KEY) ?? ofTheBrowser();
  speak(first, first);
  window.addEventListener("storage", ({ key, newValue }) => key === KEY && LOCALES[newValue] && speak(newValue, wanted[1]));
}

const Own = createContext(false);

const listen = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useVoice = () => {
  const isOwn = useContext(Own);
  return useSyncExternalStore(
    listen,
    () => (isOwn ? own : spoken),
    () => english,
  );
};

/* For the parts in this folder: `const t = useWords()`, then `t("Close")` or `t("{count} row", { count }, "{count} rows")`. */
export const useWords = () => {
  const voice = useVoice();
  return (words, values, many) => told(voice, { words, values, many });
};

export const useNumbers = () => {
  const voice = useVoice();
  return (number) => written(voice, number);
};

/* A Var may bring words into a list that a part gets: this makes text of them. */
export const useText = () => {
  const voice = useVoice();
  return (value) => (value?.type === Words ? told(voice, value.props) : value);
};

export function Words(props) {
  return told(useVoice(), props);
}

export const T = (words, values, many) => createElement(Words, { words, values, many });

/* An element whose attributes say something. */
export function Spoken({ type, props, children }) {
  const voice = useVoice();
  const plain = { ...props };
  for (const name in plain) if (plain[name]?.type === Words) plain[name] = told(voice, plain[name].props);
  return createElement(type, plain, ...children);
}

/* A sentence with elements in it. */
export function Rich({ words, names, children }) {
  const voice = useVoice();
  const parts = [].concat(children);
  const pieces = chosen(voice, words).split(/\{(\w+)\}/);
  return createElement(
    Fragment,
    null,
    ...pieces.map((piece, index) => (index % 2 ? parts[names.indexOf(piece)] : piece)),
  );
}

export function OwnWords({ children }) {
  return <Own.Provider value={true}>{children}</Own.Provider>;
}

export function Speak({ language = "", own = "" }) {
  useLayoutEffect(() => {
    if (!language) return;
    localStorage.setItem(KEY, language);
    speak(language, own || language);
  }, [language, own]);
  return null;
}

export function SpeakToTheDoor() {
  useLayoutEffect(() => {
    speak(ofTheBrowser(), ofTheBrowser());
  }, []);
  return null;
}

export function Title({ words = "", page = "" }) {
  const { pathname } = useLocation();
  useLayoutEffect(() => {
    here = page;
    speak(...wanted);
  }, [page]);
  useLayoutEffect(() => {
    document.title = `${words} · Admin Proxy`;
  }, [words, pathname]);
  return null;
}
