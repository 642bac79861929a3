/*
 * Takes a ticket to a door as soon as the server has handed one out, and saves the file that it is answered with. It is
 * fetched, because a form that is posted closes the socket, even where the page stays: the page would stop following
 * what goes on. What was there when the page was drawn is of before, and is not used again.
 */
import { useEffect, useRef, useState } from "react";
import { Icon } from "./icon.jsx";

const LOST = "The connection was lost before the whole file had come. Try again.";

async function fetched(action, ticket) {
  const answer = await fetch(action, { method: "POST", body: new URLSearchParams({ ticket }) }).catch(() => null);
  if (!answer) return LOST;
  if (!answer.ok) return (await answer.json().catch(() => ({}))).error || LOST;
  const file = await answer.blob().catch(() => null);
  if (!file) return LOST; // it broke off
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition"))?.[1] || "";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return "";
}

export function Fetched({ action, ticket = "", onDone }) {
  const used = useRef(ticket);
  const [error, setError] = useState("");
  useEffect(() => {
    if (!ticket || ticket === used.current) return;
    used.current = ticket;
    setError("");
    fetched(action, ticket).then((sentence) => {
      setError(sentence);
      onDone?.();
    });
  }, [ticket]);
  return (
    <div role="alert" className="fetched">
      {error && (
        <div className="notice notice-bad">
          <Icon name="circle-alert" />
          <div className="notice-text">{error}</div>
        </div>
      )}
    </div>
  );
}
