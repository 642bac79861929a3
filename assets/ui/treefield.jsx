/*
 * Choosing a department while typing: an editable combobox with a list box, over a list that is here already. The form
 * gets its number from a hidden field. What is typed and not chosen goes when the field is left, so that what can be
 * read there is what will be sent.
 *
 * Where the list comes only when it is asked for (`onOpen`), the field shows `text` until then.
 */
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { Icon } from "./icon.jsx";
import { finder, outline } from "./outline.jsx";
import { useText, useWords } from "./words.jsx";

const MOST = 60;

export function DepartmentField({
  id,
  name,
  rows = [],
  first = [],
  value = "",
  text = "",
  placeholder = "",
  without = 0,
  describedBy,
  invalid,
  onOpen,
  onChange,
}) {
  const t = useWords();
  const plain = useText();
  const own = useId();
  const list = useRef(null);
  const nodes = useMemo(() => outline(rows), [rows]);
  const [chosen, setChosen] = useState(null); // [value, words]; null: as it came
  const [typed, setTyped] = useState(null); // null: nothing is being typed
  const [open, setOpen] = useState(false);
  const [marked, setMarked] = useState(0);

  const [now, words] = chosen ?? [value, text || (plain(first.find(([key]) => key === value)?.[1]) ?? "")];
  const offered = useMemo(() => {
    if (!open) return [];
    const finds = finder(typed ?? "");
    const isWithin = (node) => node && (node.id === without || isWithin(node.parent));
    const found = nodes.filter((node) => (!finds || finds(node)) && !(without && isWithin(node)));
    return [
      ...(finds ? [] : first.map(([key, label]) => ({ key, label: plain(label), where: "" }))),
      ...found.map((node) => ({ key: String(node.id), label: node.name, where: node.where })),
    ];
  }, [nodes, typed, open, first, without]);
  const shown = offered.slice(0, MOST);
  const active = open && marked < shown.length ? marked : -1;

  const begin = () => {
    if (open) return;
    setOpen(true);
    setMarked(0);
    onOpen?.();
  };
  const end = () => {
    setOpen(false);
    setTyped(null);
  };
  const choose = ({ key, label, where }) => {
    setChosen([key, where ? `${where} › ${label}` : label]);
    end();
    if (key !== now) onChange?.(key);
  };
  const mark = (place) => {
    setMarked(place);
    list.current?.children[place]?.scrollIntoView({ block: "nearest" });
  };

  useEffect(() => setMarked(0), [typed]);

  const keys = (event) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!open) begin();
      else if (shown.length) mark((Math.max(active, 0) + step + shown.length) % shown.length);
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      if (active >= 0) choose(shown[active]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation(); // one Escape, one step: not the dialog around it as well
      end();
    }
  };

  return (
    <div className="combobox tree-field" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && end()}>
      <input type="hidden" name={name} value={now} />
      <div className="input-wrap">
        <input
          id={id}
          className="input"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={`${own}list`}
          aria-activedescendant={active >= 0 ? `${own}${active}` : undefined}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          placeholder={words || placeholder}
          value={typed ?? words}
          title={typed === null ? words : undefined}
          onFocus={(event) => event.target.select()}
          onClick={begin}
          onChange={(event) => {
            begin();
            setTyped(event.target.value);
          }}
          onKeyDown={keys}
        />
        <Icon name="chevron-down" />
      </div>
      <div className="combobox-popup" hidden={!open} onMouseDown={(event) => event.preventDefault()}>
        <ul
          ref={list}
          id={`${own}list`}
          role="listbox"
          aria-label={t("Departments")}
          className="combobox-list"
          hidden={!shown.length}
        >
          {shown.map((one, place) => (
            <li
              key={one.key}
              id={`${own}${place}`}
              role="option"
              aria-selected={place === active}
              className="option option-plain"
              onMouseMove={() => setMarked(place)}
              onClick={() => choose(one)}
            >
              <span className="option-name">{one.label}</span>
              {one.where && <span className="option-mail">{one.where}</span>}
            </li>
          ))}
        </ul>
        {open && (!shown.length || offered.length > MOST) && (
          <p className="combobox-note">
            {offered.length > MOST
              ? t("{count} more. Type a part of the name.", { count: offered.length - MOST })
              : nodes.length
                ? t("No department is called that.")
                : t("No departments yet.")}
          </p>
        )}
      </div>
    </div>
  );
}
