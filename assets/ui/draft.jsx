/*
 * Keeps what is being typed into the form around it, in this tab only, until it is saved or given up: a lost
 * connection, or a page that the server made anew, takes nothing away. Only the fields that were touched are kept, each
 * with what it began with; where somebody has saved something else there meanwhile, that is said. Never for a password.
 */
import "./goals.css"; // the look of the forms that it stands in, which only Goals have
import { useEffect, useRef, useState } from "react";
import { useWords } from "./words.jsx";

const KEY = "draft:";

const valueOf = (field) => (field.type === "checkbox" ? (field.checked ? "on" : "") : field.value);
const fill = (field, value) => {
  if (field.type === "checkbox") field.checked = value === "on";
  else field.value = value;
};
const kept = (key) => {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
};

/* `owner` names who types, as whom: what anybody else typed in this tab goes. */
export function Draft({ owner = "", name = "" }) {
  const t = useWords();
  const place = useRef(null);
  const [notes, setNotes] = useState(null);

  useEffect(() => {
    if (!owner) return undefined;
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(KEY) && !key.startsWith(`${KEY}${owner}:`)) sessionStorage.removeItem(key);
    }
    const key = `${KEY}${owner}:${name}`;
    const form = place.current.closest("form");
    const fields = Array.from(form.elements).filter((field) => field.name);
    const first = Object.fromEntries(fields.map((field) => [field.name, valueOf(field)]));
    const typed = kept(key);
    const others = [];
    for (const field of fields) {
      const was = typed[field.name];
      if (!was || was.value === first[field.name]) continue;
      if (was.from !== first[field.name]) others.push(`${field.labels?.[0]?.textContent}: ${first[field.name]}`);
      fill(field, was.value);
      field.dispatchEvent(new Event("input", { bubbles: true })); // for whoever else keeps what is typed
    }
    if (Object.keys(typed).length) setNotes(others);
    const keep = ({ target }) => {
      if (!target.name) return;
      const all = { ...kept(key), [target.name]: { value: valueOf(target), from: first[target.name] } };
      sessionStorage.setItem(key, JSON.stringify(all));
    };
    form.addEventListener("input", keep);
    return () => form.removeEventListener("input", keep);
  }, [owner, name]);

  return (
    <div ref={place} role="status" className="draft">
      {notes && <p className="hint">{t("What you typed before is still here.")}</p>}
      {notes?.length > 0 && <p className="hint">{t("Somebody has saved meanwhile: {values}", { values: notes.join("; ") })}</p>}
    </div>
  );
}

/* `done` is the name of a draft that was saved or given up, and a number that tells it from the time before. */
export function DraftDone({ owner = "", done = "" }) {
  useEffect(() => {
    if (owner && done) sessionStorage.removeItem(`${KEY}${owner}:${done.replace(/ \d+$/, "")}`);
  }, [owner, done]);
  return null;
}
