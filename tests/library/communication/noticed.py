"""What the rules notice in a text written on Monday 2 March 2026."""

from datetime import date

from troth.communication.ambiguity import ambiguities

MONDAY = date(2026, 3, 2)


def noticed(text: str, *, rule: str = "") -> list[str]:
    """Return the words of all remarks, or of one rule's."""
    remarks = ambiguities(text, written_on=MONDAY)
    return [remark.quoted for remark in remarks if rule in {"", remark.rule.removeprefix("ambiguity.")}]
