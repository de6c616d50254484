// What was agreed and drawn: the plan in words and numbers, the specification, the samples, what was found before.
import { day, fill, keyed, number, one, piece, say } from "./page.js";
import * as place from "./place.js";
import * as reading from "./reading.js";
import { answer, work } from "./work.js";

function facts() {
  const { pack } = work;
  fill(document.body, {
    lot: pack.lot_name, product: pack.product ?? "", partner: pack.partner, site: pack.site?.name ?? "", size: number(pack.lot_size),
    cartons: number(pack.cartons), sentence: pack.sentence ?? "", summary: pack.specification?.summary ?? "", packing: pack.specification?.packing ?? "",
    drawn: pack.drawn?.cartons?.length ? pack.drawn.cartons.map((carton) => number(carton)).join(" · ") : "", seed: pack.drawn?.seed ?? "",
  });
}

// Numbers that change as units are looked at are not the plan's own: they stand where it is counted.
function numbers(row) {
  const has = !work.pack.way || row.accept === 0 || !["sequential", "continuous", "variables"].includes(work.pack.way.method);
  const sample = work.pack.way?.method === "continuous" ? null : row.sample_size;
  return { sample: number(sample), accept: number(has ? row.accept : null), reject: number(has ? row.reject : null) };
}

function lists() {
  const { pack } = work;
  keyed(one("#plans"), pack.classes.map((row) => ({ ...row, key: row.class })), (row) => piece("plan", {
    name: row.name, aql: row.aql ? say("aql", { aql: row.aql, letter: row.letter || "–" }) : "", ...numbers(row), stage: row.stage_name ?? "",
  }));
  keyed(one("#requirements-read"), pack.requirements.map((row) => ({ ...row, key: row.code })), (row) => piece("requirement-read", {
    name: row.name, words: row.words ?? "", method: row.method ?? "",
    limits: row.lower == null && row.upper == null ? "" : say("range", { lower: number(row.lower), target: number(row.target), upper: number(row.upper), unit: row.unit ?? "" }),
  }));
  const photos = pack.samples.flatMap((sample) => sample.photos.map((photo) => ({ ...photo, key: photo.url, label: sample.label, kind: sample.kind_name })));
  keyed(one("#samples"), photos, (photo) => {
    const node = piece("sample", { label: photo.label, kind: photo.kind });
    Object.assign(one("img", node), { src: photo.preview ?? photo.url, alt: photo.name ?? photo.label });
    return node;
  });
  one("#samples-none").hidden = photos.length > 0;
  keyed(one("#earlier"), pack.earlier.map((row, at) => ({ ...row, key: at })), (row) => piece("earlier", {
    on: day(row.on), "earlier-lot": row.lot_name, verdict: row.verdict_name, defects: row.defects.map((defect) => `${defect.name} ${number(defect.units)}`).join(", "),
  }));
  one("#earlier-none").hidden = pack.earlier.length > 0;
}

export function show(section) {
  if (section !== "plan") return;
  lists();
  const started = reading.answers(work.items).get("started");
  one("#begin").hidden = Boolean(started);
  const said = reading.answers(work.items).get("place")?.data.value;
  one("#place").hidden = Boolean(said);
  fill(document.body, { "place-said": said ? say(said === "unknown" ? "place-not-known" : `place-${said}`) : "" });
}

export function start() {
  facts();
  one("#begin").onclick = async () => {
    await answer("started", true);
    location.hash = "#units";
  };
  one("#place").onclick = async () => answer("place", await place.ask());
}
