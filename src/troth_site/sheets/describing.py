"""What the study of a file found, as plain data that stands beside the import until somebody reads it on a page.

Sentences stay apart from their values, so that each reader sees them in a language of their own.
"""

from collections import Counter
from datetime import date
from itertools import batched
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from troth_site.sheets.messages import Said, Translate, UnreadableFile
from troth_site.sheets.tables import Table, text_of

# Pages speak the sentences kept here; they need none of what reads files, and its memory.
if TYPE_CHECKING:
    from troth_site.sheets.importing import Checked
    from troth_site.sheets.order_rows import ReasonGroup
    from troth_site.sheets.orders import Study
    from troth_site.sheets.proposing import Proposal
    from troth_site.sheets.questions import Question

FREQUENT = 40
MOST_DIFFERENT = 20_000  # a column with more different values holds no rule's value
AT_ONCE = 2_000
LONGEST = 120


def sentence(told: Said) -> dict[str, Any]:
    """Return a sentence and its values as plain data."""
    values = {name: sentence(v) if isinstance(v, Said) else _plain(v) for name, v in told.params.items()}
    return {"template": told.template, "params": values}


def spoken(kept: dict[str, Any] | None, translate: Translate) -> str:
    """Return a kept sentence in the language of `translate`."""
    return "" if not kept else _said(kept).text(translate)


def _said(kept: dict[str, Any]) -> Said:
    return Said(kept["template"], {name: _kept(value) for name, value in kept["params"].items()})


def _kept(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return date.fromisoformat(value["day"]) if "day" in value else _said(value)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return {"day": value.isoformat()[:10]}
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


def problem(error: UnreadableFile) -> dict[str, Any]:
    """Return why a file is refused: what, where, how to mend it."""
    return {"message": sentence(error.message), "place": sentence(error.place), "mend": sentence(error.mend)}


def table(opened: Table, proposal: "Proposal") -> dict[str, Any]:
    """Return what the mapping page shows of a file: facts, columns with samples, the proposal and its reasons."""
    facts = opened.facts
    rows, frequent = _frequent(opened, proposal.factory_candidates)
    return {
        "header": list(opened.header),
        "header_row": opened.header_row,
        "rows": rows,
        "facts": {
            "kind": facts.kind, "encoding": facts.encoding, "delimiter": facts.delimiter, "line_end": facts.line_end,
            "sheet": facts.sheet, "other_sheets": list(facts.other_sheets), "date_system": facts.date_system,
        },
        "notes": [sentence(note) for note in facts.notes],
        "samples": {name: [_short(value) for value in values] for name, values in proposal.samples.items()},
        "proposed": {
            name: {"column": found.column, "confidence": found.confidence, "reason": sentence(found.reason)}
            for name, found in proposal.fields.items()
        },
        "key": list(proposal.key),
        "factory_candidates": list(proposal.factory_candidates),
        "frequent": frequent,
        "questions": questions(proposal.questions),
    }  # fmt: skip


def questions(asked: "tuple[Question, ...]") -> list[dict[str, Any]]:
    """Return open questions with what each answer would mean."""
    return [
        {
            "kind": question.kind,
            "column": question.column,
            "message": sentence(question.message),
            "readings": [
                {
                    "answer": offer.answer,
                    "meaning": sentence(offer.meaning),
                    "samples": [list(pair) for pair in offer.samples],
                    "implausible": offer.implausible,
                    "compared": offer.compared,
                }
                for offer in question.readings
            ],
        }
        for question in asked
    ]


def study(done: "Study") -> dict[str, Any]:
    """Return how each column was read, and why."""
    columns = done.as_json()
    for name, decision in (*done.dates.items(), *done.numbers.items()):
        columns[name]["proof"] = None if decision.proof is None else [decision.proof[0], str(decision.proof[1])]
    return {"columns": columns, "study_notes": [sentence(note) for note in done.notes]}


def outcome(checked: "Checked") -> dict[str, Any]:
    """Return why rows were refused and what to know about others, the most frequent first."""
    return {"reasons": _groups(checked.reasons), "warnings": _groups(checked.warnings)}


def _groups(groups: "tuple[ReasonGroup, ...]") -> list[dict[str, Any]]:
    return [
        {
            "column": group.column,
            "count": group.count,
            "examples": [[row, _short(value), sentence(said)] for row, value, said in group.examples],
        }
        for group in groups
    ]


def _short(value: str) -> str:
    return value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"


def _frequent(opened: Table, columns: tuple[str, ...]) -> tuple[int, dict[str, list[list[Any]]]]:
    """Count the rows, and the most frequent values of the columns by which rows may be set aside."""
    width = len(opened.header)
    counting = {name: (itemgetter(opened.column(name)), Counter[str]()) for name in columns}
    rows = 0
    for part in batched((row.cells for row in opened.rows()), AT_ONCE):
        rows += len(part)
        whole = [cells for cells in part if len(cells) == width]
        for name, (cell, seen) in list(counting.items()):
            seen.update(text_of(value).strip() for value in map(cell, whole))
            if len(seen) > MOST_DIFFERENT:
                del counting[name]
    return rows, {
        name: [[value, count] for value, count in seen.most_common(FREQUENT + 1) if value and count > 1][:FREQUENT]
        for name, (_, seen) in counting.items()
    }
