import pytest

from troth.quality.corrective import LotSince
from troth.quality.recurrence import LotTold, lot_since

NAMES = {"broken zip", "拉链断"}


@pytest.mark.parametrize(
    ("lot", "came_back"),
    [
        (LotTold(looked_at=80, bad=0), 0),
        (LotTold(looked_at=80, bad=3, named=(("broken zip", 3),)), 3),
        (LotTold(looked_at=80, bad=3, named=(("拉链断", None),)), 1),
        (LotTold(looked_at=80, bad=3, named=(("stain", 3),)), 0),
        (LotTold(looked_at=80, bad=0, named=(("broken zip", 0),)), 0),
        (LotTold(looked_at=80, bad=None, by_defect=True), 0),
        (LotTold(looked_at=2, bad=3, named=(("broken zip", 3),)), 2),
    ],
)
def test_a_lot_that_names_what_was_found_says_whether_it_came_back(lot, came_back):
    assert lot_since(lot, names=NAMES) == LotSince(looked_at=lot.looked_at, came_back=came_back)


@pytest.mark.parametrize(
    "lot",
    [
        LotTold(looked_at=None, bad=0),
        LotTold(looked_at=0, bad=0),
        LotTold(looked_at=80, bad=None),
        LotTold(looked_at=80, bad=3),
        # One of the three has no name, and may be it.
        LotTold(looked_at=80, bad=3, named=(("stain", 2),)),
    ],
)
def test_what_nobody_said_is_no_clean_lot(lot):
    assert lot_since(lot, names=NAMES) is None
