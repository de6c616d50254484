// What is there and what is missing, opening a corrective action, and handing in. Nothing is filled in for anybody.
import { all, announce, fill, keyed, number, one, piece, say } from "./page.js";
import { missing } from "./checks.js";
import * as findings from "./findings.js";
import { rows as measured } from "./measures.js";
import * as reading from "./reading.js";
import * as way from "./way.js";
import { now, record, work } from "./work.js";

function lacks() {
  const found = [];
  const [name, values, isTold] = way.next(work) ?? [];
  const hasWay = Boolean(name);
  if (hasWay && !isTold) found.push([say(name, values), "units"]);
  for (const plan of work.pack.classes) {
    const looked = reading.lookedAt(work.items, plan.class);
    if (looked === null) found.push([say("lacks-count", { class: plan.name }), "units"]);
    else if (looked < plan.sample_size && !hasWay) found.push([say("lacks-units", { class: plan.name, looked: number(looked), sample: number(plan.sample_size) }), "units"]);
  }
  const questions = missing();
  if (questions.length) found.push([say("lacks-answers", { count: number(questions.length) }), "checks"]);
  for (const row of measured()) {
    const [had, wanted] = [reading.unitsMeasured(work.items, row.code), row.wanted ?? row.readings];
    if (had < wanted) found.push([say("lacks-readings", { name: row.name, had: number(had), wanted: number(wanted) }), "measure"]);
  }
  found.push(...beyond());
  for (const side of new Set(["buyer", "factory", ...work.pack.signers.map((each) => each.side)])) {
    const signed = reading.of(work.items, "signatures").some((item) => item.data.side === side);
    if (!signed) found.push([say("lacks-signature", { side: say(`side-${side}`) }), "sign"]);
  }
  return found;
}

// A unit outside its limits counts by itself; a defect written down for it says more, and shows it.
function beyond() {
  const named = new Set(reading.defects(work.items).map((item) => item.data.unit));
  return measured().flatMap((row) => reading.measured(work.items)
    .filter(({ data }) => data.code === row.code && reading.isOutside(data.value, row) && !named.has(data.unit_number))
    .map(({ data }) => [say("lacks-defect", { name: row.name, unit: number(data.unit_number) }), "defects"]));
}

export function show(section) {
  if (section !== "summary") return;
  const rows = work.pack.classes.map((plan) => ({ ...way.numbersAt(work.pack.way, findings.tally(work, plan)), key: plan.class }));
  keyed(one("#sums"), rows, () => piece("sum"), (node, row) => fill(node, {
    name: row.name, found: number(row.found), looked: number(row.looked), sample: number(row.sample_shown === null ? null : row.sample_size),
    accept: number(row.accept), reject: number(row.reject), checks: row.from_checks ? say("from-checks", { count: number(row.from_checks) }) : "",
  }));
  keyed(one("#lacks"), lacks().map(([text, where]) => ({ key: text, text, where })), ({ where }) => {
    const node = piece("lack");
    one("a", node).href = `#${where}`;
    return node;
  }, (node, { text }) => fill(node, { text }));
  one("#lacks-none").hidden = one("#lacks").childElementCount > 0;
  const problems = reading.of(work.items, "corrective").map((item) => ({ ...item, key: item.uid }));
  keyed(one("#problems"), problems, () => piece("problem"), (node, { data, state, reason }) => fill(node, {
    title: data.title, grade: say(`class-${data.grade}`), state: say(`state-${state}`), reason: reason ?? "",
  }));
  defectsToChoose();
  handing();
}

function defectsToChoose() {
  const select = one("#corrective").elements.defect;
  for (const item of reading.defects(work.items)) {
    if (![...select.options].some((option) => option.value === item.uid)) select.append(new Option(item.data.name, item.uid));
  }
}

function handing() {
  const given = reading.handedIn(work.items);
  const isRefused = given?.state === "refused";
  const isOpen = !given || isRefused;
  const lacking = isOpen && hasBeenTold ? lacks().length : 0;
  const isAsked = lacking > 0;
  const words = isAsked ? say("hand-in-lacks", { count: number(lacking) }) : !given ? "" : isRefused ? say("hand-in-refused", { reason: given.reason ?? "" }) : say(given.state === "sent" ? "handed-in" : "hand-in-waits");
  fill(document.body, { "handing": words });
  one("#hand-in").disabled = !isOpen;
  one("#hand-in").hidden = isAsked;
  one("#hand-in-anyway").hidden = !isAsked;
}

async function open(event) {
  event.preventDefault();
  const form = event.target;
  const { title, problem, grade, defect } = form.elements;
  if (!title.value.trim() || !grade.value) return announce(say("title-and-grade"));
  await record("corrective", {
    title: title.value.trim().slice(0, 200), problem: problem.value.trim().slice(0, 4000) || title.value.trim(), grade: grade.value, defect: defect.value || null,
  }).kept;
  form.reset();
  form.closest("details").removeAttribute("open");
  return announce(say("corrective-kept"));
}

// What is missing is said before anything is handed in, and only a second, other button does it all the same.
let hasBeenTold = false;

function ask(send) {
  const lacking = lacks().length;
  if (!lacking) return handIn(send);
  hasBeenTold = true;
  handing();
  one("#hand-in-anyway").focus();
  return announce(say("hand-in-lacks", { count: number(lacking) }));
}

async function handIn(send) {
  hasBeenTold = false;
  await record("hand_in", { at: now() }).kept;
  announce(say("hand-in-waits"));
  send();
}

export function start(send) {
  one("#corrective").onsubmit = open;
  one("#hand-in").onclick = () => ask(send);
  one("#hand-in-anyway").onclick = () => handIn(send);
  for (const button of all("[data-send]")) button.onclick = () => send();
}
