// What was answered so far, read from the items: counts, answers, defects. Pure; the verdict is not made here.
import { hexOf } from "./hex.js";


const newest = (one, other) => (one.data.answered_at < other.data.answered_at ? -1 : 1);

export const of = (items, kind) => items.filter((item) => item.kind === kind);

export function answers(items) {
  const found = new Map();
  for (const item of of(items, "entries").sort(newest)) found.set(item.data.field, item);
  return found;
}

export function lookedAt(items, name) {
  const counts = of(items, "counts").filter((item) => item.data.class === name).sort(newest);
  return counts.length ? counts.at(-1).data.looked_at : null;
}

export const defects = (items) => of(items, "defects").filter((item) => !item.data.removed_at);

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

export const waiting = (items) => items.filter((item) => item.state === "waiting" || item.state === "packed");

export const photosToSend = (items) => of(items, "photos").filter((item) => !item.whole && item.state !== "refused");

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

