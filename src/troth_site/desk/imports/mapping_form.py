"""The form on which a person says what the columns of a file are: how it starts, and what came back."""

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth_site.queries.imports import Batch
from troth_site.sheets import describing
from troth_site.sheets.centuries import USUAL, window_of
from troth_site.sheets.mapping import FIELDS
from troth_site.templatetags.troth_parts import short_day

FACTORY_EXAMPLES = 3
EMPTY_RULES = 1
IN_THE_TABLE = tuple(name for name in FIELDS if name != "factory")
ANSWERS: AnyMapping[str, str | Promise] = {
    "day-first": gettext_lazy("the day comes first, then the month"),
    "month-first": gettext_lazy("the month comes first, then the day"),
    "year-first": gettext_lazy("the year comes first"),
    "point": gettext_lazy("the point is the decimal mark"),
    "comma": gettext_lazy("the comma is the decimal mark"),
}


@dataclass(frozen=True, slots=True)
class Posted:
    """What a person sent: a mapping by column names, and what is wrong with it."""

    mapping: dict[str, Any]
    profile_name: str = ""
    problems: list[str] = field(default_factory=list)
    doubled: AnyMapping[int, str] = field(default_factory=dict)  # column index to the field it was also given


def meaning_of(answer: str) -> str:
    """Say what an answer makes of a column."""
    window = window_of(answer)
    if window is None:
        return str(ANSWERS.get(answer, answer))
    return _("the years lie from %(first)s to %(last)s") % {"first": window.first, "last": window.end}


def _answers(header: list[str], posted: QueryDict) -> dict[str, str]:
    """Return what was answered to each column; its order and its century stand with a blank between."""
    found = {}
    for index, name in enumerate(header):
        order, century = posted.get(f"answer-{index}", ""), posted.get(f"century-{index}", "")
        given = [order] if order in ANSWERS else []
        given += [century] if window_of(century) else []
        if given:
            found[name] = " ".join(given)
    return found


def read(batch: Batch, posted: QueryDict) -> Posted:
    """Read the form, and name everything in it that does not go together."""
    header: list[str] = (batch.study or {})["header"]
    fields, doubled, problems = _fields(header, posted)
    factory = _column(header, posted.get("factory", "")) or _column(header, posted.get("factory_other", ""))
    if factory is not None:
        fields["factory"] = factory
    else:
        problems.insert(0, _("Say which column names the factory: nobody else can know."))
    if "promised" not in fields:
        problems.append(_("Say which column holds the promised day: without it there is no promise to keep."))
    key = [name for text in posted.getlist("key") if (name := _column(header, text)) is not None]
    if not key and "order" not in fields:
        problems.append(_("Mark the columns that together name a line, such as order number and line."))
    mapping = {
        "fields": fields,
        "key": key,
        "set_aside": _rules(header, posted),
        "answers": _answers(header, posted),
    }
    if sheet := (batch.mapping or {}).get("sheet"):
        mapping["sheet"] = sheet
    return Posted(mapping, posted.get("profile_name", "").strip(), problems, doubled)


def _fields(header: list[str], posted: QueryDict) -> tuple[dict[str, str], dict[int, str], list[str]]:
    fields: dict[str, str] = {}
    doubled: dict[int, str] = {}
    problems = []
    for index, name in enumerate(header):
        what = posted.get(f"what-{index}", "")
        if what not in IN_THE_TABLE:
            continue
        if what in fields:
            doubled[index] = what
            told = {"field": _(FIELDS[what]), "one": fields[what], "other": name}
            problems.append(_("Two columns are chosen as “%(field)s”: %(one)s and %(other)s. Keep one.") % told)
        fields.setdefault(what, name)
    return fields, doubled, problems


def _column(header: list[str], text: str) -> str | None:
    return header[int(text)] if text.isascii() and text.isdigit() and int(text) < len(header) else None


