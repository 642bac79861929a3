/*
 * The secret of a one-time link is its fragment: that part is sent to no server and stands in no log. It moves into
 * the form, and out of the address bar and the history.
 */
import { useEffect, useState } from "react";

export function LinkToken({ field = "token" }) {
  const [token, setToken] = useState("");
  useEffect(() => {
    const found = decodeURIComponent(window.location.hash.slice(1));
    if (!found) return;
    setToken(found);
    window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  }, []);
  return <input type="hidden" name={field} value={token} readOnly />;
}
