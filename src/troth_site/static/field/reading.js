// What was answered so far, read from the items: counts, answers, defects. Pure; the verdict is not made here.
import { hexOf } from "./hex.js";

const NONE = [];
let last = { items: null, found: null };

// Read once for each state of the items: the list itself is never changed, a new one takes its place. What was read of
// the one before is let go at once, so that clearing the memory up never takes as long as a finger notices.
function index(items) {
  if (last.items === items) return last.found;
  const found = { kinds: new Map(), answers: new Map(), counts: new Map(), defects: [], waiting: [], photos: [], pictures: new Map() };
  for (const item of items) sort(found, item);
  last = { items, found };
  return found;
}

function sort(found, item) {
  const { kind, state, data } = item;
  if (found.kinds.has(kind)) found.kinds.get(kind).push(item);
  else found.kinds.set(kind, [item]);
  if (state === "waiting" || state === "packed") found.waiting.push(item);
  if (kind === "entries") newest(found.answers, data.field, item);
  else if (kind === "counts") newest(found.counts, data.class, item);
  else if (kind === "defects" && !data.removed_at) found.defects.push(item);
  else if (kind === "photos") {
    if (!item.whole && state !== "refused") found.photos.push(item);
    for (const of_ of [data.defect, data.field].filter(Boolean)) found.pictures.set(of_, (found.pictures.get(of_) ?? 0) + 1);
  }
}

function newest(found, key, item) {
  const known = found.get(key);
  if (!known || known.data.answered_at <= item.data.answered_at) found.set(key, item);
}

export const of = (items, kind) => index(items).kinds.get(kind) ?? NONE;

export const answers = (items) => index(items).answers;

export const lookedAt = (items, name) => index(items).counts.get(name)?.data.looked_at ?? null;

export const defects = (items) => index(items).defects;

// How many photos show a defect, or answer a question.
export const picturesOf = (items, what) => index(items).pictures.get(what) ?? 0;

// Nonconforming units count once for their class, however many defects they have; where the plan counts defects, each.
export function found(items, { class: name, counting }) {
  const own = defects(items).map((item) => item.data).filter((defect) => defect.class === name);
  if (counting === "defects") return own.reduce((sum, defect) => sum + defect.defects, 0);
  const units = new Set(own.filter((defect) => defect.unit !== null).map((defect) => defect.unit));
  return units.size + own.filter((defect) => defect.unit === null).reduce((sum, defect) => sum + defect.units, 0);
}

export function tally(items, plan) {
  return { ...plan, looked: lookedAt(items, plan.class), found: found(items, plan) };
}

// The unit in hand: the one after those looked at.
export function unitInHand(items, classes) {
  const sizes = classes.map((plan) => lookedAt(items, plan.class) ?? 0);
  return Math.max(0, ...sizes) + 1;
}

export const largest = (classes) => Math.max(0, ...classes.map((plan) => plan.sample_size));

export function cartonOf(drawn, number) {
  return drawn?.units?.find((unit) => unit.number === number)?.carton ?? null;
}

export const isOutside = (value, { lower, upper }) =>
  value !== null && ((lower != null && value < lower) || (upper != null && value > upper));

export const measured = (items) => of(items, "measurements").filter((item) => !item.data.removed_at);

export const unitsMeasured = (items, code) => new Set(measured(items).filter((item) => item.data.code === code).map((item) => item.data.unit_number)).size;

export const waiting = (items) => index(items).waiting;

export const photosToSend = (items) => index(items).photos;

export const handedIn = (items) => of(items, "hand_in").at(-1);

// What both sides put their names to: the same words give the same digest, in whatever order they were written.
export async function digest(uid, items) {
  const kinds = ["counts", "defects", "entries", "measurements", "photos"];
  const whole = { uid };
  for (const kind of kinds) whole[kind] = of(items, kind).map((item) => item.data).sort((a, b) => (a.uid < b.uid ? -1 : 1));
  return hexOf(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical(whole))));
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

