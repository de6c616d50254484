import json

import numpy as np
import pytest

from tests.library.trust.forecast_made import FIT, made_events, with_changes
from troth.trust.forecast import Events, Fit, fit, fit_from_counts
from troth.trust.forecast_fit import of_some
from troth.trust.forecast_walk import History, Questions, walk
from troth.trust.scoring_rules import scores


def made_with(*, rate_lasts_days, lines=12_000, partners=40, late_known_after=20):
    """Lines of partners whose rates are drawn anew from Beta(8, 2) every so often."""
    random = np.random.default_rng(5)
    due = np.sort(random.integers(0, 2000, lines))
    partner = random.integers(0, partners, lines)
    rate = random.beta(8, 2, (partners, 2000 // rate_lasts_days + 1))[partner, due // rate_lasts_days]
    kept = (random.random(lines) < rate).astype(int)
    late = np.ceil(random.exponential(late_known_after / np.log(2), lines)).astype(int)
    return Events(partner=partner, due=due, known=due + np.where(kept == 1, 0, late), kept=kept)


def test_fit_finds_the_spread_of_partners_that_never_change():
    found = fit(made_with(rate_lasts_days=2000))

    assert found.half_life_days > 500
    assert 6 < found.strength < 15  # Beta(8, 2) is as strong as 10 lines


def test_fit_remembers_shorter_where_partners_change():
    assert fit(made_with(rate_lasts_days=300)).half_life_days < 100


def test_fit_finds_how_late_the_bad_news_comes():
    slow = fit(made_with(rate_lasts_days=300, late_known_after=60))
    quick = fit(made_with(rate_lasts_days=300, late_known_after=1))

    assert quick.lag_half_life_days < 14 < slow.lag_half_life_days


def test_fit_counts_lines_that_share_their_fate_as_few():
    random = np.random.default_rng(7)
    day = np.repeat(np.arange(0, 4000, 20), 10)
    partner = np.repeat(np.arange(200) % 10, 10)
    rate = np.linspace(0.5, 0.95, 10)[partner]
    alone, together = random.random(2000), np.repeat(random.random(200), 10)

    own_fates = fit(Events(partner=partner, due=day, known=day, kept=(alone < rate).astype(int)))
    one_fate = fit(Events(partner=partner, due=day, known=day, kept=(together < rate).astype(int)))

    assert one_fate.crowding < own_fates.crowding


def test_fit_is_at_least_as_likely_as_its_start():
    events = made_with(rate_lasts_days=300)
    asked = Questions(group=events.partner, day=events.due - 30)
    old = events.due <= events.known.max() - 90
    found = fit(events)

    start = scores(walk(History.of(events.counts()), asked, FIT)[old], events.kept[old]).log_loss
    reached = scores(walk(History.of(events.counts()), asked, found)[old], events.kept[old]).log_loss

    assert found.log_loss == pytest.approx(reached, abs=1e-9)
    assert reached < start


def test_fit_on_tallies_equals_fit_on_lines_and_reads_back():
    events = made_events(600)
    counts = events.counts()
    turned = np.arange(600)[::-1]

    found = fit(events)

    assert fit_from_counts(counts.where(turned)).strength == pytest.approx(found.strength, rel=1e-6)
    assert Fit.from_dict(json.loads(json.dumps(found.as_dict()))) == found
    assert found.scored == int((events.due <= np.maximum(events.known, events.due).max() - 90).sum())


def test_fit_on_next_to_nothing_stays_at_its_start():
    assert fit(made_events(1)) == Fit(half_life_days=90.0, lag_half_life_days=14.0, strength=2.0, crowding=0.75)


def test_fit_of_many_rows_looks_at_the_latest():
    days = np.arange(100_500) // 10
    lines = Events(partner=days % 7, due=days, known=days, kept=(np.arange(100_500) % 5 > 0).astype(int))
    flipped = with_changes(lines, kept=np.where(days < 40, 0, lines.kept))

    assert fit(flipped) == fit(lines)


def test_fit_of_many_partners_asks_every_third():
    of = made_with(rate_lasts_days=500, lines=100_000, partners=450)
    others = with_changes(of, kept=np.where(of.partner % 3, 1 - of.kept, of.kept))

    assert fit(others) == fit(of)
    assert fit(of) == fit(of.where(of.partner % 3 == 0))


def test_fit_of_few_partners_asks_them_all():
    of = made_with(rate_lasts_days=500, lines=50_000, partners=299).counts()

    assert len(of_some(of).lines) == 50_000
