/*
 * Choosing one or several colleagues: a search, and what was chosen below it, each with a button that takes it away.
 * The choice lives in the browser until the form around it is sent, so that nothing which the server says meanwhile
 * (the connection is back, somebody else is impersonated now) takes it away. Whom may be chosen is the server's to say.
 */
import { useEffect, useRef, useState } from "react";
import { Combobox } from "./combobox.jsx";
import { Icon } from "./icon.jsx";

const listed = (names) => {
  const { lang } = document.documentElement;
  return new Intl.ListFormat(lang === "en" ? "en-GB" : lang || "en-GB").format(names);
};

export function Colleagues({ name = "to", error = "", note = "", removeLabel = "", chosenLabel = "", results = [], ...search }) {
  const [chosen, setChosen] = useState([]);
  const chips = useRef(null);
  const ids = chosen.map(({ id }) => id);

  const take = (id) => {
    const person = results.find((one) => one.id === id);
    if (person && !ids.includes(id)) setChosen([...chosen, person]);
  };

  // The focus goes to what stands where the chip stood, or back to the search.
  const remove = (at) => {
    const buttons = Array.from(chips.current.querySelectorAll("button"));
    (buttons[at + 1] ?? buttons[at - 1] ?? document.getElementById(name)).focus();
    setChosen(chosen.filter((_, index) => index !== at));
  };

  return (
    <div className="field">
      <Combobox
        {...search}
        id={name}
        clears
        describedBy={`${name}-error`}
        invalid={Boolean(error)}
        results={results.filter(({ id }) => !ids.includes(id))}
        onSelect={take}
      />
      <input type="hidden" name={name} value={ids.join(",")} />
      <ul ref={chips} className="chips" aria-label={chosenLabel} hidden={!chosen.length}>
        {chosen.map((person, at) => (
          <li key={person.id} className="chip">
            <span className="truncate">{person.name}</span>
            <button type="button" aria-label={removeLabel.replace("{name}", person.name)} onClick={() => remove(at)}>
              <Icon name="x" size={14} />
            </button>
          </li>
        ))}
      </ul>
      <p id={`${name}-error`} className="field-error" aria-live="polite">
        {error && (
          <>
            <Icon name="circle-alert" size={14} />
            <span>{error}</span>
          </>
        )}
      </p>
      <p role="status" className="sent-as">
        {note && chosen.length > 0 && note.replace("{to}", listed(chosen.map((one) => one.name)))}
      </p>
    </div>
  );
}

/* What tells one filling-in of a form from the next: sent twice with the same key, it is done once. */
export function Once() {
  const [key, setKey] = useState("");
  useEffect(() => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    setKey(Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""));
  }, []);
  return <input type="hidden" name="once" value={key} />;
}
