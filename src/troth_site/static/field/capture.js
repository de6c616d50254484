// The page of one inspection: opens what the phone keeps, shows one section at a time, and lets it be sent by itself.
import * as checks from "./checks.js";
import * as counting from "./counting.js";
import * as defects from "./defects.js";
import { save, written } from "./files.js";
import * as marks from "./marks.js";
import * as measures from "./measures.js";
import { afterFrame, all, announce, banner, fill, idly, isSafe, number, one, say } from "./page.js";
import * as photos from "./photos.js";
import * as place from "./place.js";
import * as plan from "./plan.js";
import * as reading from "./reading.js";
import { sender } from "./sending.js";
import * as signing from "./signing.js";
import { change } from "./store.js";
import * as summary from "./summary.js";
import { take } from "./take.js";
import { onChange, onWritten, open, read, settled, work } from "./work.js";

const ROOMS = [plan, counting, checks, defects, measures, photos, summary, signing];
const given = document.body.dataset;
const urls = { sync: given.sync, photo: given.photo, taking: given.take, pack: given.pack, page: location.pathname, list: given.list, signIn: given.signIn };
// What came by itself is drawn at most so often.
const HEARD_MILLISECONDS = 300;
let section = "plan";
let isDrawing = false;
let hearing = 0;
let news = { name: "sending", values: {} };

const sections = all("[data-section]");
const links = all(".f-sections a");
const nameOf = (hash) => sections.some((node) => node.dataset.section === hash.slice(1)) ? hash.slice(1) : "plan";
let isNew = false;

function show(hash = location.hash) {
  const asked = nameOf(hash);
  isNew ||= asked !== section;
  section = asked;
  for (const node of sections) node.hidden = node.dataset.section !== section;
  for (const link of links) link.ariaCurrent = link.hash === `#${section}` ? "page" : null;
  draw();
}

// The finger sees its section at once; the address, the bar and the focus follow the picture.
function press(event) {
  const link = event.target.closest?.('a[href^="#"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!sections.some((node) => `#${node.dataset.section}` === link.hash)) return;
  event.preventDefault();
  show(link.hash);
  afterFrame(() => link.hash === location.hash || history.pushState(null, "", link.hash));
}

function arrive() {
  isNew = false;
  scrollTo(0, 0);
  const arrived = section;
  afterFrame(() => {
    if (arrived !== section) return;
    one(`[data-section="${section}"] h2`).focus({ preventScroll: true });
    const link = one(`.f-sections a[href="#${section}"]`);
    const bar = link.closest(".f-sections");
    bar.scrollLeft = link.offsetLeft - (bar.clientWidth - link.offsetWidth) / 2;
  });
}

// Many changes in one turn are drawn once, and within it: the browser then lays the page out once for a tap, not twice.
function draw() {
  clearTimeout(hearing);
  hearing = 0;
  if (isDrawing) return;
  isDrawing = true;
  queueMicrotask(() => {
    isDrawing = false;
    for (const room of ROOMS) room.show(section);
    status();
    if (isNew) arrive();
    fill(document.body, {
      "to-send": number(reading.waiting(work.items).length), "photos-to-send": number(reading.photosToSend(work.items).length),
    });
  });
}

const drawn = (isHurried) => {
  if (isHurried) draw();
  else hearing ||= setTimeout(draw, HEARD_MILLISECONDS);
};

// Sections nobody has opened yet are made ready one at a time, so that the first tap on each finds it there.
function ahead(left = sections.map((node) => node.dataset.section)) {
  if (!left.length) return;
  idly(() => {
    for (const room of ROOMS) room.show(left[0]);
    ahead(left.slice(1));
  });
}

function told(name, values = {}) {
  news = { name, values };
  // One photo after the other is sent: how far that is, is not said at each.
  if (name === "photos") return drawn(false);
  status();
  banner("signed-out", name === "signed-out" ? say("signed-out-kept") : "", { label: say("sign-in"), url: `${urls.signIn}?next=${encodeURIComponent(urls.page)}` });
  return banner("other-person", name === "other-person" ? say("other-person", { name: work.pack.person.name }) : "");
}

function status() {
  const isAll = !reading.waiting(work.items).length && !reading.photosToSend(work.items).length;
  const shown = isAll && news.name === "sending" ? "done" : !isAll && news.name === "done" ? "sending" : news.name;
  document.body.dataset.sending = shown;
  fill(document.body, { sending: say(`send-${shown}`, news.values) });
}

async function saved() {
  const lot = work.pack.lot_name;
  await settled();
  save(await written({ uid: work.uid, person: work.person, lot, unsaved: work.unsaved }), lot);
  announce(say("file-saved"));
}

// What found no room is tried again before anything else is lost to a closed tab.
function warn(event) {
  if (work.unsaved.length) event.preventDefault();
}

async function start() {
  if (!isSafe()) return banner("unsafe", say("unsafe"));
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(given.worker, { scope: given.list }).catch(() => banner("worker", say("no-worker")));
  const uid = given.inspection;
  await open(uid, null, urls);
  if (!work.pack) {
    try {
      await take(urls, () => {});
    } catch (error) {
      return banner("take", error.message);
    }
    await open(uid, null, urls);
  }
  work.person = work.pack.person.pk;
  await read();
  await place.begin();
  for (const room of ROOMS) room.start?.(() => send.now());
  marks.start();
  const send = sender({ inspection: uid, person: work.person, urls, told });
  onWritten(send.soon);
  onChange(drawn);
  for (const button of all("#save-file, [data-save]")) button.onclick = saved;
  addEventListener("hashchange", () => show());
  addEventListener("unfinished", draw);
  document.addEventListener("click", press);
  addEventListener("beforeunload", warn);
  document.body.dataset.ready = "true";
  show();
  ahead();
  navigator.storage?.persist?.();
  return change(["settings"], ({ store }) => store.put(Date.now(), `opened-${uid}`));
}

start();
