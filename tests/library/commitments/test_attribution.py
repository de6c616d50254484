"""Every late day belongs to exactly one cause."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import vectors
from troth.basis.spans import Span
from troth.commitments.attribution import Attribution, Delay, NoExtentError, attribute, claimed_days

DAY = date(2026, 3, 2)
CAUSES = ["factory", "buyer", "carrier", "force_majeure"]
OTHER = {"factory": "buyer", "buyer": "factory"}


def make_delay(cause: str, *, days: int | None = None, span: tuple[int, int] | None = None, accepted=True) -> Delay:
    start_end = None if span is None else Span(DAY + timedelta(days=span[0]), DAY + timedelta(days=span[1]))
    return Delay(cause=cause, days=days, span=start_end, accepted=accepted, recorded_on=DAY)


@pytest.mark.parametrize("vector", vectors("a08") + vectors("a09"), ids=lambda vector: vector["id"])
def test_attribute_matches_the_vector(vector):
    given_days, expected = vector["inputs"], vector["expected"]
    delays = [
        make_delay("buyer", days=given_days["buyer_caused_days"]),
        make_delay("force_majeure", days=given_days["force_majeure_days"]),
    ]

    parts = attribute(days_late=max(0, given_days["actual_minus_promised"]), delays=delays)

    assert parts.factory_days == expected["factory_days"]
    assert (parts.factory_days <= given_days["tolerance_days"]) == expected["kept"]


delays = st.lists(
    st.builds(
        lambda cause, days, start, length, accepted: make_delay(
            cause, days=days, span=None if days is not None else (start, start + length), accepted=accepted
        ),
        st.sampled_from(CAUSES),
        st.none() | st.integers(0, 12),
        st.integers(-20, 20),
        st.integers(0, 12),
        st.booleans(),
    ),
    max_size=6,
)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 60), delays, st.sampled_from(["factory", "buyer"]))
def test_days_attributed_always_add_up_to_the_days_lost(days_late, listed, promisor):
    parts = attribute(days_late=days_late, delays=listed, promisor=promisor)

    assert parts.total == days_late
    assert min(parts.factory_days, parts.buyer_days, parts.excused_days, parts.carrier_days) >= 0


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 60), delays)
def test_swapping_the_sides_swaps_the_days(days_late, listed):
    mirrored = [
        Delay(cause=OTHER.get(d.cause, d.cause), days=d.days, span=d.span, accepted=d.accepted, recorded_on=DAY)
        for d in listed
    ]

    one = attribute(days_late=days_late, delays=listed)
    other = attribute(days_late=days_late, delays=mirrored, promisor="buyer")

    assert (one.factory_days, one.buyer_days) == (other.buyer_days, other.factory_days)
    assert (one.excused_days, one.carrier_days) == (other.excused_days, other.carrier_days)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 60), delays, st.randoms())
def test_order_of_recording_changes_nothing(days_late, listed, random):
    shuffled = random.sample(listed, len(listed))

    assert attribute(days_late=days_late, delays=listed) == attribute(days_late=days_late, delays=shuffled)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 60), delays, st.sampled_from(CAUSES), st.integers(0, 12))
def test_one_more_delay_of_others_never_adds_to_the_promisors_days(days_late, listed, cause, days):
    more = [*listed, make_delay(cause, days=days)]

    before, after = attribute(days_late=days_late, delays=listed), attribute(days_late=days_late, delays=more)

    assert after.factory_days <= before.factory_days


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ([("buyer", (0, 4)), ("buyer", (2, 6))], Attribution(factory_days=4, buyer_days=6)),
        ([("buyer", (0, 4)), ("force_majeure", (2, 6))], Attribution(factory_days=4, buyer_days=2, excused_days=4)),
        ([("carrier", (0, 4)), ("force_majeure", (0, 4))], Attribution(factory_days=6, excused_days=4)),
        ([("buyer", (0, 4)), ("carrier", (0, 4))], Attribution(factory_days=6, carrier_days=4)),
        ([("buyer", (0, 8)), ("force_majeure", (10, 18))], Attribution(buyer_days=2, excused_days=8)),
        ([("factory", (0, 8))], Attribution(factory_days=10)),
    ],
)
def test_overlapping_causes_follow_the_stated_order(listed, expected):
    spans = [make_delay(cause, span=span) for cause, span in listed]

    assert attribute(days_late=10, delays=spans) == expected


def test_claims_count_only_when_accepted():
    assert claimed_days([make_delay("buyer", days=3, accepted=False)]).total == 0


@pytest.mark.parametrize("extent", [{}, {"days": 2, "span": (0, 2)}, {"days": -1}])
def test_delay_needs_one_extent(extent):
    with pytest.raises(NoExtentError):
        make_delay("buyer", **extent)


def test_negative_lateness_is_refused():
    with pytest.raises(ValueError, match="0 or more"):
        attribute(days_late=-1)
