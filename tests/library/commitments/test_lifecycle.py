"""Who may move a commitment from where, and that a promise nobody accepted never scores."""

from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.working_time import WorkCalendar
from troth.commitments.lifecycle import MOVES, MoveError, Progress, Step, closing_quality, legal_moves, move

DAY = date(2026, 3, 2)
CALENDAR = WorkCalendar(hours=(time(9), time(18)), zone=ZoneInfo("Asia/Shanghai"))
OTHER = {"factory": "buyer", "buyer": "factory", "reviewer": "reviewer"}


def step(event: str, by: str, *, after: int = 0, evidence_count: int = 1, found: str | None = None) -> Step:
    return Step(
        event=event,
        by=by,
        on=DAY + timedelta(days=after),
        evidence_count=evidence_count,
        found=found,
        contest_calendar=CALENDAR,
    )


def walked(*steps: Step, promisor: str = "factory") -> Progress:
    progress = Progress(promisor=promisor)
    for one in steps:
        progress = move(progress, one)
    return progress


ACCEPTED = (step("propose", "factory"), step("accept", "buyer"))
KEPT = (*ACCEPTED, step("close_kept", "factory"))


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((step("propose", "factory"),), "proposed"),
        ((step("propose", "factory"), step("decline", "buyer")), "withdrawn"),
        ((step("withdraw", "factory"),), "withdrawn"),
        (ACCEPTED, "accepted"),
        ((step("bind_by_contract", "buyer"),), "accepted"),
        ((*ACCEPTED, step("warn", "factory")), "at_risk"),
        ((*ACCEPTED, step("warn", "buyer"), step("clear", "factory")), "accepted"),
        ((*ACCEPTED, step("warn", "factory"), step("close_late", "factory")), "kept_late"),
        ((*ACCEPTED, step("close_broken", "buyer")), "broken"),
        ((*ACCEPTED, step("waive", "buyer")), "waived"),
        ((*ACCEPTED, step("close_broken", "buyer"), step("excuse", "buyer")), "excused"),
        ((*KEPT, step("confirm", "buyer")), "kept"),
        ((*KEPT, step("dispute", "buyer", after=3)), "disputed"),
        ((*KEPT, step("dispute", "buyer"), step("drop", "buyer")), "resolved"),
        ((*KEPT, step("dispute", "buyer"), step("concede", "factory", found="broken")), "resolved"),
        ((*KEPT, step("dispute", "buyer"), step("decide", "reviewer", found="kept_late")), "resolved"),
    ],
)
def test_move_reaches_every_state(steps, state):
    assert walked(*steps).state == state


@pytest.mark.parametrize(
    ("steps", "refused"),
    [
        ((), step("propose", "buyer")),
        ((step("propose", "factory"),), step("accept", "factory")),
        ((step("propose", "factory"),), step("close_kept", "factory")),
        (ACCEPTED, step("waive", "factory")),
        (ACCEPTED, step("excuse", "factory")),
        (ACCEPTED, step("withdraw", "factory")),
        (KEPT, step("dispute", "factory")),
        (KEPT, step("confirm", "factory")),
        (KEPT, step("dispute", "reviewer")),
        ((*KEPT, step("dispute", "buyer")), step("concede", "buyer", found="broken")),
        ((*KEPT, step("dispute", "buyer")), step("drop", "factory")),
        ((*KEPT, step("dispute", "buyer")), step("decide", "buyer", found="broken")),
    ],
)
def test_move_by_the_wrong_side_or_from_the_wrong_state_is_refused(steps, refused):
    with pytest.raises(MoveError):
        move(walked(*steps), refused)


def test_refusal_names_the_state_and_the_legal_moves():
    with pytest.raises(MoveError) as caught:
        move(walked(step("propose", "factory")), step("close_kept", "factory"))

    assert str(caught.value) == (
        "a commitment that is proposed cannot take close_kept by the factory; possible now: "
        "accept (promisee), bind_by_contract (either), decline (promisee), withdraw (promisor)"
    )


