"""What Today offers somebody with whom nothing is owed yet: the first steps, each until it is done."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from troth_site.models import Commitment, ContactRole, Invitation, PreferenceCard, WorkWeek
from troth_site.queries.today import beginning

CARD, WEEK, CONTACTS = "Say how you like to work", "Say when you work", "Say who answers for what"
COLLEAGUE, IMPORT, FIRST_PERSON = "Invite a colleague", "Import an order history", "Invite their first person"


class Pair:
    """A buyer and the factory it has just invited, whose owner took the seat."""

    def __init__(self):
        self.buyer = makers.make_organisation("Nordlicht")
        self.factory = makers.make_organisation("东莞永发制衣厂", kind="factory")
        self.row = makers.make_relationship(self.buyer, self.factory)
        self.people = {
            "ana": makers.make_person(self.buyer, role="sourcing", name="Ana"),
            "lin": makers.make_person(self.factory, role="owner", name="林晓梅"),
        }


@pytest.fixture
def pair(db):
    return Pair()


def steps(client, person):
    client.force_login(person)
    first = client.get(reverse("today")).context["first"]
    return [step["label"] for step in first["steps"]] if first else []


def test_each_side_is_offered_what_it_may_do_first(pair, client):
    record = "Look at the record both of you read"
    assert steps(client, pair.people["lin"]) == [record, CONTACTS, WEEK, CARD, COLLEAGUE]
    assert steps(client, pair.people["ana"]) == [record, IMPORT, CONTACTS, WEEK, CARD]
    finance = makers.make_person(pair.buyer, role="finance", name="Frank")
    assert steps(client, finance) == [record, CARD]


def test_every_step_leads_to_a_page_that_opens(pair, client):
    for person in pair.people.values():
        client.force_login(person)
        found = client.get(reverse("today")).context["first"]["steps"]
        assert {client.get(step["url"]).status_code for step in found} == {200}


def test_the_first_person_of_the_other_side_is_invited_once(pair, client):
    alone = makers.make_organisation("Ege Tekstil", kind="factory")
    row = makers.make_relationship(pair.buyer, alone)
    assert FIRST_PERSON in steps(client, pair.people["ana"])
    now = timezone.now()
    Invitation.objects.create(
        relationship=row, organisation=alone, role="owner", token_hash="x", created_at=now,
        expires_at=now + timedelta(days=14),
    )  # fmt: skip
    assert FIRST_PERSON not in steps(client, pair.people["ana"])


def test_a_step_that_is_done_goes_and_the_last_takes_all_with_it(pair, client):
    lin, now = pair.people["lin"], timezone.now()
    ContactRole.objects.create(relationship=pair.row, side="factory", topic="orders", person=lin, named_at=now)
    assert steps(client, lin)[1:] == [WEEK, CARD, COLLEAGUE]
    WorkWeek.objects.create(
        organisation=pair.factory, country="CN", zone="Asia/Shanghai", workdays="01234", day_from=time(8),
        day_to=time(17), written_at=now,
    )  # fmt: skip
    assert steps(client, lin)[1:] == [CARD, COLLEAGUE]
    makers.make_person(pair.factory, role="sales")
    assert steps(client, lin)[1:] == [CARD]
    PreferenceCard.objects.create(person=lin, written_at=now)
    assert steps(client, lin) == []


def test_once_something_is_owed_nothing_is_offered(pair, client):
    Commitment.objects.create(
        relationship=pair.row, side="buyer", dimension="delivery", kind="promise", what="Send the samples",
        due_on=timezone.localdate(), state="accepted",
    )  # fmt: skip
    assert [steps(client, person) for person in pair.people.values()] == [[], []]


def test_first_steps_are_found_in_two_queries(pair, django_assert_num_queries):
    by = makers.make_actor(pair.people["lin"])
    with django_assert_num_queries(2):
        beginning(by)
