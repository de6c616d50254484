// Defects: one tap on the catalogue records one on the unit in hand; everything else about it can follow.
import { inHand, unit } from "./counting.js";
import { all, announce, fill, idly, keyed, number, one, piece, put, say } from "./page.js";
import { choose } from "./photos.js";
import * as place from "./place.js";
import * as reading from "./reading.js";
import { WAITING } from "./store.js";
import { amend, now, record, work } from "./work.js";

const LONGEST_NAME = 200;
const EDITED_MILLISECONDS = 20_000;
let last = null;
// For which words the catalogue stands there; none yet.
let listed = null;
let listing = false;

const nameOf = (name) => work.pack.classes.find((plan) => plan.class === name)?.name ?? say(`class-${name}`);

export function found(code, name, class_, number_ = inHand()) {
  const { latitude, longitude } = place.here();
  const { item } = record("defects", {
    code, name: name.slice(0, LONGEST_NAME), class: class_, unit: number_, carton: reading.cartonOf(work.pack.drawn, number_), units: 1, defects: 1, note: "",
    answered_at: now(), latitude, longitude, removed_at: null, removed_because: "",
  }, [], { heldUntil: Date.now() + EDITED_MILLISECONDS });
  last = item.uid;
  announce(say("defect-kept", { name, class: nameOf(class_), number: number(number_) }));
}

// Sent already, it is taken back with a reason and said anew, so that the record shows both.
function correct(uid, words) {
  const item = work.items.find((row) => row.uid === uid);
  if (item.state === WAITING && !item.tries) return amend(uid, words, { heldUntil: Date.now() + EDITED_MILLISECONDS });
  const { item: anew } = record("defects", { ...item.data, ...words, uid: crypto.randomUUID(), answered_at: now() });
  last = anew.uid;
  const pictures = reading.of(work.items, "photos").filter((photo) => photo.data.defect === uid);
  return Promise.all([remove(uid, say("said-anew")), ...pictures.map((photo) => amend(photo.uid, { defect: anew.uid }))]);
}

const remove = (uid, because) => amend(uid, { removed_at: now(), removed_because: because }, { heldUntil: 0 });

function catalogue() {
  const wanted = one("#defect-search").value.trim().toLowerCase();
  if (wanted === listed) return;
  listed = wanted;
  const rows = work.pack.catalogue
    .filter((kind) => !wanted || kind.name.toLowerCase().includes(wanted) || kind.code.toLowerCase().includes(wanted))
    .map((kind) => ({ ...kind, key: kind.code }));
  keyed(one("#catalogue"), rows, (kind) => {
    const node = piece("kind", { name: kind.name, class: nameOf(kind.class) });
    node.classList.add(`f-class-${kind.class}`);
    one("button", node).onclick = () => found(kind.code, kind.name, kind.class);
    if (kind.photo) Object.assign(one("img", node), { src: kind.photo, hidden: false });
    return node;
  });
  one("#catalogue-none").hidden = rows.length > 0;
}

const inHandNow = () => reading.defects(work.items).find((item) => item.uid === last);

// No more units than are in the sample of the class.
function mostOf(name) {
  if (name === "unit") return reading.largest(work.pack.classes);
  if (name !== "units") return Number.MAX_SAFE_INTEGER;
  return work.pack.classes.find((plan) => plan.class === inHandNow()?.data.class)?.sample_size ?? 0;
}

// Each of several units alike has a defect at least.
const leastOf = (name) => (name === "defects" ? inHandNow()?.data.units ?? 1 : 1);

// A named unit is one unit; several alike have no number.
function besides(name, value) {
  const { unit: at, defects } = inHandNow()?.data ?? {};
  if (name === "units") return { unit: value > 1 ? null : at, defects: Math.max(defects ?? 1, value) };
  return name === "unit" && value !== null ? { units: 1 } : {};
}

