/*
 * Makes what is in it anew when it is for something else, so that fields which keep what was typed show what is stored.
 * While the server says nothing (the connection is back, its answer still on the way) all stays as it is.
 */
import { Fragment, useRef } from "react";

export function Anew({ of = "", children }) {
  const known = useRef(of);
  if (of) known.current = of;
  return <Fragment key={known.current}>{children}</Fragment>;
}
