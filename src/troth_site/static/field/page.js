// What pages are made of: words in the reader's language, pieces the server drew, figures as the reader writes them.

const told = document.getElementById("words");
const words = told ? JSON.parse(told.textContent) : {};
const language = document.documentElement.lang;

export const say = (name, values = {}) =>
  (words[name] ?? name).replaceAll(/%\((\w+)\)s/g, (_whole, key) => values[key] ?? "–").replaceAll("%%", "%");

// Making a writer of figures costs more than a hundred figures: each is made once.
const writers = new Map();
const clock = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

export function number(value, digits = 6) {
  if (value === null || value === undefined) return "–";
  if (!writers.has(digits)) writers.set(digits, new Intl.NumberFormat(language, { maximumFractionDigits: digits }));
  return writers.get(digits).format(value);
}

const days = new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

export const day = (iso) => iso ? days.format(new Date(`${iso}T00:00:00Z`)) : "–";

export const moment = (iso) => iso ? clock.format(new Date(iso)) : "–";

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

// Where a node takes words, found once: two hundred pictures are not searched at every tap.
const known = new WeakMap();

function placesOf(node) {
  let found = known.get(node);
  if (found) return found;
  known.set(node, (found = new Map()));
  for (const place of [node, ...all("[data-fill]", node)]) {
    const name = place.dataset.fill;
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), place]);
  }
  return found;
}

export function fill(node, values) {
  const places = placesOf(node);
  for (const [name, value] of Object.entries(values)) {
    const text = String(value ?? "");
    for (const place of places.get(name) ?? []) {
      if (place.textContent !== text) place.textContent = text;
      if (place.dataset.fillOr !== undefined) place.hidden = text === "";
    }
  }
}

// What somebody is writing stays; what is there already is not written again.
export function put(field, value) {
  const text = String(value ?? "");
  if (field !== document.activeElement && field.value !== text) field.value = text;
}

const MOST_NEW = 6;
const MOST_SHOWN = 24;
const lists = new WeakMap();
const shown = new WeakMap();
const most = new WeakMap();
let isUnfinished = false;

const step = (place) => Number(place.dataset.most ?? MOST_SHOWN);
const limitOf = (place) => most.get(place) ?? step(place);

// The end of a long list, when the eye comes near it, lets it grow.
const end = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting) continue;
    end.unobserve(target);
    const place = target.parentElement;
    if (place) most.set(place, limitOf(place) + step(place));
    unfinished();
  }
}, { rootMargin: "200px" });

// A list that keeps the pieces it has: only what is new is made, only what differs is written, only what is gone
// leaves. What `same` names stays as it is while that is the same. A long list grows a few pieces at a time, and no
// further than the eye goes: what is not there costs no tap anything.
export function keyed(place, rows, make, change = () => {}) {
  const had = lists.get(place) ?? new Map();
  const here = new Map();
  const limit = limitOf(place);
  let before = null;
  let news = 0;
  for (const row of rows) {
    if (here.size === limit) { end.observe(before); break; }
    const key = String(row.key);
    let node = had.get(key);
    if (!node) {
      if (news === MOST_NEW) { unfinished(); continue; }
      news += 1;
      node = make(row);
      node.dataset.key = key;
    }
    had.delete(key);
    here.set(key, node);
    if (row.same === undefined || shown.get(node) !== row.same) change(node, row);
    shown.set(node, row.same);
    const next = before ? before.nextElementSibling : place.firstElementChild;
    if (next !== node) place.insertBefore(node, next);
    before = node;
  }
  for (const node of had.values()) node.remove();
  lists.set(place, here);
}

// The rest of a list comes when nothing else is to be done.
function unfinished() {
  if (isUnfinished) return;
  isUnfinished = true;
  idly(() => { isUnfinished = false; dispatchEvent(new Event("unfinished")); });
}

// When the finger rests: nothing that was tapped waits for it.
export const idly = globalThis.requestIdleCallback
  ? (work) => requestIdleCallback(work, { timeout: 500 })
  : (work) => setTimeout(work, 50);

// When the next picture is on the screen.
export const afterFrame = (work) => requestAnimationFrame(() => setTimeout(work));

const SAID_MILLISECONDS = 3_500;
let unsaying = 0;

// Said to everybody, aloud too; it goes again by itself, so that the same words are seen and heard when they come anew.
export function announce(text) {
  const place = one("#said");
  if (!place) return;
  clearTimeout(unsaying);
  place.textContent = text;
  unsaying = setTimeout(() => { place.textContent = ""; }, SAID_MILLISECONDS);
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
