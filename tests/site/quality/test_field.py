"""What a phone sends: once whatever happens on the way, in any order, from two phones, with a clock set wrong."""

import random
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from tests.site.quality.inspecting import all_looked, answered, at, defect, looked, make_inspection, parcel, send
from tests.site.quality.photos import make_photo
from troth.quality.defect_catalogue import SHIPPED
from troth_site import access
from troth_site.actions.quality import corrective_steps, field, field_choosing, field_photos
from troth_site.actions.quality.field_reading import OtherContent, ParcelRefused
from troth_site.models import (
    ClassSample,
    CorrectiveAction,
    FieldEntry,
    FieldSync,
    InspectionDefect,
    Measurement,
    Notification,
)
from troth_site.queries.quality.field import pack
from troth_site.queries.quality.field_answers import fields_of, standing


@pytest.fixture
def row(gathered, db):
    """An inspection of the buyer's."""
    return make_inspection(gathered)


def _photo(content, **more):
    told = {"uid": str(uuid4()), "sha256": sha256(content).hexdigest(), "size": len(content), "taken_at": at()}
    return told | more


def test_same_parcel_again_changes_nothing_and_is_answered_alike(gathered, row):
    said = parcel(entries=[answered()], counts=[looked("major", 20)], defects=[defect(unit=3)])
    by = gathered.actor("buyer")
    first = field.sync(by=by, inspection=row.uid, parcel=said)
    assert field.sync(by=by, inspection=row.uid, parcel=said) == first
    assert len(first["accepted"]) == 3
    assert (FieldEntry.objects.count(), InspectionDefect.objects.count(), FieldSync.objects.count()) == (2, 1, 1)
    assert first["state"] == "working"


def test_other_content_under_a_key_is_refused_and_what_came_first_stays(gathered, row):
    said, by = parcel(entries=[answered(value="yes")]), gathered.actor("buyer")
    field.sync(by=by, inspection=row.uid, parcel=said)
    with pytest.raises(OtherContent):
        field.sync(by=by, inspection=row.uid, parcel=said | {"entries": [answered(value="no")]})
    other = make_inspection(gathered)
    with pytest.raises(OtherContent):
        field.sync(by=by, inspection=other.uid, parcel=said)
    assert [one.value for one in FieldEntry.objects.all()] == ["yes"]


@pytest.mark.parametrize(
    "broken",
    [None, [], "cut", 7, {}, {"parcel": "1"}, {"parcel": str(uuid4()), "entries": {}},
     {"parcel": str(uuid4()), "entries": [1]}, {"parcel": str(uuid4()), "device_time": "yesterday"},
     {"parcel": str(uuid4()), "device_time": "2026-01-01T10:00"}, {"parcel": str(uuid4()), "x": float("nan")}],
)  # fmt: skip
def test_parcel_that_cannot_be_read_is_refused_whole(gathered, row, broken):
    with pytest.raises(ParcelRefused):
        field.sync(by=gathered.actor("buyer"), inspection=row.uid, parcel=broken)
    assert not FieldSync.objects.exists()


@pytest.mark.parametrize(
    ("kind", "item", "said"),
    [
        ("counts", {"class": "minor", "looked_at": 81}, "0 to 80"),
        ("counts", {"class": "minor", "looked_at": -1}, "0 to 80"),
        ("counts", {"class": "minor", "looked_at": "7"}, "whole number"),
        ("counts", {"class": "minor", "looked_at": True}, "whole number"),
        ("counts", {"class": "cosmetic", "looked_at": 1}, "no class “cosmetic”"),
        ("defects", {"class": "cosmetic", "name": "A"}, "no class “cosmetic”"),
        ("defects", {"class": "major", "name": " "}, "empty"),
        ("defects", {"class": "major", "name": "A", "units": 81}, "1 to 80"),
        ("defects", {"class": "major", "name": "A", "unit": 81}, "1 to 80"),
        ("defects", {"class": "major", "name": "A", "units": 3, "defects": 2}, "3 to"),
        ("defects", {"class": "major", "name": "A", "unit": 3, "units": 2}, "one unit"),
        ("defects", {"class": "major", "name": "A", "removed_at": "2026-01-01T00:00+00:00"}, "Say why"),
        ("entries", {"field": "", "value": 1}, "empty"),
        ("entries", {"field": "a", "value": "x" * 30_000}, "too long"),
        ("entries", {"field": "a", "value": 1, "answered_at": "10:00"}, "no time"),
        ("entries", {"field": "looked-at.major", "value": 500}, "counted, not answered"),
        ("measurements", {"code": "chest", "unit_number": 0, "value": 1}, "1 to"),
        ("measurements", {"code": "chest", "unit_number": 1, "value": "wide"}, "no number"),
        ("photos", {"sha256": "short", "size": 3, "taken_at": "2026-01-01T00:00+00:00"}, "no hash"),
        ("photos", {"sha256": "a" * 64, "size": 0, "taken_at": "2026-01-01T00:00+00:00"}, "1 to"),
        ("signatures", {"side": "friend", "digest": "a" * 64, "name": "A", "strokes": [[1]]}, "names its side"),
        ("signatures", {"side": "factory", "digest": "a" * 64, "name": "A", "strokes": []}, "nothing written"),
        ("corrective", {"title": "A", "problem": "B", "grade": "huge"}, "critical, major or minor"),
    ],
)
def test_item_that_cannot_be_is_refused_with_its_reason_and_the_rest_is_kept(gathered, row, kind, item, said):
    bad = {"uid": str(uuid4()), "answered_at": at(), "signed_at": at()} | item
    good = answered("other")
    answer = send(gathered, row, **({kind: [bad]} | {"entries": [good, *([bad] if kind == "entries" else [])]}))
    assert good["uid"] in answer["accepted"]
    assert bad["uid"] not in answer["accepted"]
    assert said in next(one["reason"] for one in answer["refused"] if one["uid"] == bad["uid"])


