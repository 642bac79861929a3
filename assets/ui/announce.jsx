/*
 * Says something to a screen reader, politely and once. The page that a message belongs to may be made anew many
 * times; the message's id is remembered for the tab. The region stands before the words come, or they are not heard.
 */
import { useEffect, useState } from "react";

const KEY = "announced";

export function Announce({ message = "", messageId: id = "" }) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    setSaid("");
    if (!message || !id || sessionStorage.getItem(KEY) === id) return;
    const timer = setTimeout(() => {
      sessionStorage.setItem(KEY, id);
      setSaid(message);
    }, 400);
    return () => clearTimeout(timer);
  }, [message, id]);
  return (
    <div role="status" className="sr-only">
      {said}
    </div>
  );
}
