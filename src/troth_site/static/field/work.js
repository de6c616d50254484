// The inspection being carried out: what was taken along and everything answered. Written first, shown then.
import { banner, one, say } from "./page.js";
import * as place from "./place.js";
import { DiskFull, WAITING, alter, channel, itemsOf, keep, made, pack, setting } from "./store.js";

export const work = { uid: "", person: null, pack: null, items: [], both: [], state: "", unsaved: [], urls: {} };
const listeners = [];
const pending = new Map();
let written = () => {};

export const onWritten = (listener) => { written = listener; };

export const onChange = (listener) => listeners.push(listener);

export function changed() {
  for (const listener of listeners) listener(work);
}

export async function open(uid, person, urls) {
  Object.assign(work, { uid, person, urls, pack: await pack(uid) });
  await read();
  channel.addEventListener("message", (event) => event.data.inspection === uid && soon());
  addEventListener("kept", (event) => event.detail.inspection === uid && soon());
}

let due = 0;
function soon() {
  clearTimeout(due);
  due = setTimeout(async () => { await read(); changed(); }, 40);
}

// What is on its way to the disk, and what found no room there, belongs to it as well.
export async function read() {
  const server = await setting(`server-${work.uid}`);
  const kept = await itemsOf(work.uid);
  const known = new Set(kept.map((item) => item.uid));
  const held = [...pending.values(), ...work.unsaved.map((row) => row.item)].filter((item) => !known.has(item.uid));
  work.items = [...kept, ...held];
  work.both = server?.both ?? work.pack?.both ?? [];
  work.state = server?.state ?? work.pack?.state ?? "";
}

export const now = () => new Date().toISOString();

export const make = (kind, data, more = {}) =>
  made(work.uid, kind, { uid: crypto.randomUUID(), ...data }, { person: work.person, ...more });

export async function record(kind, data, photos = [], more = {}) {
  const item = make(kind, data, more);
  await write([item], photos);
  return item;
}

// Counted at once, so that quick taps are each counted; where the phone is full it stays in memory, is said aloud,
// and can be saved as a file.
export async function write(items, photos = []) {
  for (const item of items) {
    pending.set(item.uid, item);
    work.items.push(item);
  }
  changed();
  try {
    await keep(items, photos);
    if (!work.unsaved.length) banner("full", "");
  } catch (error) {
    banner("full", say(error instanceof DiskFull ? "full" : "not-kept"), saving());
    work.unsaved.push(...items.map((item) => ({ item, photo: photos.find((photo) => photo.uid === item.uid) })));
  } finally {
    for (const item of items) pending.delete(item.uid);
  }
  written();
}

const saving = () => ({ label: say("save-file"), press: () => one("#save-file").click() });

// Other words under a key that may come again: taken back, marked, named anew.
export async function amend(uid, words, more = {}) {
  const change = (item) => ({ state: WAITING, parcel: null, data: { ...item.data, ...words }, ...more });
  const held = work.unsaved.find((unsaved) => unsaved.item.uid === uid);
  if (held) Object.assign(held.item, change(held.item));
  const altered = await alter(uid, change).catch(() => null);
  const at = work.items.findIndex((item) => item.uid === uid);
  if (at >= 0 && altered) work.items[at] = altered;
  changed();
  written();
}

export function answer(field, value, note = "") {
  const had = work.items.filter((item) => item.kind === "entries" && item.data.field === field);
  const before = had.sort((a, b) => (a.data.answered_at < b.data.answered_at ? -1 : 1)).at(-1);
  return record("entries", {
    field, value, note, answered_at: now(), ...place.here(), replaces: before?.uid ?? null,
  });
}
