/*
 * Says when the connection is lost and when it is back. Nothing is shown for the first moment, because most
 * losses are over before anybody could read it.
 */
import { useContext, useEffect, useState } from "react";
import { EventLoopContext } from "$/utils/context-registry";
import { Icon } from "./icon.jsx";
import { useWords } from "./words.jsx";

export const useLost = () => {
  const [, errors] = useContext(EventLoopContext) ?? [null, []];
  const [offline, setOffline] = useState(false);
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine);
    look();
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return offline || errors.length > 0;
};

export function ConnectionNotice() {
  const t = useWords();
  const lost = useLost();
  const [shown, setShown] = useState("");

  useEffect(() => {
    if (lost) {
      const timer = setTimeout(() => setShown("lost"), 700);
      return () => clearTimeout(timer);
    }
    setShown((before) => (before === "lost" ? "back" : before));
    const timer = setTimeout(() => setShown(""), 2500);
    return () => clearTimeout(timer);
  }, [lost]);

  return (
    <div role="status" className="connection" data-shown={shown || undefined}>
      {shown === "lost" && (
        <>
          <Icon name="wifi-off" />
          <span>{t("Connection lost. Reconnecting…")}</span>
        </>
      )}
      {shown === "back" && (
        <>
          <Icon name="check" />
          <span>{t("Connected again.")}</span>
        </>
      )}
    </div>
  );
}
