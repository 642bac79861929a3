/*
 * Takes a ticket to a door as soon as the server has handed one out, and saves the file that it is answered with; a
 * refusal is said here, on the page that stays. What was there when the page was drawn is of before, and is not used
 * again.
 */
import { useEffect, useRef, useState } from "react";
import { Icon } from "./icon.jsx";
import { useWords } from "./words.jsx";

async function fetched(action, ticket, lost) {
  const answer = await fetch(action, { method: "POST", body: new URLSearchParams({ ticket }) }).catch(() => null);
  if (!answer) return lost;
  if (!answer.ok) return (await answer.json().catch(() => ({}))).error || lost;
  const file = await answer.blob().catch(() => null);
  if (!file) return lost; // it broke off
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
  const t = useWords();
  useEffect(() => {
    if (!ticket || ticket === used.current) return;
    used.current = ticket;
    setError("");
    fetched(action, ticket, t("The connection was lost before the whole file had come. Try again.")).then((sentence) => {
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
