// What pages are made of: words in the reader's language, pieces the server drew, figures as the reader writes them.

const told = document.getElementById("words");
const words = told ? JSON.parse(told.textContent) : {};
const language = document.documentElement.lang;

export const say = (name, values = {}) =>
  (words[name] ?? name).replaceAll(/%\((\w+)\)s/g, (_whole, key) => values[key] ?? "–").replaceAll("%%", "%");

export const number = (value, digits = 6) =>
  value === null || value === undefined ? "–" : new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);

export const moment = (iso) => !iso ? "–" : new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));

export const size = (bytes) => {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const at = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return new Intl.NumberFormat(language, { style: "unit", unit: units[at], maximumFractionDigits: at > 1 ? 1 : 0 }).format(bytes / 1000 ** at);
};

export const one = (selector, place = document) => place.querySelector(selector);
export const all = (selector, place = document) => [...place.querySelectorAll(selector)];

// A copy of a piece the server drew; what carries data-fill gets the words of that name.
export function piece(name, values = {}) {
  const node = document.getElementById(`piece-${name}`).content.firstElementChild.cloneNode(true);
  fill(node, values);
  return node;
}

export function fill(node, values) {
  for (const place of [node, ...all("[data-fill]", node)]) {
    const name = place.dataset.fill;
    if (name === undefined || !(name in values)) continue;
    const text = values[name] ?? "";
    if (place.textContent !== String(text)) place.textContent = text;
    if (place.dataset.fillOr !== undefined) place.hidden = text === "" || text === null;
  }
}

// A list that keeps the pieces it has: only what is new is made, only what is gone leaves.
export function keyed(place, rows, make, change = () => {}) {
  const had = new Map(all(":scope > [data-key]", place).map((node) => [node.dataset.key, node]));
  let before = null;
  for (const row of rows) {
    const key = String(row.key);
    let node = had.get(key);
    had.delete(key);
    if (!node) {
      node = make(row);
      node.dataset.key = key;
    }
    change(node, row);
    const next = before ? before.nextElementSibling : place.firstElementChild;
    if (next !== node) place.insertBefore(node, next);
    before = node;
  }
  for (const node of had.values()) node.remove();
}

// Said to everybody, aloud too.
export function announce(text) {
  const place = one("#said");
  if (place) place.textContent = text;
}

export function banner(name, text, action = null) {
  const place = one("#banners");
  const shown = one(`[data-key="${name}"]`, place);
  if (!text) return shown?.remove();
  const node = shown ?? piece("banner");
  node.dataset.key = name;
  fill(node, { text });
  const link = one("[data-action]", node);
  link.hidden = !action;
  if (action?.url) link.href = action.url;
  if (action?.press) link.onclick = (event) => { event.preventDefault(); action.press(); };
  if (action) link.textContent = action.label;
  if (!shown) place.append(node);
  return node;
}

export const isSafe = () => globalThis.isSecureContext && Boolean(globalThis.indexedDB) && Boolean(crypto?.subtle);

export const cookie = (name) =>
  document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
