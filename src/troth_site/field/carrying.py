"""The pack as the phone shows it: what is frozen and drawn, in the reader's words; nothing is added."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from troth.quality.field_questions import name_folded, names_of
from troth.quality.origin_questions import CODES
from troth.quality.requirement_questions import is_told_by_a_number
from troth.quality.sampling_values import Sampling, said_sampling
from troth_site.field.words import DEFECT_CLASSES, KINDS, SAMPLES, STAGES, VERDICTS
from troth_site.queries.quality.checks_counted import wanted_of
from troth_site.queries.quality.shipped_checklists import sections
from troth_site.queries.quality.shipped_words import read_as
from troth_site.queries.quality.wordings import Reading

LOOKED_AT = "looked-at."
Values = Mapping[str, Any]


def carried(pack: Values, words: Reading) -> dict[str, Any]:
    """Return what a phone keeps of an inspection.

    Args:
        pack: As queries.quality.field.pack returns it.
        words: Of its requirements, as the reader reads them.
    """
    lot, plan, kept, person = pack["lot"], pack["plan"], pack["kept"], pack["person"]
    sides = {"buyer": lot["buyer"], "factory": lot["factory"]}
    classes = [
        _class(value, name, plan["classes"][value]) for value, name in DEFECT_CLASSES if value in plan["classes"]
    ]
    return {
        "uid": pack["uid"], "state": pack["state"], "person": {"pk": person["id"], "name": person["name"]},
        "lot_name": lot["name"], "lot_size": lot["size"], "cartons": lot["cartons"], "planned_on": lot["planned_on"],
        "product": lot["product"] or lot["family"], "partner": " · ".join(sides.values()), "site": lot["site"],
        "kind_name": str(KINDS.get(lot["kind"], lot["kind"])),
        "sentence": _way(plan) or _sentence(classes, lot["size"]), "classes": classes,
        "drawn": _drawn(pack["draw"]), "way": pack["way"],
        "requirements": [
            _requirement(row, words) | {"wanted": wanted_of(plan, row, stage=lot["kind"])}
            for row in plan["requirements"]
        ],
        "checklist": [_item(row, words) for row in plan["checklist"]],
        "catalogue": [row | {"photo": row["photo"]["url"] if row["photo"] else None} for row in pack["catalogue"]],
        "samples": [row | {"kind_name": str(SAMPLES.get(row["kind"], row["kind"]))} for row in pack["samples"]],
        "earlier": [_earlier(row) for row in pack["earlier"]],
        "corrective": pack["corrective"],
        "signers": [{"side": row["side"], "pk": row["person"], "name": row["name"]} for row in pack["people"]],
        "have": _have(kept, person["name"]),
        "both": [row for row in kept["fields"] if row["open"]],
    }  # fmt: skip


def _class(value: str, name: object, numbers: Values) -> dict[str, Any]:
    return {
        "class": value, "name": str(name), "aql": numbers["aql"], "letter": numbers["letter"],
        "sample_size": numbers["sample_size"], "accept": numbers["accept"], "reject": numbers["reject"],
        "counting": numbers["counting"], "stage_name": str(STAGES.get(numbers["stage"], numbers["stage"])),
    }  # fmt: skip


def _sentence(classes: Sequence[Values], lot: int) -> str:
    sizes = {row["sample_size"] for row in classes}
    if sizes == {lot}:
        return _("Every unit of the lot is looked at.")
    if len(sizes) == 1:
        return _("%(sample)s of %(lot)s units are looked at.") % {"sample": _figure(sizes.pop()), "lot": _figure(lot)}
    return _("Up to %(sample)s of %(lot)s units are looked at; each class has its own sample.") % {
        "sample": _figure(max(sizes, default=0)), "lot": _figure(lot),
    }  # fmt: skip


def _way(plan: Values) -> str:
    """Return in a sentence how a plan is carried out where not by AQL."""
    way = plan.get("way")
    if not way:
        return ""
    return said_sampling(Sampling(method=way["method"], values=way["values"]), lot=plan["lot"]).sentence(_)


def _figure(number: int) -> str:
    return number_format(number, force_grouping=True)


def _drawn(draw: Values) -> dict[str, Any]:
    units = [{"number": one["number"], "carton": one["carton"], "unit": one["place"]} for one in draw["units"]]
    return {"cartons": sorted(draw["cartons"]), "units": units, "seed": draw["word"], "commitment": draw["commitment"]}


def _requirement(row: Values, words: Reading) -> dict[str, Any]:
    """Return a requirement in the reader's words; where they are another's, what was signed stands behind them."""
    read = {name: words.of(row[name]) for name in ("name", "words", "method")}
    signed = [row[name] for name in ("name", "words") if read[name] != row[name]]
    if signed:
        read["method"] = " · ".join(each for each in (read["method"], *signed) if each)
    measured = is_told_by_a_number(kind=row["kind"], lower=row["lower"], upper=row["upper"])
    names = names_of(row["code"], [row["name"]])
    return dict(row) | read | {
        "class": row["defect_class"], "measured": measured, "names": names, "called": row["name"],
    }  # fmt: skip


def _item(row: Values, words: Reading) -> dict[str, Any]:
    choices = [
        {"value": one.get("value", one.get("name", "")), "label": _reader(one.get("label", ""))}
        for one in row["choices"]
    ]
    label = row["label"] if isinstance(row["label"], dict) else {"en": str(row["label"])}
    shown = _(_reader(row["label"])) if row["code"] in CODES else words.of(_reader(row["label"]))
    names = names_of(row["code"], label.values())
    return dict(row) | {
        "label": shown, "names": names,
        # Written down as a defect it bears a name that both sides know it by, the reader’s own where it is one.
        "called": shown if name_folded(shown) in names else label.get("en") or next(iter(label.values()), shown),
        "hint": " · ".join(words.of(part) for part in _reader(row["hint"]).split(" · ")),
        "choices": choices, "class": row["defect_class"],
        "section": _reader(sections().get(row["section"]) or (_(row["section"]) if row["section"] else "")),
    }  # fmt: skip


def _reader(words: Any) -> str:
    """Return a text of several languages in the reader's, else in English, else in its first."""
    if not isinstance(words, dict):
        return str(words)
    language = get_language() or "en"
    for wanted in (language, language.partition("-")[0]):
        if words.get(wanted):
            return str(words[wanted])
    return read_as(str(words.get("en") or next(iter(words.values()), "")))


