/*
 * The departments by the WAI-ARIA tree pattern: one stop for the Tab key, arrows from there, Home and End, the first
 * letters of a name, * to open everything beside; what has the focus is chosen. The items stand flat, one below the
 * other, and say their level and place themselves. Beside the tree stands what is chosen and what can be done with it:
 * none of that asks the server until something is to be done.
 *
 * What is open and chosen stays when the list is another one. The server may choose one itself (`wanted`, counted, so
 * that the same one can be wanted twice).
 */
import { memo, useEffect, useId, useMemo, useRef, useState } from "react";
import { Link } from "react-router";
import { Icon } from "./icon.jsx";
import { finder, outline, plain } from "./outline.jsx";
import { useNumbers, useWords } from "./words.jsx";

const TYPING_MS = 600;
const actions = (t) => [
  ["add", t("Add below")],
  ["rename", t("Rename")],
  ["move", t("Move…")],
  ["merge", t("Merge into…")],
  ["delete", t("Delete")],
];

function ancestors(node) {
  const ids = [];
  for (let above = node?.parent; above; above = above.parent) ids.push(above.id);
  return ids;
}

const Item = memo(function Item({ own, id, name, people, all, level, position, size, opened, chosen, stop }) {
  const t = useWords();
  const number = useNumbers();
  return (
    <li
      role="treeitem"
      id={`${own}-${id}`}
      data-id={id}
      tabIndex={stop ? 0 : -1}
      aria-level={level}
      aria-posinset={position}
      aria-setsize={size}
      aria-expanded={opened}
      aria-selected={chosen}
      aria-labelledby={`${own}-${id}-name`}
      aria-describedby={`${own}-${id}-count`}
      className="tree-item"
      style={{ "--level": level - 1 }}
    >
      <span className="tree-twist">{opened !== undefined && <Icon name="chevron-right" size={14} />}</span>
      <span id={`${own}-${id}-name`} className="tree-name" title={name}>
        {name}
      </span>
      <span className="tree-count" aria-hidden="true">
        {number(people)}
      </span>
      <span className="tree-count" aria-hidden="true">
        {number(all)}
      </span>
      <span id={`${own}-${id}-count`} hidden>
        {t("{count} person directly, {all} with all below", { count: people, all }, "{count} people directly, {all} with all below")}
      </span>
    </li>
  );
});

