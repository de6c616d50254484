"""Checklists of an organisation, and their pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import makers
from tests.site.sheets.test_xlsforms import SURVEY, make
from troth_site.access import NotThere
from troth_site.actions.quality import checklists as acts
from troth_site.actions.quality.checklists import NewChecklist
from troth_site.models import Checklist, ChecklistItem
from troth_site.queries.quality import checklists as queries
from troth_site.queries.quality.shipped_checklists import shipped
from troth_site.sheets.xlsforms import read_form

pytestmark = pytest.mark.django_db


def given(tmp_path, survey=SURVEY):
    form = read_form(make(tmp_path / "form.xlsx", survey), file_name="form.xlsx")
    return NewChecklist(code=form.code, name=form.name, items=form.items, source="form.xlsx")


@pytest.fixture
def buyer(cast):
    return makers.make_actor(cast.ana)


def dropped(path):
    return {"file": SimpleUploadedFile("form.xlsx", path.read_bytes()), "ticket": "t-1"}


def test_shipped_checklists_are_whole_and_answer_nothing_themselves():
    assert sorted(shipped()) == [
        "final-apparel", "final-electronics", "final-hard-goods", "hygiene", "incoming-material", "packing-loading",
        "pre-production", "process-audit",
    ]  # fmt: skip
    for each in shipped().values():
        assert {"en", "zh-hans"} <= set(each.name)
        assert all({"en", "zh-hans"} <= set(item.label) for item in each.items)


def test_a_form_becomes_a_version_and_the_same_one_again_changes_nothing(cast, buyer, tmp_path):
    first = acts.bring_in(by=buyer, organisation=cast.buyer.pk, form=given(tmp_path))
    again = acts.bring_in(by=buyer, organisation=cast.buyer.pk, form=given(tmp_path))
    before = list(ChecklistItem.objects.filter(checklist=first).values())
    second = acts.bring_in(by=buyer, organisation=cast.buyer.pk, form=given(tmp_path, SURVEY[:-1]))

    assert again == first
    assert list(Checklist.objects.order_by("number").values_list("pk", "number")) == [(first, 1), (second, 2)]
    assert list(ChecklistItem.objects.filter(checklist=first).values()) == before
    assert Checklist.objects.get(pk=first).retired_at is not None
    listed = queries.checklists(buyer, cast.pair.pk)
    assert [(row.code, row.number, row.questions) for row in listed[:1]] == [("goods-in", 2, 8)]


def test_a_shipped_checklist_becomes_a_row_once(cast):
    assert acts.shipped_row("hygiene") == acts.shipped_row("hygiene")
    assert Checklist.objects.get().items.count() == len(shipped()["hygiene"].items)


def test_a_checklist_is_its_own_sides_to_bring_in_and_retire(cast, buyer, tmp_path):
    factory = makers.make_actor(cast.lin)
    kept = acts.bring_in(by=buyer, organisation=cast.buyer.pk, form=given(tmp_path))

    with pytest.raises(NotThere):
        acts.bring_in(by=factory, organisation=cast.buyer.pk, form=given(tmp_path))
    with pytest.raises(NotThere):
        acts.retire(by=factory, checklist=kept)
    assert queries.checklist(factory, cast.pair.pk, code="goods-in", organisation=cast.buyer.pk).row.pk == kept
    acts.retire(by=buyer, checklist=kept)
    assert "goods-in" not in [row.code for row in queries.checklists(buyer, cast.pair.pk)]


@pytest.mark.parametrize(("code", "organisation"), [("nothing", None), ("goods-in", 10**6), ("../hygiene", None)])
def test_a_checklist_that_is_not_there(cast, buyer, code, organisation):
    with pytest.raises(NotThere):
        queries.checklist(buyer, cast.pair.pk, code=code, organisation=organisation)


def test_the_pages_show_a_form_before_it_is_kept(cast, client, tmp_path):
    client.force_login(cast.ana)
    page = reverse("quality-checklists", args=[cast.pair.pk])

    looked = client.post(page, dropped(make(tmp_path / "form.xlsx")))
    assert looked.status_code == 200
    assert Checklist.objects.count() == 0
    assert "Is it dry?" in looked.content.decode()

    read = looked.context["form"].initial["read"]
    kept = client.post(
        reverse("keep-checklist", args=[cast.pair.pk]), {"read": read, "ticket": looked.context["form"].ticket}
    )
    assert kept.status_code == 302
    assert list(Checklist.objects.values_list("code", "number")) == [("goods-in", 1)]
    one = client.get(reverse("checklist", args=[cast.pair.pk, cast.buyer.pk, "goods-in"]))
    assert "Is it dry?" in one.content.decode()
    assert client.get(reverse("checklist", args=[cast.pair.pk, 0, "hygiene"])).status_code == 200
    assert client.get(reverse("checklist", args=[cast.pair.pk, 0, "gone"])).status_code == 404


def test_a_form_with_a_row_that_cannot_be_kept_is_not_kept(cast, client, tmp_path):
    client.force_login(cast.ana)
    path = make(tmp_path / "form.xlsx", [*SURVEY, ["audio", "said", "Say it"]])

    looked = client.post(reverse("quality-checklists", args=[cast.pair.pk]), dropped(path))

    assert looked.status_code == 422
    assert looked.context["form"] is None
    assert "Sheet survey, row 15, column type: Questions of the type audio" in looked.content.decode()


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x03\x04 broken"])
def test_what_is_no_form_is_refused_at_the_file(cast, client, content):
    client.force_login(cast.ana)
    given = {"file": SimpleUploadedFile("form.xlsx", content), "ticket": "t-1"}

    answer = client.post(reverse("quality-checklists", args=[cast.pair.pk]), given)

    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_a_form_nobody_looked_at_is_not_kept(cast, client):
    client.force_login(cast.ana)
    client.post(reverse("keep-checklist", args=[cast.pair.pk]), {"read": "forged", "ticket": "t-1"})
    assert Checklist.objects.count() == 0
