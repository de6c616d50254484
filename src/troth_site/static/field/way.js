// How a plan is carried out where two numbers do not tell: one unit after the other, or along a line. Pure; the verdict
// is not made here, and the server follows the same line from the same seed.
import * as findings from "./findings.js";
import * as reading from "./reading.js";

const HARMS = new Set(["critical", "major"]);

// Bad units by their numbers; one whose number nobody said is taken for the last looked at.
function badUnits(work, looked) {
  const own = reading.defects(work.items).map((item) => item.data).filter((defect) => HARMS.has(defect.class));
  const numbers = new Set(own.filter((defect) => defect.unit !== null).map((defect) => defect.unit));
  const sums = Object.entries(findings.sums(work)).filter(([name]) => HARMS.has(name)).map(([, more]) => more);
  for (const unit of sums.flatMap((more) => more.numbers)) numbers.add(unit);
  if (own.some((defect) => defect.unit === null) || sums.some((more) => more.answers.length)) numbers.add(looked);
  return numbers;
}

// Every unit until a run of good ones, then one of each block; a bad one brings every unit back (troth.quality.in_line).
export function follow({ clearance, block, picks }, looked, bad) {
  let [isSampling, run, stretch, passed, from, used] = [false, 0, 0, 0, 0, 0];
  const pick = () => from + picks[used % picks.length];
  for (let number = 1; number <= looked; number += 1) {
    passed = isSampling ? pick() : passed + 1;
    if (isSampling) {
      [from, used, isSampling] = [from + block, used + 1, !bad.has(number)];
    } else {
      [run, stretch] = [bad.has(number) ? 0 : run + 1, stretch + 1];
      if (run >= clearance) [isSampling, run, stretch, from] = [true, 0, 0, passed];
    }
  }
  return { isSampling, run, stretch, passed, next: isSampling ? pick() : passed + 1 };
}

// The numbers that hold after so many units; null where it is too early for one, or no number tells. A line has no sample.
export function numbersAt(way, row) {
  if (!way) return row;
  if (row.accept === 0) return way.method === "continuous" ? { ...row, sample_shown: null } : row;
  if (way.method === "sequential" && row.accept < row.sample_size) {
    const step = way.steps.findLast(([units]) => units <= Math.max(row.looked ?? 0, 1));
    return { ...row, accept: row.looked ? step[1] : null, reject: row.looked ? step[2] : null };
  }
  if (way.method === "variables" || way.method === "sequential") return { ...row, accept: null, reject: null };
  return way.method === "continuous" ? { ...row, accept: null, reject: null, sample_shown: null } : row;
}

// What to do next, as the name of a sentence and its values; null where the numbers say enough.
export function next(work) {
  const { way, classes } = work.pack;
  const major = classes.find((plan) => plan.class === "major");
  if (!way || !major || !(way.steps || way.picks)) return null;
  const row = numbersAt(way, findings.tally(work, major));
  const looked = row.looked ?? 0;
  if (way.method === "sequential") {
    if (row.reject !== null && row.found >= row.reject) return ["way-refuse", {}, true];
    if (row.accept !== null && row.found <= row.accept) return ["way-accept", {}, true];
    return ["way-go-on", {}, false];
  }
  const at = follow(way, looked, badUnits(work, looked));
  const values = { run: at.run, clearance: way.clearance, block: way.block, unit: at.next, limit: way.limit };
  if (at.next > row.sample_size) return ["way-line-over", values, true];
  if (at.isSampling) return ["way-sampling", values, false];
  return at.stretch >= way.limit ? ["way-line-fails", values, true] : ["way-every-unit", values, false];
}
