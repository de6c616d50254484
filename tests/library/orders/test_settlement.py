"""Further cases of settling a line, and the laws of its outcome."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.orders.lines import DUE, ORDERED, counts_on, make_delay, make_line, outcome_for
from troth.orders.definitions import AS_RECORDED, DEFAULT
from troth.orders.delivery import outcome_of_line
from troth.orders.facts import Receipt, facts_known_on
from troth.orders.rates import lateness_bar
from troth.orders.settlement import QuantityError, settle


def test_early_beyond_the_window_is_not_kept_and_without_a_limit_it_is():
    facts = make_line(received=((-9, 100),))

    assert (settle(facts).state, settle(facts).kept) == ("early", False)
    assert settle(facts, AS_RECORDED).state == "kept"
    assert outcome_for(facts).kept_weight == pytest.approx(0.8)


def test_line_closed_short_is_not_kept_and_weighs_by_what_came():
    facts = make_line(received=((0, 60),), closed_on=DUE + timedelta(days=4))

    settled, outcome = settle(facts), outcome_for(facts)

    assert (settled.state, settled.on_time, settled.in_full, settled.kept) == ("short", True, False, False)
    assert (outcome.lines, outcome.kept, outcome.kept_weight) == (1, 0, pytest.approx(0.6))


def test_line_closed_with_nothing_received_is_broken():
    outcome = outcome_for(make_line(closed_on=DUE + timedelta(days=4)))

    assert (outcome.lines, outcome.kept, outcome.kept_weight, outcome.broken_weight) == (1, 0, 0.0, 1.0)


def test_delay_not_accepted_stays_with_the_factory():
    settled = settle(make_line(received=((5, 100),), delays=(make_delay(5, accepted=False),)))

    assert (settled.state, settled.factory_days) == ("late", 5)


def test_granted_days_put_off_the_lapse_of_an_open_line():
    outcome = outcome_for(make_line(delays=(make_delay(6),)), recorded_on=ORDERED)

    assert outcome.counted_from == DUE + timedelta(days=7)
    assert outcome.scored_from == DUE + timedelta(days=16)


def test_partly_excused_line_weighs_by_its_own_share():
    outcome = outcome_for(make_line(received=((9, 100),), delays=(make_delay(4, cause="force_majeure"),)))

    assert (outcome.lines, outcome.kept, outcome.excused) == (1, 0, 0)
    assert outcome.excused_weight == pytest.approx(4 / 9)
    assert outcome.kept_weight == pytest.approx(5 / 9 * 0.5)


def test_delivery_recorded_before_it_happened_is_known_from_its_day():
    facts = make_line(receipts=(Receipt(DUE, ORDERED),))

    outcome = outcome_for(facts, recorded_on=ORDERED)

    assert (outcome.counted_from, outcome.scored_from) == (DUE, DUE)
    assert facts_known_on(facts, DUE - timedelta(days=1)).receipts == ()


def test_line_without_a_promise_has_no_outcome():
    assert outcome_of_line(make_line(promises=()), weight=1.0, recorded_on=DUE) is None


@pytest.mark.parametrize("facts", [make_line(quantity=-1), make_line(received=((0, -5),))])
def test_negative_quantity_is_refused(facts):
    with pytest.raises(QuantityError):
        settle(facts)


def test_lateness_bar_shows_the_days_by_cause():
    facts = make_line(delays=(make_delay(2),))
    today = DUE + timedelta(days=5)

    bar = lateness_bar(settle(facts, as_of=today), as_of=today)

    assert (bar.until, bar.parts, bar.is_open) == (today, (("buyer", 2), ("factory", 3)), True)


# Laws.

afters = st.integers(-20, 40)
lines = st.builds(
    lambda received, delays, late, early: (
        make_line(received=tuple(received), delays=tuple(delays)),
        replace(DEFAULT, late_days=late, early_days=early),
    ),
    st.lists(st.tuples(afters, st.integers(0, 80)), max_size=4),
    st.lists(
        st.builds(
            make_delay,
            st.integers(0, 15),
            cause=st.sampled_from(["buyer", "factory", "carrier", "force_majeure"]),
            accepted=st.booleans(),
        ),
        max_size=3,
    ),
    st.integers(0, 5),
    st.none() | st.integers(0, 9),
)


@settings(max_examples=200, deadline=None)
@given(lines, st.integers(-5, 40))
def test_days_attributed_always_add_up_to_the_days_lost(case, after):
    settled = settle(*case, as_of=DUE + timedelta(days=after))

    parts = settled.factory_days + settled.buyer_days + settled.excused_days + settled.carrier_days
    assert parts == settled.days_late


@settings(max_examples=200, deadline=None)
@given(lines, st.floats(0.1, 16))
def test_weights_of_an_outcome_add_up_to_the_weight(case, weight):
    outcome = outcome_of_line(*case, weight=weight, recorded_on=ORDERED)

    assert outcome.kept_weight + outcome.broken_weight + outcome.excused_weight == pytest.approx(weight)
    assert min(outcome.kept_weight, outcome.broken_weight, outcome.excused_weight) >= 0


@settings(max_examples=200, deadline=None)
@given(lines, st.integers(-5, 60))
def test_count_of_a_line_agrees_with_its_state_on_any_day(case, after):
    facts, definition = case
    day = DUE + timedelta(days=after)
    known = facts_known_on(facts, day)
    outcome = outcome_of_line(known, definition, weight=1.0, recorded_on=day)

    state = settle(known, definition, as_of=day).state

    # An early delivery counts in the window of its due day.
    expected = 0 if state in ("open", "excused") or day < DUE else 1
    assert counts_on([outcome], day)[1] == expected


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 30), st.integers(0, 30))
def test_later_delivery_never_weighs_more(sooner, more):
    first = outcome_for(make_line(received=((sooner, 100),)))
    second = outcome_for(make_line(received=((sooner + more, 100),)))

    assert second.kept_weight <= first.kept_weight


def test_delivery_complete_on_the_day_of_cancellation_stands():
    assert settle(make_line(received=((0, 100),), cancelled_on=DUE)).state == "kept"


def test_partial_credit_is_counted_from_the_end_of_the_grace():
    outcome = outcome_for(make_line(received=((5, 100),)), replace(DEFAULT, late_days=2))

    assert outcome.kept_weight == pytest.approx(0.7)
