/*
 * A plain HTML form that really submits: the browser posts it and follows the answer. What is added: it is sent
 * once however often the button is pressed, and the fields named in `remember` keep what was typed, in this tab
 * only, across the redirect that brings an error back. Never name a password there.
 */
import { useEffect, useRef } from "react";

/*
 * A browser that posts a form says that the page is about to go, even when a file is the answer and the page stays.
 * Reflex would close the socket then, and the page would no longer follow what goes on. If it does go, `pagehide` says so.
 */
function usePageThatStays() {
  const fileComes = useRef(false);
  useEffect(() => {
    const aboutToGo = (event) => {
      if (fileComes.current) event.stopImmediatePropagation();
      fileComes.current = false;
    };
    window.addEventListener("beforeunload", aboutToGo, { capture: true });
    return () => window.removeEventListener("beforeunload", aboutToGo, { capture: true });
  }, []);
  return fileComes;
}

export function Form({ action, method = "post", encType, remember = [], className = "", noValidate, again = false, children, ...rest }) {
  const ref = useRef(null);
  const fileComes = usePageThatStays();
  const keyOf = (name) => `form:${action}:${name}`;

  useEffect(() => {
    for (const name of remember) {
      const field = ref.current.elements[name];
      const kept = sessionStorage.getItem(keyOf(name));
      if (field && kept && !field.value) field.value = kept;
    }
    const back = () => ref.current?.removeAttribute("data-sent");
    window.addEventListener("pageshow", back);
    return () => window.removeEventListener("pageshow", back);
  }, []);

  return (
    <form
      {...rest}
      ref={ref}
      action={action}
      method={method}
      encType={encType}
      noValidate={noValidate}
      className={`form ${className}`}
      onInput={(event) => {
        if (remember.includes(event.target.name)) sessionStorage.setItem(keyOf(event.target.name), event.target.value);
      }}
      onSubmit={(event) => {
        fileComes.current = again;
        if (again) return;
        const form = event.currentTarget;
        if (form.hasAttribute("data-sent")) event.preventDefault();
        else form.setAttribute("data-sent", "");
      }}
    >
      {children}
    </form>
  );
}
