from datetime import UTC, date, datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.findings import Finding, Severity
from troth.communication.remarks import Remark, apart, own_words, plainly, said


def make_remark(start: int, end: int) -> Remark:
    finding = Finding(code="test", severity=Severity.NOTE, message="A remark.")
    return Remark(finding=finding, mend=finding, start=start, end=end, quoted="x" * (end - start))


def test_days_are_written_so_that_nobody_misreads_them():
    assert plainly(date(2026, 4, 3)) == "Fri 3 Apr 2026"
    assert plainly(datetime(2026, 4, 3, 16, 5, tzinfo=UTC)) == "Fri 3 Apr 2026 16:05"


def test_finding_is_said_in_another_language_with_its_own_days():
    message, spanish = "Due %(day)s.", "Para el %(day)s."
    finding = Finding(code="x", severity=Severity.NOTE, message=message, params={"day": date(2026, 4, 3)})

    told = said(finding, translate={message: spanish}.__getitem__, show=lambda day: f"{day:%d}-IV")

    assert told == "Para el 03-IV."


def test_the_longer_of_two_overlapping_remarks_is_kept():
    assert apart([make_remark(3, 6), make_remark(0, 4), make_remark(6, 8)]) == (make_remark(0, 4), make_remark(6, 8))


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=20))
@settings(max_examples=80, deadline=None)
def test_kept_remarks_never_overlap_and_none_that_fits_is_lost(places):
    remarks = [make_remark(start, start + length) for start, length in places]

    kept = apart(remarks)

    assert all(one.end <= two.start for one, two in pairwise(kept))
    assert all(any(one.start < two.end and two.start < one.end for two in kept) for one in remarks)


def test_quoted_lines_are_blanked_and_places_stay():
    text = "Yes.\n> by 03/04?\n  > and soon\nDone"

    assert own_words(text) == f"Yes.\n{' ' * 11}\n{' ' * 12}\nDone"
