// Circles and arrows on a picture, in fractions of its width and height; by finger, by mouse, and by keys.
import { announce, one, say } from "./page.js";
import { shown } from "./pictures.js";
import { amend, hold, work } from "./work.js";

const SPACE = "http://www.w3.org/2000/svg";
const STEP = 0.02;
const SMALLEST = 0.01;
let current = null;

const round = (value) => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;

export async function mark(uid) {
  const item = work.items.find((row) => row.uid === uid);
  const view = one("#marking");
  const image = one("img", view);
  current = { uid, marks: structuredClone(item.data.marks), shape: "circle", url: null, from: null };
  one("svg", view).removeAttribute("viewBox");
  image.removeAttribute("src");
  image.alt = say("photo-whole");
  view.showModal();
  // It waits for the marks before it goes.
  if (item.state === "waiting") hold(uid, Date.now() + 600_000);
  unseen(false);
  const url = await shown(uid, image);
  // Closed meanwhile, or another one is shown.
  if (current?.uid !== uid) return url && URL.revokeObjectURL(url);
  current.url = url;
  unseen(!url);
  return draw();
}

// Nobody marks what nobody sees.
function unseen(isUnseen) {
  one("#mark-unseen").hidden = !isUnseen;
  one("#marking .f-picture").hidden = isUnseen;
  for (const button of document.querySelectorAll("#marking .f-buttons button:not(#mark-leave)")) button.disabled = isUnseen;
}

function frame() {
  const image = one("#marking .f-picture img");
  return { width: image.clientWidth || 1, height: image.clientHeight || 1 };
}

function line(parent, name, values) {
  const node = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(values)) node.setAttribute(key, value);
  parent.append(node);
}

function draw() {
  const { width, height } = frame();
  const glass = one("#marking .f-picture svg");
  glass.setAttribute("viewBox", `0 0 ${width} ${height}`);
  glass.replaceChildren();
  for (const each of current.marks) {
    if (each.shape === "circle") line(glass, "circle", { cx: each.x * width, cy: each.y * height, r: each.r * width });
    else arrow(glass, each, width, height);
  }
  one("#mark-undo").disabled = !current.marks.length;
}

function arrow(glass, { x1, y1, x2, y2 }, width, height) {
  const [from, to] = [[x1 * width, y1 * height], [x2 * width, y2 * height]];
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  line(glass, "line", { x1: from[0], y1: from[1], x2: to[0], y2: to[1] });
  for (const turn of [2.6, -2.6]) {
    line(glass, "line", { x1: to[0], y1: to[1], x2: to[0] + 18 * Math.cos(angle + turn), y2: to[1] + 18 * Math.sin(angle + turn) });
  }
}

function between(from, to) {
  const { width, height } = frame();
  if (current.shape === "arrow") return { shape: "arrow", x1: from[0], y1: from[1], x2: to[0], y2: to[1] };
  const r = Math.hypot((to[0] - from[0]) * width, (to[1] - from[1]) * height) / width;
  return { shape: "circle", x: from[0], y: from[1], r: Math.max(SMALLEST, round(r)) };
}

function at(event) {
  const box = one("#marking .f-picture svg").getBoundingClientRect();
  return [round((event.clientX - box.left) / box.width), round((event.clientY - box.top) / box.height)];
}

function press(event) {
  event.target.setPointerCapture?.(event.pointerId);
  current.from = at(event);
  current.marks.push(between(current.from, current.from));
  draw();
}

function drag(event) {
  if (!current?.from) return;
  current.marks[current.marks.length - 1] = between(current.from, at(event));
  draw();
}

// Arrow keys move the newest mark, plus and minus change it.
function key(event) {
  const each = current.marks.at(-1);
  const [dx, dy] = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key] ?? [0, 0];
  const grown = { "+": STEP, "=": STEP, "-": -STEP }[event.key] ?? 0;
  if (!each || (!dx && !dy && !grown)) return;
  event.preventDefault();
  if (each.shape === "circle") Object.assign(each, { x: round(each.x + dx), y: round(each.y + dy), r: Math.max(SMALLEST, round(each.r + grown)) });
  else Object.assign(each, { x1: round(each.x1 + dx), y1: round(each.y1 + dy), x2: round(each.x2 + dx + grown), y2: round(each.y2 + dy) });
  draw();
}

async function close(isKept) {
  const { uid, marks, url } = current;
  one("#marking").close();
  if (url) URL.revokeObjectURL(url);
  current = null;
  if (isKept) {
    await amend(uid, { marks }, { heldUntil: 0 });
    announce(say("marks-kept"));
  } else await hold(uid, 0);
}

function choose(shape) {
  current.shape = shape;
  one("#mark-circle").ariaPressed = String(shape === "circle");
  one("#mark-arrow").ariaPressed = String(shape === "arrow");
}

export function start() {
  const glass = one("#marking .f-picture svg");
  glass.addEventListener("pointerdown", press);
  glass.addEventListener("pointermove", drag);
  for (const end of ["pointerup", "pointercancel"]) glass.addEventListener(end, () => { if (current) current.from = null; });
  glass.addEventListener("keydown", key);
  one("#mark-circle").onclick = () => choose("circle");
  one("#mark-arrow").onclick = () => choose("arrow");
  one("#mark-middle").onclick = () => { current.marks.push(between([0.5, 0.5], [0.65, 0.5])); draw(); glass.focus(); };
  one("#mark-undo").onclick = () => { current.marks.pop(); draw(); };
  one("#mark-keep").onclick = () => close(true);
  one("#mark-leave").onclick = () => close(false);
  one("#marking").addEventListener("cancel", (event) => { event.preventDefault(); close(false); });
  addEventListener("resize", () => current && draw());
}
