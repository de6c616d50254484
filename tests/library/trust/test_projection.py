from dataclasses import replace
from datetime import date, timedelta
from math import ceil, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import vectors
from troth.commitments.outcomes import TallyRow
from troth.trust.judgement import judge
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.projection import (
    GATES,
    LEVELS,
    NO_COURSE,
    Course,
    Reach,
    points_ahead,
    projection,
    projection_sentence,
)
from troth.trust.standing import clean_commitments_needed
from troth.trust.tallies import Tallies

TODAY = date(2026, 3, 18)
DELIVERY = DEFAULT_POLICY.of("delivery")
UNFADING = replace(DELIVERY, half_life_kept_days=10**9, half_life_broken_days=10**9)


def closed(*days_ago, kept=True, weight=1.0, known_after=0):
    days = [TODAY - timedelta(days=ago) for ago in days_ago]
    return [
        TallyRow(
            happened_on=day, known_on=day + timedelta(days=known_after), lines=1, kept=int(kept),
            kept_weight=weight * kept, broken_weight=weight * (not kept),
        )
        for day in days
    ]  # fmt: skip


def of(rows, *, as_of=TODAY, policy=DELIVERY, **given):
    return projection(Tallies.from_rows(rows), as_of=as_of, policy=policy, **given)


def months(found):
    return [reach.months for reach in found.reaches]


@pytest.mark.parametrize(("level", "needed"), vectors("a05")[0]["expected"].items())
def test_from_nothing_and_without_fading_it_is_the_count_of_clean_commitments(level, needed):
    """Vector a05: one clean promise a month reaches the level in as many months as it takes promises."""
    ahead = points_ahead(kept=Course(0, 1), broken=NO_COURSE, policy=UNFADING)

    assert next(month for month, points in enumerate(ahead) if points >= 100 * float(level)) == needed


@given(st.integers(5, 7), st.integers(2, 40))
@settings(max_examples=40, deadline=None)
def test_without_fading_it_is_needed_less_what_is_there_by_the_rate(n, gap):
    """The domain report's formula, wherever the record is clean: (needed - n_eff) / rate."""
    rows = closed(*(gap * number for number in range(n)))
    found = of(rows, policy=UNFADING, levels=(75.0, 80.0, 90.0))

    for reach in found.reaches:
        rate = found.kept_a_month
        wanted = _needed(reach.level_points)
        assert reach.months == max(1, ceil((wanted - found.n_eff) / rate - 1e-6))


def _needed(level_points):
    """Return the real number of clean promises behind clean_commitments_needed, which rounds it up."""
    exact = log(0.05) / log(level_points / 100) - 1
    assert ceil(exact) == clean_commitments_needed(bound_fraction=level_points / 100)
    return exact


@pytest.mark.parametrize("n", range(5))
def test_hidden_below_five_closed(n):
    found = of(closed(*range(0, 20 * n, 20), weight=0.3))

    assert [(reach.months, reach.reason) for reach in found.reaches] == [(None, "too few closed")] * 2


def test_a_level_already_reached_is_never_projected():
    found = of(closed(*range(0, 200, 10)))

    assert found.reaches == (
        Reach(level_points=60.0, months=None, reason="reached"),
        Reach(level_points=75.0, months=None, reason="reached"),
    )
    assert found.next is None


def test_starts_at_the_standing_that_judge_computes():
    rows = closed(*range(5, 400, 23)) + closed(40, 90, kept=False)
    tallies = Tallies.from_rows(rows)
    now = judge(tallies, groups=1, as_of=TODAY, policy=DELIVERY).of(0)
    found = of(rows, levels=(now.standing - 1e-9, now.standing + 1e-6))

    assert found.n_eff == pytest.approx(now.n_eff)
    assert found.closed == now.n
    assert (found.reaches[0].reason, found.reaches[1].reason) == ("reached", "")


