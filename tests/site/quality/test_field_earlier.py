"""What was found before, as an inspector takes it along: each defect once, with all its units."""

import pytest

from tests.site.quality.inspecting import all_looked, defect, make_inspection, send
from troth_site.queries.quality.field import pack

pytestmark = pytest.mark.django_db


def test_earlier_lots_name_each_defect_once_with_its_units_and_leave_out_what_was_taken_back(gathered):
    before = make_inspection(gathered, lot_name="Lot before")
    found = [
        defect(unit=1), defect(unit=4), defect(unit=9), defect("minor", unit=2, name="Loose thread"),
        defect(unit=5, name="Stain", removed_at="2026-03-02T10:00:00+00:00", removed_because="It was a shadow"),
    ]  # fmt: skip
    send(gathered, before, defects=found, counts=all_looked())
    send(gathered, before, hand_in=True)
    (earlier,) = pack(gathered.actor("buyer"), make_inspection(gathered).uid)["earlier"]
    assert (earlier["lot"], earlier["defects"]) == (
        "Lot before",
        [
            {"name": "Dropped stitch", "class": "major", "units": 3},
            {"name": "Loose thread", "class": "minor", "units": 1},
        ],
    )
