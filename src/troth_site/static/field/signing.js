// Signing on the glass: whose name it is, and that somebody may refuse with a reason, is kept as it was.
import { all, announce, fill, keyed, moment, one, piece, say } from "./page.js";
import * as reading from "./reading.js";
import { now, record, work } from "./work.js";

const FINEST = 0.004;
const pads = new Map();

class Pad {
  constructor(canvas) {
    this.canvas = canvas;
    this.strokes = [];
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.addEventListener("pointermove", (event) => this.go(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { this.stroke = null; });
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    const fraction = (value) => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
    return [fraction((event.clientX - box.left) / box.width), fraction((event.clientY - box.top) / box.height)];
  }

  begin(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.stroke = [this.at(event)];
    this.strokes.push(this.stroke);
  }

  go(event) {
    if (!this.stroke) return;
    const [x, y] = this.stroke.at(-1);
    const next = this.at(event);
    if (Math.hypot(next[0] - x, next[1] - y) < FINEST) return;
    this.stroke.push(next);
    this.draw();
  }

  draw() {
    const { canvas } = this;
    const box = canvas.getBoundingClientRect();
    if (canvas.width !== Math.round(box.width * devicePixelRatio)) {
      canvas.width = Math.round(box.width * devicePixelRatio);
      canvas.height = Math.round(box.height * devicePixelRatio);
    }
    const pen = canvas.getContext("2d");
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 2.5 * devicePixelRatio;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = getComputedStyle(canvas).color;
    for (const stroke of this.strokes) {
      pen.beginPath();
      for (const [x, y] of stroke) pen.lineTo(x * canvas.width, y * canvas.height);
      pen.stroke();
    }
  }

  clear() {
    this.strokes = [];
    this.draw();
  }
}

const listed = (side) => work.pack.signers.filter((each) => each.side === side);

const onlyThose = (side) =>
  listed(side).length ? ["listed-only", { names: listed(side).map((each) => each.name).join(", ") }] : ["nobody-listed"];

async function sign(form, isRefused) {
  const { side } = form.dataset;
  const { who, name, because } = form.elements;
  const signer = listed(side).find((each) => String(each.pk) === who.value);
  const written = signer?.name ?? (who.value === "other" ? name.value.trim() : "");
  if (!isRefused && who.value === "other") return complain(form, who, ...onlyThose(side));
  if (!written) return complain(form, who.value === "other" ? name : who, isRefused ? "name-of-refusal" : "name-first");
  if (isRefused && !because.value.trim()) return complain(form, because, "say-why");
  const { strokes } = pads.get(side);
  if (!isRefused && !strokes.length && !form.elements.plain.checked) return complain(form, form.elements.plain, "draw-first");
  await record("signatures", {
    side, person: signer?.pk ?? null, name: written.slice(0, 200), strokes: isRefused ? [] : strokes, typed: !isRefused && !strokes.length,
    digest: await reading.digest(work.uid, work.items), refused_because: isRefused ? because.value.trim().slice(0, 300) : "", signed_at: now(),
  }).kept;
  pads.get(side).clear();
  form.reset();
  form.closest("details").removeAttribute("open");
  return announce(say(isRefused ? "refusal-kept" : "signature-kept", { name: written }));
}

function complain(form, field, words, values) {
  fill(form, { wrong: say(words, values) });
  field.setAttribute("aria-invalid", "true");
  field.focus();
}

export function show(section) {
  if (section !== "sign") return;
  const rows = reading.of(work.items, "signatures").map((item) => ({ ...item, key: item.uid }));
  keyed(one("#signatures"), rows, () => piece("signature"), (node, { data }) => fill(node, {
    name: data.name, side: say(`side-${data.side}`), time: moment(data.signed_at),
    how: data.refused_because ? say("refused-signing", { because: data.refused_because }) : data.person ? "" : say("not-listed"),
  }));
  one("#signatures-none").hidden = rows.length > 0;
}

export function start() {
  for (const form of all("form[data-side]")) {
    const { side } = form.dataset;
    const names = listed(side).map((each) => new Option(each.name, each.pk));
    form.elements.who.options[0].after(...names);
    // The inspector signs where they belong to neither side.
    if (side === "third") form.closest("details").hidden = !names.length;
    form.elements.who.onchange = () => { one("[data-other]", form).hidden = form.elements.who.value !== "other"; };
    pads.set(side, new Pad(one("canvas", form)));
    one("[data-wipe]", form).onclick = () => pads.get(side).clear();
    one("[data-refuse]", form).onclick = () => sign(form, true);
    form.oninput = (event) => { fill(form, { wrong: "" }); event.target.removeAttribute("aria-invalid"); };
    form.onsubmit = (event) => { event.preventDefault(); return sign(form, false); };
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { for (const pad of pads.values()) pad.draw(); });
}
