// Parcels: what waits is put into one, kept as the very words that are sent, and sent again and again until answered.
import { PACKED, REFUSED, SENT, WAITING, change, database, device, renewed, tell } from "./store.js";

const MOST_ITEMS = 200;
const MOST_LETTERS = 1_000_000;
const MOST_TRIES = 3;
export const KINDS = ["entries", "counts", "defects", "measurements", "photos", "signatures", "corrective"];

// The words of a parcel; the same list of items always gives the same shape.
export function wrapped({ parcel, from, person, items, handIn = false }) {
  const body = { parcel, device: from, device_time: new Date().toISOString(), person };
  for (const kind of KINDS) body[kind] = items.filter((item) => item.kind === kind).map((item) => item.data);
  body.hand_in = handIn;
  return JSON.stringify(body);
}

// Photos held back are still being marked; handing in goes alone, once nothing else waits.
function chosen(items) {
  const found = [];
  let letters = 0;
  for (const item of items) {
    if (item.state !== WAITING || item.kind === "hand_in" || (item.heldUntil ?? 0) > Date.now()) continue;
    letters += JSON.stringify(item.data).length;
    if (found.length && (found.length >= MOST_ITEMS || letters > MOST_LETTERS)) break;
    found.push(item);
  }
  return found;
}

export async function waitingParcels(inspection) {
  const found = await (await database()).getAllFromIndex("parcels", "inspection", inspection);
  return found.sort((one, other) => one.made - other.made);
}

export async function packNext({ inspection, person, handIn = false }) {
  const from = await device();
  const changed = [];
  const made = await change(["items", "parcels"], async (transaction) => {
    const items = transaction.objectStore("items");
    const all = (await items.index("inspection").getAll(inspection)).sort((one, other) => (one.at < other.at ? -1 : 1));
    const own = all.filter((item) => item.person === person);
    const ready = handIn ? own.filter((item) => item.kind === "hand_in" && item.state === WAITING) : chosen(own);
    if (!ready.length) return null;
    const parcel = crypto.randomUUID();
    const row = { parcel, inspection, made: Date.now(), body: wrapped({ parcel, from, person, items: ready, handIn }) };
    await transaction.objectStore("parcels").put(row);
    for (const item of ready) changed.push(renewed(item, { state: PACKED, parcel }));
    await Promise.all(changed.map((item) => items.put(item)));
    return row;
  });
  if (made) tell(inspection, { items: changed });
  return made;
}

// The answer and what it changes are kept in one turn: a browser closed in between asks again and is answered alike.
export async function settle({ parcel, inspection }, answer) {
  const accepted = new Set(answer.accepted);
  const refused = new Map(answer.refused.map((one) => [one.uid, one.reason]));
  const came = new Map((answer.photos ?? []).map((one) => [one.uid, one]));
  const server = { both: answer.both ?? [], state: answer.state };
  const changed = [];
  await change(["items", "parcels", "settings"], async (transaction) => {
    const items = transaction.objectStore("items");
    for (const item of await items.index("inspection").getAll(inspection)) {
      const key = item.kind === "hand_in" ? parcel : item.uid;
      const news = item.parcel === parcel && item.state === PACKED ? answered(item, key, { accepted, refused }) : {};
      if (came.has(item.uid)) Object.assign(news, arrived(item, came.get(item.uid)));
      if (isNew(item, news)) changed.push(renewed(item, news));
    }
    await Promise.all([
      ...changed.map((item) => items.put(item)),
      transaction.objectStore("parcels").delete(parcel),
      transaction.objectStore("settings").put(server, `server-${inspection}`),
    ]);
  });
  tell(inspection, { items: changed, server });
}

// Every answer names every photo: only those that moved on are written.
const isNew = (item, news) => Object.entries(news).some(([name, value]) => item[name] !== value);

// It came whole and is no photo after all: the phone keeps it, and says why it was not taken.
const arrived = (item, { received, refused }) =>
  refused ? { state: REFUSED, reason: refused, received, whole: false } : { received, whole: received >= item.data.size };

function answered(item, key, { accepted, refused }) {
  if (refused.has(key)) return { state: REFUSED, reason: refused.get(key), parcel: null };
  if (accepted.has(key) || item.kind === "hand_in") return { state: SENT, reason: "", parcel: null };
  // Nothing was said of it: it goes again, but not for ever.
  const tries = (item.tries ?? 0) + 1;
  return tries < MOST_TRIES ? { state: WAITING, parcel: null, tries } : { state: REFUSED, reason: "", parcel: null, tries };
}

// Under this key the server knows other words, or could not read them: what was in it waits again, under a new key.
export async function unpack({ parcel, inspection }, reason = null) {
  const changed = [];
  await change(["items", "parcels"], async (transaction) => {
    const items = transaction.objectStore("items");
    for (const item of await items.index("inspection").getAll(inspection)) {
      if (item.parcel !== parcel || item.state !== PACKED) continue;
      const state = reason === null ? WAITING : REFUSED;
      changed.push(renewed(item, { state, parcel: null, ...(reason === null ? {} : { reason }) }));
    }
    await Promise.all([...changed.map((item) => items.put(item)), transaction.objectStore("parcels").delete(parcel)]);
  });
  tell(inspection, { items: changed });
}
