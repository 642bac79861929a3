/*
 * A guide: a few steps that stand above the page's content, each pointing at what it speaks of. It takes no focus and
 * covers nothing; what it points at is marked and brought into view when somebody goes on to it.
 */
import { useEffect, useId, useState } from "react";
import { Icon } from "./icon.jsx";
import { useWords } from "./words.jsx";

const found = (anchor) =>
  anchor ? [...document.querySelectorAll(anchor)].find((place) => place.offsetParent !== null) : null;

function Steps({ guide, onPutAway }) {
  const t = useWords();
  const id = useId();
  const [at, setAt] = useState(0);
  const [begun, setBegun] = useState(false);
  const step = guide.steps[at];
  const isLast = at === guide.steps.length - 1;

  useEffect(() => {
    const place = found(step.anchor);
    if (!place) return undefined;
    place.setAttribute("data-guided", "");
    if (begun) place.scrollIntoView({ block: "nearest" });
    return () => place.removeAttribute("data-guided");
  }, [at]);

  const go = (to) => {
    setBegun(true);
    setAt(to);
  };

  return (
    <section className="guide" aria-labelledby={id}>
      <header className="guide-head">
        <h2 id={id} className="guide-title">
          {guide.title}
        </h2>
        {guide.whose && <span className="badge badge-guise">{t("This guide is for {name}", { name: guide.whose })}</span>}
        <button
          type="button"
          className="btn btn-ghost btn-icon btn-sm"
          aria-label={t("Close the guide")}
          onClick={() => onPutAway?.("dismissed")}
        >
          <Icon name="x" />
        </button>
      </header>
      <div aria-live="polite">
        <p className="guide-step">{step.title}</p>
        <p className="soft">{step.text}</p>
      </div>
      <footer className="guide-foot">
        <span className="soft small numeric">
          {t("{step} of {count}", { step: at + 1, count: guide.steps.length })}
        </span>
        <button type="button" className="btn btn-ghost btn-sm" onClick={() => onPutAway?.("later")}>
          {t("Later")}
        </button>
        {at > 0 && (
          <button type="button" className="btn btn-secondary btn-sm" onClick={() => go(at - 1)}>
            {t("Back")}
          </button>
        )}
        <button
          type="button"
          className="btn btn-primary btn-sm"
          onClick={() => (isLast ? onPutAway?.("finished") : go(at + 1))}
        >
          {isLast ? t("Finish") : t("Next")}
        </button>
      </footer>
    </section>
  );
}

export function Guide({ guide = null, onPutAway }) {
  return guide && <Steps key={guide.id} guide={guide} onPutAway={onPutAway} />;
}
