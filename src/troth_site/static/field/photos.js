// Photos: hashed on this phone as they are taken, kept whole, shown small and only where the eye is.
import { announce, banner, fill, idly, keyed, moment, one, piece, say, size } from "./page.js";
import { looked } from "./looking.js";
import { mark } from "./marks.js";
import * as place from "./place.js";
import { again, watch } from "./pictures.js";
import * as reading from "./reading.js";
import { amend, now, record, work } from "./work.js";

const MARKED_MILLISECONDS = 20_000;
const WORD = new TextDecoder("latin1");
let asked = { defect: null, field: "" };

// The camera, or pictures the phone has already.
export function choose({ defect, field, isCamera }) {
  asked = { defect, field };
  one(isCamera ? "#camera" : "#pictures").click();
}

// The first bytes say what a file is, whatever it is called: JPEG, PNG, WebP or HEIC.
async function isPicture(file) {
  const head = WORD.decode(await file.slice(0, 12).arrayBuffer());
  return /^(\u00ff\u00d8\u00ff|\u2030PNG|RIFF....WEBP|....ftyp)/s.test(head);
}

async function take(file, { defect, field }, takenAt) {
  if (!(await isPicture(file))) return banner("photo", say("no-photo", { name: file.name }));
  const most = Number(document.body.dataset.mostPhoto);
  if (file.size > most) return banner("photo", say("photo-large", { name: file.name, size: size(file.size), most: size(most) }));
  const { sha256, blob, thumb } = await looked(file);
  const uid = crypto.randomUUID();
  const { latitude, longitude } = place.here();
  const data = { uid, sha256, size: blob.size, taken_at: takenAt, latitude, longitude, defect, field, caption: "", marks: [] };
  const more = { received: 0, whole: false, heldUntil: Date.now() + MARKED_MILLISECONDS };
  await record("photos", data, [{ uid, blob, thumb }], more).kept;
  return announce(say("photo-kept", { size: size(blob.size) }));
}

async function chosen(event, isCamera) {
  const place_ = asked;
  const files = [...event.target.files];
  event.target.value = "";
  banner("photo", "");
  for (const file of files) await take(file, place_, isCamera ? now() : new Date(file.lastModified || Date.now()).toISOString());
  // The newest stand ready before somebody looks for them.
  idly(() => show("photos"));
}

function tile(item) {
  const node = piece("photo");
  const image = one("img", node);
  image.dataset.photo = item.uid;
  image.alt = say("photo-of", { time: moment(item.data.taken_at) });
  watch(image, () => captioned(node, item.key));
  one("button", node).onclick = () => mark(item.key);
  return node;
}

// The browser reads every field of a page again and again; a field comes with its picture, when the eye does.
function captioned(node, uid) {
  const label = piece("caption");
  const caption = one("input", label);
  caption.value = work.items.find((item) => item.uid === uid)?.data.caption ?? "";
  caption.onchange = () => amend(uid, { caption: caption.value.trim().slice(0, 300) });
  one("figcaption", node).append(label);
}

function progress({ state, whole, received, data, reason }) {
  if (state === "refused") return `${say("state-refused")} ${reason ?? ""}`;
  if (whole) return say("photo-sent");
  return received ? say("photo-part", { percent: Math.floor((100 * received) / data.size) }) : say("photo-here");
}

export function show(section) {
  if (section !== "photos") return;
  const rows = [...reading.of(work.items, "photos")].sort((a, b) => (a.at < b.at ? 1 : -1));
  const names = new Map(reading.of(work.items, "defects").map((item) => [item.uid, item.data.name]));
  keyed(one("#photos"), rows.map((item) => ({ ...item, key: item.uid, same: item })), tile, (node, item) => {
    again(one("img", node));
    fill(node, {
      about: names.get(item.data.defect) ?? item.data.field, state: progress(item),
      marks: item.data.marks.length ? say("marks-of", { count: item.data.marks.length }) : "",
    });
  });
  one("#photos-none").hidden = rows.length > 0;
}

export function start() {
  one("#camera").onchange = (event) => chosen(event, true);
  one("#pictures").onchange = (event) => chosen(event, false);
  for (const button of document.querySelectorAll("button[data-take]")) {
    button.onclick = () => choose({ defect: null, field: "", isCamera: button.dataset.take === "camera" });
  }
}
