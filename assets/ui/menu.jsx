/*
 * A button that discloses a small panel: plain links, buttons and forms in it, so the Tab key is all that it needs.
 * Escape and a press anywhere else close it, Escape with the focus back on the button; so does a change of page.
 */
import { useEffect, useId, useRef, useState } from "react";
import { useLocation } from "react-router";

export function Menu({ label = "", trigger, align = "end", side = "below", children }) {
  const [open, setOpen] = useState(false);
  const place = useRef(null);
  const button = useRef(null);
  const id = useId();
  const { pathname } = useLocation();

  useEffect(() => setOpen(false), [pathname]);
  useEffect(() => {
    if (!open) return;
    const outside = (event) => !place.current.contains(event.target) && setOpen(false);
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
    };
  }, [open]);

  return (
    <div
      ref={place}
      className="menu-place"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        event.stopPropagation();
        setOpen(false);
        button.current.focus();
      }}
    >
      <button
        ref={button}
        type="button"
        className="menu-button"
        aria-label={label || undefined}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {trigger}
      </button>
      <div
        id={id}
        className={`menu menu-${align} menu-${side}`}
        hidden={!open}
        onClick={(event) => event.target.closest("[data-close]") && setOpen(false)}
      >
        {children}
      </div>
    </div>
  );
}
