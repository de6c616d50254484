"""Whoever takes a blind second look learns at no door how the first ended, until theirs is handed in."""

import re
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.site.matrix.rows import Row, on
from tests.site.matrix.table import ROWS
from tests.site.quality import blind
from tests.site.quality.inspecting import all_looked, send
from troth_site import access
from troth_site.models import (
    Commitment,
    EvidenceFile,
    Inspection,
    InspectionPhoto,
    LedgerEntry,
    Notification,
    OrderCheckpoint,
)

pytestmark = pytest.mark.django_db
COLLEAGUE = {"manager": "buyer", "owner": "sales"}
TELLS = (blind.SAID, blind.ITS_DEFECT, blind.LOT)
DIMENSIONS = ("quality", "communication", "partnership", "honesty", "delivery")
# Tokens, hours, and how many things have happened with a partner.
DRAWN = re.compile(
    r'"X-CSRFToken": "\w+"|name="(csrfmiddlewaretoken|ticket)" value="[^"]*"|T?\d\d:\d\d(:\d\d)?(\.\d+)?'
    r'|data-live-last="\d+"'
)
# Pages that count or list something of every lot; whatever else stands there is of others.
ALIKE = (
    "quality-rates", "quality-second-looks", "quality-inspections", "quality-reports", "quality-corrective",
    "quality-disclosures", "quality-training", "order-checkpoints", "line", "second-looks", "field", "field-pack",
    "notifications", "new-inspection", "api:reports", "api:inspections", "api:corrective_actions", "api:second_looks",
    "api:line-checkpoints", "api:notifications",
)  # fmt: skip


@pytest.fixture(scope="module")
def first(visitors):
    """The first look, planned together with two blind ones."""
    return blind.before(visitors.cast)


@contextmanager
def handed_in(cast, first, *, bad):
    """Hand the first look in, and take all of it back."""
    keys = dict(cast.keys)
    with transaction.atomic():
        blind.hand_in(cast, Inspection.objects.get(pk=first.pk), bad=bad)
        try:
            yield
        finally:
            cast.keys.clear()
            cast.keys.update(keys)
            transaction.set_rollback(True)


def own_look(cast, first, part):
    return Inspection.objects.get(blind_of=first, inspector=cast.people[part])


def stand_at(cast, first, part):
    """Let every address of an inspection be that of somebody's own look."""
    own = own_look(cast, first, part)
    cast.keys.update({"inspection": own.pk, "inspection_uid": own.uid, "field_uid": own.uid})


def its_addresses(cast, first):
    """Return every address at which something of the first look stands, and of what came of it."""
    report, action = {"pk": cast.keys["its_report"]}, {"pk": cast.keys["its_action"]}
    entries = LedgerEntry.objects.filter(relationship=cast.ours, content__contains=str(first.uid))
    since = LedgerEntry.objects.filter(relationship=cast.ours, kind__regex="^(corrective|checkpoint|report|lot)")
    lots = Commitment.objects.filter(relationship=cast.ours, what__contains=blind.LOT)
    steps = Commitment.objects.filter(relationship=cast.ours, what__contains=blind.SAID)
    file = EvidenceFile.objects.get(pk=InspectionPhoto.objects.get(inspection=first).file_id)
    found = [
        reverse("inspection", args=[first.pk]), reverse("api:inspection", args=[first.pk]),
        reverse("api:inspection-pack", args=[first.pk]), reverse("field-pack", args=[first.uid]),
        reverse("field-inspection", args=[first.uid]),
        *(reverse(name, kwargs=report) for name in (
            "quality-report", "quality-report-content", "quality-report-difference",
        )),
        reverse("quality-report-paper", kwargs=report | {"language": "en", "beside": "vi"}),
        reverse("api:report", kwargs={"report": report["pk"]}),
        *(reverse(name, kwargs=action) for name in ("corrective", "corrective-8d")),
        reverse("api:corrective_action", kwargs={"action": action["pk"]}),
        reverse("corrective", args=[cast.keys["watched"]]),
        reverse("wordings", kwargs={"kind": "corrective", **action}),
        reverse("evidence", args=[file.uid]), reverse("evidence-preview", args=[file.uid]),
        *(reverse("promise", args=[pk]) for pk in {*lots.values_list("pk", flat=True)}),
        *(reverse("corrective-of-promise", args=[pk]) for pk in steps.values_list("pk", flat=True)),
        *(reverse("entry", args=[cast.ours, seq]) for seq in entries.exclude(
            kind__in=("inspection.planned", "inspection.assigned")).values_list("seq", flat=True)),
        *(reverse("entry", args=[cast.ours, seq]) for seq in since.filter(
            commitment__in=[*lots, *steps]).values_list("seq", flat=True)),
    ]  # fmt: skip
    return sorted(set(found))


def lists(visitors, part):
    """Return every page of the house, and those of this record in all their parts."""
    cast = visitors.cast
    pages = {name: visitors.address(part, name, row) for name, row in ROWS.items() if row.get and part in row.get}
    partner = reverse("partner", args=[cast.ours])
    parts = ["?page=1", "?page=2", "?page=3", "?page=4", "?state=kept", "?state=open", "?dimension=quality",
             f"?q={blind.LOT.split()[0]}", "?show=pace", "?show=lateness"]  # fmt: skip
    pages |= {f"partner{more}": partner + more for more in parts}
    for side in ("buyer", "factory"):
        for about in DIMENSIONS:
            pages[f"why {side} {about}"] = reverse("why", args=[cast.ours, side, about])
            asked = f"?side={side}&dimension={about}"
            pages[f"api:explain {side} {about}"] = reverse("api:explain", args=[cast.ours]) + asked
    for number in range(1, 5):
        pages[f"api:entries {number}"] = reverse("api:entries", args=[cast.ours]) + f"?page={number}"
    opened = reverse("quality-corrective", args=[cast.ours])
    return pages | {"opened from it": f"{opened}?inspection={cast.keys['first']}"}


