"""First-run set-up: open once, to whoever starts the installation."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import makers
from troth_site.actions import people
from troth_site.models import Membership, Organisation, Person

GIVEN = {
    "organisation": "Nordlicht Textil GmbH",
    "country": "DE",
    "name": "Ana Petrova",
    "email": "ana@somewhere.example",
}

pytestmark = pytest.mark.django_db


def test_first_visit_leads_to_set_up(client):
    assert client.get(reverse("sign-in"))["Location"] == reverse("set-up")


def test_set_up_founds_the_company_and_lets_its_manager_in(client):
    people.local_operator()

    answer = client.post(reverse("set-up"), GIVEN)

    assert answer["Location"] == reverse("imports")
    person = Person.objects.get(is_operator=False)
    own = Organisation.objects.get()
    assert (person.name, person.email, person.has_usable_password()) == (GIVEN["name"], GIVEN["email"], False)
    assert (own.name, own.country, own.kind) == (GIVEN["organisation"], "DE", "buyer")
    assert set(Membership.objects.values_list("person__is_operator", "role")) == {
        (False, "manager"),
        (True, "operator"),
    }
    assert client.get(reverse("imports")).status_code == 200


def test_set_up_closes_behind_the_first(client):
    client.post(reverse("set-up"), GIVEN)
    other = Client()

    assert other.get(reverse("set-up")).status_code == 404
    assert other.post(reverse("set-up"), {**GIVEN, "email": "second@somewhere.example"}).status_code == 404
    assert Person.objects.filter(is_operator=False).count() == 1


def test_set_up_is_closed_where_people_are(client):
    makers.make_person(None)

    assert client.get(reverse("set-up")).status_code == 404


def test_set_up_takes_a_password_that_is_no_common_one(client):
    weak = client.post(reverse("set-up"), {**GIVEN, "password": "password1234"})
    assert (weak.status_code, Person.objects.filter(is_operator=False).exists()) == (422, False)

    client.post(reverse("set-up"), {**GIVEN, "password": "correct horse battery"})
    assert Person.objects.get(is_operator=False).check_password("correct horse battery")


def test_set_up_says_what_is_missing(client):
    page = client.post(reverse("set-up"), {"email": "ana", "country": "XX"}).content.decode()

    for sentence in (
        "Write your company’s name.",
        "Write your name.",
        "Write your whole address, such as ana@example.com.",
    ):
        assert sentence in page
    assert not Organisation.objects.exists()


def test_set_up_beyond_this_machine_needs_the_printed_key(client, settings):
    settings.TROTH_ORIGIN = "https://troth.nordlicht.example"
    key = people.set_up_key()

    assert client.get(reverse("set-up")).status_code == 404
    assert client.get(reverse("set-up"), {"key": f"{key}x"}).status_code == 404
    assert client.get(reverse("set-up"), {"key": key}).status_code == 200
    assert client.post(f"{reverse('set-up')}?key={key}", GIVEN).status_code == 302
