from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.trust.tallies_made import make_outcome
from troth.commitments.contest import contested, withdrawn
from troth.commitments.outcomes import rows_of, rows_of_versions
from troth.trust.explanation import ScoredEntry, explain
from troth.trust.inherited_record import OpenFlag, inherited_flag, inherited_outcome, is_grown
from troth.trust.judgement import judge
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.replay import CARRIED
from troth.trust.standing import standings
from troth.trust.tallies import Tallies

DELIVERY = DEFAULT_POLICY.of("delivery")
DAY = date(2026, 3, 2)
later_days = st.integers(0, 2000)
records = st.lists(
    st.builds(
        lambda ago, is_kept, weight: [make_outcome(due=DAY - timedelta(days=ago), kept=is_kept, weight=weight)],
        st.integers(0, 1500),
        st.booleans(),
        st.floats(0.1, 4.0),
    ),
    max_size=6,
)
laws = settings(max_examples=40, deadline=None)


def rows_of_history(history):
    return [row for versions in history for row in rows_of_versions(versions)]


def standing(rows, as_of=DAY):
    return standings(Tallies.from_rows(rows), groups=1, as_of=as_of, policy=DELIVERY)


def carried(rows, on=DAY):
    return inherited_outcome(standing(rows, on), group=0, on=on)


def _settled(history):
    """Leave what is known by the day and happened by then, heavy: what is still to come is carried when it comes."""
    return [
        row
        for row in rows_of_history(history)
        if row.known_on <= DAY and row.happened_on <= DAY and not row.light_weight
    ]


@given(records, records, later_days)
@laws
def test_both_records_count_together_from_the_day_on_and_ever_after(old, new, days):
    earlier, own = _settled(old), _settled(new)
    outcome = carried(earlier)
    brought = [] if outcome is None else list(rows_of(outcome))
    as_of = DAY + timedelta(days=days)
    light = outcome is not None and outcome.light_weight > 0
    found, together = standing(own + brought, as_of), standing(own + earlier, as_of)

    if not light:
        assert float(found.standing[0]) == pytest.approx(float(together.standing[0]), abs=1e-6)
    assert float(found.s[0]) == pytest.approx(float(together.s[0]), abs=1e-9)


@given(records, records)
@laws
def test_it_moves_no_rate_no_count_and_no_test(old, new):
    own = rows_of_history(new)
    outcome = carried(rows_of_history(old))
    brought = [] if outcome is None else list(rows_of(outcome))

    def numbers(rows):
        found = judge(Tallies.from_rows(rows), groups=1, as_of=DAY, policy=DELIVERY).of(0)
        return found.n, found.kept, found.rate, found.window_n, found.p_value, found.state, found.last_on

    assert numbers(own + brought) == numbers(own)


@given(records)
@laws
def test_taken_back_it_leaves_nothing_from_that_day_and_everything_before(old):
    outcome = carried(rows_of_history(old))
    if outcome is None:
        return
    undone = withdrawn(outcome, withdrawn_on=DAY + timedelta(days=10))
    rows = list(rows_of_versions([outcome, undone]))

    assert float(standing(rows, DAY + timedelta(days=10)).standing[0]) == pytest.approx(5.0)
    before = DAY + timedelta(days=9)
    assert float(standing(rows, before).standing[0]) == pytest.approx(
        float(standing(list(rows_of(outcome)), before).standing[0])
    )


@given(records)
@laws
def test_contested_it_weighs_half_for_thirty_days_once(old):
    outcome = carried(rows_of_history(old))
    if outcome is None:
        return
    rows = list(rows_of_versions([outcome, contested(outcome, contested_on=DAY)]))
    half, whole = standing(rows, DAY), standing(list(rows_of(outcome)), DAY)
    over = DAY + timedelta(days=30)

    assert float(half.s[0]) == pytest.approx(float(whole.s[0]) / 2)
    assert float(standing(rows, over).s[0]) == pytest.approx(float(standing(list(rows_of(outcome)), over).s[0]))


@given(records, later_days)
@laws
def test_time_alone_does_not_make_it_grow(old, days):
    earlier = _settled(old)

    assert not is_grown(carried(earlier), carried(earlier, DAY + timedelta(days=days)), policy=DELIVERY) or (
        carried(earlier) is not None and carried(earlier, DAY + timedelta(days=days)) is None
    )


def test_new_break_makes_it_grow():
    earlier = list(rows_of(carried_of(kept=8.0)))
    more = [*earlier, *rows_of(carried_of(broken=1.0))]

    assert is_grown(carried(earlier), carried(more), policy=DELIVERY)
    assert is_grown(None, carried(more), policy=DELIVERY)
    assert not is_grown(None, None, policy=DELIVERY)


def carried_of(*, kept=0.0, broken=0.0):
    return carried(list(rows_of(outcome_of(kept, broken))))


def outcome_of(kept, broken):
    return make_outcome(due=DAY, lines=0, kept_weight=kept, broken_weight=broken)


def test_step_of_it_is_told_as_what_it_is_and_adds_up():
    outcome = outcome_of(8.0, 4.0)
    entry = ScoredEntry(entry="9", commitment="link", outcome=outcome, is_carried=True)
    found = explain([entry], as_of=DAY + timedelta(days=100), policy=DELIVERY)

    assert [step.reason.template for step in found.steps if step.entry] == [CARRIED]
    assert found.start + sum(step.step for step in found.steps) == pytest.approx(found.score)
    assert found.score == pytest.approx(float(standing(list(rows_of(outcome)), DAY + timedelta(days=100)).standing[0]))


@pytest.mark.parametrize(
    ("severities", "worst"),
    [(["minor"], "minor"), (["minor", "serious"], "serious"), (["critical", "minor"], "critical"), (["?"], "minor")],
)
def test_flag_is_as_severe_as_the_worst_it_stands_for(severities, worst):
    flags = [OpenFlag(rule="r", severity=severity) for severity in severities]

    for is_contested in (False, True):
        found = inherited_flag(flags, name="Qiming", is_contested=is_contested)
        assert (found.severity, found.n) == (worst, len(flags))
        assert ("contested" in found.reason.text()) == is_contested


def test_same_firm_without_open_flags_is_no_flag():
    assert inherited_flag([], name="Qiming", is_contested=False) is None
