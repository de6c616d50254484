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
    if (reason?.name === "QuotaExceededError" || error?.name === "QuotaExceededError") throw new DiskFull();
    throw error;
  }
}

export async function keep(items, photos = []) {
  const stores = photos.length ? ["items", "photos", "thumbs"] : ["items"];
  await change(stores, (transaction) => Promise.all([
    ...items.map((item) => transaction.objectStore("items").put(item)),
    ...photos.flatMap(({ uid, blob, thumb }) => [
      transaction.objectStore("photos").put({ uid, blob }),
      ...(thumb ? [transaction.objectStore("thumbs").put({ uid, blob: thumb })] : []),
    ]),
  ]));
  channel.postMessage({ inspection: items[0].inspection });
}

// Reads and writes in one turn, so that what another tab or the sending wrote meanwhile stays.
export async function alter(uid, work) {
  const altered = await change(["items"], async (transaction) => {
    const item = await transaction.store.get(uid);
    if (!item) return null;
    const made = { ...item, ...work(item) };
    await transaction.store.put(made);
    return made;
  });
  if (altered) tell(altered.inspection);
  return altered;
}

export function tell(inspection) {
  channel.postMessage({ inspection });
  dispatchEvent(new CustomEvent("kept", { detail: { inspection } }));
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
  return { uid: data.uid ?? crypto.randomUUID(), inspection, kind, state: WAITING, at: new Date().toISOString(), data, ...more };
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
