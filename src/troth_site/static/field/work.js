// The inspection being carried out: what was taken along and everything answered. Shown at once, written in order.
import { banner, one, say } from "./page.js";
import * as place from "./place.js";
import { DiskFull, WAITING, channel, itemsOf, keep, made, pack, renewed, setting } from "./store.js";

// `items` is never changed in place: a new list takes its place, so that what was read of it holds.
export const work = { uid: "", person: null, pack: null, items: [], both: [], state: "", unsaved: [], urls: {} };
const listeners = [];
// On their way to the disk, in the order in which they were made.
const steps = [];
let writing = null;
let written = () => {};

export const onWritten = (listener) => { written = listener; };

export const onChange = (listener) => listeners.push(listener);

// By a finger, which waits to see it, or by something that came meanwhile.
export function changed(isHurried = true) {
  for (const listener of listeners) listener(isHurried);
}

export async function open(uid, person, urls) {
  const isFirst = !work.uid;
  Object.assign(work, { uid, person, urls, pack: await pack(uid) });
  await read();
  if (!isFirst) return;
  channel.addEventListener("message", (event) => event.data.inspection === uid && hear(event.data));
  addEventListener("kept", (event) => event.detail.inspection === uid && hear(event.detail));
}

async function hear({ items, server }) {
  if (server) Object.assign(work, server);
  if (items) merge(items);
  else await read();
  changed(false);
}

const isOnItsWay = (uid) => steps.some((step) => step.uid === uid || step.items?.some((item) => item.uid === uid));

// What was written here and is not on the disk yet stands above what is heard; of the rest, the later state.
function merge(coming) {
  const news = new Map(coming.filter((item) => !isOnItsWay(item.uid)).map((item) => [item.uid, item]));
  const later = (item) => {
    const found = news.get(item.uid);
    news.delete(item.uid);
    return found && (found.rev ?? 0) >= (item.rev ?? 0) ? found : item;
  };
  const kept = work.items.map(later);
  work.items = [...kept, ...news.values()];
}

// What is on its way to the disk, and what found no room there, belongs to it as well.
export async function read() {
  const server = await setting(`server-${work.uid}`);
  const kept = await itemsOf(work.uid);
  const known = new Set(kept.map((item) => item.uid));
  const unsaved = new Set(work.unsaved.map((row) => row.item.uid));
  const held = work.items.filter((item) => isOnItsWay(item.uid) || (unsaved.has(item.uid) && !known.has(item.uid)));
  const above = new Set(held.map((item) => item.uid));
  work.items = [...kept.filter((item) => !above.has(item.uid)), ...held];
  work.both = server?.both ?? work.pack?.both ?? [];
  work.state = server?.state ?? work.pack?.state ?? "";
}

export const now = () => new Date().toISOString();

export const make = (kind, data, more = {}) =>
  made(work.uid, kind, { uid: crypto.randomUUID(), ...data }, { person: work.person, ...more });

// The item at once, and when the disk has it.
export function record(kind, data, photos = [], more = {}) {
  const item = make(kind, data, more);
  return { item, kept: write([item], photos) };
}

// Counted at once, so that quick taps are each counted; where the phone is full it stays in memory, is said aloud,
// and can be saved as a file.
export function write(items, photos = []) {
  work.items = [...work.items, ...items];
  changed(!photos.length);
  return queued({ items, photos });
}

// Other words under a key that may come again: taken back, marked, named anew.
export function amend(uid, words, more = {}) {
  return alter(uid, (item) => ({ state: WAITING, parcel: null, data: { ...item.data, ...words }, ...more }));
}

// It waits before it goes, because somebody is still at it.
export const hold = (uid, until) => alter(uid, () => ({ heldUntil: until }));

function alter(uid, news) {
  work.items = work.items.map((item) => (item.uid === uid ? renewed(item, news(item)) : item));
  const lost = work.unsaved.find((row) => row.item.uid === uid);
  if (lost) lost.item = work.items.find((item) => item.uid === uid);
  changed();
  return queued({ uid, news });
}

function queued(step) {
  steps.push(step);
  writing ??= flush().finally(() => { writing = null; });
  return writing;
}

// When everything that was made so far has been to the disk.
export const settled = () => writing ?? Promise.resolve();

// One turn of the disk at a time, and everything made meanwhile goes with the next.
async function flush() {
  for (let many = steps.length; many; many = steps.length) {
    const going = steps.slice(0, many);
    try {
      done(await keep(going), many);
    } catch {
      // Something found no room: each goes alone, so that what is small is still kept.
      for (const step of going) await keep([step]).then((kept) => done(kept, 1), (error) => lose(step, error));
    }
  }
  if (!work.unsaved.length) banner("full", "");
  written();
}

function done(kept, many) {
  steps.splice(0, many);
  merge(kept);
}

function lose(step, error) {
  steps.shift();
  banner("full", say(error instanceof DiskFull ? "full" : "not-kept"), { label: say("save-file"), press: () => one("#save-file").click() });
  for (const { uid } of step.items ?? []) {
    const item = work.items.find((each) => each.uid === uid);
    work.unsaved.push({ item, photo: step.photos?.find((photo) => photo.uid === uid) });
  }
}

export function answer(field, value, note = "") {
  const before = work.items.filter((item) => item.kind === "entries" && item.data.field === field)
    .reduce((last, item) => (last && last.data.answered_at > item.data.answered_at ? last : item), null);
  return record("entries", {
    field, value, note, answered_at: now(), ...place.here(), replaces: before?.uid ?? null,
  }).kept;
}
