"""What an import's page says: its state, how far it is, what was found, what it did."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from troth_site import queue
from troth_site.actions import imports as steps
from troth_site.queries.imports import Batch
from troth_site.sheets import describing, inspection_importing
from troth_site.sheets.mapping import FIELDS
from troth_site.sheets.messages import WHOLE_FILE

# How a state looks in the list; its word is its own.
LOOKS = {
    "uploaded": "running", "checking": "running", "applying": "running", "asking": "open", "ready": "open",
    "checked": "open", "done": "done", "refused": "failed", "undone": "cancelled",
}  # fmt: skip
WAITS_LONG = timedelta(seconds=30)
COUNTED = ("new", "changed", "refused", "set_aside")
TITLES = {
    "studying": gettext_lazy("Reading the file"),
    "checking": gettext_lazy("Checking every row"),
    "applying": gettext_lazy("Importing"),
    "undoing": gettext_lazy("Taking the import back"),
}
PHASES = {"uploaded": ("studying",), "checking": ("studying", "checking"), "applying": ("checking", "applying")}
FIRST_PHASE = {"uploaded": "studying", "checking": "studying", "applying": "checking"}
ORDERS = {
    "day-first": gettext_lazy("day first"),
    "month-first": gettext_lazy("month first"),
    "year-first": gettext_lazy("year first"),
    "point": gettext_lazy("decimal point"),
    "comma": gettext_lazy("decimal comma"),
}
WORDS_SHOWN = 3
DELIMITERS = {",": gettext_lazy("comma"), ";": gettext_lazy("semicolon"), "\t": gettext_lazy("tab"), "|": "|"}


def row(batch: Batch) -> dict[str, Any]:
    """Return one line of the list of imports."""
    stopped = batch.problem is not None and batch.state in ("applying", "done")
    return {
        "uid": batch.uid,
        "url": reverse("import", args=[batch.uid]),
        "file": batch.file_name,
        "when": batch.created_at,
        "by": batch.person_name,
        "organisation": batch.organisation_name,
        "look": "failed" if stopped else LOOKS[batch.state],
        "state": _("Stopped") if stopped else batch.state_name,
        "counts": {name: (batch.counts or {}).get(name) for name in COUNTED},
    }


def work(batch: Batch) -> dict[str, Any] | None:
    """Return how far the work on an import is, or None while it waits for a person."""
    if batch.problem is not None:
        return None
    told = queue.progress(steps.progress_name(batch.uid)) or {}
    undoing = batch.state == "done" and told.get("phase") == "undoing"
    if batch.state not in FIRST_PHASE and not undoing:
        return None
    phase, total, done = told.get("phase"), told.get("total"), told.get("done", 0)
    if not undoing and phase not in PHASES[batch.state]:
        # What was noted belongs to an earlier step.
        phase, total, done = FIRST_PHASE[batch.state], None, 0
    return {
        "title": TITLES[str(phase)],
        "done": done,
        "total": total,
        "state": "running",
        "sentence": _waiting(batch, told) or _sentence(done, total),
        "url": f"{reverse('import', args=[batch.uid])}?part=work",
        "leave": _("You can leave this page: the work goes on, and the list of imports shows how far it is."),
    }


def _waiting(batch: Batch, told: dict[str, Any]) -> str:
    """Say so where nobody takes up the work: a bar that never moves tells nothing."""
    if told or batch.state != "uploaded" or timezone.now() - batch.created_at < WAITS_LONG:
        return ""
    return _("Nobody has taken up this work yet. Ask your operator whether the job worker runs: “troth doctor” tells.")


def _sentence(done: int, total: int | None) -> str:
    if total is None:
        return _("This takes a few seconds; a very large file takes minutes.")
    told = ngettext("%(done)s of %(total)s row", "%(done)s of %(total)s rows", total)
    return told % {"done": f"{min(done, total):,}", "total": f"{total:,}"}


def error(batch: Batch) -> dict[str, Any] | None:
    """Return what went wrong, where, and how to mend it."""
    found = batch.problem
    if not found:
        return None
    place = describing.spoken(found["place"], _)
    whole = found["place"]["template"] == WHOLE_FILE.template
    what = describing.spoken(found["message"], _)
    return {
        "what": what if whole else f"{what} {place}",
        "mend": describing.spoken(found["mend"], _),
        "unforeseen": found.get("unforeseen", False),
    }


def facts(study: dict[str, Any]) -> str:
    """Return what was found about the file's form, in one calm line."""
    found = study["facts"]
    parts = [
        _("%(rows)s rows, %(columns)s columns") % {"rows": f"{study['rows']:,}", "columns": len(study["header"])},
        _("names in row %(row)s") % {"row": study["header_row"]},
    ]
    if found["kind"] == "text":
        delimiter = DELIMITERS.get(found["delimiter"], found["delimiter"])
        parts.append(_("text in %(encoding)s, parted by %(delimiter)s")
                     % {"encoding": found["encoding"], "delimiter": delimiter})  # fmt: skip
    else:
        parts.append(_("sheet “%(sheet)s”") % {"sheet": found["sheet"]})
    if found["date_system"] == 1904:
        parts.append(_("dates counted from 1904"))
    return " · ".join(parts)


