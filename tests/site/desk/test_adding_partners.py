"""A partner is added by hand, by either side, before any file names it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import makers
from tests.site.desk.dropping import text
from troth_site.models import AuditEntry, Membership, Organisation, Relationship
from troth_site.queries.orders import relationships_by_name

pytestmark = pytest.mark.django_db
NAME = "杭州锦纺织有限公司"


@pytest.fixture
def buyer(db):
    return makers.make_organisation(kind="buyer", name="Northwind")


@pytest.fixture
def ana(buyer):
    client = Client()
    client.force_login(makers.make_person(buyer, role="sourcing"))
    return client


def send(client, house, **said):
    return client.post(reverse("add-partner"), {"house": house.pk, "called": NAME, "latin": "", "country": "", **said})


def test_a_partner_begins_and_its_first_person_is_invited_next(ana, buyer):
    answer = send(ana, buyer, latin="Hangzhou Brocade", country="CN")

    row = Relationship.objects.get(buyer=buyer)
    assert answer["Location"] == reverse("invite", args=[row.pk])
    assert (row.factory.name, row.factory.name_latin, row.factory.country) == (NAME, "Hangzhou Brocade", "CN")
    assert ana.get(answer["Location"]).status_code == 200
    assert NAME in text(ana.get(reverse("partners")))
    assert ana.get(reverse("partner", args=[row.pk])).status_code == 200
    assert AuditEntry.objects.filter(verb="relationship.begun", relationship=row).count() == 1


def test_a_history_under_the_same_name_joins_it(ana, buyer):
    send(ana, buyer)

    assert relationships_by_name(buyer.pk) == {NAME: Relationship.objects.get(buyer=buyer).pk}


def test_the_same_name_twice_is_refused_at_its_field_and_stays_typed(ana, buyer):
    send(ana, buyer)
    answer = send(ana, buyer)

    assert answer.status_code == 422
    assert "You keep a record with a partner of this name already." in text(answer)
    assert NAME in answer.content.decode()
    assert Relationship.objects.count() == 1


def test_a_partner_that_an_undone_import_left_behind_comes_back(ana, buyer):
    send(ana, buyer)
    Relationship.objects.update(hidden=True)
    answer = send(ana, buyer)

    row = Relationship.objects.get()
    assert (answer["Location"], row.hidden) == (reverse("invite", args=[row.pk]), False)


def test_a_name_another_buyer_knows_is_a_firm_of_its_own(ana, buyer):
    other = makers.make_organisation(kind="buyer", name="Elsewhere")
    client = Client()
    client.force_login(makers.make_person(other, role="manager"))
    send(client, other)
    send(ana, buyer)

    assert Organisation.objects.filter(name=NAME).count() == 2


def test_a_factory_adds_its_buyer(db):
    factory = makers.make_organisation(kind="factory", name="Kim Loi")
    client = Client()
    client.force_login(makers.make_person(factory, role="sales"))
    send(client, factory, called="Atelier Nord")

    row = Relationship.objects.get(factory=factory)
    assert (row.buyer.name, row.buyer.kind) == ("Atelier Nord", "buyer")


@pytest.mark.parametrize(
    ("said", "field"),
    [({"called": "  "}, "called"), ({"country": "XX"}, "country"), ({"called": "x" * 201}, "called")],
)
def test_what_is_wrong_is_said_at_its_field(ana, buyer, said, field):
    answer = send(ana, buyer, **said)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Relationship.objects.exists()


def test_a_house_of_others_cannot_be_chosen(ana, buyer):
    other = makers.make_organisation(kind="buyer", name="Elsewhere")

    assert send(ana, other).status_code == 422
    assert not Relationship.objects.exists()


def test_who_may_not_invite_finds_it_closed(buyer):
    client = Client()
    client.force_login(makers.make_person(buyer, role="finance"))

    assert client.get(reverse("add-partner")).status_code == 403
    assert reverse("add-partner") not in client.get(reverse("partners")).content.decode()
    assert Membership.objects.count() == 1
