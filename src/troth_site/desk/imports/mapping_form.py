"""The form on which a person says what the columns of a file are: how it starts, and what came back."""

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from troth_site.desk.imports import answers
from troth_site.queries.imports import Batch
from troth_site.sheets import describing
from troth_site.sheets import inspection_importing as results
from troth_site.sheets.mapping import FIELDS

FACTORY_EXAMPLES = 3
EMPTY_RULES = 1
FIELDS_OF = {"orders": FIELDS, results.KIND: results.FIELDS}


@dataclass(frozen=True, slots=True)
class Posted:
    """What a person sent: a mapping by column names, and what is wrong with it."""

    mapping: dict[str, Any]
    profile_name: str = ""
    problems: list[str] = field(default_factory=list)
    doubled: AnyMapping[int, str] = field(default_factory=dict)  # column index to the field it was also given


def read(batch: Batch, posted: QueryDict) -> Posted:
    """Read the form, and name everything in it that does not go together."""
    header: list[str] = (batch.study or {})["header"]
    fields, doubled, problems = _fields(batch, posted)
    factory = _column(header, posted.get("factory", "")) or _column(header, posted.get("factory_other", ""))
    if factory is not None:
        fields["factory"] = factory
    else:
        problems.insert(0, _("Say which column names the factory: nobody else can know."))
    key = [name for text in posted.getlist("key") if (name := _column(header, text)) is not None]
    problems += _lacking_of_results(fields) if batch.kind == results.KIND else _lacking(fields, key)
    mapping: dict[str, Any] = {
        "fields": fields,
        "key": key,
        "set_aside": _rules(header, posted),
        "answers": answers.given(header, posted),
    }
    mapping |= {name: kept for name in ("kind", "sheet") if (kept := (batch.mapping or {}).get(name))}
    return Posted(mapping, posted.get("profile_name", "").strip(), problems, doubled)


def _lacking(fields: AnyMapping[str, str], key: list[str]) -> list[str]:
    """Name what a mapping of order lines needs and does not say."""
    problems = []
    if "promised" not in fields:
        problems.append(_("Say which column holds the promised day: without it there is no promise to keep."))
    if not key and "order" not in fields:
        problems.append(_("Mark the columns that together name a line, such as order number and line."))
    return problems


def _lacking_of_results(fields: AnyMapping[str, str]) -> list[str]:
    """Name what a mapping of inspection results needs and does not say."""
    problems = []
    if "lot" not in fields:
        problems.append(_("Say which column names the lot: without it nobody knows what was inspected."))
    if "day" not in fields:
        problems.append(_("Say which column holds the day of the inspection; where the file has none, add one."))
    return problems


def _fields(batch: Batch, posted: QueryDict) -> tuple[dict[str, str], dict[int, str], list[str]]:
    header: list[str] = (batch.study or {})["header"]
    known = FIELDS_OF[batch.kind]
    fields: dict[str, str] = {}
    doubled: dict[int, str] = {}
    problems = []
    for index, name in enumerate(header):
        what = posted.get(f"what-{index}", "")
        if what not in known or what == "factory":
            continue
        if what in fields:
            doubled[index] = what
            told = {"field": _(known[what]), "one": fields[what], "other": name}
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
    names = FIELDS_OF[batch.kind]
    columns = [_shown_column(study, i, chosen, mapping, posted, names) for i in range(len(study["header"]))]
    return {
        "columns": columns,
        "known": [{**column, "label": _(names[column["what"]])} for column in columns if column["what"]],
        "is_results": batch.kind == results.KIND,
        "samples": _transposed(study),
        "factories": _factories(study, mapping["fields"].get("factory")),
        "others": _others(study, mapping["fields"].get("factory")),
        "rules": _shown_rules(study, mapping["set_aside"]),
        "questions": answers.questions(study, mapping["answers"]),
        "answered": answers.answered(study, mapping["answers"]),
        "hints": [
            {"text": describing.spoken(q["message"], _), "offers": [o["answer"] for o in q["readings"]]}
            for q in study["questions"]
            if q["kind"] in ("promised", "key")
        ],
        "profiles": [
            {"pk": pk, "name": name, "fits": _fits(study, saved)}
            for pk, name, saved in profiles
            if saved.get("kind", "orders") == batch.kind
        ],
        "profile": profile,
        "profile_name": posted.profile_name if posted else "",
        "rows": study.get("rows"),
    }


def _start(batch: Batch, profiles: list[tuple[int, str, dict[str, Any]]], profile: str, posted: Posted | None) -> Any:
    study = batch.study or {}
    if posted is not None:
        return posted.mapping
    for pk, _name, saved in profiles:
        if str(pk) == profile and saved.get("kind", "orders") == batch.kind:
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
    study: dict[str, Any], index: int, chosen: dict[str, str], mapping: dict[str, Any], posted: Posted | None,
    names: AnyMapping[str, str],
) -> dict[str, Any]:  # fmt: skip
    name = study["header"][index]
    what = posted.doubled.get(index) if posted and index in posted.doubled else chosen.get(name, "")
    proposed = study["proposed"].get(what)
    from_the_file = proposed is not None and proposed["column"] == name
    return {
        "index": index,
        "name": name,
        "what": what,
        "choices": [
            {"value": f, "label": _(label), "selected": f == what} for f, label in names.items() if f != "factory"
        ],
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
