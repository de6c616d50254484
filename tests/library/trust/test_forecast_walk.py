import numpy as np
import pytest
from hypothesis import given

from tests.library.trust.forecast_made import fits, law, made_events, seeds
from troth.trust.forecast import Counts, Events, Fit, predict
from troth.trust.forecast_walk import History, Questions, walk


@law
@given(seed=seeds, fit=fits)
def test_walk_gives_each_day_what_predict_gives_as_of_it(seed, fit):
    events = made_events(120, partners=5, seed=seed)
    days = np.arange(-40, 1200, 61)
    asked = Questions(group=days % 6, day=days)

    walked = walk(History.of(events.counts()), asked, fit)

    expected = [
        predict(events, partners=6, as_of_day=int(d), fit=fit)[g] for g, d in zip(asked.group, days, strict=True)
    ]
    assert walked.tolist() == pytest.approx(expected, abs=1e-9)


def test_walk_holds_over_a_century_of_short_memory():
    days = np.arange(0, 36500, 50)
    lines = Events(partner=np.zeros_like(days), due=days, known=days + 3, kept=(days // 50) % 3 % 2)
    short = Fit(half_life_days=14.0, lag_half_life_days=2.0, strength=2.0, crowding=1.0)
    asked = Questions(group=np.zeros(3, dtype=int), day=np.array([5_000, 20_000, 36_500]))

    walked = walk(History.of(lines.counts()), asked, short)

    expected = [predict(lines, partners=1, as_of_day=int(day), fit=short)[0] for day in asked.day]
    assert walked.tolist() == pytest.approx(expected, abs=1e-9)


def test_history_holds_the_state_after_and_before_each_day_on_which_a_due_day_changed():
    rows = Counts.of(
        days=([1, 0, 0, 0, 0], [3, 5, 5, 5, 4], [4, 9, 4, 9, 30]), lines=[7, -1, 3, 2, 1], kept=[6, 0, 2, 2, 0]
    )

    history = History.of(rows)

    assert history.group.tolist() == [0, 0, 0, 1]
    assert history.happened.tolist() == [5, 5, 4, 3]
    assert history.visible.tolist() == [5, 9, 30, 4]
    assert history.lines.tolist() == [3, 4, 1, 7]
    assert history.lines_before.tolist() == [0, 3, 0, 0]
    assert history.kept.tolist() == [2, 4, 0, 6]
    assert history.kept_before.tolist() == [0, 2, 0, 0]
    assert history.by_day.tolist() == [3, 0, 1, 2]


def test_places_finds_the_last_row_a_day_could_see():
    history = History.of(Counts.of(days=([0, 0, 2], [5, 7, 6], [6, 8, 6]), lines=[1, 1, 1], kept=[1, 1, 1]))
    asked = Questions(group=np.array([0, 0, 0, 0, 1, 2, 2, 3]), day=np.array([5, 6, 7, 99, 99, 5, 6, 99]))

    assert history.places(asked).tolist() == [-1, 0, 0, 1, -1, -1, 2, -1]
