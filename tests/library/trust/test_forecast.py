from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.library.trust.forecast_made import FIT, fits, law, made_events, seeds, with_changes
from troth.trust.forecast import (
    Counts,
    Events,
    fit_from_counts,
    level_today,
    parts,
    parts_from_counts,
    predict,
    predict_from_counts,
)
from troth.trust.forecast_walk import History, Questions, walk


def plain_forecast(events, partner, as_of, fit):
    """The formula of docs/domain/forecast.md, line by line, without numpy."""
    cells = {}
    for p, due, known, kept in zip(events.partner, events.due, events.known, events.kept, strict=True):
        if known <= as_of and due <= as_of:
            n, k = cells.get((p, due), (0, 0))
            cells[p, due] = (n + 1, k + kept)
    shares, own = {}, [0.0, 0.0]
    for (p, due), (n, k) in cells.items():
        each = n**fit.crowding / n
        total = shares.setdefault(p, [0.0, 0.0])
        total[0] += k * each
        total[1] += n * each
        if p == partner:
            fresh = 0.5 ** ((as_of - due) / fit.half_life_days)
            own[0] += k * each * fresh * (1 - 0.5 ** ((as_of - due) / fit.lag_half_life_days))
            own[1] += (n - k) * each * fresh
    level = (0.5 + sum(k / (n + fit.strength) for k, n in shares.values())) / (
        1 + sum(n / (n + fit.strength) for _, n in shares.values())
    )
    return (own[0] + fit.strength * level) / (sum(own) + fit.strength)


@law
@given(seed=seeds, fit=fits, as_of=st.integers(-5, 1000))
def test_forecast_equals_the_written_formula(seed, fit, as_of):
    events = made_events(60, partners=4, seed=seed)

    found = predict(events, partners=5, as_of_day=as_of, fit=fit)

    assert found.tolist() == pytest.approx([plain_forecast(events, p, as_of, fit) for p in range(5)], abs=1e-9)


@law
@given(seed=seeds, fit=fits, place=st.integers(0, 59))
def test_a_broken_line_turned_kept_never_lowers_a_forecast(seed, fit, place):
    events = made_events(60, partners=4, seed=seed)
    better = with_changes(events, kept=np.where(np.arange(60) == place, 1, events.kept))

    before = predict(events, partners=5, as_of_day=950, fit=fit)
    after = predict(better, partners=5, as_of_day=950, fit=fit)

    assert (after >= before - 1e-12).all()


@law
@given(seed=seeds, fit=fits, partner=st.integers(0, 3), due=st.integers(0, 940))
def test_one_more_kept_line_never_lowers_a_forecast(seed, fit, partner, due):
    events = made_events(60, partners=4, seed=seed)
    more = Events(
        partner=np.append(events.partner, partner),
        due=np.append(events.due, due),
        known=np.append(events.known, due),
        kept=np.append(events.kept, 1),
    )

    before = predict(events, partners=5, as_of_day=950, fit=fit)
    after = predict(more, partners=5, as_of_day=950, fit=fit)

    assert (after >= before - 1e-12).all()


@law
@given(seed=seeds, fit=fits, order=st.permutations(range(5)))
def test_relabelling_partners_moves_the_forecasts_with_them(seed, fit, order):
    events, label = made_events(80, partners=5, seed=seed), np.array(order)

    before = predict(events, partners=5, as_of_day=950, fit=fit)
    after = predict(with_changes(events, partner=label[events.partner]), partners=5, as_of_day=950, fit=fit)

    assert after[label].tolist() == pytest.approx(before.tolist(), abs=1e-12)


@law
@given(seed=seeds, fit=fits, corrected_on=st.integers(400, 1000))
def test_rows_taken_back_equal_rows_that_never_were(seed, fit, corrected_on):
    events = made_events(80, partners=4, seed=seed)
    counts, gone = events.counts(), np.arange(80) % 3 == 0
    back = counts.where(gone)
    both = Counts.of(
        days=(
            np.append(counts.group, back.group),
            np.append(counts.happened, back.happened),
            np.append(counts.known, np.maximum(back.known, corrected_on)),
        ),
        lines=np.append(counts.lines, -back.lines),
        kept=np.append(counts.kept, -back.kept),
    )

    found = predict_from_counts(both, groups=4, as_of_day=1000, fit=fit)

    assert found.tolist() == predict_from_counts(counts.where(~gone), groups=4, as_of_day=1000, fit=fit).tolist()
    day = Questions(group=np.arange(4), day=np.full(4, 1000))
    assert walk(History.of(both), day, fit).tolist() == pytest.approx(found.tolist(), abs=1e-9)
    assert (
        predict_from_counts(both, groups=4, as_of_day=corrected_on - 1, fit=fit).tolist()
        == predict_from_counts(counts, groups=4, as_of_day=corrected_on - 1, fit=fit).tolist()
    )


