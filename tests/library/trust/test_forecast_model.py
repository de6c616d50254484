import json

import numpy as np
import pytest

from tests.library.trust.forecast_made import FIT, made_events
from troth.trust.forecast import Counts, Events, Fit, parts
from troth.trust.forecast_model import UnequalColumnsError, crowded, level_of


def test_tallies_of_unequal_length_are_refused():
    with pytest.raises(UnequalColumnsError, match="equally long"):
        Counts.of(days=([0], [0], [0, 1]), lines=[1], kept=[1])


def test_many_lines_of_one_day_count_as_their_power():
    sixteen = Events(partner=np.zeros(16, int), due=np.zeros(16, int), known=np.zeros(16, int), kept=np.zeros(16, int))

    assert parts(sixteen, partner=0, as_of_day=0, fit=FIT).own_broken == 4.0


def test_crowding_leaves_whole_lines_at_one_and_a_day_at_zero():
    lines = np.array([1.0, 2.0, 16.0, 0.0, -1.0])

    assert (crowded(lines, 1.0) * lines).tolist() == [1.0, 2.0, 16.0, 0.0, 0.0]
    assert (crowded(lines, 0.0) * lines).tolist() == [1.0, 1.0, 1.0, 0.0, 0.0]
    assert (crowded(lines, 0.5) * lines).tolist() == pytest.approx([1.0, 2**0.5, 4.0, 0.0, 0.0])


def test_no_partner_weighs_more_than_one_in_the_level():
    small, large = (
        level_of(np.array([0.0, 90.0]), np.array([9.0, 0.0]), 1.0),
        level_of(np.array([0.0, 9e9]), np.array([9.0, 0.0]), 1.0),
    )

    assert large - small < 0.01
    assert level_of(np.array([]), np.array([]), 2.0) == 0.5


def test_fit_reads_back_from_json():
    assert Fit.from_dict(json.loads(json.dumps(FIT.as_dict()))) == FIT


def test_lines_are_tallies_of_one():
    counts = made_events(30).counts()

    assert counts.lines.tolist() == [1.0] * 30
    assert counts.where(counts.group == 2).group.tolist() == [2] * int((counts.group == 2).sum())
