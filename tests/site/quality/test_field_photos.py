"""Photos of an inspection: told first, come in parts with breaks, kept once, refused with a reason, flagged."""

import re
from datetime import timedelta
from functools import cache
from hashlib import sha256
from io import BytesIO
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.site.quality.inspecting import all_looked, answered, at, defect, make_inspection, send
from tests.site.quality.photos import make_bomb, make_photo
from troth_site.actions.quality import field_photos
from troth_site.models import Inspection, InspectionPhoto

PART = 512 * 1024


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
    # Whatever the phone sends next, it is told.
    (answered,) = send(gathered, row)["photos"]
    assert (answered["received"], said in answered["refused"]) == (len(content), True)


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


@cache
def _large(size, kind="JPEG"):
    """Return a photo as a camera writes it: noise, which nothing packs small."""
    out = BytesIO()
    tile = Image.effect_noise((512, 512), 90)
    picture = Image.new("L", size)
    for left in range(0, size[0], 512):
        for top in range(0, size[1], 512):
            picture.paste(tile, (left, top))
    picture.convert("RGB").save(out, kind, quality=95)
    return out.getvalue()


def _phone(gathered, part="buyer"):
    browser = Client()
    browser.force_login(gathered.people[part], backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def _put(browser, told, offset, content):
    return browser.put(f"/field/photo/{told['uid']}/?offset={offset}", content, content_type="application/octet-stream")


def _send(browser, told, content, part=PART):
    for offset in range(0, len(content), part):
        answer = _put(browser, told, offset, content[offset : offset + part])
    return answer


def test_photo_of_twelve_megabytes_comes_through_the_door_in_parts(gathered, row):
    content = _large((6144, 4096))
    assert 12_000_000 < len(content) < field_photos.LARGEST
    told, browser = _photo(content), _phone(gathered)
    send(gathered, row, photos=[told])
    answer = _send(browser, told, content)
    kept = InspectionPhoto.objects.get()
    small = reverse("evidence-preview", args=[kept.file.uid])
    assert (answer.status_code, answer.json()) == (200, {"received": len(content), "preview": small})
    assert (kept.file.sha256, kept.file.width, kept.refused) == (told["sha256"], 6144, "")


def test_door_takes_as_much_at_once_as_it_says_and_no_more(gathered, row):
    most = field_photos.LARGEST_PART
    assert most == settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    content = bytes(most + 1)
    told, browser = _photo(content), _phone(gathered)
    send(gathered, row, photos=[told])
    refused = _put(browser, told, 0, content)
    assert (refused.status_code, refused.json()["error"]) == (413, "Send at most 4.0\xa0MB at once.")
    assert _put(browser, told, 0, content[:most]).json() == {"received": most}
    page = browser.get(f"/field/{row.uid}/").content.decode()
    asked = {name: int(value) for name, value in re.findall(r'data-most-(\w+)="(\d+)"', page)}
    assert asked["part"] <= most
    assert asked["photo"] == field_photos.LARGEST


@pytest.mark.parametrize(("size", "kind"), [((9472, 6400), "JPEG"), ((1600, 1200), "HEIF")])
def test_photo_of_sixty_megapixels_and_of_a_phone_are_kept_whole_with_a_small_copy(gathered, row, size, kind):
    content = make_photo(size=size, kind=kind)
    told = _photo(content)
    send(gathered, row, photos=[told])
    answer = _send(_phone(gathered), told, content).json()
    kept = InspectionPhoto.objects.get()
    assert answer == {"received": len(content), "preview": reverse("evidence-preview", args=[kept.file.uid])}
    assert (kept.file.sha256, kept.file.width, kept.file.height) == (told["sha256"], *size)
    assert kept.file.preview


@pytest.mark.parametrize(
    ("content", "said"), [(b"GIF89a is none of these" * 99, "called a photo"), (make_bomb(), "far larger")]
)
def test_what_is_no_photo_is_refused_at_the_door_with_its_reason(gathered, row, content, said):
    told = _photo(content)
    send(gathered, row, photos=[told])
    answer = _send(_phone(gathered), told, content)
    assert answer.status_code == 400
    assert (said in answer.json()["error"], answer.json()["final"]) == (True, True)


def test_photo_that_says_it_is_larger_than_any_is_refused_before_it_comes(gathered, row):
    told = _photo(b"x") | {"size": field_photos.LARGEST + 1}
    assert send(gathered, row, photos=[told])["accepted"] == []
