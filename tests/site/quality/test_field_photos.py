"""Photos of an inspection: told first, come in parts with breaks, kept once, refused with a reason, flagged."""

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.site.quality.inspecting import all_looked, answered, at, defect, make_inspection, send
from tests.site.quality.photos import make_bomb, make_photo
from troth_site.actions.quality import field_photos
from troth_site.models import Inspection, InspectionPhoto


@pytest.fixture
def row(gathered, db):
    """An inspection of the buyer's."""
    return make_inspection(gathered)


def _photo(content, **more):
    told = {"uid": str(uuid4()), "sha256": sha256(content).hexdigest(), "size": len(content), "taken_at": at()}
    return told | more


def test_photo_before_its_defect_finds_it_when_it_comes(gathered, row):
    found, content = defect(unit=4), make_photo()
    send(gathered, row, photos=[_photo(content, defect=found["uid"])])
    assert InspectionPhoto.objects.get().defect is None
    send(gathered, row, defects=[found])
    assert str(InspectionPhoto.objects.get().defect.uid) == found["uid"]
    assert InspectionPhoto.objects.get().field == ""


def test_photo_comes_in_parts_with_breaks_and_is_kept_once(gathered, row):
    content, by = make_photo(size=(640, 480)), gathered.actor("buyer")
    told = _photo(content)
    send(gathered, row, photos=[told])
    for start in (0, 700, 700, 0, 1400):
        part = content[start : start + 700]
        come = field_photos.photo_part(by=by, photo=told["uid"], offset=start, content=part)
    assert come == 2100
    with pytest.raises(field_photos.WrongOffset) as wrong:
        field_photos.photo_part(by=by, photo=told["uid"], offset=5000, content=b"x")
    assert wrong.value.received == 2100
    rest = content[2100:]
    for _again in range(2):
        assert field_photos.photo_part(by=by, photo=told["uid"], offset=2100, content=rest) == len(content)
    kept = InspectionPhoto.objects.get()
    assert kept.file.sha256 == told["sha256"]
    assert not field_photos.part_of(kept.uid).exists()


def test_photo_that_is_another_one_begins_anew(gathered, row):
    content, by = make_photo(), gathered.actor("buyer")
    told = _photo(content)
    send(gathered, row, photos=[told])
    with pytest.raises(field_photos.PhotoRefused, match="hash differs"):
        field_photos.photo_part(by=by, photo=told["uid"], offset=0, content=content[:-1] + b"!")
    assert field_photos.photo_part(by=by, photo=told["uid"], offset=0, content=content) == len(content)
    other = _photo(content)
    send(gathered, row, photos=[other])
    with pytest.raises(field_photos.PhotoRefused, match="beyond"):
        field_photos.photo_part(by=by, photo=other["uid"], offset=0, content=content + b"!")


@pytest.mark.parametrize(("content", "said"), [(b"no photo at all", "called a photo"), (make_bomb(), "unpack")])
def test_photo_that_is_none_is_refused_with_its_reason(gathered, row, content, said):
    told = _photo(content)
    send(gathered, row, photos=[told])
    for _again in range(2):
        with pytest.raises(field_photos.PhotoRefused, match=said):
            field_photos.photo_part(by=gathered.actor("buyer"), photo=told["uid"], offset=0, content=content)
    assert said in InspectionPhoto.objects.get().refused


def test_photo_of_elsewhere_is_kept_and_flagged(gathered, row):
    content = make_photo(taken_at=timezone.now() - timedelta(days=90), place=(52.5, 13.4))
    told = _photo(content)
    send(gathered, row, photos=[told])
    field_photos.photo_part(by=gathered.actor("buyer"), photo=told["uid"], offset=0, content=content)
    assert [one["code"] for one in InspectionPhoto.objects.get().file.noticed] == ["another-time"]


def test_photo_comes_late_and_counts_do_not(gathered, row):
    send(gathered, row, counts=all_looked(), hand_in=True)
    content = make_photo()
    answer = send(gathered, row, photos=[_photo(content)], entries=[answered()], hand_in=True)
    assert len(answer["accepted"]) == 1
    assert "handed in before" in answer["refused"][0]["reason"]
    assert Inspection.objects.get(pk=row.pk).state == "reported"