def _rules(header: list[str], posted: QueryDict) -> list[list[str]]:
    rules = []
    for text in posted.getlist("set_aside"):
        column, _colon, value = text.partition(":")
        if (name := _column(header, column)) is not None and value:
            rules.append([name, value])
    name = _column(header, posted.get("aside_column", ""))
    if name is not None and posted.get("aside_value", "").strip():
        rules.append([name, posted["aside_value"].strip()])
    return [rule for at, rule in enumerate(rules) if rule not in rules[:at]]


def shown(
    batch: Batch, *, profiles: list[tuple[int, str, dict[str, Any]]], profile: str = "", posted: Posted | None = None
) -> dict[str, Any]:
    """Return the form: what was sent, else a saved profile, else what was answered before, else the proposal."""
    study = batch.study or {}
    mapping = _start(batch, profiles, profile, posted)
    chosen = {column: name for name, column in mapping["fields"].items() if name != "factory"}
    columns = [_shown_column(study, i, chosen, mapping, posted) for i in range(len(study["header"]))]
    return {
        "columns": columns,
        "known": [{**column, "label": _(FIELDS[column["what"]])} for column in columns if column["what"]],
        "samples": _transposed(study),
        "factories": _factories(study, mapping["fields"].get("factory")),
        "others": _others(study, mapping["fields"].get("factory")),
        "rules": _shown_rules(study, mapping["set_aside"]),
        "questions": _questions(study, mapping["answers"]),
        "answered": _answered(study, mapping["answers"]),
        "hints": [
            {"text": describing.spoken(q["message"], _), "offers": [o["answer"] for o in q["readings"]]}
            for q in study["questions"]
            if q["kind"] in ("promised", "key")
        ],
        "profiles": [{"pk": pk, "name": name, "fits": _fits(study, saved)} for pk, name, saved in profiles],
        "profile": profile,
        "profile_name": posted.profile_name if posted else "",
        "rows": study.get("rows"),
    }


def _start(batch: Batch, profiles: list[tuple[int, str, dict[str, Any]]], profile: str, posted: Posted | None) -> Any:
    study = batch.study or {}
    if posted is not None:
        return posted.mapping
    for pk, _name, saved in profiles:
        if str(pk) == profile:
            return _known_columns(study, saved)
    if batch.mapping and "fields" in batch.mapping:
        return {"set_aside": [], "answers": {}, **batch.mapping}
    return {
        "fields": {name: found["column"] for name, found in study["proposed"].items()},
        "key": study["key"],
        "set_aside": [],
        "answers": {},
    }


def _known_columns(study: dict[str, Any], saved: dict[str, Any]) -> dict[str, Any]:
    """Keep of a profile what this file has; the rest stays to be chosen."""
    header = study["header"]
    return {
        "fields": {name: column for name, column in saved["fields"].items() if column in header},
        "key": [column for column in saved.get("key", []) if column in header],
        "set_aside": [rule for rule in saved.get("set_aside", []) if rule[0] in header],
        "answers": {column: a for column, a in saved.get("answers", {}).items() if column in header},
    }


def _fits(study: dict[str, Any], saved: dict[str, Any]) -> bool:
    columns = {*saved["fields"].values(), *saved.get("key", []), *(rule[0] for rule in saved.get("set_aside", []))}
    return columns <= set(study["header"])


def _shown_column(
    study: dict[str, Any], index: int, chosen: dict[str, str], mapping: dict[str, Any], posted: Posted | None
) -> dict[str, Any]:
    name = study["header"][index]
    what = posted.doubled.get(index) if posted and index in posted.doubled else chosen.get(name, "")
    proposed = study["proposed"].get(what)
    from_the_file = proposed is not None and proposed["column"] == name
    return {
        "index": index,
        "name": name,
        "what": what,
        "choices": [{"value": f, "label": _(FIELDS[f]), "selected": f == what} for f in IN_THE_TABLE],
        "reason": describing.spoken(proposed["reason"], _) if from_the_file else "",
        "key": name in mapping["key"],
        "doubled": bool(posted and what in posted.doubled.values()),
    }


