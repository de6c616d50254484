"""Doors that stand open in the record of the cast, so that what is behind them is looked at as every page is."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from troth_site.actions.communication import requests_doors
from troth_site.models import Invitation, Organisation
from troth_site.queries.tokens import hash_of

SEAT, CODE = "a-seat-nobody-took-yet-1234567890", "a-code-nobody-scanned-yet-1234567890"


def left_open(cast):
    """Leave one of each kind, and return where they are."""
    mill = Organisation.objects.create(
        kind="factory", name="临江针织有限公司", name_latin="Linjiang Knitting Co., Ltd."
    )
    now = timezone.now()
    for token, email in ((SEAT, "zhou@linjiang.example"), (CODE, "")):
        Invitation.objects.create(
            organisation=mill, email=email, role="owner", token_hash=hash_of(token),
            invited_by=cast.people["manager"], created_at=now, expires_at=now + timedelta(days=14),
        )  # fmt: skip
    answer = requests_doors.make_door(cast.key("asked"), cast.people["sales"].pk)
    return {"answer": urlsplit(answer).path, "seat": f"/invitation/{SEAT}/", "code": f"/invitation/{CODE}/"}