def test_item_without_a_key_is_refused(gathered, row):
    assert send(gathered, row, entries=[{"field": "a"}])["refused"] == [
        {"uid": "", "reason": "It carries no key of its own."}
    ]


def test_item_under_the_key_of_another_inspection_is_refused(gathered, row):
    said = answered()
    send(gathered, row, entries=[said])
    assert send(gathered, make_inspection(gathered), entries=[said])["accepted"] == []


def test_two_phones_are_merged_field_by_field_in_whatever_order_they_come(gathered, row):
    items = [
        ("buyer", answered("label", "yes", answered_at=at(1))),
        ("buyer", answered("label", "no", answered_at=at(2))),
        ("manager", answered("label", "yes", answered_at=at(3))),
        ("manager", answered("drop", "passed", answered_at=at(1))),
    ]
    random.Random(4).shuffle(items)
    for part, item in items:
        answer = send(gathered, row, part=part, entries=[item])
    found = {one.name: one for one in fields_of(row.pk)}
    assert [(one.value, one.name) for one in found["label"].answers] == [
        ("no", "Buyer of the Cast"), ("yes", "Manager of the Cast"),
    ]  # fmt: skip
    assert standing(list(found.values())) == {"drop": "passed"}
    assert [one["field"] for one in answer["both"]] == ["label"]
    assert FieldEntry.objects.count() == 4


def test_chosen_answer_stands_and_both_stay_seen(gathered, row):
    send(gathered, row, entries=[answered("label", "yes")])
    send(gathered, row, part="manager", entries=[answered("label", "no")])
    entry = FieldEntry.objects.get(value="no")
    with pytest.raises(access.NotThere):
        field_choosing.choose(by=gathered.actor("other factory"), entry=entry.pk)
    field_choosing.choose(by=gathered.actor("buyer"), entry=entry.pk)
    (found,) = fields_of(row.pk)
    assert (found.value, found.is_open, len(found.answers)) == ("no", False, 2)


def test_count_about_which_two_people_differ_is_pending_until_one_is_chosen(gathered, row):
    send(gathered, row, counts=all_looked())
    send(gathered, row, part="manager", counts=[looked("major", 79)], hand_in=True)
    row.refresh_from_db()
    assert row.verdict == "pending"
    assert ClassSample.objects.get(inspection=row, defect_class="major").looked_at is None


def test_clock_set_wrong_is_measured_and_shown_and_times_stay_as_said(gathered, row):
    wrong = timezone.now() + timedelta(days=400)
    send(gathered, row, counts=[one | {"answered_at": wrong.isoformat()} for one in all_looked()],
         device_time=wrong.isoformat(), hand_in=True)  # fmt: skip
    row.refresh_from_db()
    assert abs(row.clock_ahead - 400 * 86_400) < 60
    assert {one.answered_at for one in FieldEntry.objects.all()} == {wrong}
    assert row.handed_in_at < wrong - timedelta(days=399)


def test_defect_is_taken_back_with_a_reason_and_never_counts(gathered, row):
    found = defect(unit=4)
    send(gathered, row, defects=[found])
    gone = found | {"removed_at": at(), "removed_because": "Thread wiped off."}
    send(gathered, row, defects=[gone])
    send(gathered, row, defects=[found], counts=all_looked(), hand_in=True)
    assert ClassSample.objects.get(inspection=row, defect_class="major").nonconforming == 0
    assert InspectionDefect.objects.get().removed_because == "Thread wiped off."


def test_other_people_cannot_send_or_upload(gathered, row):
    content = make_photo()
    told = _photo(content)
    send(gathered, row, photos=[told])
    for part in ("other buyer", "other factory", "inspector", "representative"):
        with pytest.raises(access.NotThere):
            send(gathered, row, part=part, entries=[answered()])
        with pytest.raises(access.NotThere):
            field_photos.photo_part(by=gathered.actor(part), photo=told["uid"], offset=0, content=content)