export function DepartmentTree({ rows = [], wanted = 0, wantedCount = 0, peopleHref = "", onAct }) {
  const t = useWords();
  const own = useId();
  const tree = useRef(null);
  const nodes = useMemo(() => outline(rows), [rows]);
  const byId = useMemo(() => new Map(nodes.map((node) => [node.id, node])), [nodes]);
  const [open, setOpen] = useState(() => new Set());
  const [at, setAt] = useState(0);
  const [text, setText] = useState("");
  const held = useRef({ typed: "", timer: null, wants: false, parent: 0 });

  const hits = useMemo(() => {
    const finds = finder(text);
    return finds && nodes.filter(finds);
  }, [nodes, text]);
  const shown = useMemo(() => {
    if (!hits) return nodes.filter((node) => ancestors(node).every((id) => open.has(id)));
    const ids = new Set(hits.flatMap((node) => [node.id, ...ancestors(node)]));
    return nodes.filter(({ id }) => ids.has(id));
  }, [nodes, hits, open]);

  const chosen = byId.get(at) ?? nodes[0];
  const isOpen = ({ id, children }) => (hits ? children.some((child) => shown.includes(child)) : open.has(id));
  const stop = shown.includes(chosen) ? chosen : shown[0];

  const focus = (node) => node && document.getElementById(`${own}-${node.id}`)?.focus();
  const reveal = (node) => setOpen((now) => new Set([...now, ...ancestors(node)]));
  const toggle = (node, wish = !open.has(node.id)) => {
    if (hits || !node.children.length) return;
    const next = new Set(open);
    if (wish) next.add(node.id);
    else next.delete(node.id);
    setOpen(next);
  };
  const search = (words) => {
    setText(words);
    if (!words && chosen) reveal(chosen);
  };
  const act = (kind, id) => onAct?.(kind, id);

  // Chosen by the server: after something was done, that is what it was done to. Whoever did it by a key goes on there.
  useEffect(() => {
    held.current.wants = wantedCount > 0;
  }, [wantedCount]);
  useEffect(() => {
    const node = wanted ? byId.get(wanted) : nodes[0];
    if (!held.current.wants || !node) return;
    held.current.wants = false;
    setText("");
    reveal(node);
    setAt(node.id);
    const later = setTimeout(() => {
      const item = document.getElementById(`${own}-${node.id}`);
      if (document.activeElement === document.body) item?.focus();
      else item?.scrollIntoView({ block: "nearest" });
    }, 60);
    return () => clearTimeout(later);
  }, [wantedCount, byId]);

  // Somebody else did away with what was chosen: the one above is.
  useEffect(() => {
    if (byId.has(at)) held.current.parent = byId.get(at).parent?.id ?? 0;
    else if (at) setAt((now) => (byId.has(now) ? now : held.current.parent));
  }, [byId, at]);

  const letters = (key) => {
    clearTimeout(held.current.timer);
    held.current.timer = setTimeout(() => (held.current.typed = ""), TYPING_MS);
    held.current.typed += plain(key);
    const from = shown.indexOf(stop) + (held.current.typed.length > 1 ? 0 : 1);
    const round = [...shown.slice(from), ...shown.slice(0, from)];
    focus(round.find(({ found }) => found.startsWith(held.current.typed)));
  };

  const keys = (event) => {
    const node = stop;
    if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = shown.indexOf(node);
    const doing = {
      ArrowDown: () => focus(shown[place + 1]),
      ArrowUp: () => focus(shown[place - 1]),
      Home: () => focus(shown[0]),
      End: () => focus(shown[shown.length - 1]),
      ArrowRight: () => (node.children.length && !isOpen(node) ? toggle(node, true) : isOpen(node) && focus(shown[place + 1])),
      ArrowLeft: () => (!hits && open.has(node.id) && node.children.length ? toggle(node, false) : focus(node.parent)),
      Enter: () => toggle(node),
      " ": () => toggle(node),
      "*": () => setOpen(new Set([...open, ...node.siblings.filter((one) => one.children.length).map(({ id }) => id)])),
      F2: () => act("rename", node.id),
      Delete: () => act("delete", node.id),
    }[event.key];
    if (doing && !(event.key === " " && held.current.typed)) {
      event.preventDefault();
      held.current.typed = "";
      doing();
    } else if (event.key.length === 1) {
      event.preventDefault();
      letters(event.key);
    }
  };

  const itemOf = (event) => byId.get(Number(event.target.closest("[data-id]")?.dataset.id));

  return (
    <div className="tree-place">
      <div className="tree-main">
        <div className="tree-head">
          <input
            className="input"
            type="search"
            aria-label={t("Find a department")}
            placeholder={t("Find a department")}
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            value={text}
            onChange={(event) => search(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "ArrowDown" || event.key === "Enter") {
                event.preventDefault();
                focus(hits?.[0] ?? stop);
              } else if (event.key === "Escape" && text) {
                event.preventDefault();
                search("");
              }
            }}
          />
          <span role="status" className="soft small">
            {hits && t("{count} department found", { count: hits.length }, "{count} departments found")}
          </span>
          <span className="tree-columns" aria-hidden="true">
            <span>{t("Directly")}</span>
            <span>{t("In all")}</span>
          </span>
        </div>
        <ul
          ref={tree}
          role="tree"
          aria-label={t("Departments")}
          className="tree"
          onKeyDown={keys}
          onMouseDown={(event) => event.preventDefault()} // the focus comes with the click: what is beside may grow
          onFocus={(event) => itemOf(event) && setAt(itemOf(event).id)}
          onClick={(event) => {
            const node = itemOf(event);
            if (!node) return;
            focus(node);
            if (event.target.closest(".tree-twist")) toggle(node);
          }}
          onDoubleClick={(event) => itemOf(event) && !event.target.closest(".tree-twist") && toggle(itemOf(event))}
        >
          {shown.map((node) => (
            <Item
              key={node.id}
              own={own}
              id={node.id}
              name={node.name}
              people={node.people}
              all={node.all}
              level={node.depth + 1}
              position={node.position}
              size={node.siblings.length}
              opened={node.children.length ? isOpen(node) : undefined}
              chosen={node === chosen}
              stop={node === stop}
            />
          ))}
        </ul>
        {hits && !hits.length && <p className="combobox-note">{t("No department is called that.")}</p>}
      </div>
      <section className="tree-side" aria-label={t("Chosen department")}>
        {chosen && (
          <>
            {chosen.where && <p className="tree-where">{chosen.where} ›</p>}
            <h2 className="card-title tree-title">{chosen.name}</h2>
            <p className="tree-sum">
              <Link className="link" to={`${peopleHref}${chosen.id}`}>
                {t("{count} person", { count: chosen.all }, "{count} people")}
              </Link>
              {chosen.all > chosen.people && t(", {count} of them directly in it", { count: chosen.people })}
              {chosen.children.length > 0 &&
                t("; {count} department below", { count: chosen.children.length }, "; {count} departments below")}
            </p>
            <div className="tree-actions">
              {actions(t).map(([kind, label]) => (
                <button
                  key={kind}
                  type="button"
                  className="btn btn-secondary btn-sm"
                  disabled={kind === "delete" && (chosen.people > 0 || chosen.children.length > 0)}
                  onClick={() => act(kind, chosen.id)}
                >
                  {label}
                </button>
              ))}
            </div>
            {(chosen.people > 0 || chosen.children.length > 0) && <p className="reason">{t("Only an empty department can be deleted. Move what is in it, or merge it.")}</p>}
          </>
        )}
      </section>
    </div>
  );
}
