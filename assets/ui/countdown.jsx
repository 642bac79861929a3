/*
 * The time left, ticking here and not over the connection. The server says how much is left and gives that
 * measurement a nonce; from then on this browser's monotonic clock counts, never its calendar. The same nonce is
 * the same measurement: a page that comes later in the same tab goes on from where it was.
 *
 * What ticks is hidden from assistive technology; the words beside it change once a minute and are not live.
 * onThreshold and onZero tell the server; `warnMs` also marks the element, for the urgent look.
 */
import { useEffect, useRef, useState } from "react";
import { useWords } from "./words.jsx";

const known = new Map(); // nonce → when it is over by performance.now(), and what was left when last looked at

const measured = (nonce, remainingMs) => {
  if (!known.has(nonce)) {
    if (known.size > 50) known.clear();
    known.set(nonce, { deadline: performance.now() + remainingMs, before: remainingMs });
  }
  return known.get(nonce);
};

const two = (number) => String(number).padStart(2, "0");

const clockText = (ms) => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
};

const spokenText = (t, ms) => {
  const minutes = Math.ceil(ms / 60000);
  if (minutes <= 1) return ms > 0 ? t("less than a minute") : t("no time");
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [
    hours && t("{count} hour", { count: hours }, "{count} hours"),
    rest && t("{count} minute", { count: rest }, "{count} minutes"),
  ]
    .filter(Boolean)
    .join(" ");
};

export function Countdown({
  remainingMs = 0,
  nonce = "",
  warnMs = 0,
  thresholds = [],
  doubtAtZero = false,
  spokenSuffix = "",
  onThreshold,
  onZero,
}) {
  const t = useWords();
  const [left, setLeft] = useState(remainingMs);
  const calls = useRef({});
  calls.current = { onThreshold, onZero };

  useEffect(() => {
    if (!nonce) return;
    const measurement = measured(nonce, remainingMs);
    let timer;
    const tick = () => {
      const now = Math.max(0, measurement.deadline - performance.now());
      setLeft(now);
      for (const threshold of thresholds) {
        if (now > 0 && now <= threshold && measurement.before > threshold) calls.current.onThreshold?.(threshold);
      }
      if (thresholds.length) measurement.before = now;
      if (now > 0) {
        timer = setTimeout(tick, now % 1000 || 1000); // just when the shown second changes
        return;
      }
      calls.current.onZero?.();
      if (doubtAtZero) window.dispatchEvent(new Event("admin-proxy:doubt"));
    };
    tick();
    return () => clearTimeout(timer);
  }, [nonce, thresholds.join()]);

  return (
    <span className="countdown" data-urgent={(warnMs > 0 && left <= warnMs) || undefined}>
      <span className="countdown-clock" aria-hidden="true">
        {clockText(left)}
      </span>
      <span className="sr-only">
        {spokenText(t, left)}
        {spokenSuffix}
      </span>
    </span>
  );
}
