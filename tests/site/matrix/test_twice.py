"""Every button pressed twice does what it does once: a slow line, a double click, a page sent again."""

import pytest
from django.apps import apps
from django.utils import timezone

from tests.cast import Cast
from tests.site.matrix.rooms import ROOMS
from tests.site.matrix.table import DESK, IMPORTS, ROWS, SETTINGS
from troth_site.actions import imports as steps
from troth_site.jobs import imports as jobs
from troth_site.models import ImportBatch, Relationship

pytestmark = pytest.mark.django_db
# Whose press it is; who else may press it is the matrix's matter.
PRESSED_BY = {
    "verify": "buyer", "propose": "buyer", "step": "sales", "confirm-entry": "sales", "contest-entry": "sales",
    "answer-contest": "buyer", "add-partner": "buyer",
    "receive": "buyer", "move-promise": "buyer", "record-delay": "buyer", "accept-delay": "buyer",
    "complete-action": "sales", "own-action": "buyer", "acknowledge-flag": "buyer", "answer-flag": "sales",
    "own-flag": "buyer", "notes": "sales", "note": "buyer", "delete-note": "buyer", "pulse": "owner",
    "import-confirm": "buyer", "import-undo": "buyer", "tokens": "sales", "revoke-token": "buyer",
    "import-profile": "manager", "delete-import-profile": "buyer",
}  # fmt: skip
# What is asked for, chosen or thrown away, and leaves nothing that could stand there twice.
LEAVE_NOTHING = {"language", "theme", "sign-in", "sign-in-link", "sign-out", "set-up", "settings"}
OF_ROOMS = {}
for room in ROOMS:
    OF_ROOMS |= room.PRESSED_BY
    LEAVE_NOTHING |= room.LEAVE_NOTHING
PRESSED_BY |= OF_ROOMS
# Two files are two imports, which the preview of the second shows as unchanged; the others only read again.
ANSWERED_BY_THE_PREVIEW = {"imports", "import", "import-study"}


def picture() -> dict[str, object]:
    """Count every table, and note every head: one more row anywhere is seen."""
    counts: dict[str, object] = {
        model.__name__: model.objects.count()
        for model in apps.get_app_config("troth_site").get_models()
        if model.__name__ != "Person"
    }
    heads = Relationship.objects.order_by("pk").values_list("pk", "head_seq", "head_hash")
    return counts | {"heads": [(pk, seq, bytes(head)) for pk, seq, head in heads]}


def test_every_button_is_pressed_twice():
    buttons = {name for name, row in ROWS.items() if row.post is not None}

    assert buttons == set(PRESSED_BY) | LEAVE_NOTHING | ANSWERED_BY_THE_PREVIEW


@pytest.mark.parametrize("name", [name for name in PRESSED_BY if name in DESK | SETTINGS or name in OF_ROOMS])
def test_pressed_twice_does_it_once(visitors, name):
    before = picture()
    first = visitors.press(PRESSED_BY[name], name, ROWS[name], ticket="one-form")
    once = picture()
    again = visitors.press(PRESSED_BY[name], name, ROWS[name], ticket="one-form")

    assert first.is_in
    assert again.status in {200, 204, 302}
    assert once != before or name == "own-action"
    assert picture() == once


def _run(queue_of: str) -> None:
    for batch in ImportBatch.objects.filter(state__in=["applying", "done"]):
        getattr(jobs, queue_of).call(batch=batch.pk)


def test_a_file_confirmed_twice_is_imported_once(visitors, cast: Cast):
    row = IMPORTS["import-confirm"]
    uid = cast.refused
    by = cast.actor("buyer")
    steps.confirm(by=by, uid=uid)
    steps.confirm(by=by, uid=uid)
    batch = ImportBatch.objects.get(uid=uid)
    jobs.apply.call(batch=batch.pk)
    once = picture()
    jobs.apply.call(batch=batch.pk)
    pressed = visitors.press("manager", "import-confirm", row)

    assert pressed.status == 302
    assert picture() == once
    batch.refresh_from_db()
    assert (batch.state, batch.counts["new"], batch.counts["refused"]) == ("done", 2, 1)


def test_an_import_undone_twice_is_undone_once(visitors, cast: Cast):
    row = IMPORTS["import-undo"]
    visitors.press("buyer", "import-undo", row)
    batch = ImportBatch.objects.get(uid=cast.batch)
    jobs.undo.call(batch=batch.pk, person=cast.people["buyer"].pk)
    once = picture()
    jobs.undo.call(batch=batch.pk, person=cast.people["buyer"].pk)
    again = visitors.press("buyer", "import-undo", row)

    assert again.status == 302
    assert picture() == once
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert batch.undone_at is not None
    assert batch.undone_at <= timezone.now()
