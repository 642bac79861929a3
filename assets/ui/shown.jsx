/*
 * Says back what the tab shows by now. It runs after what came with `view` is on the screen, and what a person does
 * afterwards goes to the server after it: the two cannot change places. So the server knows which of them is meant.
 */
import { useEffect } from "react";

let said = "";

export function Shown({ view = "", onShown }) {
  useEffect(() => {
    if (!view || view === said) return;
    said = view;
    onShown?.(view);
  }, [view]);
  return null;
}
