"""Parts of photos are put, not posted: everybody tries it here, as the table does with pages and buttons."""

import pytest
from django.db import transaction

from tests.cast import EVERYBODY, NOBODY
from tests.site.matrix.rooms.quality_field import MAY_WORK, ROWS
from tests.site.matrix.visits import TOKEN

pytestmark = pytest.mark.django_db


def _put(visitors, part, **headers):
    path = visitors.address(part, "field-photo", ROWS["field-photo"])
    with transaction.atomic():
        answer = visitors.browsers[part].put(
            f"{path}?offset=0", b"", content_type="application/octet-stream", headers=headers
        )
        transaction.set_rollback(True)
    return answer.status_code, answer.headers["Content-Type"]


def test_field_photos_come_from_those_who_may_work_on_the_inspection(visitors):
    answers = {part: _put(visitors, part, **{"X-CSRFToken": TOKEN}) for part in EVERYBODY}
    expected = {part: 200 if part in MAY_WORK else 404 for part in EVERYBODY} | {NOBODY: 401}

    assert answers == {part: (status, "application/json") for part, status in expected.items()}


def test_field_photos_of_another_site_are_refused(visitors):
    assert {_put(visitors, part)[0] for part in EVERYBODY} == {403}
