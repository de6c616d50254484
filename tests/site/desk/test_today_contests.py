"""Contested entries on Today: listed to the side whose record they are, until it has answered."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import cast as everybody
from troth_site.actions import commitments
from troth_site.models import Relationship
from troth_site.queries.today import contested

pytestmark = pytest.mark.django_db


def listed(gathered, part):
    found = contested(gathered.actor(part), most=6)
    assert found.asked_in_all.number == len(found.asked)
    return [(entry.pk, entry.partner) for entry in found.asked]


def waiting(gathered, part):
    found = contested(gathered.actor(part), most=6)
    assert found.waiting_in_all.number == len(found.waiting)
    return [(entry.pk, entry.partner) for entry in found.waiting]


def test_whose_record_it_is_finds_the_way_to_answer(gathered, client):
    client.force_login(gathered.people["buyer"])
    answer = client.get(reverse("today"))

    assert [row["url"] for row in answer.context["contests"]] == [reverse("answer-contest", args=[gathered.contested])]
    assert "Contested entries that wait for your answer" in answer.content.decode()
    client.force_login(gathered.people["sales"])
    answer = client.get(reverse("today"))
    assert answer.context["contests"] == []
    assert [row["url"] for row in answer.context["contests_waiting"]] == [reverse("promise", args=[gathered.contested])]
    assert "Nothing is asked of you" in answer.content.decode()


def test_nobody_else_is_asked_to_answer(gathered):
    found = {part: listed(gathered, part) for part in everybody.SEATS}

    assert {part for part, rows in found.items() if rows} == {"buyer", "manager"}
    assert found["buyer"] == [(gathered.contested, everybody.FACTORY)]


def test_whose_contest_it_is_sees_it_wait(gathered):
    found = {part: waiting(gathered, part) for part in everybody.SEATS}

    assert {part for part, rows in found.items() if rows} == {"owner", "sales"}
    assert found["sales"] == [(gathered.contested, everybody.BUYER)]


@pytest.mark.parametrize("is_right", [True, False])
def test_what_is_answered_waits_no_more(gathered, is_right):
    by = gathered.actor("buyer")
    commitments.answer_contest(by=by, commitment=gathered.contested, is_right=is_right, reason="The receipt says so.")

    assert (listed(gathered, "buyer"), waiting(gathered, "sales")) == ([], [])


def test_a_hidden_partner_asks_for_nothing(gathered):
    Relationship.objects.filter(pk=gathered.ours).update(hidden=True)

    assert (listed(gathered, "buyer"), waiting(gathered, "sales")) == ([], [])


def test_what_is_contested_is_read_from_its_own_index(gathered):
    """However long the record is, only what was ever contested is read."""
    by = gathered.actor("buyer")
    with CaptureQueriesContext(connection) as asked:
        contested(by, most=6)
    assert len(asked) == 1
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN' if connection.vendor == 'sqlite' else ''} {asked[0]['sql']}")
        plan = str(cursor.fetchall())
    if connection.vendor == "sqlite":
        assert "commitment_contested" in plan
