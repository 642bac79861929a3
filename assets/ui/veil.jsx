/*
 * Hides what a tab shows of the subject whenever this tab cannot know that it may still show it: the connection
 * is lost, the tab was asleep, frozen, offline or brought back from the history, the machine slept, or the time is
 * up. It goes only when the server has answered the question that was asked with that very nonce; a question asked
 * before, or State that comes by itself, does not lift it. `active` decides whether it comes, never whether it goes.
 *
 * Hiding is `visibility: hidden` on the body and on open dialogs, which no z-index would cover, set in the same
 * moment and before anything is painted; it takes the content from assistive technology and the Tab key as well. The
 * panel follows a moment later, so that coming back to a tab does not flicker.
 */
import { useEffect, useRef, useState } from "react";
import { useLost } from "./connection.jsx";
import { useWords } from "./words.jsx";

const ASLEEP_MS = 5000; // hidden for so long: doubt
const JUMP_MS = 5000; // a one-second tick that comes so late: the machine slept
const PANEL_MS = 350;
const STUCK_MS = 10000;

const root = () => document.documentElement;

// The open question outlives the page that asked it: another page of this tab goes on waiting for its answer.
const pending = { nonce: "", focus: null, veils: 0 };
let asked = 0;
const newNonce = () => `${Date.now().toString(36)}-${(asked += 1)}-${Math.random().toString(36).slice(2, 10)}`;

const lift = () => {
  pending.nonce = "";
  root().removeAttribute("data-veiled");
};

export function Veil({ active = false, confirmed = "", onAsk }) {
  const t = useWords();
  const lost = useLost();
  const dialog = useRef(null);
  const now = useRef({}); // what the listeners below need to see fresh
  const [nonce, setNonce] = useState(() => pending.nonce); // the open question; "" when there is none
  const [stage, setStage] = useState(""); // "", "panel", "stuck"
  now.current = { ...now.current, active, onAsk };

  const cover = () => {
    if (!now.current.active && !pending.nonce) return;
    if (!pending.nonce) pending.focus = document.activeElement;
    root().setAttribute("data-veiled", "");
    pending.nonce = newNonce();
    setNonce(pending.nonce);
  };

  // When to doubt.
  useEffect(() => {
    let sleeper;
    let last = Date.now();
    const hiddenOrShown = () => {
      clearTimeout(sleeper);
      if (document.hidden) {
        now.current.hiddenAt = Date.now();
        sleeper = setTimeout(cover, ASLEEP_MS); // so that it is covered before it is looked at again
        return;
      }
      last = Date.now();
      if (last - (now.current.hiddenAt ?? last) >= ASLEEP_MS) cover();
    };
    const beat = setInterval(() => {
      const late = Date.now() - last - 1000;
      last = Date.now();
      if (!document.hidden && late > JUMP_MS) cover();
    }, 1000);
    const cached = (event) => event.persisted && cover();
    const listeners = [
      [document, "visibilitychange", hiddenOrShown],
      [document, "freeze", cover],
      [document, "resume", cover],
      [window, "pagehide", cached],
      [window, "pageshow", cached],
      [window, "offline", cover],
      [window, "online", cover],
      [window, "admin-proxy:doubt", cover],
    ];
    for (const [target, name, listener] of listeners) target.addEventListener(name, listener);
    pending.veils += 1;
    return () => {
      pending.veils -= 1;
      setTimeout(() => pending.veils || lift()); // no page with a veil follows: nothing is left to be hidden
      clearTimeout(sleeper);
      clearInterval(beat);
      for (const [target, name, listener] of listeners) target.removeEventListener(name, listener);
    };
  }, []);

  useEffect(() => {
    if (lost) cover();
  }, [lost]);

  // Ask, and ask again while nothing comes: the first answer may have been lost with its connection.
  useEffect(() => {
    if (!nonce || lost) return;
    let wait = 1500;
    let timer;
    const ask = () => {
      if (!document.hidden) now.current.onAsk?.(nonce);
      timer = setTimeout(ask, document.hidden ? 1000 : (wait = Math.min(wait * 2, 12000)));
    };
    ask();
    return () => clearTimeout(timer);
  }, [nonce, lost]);

  // Lift.
  useEffect(() => {
    if (!nonce || confirmed !== nonce) return;
    const { focus } = pending;
    lift();
    setNonce("");
    if (dialog.current.open) dialog.current.close();
    if (document.activeElement === document.body) focus?.focus?.({ preventScroll: true });
  }, [nonce, confirmed]);

  // The panel.
  useEffect(() => {
    if (!nonce) {
      setStage("");
      return;
    }
    const panel = setTimeout(() => setStage((stage) => stage || "panel"), PANEL_MS);
    const stuck = setTimeout(() => setStage("stuck"), STUCK_MS);
    return () => {
      clearTimeout(panel);
      clearTimeout(stuck);
    };
  }, [nonce !== ""]);

  useEffect(() => {
    if (stage && !dialog.current.open) dialog.current.showModal();
    if (!stage && dialog.current.open) dialog.current.close();
  }, [stage !== ""]);

  return (
    <dialog
      ref={dialog}
      className="veil"
      aria-labelledby="veil-title"
      onCancel={(event) => event.preventDefault()}
      onClose={() => pending.nonce && dialog.current.showModal()}
    >
      {stage && (
        <div className="veil-panel">
          <span className="spinner" aria-hidden="true" />
          <p id="veil-title" className="veil-title">
            {t("Reconnecting…")}
          </p>
          <p className="veil-text">
            {lost
              ? t("The connection is lost. Nothing of this session is shown until it is back and the session is confirmed.")
              : t("Nothing of this session is shown until it is confirmed that it still runs.")}
          </p>
          {stage === "stuck" && (
            <button type="button" className="btn btn-secondary btn-md" onClick={() => window.location.reload()}>
              {t("Reload the page")}
            </button>
          )}
        </div>
      )}
    </dialog>
  );
}
