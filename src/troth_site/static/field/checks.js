// The checklist: each question without an answer until somebody gives one; two people's answers both stand.
import { all, announce, fill, keyed, moment, number, one, piece, put, say } from "./page.js";
import { found } from "./defects.js";
import * as findings from "./findings.js";
import { choose } from "./photos.js";
import * as place from "./place.js";
import * as reading from "./reading.js";
import { isAsked } from "./relevant.js";
import { answer, work } from "./work.js";

const classes = () => work.pack.classes.map((plan) => plan.class);
// Counted, and not written down as a defect yet.
const isUnwritten = (row) => findings.ofClass(work, row.class).answers.includes(row.code);
const valueOf = (given, code) => given.get(code)?.data.value ?? null;

export function asked() {
  const given = reading.answers(work.items);
  return work.pack.checklist.filter((row) => isAsked(row.relevant, (code) => valueOf(given, code)));
}

export const missing = () => {
  const given = reading.answers(work.items);
  return asked().filter((row) => row.required && row.kind !== "note" && (row.kind === "photo" ? !reading.picturesOf(work.items, row.code) : valueOf(given, row.code) === null));
};

const WRITTEN = { whole: "number", number: "number", day: "date", moment: "datetime-local", text: "text" };

// A question that is asked again is the one that was there: its fields are not made anew.
const questions = new Map();

function question(row) {
  if (!questions.has(row.code)) questions.set(row.code, asking(row));
  return questions.get(row.code);
}

function asking(row) {
  const node = piece(row.kind === "choice" || row.kind === "choices" ? "question-choice" : `question-${row.kind in WRITTEN ? "written" : row.kind}`);
  const name = `answer-${row.code}`;
  for (const place_ of all("[data-names]", node)) place_.id = `${name}-${place_.dataset.names}`;
  for (const label of all("label[data-for]", node)) label.htmlFor = `${name}-${label.dataset.for}`;
  if (row.kind === "choice" || row.kind === "choices") options(node, row, name);
  else if (row.kind in WRITTEN) written(node, row);
  else if (row.kind === "photo") for (const button of all("[data-photo]", node)) button.onclick = () => choose({ defect: null, field: row.code, isCamera: button.dataset.photo === "camera" });
  else if (row.kind === "place") one("button", node).onclick = () => here(row);
  const record = one("[data-record]", node);
  if (record) record.onclick = () => found(null, row.called ?? row.label, findings.countsIn(row.class, classes()));
  const note = one("[data-note]", node);
  if (note) note.onchange = () => answer(row.code, valueOf(reading.answers(work.items), row.code), note.value.trim().slice(0, 1000));
  const leave = one("[data-clear]", node);
  if (leave) leave.onclick = () => answer(row.code, null, note?.value.trim() ?? "");
  return node;
}

function options(node, row, name) {
  const field = one("[data-options]", node);
  for (const choice of row.choices) {
    const option = piece("option", { option: choice.label });
    const input = one("input", option);
    Object.assign(input, { type: row.kind === "choice" ? "radio" : "checkbox", name, value: choice.value });
    input.onchange = () => {
      const picked = all("input:checked", field).map((checked) => checked.value);
      return answer(row.code, row.kind === "choice" ? picked[0] : picked, one("[data-note]", node).value.trim());
    };
    field.append(option);
  }
}

function written(node, row) {
  const input = one("input[data-answer]", node);
  input.type = WRITTEN[row.kind];
  if (input.type === "number") Object.assign(input, { step: row.step ?? (row.kind === "whole" ? "1" : "any"), inputMode: "decimal" });
  if (row.step) Object.assign(input, { min: row.lower, max: row.upper });
  input.onchange = () => {
    const text = input.value.trim();
    const isFigure = input.type === "number";
    const isGood = !input.validity.badInput && !(row.kind === "whole" && text && !Number.isInteger(Number(text)));
    input.setAttribute("aria-invalid", String(!isGood));
    if (!isGood) return announce(say("not-a-number"));
    if (row.step && !input.validity.valid) {
      input.setAttribute("aria-invalid", "true");
      return announce(steps(row));
    }
    return answer(row.code, text === "" ? null : isFigure ? Number(text) : text.slice(0, 4000), one("[data-note]", node).value.trim());
  };
}

async function here(row) {
  await place.ask();
  const found = place.here();
  if (found.latitude === null) return announce(say("place-unknown"));
  return answer(row.code, [found.latitude, found.longitude, found.accuracy]);
}

const steps = (row) => say("steps", { lower: number(row.lower), upper: number(row.upper), step: number(row.step) });

function limits(row) {
  if (row.step) return steps(row);
  if (row.lower == null && row.upper == null) return "";
  return say("limits", { lower: number(row.lower), upper: number(row.upper) });
}

function shown(node, row) {
  const given = reading.answers(work.items).get(row.code);
  const value = given?.data.value ?? null;
  const isOutside = typeof value === "number" && reading.isOutside(value, row);
  const failed = !isOutside && findings.fails(row, value) === true;
  const record = one("[data-record]", node);
  if (record) record.hidden = !isUnwritten(row);
  const pictures = reading.picturesOf(work.items, row.code);
  fill(node, {
    label: row.label, hint: row.hint ?? "", limits: limits(row), required: row.required ? say("required") : "",
    at: value === null ? say("no-answer") : say("answered", { time: moment(given.data.answered_at) }),
    wrong: failed ? say("fails") : isOutside ? say("outside") : "", count: say("photos-of", { count: number(pictures) }),
    place: Array.isArray(value) && row.kind === "place" ? value.map((part) => number(part, 5)).join(" · ") : "",
  });
  node.classList.toggle("f-over", failed || isOutside);
  for (const input of all("[data-options] input", node)) input.checked = [value].flat().map(String).includes(input.value);
  for (const [input, text] of [[one("input[data-answer]", node), value], [one("[data-note]", node), given?.data.note]]) {
    if (input && input.ariaInvalid !== "true") put(input, text);
  }
  both(node, row);
}

const bothOf = (code) => work.both.find((each) => each.field === code)?.answers ?? [];

// What a question shows: while it is the same, the question stays as it is.
function stamp(row) {
  const { code } = row;
  const given = reading.answers(work.items).get(code);
  return [given?.uid, given?.rev, reading.picturesOf(work.items, code), isUnwritten(row), bothOf(code).map((each) => each.uid)].join(" ");
}

function both(node, row) {
  const place_ = one("[data-both]", node);
  const answers = bothOf(row.code);
  place_.hidden = answers.length < 2;
  const words = new Map((row.choices ?? []).map((choice) => [String(choice.value), choice.label]));
  keyed(one("ul", place_), answers.map((each, at) => ({ ...each, key: at })), () => piece("both"), (line, each) => fill(line, {
    person: each.by, value: [each.value].flat().map((part) => words.get(String(part)) ?? part ?? "–").join(", "), time: moment(each.answered_at),
  }));
}

export function show(section) {
  if (section !== "checks") return;
  const rows = asked();
  keyed(one("#questions"), rows.map((row) => ({ ...row, key: row.code, same: stamp(row) })), question, shown);
  // Headings stand where a section begins.
  let before = "";
  for (const node of all("#questions > [data-key]")) {
    const row = rows.find((each) => each.code === node.dataset.key);
    fill(node, { section: row.section !== before ? row.section : "" });
    before = row.section;
  }
  one("#questions-none").hidden = rows.length > 0;
}