def _earlier(row: Values) -> dict[str, Any]:
    return {
        "on": row["on"], "lot_name": row["lot"], "verdict_name": str(VERDICTS.get(row["verdict"], "–")),
        "defects": row["defects"],
    }  # fmt: skip


def _have(kept: Values, name: str) -> dict[str, Any]:
    """Return what the server has: this person's own answers, and what anybody found."""
    own = [
        {"uid": one["uid"], "field": row["field"], "value": one["value"], "note": "", "answered_at": one["answered_at"]}
        for row in kept["fields"] for one in row["answers"] if one["by"] == name
    ]  # fmt: skip
    return {
        "entries": [one for one in own if not one["field"].startswith(LOOKED_AT)],
        "counts": [_count(one) for one in own if one["field"].startswith(LOOKED_AT)],
        "defects": [
            {key: value for key, value in one.items() if key not in ("by", "removed")}
            | {"removed_at": None, "removed_because": "", "answered_at": one.get("answered_at", "")}
            for one in kept["defects"] if not one["removed"]
        ],
        "measurements": [one | {"removed_at": None} for one in kept["measurements"]],
        "photos": [one | {"marks": one.get("marks", []), "field": one.get("field", "")} for one in kept["photos"]],
        "signatures": list(kept["signatures"]),
    }  # fmt: skip


def _count(entry: Values) -> dict[str, Any]:
    name = entry["field"].removeprefix(LOOKED_AT)
    return {"uid": entry["uid"], "class": name, "looked_at": entry["value"], "answered_at": entry["answered_at"]}
