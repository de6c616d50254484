"""Outcomes and their versions for the tests of trust: plain makers and Hypothesis strategies."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from troth.commitments import contest
from troth.commitments.outcomes import NEVER_RECORDED, Outcome

FIRST_DAY = date(2023, 1, 1)
LAST_DAY = date(2026, 1, 1)

days = st.dates(FIRST_DAY, LAST_DAY)


def make_outcome(*, due: date = date(2025, 3, 3), kept: bool = True, weight: float = 1.0, **changes) -> Outcome:
    """Return a plain outcome: counted, closed and known on its due day."""
    plain = Outcome(
        recorded_on=due,
        counted_on=due,
        counted_from=due,
        lines=1,
        kept=int(kept),
        excused=0,
        scored_on=due,
        scored_from=due,
        kept_weight=weight if kept else 0.0,
        broken_weight=0.0 if kept else weight,
        excused_weight=0.0,
    )
    return replace(plain, **changes)


@st.composite
def outcomes(draw) -> Outcome:
    """Any outcome that can be recorded, contested, partial, overdue and excused ones included."""
    due = draw(days)
    recorded = due + timedelta(days=draw(st.integers(-20, 60)))
    closed = due + timedelta(days=draw(st.integers(-30, 60)))
    kind = draw(st.sampled_from(["kept", "broken", "excused", "open", "partial"]))
    # Light promises, of weight below one half, are as frequent as heavy ones.
    weight = draw(st.one_of(st.floats(0.1, 16.0), st.floats(0.05, 0.6)))
    held = draw(st.sampled_from([0.0, 0.0, 0.5, 1.0]))
    share = {"kept": 1.0, "partial": 0.5}.get(kind, 0.0)
    scored = kind != "open"
    return Outcome(
        recorded_on=recorded,
        counted_on=due,
        counted_from=max(recorded, due + timedelta(days=1)) if kind == "open" else recorded,
        lines=int(kind != "excused"),
        kept=int(kind == "kept"),
        excused=int(kind == "excused"),
        scored_on=closed,
        scored_from=recorded + timedelta(days=draw(st.sampled_from([0, 0, 12, 40]))),
        kept_weight=weight * share * scored,
        broken_weight=0.0 if kind == "excused" else weight * (1 - share) * scored,
        excused_weight=weight if kind == "excused" else 0.0,
        held=held,
        held_until=draw(st.one_of(st.none(), st.just(recorded + timedelta(days=30)))) if held else None,
    )


@st.composite
def versions(draw) -> list[Outcome]:
    """The versions of one commitment in the order of the ledger; some undo the one before on every past day."""
    given_outcomes = sorted(draw(st.lists(outcomes(), min_size=1, max_size=4)), key=lambda each: each.recorded_on)
    undoing = [draw(st.booleans()) and draw(st.booleans()) for _ in given_outcomes]
    return [
        replace(each, recorded_on=NEVER_RECORDED) if undo and at else each
        for at, (each, undo) in enumerate(zip(given_outcomes, undoing, strict=True))
    ]


histories = st.lists(versions(), min_size=0, max_size=12)


@st.composite
def versions_in_any_order(draw) -> list[Outcome]:
    """Versions recorded as of any day, earlier ones than those before them too; some are taken back as a whole."""
    given_outcomes = draw(st.lists(outcomes(), min_size=1, max_size=4))
    return [contest.withdrawn(each) if at and draw(st.booleans()) else each for at, each in enumerate(given_outcomes)]


histories_in_any_order = st.lists(versions_in_any_order(), min_size=0, max_size=6)
