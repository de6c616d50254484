// Taking an inspection along: its page, its pack and its pictures are put on the phone, and the person sees how much.
import { cookie, say, size } from "./page.js";
import { DiskFull, change, packs, tell } from "./store.js";

const PAGES = "troth-field-pages";
const PICTURES = "troth-field-pictures";

export class CannotTake extends Error {}

const pictures = (pack) => [
  ...pack.samples.flatMap((sample) => sample.photos.map((photo) => photo.preview ?? photo.url)),
  ...pack.catalogue.map((kind) => kind.photo),
].filter(Boolean);

async function fetched(url, options = {}) {
  const answer = await fetch(url, { redirect: "manual", ...options }).catch(() => { throw new CannotTake(say("no-network")); });
  if (answer.status === 401 || answer.type === "opaqueredirect") throw new CannotTake(say("signed-out"));
  if (!answer.ok) throw new CannotTake(say("not-there"));
  return answer;
}

// told(done, of) after each part; a picture that cannot be had leaves a gap and is counted.
export async function take({ taking, pack: packUrl, page, list }, told) {
  await navigator.serviceWorker.ready;
  await navigator.storage?.persist?.();
  await fetched(taking, { method: "POST", headers: { "X-CSRFToken": cookie("csrftoken") } });
  const pack = await (await fetched(packUrl)).json();
  const wanted = [...new Set(pictures(pack))];
  const of = wanted.length + 3;
  let done = 0;
  const step = () => told((done += 1), of);
  step();
  try {
    const pages = await caches.open(PAGES);
    for (const url of [page, list]) {
      await pages.put(url, await fetched(url));
      step();
    }
    const kept = await caches.open(PICTURES);
    let gaps = 0;
    for (const url of wanted) {
      if (!(await kept.match(url))) await fetched(url).then((answer) => kept.put(url, answer)).catch((error) => { if (isFull(error)) throw error; gaps += 1; });
      step();
    }
    await store(pack, gaps);
    return { pack, gaps };
  } catch (error) {
    throw isFull(error) ? new CannotTake(say("full-taking")) : error;
  }
}

const isFull = (error) => error instanceof DiskFull || error?.name === "QuotaExceededError";

// What the server has of this person's work already comes along, so that another phone goes on where one stopped.
async function store(pack, gaps) {
  await change(["packs", "items"], async (transaction) => {
    await transaction.objectStore("packs").put({ ...pack, taken_at: new Date().toISOString(), gaps });
    const items = transaction.objectStore("items");
    for (const [kind, rows] of Object.entries(pack.have ?? {})) {
      for (const data of rows) if (!(await items.get(data.uid))) await items.put(had(pack, kind, data));
    }
  });
  tell(pack.uid);
}

function had(pack, kind, { received, preview, ...data }) {
  const at = data.answered_at ?? data.taken_at ?? data.signed_at ?? new Date().toISOString();
  const whole = kind === "photos" && received >= data.size;
  return { uid: data.uid, inspection: pack.uid, kind, state: "sent", at, person: pack.person.pk, data, received, whole, preview };
}

export async function onPhone() {
  const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
  const isPersisted = (await navigator.storage?.persisted?.()) ?? false;
  return {
    packs: await packs(),
    words: usage === undefined ? "" : say(isPersisted ? "on-phone-safe" : "on-phone", { used: size(usage), free: size(Math.max(0, quota - usage)) }),
  };
}

export async function leave(uid, page) {
  await (await caches.open(PAGES)).delete(page);
  await change(["packs"], ({ store: packs_ }) => packs_.delete(uid));
}
