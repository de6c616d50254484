from dataclasses import fields
from datetime import date

import pytest

from troth.communication.status_form import FIELDS
from troth.communication.status_mirror import MIRROR_FIELDS, MirrorStatus, gaps_in_mirror

FRIDAY = date(2026, 3, 6)


def test_both_sides_fill_in_as_many_fields():
    assert len(MIRROR_FIELDS) == len(FIELDS) == 8
    assert list(MIRROR_FIELDS) == [each.name for each in fields(MirrorStatus)]


@pytest.mark.parametrize(
    ("status", "codes"),
    [
        (MirrorStatus(forecast="Nothing before May"), []),
        (MirrorStatus(), ["mirror.forecast"]),
        (MirrorStatus(approvals_open="Lab dip", forecast="x"), ["mirror.approval-day"]),
        (MirrorStatus(approvals_open="Lab dip", next_approval_on=FRIDAY, forecast="x"), []),
        (MirrorStatus(next_approval_on=date(2026, 3, 5), forecast="x"), ["mirror.approval-past"]),
        (MirrorStatus(next_payment_on=date(2026, 3, 5), forecast="x"), ["mirror.payment-past"]),
    ],
)
def test_gaps_are_named_and_nothing_is_filled_in(status, codes):
    assert [gap.code for gap in gaps_in_mirror(status, filed_on=FRIDAY)] == codes
