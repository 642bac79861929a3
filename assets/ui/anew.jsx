/*
 * Makes what is in it anew when it is for something else, so that fields which keep what was typed show what is stored.
 * Before the server has said for what, nothing can be typed, since it would be lost at its answer. When the server says
 * nothing any more (the connection is back, its answer still on the way) all stays as it is.
 */
import { useRef } from "react";

export function Anew({ of = "", children }) {
  const known = useRef(of);
  if (of) known.current = of;
  return (
    <fieldset key={known.current} className="anew" disabled={!known.current}>
      {children}
    </fieldset>
  );
}
