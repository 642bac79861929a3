/*
 * A page that was opened as one person becomes another's when an impersonation begins or ends, in this tab or in
 * another. What was typed into its forms by then was meant as the first: nothing of it is saved, and nothing of it is
 * lost. It is shown for copying, with the way to the same page as who one is now.
 *
 * Only texts are kept, only in this tab, only until the page is left; never a password. What was sent counts as saved,
 * unless the server says that it refused it: then `refusedAs` names whom it was meant as.
 */
import { useEffect, useId, useLayoutEffect, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { Dialog } from "./dialog.jsx";
import { useWords } from "./words.jsx";

const TEXTS = "form:is(.form, [data-keep]) :is(textarea, input:is([type=text], [type=email], [type=url], [type=tel], [type=number]))";

// Of the tab: the page that shows the new view may be another one than the page that was typed into.
const opened = (view, path) => ({ view, path, name: "", texts: new Map(), sent: null });
let page = opened("", "");
let before = page;

const labelOf = (field) => field.labels?.[0]?.firstChild?.textContent || field.getAttribute("aria-label") || field.name;
const kept = ({ texts, sent }) => [...texts.values()].filter(({ value, form }) => value.trim() && form !== sent);

function typed({ target }) {
  if (!target.matches?.(TEXTS)) return;
  if (page.sent === target.form) page.sent = null;
  page.texts.set(`${labelOf(target.form)} ${target.name}`, {
    label: labelOf(target),
    value: target.value,
    form: target.form,
  });
}

function sent({ target }) {
  page.sent = target;
}

/* A form that went while the page stayed the same person's was done with, or given up. */
function forget() {
  for (const [key, { form }] of page.texts) if (!form.isConnected) page.texts.delete(key);
}

function Text({ label, value }) {
  const t = useWords();
  const id = useId();
  const [copied, setCopied] = useState(false);
  const isLong = value.length > 60 || value.includes("\n");
  const Field = isLong ? "textarea" : "input";
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <div className="kept-text">
        <Field id={id} className="input" readOnly value={value} rows={isLong ? 4 : undefined} />
        <button
          type="button"
          className="btn btn-secondary btn-md"
          aria-label={copied ? t("{label} copied", { label }) : t("Copy {label}", { label })}
          onClick={() => navigator.clipboard.writeText(value).then(() => setCopied(true))}
        >
          {copied ? t("Copied") : t("Copy")}
        </button>
      </div>
    </div>
  );
}

export function Unsaved({ view = "", name = "", refusedAs = "", refusals = 0 }) {
  const t = useWords();
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const [lost, setLost] = useState(null); // { name, path, texts }
  const path = pathname + search;

  useEffect(() => {
    const forms = new MutationObserver(forget);
    forms.observe(document.body, { childList: true, subtree: true });
    document.addEventListener("input", typed, true);
    document.addEventListener("submit", sent, true);
    return () => {
      forms.disconnect();
      document.removeEventListener("input", typed, true);
      document.removeEventListener("submit", sent, true);
    };
  }, []);

  // In the moment in which the page becomes another's, before the observer hears that its forms are gone.
  useLayoutEffect(() => {
    if (view && view !== page.view) {
      if (page.view) before = page;
      page = opened(view, path);
    }
    if (page.view === view) page.path = path;
  }, [view, path]);

  useEffect(() => {
    if (!name || page.view !== view) return;
    page.name = name;
    const texts = kept(before);
    if (before.name && before.name !== name && texts.length) setLost({ name: before.name, path: before.path, texts });
  }, [view, name]);

  useEffect(() => {
    const texts = kept({ ...before, sent: null });
    if (refusedAs && texts.length) setLost({ name: refusedAs, path: before.path, texts });
  }, [refusedAs, refusals]);

  const close = () => {
    before = { ...before, texts: new Map() };
    setLost(null);
  };

  return (
    <Dialog open={lost !== null} title={t("What you typed")} onTop onClose={close}>
      {lost && (
        <>
          <div className="dialog-body">
            <p>{t("This page was opened as {name}. Nothing was saved.", { name: lost.name })}</p>
            {lost.texts.map(({ label, value }, number) => (
              <Text key={number} label={label} value={value} />
            ))}
          </div>
          <div className="dialog-foot">
            <button type="button" className="btn btn-secondary btn-md" data-close="">
              {t("Done")}
            </button>
            <button
              type="button"
              className="btn btn-primary btn-md"
              onClick={() => {
                const to = lost.path;
                close();
                navigate(to);
              }}
            >
              {t("Open the page as {name}", { name })}
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}