@law
@given(seed=seeds, fit=fits, as_of=st.integers(0, 900))
def test_forecast_sees_nothing_known_or_due_later(seed, fit, as_of):
    events = made_events(80, partners=4, seed=seed)
    later = (events.known > as_of) | (events.due > as_of)
    other = with_changes(events, kept=np.where(later, 1 - events.kept, events.kept))

    found = predict(events, partners=4, as_of_day=as_of, fit=fit)

    assert found.tolist() == predict(events.where(~later), partners=4, as_of_day=as_of, fit=fit).tolist()
    assert found.tolist() == predict(other, partners=4, as_of_day=as_of, fit=fit).tolist()


@law
@given(seed=seeds, fit=fits)
def test_tallies_of_a_day_give_the_numbers_of_the_lines(seed, fit):
    events = made_events(200, partners=3, seed=seed)
    cells, place = np.unique(np.stack((events.partner, events.due, events.known)), axis=1, return_inverse=True)
    tallies = Counts.of(days=tuple(cells), lines=np.bincount(place), kept=np.bincount(place, events.kept))

    found = predict_from_counts(tallies, groups=4, as_of_day=700, fit=fit)

    assert found.tolist() == pytest.approx(predict(events, partners=4, as_of_day=700, fit=fit).tolist(), abs=1e-12)


@law
@given(seed=seeds, fit=fits, partner=st.integers(0, 5))
def test_parts_add_up_to_the_forecast(seed, fit, partner):
    events = made_events(80, partners=5, seed=seed)

    found = parts(events, partner=partner, as_of_day=800, fit=fit)

    assert found.forecast == pytest.approx(predict(events, partners=6, as_of_day=800, fit=fit)[partner], abs=1e-12)
    assert found.own_weight * (found.own_rate or 0.0) + found.level_weight * found.level == found.forecast
    assert found.own_weight + found.level_weight == 1.0
    assert (found.own_rate is None) == (partner == 5)


@law
@given(seed=seeds, fit=fits)
def test_one_partner_alone_with_the_level_of_the_day_equals_the_whole_portfolio(seed, fit):
    counts = made_events(80, partners=5, seed=seed).counts()
    whole = predict_from_counts(counts, groups=5, as_of_day=800, fit=fit)
    level = level_today(counts, groups=5, as_of_day=800, fit=fit)
    alone = counts.where(counts.group == 3)

    assert predict_from_counts(alone, groups=5, as_of_day=800, fit=fit, level=level)[3] == pytest.approx(whole[3])
    assert parts_from_counts(alone, group=3, as_of_day=800, fit=fit, level=level).forecast == pytest.approx(whole[3])


def test_a_row_that_takes_back_kept_lines_alone_counts():
    rows = Counts.of(days=([0, 0], [0, 0], [0, 5]), lines=[1, 0], kept=[1, -1])

    assert parts_from_counts(rows, group=0, as_of_day=50, fit=FIT).own_rate == 0.0


def test_a_partner_without_evidence_gets_the_level_and_an_empty_portfolio_one_half():
    events = made_events(80, partners=5)
    none = events.where(events.due < 0)

    assert (
        predict(events, partners=7, as_of_day=950, fit=FIT)[6] == parts(events, partner=6, as_of_day=950, fit=FIT).level
    )
    assert predict(none, partners=3, as_of_day=950, fit=FIT).tolist() == [0.5, 0.5, 0.5]
    assert walk(History.of(none.counts()), Questions(group=np.array([0]), day=np.array([5])), FIT).tolist() == [0.5]


def test_a_kept_line_counts_only_so_far_as_a_late_one_would_have_been_reported():
    fresh = Events(partner=np.array([0]), due=np.array([100]), known=np.array([100]), kept=np.array([1]))

    on_the_day = parts(fresh, partner=0, as_of_day=100, fit=FIT)
    a_fortnight_later = parts(fresh, partner=0, as_of_day=114, fit=FIT)

    assert on_the_day.own_kept == 0.0
    assert a_fortnight_later.own_kept == pytest.approx(0.5 * 0.5 ** (14 / 90))


@pytest.mark.long
def test_a_million_rows_of_five_thousand_partners_take_about_a_second():
    random = np.random.default_rng(1)
    due = random.integers(0, 3650, 1_000_000)
    rows = Counts.of(
        days=(random.integers(0, 5000, 1_000_000), due, due + random.integers(0, 40, 1_000_000)),
        lines=np.full(1_000_000, 2),
        kept=random.integers(0, 3, 1_000_000),
    )

    start = perf_counter()
    predict_from_counts(rows, groups=5000, as_of_day=3600, fit=FIT)
    assert perf_counter() - start < 2.0

    start = perf_counter()
    fit_from_counts(rows)
    assert perf_counter() - start < 60.0
