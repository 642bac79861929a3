/*
 * Initials on a quiet colour. The colour comes from the name, so the same person looks the same on every page
 * without anybody storing it. Decoration: the name always stands beside it.
 */
const TONES = 8;

const toneOf = (name) => {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return sum % TONES;
};

export function Avatar({ name = "", initials = "", size = "md" }) {
  return (
    <span className={`avatar avatar-${size}`} data-tone={toneOf(name)} aria-hidden="true">
      {initials}
    </span>
  );
}
