"""Photos of one's own kinds of defects: seen by whoever has that kind in a catalogue, and by nobody else."""

import pytest
from django.urls import reverse

from tests.cast import EVERYBODY, NOBODY
from tests.site.matrix.rooms.quality_inspections import ASSIGNED
from tests.site.matrix.rows import BUYERS, SALES
from tests.site.quality.photos import make_photo
from troth_site.actions.quality import defects, evidence
from troth_site.actions.quality.defects import NewKind
from troth_site.models import EvidenceFile, Inspection

pytestmark = pytest.mark.django_db


def _photo_of_kind(cast, part, relationship):
    """Let somebody add a kind of defect with a photo that lies in one relationship, and return both."""
    by = cast.actor(part)
    kept = evidence.keep(by=by, relationship=relationship, name="bow.jpg", content=make_photo(), side="buyer")
    given = NewKind(category="apparel", name=f"Bow of {part}", defect_class="major", photo=kept)
    return EvidenceFile.objects.get(pk=kept), defects.add(by=by, organisation=by.seats[0].organisation, given=given)


def _answer(browser, address):
    answer = browser.get(address)
    answer.close()
    return answer.status_code


def _who_sees(visitors, photo, name="evidence-preview"):
    answers = {part: _answer(visitors.browsers[part], reverse(name, args=[photo.uid])) for part in EVERYBODY}
    assert answers.pop(NOBODY) == 302
    assert set(answers.values()) <= {200, 404}
    return {part for part, status in answers.items() if status == 200}


@pytest.mark.parametrize("name", ["evidence-preview", "evidence"])
def test_a_photo_of_a_kind_is_seen_by_both_sides_and_whoever_inspects_there(visitors, cast, name):
    photo, _kind = _photo_of_kind(cast, "buyer", cast.beside)
    assert _who_sees(visitors, photo, name) == BUYERS | SALES | ASSIGNED | {"other factory"}


def test_an_inspector_sees_none_of_where_nothing_is_assigned_to_them(visitors, cast):
    photo, _kind = _photo_of_kind(cast, "other buyer", cast.elsewhere)
    assert _who_sees(visitors, photo) == SALES | {"other buyer"}


def test_a_photo_of_a_kind_that_was_retired_is_seen_by_its_own_record_alone(visitors, cast):
    photo, kind = _photo_of_kind(cast, "buyer", cast.beside)
    defects.retire(by=cast.actor("buyer"), defect=kind)
    assert _who_sees(visitors, photo) == BUYERS | {"other factory"}


def test_a_photo_that_shows_no_kind_stays_in_its_record(visitors, cast):
    kept = evidence.keep(
        by=cast.actor("buyer"), relationship=cast.beside, name="seam.jpg", content=make_photo(), side="buyer"
    )
    assert _who_sees(visitors, EvidenceFile.objects.get(pk=kept)) == BUYERS | {"other factory"}


def test_an_inspector_takes_the_photo_of_a_kind_along(visitors, cast):
    photo, _kind = _photo_of_kind(cast, "buyer", cast.beside)
    ours = cast.key("inspection")
    shown = visitors.browsers["inspector"].get(reverse("field-pack", args=[Inspection.objects.get(pk=ours).uid])).json()
    told = visitors.browsers["inspector"].get(reverse("api:inspection-pack", args=[ours])).json()
    url = reverse("evidence-preview", args=[photo.uid])

    assert [kind["photo"] for kind in shown["catalogue"] if kind["name"] == "Bow of buyer"] == [url]
    assert [kind["photo"]["url"] for kind in told["catalogue"] if kind["name"] == "Bow of buyer"] == [url]
    assert {kind["photo"] for kind in shown["catalogue"]} == {None, url}