def notes(study: dict[str, Any]) -> list[str]:
    """Return what was noticed while the file was opened."""
    return [describing.spoken(note, _) for note in study["notes"]]


def outcome(batch: Batch) -> dict[str, Any]:
    """Return what a checked or finished import would do or did."""
    study, counts = batch.study or {}, batch.counts or {}
    mapping = batch.mapping or {}
    refused = counts.get("refused", 0)
    columns = _columns(study, inspection_importing.FIELDS if batch.kind == inspection_importing.KIND else FIELDS)
    return {
        "counts": counts,
        "to_record": counts.get("new", 0) + counts.get("changed", 0),
        "rules": [{"column": rule[0], "value": rule[1]} for rule in mapping.get("set_aside", [])],
        "reasons": [_reason(group) for group in study.get("reasons", [])],
        "warnings": [_reason(group) for group in study.get("warnings", [])],
        "columns": columns,
        "words": any(column["words"] for column in columns),
        "notes": [describing.spoken(note, _) for note in study.get("study_notes", [])],
        "factory": mapping.get("fields", {}).get("factory"),
        "key": mapping.get("key", []),
        "refused_url": reverse("import-refused", args=[batch.uid]) if refused and _kept(batch) else "",
        "error": error(batch),
        "different": study.get("different", []),
        "short": [_short(each) for each in study.get("short_notice", [])] if batch.state == "checked" else [],
    }


def _short(each: dict[str, Any]) -> dict[str, Any]:
    """Return a large order of the file that would break the notice agreed with its factory."""
    days = {name: date.fromisoformat(each[name]) for name in ("wanted_on", "keeps_from")}
    beside = {"with_orders": each.get("with_orders", 0), "with_quantity": Decimal(each.get("with_quantity", "0"))}
    return each | days | beside | {"quantity": Decimal(each["quantity"]).normalize()}


def _kept(batch: Batch) -> bool:
    return steps.refused_file_of(batch.uid).exists()


def _reason(group: dict[str, Any]) -> dict[str, Any]:
    examples = [
        {"row": row, "value": value, "said": describing.spoken(said, _)} for row, value, said in group["examples"]
    ]
    alike = len({example["said"] for example in examples}) == 1
    return {
        "column": group["column"],
        "count": group["count"],
        "said": examples[0]["said"] if alike else "",
        "examples": examples,
        "more": group["count"] - len(examples),
    }


def _columns(study: dict[str, Any], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return which column became what, how it was read, and which words in it mean that nothing is known."""
    found = []
    for name, column in study.get("columns", {}).items():
        words = sorted(column.get("unknown", {}).items(), key=lambda pair: -pair[1])
        found.append(
            {
                "field": _(names[name]),
                "column": column["column"],
                "how": _how(column),
                "words": [{"word": word, "count": n} for word, n in words[:WORDS_SHOWN]],
                "more_words": max(0, len(words) - WORDS_SHOWN),
            }
        )
    return found


def _how(column: dict[str, Any]) -> str:
    if "names" in column:
        return _parted(*column["names"])
    order = column.get("order") or column.get("style")
    if not order:
        return _("as written: it can be read one way only") if "how" in column else _("as text")
    told = {"order": ORDERS[order]}
    if column.get("proof"):
        told |= {"row": column["proof"][0], "value": column["proof"][1]}
        return _("%(order)s: row %(row)s says %(value)s") % told
    if column["how"] == "cross-checked":
        return _("%(order)s: read the other way, its days would not fit the other columns") % told
    if column["how"] == "answered":
        return _("%(order)s: you said so") % told
    return str(told["order"])


def _parted(row: int, names: list[str]) -> str:
    """Say how several names of one cell are told apart, by the cell that holds most of them."""
    told = ngettext(
        "names parted by a comma, a semicolon, “|” or a new line: row %(row)s holds %(count)s name, %(names)s",
        "names parted by a comma, a semicolon, “|” or a new line: row %(row)s holds %(count)s names, %(names)s",
        len(names),
    )
    return told % {"row": f"{row:,}", "count": len(names), "names": " · ".join(names)}
