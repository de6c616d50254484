from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.library.trust.tallies_made import make_outcome
from troth.trust.replay import (
    BROKEN,
    CONTEST_OVER,
    CONTESTED,
    CONTESTED_UNTIL,
    CORRECTED_BROKEN,
    CORRECTED_EXCUSED,
    CORRECTED_IN_PART,
    CORRECTED_KEPT,
    CORRECTED_OPEN,
    EXCUSED,
    KEPT,
    KEPT_IN_PART,
    OPEN,
    WITHDRAWN,
    ScoredEntry,
    changes,
)

DAY = date(2025, 3, 3)
NEXT = DAY + timedelta(days=1)
KEPT_ONE = make_outcome(due=DAY)
BROKEN_ONE = make_outcome(due=DAY, kept=False)
PART = replace(BROKEN_ONE, kept_weight=0.5, broken_weight=0.5)
EXCUSED_ONE = replace(BROKEN_ONE, broken_weight=0.0, excused_weight=1.0, lines=0, excused=1)
OPEN_ONE = replace(BROKEN_ONE, broken_weight=0.0)
CANCELLED = replace(OPEN_ONE, lines=0)


def changes_of(*versions, as_of=NEXT):
    entries = [ScoredEntry(entry=str(at), commitment="A", outcome=version) for at, version in enumerate(versions)]
    return changes(entries, as_of=as_of, kappa=2)


@pytest.mark.parametrize(
    ("outcome", "first", "corrected"),
    [
        (KEPT_ONE, KEPT, CORRECTED_KEPT),
        (BROKEN_ONE, BROKEN, CORRECTED_BROKEN),
        (PART, KEPT_IN_PART, CORRECTED_IN_PART),
        (EXCUSED_ONE, EXCUSED, CORRECTED_EXCUSED),
        (OPEN_ONE, OPEN, CORRECTED_OPEN),
    ],
)
def test_changes_say_what_came_of_it(outcome, first, corrected):
    later = replace(outcome, recorded_on=NEXT, counted_from=NEXT, scored_from=NEXT)

    assert [change.reason.template for change in changes_of(outcome)] == [first]
    assert [change.reason.template for change in changes_of(KEPT_ONE, later)] == [KEPT, corrected]


@pytest.mark.parametrize("before", [OPEN_ONE, CANCELLED], ids=["overdue", "not due yet"])
def test_closing_what_had_come_to_nothing_yet_corrects_nothing(before):
    kept = replace(KEPT_ONE, recorded_on=NEXT, counted_from=NEXT, scored_from=NEXT)

    assert changes_of(before, kept)[-1].reason.template == KEPT


def test_changes_of_a_cancelled_commitment_take_the_earlier_version_back():
    cancelled = replace(CANCELLED, recorded_on=NEXT)

    found = changes_of(KEPT_ONE, cancelled)

    assert [(change.reason.template, [sign for sign, _ in change.rows]) for change in found] == [
        (KEPT, [1]), (WITHDRAWN, [-1]),
    ]  # fmt: skip


def test_changes_of_a_commitment_cancelled_from_the_start_are_none():
    assert changes_of(CANCELLED) == []


def test_changes_leave_out_what_was_not_known_yet():
    assert changes_of(replace(KEPT_ONE, scored_from=NEXT), as_of=DAY) == []


def test_changes_of_a_contested_entry_return_the_withheld_part():
    until = DAY + timedelta(days=30)
    contested = replace(BROKEN_ONE, held=0.5, held_until=until)

    found = changes_of(contested, as_of=until)

    assert [(change.known_on, change.reason.template) for change in found] == [
        (DAY, CONTESTED_UNTIL), (until, CONTEST_OVER),
    ]  # fmt: skip
    assert [change.reason.template for change in changes_of(replace(contested, held_until=None))] == [CONTESTED]


@pytest.mark.parametrize("outcome", [KEPT_ONE, BROKEN_ONE, PART, EXCUSED_ONE, OPEN_ONE])
def test_every_reason_can_be_read(outcome):
    later = replace(outcome, recorded_on=NEXT, counted_from=NEXT, scored_from=NEXT)

    assert all("%(" not in change.reason.text() for change in changes_of(outcome, later))
