/* A password field that can show what was typed; it is hidden again when the form is sent. */
import { useEffect, useRef, useState } from "react";
import { Icon } from "./icon.jsx";
import { useWords } from "./words.jsx";

export function PasswordInput(props) {
  const t = useWords();
  const [shown, setShown] = useState(false);
  const ref = useRef(null);
  useEffect(() => {
    const form = ref.current.form;
    const hide = () => setShown(false);
    form?.addEventListener("submit", hide);
    return () => form?.removeEventListener("submit", hide);
  }, []);
  return (
    <span className="input-wrap">
      <input {...props} ref={ref} type={shown ? "text" : "password"} spellCheck={false} autoCapitalize="none" />
      <button
        type="button"
        className="input-end"
        aria-label={t("Show password")}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
      >
        <Icon name={shown ? "eye-off" : "eye"} />
      </button>
    </span>
  );
}
