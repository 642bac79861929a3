/*
 * The browser's own modal dialog: top layer, focus trap, Escape and focus back to where it was all come with
 * showModal(). What is added: it follows `open` from the server, and closes at once when the person closes it, so
 * that it works while the connection is down; the server hears of it through onClose, once for each closing.
 *
 * The one opened last lies on top, but for one that is `onTop`: it stays before those that a page opens behind it.
 *
 * Inside, a button with data-close closes. What a dialog holds is made anew for each opening.
 */
import { useEffect, useId, useRef, useState } from "react";
import { Icon } from "./icon.jsx";
import { useWords } from "./words.jsx";

export function Dialog({
  open = false,
  title = "",
  size = "md",
  alert = false,
  dismissible = true,
  closeButton = true,
  onTop = false,
  onClose,
  children,
}) {
  const t = useWords();
  const ref = useRef(null);
  const id = useId();
  const [dismissed, setDismissed] = useState(false);
  const shown = open && !dismissed;

  useEffect(() => {
    if (!open) setDismissed(false);
  }, [open]);

  useEffect(() => {
    const dialog = ref.current;
    if (shown && !dialog.open) {
      dialog.showModal();
      document.dispatchEvent(new CustomEvent("dialog-opened", { detail: dialog }));
      // One that interrupts takes the focus itself: a key that was meant for the page must not press its button.
      (alert ? dialog : dialog.querySelector("[data-autofocus]"))?.focus();
    }
    if (!shown && dialog.open) dialog.close();
  }, [shown]);

  useEffect(() => {
    if (!shown || !onTop) return;
    const comeForward = ({ detail }) => {
      if (detail === ref.current) return;
      ref.current.close();
      ref.current.showModal();
    };
    document.addEventListener("dialog-opened", comeForward);
    return () => document.removeEventListener("dialog-opened", comeForward);
  }, [shown, onTop]);

  const closed = () => {
    if (!shown || ref.current.open) return; // the server closed it, it has been said already, or it came forward
    if (!dismissible) return ref.current.showModal(); // a second Escape goes past `cancel` in some browsers
    setDismissed(true);
    onClose?.();
  };

  return (
    <dialog
      ref={ref}
      className={`dialog dialog-${size}`}
      tabIndex={-1}
      role={alert ? "alertdialog" : undefined}
      aria-labelledby={`${id}title`}
      aria-describedby={alert ? `${id}body` : undefined}
      onCancel={(event) => {
        if (!dismissible && event.target === ref.current) event.preventDefault();
      }}
      onClose={(event) => {
        if (event.target === ref.current) closed();
      }}
      onClick={(event) => {
        if (event.target.closest("[data-close]")) ref.current.close();
      }}
    >
      {shown && (
        <div className="dialog-sheet">
          <header className="dialog-head">
            <h2 id={`${id}title`} className="dialog-title">
              {title}
            </h2>
            {dismissible && closeButton && (
              <button type="button" className="btn btn-ghost btn-icon btn-sm" aria-label={t("Close")} data-close="">
                <Icon name="x" />
              </button>
            )}
          </header>
          <div id={`${id}body`} className="dialog-content">
            {children}
          </div>
        </div>
      )}
    </dialog>
  );
}
