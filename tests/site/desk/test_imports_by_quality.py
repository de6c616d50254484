"""Somebody of quality brings results of inspections in, whole way and back, and never orders."""

import pytest
from django.urls import reverse

from tests import makers
from tests.site.desk.dropping import ANSWERS as ORDER_ANSWERS
from tests.site.desk.dropping import ROWS, file, signed_in, text
from tests.site.desk.test_imports_of_results import ANSWERS, LOT_1, LOT_2, checked, drop
from troth_site import access
from troth_site.access import NotAllowed
from troth_site.actions import imports as steps
from troth_site.actions import people
from troth_site.actions.partners import relate_by_name
from troth_site.models import ImportBatch, ImportProfile, Inspection, OrderLine


@pytest.fixture(autouse=True)
def jobs_at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def buyer(db):
    return makers.make_organisation("Nordlicht", country="DE")


@pytest.fixture
def quinn(buyer):
    return makers.make_person(buyer, role="quality", name="Quinn")


@pytest.fixture
def ana(buyer):
    return signed_in(makers.make_person(buyer, role="sourcing", name="Ana Petrova"))


def test_results_come_in_and_are_taken_back(quinn):
    client = signed_in(quinn)
    url = checked(client, LOT_1, LOT_2)
    assert not Inspection.objects.exists()
    client.post(f"{url}confirm/")
    assert sorted(Inspection.objects.values_list("lot_name", flat=True)) == ["L1", "L2"]
    assert ImportBatch.objects.get().person == quinn
    client.post(f"{url}undo/")
    assert (Inspection.objects.count(), ImportBatch.objects.get().state) == (0, "undone")


def test_the_page_is_in_the_bar_and_offers_results_alone(quinn, ana):
    client = signed_in(quinn)
    page = client.get(reverse("imports")).content.decode()
    assert f'href="{reverse("imports")}"' in page.partition("<main")[0]
    assert ('value="orders"' in page, '<input type="hidden" name="kind" value="inspections">' in page) == (False, True)
    assert "order history" not in page
    assert 'value="orders"' in ana.get(reverse("imports")).content.decode()


def test_somebody_of_a_factory_is_not_led_to_a_closed_page(db):
    factory = makers.make_organisation("Kim Loi", kind="factory")
    for role in ("quality", "owner"):
        client = signed_in(makers.make_person(factory, role=role))
        assert reverse("imports") not in client.get("/").content.decode().partition("<main")[0]
        assert client.get(reverse("imports")).status_code == 403


def test_orders_are_refused_whoever_writes_the_form(quinn, buyer):
    client = signed_in(quinn)
    answer = client.post(reverse("imports"), {"file": file(*ROWS), "kind": "orders"})
    assert (answer.status_code, ImportBatch.objects.count()) == (403, 0)
    with pytest.raises(NotAllowed):
        steps.receive(by=access.actor(quinn), organisation=buyer.pk, file_name="a.csv", parts=[b"a"])


def test_no_answer_makes_orders_of_a_file_of_results(quinn):
    client = signed_in(quinn)
    url = drop(client, *ROWS, header="Order,Line,Supplier,Due date,Delivered,Qty")
    client.post(url, ORDER_ANSWERS | {"kind": "orders"})
    uid = str(ImportBatch.objects.get().uid)
    mapping = {"fields": {"factory": "Supplier", "promised": "Due date"}, "key": ["Order", "Line"], "set_aside": [],
               "answers": {}, "kind": "orders"}  # fmt: skip
    steps.answer(by=access.actor(quinn), uid=uid, mapping=mapping)
    assert ImportBatch.objects.get().mapping["kind"] == "inspections"
    assert not OrderLine.objects.exists()


def test_a_profile_of_orders_is_neither_shown_nor_written_over(quinn, buyer):
    kept = {"fields": {"factory": "Plant", "promised": "Due"}, "key": ["Order"]}
    ImportProfile.objects.create(organisation=buyer, name="Monthly", mapping=kept)
    client = signed_in(quinn)
    url = drop(client, LOT_1)
    client.post(url, ANSWERS | {"profile_name": "Monthly"})
    assert ImportProfile.objects.get().mapping == kept
    assert "Another profile is called Monthly. Choose a different name." in text(client.get(url))
    client.post(url, ANSWERS | {"profile_name": "Results"})
    assert ImportProfile.objects.get(name="Results").mapping["kind"] == "inspections"
    client.post(url, ANSWERS | {"profile_name": "Results"})
    assert ImportProfile.objects.count() == 2


def test_a_partner_begins_by_results_and_not_by_orders(quinn, buyer):
    by = access.actor(quinn)
    with pytest.raises(NotAllowed):
        relate_by_name(by=by, buyer=buyer.pk, names={"Kim Loi"})
    assert set(relate_by_name(by=by, buyer=buyer.pk, names={"Kim Loi"}, verb="results")) == {"Kim Loi"}


def test_one_who_imports_orders_for_another_house_is_told_the_door_is_closed(quinn, buyer):
    other = makers.make_organisation("Sudwind")
    people.take_seat(by=makers.make_operator(), person=quinn, organisation=other.pk, role="sourcing")
    client = signed_in(quinn)
    assert 'value="orders"' in client.get(reverse("imports")).content.decode()
    for house, code in ((buyer, 403), (other, 302)):
        told = {"file": file(*ROWS), "kind": "orders", "organisation": house.pk}
        assert client.post(reverse("imports"), told).status_code == code
    assert [batch.organisation for batch in ImportBatch.objects.all()] == [other]