def _transposed(study: dict[str, Any]) -> list[list[str]]:
    columns = [study["samples"].get(name, []) for name in study["header"]]
    most = max(map(len, columns), default=0)
    return [[values[at] if at < len(values) else "" for values in columns] for at in range(most)]


def _factories(study: dict[str, Any], chosen: str | None) -> list[dict[str, Any]]:
    header = study["header"]
    return [
        {
            "index": header.index(name),
            "name": name,
            "examples": study["samples"].get(name, [])[:FACTORY_EXAMPLES],
            "checked": name == chosen,
        }
        for name in study["factory_candidates"]
    ]


def _others(study: dict[str, Any], chosen: str | None) -> list[dict[str, Any]]:
    """Return the columns that are not offered by themselves: somebody's factories may be bare numbers."""
    offered = set(study["factory_candidates"])
    return [
        {"index": index, "name": name, "selected": name == chosen}
        for index, name in enumerate(study["header"])
        if name not in offered
    ]


def _shown_rules(study: dict[str, Any], rules: list[list[str]]) -> list[list[dict[str, Any]]]:
    """Return one choice for every rule there is, and an empty one for the next."""
    return [_rule_groups(study, rule) for rule in [*rules, *[["", ""]] * EMPTY_RULES]]


def _rule_groups(study: dict[str, Any], rule: list[str]) -> list[dict[str, Any]]:
    header = study["header"]
    groups = []
    for name, values in study["frequent"].items():
        choices = [
            {"value": f"{header.index(name)}:{value}", "label": value, "count": n, "selected": [name, value] == rule}
            for value, n in values
        ]
        groups.append({"column": name, "choices": choices})
    if rule[0] and not any(choice["selected"] for group in groups for choice in group["choices"]):
        own = {"value": f"{header.index(rule[0])}:{rule[1]}", "label": rule[1], "count": None, "selected": True}
        groups.insert(0, {"column": rule[0], "choices": [own]})
    return groups


def _questions(study: dict[str, Any], answers: dict[str, str]) -> list[dict[str, Any]]:
    """Return the questions that reading the whole file left open; no answer is chosen before a person chose it."""
    return [
        {
            "name": f"{_asks(question)}-{study['header'].index(question['column'])}",
            "text": describing.spoken(question["message"], _),
            "kind": question["kind"],
            "readings": [
                {
                    "answer": offer["answer"],
                    "meaning": describing.spoken(offer["meaning"], _),
                    "samples": [(written, _read_as(meant)) for written, meant in offer["samples"]],
                    "implausible": offer["implausible"],
                    "compared": offer["compared"],
                    "checked": offer["answer"] in answers.get(question["column"], "").split(),
                }
                for offer in question["readings"]
            ],
        }
        for question in study.get("open", [])
        if question["kind"] in ("date-order", "number-style", "century")
    ]


def _asks(question: dict[str, Any]) -> str:
    """Return the name of the field a question is answered in: a column may be asked about its order and its century."""
    return "century" if question["kind"] == "century" else "answer"


def _read_as(meant: str) -> str:
    """Show a day so that nobody can read it two ways; a number stays as it is."""
    try:
        return short_day(date.fromisoformat(meant))
    except ValueError:
        return meant


def _answered(study: dict[str, Any], answers: dict[str, str]) -> list[dict[str, Any]]:
    """Return the answers given before, so that they go along and can be changed."""
    asked = {(_asks(question), question["column"]) for question in study.get("open", [])}
    return [
        {
            "name": f"{asks}-{study['header'].index(column)}",
            "column": column,
            "choices": [
                {"answer": token, "meaning": meaning_of(token), "checked": token == answer}
                for token in _alternatives(answer)
            ],
        }
        for column, given in answers.items()
        if column in study["header"]
        for answer in given.split()
        if ((asks := "century" if window_of(answer) else "answer"), column) not in asked
    ]


def _alternatives(answer: str) -> list[str]:
    if window_of(answer):
        return sorted({USUAL.answer, answer}, reverse=True)
    return [token for token in ANSWERS if (token in ("point", "comma")) == (answer in ("point", "comma"))]
