// Unsent work as a file, and back: one line of JSON for each thing, photos in base64, so that no size is too large.
import { PACKED, WAITING, change, database, itemsOf, tell } from "./store.js";

const KIND = "troth-field";

const encoded = (blob) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(blob);
});

// Everything the server has not said it has, also what found no room on the disk.
export async function written({ uid, person, lot, unsaved = [] }) {
  const store = await database();
  const kept = await itemsOf(uid);
  const known = new Set(kept.map((item) => item.uid));
  const items = [...kept, ...unsaved.map((row) => row.item).filter((item) => !known.has(item.uid))];
  const open = items.filter((item) => item.state !== "sent" || (item.kind === "photos" && !item.whole));
  const lines = [`${JSON.stringify({ troth: KIND, version: 1, inspection: uid, person, lot, written_at: new Date().toISOString() })}\n`];
  for (const item of open) lines.push(`${JSON.stringify({ item })}\n`);
  for (const item of open.filter((each) => each.kind === "photos" && !each.whole)) {
    const blob = (await store.get("photos", item.uid))?.blob ?? unsaved.find((row) => row.item.uid === item.uid)?.photo?.blob;
    if (blob) lines.push(`{"photo":"${item.uid}","type":"${blob.type}","base64":"`, await encoded(blob), '"}\n');
  }
  return new Blob(lines, { type: "application/json" });
}

export function save(blob, lot) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `troth-${lot.replaceAll(/[^\p{L}\p{N}-]+/gu, "-").slice(0, 60)}-${new Date().toISOString().slice(0, 16).replaceAll(":", "")}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function* linesOf(file) {
  let left = "";
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const parts = (left + next.value).split("\n");
    left = parts.pop();
    yield* parts;
  }
  yield left;
}

export class NotOurs extends Error {}

// Read again on this or another phone: what is here already stays as it is.
export async function read(file) {
  let head = null;
  let count = 0;
  for await (const line of linesOf(file)) {
    if (!line.trim()) continue;
    const row = parsed(line);
    if (!head) {
      if (row?.troth !== KIND || row.version !== 1 || typeof row.inspection !== "string") throw new NotOurs();
      head = row;
    } else if (row?.item?.uid && row.item.inspection === head.inspection) count += await item(row.item);
    else if (typeof row?.photo === "string") await photo(row);
    else throw new NotOurs();
  }
  if (!head) throw new NotOurs();
  tell(head.inspection);
  return { inspection: head.inspection, lot: head.lot, person: head.person, count };
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    throw new NotOurs();
  }
}

const item = (row) => change(["items"], async ({ store }) => {
  if (await store.get(row.uid)) return 0;
  const state = row.state === PACKED ? WAITING : row.state;
  await store.put({ ...row, state, parcel: null });
  return 1;
});

async function photo({ photo: uid, type, base64 }) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  await change(["photos"], async ({ store }) => {
    if (!(await store.get(uid))) await store.put({ uid, blob: new Blob([bytes], { type }) });
  });
}
