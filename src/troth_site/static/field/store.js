// What the phone keeps: packs taken along, everything answered, photos, parcels on their way. One database for all tabs.
import { openDB } from "../vendor/idb.js";

export const WAITING = "waiting";
export const PACKED = "packed";
export const SENT = "sent";
export const REFUSED = "refused";

// Other tabs hear of what this one kept.
export const channel = new BroadcastChannel("troth-field");

export class DiskFull extends Error {}

let opened;

export function database() {
  opened ??= openDB("troth-field", 1, {
    upgrade(made) {
      made.createObjectStore("packs", { keyPath: "uid" });
      made.createObjectStore("items", { keyPath: "uid" }).createIndex("inspection", "inspection");
      made.createObjectStore("parcels", { keyPath: "parcel" }).createIndex("inspection", "inspection");
      made.createObjectStore("photos", { keyPath: "uid" });
      made.createObjectStore("thumbs", { keyPath: "uid" });
      made.createObjectStore("settings");
    },
  });
  return opened;
}

// One transaction: all of it is kept, or nothing is and the caller hears why.
export async function change(stores, work) {
  const transaction = (await database()).transaction(stores, "readwrite", { durability: "strict" });
  const done = transaction.done;
  done.catch(() => {});
  try {
    const found = await work(transaction);
    await done;
    return found;
  } catch (error) {
    const reason = transaction.error ?? error;
    undo(transaction);
    if (reason?.name === "QuotaExceededError" || error?.name === "QuotaExceededError") throw new DiskFull();
    throw error;
  }
}

function undo(transaction) {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself.
  }
}

// An item with something new: of two states of one item, the higher number is the later.
export const renewed = (item, news) => ({ ...item, ...news, rev: (item.rev ?? 0) + 1 });

// Steps in the order in which they were made, all in one turn of the disk: new items with their photos, and changes of
// items by key. Returns what is now kept.
export async function keep(steps) {
  const stores = steps.some((step) => step.photos?.length) ? ["items", "photos", "thumbs"] : ["items"];
  const found = await change(stores, async (transaction) => {
    const store = transaction.objectStore("items");
    const kept = new Map();
    for (const { items = [], photos = [], uid, news } of steps) {
      for (const item of items) kept.set(item.uid, item);
      for (const photo of photos) hold(transaction, photo);
      const had = uid && (kept.get(uid) ?? (await store.get(uid)));
      if (had) kept.set(uid, renewed(had, news(had)));
    }
    for (const item of kept.values()) store.put(item);
    return [...kept.values()];
  });
  if (found.length) channel.postMessage({ inspection: found[0].inspection, items: found });
  return found;
}

function hold(transaction, { uid, blob, thumb }) {
  transaction.objectStore("photos").put({ uid, blob });
  if (thumb) transaction.objectStore("thumbs").put({ uid, blob: thumb });
}

// Reads and writes in one turn, so that what another tab or the sending wrote meanwhile stays.
export async function alter(uid, work) {
  const altered = await change(["items"], async (transaction) => {
    const item = await transaction.store.get(uid);
    if (!item) return null;
    const made = renewed(item, work(item));
    await transaction.store.put(made);
    return made;
  });
  if (altered) tell(altered.inspection, { items: [altered] });
  return altered;
}

// Every tab hears what is new; without items, everything is read again.
export function tell(inspection, news = {}) {
  channel.postMessage({ inspection, ...news });
  dispatchEvent(new CustomEvent("kept", { detail: { inspection, ...news } }));
}

export async function itemsOf(inspection) {
  return (await database()).getAllFromIndex("items", "inspection", inspection);
}

export async function pack(uid) {
  return (await database()).get("packs", uid);
}

export async function packs() {
  return (await database()).getAll("packs");
}

export async function setting(name) {
  return (await database()).get("settings", name);
}

export async function set(name, value) {
  return change(["settings"], (transaction) => transaction.store.put(value, name));
}

// A name for this phone's browser, made once.
export async function device() {
  const known = await setting("device");
  if (known) return known;
  const made = crypto.randomUUID();
  await set("device", made);
  return made;
}

export function made(inspection, kind, data, more = {}) {
  return { uid: data.uid ?? crypto.randomUUID(), inspection, kind, state: WAITING, rev: 1, at: new Date().toISOString(), data, ...more };
}

// Everything of one inspection leaves the phone; asked for only by the person.
export async function forget(uid) {
  await change(["packs", "items", "parcels", "photos", "thumbs", "settings"], async (transaction) => {
    const items = await transaction.objectStore("items").index("inspection").getAll(uid);
    const parcels = await transaction.objectStore("parcels").index("inspection").getAllKeys(uid);
    await Promise.all([
      transaction.objectStore("packs").delete(uid),
      ...parcels.map((key) => transaction.objectStore("parcels").delete(key)),
      ...items.flatMap((item) => ["items", "photos", "thumbs"].map((name) => transaction.objectStore(name).delete(item.uid))),
    ]);
  });
  tell(uid);
}
