"""What one class of defects came to, in a sentence, in whatever way its plan was carried out."""

from collections.abc import Mapping
from typing import Any

from troth.basis.findings import Finding, Param, Severity
from troth.basis.text import gettext_noop
from troth.quality.verdicts import Counting, Verdict

_WITHOUT_NUMBERS: dict[tuple[Any, Verdict], str] = {
    ("continuous", Verdict.ACCEPTED): gettext_noop(
        "%(found)s of %(looked_at)s %(kind)s: accepted, the line had come to sampling and was there at the end"
    ),
    ("continuous", Verdict.NOT_ACCEPTED): gettext_noop(
        "%(found)s of %(looked_at)s %(kind)s: not accepted, the line did not come to enough good units in a row"
    ),
    ("continuous", Verdict.PENDING): gettext_noop(
        "%(found)s of %(looked_at)s %(kind)s so far: pending, every unit of the line was still looked at"
    ),
    ("followed", Verdict.PENDING): gettext_noop(
        "%(found)s of %(looked_at)s %(kind)s so far: pending, the line was followed to unit %(passed)s of "
        "%(sample_size)s, and is judged at its end"
    ),
    ("variables", Verdict.ACCEPTED): gettext_noop(
        "%(found)s of %(looked_at)s %(kind)s: accepted by measurement, the share estimated outside is small enough"
    ),
    ("variables", Verdict.NOT_ACCEPTED): gettext_noop(
        "%(found)s of %(looked_at)s %(kind)s: not accepted by measurement, too large a share is estimated outside"
    ),
    ("variables", Verdict.PENDING): gettext_noop(
        "%(found)s of %(looked_at)s %(kind)s so far: pending, not everything was measured that the plan asks for"
    ),
    ("recorded", Verdict.ACCEPTED): gettext_noop(
        "%(found)s of %(looked_at)s %(kind)s: recorded, not judged by this plan"
    ),
    ("recorded", Verdict.PENDING): gettext_noop("%(found)s of %(looked_at)s %(kind)s so far: recorded, not judged"),
    ("sequential", Verdict.PENDING): gettext_noop(
        "%(found)s of %(looked_at)s %(kind)s so far: pending, the count does not tell yet"
    ),
}
"""What is said of a class whose verdict two numbers do not tell."""

_UNKNOWN = gettext_noop("%(kind)s: pending, nobody has said what was counted")
_FOUND_SO_FAR = gettext_noop("%(kind)s, %(found)s found so far: pending, nobody has said how many units were looked at")
_REFUSED_ANYHOW = gettext_noop("%(kind)s, %(found)s found: not accepted, however many units were looked at")
_OF_UNITS = {
    "not-accepted": gettext_noop("%(found)s of %(looked_at)s %(kind)s: not accepted (from %(reject)s on)"),
    "pending": gettext_noop("%(found)s of %(looked_at)s %(kind)s so far: pending (the sample is %(sample_size)s)"),
    "open": gettext_noop(
        "%(found)s of %(looked_at)s %(kind)s so far: pending (not everything was answered or measured)"
    ),
    "between": gettext_noop("%(found)s of %(looked_at)s %(kind)s: accepted (below %(reject)s)"),
    "accepted": gettext_noop("%(found)s of %(looked_at)s %(kind)s: accepted (up to %(accept)s)"),
}
# Of a few units many more defects may be found than units: “30 of 13” would read as a mistake.
_OF_DEFECTS = {
    "not-accepted": gettext_noop(
        "%(kind)s defects, %(found)s on %(looked_at)s units: not accepted (from %(reject)s on)"
    ),
    "pending": gettext_noop(
        "%(kind)s defects, %(found)s on %(looked_at)s units so far: pending (the sample is %(sample_size)s)"
    ),
    "open": gettext_noop(
        "%(kind)s defects, %(found)s on %(looked_at)s units so far: pending (not everything was answered or measured)"
    ),
    "between": gettext_noop("%(kind)s defects, %(found)s on %(looked_at)s units: accepted (below %(reject)s)"),
    "accepted": gettext_noop("%(kind)s defects, %(found)s on %(looked_at)s units: accepted (up to %(accept)s)"),
}


def class_sentence(*, kind: str, counts: Mapping[str, Any], verdict: Verdict) -> Finding:
    """Say what one class of defects came to.

    Args:
        kind: What the reader calls the class, such as "major".
        counts: The class of a report: looked_at, found, sample_size, accept, reject; None where nobody said. Where
            its counting is "defects", found are defects, of which a unit may have several. Of a line, passed are the
            units that went by; older reports leave it out. What stands under "open" had to be answered or measured
            and was not.
        verdict: What the frozen plan says of it.

    Source: ISO 2859-1:1999, 10.1, in plain words.

    >>> counts = {"looked_at": 125, "found": 7, "sample_size": 125, "accept": 7, "reject": 8}
    >>> class_sentence(kind="major", counts=counts, verdict=Verdict.ACCEPTED).sentence()
    '7 of 125 major: accepted (up to 7)'
    """
    if counts["found"] is None or (counts["looked_at"] is None and not counts["found"]):
        return _finding("quality.class-unknown", _UNKNOWN, {"kind": kind})
    if counts["looked_at"] is None:
        message = _REFUSED_ANYHOW if verdict is Verdict.NOT_ACCEPTED else _FOUND_SO_FAR
        return _finding("quality.class-unsized", message, {"kind": kind, "found": counts["found"]})
    told: dict[str, Param] = {"kind": kind, "found": counts["found"], "looked_at": counts["looked_at"]}
    if counts.get("passed") is not None and verdict is Verdict.PENDING:
        told |= {"passed": counts["passed"], "sample_size": counts["sample_size"]}
        return _finding("quality.class-followed", _WITHOUT_NUMBERS["followed", verdict], told)
    if (counts.get("way"), verdict) in _WITHOUT_NUMBERS:
        return _finding("quality.class-way", _WITHOUT_NUMBERS[counts["way"], verdict], told)
    code, limit = _code_and_limit(counts, verdict)
    messages = _OF_DEFECTS if counts.get("counting") == Counting.DEFECTS else _OF_UNITS
    return _finding(f"quality.class-{code}", messages[code], told | ({limit: counts[limit]} if limit else {}))


def _code_and_limit(counts: Mapping[str, Any], verdict: Verdict) -> tuple[str, str]:
    """Return which sentence it is, and the number of the plan that it names; empty where it names none."""
    if verdict is Verdict.NOT_ACCEPTED:
        return "not-accepted", "reject"
    if verdict is Verdict.PENDING:
        is_whole = counts["looked_at"] >= counts["sample_size"]
        return ("open", "") if is_whole and counts.get("open") else ("pending", "sample_size")
    # Under reduced inspection a lot between the two numbers is accepted, and the next one inspected normally.
    return ("between", "reject") if counts["found"] > counts["accept"] else ("accepted", "accept")


def _finding(code: str, message: str, params: Mapping[str, Param]) -> Finding:
    return Finding(code=code, severity=Severity.NOTE, message=message, params=params)
