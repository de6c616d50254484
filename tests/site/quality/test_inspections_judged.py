"""Lots whose rejection number was reached, whatever was said of the units looked at."""

from tests.site.quality.inspecting import defect, make_inspection, send
from troth_site.models import ClassSample, Commitment, SamplingState


def test_critical_defect_refuses_the_lot_where_nobody_said_how_many_were_looked_at(gathered, db):
    row = make_inspection(gathered)
    send(gathered, row, defects=[defect("critical", unit=9)], hand_in=True)
    row.refresh_from_db()
    critical, major = (ClassSample.objects.get(inspection=row, defect_class=kind) for kind in ("critical", "major"))
    assert (row.verdict, critical.verdict, major.verdict) == ("not-accepted", "not-accepted", "pending")
    assert (critical.looked_at, critical.nonconforming, Commitment.objects.get(kind="lot").state) == (None, 1, "broken")


def test_major_defects_beyond_the_limit_move_switching_where_nobody_said_how_many_were_looked_at(gathered, db):
    row = make_inspection(gathered)
    send(gathered, row, defects=[defect(unit=one) for one in range(1, 15)], hand_in=True)
    row.refresh_from_db()
    assert row.verdict == "not-accepted"
    recent = dict(SamplingState.objects.values_list("defect_class", "recent"))
    assert recent == {"major": [False], "minor": []}