// One editor for whichever defect is in hand: making its fields anew at every tap would cost more than the tap.
function editor() {
  const node = piece("defect-now");
  for (const button of all("[data-class]", node)) button.onclick = () => correct(last, { class: button.dataset.class });
  for (const field of all("input[data-whole]", node)) {
    field.onchange = () => {
      const value = field.value === "" ? null : Number(field.value);
      const name = field.dataset.whole;
      const most = mostOf(name);
      const isGood = value === null ? name !== "defects" && name !== "units" : Number.isInteger(value) && value >= leastOf(name) && value <= most;
      field.setAttribute("aria-invalid", String(!isGood));
      if (!isGood) return announce(value > most ? say("whole-up-to", { most: number(most) }) : say("whole-number"));
      if (name === "unit") unit.chosen = value;
      return correct(last, { [name]: value, ...besides(name, value) });
    };
  }
  one("textarea", node).onchange = (event) => correct(last, { note: event.target.value.trim().slice(0, 1000) });
  for (const button of all("[data-photo]", node)) {
    button.onclick = () => choose({ defect: last, field: "", isCamera: button.dataset.photo === "camera" });
  }
  one("[data-remove]", node).onclick = () => { node.querySelector("form").hidden = false; one("form input", node).focus(); };
  one("form", node).onsubmit = (event) => {
    event.preventDefault();
    const because = one("form input", node).value.trim();
    if (!because) return announce(say("say-why"));
    const uid = last;
    last = null;
    return remove(uid, because.slice(0, 300));
  };
  return node;
}

function edited(node, item) {
  const { data } = item;
  if (node.dataset.of !== item.uid) {
    node.dataset.of = item.uid;
    const form = one("form", node);
    if (!form.hidden) form.reset();
    form.hidden = true;
    for (const field of all("[aria-invalid]", node)) field.removeAttribute("aria-invalid");
  }
  const pictures = reading.picturesOf(work.items, item.uid);
  fill(node, { name: data.name, photos: say("photos-of", { count: number(pictures) }) });
  for (const button of all("[data-class]", node)) button.ariaPressed = String(button.dataset.class === data.class);
  for (const field of all("input[data-whole]", node)) put(field, data[field.dataset.whole]);
  put(one("textarea", node), data.note);
}

export function show(section) {
  if (section !== "defects") return;
  catalogue();
  const place_ = one("#defect-now");
  const current = last && reading.defects(work.items).find((item) => item.uid === last);
  if (!place_.firstElementChild) place_.append(editor());
  place_.hidden = !current;
  if (current) edited(place_.firstElementChild, current);
  // What was recorded stands below the catalogue, where nobody looks at once.
  if (!listing) idly(recorded);
  listing = true;
}

function recorded() {
  listing = false;
  const rows = [...reading.defects(work.items)].sort((a, b) => (a.data.answered_at < b.data.answered_at ? 1 : -1));
  keyed(one("#defects"), rows.map((item) => ({ ...item, key: item.uid, same: item })), (item) => {
    const node = piece("defect");
    one("button", node).onclick = () => { last = item.key; show("defects"); one("#defect-now h3")?.focus(); };
    return node;
  }, (node, { data, state, reason }) => fill(node, {
    name: data.name, class: nameOf(data.class), unit: data.unit === null ? say("units-alike", { count: number(data.units) }) : say("on-unit", { number: number(data.unit) }),
    carton: data.carton === null ? "" : say("in-carton", { number: number(data.carton) }), state: say(`state-${state}`), reason: reason ?? "",
  }));
  one("#defects-none").hidden = rows.length > 0;
}

export function start() {
  // The rest of a long list comes with the words for which it stands there.
  addEventListener("unfinished", () => { listed = null; });
  one("#defect-search").oninput = () => show("defects");
  one("#other-defect").onsubmit = (event) => {
    event.preventDefault();
    const form = event.target;
    const name = form.elements.name.value.trim();
    const class_ = form.elements.class.value;
    if (!name || !class_) return announce(say("name-and-class"));
    found(null, name, class_);
    form.reset();
    return form.closest("details").removeAttribute("open");
  };
}
