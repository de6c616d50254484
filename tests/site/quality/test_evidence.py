"""Files that prove something: kept as they came, noticed, never corrected; what is none is refused with a reason."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone
from PIL import Image

from tests.site.quality.photos import make_bomb, make_photo
from troth_site import access
from troth_site.actions.quality import evidence
from troth_site.models import AuditEntry, EvidenceFile, Relationship, Site

HERE, FAR = (31.3, 120.6), (52.5, 13.4)


@pytest.fixture
def ours(gathered, db):
    """The record most tests look at, with a place for its site."""
    row = Relationship.objects.get(pk=gathered.ours)
    row.site = Site.objects.create(
        organisation=row.factory, name="Mill 2", latitude=HERE[0], longitude=HERE[1], zone="Asia/Shanghai"
    )
    row.save()
    return row


def _keep(gathered, ours, content, name="a.jpg", part="buyer"):
    by = gathered.actor(part)
    key = evidence.keep(by=by, relationship=ours.pk, name=name, content=content, side=access.side_of(by, ours))
    return EvidenceFile.objects.get(pk=key)


def test_photo_is_kept_whole_with_its_hash_and_a_preview(gathered, ours):
    photo = make_photo(size=(2000, 1500))
    kept = _keep(gathered, ours, photo)
    assert evidence.path_of(kept.path).read_bytes() == photo
    assert (kept.sha256, kept.size, kept.width, kept.height) == (sha256(photo).hexdigest(), len(photo), 2000, 1500)
    assert evidence.path_of(kept.preview).read_bytes().startswith(b"\xff\xd8")
    assert len(kept.difference_hash) == 16
    assert kept.noticed == []
    assert evidence.path_of(kept.path).stat().st_mode & 0o077 == 0
    assert AuditEntry.objects.filter(verb="evidence.kept", subject=f"evidence {kept.pk}").count() == 1


def test_photo_from_a_path_is_kept_alike(gathered, ours, tmp_path):
    file = tmp_path / "a.png"
    file.write_bytes(make_photo(kind="PNG"))
    assert _keep(gathered, ours, file, "a.png").media_type == "image/png"


def test_photo_of_elsewhere_and_another_time_is_kept_and_noticed(gathered, ours):
    then = timezone.now() - timedelta(days=40)
    kept = _keep(gathered, ours, make_photo(place=FAR, taken_at=then))
    assert [one["code"] for one in kept.noticed] == ["elsewhere", "another-time"]
    assert (kept.latitude, kept.longitude) == pytest.approx(FAR)
    assert kept.taken_at == then.replace(microsecond=0)


def test_photo_of_here_and_now_is_not_noticed(gathered, ours):
    assert _keep(gathered, ours, make_photo(place=HERE, taken_at=timezone.now())).noticed == []


def test_photo_of_sixty_megapixels_is_kept_whole_and_shown_small(gathered, ours):
    kept = _keep(gathered, ours, make_photo(size=(9000, 6700)))
    assert (kept.width, kept.height) == (9000, 6700)
    assert [one["code"] for one in kept.noticed] == ["large"]
    assert evidence.path_of(kept.preview).stat().st_size < 200_000


def test_photo_of_a_phone_in_heic_is_kept_and_shown_as_jpeg(gathered, ours):
    kept = _keep(gathered, ours, make_photo(kind="HEIF", place=HERE), "IMG_1.HEIC")
    assert kept.media_type == "image/heic"
    assert evidence.path_of(kept.preview).read_bytes().startswith(b"\xff\xd8")
    assert kept.latitude == pytest.approx(HERE[0])


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "IMG_1.jpg"), ("HEIF", "IMG_1.HEIC")])
def test_photo_of_a_phone_held_upright_has_the_sides_it_is_shown_with(gathered, ours, kind, name):
    content = make_photo(kind=kind, turned=6)
    kept = _keep(gathered, ours, content, name)
    with Image.open(evidence.path_of(kept.preview)) as shown:
        assert (kept.width, kept.height, *shown.size) == (48, 64, 48, 64)
        # The smaller picture tells nothing of where it was taken.
        assert not shown.getexif()
    assert kept.sha256 == sha256(content).hexdigest()
    assert evidence.path_of(kept.path).read_bytes() == content


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("IMG_1.HEIC", make_photo(kind="HEIF")[:-300], "broken"),
        ("IMG_1.HEIC", make_photo(kind="HEIF")[:60], "broken"),
        ("IMG_1.HEIC", b"no picture at all" * 9, "format"),
        ("a.jpg", b"", "empty"),
        ("a.jpg", b"<script>alert(1)</script>", "format"),
        ("a.exe", b"MZ\x90\x00", "kind"),
        ("a", b"hello", "kind"),
        ("a.png", make_bomb(), "bomb"),
        ("a.jpg", make_photo()[:400], "broken"),
        ("a.pdf", b"hello", "paper"),
        ("a.xlsx", make_photo(), "paper"),
        ("a.csv", b"a\0b", "paper"),
        ("a.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "kind"),
    ],
)
def test_what_is_no_evidence_is_refused_by_name_and_leaves_nothing(gathered, ours, name, content, code):
    with pytest.raises(evidence.EvidenceRefused) as refused:
        _keep(gathered, ours, content, name)
    assert refused.value.code == code
    assert f"“{name}”" in str(refused.value)
    assert EvidenceFile.objects.count() == 0


def test_file_that_is_too_large_is_refused(gathered, ours, monkeypatch):
    monkeypatch.setattr(evidence, "LARGEST", 10)
    with pytest.raises(evidence.EvidenceRefused, match="larger than 64"):
        _keep(gathered, ours, make_photo())


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b"%PDF-1.7"), ("a.xlsx", b"PK\x03\x04.."), ("a.csv", b"a,b")])
def test_paper_is_kept_without_being_opened(gathered, ours, name, content):
    kept = _keep(gathered, ours, content, name)
    assert (kept.width, kept.preview, kept.noticed) == (None, "", [])


def test_other_people_cannot_bring_evidence(gathered, ours):
    for part in ("other factory", "other buyer", "inspector"):
        with pytest.raises(access.NotThere):
            evidence.keep(
                by=gathered.actor(part), relationship=ours.pk, name="a.jpg", content=make_photo(), side="buyer"
            )
