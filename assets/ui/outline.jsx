/*
 * Departments as the server sends them, flat and in order ([id, depth, name, …], each before those below it), made
 * into what the tree and the field look at. Once for each list: there may be thousands.
 */

export const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function outline(rows) {
  const above = [];
  const tops = [];
  return rows.map(([id, depth, name, people, all]) => {
    above.length = depth;
    const parent = above[depth - 1];
    const siblings = parent ? parent.children : tops;
    const found = plain(name);
    const node = { id, depth, name, people, all, parent, siblings, children: [], found };
    node.where = parent ? (parent.where ? `${parent.where} › ${parent.name}` : parent.name) : "";
    node.whole = parent ? `${parent.whole} ${found}` : found;
    siblings.push(node);
    node.position = siblings.length;
    above.push(node);
    return node;
  });
}

/* Every word in the path, and one of them in its own name: or all that is below one would be found with it. */
export function finder(text) {
  const words = plain(text).split(/[\s›>]+/).filter(Boolean);
  if (!words.length) return null;
  return ({ found, whole }) =>
    words.every((word) => whole.includes(word)) && words.some((word) => found.includes(word));
}
