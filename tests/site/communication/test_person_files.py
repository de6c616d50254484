"""A photo and a voice note on one's own card: clean, small, inside relationships, and gone when one wishes."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import ExifTags, Image

from tests import makers
from troth_site.actions.communication import contacts, person_files, preferences
from troth_site.actions.communication.person_files import PersonFileRefused
from troth_site.models import Membership, PersonFile

pytestmark = pytest.mark.django_db
VOICE = b"RIFF" + (200).to_bytes(4, "little") + b"WAVEfmt " + bytes(192)
SECRETS = (b"Maker of cameras", b"a comment of mine", b"photoshop:City")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.TROTH_FILES = tmp_path


def photo(kind="JPEG", size=(1600, 1200)):
    image, out, exif = Image.new("RGB", size, "teal"), BytesIO(), Image.Exif()
    exif[ExifTags.Base.Make] = "Maker of cameras"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[1] = "N"
    more = {"comment": b"a comment of mine", "xmp": b"<x>photoshop:City</x>"} if kind == "JPEG" else {}
    image.save(out, kind, exif=exif, **more)
    return out.getvalue()


def add(cast, person, kind, content, name="x"):
    path = reverse(f"add-{kind}")
    return cast.browser(person).post(path, {"file": SimpleUploadedFile(name, content)}, follow=True)


def files(cast):
    return sorted(path for path in Path(settings.TROTH_FILES).rglob("*") if path.is_file())


def got(cast, reader, kind, whose):
    answer = cast.browser(reader).get(reverse(f"person-{kind}", args=[whose.pk]))
    return answer.status_code, b"".join(answer.streaming_content) if answer.streaming else b""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_drawn_anew_and_tells_nothing_of_itself(cast, kind):
    raw = photo(kind)
    assert SECRETS[0] in raw
    add(cast, cast.lin, "photo", raw)
    status, content = got(cast, cast.ana, "photo", cast.lin)
    with Image.open(BytesIO(content)) as image:
        assert (status, image.format, image.size, dict(image.getexif())) == (200, "JPEG", (512, 384), {})
        assert not {"comment", "xmp", "exif", "icc_profile"} & set(image.info)
    assert not [secret for secret in SECRETS if secret in content]


def test_it_is_shown_inside_relationships_alone(cast):
    add(cast, cast.lin, "photo", photo())
    add(cast, cast.lin, "voice", VOICE)
    stranger = makers.make_person(makers.make_organisation("Else"))
    for kind in ("photo", "voice"):
        assert [got(cast, who, kind, cast.lin)[0] for who in (cast.lin, cast.ana, stranger)] == [200, 200, 404]
        assert got(cast, cast.lin, kind, cast.ana)[0] == 404
    answer = cast.browser(cast.ana).get(reverse("person-voice", args=[cast.lin.pk]))
    assert b"".join(answer.streaming_content) == VOICE
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("audio/wav", "nosniff")
    assert answer["Cache-Control"] == "private, no-store"
    assert reverse("person-photo", args=[cast.lin.pk]) in (
        cast.browser(cast.ana).get(reverse("person", args=[cast.lin.pk])).content.decode()
    )


def faces(cast, reader):
    """Return what stands beside each name on the page of people: the address of a photo, or initials."""
    text = cast.browser(reader).get(reverse("contacts", args=[cast.pair.pk])).content.decode()
    found = re.findall(r'<p class="p-who">(.*?)</p>', text, re.DOTALL)
    return [
        re.search(r'<img class="p-face" src="([^"]*)"|aria-hidden="true">([^<]*)<', each).group(1, 2) for each in found
    ]


def test_people_are_shown_with_their_face_or_with_how_their_name_begins(cast):
    ben = makers.make_person(cast.buyer, name="Ben de Vries")
    for who, side in ((cast.ana, "buyer"), (cast.lin, "factory")):
        named = contacts.Named(person=who.pk, deputy=ben.pk if side == "buyer" else None)
        contacts.name_contact(by=makers.make_actor(who), relationship=cast.pair.pk, topic="orders", named=named)
    assert faces(cast, cast.ana) == [(None, "AP"), (None, "BV"), (None, "林")]
    add(cast, cast.lin, "photo", photo())
    address = reverse("person-photo", args=[cast.lin.pk])

    for reader in (cast.ana, cast.lin):
        assert faces(cast, reader) == [(None, "AP"), (None, "BV"), (address, None)]
    assert got(cast, cast.ana, "photo", cast.lin)[0] == 200
    # Whoever has left shows their face to nobody, and no broken picture stands there.
    Membership.objects.filter(person=cast.lin).update(active=False)
    assert faces(cast, cast.ana) == [(None, "AP"), (None, "BV"), (None, "林")]
    assert cast.browser(cast.ana).get(address).status_code == 404


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90", b"<svg onload=alert(1)>", photo()[:400], b"GIF89a" + bytes(99), VOICE]
)
def test_what_is_no_photo_is_refused(cast, content):
    with pytest.raises(PersonFileRefused):
        person_files.add_photo(by=makers.make_actor(cast.lin), content=content)
    answer = add(cast, cast.lin, "photo", content)
    assert (answer.status_code, 'id="photo-file_error"' in answer.content.decode()) == (422, True)
    assert [str(each) for each in answer.context["messages"]] == []
    assert (PersonFile.objects.count(), files(cast)) == (0, [])


def test_what_would_unpack_to_far_more_is_not_opened(cast):
    out = BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    with pytest.raises(PersonFileRefused):
        person_files.add_photo(by=makers.make_actor(cast.lin), content=out.getvalue())


@pytest.mark.parametrize("content", [b"", VOICE[:20], photo(), b"<script>" + bytes(99), VOICE + bytes(2 * 1024 * 1024)])
def test_what_is_no_voice_note_is_refused_and_said_why(cast, content):
    answer = add(cast, cast.lin, "voice", content)

    assert PersonFile.objects.count() == 0
    assert (answer.status_code, 'id="voice-file_error"' in answer.content.decode()) == (422, True)


def test_hours_that_end_before_they_begin_are_refused_at_their_field(cast):
    data = {"best_from": "17:00", "best_to": "09:00", "style": "Typed"}
    answer = cast.browser(cast.lin).post(reverse("own-card"), data)
    text = answer.content.decode()
    assert (answer.status_code, 'id="own-card-best_to_error"' in text, "Typed" in text) == (422, True, True)


def test_another_takes_the_place_of_the_first_and_nothing_of_it_stays(cast, django_capture_on_commit_callbacks):
    for _once_more in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            add(cast, cast.lin, "photo", photo())
    assert (PersonFile.objects.count(), len(files(cast))) == (1, 1)
    with django_capture_on_commit_callbacks(execute=True):
        cast.browser(cast.lin).post(reverse("remove-photo"))
        cast.browser(cast.lin).post(reverse("remove-photo"))
    assert (PersonFile.objects.count(), files(cast)) == (0, [])


def test_a_card_is_deleted_with_its_photo_and_voice(cast, django_capture_on_commit_callbacks):
    add(cast, cast.lin, "photo", photo())
    add(cast, cast.lin, "voice", VOICE)
    with django_capture_on_commit_callbacks(execute=True):
        preferences.delete(by=makers.make_actor(cast.lin))
    assert (PersonFile.objects.count(), files(cast)) == (0, [])