def test_starts_at_the_standing_where_light_promises_are_capped():
    rows = closed(*range(5, 400, 23)) + [replace(row, light_weight=0.3) for row in closed(*range(300), weight=0.3)]
    now = judge(Tallies.from_rows(rows), groups=1, as_of=TODAY, policy=DELIVERY).of(0)

    found = of(rows, levels=(now.standing - 1e-9, now.standing + 1e-6))

    assert now.r == pytest.approx(1.25 * of(closed(*range(5, 400, 23))).n_eff)
    assert (found.reaches[0].reason, found.reaches[1].reason) == ("reached", "")


def test_light_promises_alone_get_nowhere():
    light = [replace(row, light_weight=0.3) for row in closed(*range(0, 300, 2), weight=0.3)]

    assert [reach.reason for reach in of(light).reaches] == ["out of reach", "out of reach"]


def test_fading_makes_it_longer_and_a_slow_pace_never_gets_there():
    slow = closed(*range(10, 370, 60), weight=0.6)

    assert of(slow).reaches[1].reason == "out of reach"
    assert of(slow, policy=UNFADING).reaches[1].months is not None


def test_broken_promises_go_on_as_they_did():
    mixed = closed(*range(0, 360, 12)) + closed(*range(6, 360, 30), kept=False)

    assert [reach.reason for reach in of(mixed).reaches] == ["out of reach", "out of reach"]


def test_a_long_silence_has_no_pace():
    assert {reach.reason for reach in of(closed(*range(600, 800, 20))).reaches} == {"nothing lately"}


def test_a_young_record_is_not_held_for_slow():
    """Five lines in two months are no five lines a year; but never is a pace taken from less than three months."""
    assert of(closed(0, 10, 20, 40, 119)).closed_a_month == pytest.approx(5 * 365 / 12 / 120)
    assert of(closed(0, 1, 2, 3, 4)).closed_a_month == pytest.approx(5 * 365 / 12 / 90)


@given(st.lists(st.integers(0, 700), min_size=5, max_size=30), st.integers(0, 300), st.booleans())
@settings(max_examples=50, deadline=None)
def test_laws_of_projection(ago, back, kept):
    rows = closed(*ago, kept=kept, weight=0.6, known_after=3)
    then = TODAY - timedelta(days=back)
    found = of(rows, as_of=then)

    assert found == of([row for row in rows if row.known_on <= then], as_of=then)
    lower, higher = found.reaches
    if lower.months is not None and higher.months is not None:
        assert 1 <= lower.months <= higher.months
    if higher.reason == "reached":
        assert lower.reason == "reached"
    if not kept:
        assert (months(found), found.kept_a_month) == ([None, None], 0)


def test_groups_are_told_apart():
    first, second = closed(*range(0, 90, 10), weight=0.6), closed(*range(0, 180, 30), weight=0.3)
    together = Tallies.from_groups([first, second])

    for group, rows in enumerate((first, second)):
        assert projection(together, group=group, as_of=TODAY, policy=DELIVERY) == of(rows)


def test_gates_say_how_long_a_phase_takes_at_the_least():
    assert tuple(gate.standing_points for gate in GATES) == LEVELS
    assert [(gate.to_phase, gate.shortest_months, gate.counted_from) for gate in GATES] == [
        (3, 6, "phase"), (4, 12, "start")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (closed(0, 9), "Fewer than 5 promises have closed: too early to speak of a pace."),
        (closed(*range(600, 800, 20)), "Nothing has closed in the last year, so there is no pace to go by."),
        (closed(*range(0, 300, 60), weight=0.6), "At this pace, a standing of 60 is in reach in about 16 months."),
        (closed(*range(0, 120, 24), weight=0.9), "At this pace, a standing of 60 is in reach in about a month."),
        (closed(*range(0, 200, 20), kept=False),
         "At this pace, a standing of 60 is not in reach within five years: more would have to be kept."),
        (closed(*range(0, 200, 10)), "The standing is above every level that a phase asks for."),
    ],
)  # fmt: skip
def test_sentence(rows, said):
    assert projection_sentence(of(rows)).text() == said
