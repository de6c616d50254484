// What answers and readings come to beside the defects written down, by the rule of troth.quality.field_findings; one
// list of cases holds both to the same numbers. The verdict is not made here.
import * as reading from "./reading.js";
import { isAsked } from "./relevant.js";

const GRAVEST_FIRST = ["critical", "major", "minor"];
const LONGEST = 200;
const NOTHING = { answers: [], numbers: [], requirements: [], defects: 0, open: [] };

const folded = (name) => name.slice(0, LONGEST).normalize("NFC").toLowerCase().trim().replaceAll(/\s+/g, " ");

// Packs that were taken along before they told names know what they show.
const namesOf = (row) => new Set(row.names ?? [row.code, row.code.replace(/^requirement\./, ""), row.label ?? row.name].map(folded));

// Null where it is not answered, or with what it does not take: unknown is neither passed nor failed.
export function fails(row, value) {
  if (value === null || value === undefined || value === "" || value.length === 0) return null;
  if (row.kind === "choice" || row.kind === "choices") {
    if (Array.isArray(value) !== (row.kind === "choices")) return null;
    const parts = [value].flat();
    const options = row.choices.map((choice) => choice.value);
    return parts.every((part) => options.includes(part)) ? parts.some((part) => row.failing?.includes(part) ?? false) : null;
  }
  if (row.kind === "number" || row.kind === "whole") {
    if (!Number.isFinite(value) || (row.kind === "whole" && !Number.isInteger(value))) return null;
    return reading.isOutside(value, row);
  }
  if (row.kind === "note") return null;
  return row.kind === "place" ? (Array.isArray(value) ? false : null) : typeof value === "string" ? false : null;
}

// A graver class that the plan does not hold counts in the next less grave one that it does.
export const countsIn = (name, classes) => (name ? GRAVEST_FIRST.slice(GRAVEST_FIRST.indexOf(name)).find((each) => classes.includes(each)) : undefined);

function under(recorded, row) {
  const names = namesOf(row);
  return recorded.filter((each) => names.has(folded(each.name)) || names.has(folded(each.code ?? "")));
}

function left(row, readings, recorded) {
  const beyond = new Set(readings.filter((each) => reading.isOutside(each.value, row)).map((each) => each.unit_number));
  const own = under(recorded, row);
  const named = new Set(recorded.map((each) => each.unit));
  const elsewhere = new Set(own.map((each) => each.unit).filter((unit) => unit !== null && !beyond.has(unit)));
  const spare = own.filter((each) => each.unit === null).reduce((sum, each) => sum + each.units, 0) + elsewhere.size;
  const numbers = [...beyond].filter((unit) => !named.has(unit)).sort((a, b) => a - b).slice(spare);
  return { numbers, defects: Math.max(0, beyond.size - own.reduce((sum, each) => sum + each.defects, 0)) };
}

// Of each class of the plan; everything is passed in, so that the same cases can be given to the library.
export function found({ checklist, requirements, classes, answers, photographed, readings, recorded }) {
  const answerTo = (code) => answers[code] ?? null;
  const asked = checklist.filter((row) => isAsked(row.relevant, answerTo));
  const isOpen = (row) => row.required && row.kind !== "note" && (row.kind === "photo" ? !photographed.includes(row.code) : fails(row, answerTo(row.code)) === null);
  return Object.fromEntries(classes.map((name) => {
    const own = recorded.filter((each) => each.class === name);
    const rows = asked.filter((row) => countsIn(row.class, classes) === name);
    const failed = rows.filter((row) => fails(row, answerTo(row.code)) && !under(own, row).length).map((row) => row.code);
    const measured = requirements.filter((row) => countsIn(row.class, classes) === name);
    const sums = { answers: failed, numbers: new Set(), requirements: [], defects: failed.length, open: rows.filter(isOpen).map((row) => row.code) };
    for (const row of measured) {
      const read = readings.filter((each) => each.code === row.code);
      const { numbers, defects } = left(row, read, own);
      for (const unit of numbers) sums.numbers.add(unit);
      sums.defects += defects;
      if (numbers.length || defects) sums.requirements.push(row.code);
      if (new Set(read.map((each) => each.unit_number)).size < (row.wanted ?? row.readings)) sums.open.push(row.code);
    }
    return [name, { ...sums, numbers: [...sums.numbers].sort((a, b) => a - b) }];
  }));
}

// Never more units through answers and readings than were looked at.
export function count(written, more, looked, counting) {
  if (counting === "defects") return written + more.defects;
  const units = more.answers.length + more.numbers.length;
  return written + (looked === null ? units : Math.min(units, Math.max(0, looked - written)));
}

let last = { items: null, both: null, pack: null, sums: null };

// Counted once for each state of the work: the lists are never changed, new ones take their place.
export function sums({ pack, items, both }) {
  if (last.items === items && last.both === both && last.pack === pack) return last.sums;
  const differ = new Set(both.map((each) => each.field));
  const answers = Object.fromEntries([...reading.answers(items)].filter(([code]) => !differ.has(code)).map(([code, item]) => [code, item.data.value]));
  const isApart = (row) => pack.way?.method === "variables" && row.kind === "measured";
  const all = found({
    checklist: pack.checklist, classes: pack.classes.map((plan) => plan.class), answers,
    requirements: pack.requirements.filter((row) => (row.measured ?? (row.kind === "measured" || row.lower != null || row.upper != null)) && !isApart(row)),
    photographed: pack.checklist.map((row) => row.code).filter((code) => reading.picturesOf(items, code)),
    readings: reading.measured(items).map((item) => item.data), recorded: reading.defects(items).map((item) => item.data),
  });
  last = { items, both, pack, sums: all };
  return all;
}

export const ofClass = (work, name) => sums(work)[countsIn(name, work.pack.classes.map((plan) => plan.class))] ?? NOTHING;

export function tally(work, plan) {
  const row = reading.tally(work.items, plan);
  const found_ = count(row.found, ofClass(work, plan.class), row.looked, plan.counting);
  return { ...row, found: found_, from_checks: found_ - row.found };
}
