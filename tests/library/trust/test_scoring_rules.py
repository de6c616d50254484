import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.trust.scoring_rules import auc, brier, calibration, ece, log_loss, scores

chances = st.lists(st.tuples(st.sampled_from([0.0, 0.05, 0.1, 0.3, 0.55, 0.9, 0.97, 1.0]), st.booleans()), min_size=1)
law = settings(max_examples=60, deadline=None)


def columns(pairs):
    chance, kept = zip(*pairs, strict=True)
    return np.array(chance), np.array(kept, dtype=int)


@law
@given(pairs=chances)
def test_scores_equal_plain_computations_on_the_clipped_forecasts(pairs):
    chance, kept = columns(pairs)
    clipped = np.minimum(np.maximum(chance, 0.01), 0.99)
    frame = pd.DataFrame({"chance": clipped, "kept": kept})
    frame["bin"] = pd.cut(frame["chance"], np.arange(11) / 10, right=False, labels=False)
    means = frame.groupby("bin").agg(chance=("chance", "mean"), kept=("kept", "mean"), lines=("kept", "size"))

    found = scores(chance, kept)

    assert found.log_loss == pytest.approx(-np.mean(np.log(np.where(kept == 1, clipped, 1 - clipped))))
    assert found.brier == pytest.approx(((frame["chance"] - frame["kept"]) ** 2).mean())
    assert found.ece == pytest.approx(((means["chance"] - means["kept"]).abs() * means["lines"]).sum() / len(kept))


@law
@given(pairs=chances)
def test_auc_is_the_share_of_pairs_in_the_right_order_ties_half(pairs):
    chance, kept = columns(pairs)
    good, bad = chance[kept == 1], chance[kept == 0]
    won = [1.0 if g > b else 0.5 if g == b else 0.0 for g in good for b in bad]

    assert auc(chance, kept) == (pytest.approx(np.mean(won)) if won else None)


@law
@given(pairs=chances, bins=st.integers(1, 12))
def test_calibration_bins_hold_every_line_once_in_order(pairs, bins):
    chance, kept = columns(pairs)

    found = calibration(chance, kept, bins=bins)

    assert sum(point.lines for point in found) == len(kept)
    assert sum(point.lines * point.observed for point in found) == pytest.approx(kept.sum())
    assert sum(point.lines * point.forecast for point in found) == pytest.approx(np.clip(chance, 0.01, 0.99).sum())
    assert [point.forecast for point in found] == sorted(point.forecast for point in found)
    assert len(found) <= bins
    assert all(point.low <= point.observed <= point.high for point in found)


def test_calibration_makes_bins_of_equal_size():
    chance = np.linspace(0.05, 0.95, 1000)

    assert [point.lines for point in calibration(chance, np.ones(1000))] == [100] * 10


def test_certain_and_right_scores_the_clip():
    found = scores([1.0, 0.0], [1, 0])

    assert found.log_loss == pytest.approx(-np.log(0.99))
    assert (found.brier, found.auc) == (pytest.approx(0.0001), 1.0)


def test_rules_on_a_worked_example():
    assert log_loss([0.9, 0.6], [1, 0]) == pytest.approx((-np.log(0.9) - np.log(0.4)) / 2)
    assert brier([0.9, 0.6], [1, 0]) == pytest.approx((0.01 + 0.36) / 2)
    assert ece([0.9, 0.6], [1, 0]) == pytest.approx((0.1 + 0.6) / 2)
