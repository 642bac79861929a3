/*
 * Light, dark, or as the system has it. Reflex keeps the choice in localStorage and sets it on <html> before the
 * first paint; here it is chosen, told to the server, and followed when another tab chooses.
 */
import { useContext, useEffect, useId } from "react";
import { ColorModeContext } from "$/utils/context-registry";
import { Icon } from "./icon.jsx";
import { useWords } from "./words.jsx";

const choices = (t) => [
  ["light", t("Light"), "sun"],
  ["dark", t("Dark"), "moon"],
  ["system", t("System"), "monitor"],
];

export function ThemeSwitch({ saved = "", onChange }) {
  const t = useWords();
  const { rawColorMode, setColorMode } = useContext(ColorModeContext);
  const name = useId();

  useEffect(() => {
    if (saved) setColorMode(saved);
  }, [saved]);
  useEffect(() => {
    const elsewhere = (event) => event.key === "theme" && event.newValue && setColorMode(event.newValue);
    window.addEventListener("storage", elsewhere);
    return () => window.removeEventListener("storage", elsewhere);
  }, []);

  return (
    <fieldset className="segmented segmented-fill">
      <legend className="sr-only">{t("Theme")}</legend>
      {choices(t).map(([value, text, icon]) => (
        <label key={value} className="segment">
          <input
            type="radio"
            className="sr-only"
            name={name}
            value={value}
            checked={rawColorMode === value}
            onChange={() => {
              setColorMode(value);
              onChange?.(value);
            }}
          />
          <Icon name={icon} size={14} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
