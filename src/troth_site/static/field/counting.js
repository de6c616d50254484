// Units looked at, and the running tally beside the numbers of the frozen plan. The verdict is the server's.
import * as findings from "./findings.js";
import { all, announce, fill, keyed, number, one, piece, put, say } from "./page.js";
import * as reading from "./reading.js";
import * as way from "./way.js";
import { make, now, work, write } from "./work.js";

const classes = () => work.pack.classes;
export const unit = { chosen: null };

export const inHand = () => unit.chosen ?? Math.min(reading.largest(classes()) || 1, reading.unitInHand(work.items, classes()));

const counted = (name, looked) => make("counts", { class: name, looked_at: looked, answered_at: now() });
const count = (name, looked) => write([counted(name, looked)]);

// One more unit, for every class whose sample is not complete yet.
async function next() {
  unit.chosen = null;
  const open = classes().map((plan) => reading.tally(work.items, plan)).filter((row) => (row.looked ?? 0) < row.sample_size);
  if (open.length) await write(open.map((row) => counted(row.class, (row.looked ?? 0) + 1)));
  announce(open.length ? say("unit-counted", { number: number(Math.max(...open.map((row) => (row.looked ?? 0) + 1))) }) : say("sample-complete"));
}

async function back() {
  unit.chosen = null;
  const rows = classes().map((plan) => reading.tally(work.items, plan));
  const most = Math.max(0, ...rows.map((row) => row.looked ?? 0));
  // Only the classes that were counted together go back together.
  const last = rows.filter((row) => most && row.looked === most);
  if (last.length) await write(last.map((row) => counted(row.class, most - 1)));
}

function change(row) {
  const node = piece("class");
  const say_ = (by) => async () => {
    const looked = (reading.lookedAt(work.items, row.class) ?? 0) + by;
    if (looked >= 0 && looked <= row.sample_size) await count(row.class, looked);
    else announce(say("sample-complete"));
  };
  one("[data-minus]", node).onclick = say_(-1);
  one("[data-plus]", node).onclick = say_(1);
  const field = one("input", node);
  field.onchange = async () => {
    const looked = Number(field.value);
    const isGood = field.value !== "" && Number.isInteger(looked) && looked >= 0 && looked <= row.sample_size;
    field.setAttribute("aria-invalid", String(!isGood));
    if (isGood) await count(row.class, looked);
    else announce(say("whole-up-to", { most: number(row.sample_size) }));
  };
  for (const place of [...all("button", node), field]) {
    place.setAttribute("aria-label", say(place.dataset.label, { class: row.name }));
  }
  return node;
}

function shown(node, row) {
  const isOver = row.reject !== null && row.found >= row.reject;
  fill(node, {
    name: row.name, aql: row.aql, found: number(row.found), accept: number(row.accept), reject: number(row.reject),
    looked: number(row.looked), sample: number(row.sample_shown === null ? null : row.sample_size), counting: say(`counting-${row.counting ?? "units"}`),
    checks: row.from_checks ? say("from-checks", { count: number(row.from_checks) }) : "",
    over: isOver ? say("reached") : row.looked !== null && row.found > row.looked ? say("more-than-looked") : "",
  });
  node.classList.toggle("f-over", isOver);
  const field = one("input", node);
  if (field) put(field, row.looked);
}

function drawnUnits() {
  const { drawn } = work.pack;
  const looked = reading.unitInHand(work.items, classes()) - 1;
  const current = inHand();
  const near = (drawn?.units ?? []).filter((row) => row.number > current - 3 && row.number <= current + 6);
  keyed(one("#drawn-units"), near.map((row) => ({ ...row, key: row.number })), () => piece("drawn"), (node, row) => {
    fill(node, { number: number(row.number), carton: number(row.carton), unit: number(row.unit) });
    node.toggleAttribute("data-done", row.number <= looked);
    node.ariaCurrent = row.number === current ? "true" : null;
  });
  one("#drawn-none").hidden = Boolean(drawn?.units?.length) || work.pack.way?.method === "continuous";
}

function nextInWords() {
  const found = way.next(work);
  if (!found) return "";
  const [name, values] = found;
  return say(name, Object.fromEntries(Object.entries(values).map(([key, value]) => [key, number(value)])));
}

export function show(section) {
  const rows = classes().map((plan) => ({ ...way.numbersAt(work.pack.way, findings.tally(work, plan)), key: plan.class }));
  keyed(one("#tally"), rows, () => piece("chip"), shown);
  const current = inHand();
  fill(document.body, { "unit-in-hand": number(current), "carton-in-hand": number(reading.cartonOf(work.pack.drawn, current)) });
  fill(document.body, { way: nextInWords() });
  if (section !== "units") return;
  keyed(one("#classes"), rows, change, shown);
  drawnUnits();
}

export function start() {
  for (const button of all("[data-next-unit]")) button.onclick = next;
  one("#unit-back").onclick = back;
}