@pytest.mark.parametrize("event", [event for event, rule in MOVES.items() if rule.needs_evidence])
def test_closing_needs_evidence(event):
    before = {
        "bind_by_contract": (),
        "decide": (*KEPT, step("dispute", "buyer")),
    }.get(event, ACCEPTED)
    actor = {"decide": "reviewer"}.get(event, "buyer")

    with pytest.raises(MoveError, match="needs evidence"):
        move(walked(*before), step(event, actor, evidence_count=0, found="kept"))


def test_counterpart_has_five_working_days_to_contest():
    kept = walked(*KEPT)

    assert kept.contest_until == date(2026, 3, 9)
    assert move(kept, step("dispute", "buyer", after=7)).state == "disputed"
    with pytest.raises(MoveError, match="ended on 2026-03-09"):
        move(kept, step("dispute", "buyer", after=8))


def test_closing_nobody_contests_counts_as_unconfirmed():
    kept = walked(*KEPT)

    assert [closing_quality(kept, as_of=DAY + timedelta(days=n)) for n in (0, 7, 8)] == [None, None, "unconfirmed"]


def test_confirmed_closing_cannot_be_disputed():
    confirmed = walked(*KEPT, step("confirm", "buyer", after=1))

    assert closing_quality(confirmed, as_of=DAY + timedelta(days=1)) == "counterpart_confirmed"
    with pytest.raises(MoveError, match="confirmed"):
        move(confirmed, step("dispute", "buyer", after=2))


def test_dispute_keeps_what_was_found_and_cannot_be_found_open():
    disputed = walked(*KEPT, step("dispute", "buyer"))

    assert move(disputed, step("concede", "factory", found="broken")).found == "broken"
    assert move(disputed, step("drop", "buyer")).found == "kept"
    for found in (None, "accepted"):
        with pytest.raises(MoveError, match="needs what was found"):
            move(disputed, step("decide", "reviewer", found=found))


def test_waived_commitment_never_scores():
    waived = walked(*ACCEPTED, step("waive", "buyer"))

    assert closing_quality(waived, as_of=DAY + timedelta(days=90)) is None


random_steps = st.lists(
    st.builds(
        step,
        st.sampled_from(list(MOVES)),
        st.sampled_from(["factory", "buyer", "reviewer"]),
        after=st.integers(0, 12),
        evidence_count=st.integers(0, 1),
        found=st.sampled_from([None, "kept", "broken"]),
    ),
    max_size=12,
)


def tried(progress: Progress, steps: list[Step]) -> list[Progress]:
    path = [progress]
    for one in steps:
        try:
            path.append(move(path[-1], one))
        except MoveError:
            path.append(path[-1])
    return path


@settings(max_examples=200, deadline=None)
@given(random_steps, st.integers(0, 60))
def test_promise_neither_accepted_by_hand_nor_by_contract_never_scores(steps, later):
    for progress in tried(Progress(promisor="factory"), steps):
        quality = closing_quality(progress, as_of=DAY + timedelta(days=later))
        assert quality is None or progress.accepted_by in ("hand", "contract")


@settings(max_examples=200, deadline=None)
@given(random_steps)
def test_swapping_the_sides_swaps_the_life(steps):
    mirrored = [
        step(s.event, OTHER[s.by], after=(s.on - DAY).days, evidence_count=s.evidence_count, found=s.found)
        for s in steps
    ]

    one = tried(Progress(promisor="factory"), steps)
    other = tried(Progress(promisor="buyer"), mirrored)

    assert [p.state for p in one] == [p.state for p in other]
    assert [legal_moves(p, by="factory") for p in one] == [legal_moves(p, by="buyer") for p in other]


@settings(max_examples=200, deadline=None)
@given(random_steps)
def test_dispute_is_opened_at_most_once(steps):
    states = [progress.state for progress in tried(Progress(promisor="factory"), steps)]

    openings = sum(now == "disputed" != before for before, now in pairwise(states))
    assert openings <= 1


def test_closed_promise_on_record_without_acceptance_does_not_score():
    closed = Progress(promisor="factory", state="kept", found="kept", contest_until=DAY, confirmed_on=DAY)

    assert closing_quality(closed, as_of=DAY + timedelta(days=90)) is None
