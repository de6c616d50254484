// Measurements: the limits stand beside the field; what lies outside is marked and kept as it is.
import { inHand } from "./counting.js";
import { found } from "./defects.js";
import * as findings from "./findings.js";
import { announce, fill, keyed, number, one, piece, put, say } from "./page.js";
import * as reading from "./reading.js";
import { amend, now, record, work } from "./work.js";

// The server says with the pack what is measured; packs that were taken along before it did are read as they were then.
const wasMeasured = (row) => row.kind === "measured" || row.lower != null || row.upper != null;
export const rows = () => work.pack.requirements.filter((row) => row.measured ?? wasMeasured(row));

function range({ lower, upper, target, unit }) {
  const figure = (value) => (value == null ? "–" : number(value));
  return say("range", { lower: figure(lower), target: figure(target), upper: figure(upper), unit: unit ?? "" });
}

function requirement(row) {
  const node = piece("requirement");
  const form = one("form", node);
  for (const name of ["value", "unit", "instrument", "until"]) {
    const field = form.elements[name];
    field.id = `measure-${row.code}-${name}`;
    one(`label[data-for="${name}"]`, form).htmlFor = field.id;
  }
  form.elements.value.oninput = () => form.classList.toggle("f-over", isOut(form, row));
  form.onsubmit = (event) => {
    event.preventDefault();
    return add(form, row);
  };
  return node;
}

// Counted, and not written down as a defect of that unit yet.
const isUnwritten = (row, data) => reading.isOutside(data.value, row) && data.unit_number <= reading.largest(work.pack.classes) && findings.ofClass(work, row.class).numbers.includes(data.unit_number);

const isOut = (form, row) => form.elements.value.value !== "" && reading.isOutside(form.elements.value.valueAsNumber, row);

async function add(form, row) {
  const { value, unit, instrument, until } = form.elements;
  const at = unit.valueAsNumber;
  const isGood = Number.isFinite(value.valueAsNumber);
  const isUnit = Number.isInteger(at) && at >= 1;
  value.setAttribute("aria-invalid", String(!isGood));
  unit.setAttribute("aria-invalid", String(!isUnit));
  if (!isGood || !isUnit) return announce(say(isGood ? "whole-number" : "not-a-number"));
  const reads = value.valueAsNumber;
  // Emptied before it is kept: the next reading may be typed meanwhile.
  value.value = "";
  unit.value = at + 1;
  form.classList.remove("f-over");
  value.focus();
  await record("measurements", {
    code: row.code, unit_number: at, value: reads, instrument: instrument.value.trim().slice(0, 120),
    calibrated_until: until.value || null, answered_at: now(),
  }).kept;
  return announce(say(reading.isOutside(reads, row) ? "kept-outside" : "kept"));
}

// The unit that is measured follows the one in hand, unless a value is just being written.
function follow(form) {
  const { unit, value } = form.elements;
  const current = String(inHand());
  if (form.dataset.inHand === current || value.value !== "") return;
  form.dataset.inHand = current;
  put(unit, current);
}

function shown(node, row) {
  follow(one("form", node));
  const readings = reading.measured(work.items).filter((item) => item.data.code === row.code);
  fill(node, {
    name: row.name, range: range(row), method: row.method ?? "", unit: row.unit ?? "",
    count: say("readings", { count: number(reading.unitsMeasured(work.items, row.code)), wanted: number(row.wanted ?? row.readings) }),
  });
  keyed(one("ul", node), readings.map((item) => ({ ...item, key: item.uid, same: `${item.data.value} ${item.data.unit_number} ${isUnwritten(row, item.data)}` })), (item) => {
    const line = piece("reading");
    one("[data-record]", line).onclick = () => found(null, row.called ?? row.name, findings.countsIn(row.class, work.pack.classes.map((plan) => plan.class)), item.data.unit_number);
    one("[data-remove]", line).onclick = () => amend(item.key, { removed_at: now() });
    return line;
  }, (line, { data }) => {
    const isOutside = reading.isOutside(data.value, row);
    line.classList.toggle("f-over", isOutside);
    one("[data-record]", line).hidden = !isUnwritten(row, data);
    fill(line, { value: number(data.value), on: say("on-unit", { number: number(data.unit_number) }), outside: isOutside ? say("outside") : "" });
  });
}

export function show(section) {
  if (section !== "measure") return;
  keyed(one("#requirements"), rows().map((row) => ({ ...row, key: row.code })), requirement, shown);
  one("#requirements-none").hidden = rows().length > 0;
}
