"""A file of inspection results on its way in: proposed, read under a mapping, told what importing it would do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from troth.basis.text import gettext_noop
from troth_site.access import Actor
from troth_site.actions.quality import inspections_imported as acts
from troth_site.sheets import describing
from troth_site.sheets.inspection_columns import REQUIRED, named
from troth_site.sheets.inspection_rows import RefusedCell, Results, read_results
from troth_site.sheets.messages import said
from troth_site.sheets.order_rows import Reason, RefusedRow
from troth_site.sheets.tables import Table

__all__ = ["FIELDS", "KIND", "REQUIRED", "Checked", "check", "columns", "outcome", "proposed", "read"]
KIND = "inspections"
FIELDS: dict[str, str] = {
    "factory": gettext_noop("Factory"), "lot": gettext_noop("Lot"), "day": gettext_noop("Day of the inspection"),
    "order": gettext_noop("Order number"), "source": gettext_noop("Where it was looked at"),
    "lot_size": gettext_noop("Units in the lot"), "inspected": gettext_noop("Units inspected"),
    "critical": gettext_noop("Units with a critical defect"), "major": gettext_noop("Units with a major defect"),
    "minor": gettext_noop("Units with a minor defect"), "verdict": gettext_noop("Result of the inspection"),
    "inspector": gettext_noop("Inspector"), "family": gettext_noop("Product family"),
    "line": gettext_noop("Line or machine it was made on"),
    "suppliers": gettext_noop("Sub-suppliers of materials and work"),
    "defect": gettext_noop("Name of a defect"), "class": gettext_noop("Class of the defect"),
    "count": gettext_noop("How often the defect was found"),
}  # fmt: skip
"""What a column of results can be; one row tells of an inspection, or of one defect found in it."""
MOST_EXAMPLES = 3
_NAMED = gettext_noop("Its name says %(phrase)s.")
_UNLINKED = gettext_noop("The record holds no such order of this factory: the inspection comes in without an order.")
_BESIDE = gettext_noop("Another row of this lot and day is refused, so the inspection is kept out as a whole.")


@dataclass(frozen=True, slots=True)
class Checked:
    """What importing the results of a file would do."""

    results: Results
    rows: tuple[RefusedRow, ...]
    counts: acts.Counts

    def as_json(self) -> dict[str, int]:
        """Return the numbers as an import keeps them; inspections are counted, and rows that are refused."""
        return {
            "read": self.results.read, "inspections": len(self.results.results), "new": self.counts.new, "changed": 0,
            "unchanged": self.counts.unchanged, "different": len(self.counts.different), "refused": len(self.rows),
            "set_aside": 0,
        }  # fmt: skip


def proposed(header: tuple[str, ...]) -> dict[str, Any]:
    """Return for each field the column whose name says so, with the reason; the factory is never guessed."""
    return {
        name: {
            "column": column,
            "confidence": 1.0,
            "reason": describing.sentence(said(_NAMED, phrase=f"“{column}”")),
        }
        for name, column in named(header).items()
    }


def read(table: Table, mapping: Mapping[str, Any]) -> Results:
    """Read a table under what a person said of its columns; nothing beside that is guessed.

    Raises:
        UnreadableFile: A column is missing or unknown.
    """
    fields: dict[str, str] = mapping["fields"]
    chosen = {name: column for name, column in fields.items() if name != "factory"}
    answers = mapping.get("answers", {})
    return read_results(table, factory=fields["factory"], chosen=chosen, answers=answers, guess=False)


def check(table: Table, results: Results, *, by: Actor, buyer: int) -> Checked:
    """Compare what was read with the record; the record is not changed."""
    _new, counts = acts.compare(by=by, buyer=buyer, results=results.results)
    return Checked(results, tuple(_refused_rows(table, results)), counts)


def outcome(checked: Checked) -> dict[str, Any]:
    """Return why rows were refused, what differs from the record, and how each column was read, as plain data."""
    groups: dict[tuple[str, str], list[Reason]] = {}
    rows: dict[tuple[str, str], list[int]] = {}
    for row in checked.rows:
        for reason in row.reasons:
            groups.setdefault((reason.column, reason.said.template), []).append(reason)
            rows.setdefault((reason.column, reason.said.template), []).append(row.number)
    reasons = [
        {
            "column": key[0], "count": len(found),
            "examples": [
                [number, reason.value, describing.sentence(reason.said)]
                for number, reason in list(zip(rows[key], found, strict=True))[:MOST_EXAMPLES]
            ],
        }
        for key, found in sorted(groups.items(), key=lambda pair: -len(pair[1]))
    ]  # fmt: skip
    differing = [list(pair) for pair in checked.counts.different[:MOST_EXAMPLES]]
    return {
        "reasons": reasons,
        "warnings": _warnings(checked),
        "different": differing,
        "columns": columns(checked.results),
    }


def _warnings(checked: Checked) -> list[dict[str, Any]]:
    found = checked.counts.unlinked
    if not found:
        return []
    told = describing.sentence(said(_UNLINKED))
    examples = [[row, order, told] for row, order in found[:MOST_EXAMPLES]]
    return [{"column": checked.results.columns["order"], "count": len(found), "examples": examples}]


def columns(results: Results) -> dict[str, Any]:
    """Return how each column is read."""
    found: dict[str, Any] = {name: {"column": column} for name, column in results.columns.items()}
    decision = results.decision
    if decision is not None and "day" in found:
        proof = None if decision.proof is None else [decision.proof[0], str(decision.proof[1])]
        found["day"] |= {"order": decision.order, "how": decision.how, "proof": proof}
    for name, number in results.numbers.decisions.items():
        proof = None if number.proof is None else [number.proof[0], str(number.proof[1])]
        words = dict(results.numbers.unknown.get(name, {}))
        found[name] |= {"style": number.style, "how": number.how, "proof": proof, "unknown": words}
    if results.named is not None:
        found["suppliers"]["names"] = [results.named[0], list(results.named[1])]
    return found


def _refused_rows(table: Table, results: Results) -> list[RefusedRow]:
    """Return the refused rows as they came, with those of the same inspection: mended, they go together again."""
    reasons: dict[int, list[Reason]] = {}
    for cell in results.refused:
        reasons.setdefault(cell.row, []).append(_reason(cell))
    beside = Reason("", "", "", said(_BESIDE))
    for row in results.kept_out:
        reasons.setdefault(row, [beside])
    if not reasons:
        return []
    return [
        RefusedRow(row.number, row.cells, tuple(reasons[row.number])) for row in table.rows() if row.number in reasons
    ]


def _reason(cell: RefusedCell) -> Reason:
    return Reason("", cell.column, cell.value, cell.said)
