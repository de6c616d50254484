// Sending by itself: on opening, when the network is back, every minute, and soon after something was answered.
import { cookie } from "./page.js";
import { packNext, settle, unpack, waitingParcels } from "./parcels.js";
import * as reading from "./reading.js";
import { REFUSED, alter, database, itemsOf } from "./store.js";

const PART_BYTES = Number(document.body.dataset.mostPart);
const MOST_DOUBTS = 3;
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 300_000;
const EVERY = 60_000;
const SOON = 1_500;

class Away extends Error {}
class SignedOut extends Error {}
class OtherPerson extends Error {}

async function ask(url, options) {
  let answer;
  try {
    answer = await fetch(url, { ...options, redirect: "manual", headers: { ...options.headers, "X-CSRFToken": cookie("csrftoken") } });
  } catch {
    throw new Away();
  }
  const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
  const said = isOurs ? await answer.json().catch(() => ({})) : {};
  if (answer.status === 401 || answer.type === "opaqueredirect" || (answer.status === 403 && !isOurs)) throw new SignedOut();
  if (said.error === "other-person") throw new OtherPerson();
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408 || (answer.ok && !isOurs)) throw new Away();
  return { status: answer.status, said };
}

async function sendParcel(row, urls) {
  const options = { method: "POST", body: row.body, headers: { "Content-Type": "application/json" } };
  const { status, said } = await ask(urls.sync, options);
  if (status === 200) return settle(row, said);
  if (status === 409) return unpack(row);
  return unpack(row, said.error ?? String(status));
}

// What was garbled on the way goes again from its beginning; what is refused three times is no photo, and stays here.
const doubted = (item, reason) => alter(item.uid, ({ doubts = 0 }) =>
  doubts + 1 < MOST_DOUBTS ? { received: 0, doubts: doubts + 1 } : { state: REFUSED, reason, received: 0 });

// A picture that this browser cannot show, as with HEIC, comes back small from the server, and stays on the phone.
async function smallCopy(uid, url) {
  const store = await database();
  if ((await store.get("thumbs", uid))?.blob) return;
  const answer = await fetch(url).catch(() => null);
  if (answer?.ok) await store.put("thumbs", { uid, blob: await answer.blob() });
}

async function sendPhoto(item, urls) {
  const kept = await (await database()).get("photos", item.uid);
  if (!kept) return alter(item.uid, () => ({ state: REFUSED, reason: "" }));
  let at = item.received ?? 0;
  let again = 0;
  for (;;) {
    const part = kept.blob.slice(at, at + PART_BYTES);
    const url = `${urls.photo.replace("00000000-0000-0000-0000-000000000000", item.uid)}?offset=${at}`;
    const { status, said } = await ask(url, { method: "PUT", body: part, headers: { "Content-Type": "application/octet-stream" } });
    if (said.final) return alter(item.uid, () => ({ state: REFUSED, reason: said.error, received: 0 }));
    if (!Number.isInteger(said.received)) return doubted(item, said.error ?? String(status));
    again = said.received > at ? 0 : again + 1;
    at = said.received;
    const whole = at >= kept.blob.size;
    if (whole && said.preview) await smallCopy(item.uid, said.preview);
    await alter(item.uid, () => ({ received: at, whole }));
    if (whole) return null;
    if (again > 2) throw new Away();
  }
}

// One tab sends for all: the others leave it to the one that holds the lock.
async function turn(inspection, person, urls, told) {
  for (let handIn = false; ; ) {
    for (const row of await waitingParcels(inspection)) await sendParcel(row, urls);
    if (await packNext({ inspection, person, handIn })) continue;
    if (handIn) return;
    const photos = reading.photosToSend(await itemsOf(inspection)).filter((item) => item.state === "sent");
    for (const [at, item] of photos.entries()) {
      told("photos", { at: at + 1, of: photos.length });
      await sendPhoto(item, urls);
    }
    const left = reading.waiting(await itemsOf(inspection)).filter((item) => item.kind !== "hand_in");
    if (left.length) return;
    handIn = true;
  }
}

const isLeft = (items) => reading.waiting(items).length + reading.photosToSend(items).length > 0;

export function sender({ inspection, person, urls, told }) {
  let wait = FIRST_WAIT;
  let timer = 0;
  let running = false;
  let again = false;

  async function send() {
    clearTimeout(timer);
    if (running) { again = true; return; }
    if (!navigator.onLine) return told("offline");
    running = true;
    try {
      const items = await itemsOf(inspection);
      const isAll = !reading.waiting(items).length && !reading.photosToSend(items).length;
      if (!isAll) {
        told("sending");
        const held = await navigator.locks.request(`troth-field-${inspection}`, { ifAvailable: true }, async (lock) => {
          if (lock) await turn(inspection, person, urls, told);
          return Boolean(lock);
        });
        if (!held) return later();
      }
      wait = FIRST_WAIT;
      told("done");
      // What is still being marked, or came garbled, goes a little later.
      if (!isAll && isLeft(await itemsOf(inspection))) later();
    } catch (error) {
      if (error instanceof SignedOut) told("signed-out");
      else if (error instanceof OtherPerson) told("other-person");
      else {
        told(error instanceof Away ? "again" : "stuck", { seconds: Math.round(wait / 1000) });
        timer = setTimeout(send, wait * (0.75 + Math.random() / 2));
        wait = Math.min(LONGEST_WAIT, wait * 2);
      }
    } finally {
      running = false;
      if (again) { again = false; soon(); }
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(send, FIRST_WAIT);
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(send, SOON);
  }

  function now() {
    wait = FIRST_WAIT;
    return send();
  }

  addEventListener("online", now);
  addEventListener("offline", () => told("offline"));
  document.addEventListener("visibilitychange", () => document.hidden || now());
  setInterval(() => document.hidden || send(), EVERY);
  now();
  return { soon, now };
}
