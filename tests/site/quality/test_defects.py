"""The catalogue of defects: shipped, added to by both sides, retired, brought in as a table."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.site.quality.corrective_room import Room
from troth_site.access import NotThere
from troth_site.actions.quality import defects
from troth_site.actions.quality.defects import DefectRefused, NewKind
from troth_site.models import DefectType
from troth_site.queries.quality.catalogue import catalogue, in_pack

pytestmark = pytest.mark.django_db
LIST = b"category,name,class,description\napparel,Missing bow,major,No bow\npacking,No hanger,minor,\n"


@pytest.fixture
def room(cast):
    return Room(cast)


def add(room, by=None, organisation=None, **given):
    told = {"category": "apparel", "name": "Missing bow", "defect_class": "major"} | given
    side = organisation or room.cast.buyer.pk
    return defects.add(by=by or room.buyer, organisation=side, given=NewKind(**told))


def names(room, category="apparel"):
    return {entry.name for entry in catalogue((room.pair.buyer_id, room.pair.factory_id), category=category)}


def test_shipped_kinds_of_the_category_and_packing_are_there(room):
    found = {entry.category for entry in catalogue((room.pair.buyer_id,), category="electronics")}

    assert found == {"electronics", "packing"}
    assert {entry["code"] for entry in in_pack((room.pair.buyer_id,), category="apparel")} >= {"apparel.hole"}


def test_both_sides_add_and_see_what_the_other_added(room):
    add(room)
    add(room, by=room.factory, organisation=room.pair.factory_id, name="Loose lining")

    assert {"Missing bow", "Loose lining", "Hole"} <= names(room)


def test_the_same_name_is_changed_and_not_doubled(room):
    assert add(room) == add(room, defect_class="minor", description="Hardly seen")
    assert DefectType.objects.filter(organisation=room.cast.buyer).count() == 1


def test_retired_is_gone_and_comes_back(room):
    pk = add(room)
    defects.retire(by=room.buyer, defect=pk)
    assert "Missing bow" not in names(room)
    defects.retire(by=room.buyer, defect=pk, is_back=True)
    assert "Missing bow" in names(room)


def test_one_takes_the_place_of_a_shipped_kind(room):
    add(room, name="Any hole", code="apparel.hole", defect_class="critical")

    assert ("Any hole" in names(room), "Hole" in names(room)) == (True, False)


def test_nobody_touches_what_is_not_theirs(room):
    pk = add(room)
    shipped = DefectType.objects.filter(organisation=None).values_list("pk", flat=True)[0]
    for key in (pk, shipped, 10**6):
        with pytest.raises(NotThere):
            defects.retire(by=room.factory, defect=key)
    with pytest.raises(NotThere):
        add(room, by=room.factory)


@pytest.mark.parametrize("given", [{"name": " "}, {"category": ""}, {"defect_class": "huge"}, {"photo": 10**6}])
def test_nonsense_is_refused(room, given):
    with pytest.raises(DefectRefused):
        add(room, **given)


def test_a_table_is_brought_in_whole_or_not_at_all(room):
    assert defects.bring_in(by=room.buyer, organisation=room.cast.buyer.pk, content=LIST) == (2, 0)
    assert defects.bring_in(by=room.buyer, organisation=room.cast.buyer.pk, content=LIST) == (0, 2)
    for bad in (b"", b"\xff\xfe", b"a,b\n1,2\n", LIST + b"apparel,Third,huge,\n"):
        with pytest.raises(DefectRefused):
            defects.bring_in(by=room.buyer, organisation=room.cast.buyer.pk, content=bad)
    assert DefectType.objects.filter(organisation=room.cast.buyer).count() == 2


def test_a_code_names_the_kind_of_a_side_before_the_shipped_one(room):
    assert defects.type_of(room.pair, "apparel.hole").organisation is None
    own = add(room, name="Any hole", code="apparel.hole")

    assert defects.type_of(room.pair, "apparel.hole").pk == own
    assert defects.type_of(room.pair, "apparel.never") is None


def test_pages_add_retire_and_bring_in(room):
    buyer, url = room.cast.browser(room.cast.ana), reverse("quality-defects", args=[room.pair.pk])
    typed = {"called": "Missing bow", "category": "apparel", "defect_class": "major"}
    assert buyer.post(url, typed | {"called": ""}).status_code == 422
    assert buyer.post(url, typed | {"photo": SimpleUploadedFile("a.jpg", b"no photo")}).status_code == 422
    assert buyer.post(url, typed).status_code == 302
    factory = room.cast.browser(room.cast.lin)
    assert "Missing bow" in factory.get(url).content.decode()
    own = DefectType.objects.get(name="Missing bow").pk
    assert factory.post(reverse("retire-defect", args=[room.pair.pk, own])).status_code == 404
    assert buyer.post(reverse("retire-defect", args=[room.pair.pk, own])).status_code == 302
    file = SimpleUploadedFile("list.csv", LIST)
    assert buyer.post(reverse("import-defects", args=[room.pair.pk]), {"file": file}).status_code == 302
    empty = SimpleUploadedFile("list.csv", b"x")
    assert buyer.post(reverse("import-defects", args=[room.pair.pk]), {"file": empty}).status_code == 422