@pytest.mark.parametrize("part", COLLEAGUE)
def test_no_page_tells_who_looks_blind_what_came_of_the_first(visitors, cast, first, part):
    with handed_in(cast, first, bad=20):
        cast.keys["first"] = first.pk
        stand_at(cast, first, part)
        answers = {name: visitors.follow(part, path) for name, path in lists(visitors, part).items()}
        told = {name: [word for word in TELLS if word in answer.text] for name, answer in answers.items()}
        hidden = {path: visitors.follow(part, path) for path in its_addresses(cast, first)}

        # That it is planned was known before anybody knew how it would end.
        planned = {name: words for name, words in told.items() if words}
        assert set(planned) <= {f"api:entries {number}" for number in range(1, 5)} | {"api:entries"}
        assert {name: words for name, words in planned.items() if words != [blind.LOT]} == {}
        assert {name: answer.status for name, answer in answers.items() if answer.status >= 500} == {}
        assert {path: answer.status for path, answer in hidden.items() if answer.status != 404} == {}


@pytest.mark.parametrize("part", COLLEAGUE)
def test_all_of_it_is_read_once_the_own_look_is_handed_in(visitors, cast, first, part):
    with handed_in(cast, first, bad=20):
        addresses = its_addresses(cast, first)
        before = {path: visitors.follow(COLLEAGUE[part], path).status for path in addresses}
        assert {path: status for path, status in before.items() if status not in (200, 302)} == {}
        send(cast, own_look(cast, first, part), part=part, counts=all_looked(), hand_in=True)
        after = {path: visitors.follow(part, path).status for path in addresses}
        why = visitors.follow(part, reverse("why", args=[cast.ours, "factory", "quality"])).text

    assert after == before
    assert f"Make the lot as agreed · {blind.LOT}" in why


def test_pages_read_alike_however_the_first_ended(visitors, cast, first):
    read = []
    for bad in (0, 20):
        with handed_in(cast, first, bad=bad):
            stand_at(cast, first, "manager")
            answers = {name: visitors.visit("manager", name, ROWS[name]) for name in ALIKE}
            assert {name: answer.status for name, answer in answers.items() if answer.status != 200} == {}
            read.append({name: DRAWN.sub("", answer.text) for name, answer in answers.items()})

    assert [name for name in ALIKE if read[0][name] != read[1][name]] == []


def test_a_checkpoint_the_first_settled_reads_as_it_stood_before(visitors, cast, first):
    path = reverse("settle-checkpoint", args=[cast.keys["on_order"]])
    for bad in (0, 20):
        with handed_in(cast, first, bad=bad):
            assert OrderCheckpoint.objects.get(pk=cast.keys["on_order"]).state == ("red" if bad else "green")
            page = visitors.visit("manager", "order-checkpoints", ROWS["order-checkpoints"]).text
            said = Row(where=on("on_order"), given=lambda cast, part: {"state": "green", "note": "Photos"})
            refused = visitors.post("manager", "settle-checkpoint", said)
            assert "Hand in your own look at this lot first" in refused.text, path
            assert "booked" in page.lower()


def test_a_copy_of_the_ledger_waits_for_the_own_look_and_says_why(visitors, cast, first):
    with handed_in(cast, first, bad=20):
        by_program = visitors.visit("manager", "api:copy", ROWS["api:copy"])
        by_hand = visitors.visit("manager", "ledger-copy", ROWS["ledger-copy"])
        assert (by_program.status, "as soon as your look is handed in" in by_program.text) == (409, True)
        assert (by_hand.status, by_hand.where_to) == (302, reverse("verify", args=[cast.ours]))
        assert visitors.visit("buyer", "api:copy", ROWS["api:copy"]).status == 200
        send(cast, own_look(cast, first, "manager"), part="manager", counts=all_looked(), hand_in=True)
        assert visitors.visit("manager", "api:copy", ROWS["api:copy"]).status == 200


def test_nobody_who_looks_blind_is_told_of_what_came_of_the_first(cast, first):
    known = set(Notification.objects.values_list("pk", flat=True))
    with handed_in(cast, first, bad=20):
        rows = Notification.objects.exclude(pk__in=known).exclude(event__in=("action", "flag"))
        told = set(rows.values_list("person", "event"))

    people = {part: cast.people[part].pk for part in (*COLLEAGUE, *COLLEAGUE.values())}
    assert {event for person, event in told if person in (people["manager"], people["owner"])} == set()
    assert {event for person, event in told if person == people["buyer"]} >= {"inspected", "report", "corrective-back"}
    assert {event for person, event in told if person == people["sales"]} >= {"inspected", "report", "lot-decision"}


def test_whoever_takes_no_blind_look_is_asked_about_it_in_no_query_more(cast, first):
    with handed_in(cast, first, bad=20):
        for part, queries in (("buyer", 1), ("manager", 10)):
            with CaptureQueriesContext(connection) as asked:
                access.actor(cast.people[part])
            assert len(asked) == queries
