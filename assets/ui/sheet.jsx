/*
 * A panel that slides in from the side: the navigation on a phone. A modal dialog of the browser's own; it closes
 * when the page changes, so a link in it needs to know nothing of it.
 */
import { useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { Icon } from "./icon.jsx";
import { useWords } from "./words.jsx";

export function Sheet({ label = "", children }) {
  const t = useWords();
  const ref = useRef(null);
  const { pathname } = useLocation();
  useEffect(() => {
    if (ref.current.open) ref.current.close();
  }, [pathname]);
  return (
    <div className="sheet-place">
      <button
        type="button"
        className="btn btn-ghost btn-icon"
        aria-label={t("Open navigation")}
        aria-haspopup="dialog"
        onClick={() => ref.current.showModal()}
      >
        <Icon name="menu" size={18} />
      </button>
      <dialog
        ref={ref}
        className="sheet"
        aria-label={label}
        onClick={(event) => {
          const outside = event.target === ref.current; // the backdrop counts as the dialog itself
          if (outside || event.target.closest("[data-close], a[aria-current]")) ref.current.close();
        }}
      >
        <div className="sheet-body">
          <button
            type="button"
            className="btn btn-ghost btn-icon sheet-close"
            aria-label={t("Close navigation")}
            data-close=""
          >
            <Icon name="x" size={18} />
          </button>
          {children}
        </div>
      </dialog>
    </div>
  );
}