def test_corrective_action_is_opened_without_signal_once(gathered, row):
    found = defect(unit=2)
    said = {"uid": str(uuid4()), "title": "Dropped stitches", "problem": "On line 3.", "grade": "major",
            "defect": found["uid"]}  # fmt: skip
    for _again in range(2):
        send(gathered, row, defects=[found], corrective=[said])
    action = CorrectiveAction.objects.get()
    assert (action.grade, action.opened_side, action.inspection_id, action.number) == ("major", "buyer", row.pk, 1)
    # As one that is opened at the desk: somebody owns it, the other side hears of it, its step is due by its grade.
    assert action.owner_buyer_id == gathered.people["buyer"].pk
    told = Notification.objects.filter(event="corrective-opened", subject=f"corrective {action.pk}")
    assert gathered.people["buyer"].pk not in told.values_list("person", flat=True)
    assert told.count() > 0
    step = corrective_steps.NewStep(stage="containment", side="factory", text="Sort what is packed.")
    corrective_steps.add(by=gathered.actor("sales"), corrective=action.pk, given=step)
    assert action.steps.get().due_on is not None


def test_corrective_action_of_a_third_party_belongs_to_nobody_yet_and_both_sides_hear_of_it(gathered, db):
    row = make_inspection(gathered, inspector="inspector")
    said = {"uid": str(uuid4()), "title": "Dropped stitches", "problem": "On line 3.", "grade": "major"}
    answer = send(gathered, row, part="inspector", corrective=[said])
    action = CorrectiveAction.objects.get()
    assert answer["accepted"] == [said["uid"]]
    assert (action.opened_side, action.owner_buyer_id, action.owner_factory_id) == ("buyer", None, None)
    told = set(Notification.objects.filter(event="corrective-opened").values_list("person", flat=True))
    assert {gathered.people["buyer"].pk, gathered.people["sales"].pk} <= told
    assert gathered.people["inspector"].pk not in told


def test_photo_is_marked_and_moved_to_another_defect_after_it_was_told(gathered, row):
    first, second = defect(unit=1), defect(unit=2)
    told = {"uid": str(uuid4()), "sha256": "a" * 64, "size": 9, "taken_at": at(), "defect": first["uid"]}
    send(gathered, row, defects=[first], photos=[told])
    marked = told | {"defect": second["uid"], "caption": "The seam", "marks": [{"shape": "circle"}]}
    assert send(gathered, row, defects=[second], photos=[marked])["accepted"] == [second["uid"], told["uid"]]
    (kept,) = row.photos.all()
    assert (str(kept.defect.uid), kept.caption, kept.marks) == (second["uid"], "The seam", [{"shape": "circle"}])
    send(gathered, row, counts=all_looked(), hand_in=True)
    send(gathered, row, photos=[told | {"caption": "Something else"}])
    kept.refresh_from_db()
    assert kept.caption == "The seam"


def test_measurement_is_kept_as_read_and_taken_back(gathered, row):
    said = {"uid": str(uuid4()), "code": "chest", "unit_number": 1, "value": 51.5, "answered_at": at()}
    send(gathered, row, measurements=[said])
    send(gathered, row, measurements=[said | {"removed_at": at()}])
    kept = Measurement.objects.get()
    assert (kept.value, kept.removed_at is not None) == (51.5, True)


def test_pack_holds_everything_and_nothing_of_the_draw_before_it_is_made(gathered, row):
    by = gathered.actor("buyer")
    before = pack(by, row.uid)
    assert before["draw"] == {"commitment": row.draw_commitment, "word": "", "cartons": [], "units": [], "made": False}
    field.take_along(by=by, inspection=row.uid)
    send(gathered, row, entries=[answered()], defects=[defect(unit=1)])
    after = pack(by, row.uid)
    assert (len(after["draw"]["units"]), after["plan"]["digest"]) == (80, row.frozen_digest)
    assert (len(after["kept"]["defects"]), after["kept"]["fields"][0]["value"]) == (1, "yes")
    assert row.draw_secret not in str(after)
    assert {one["side"] for one in after["people"]} == {"buyer", "factory"}


def test_pack_names_defects_in_the_readers_language_and_keeps_their_codes(gathered, row):
    by = gathered.actor("buyer")
    said = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said[language] = {one["code"]: one["name"] for one in pack(by, row.uid)["catalogue"]}
    assert said["en"].keys() == said["zh-hans"].keys() >= SHIPPED.keys()
    for code, kind in SHIPPED.items():
        assert said["en"][code] == kind.name
    with translation.override("zh-hans"):
        assert said["zh-hans"] == {code: gettext(name) for code, name in said["en"].items()}


def test_pack_asks_a_literal_number_of_questions(gathered, row, django_assert_num_queries):
    by = gathered.actor("buyer")
    for lots in (1, 2):
        send(gathered, row, defects=[defect(unit=lots)], entries=[answered(f"field {lots}")])
        with django_assert_num_queries(11):
            pack(by, row.uid)
