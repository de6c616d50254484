from datetime import date

import pytest

from troth_site import access
from troth_site.access import NotAllowed, NotThere
from troth_site.actions import partners, people
from troth_site.models import AuditEntry, Organisation, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return access.actor(people.local_operator(), as_operator=True)


def test_a_name_that_gives_its_latin_form_is_found_under_both(operator):
    made = partners.found_organisation(by=operator, kind="factory", name="মেঘবতী লিমিটেড", name_latin="Meghboti Ltd.")

    assert made.name_latin == "Meghboti Ltd."
    assert "meghboti" in made.search
    assert partners.found_organisation(by=operator, kind="factory", name="东莞永发制衣厂").name_latin.startswith(
        "Dongguan"
    )


def test_a_person_is_introduced_once_and_sees_nothing_without_a_seat(operator):
    first = people.introduce(by=operator, name="周颖", email="ying@somewhere.example")
    again = people.introduce(by=operator, name="Somebody else", email="YING@somewhere.example")

    assert (first.pk, first.name, first.name_latin) == (again.pk, "周颖", "Zhouying")
    assert access.actor(first).seats == ()
    assert AuditEntry.objects.filter(verb="person.introduced").count() == 1


def test_only_who_looks_after_people_introduces_them(operator):
    buyer = partners.found_organisation(by=operator, kind="buyer", name="A brand")
    person = people.introduce(by=operator, name="Sales", email="sales@somewhere.example")
    people.take_seat(by=operator, person=person, organisation=buyer.pk, role="sales")

    with pytest.raises(NotAllowed):
        people.introduce(by=access.actor(person), name="A friend", email="friend@somewhere.example")
    assert not Person.objects.filter(email="friend@somewhere.example").exists()


def test_a_relationship_is_described_by_its_members_alone(operator):
    buyer, factory = (Organisation.objects.create(kind=kind, name=kind) for kind in ("buyer", "factory"))
    person = people.introduce(by=operator, name="Ingrid", email="ingrid@somewhere.example")
    people.take_seat(by=operator, person=person, organisation=buyer.pk, role="sourcing")
    by, since = access.actor(person), date(2026, 3, 2)
    row = partners.relate(by=by, buyer=buyer.pk, factory=factory.pk)
    partners.describe(by=by, relationship=row.pk, owners={"buyer": person}, started_on=since, currency="EUR")

    row.refresh_from_db()
    assert (row.owner_buyer, row.owner_factory, row.started_on, row.currency) == (person, None, since, "EUR")
    stranger = access.actor(people.introduce(by=operator, name="Nobody", email="nobody@somewhere.example"))
    with pytest.raises(NotThere):
        partners.describe(by=stranger, relationship=row.pk, owners={}, started_on=None)
