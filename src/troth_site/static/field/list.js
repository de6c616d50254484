// The day's inspections: taking them along, what waits on this phone, and files of unsent work coming back.
import { NotOurs, read, save, written } from "./files.js";
import { all, announce, banner, cookie, fill, isSafe, number, one, piece, say } from "./page.js";
import * as reading from "./reading.js";
import { sender } from "./sending.js";
import { DiskFull, channel, forget, itemsOf, packs } from "./store.js";
import { leave, onPhone, take } from "./take.js";

const given = document.body.dataset;
const place = "00000000-0000-0000-0000-000000000000";
const urlsOf = (uid) => Object.fromEntries([
  ...[["sync", "sync"], ["taking", "take"], ["pack", "pack"], ["page", "page"]].map(([name, told]) => [name, given[told].replace(place, uid)]),
  ["photo", given.photo], ["list", given.list],
]);
const senders = new Map();

function cardOf(pack) {
  const known = one(`[data-inspection="${pack.uid}"]`);
  if (known) return known;
  const node = piece("kept", { lot: pack.lot_name, product: pack.product ?? "", partner: pack.partner });
  node.dataset.inspection = pack.uid;
  one("a", node).href = urlsOf(pack.uid).page;
  one("#cards").append(node);
  dress(node);
  return node;
}

async function shown() {
  const { packs: kept, words } = await onPhone();
  fill(document.body, { storage: words });
  let open = 0;
  for (const pack of kept) {
    const items = await itemsOf(pack.uid);
    const [waits, photos] = [reading.waiting(items).length, reading.photosToSend(items).length];
    open += waits + photos;
    const node = cardOf(pack);
    node.dataset.taken = "true";
    fill(node, { kept: say("taken"), unsent: waits + photos ? say("unsent", { count: number(waits), photos: number(photos) }) : say("all-sent") });
    for (const button of all("[data-save], [data-leave]", node)) button.hidden = button.dataset.save !== undefined && !(waits + photos);
    begin(pack);
  }
  one("#leave-warning").hidden = !open;
  document.body.dataset.unsent = String(open);
}

// Many changes are shown together.
let due = 0;
const soon = () => { due ||= setTimeout(() => { due = 0; shown(); }, 300); };

function begin(pack) {
  if (senders.has(pack.uid)) return;
  const told = (name, values) => {
    fill(one(`[data-inspection="${pack.uid}"]`), { sending: name === "done" ? "" : say(`send-${name}`, { ...values, count: "", photos: "" }) });
    if (name === "signed-out") banner("signed-out", say("signed-out-kept"), { label: say("sign-in"), url: `${given.signIn}?next=${encodeURIComponent(given.list)}` });
    if (name === "other-person") banner("other-person", say("other-person", { name: pack.person.name }));
  };
  senders.set(pack.uid, sender({ inspection: pack.uid, person: pack.person.pk, urls: urlsOf(pack.uid), told }));
}

function dress(node) {
  const uid = node.dataset.inspection;
  const bar = one("progress", node);
  one("[data-take]", node).onclick = async (event) => {
    event.target.disabled = true;
    bar.hidden = false;
    try {
      const { gaps } = await take(urlsOf(uid), (done, of) => { bar.value = done; bar.max = of; });
      announce(gaps ? say("taken-gaps", { count: number(gaps) }) : say("taken"));
      fill(node, { trouble: gaps ? say("taken-gaps", { count: number(gaps) }) : "" });
    } catch (error) {
      fill(node, { trouble: error instanceof DiskFull ? say("full-taking") : error.message });
    }
    event.target.disabled = false;
    bar.hidden = true;
    await shown();
  };
  one("[data-save]", node).onclick = async () => {
    const pack = (await packs()).find((each) => each.uid === uid);
    save(await written({ uid, person: pack.person.pk, lot: pack.lot_name }), pack.lot_name);
  };
  one("[data-leave]", node).onclick = async () => {
    const items = await itemsOf(uid);
    if (reading.waiting(items).length + reading.photosToSend(items).length) return banner("leave", say("unsent-stays"));
    await leave(uid, urlsOf(uid).page);
    await forget(uid);
    delete node.dataset.taken;
    fill(node, { kept: "", unsent: "" });
    for (const button of all("[data-save], [data-leave]", node)) button.hidden = true;
    return shown();
  };
}

async function fromFile(file) {
  try {
    const { lot, count } = await read(file);
    banner("file", say("file-read", { lot, count: number(count) }));
  } catch (error) {
    banner("file", say(error instanceof NotOurs ? "file-not-ours" : error instanceof DiskFull ? "full" : "file-broken"));
  }
  await shown();
  for (const each of senders.values()) each.now();
}

function drops() {
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    for (const file of event.dataTransfer.files) fromFile(file);
  });
  one("#file").onchange = (event) => { for (const file of event.target.files) fromFile(file); event.target.value = ""; };
}

async function signOut(event) {
  if (document.body.dataset.unsent === "0" || event.target.dataset.warned) return;
  event.preventDefault();
  event.target.dataset.warned = "true";
  banner("leave", say("sign-out-unsent"));
}

async function start() {
  if (!isSafe()) return banner("unsafe", say("unsafe"));
  for (const node of all("[data-inspection]")) dress(node);
  if ("serviceWorker" in navigator) await navigator.serviceWorker.register(given.worker, { scope: given.list }).catch(() => banner("worker", say("no-worker")));
  drops();
  one("#sign-out").addEventListener("submit", signOut);
  // The page may be an old copy; the way out needs today's key.
  for (const field of all("[name=csrfmiddlewaretoken]")) field.value = cookie("csrftoken") || field.value;
  channel.addEventListener("message", soon);
  addEventListener("kept", soon);
  await shown();
  document.body.dataset.ready = "true";
  return null;
}

start();
