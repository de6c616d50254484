"""Settings, API tokens: made and shown once, looked at, revoked."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import makers
from troth_site.actions import tokens as acts
from troth_site.models import ApiToken, AuditEntry


def make(cast, person=None, **data):
    given = {"called": "Nightly report", "days": "90", "scope": "read", **data}
    return cast.browser(person or cast.ana).post(reverse("tokens"), given)


def token_in(answer):
    return sorted(set(re.findall(r"troth_[\w-]{43}", answer.content.decode())))


def test_a_token_is_shown_once_and_reads_what_its_person_reads(cast):
    answer = make(cast)
    (token,) = token_in(answer)

    program = Client(headers={"authorization": f"Bearer {token}"})
    assert program.get("/api/v1/me").json()["email"] == cast.ana.email
    assert [row["id"] for row in program.get("/api/v1/partners").json()] == [cast.pair.pk]
    assert token_in(cast.browser(cast.ana).get(reverse("tokens"))) == []
    assert "no-store" in answer["Cache-Control"]
    entry = AuditEntry.objects.get(verb="token.made")
    assert (entry.person, entry.data) == (cast.ana, {"person": cast.ana.pk, "days": 90, "writes": False})


def test_a_form_sent_again_makes_no_second_token(cast):
    first, again = make(cast, ticket="one"), make(cast, ticket="one")

    assert (first.status_code, again.status_code, again["Location"]) == (200, 302, reverse("tokens"))
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(("days", "works"), [("30", 30), ("365", 365), ("0", None)])
def test_a_token_works_as_long_as_was_chosen(cast, days, works):
    make(cast, days=days)

    kept = ApiToken.objects.get()
    found = kept.expires_at and round((kept.expires_at - kept.created_at).total_seconds() / 86_400)
    assert (kept.name, found) == ("Nightly report", works)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"called": " "}, "called"),
        ({"days": "9999"}, "days"),
        ({"days": ""}, "days"),
        ({"scope": ""}, "scope"),
        ({"scope": "all"}, "scope"),
    ],
)
def test_a_token_without_a_name_a_scope_or_with_other_days_is_not_made(cast, wrong, field):
    answer = make(cast, **wrong)

    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, [field])
    assert ApiToken.objects.count() == 0


def test_tokens_are_listed_with_their_last_use(cast, django_assert_num_queries):
    by = makers.make_actor(cast.ana)
    acts.make_token(by=by, person=cast.ana.pk, name="Ended")
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(days=1))
    acts.make_token(by=by, person=cast.ana.pk, name="Used")
    ApiToken.objects.filter(name="Used").update(last_used_at=timezone.now())
    acts.make_token(by=by, person=cast.ana.pk, name="New")
    acts.make_token(by=makers.make_actor(cast.lin), person=cast.lin.pk, name="Lin's")
    browser = cast.browser(cast.ana)

    with django_assert_num_queries(4):  # session, person, seats, tokens
        answer = browser.get(reverse("tokens"))

    shown = [(row.name, row.state, row.last_used_at is not None) for row in answer.context["tokens"]]
    assert shown == [("New", "works", False), ("Used", "works", True), ("Ended", "expired", False)]


def test_a_token_is_revoked_only_after_it_was_asked(cast):
    (token,) = token_in(make(cast))
    address = reverse("revoke-token", args=[ApiToken.objects.get().pk])
    browser = cast.browser(cast.ana)
    assert "No program has used it yet." in browser.get(address).content.decode()
    program = Client(headers={"authorization": f"Bearer {token}"})
    assert program.get("/api/v1/me").status_code == 200

    for _once_more in range(2):
        assert browser.post(address)["Location"] == reverse("tokens")

    assert program.get("/api/v1/me").status_code == 401
    assert AuditEntry.objects.filter(verb="token.revoked").count() == 1
    assert browser.get(address)["Location"] == reverse("tokens")


def test_somebody_else_s_token_is_not_there(cast):
    make(cast)
    address = reverse("revoke-token", args=[ApiToken.objects.get().pk])

    assert cast.browser(cast.finance).get(address).status_code == 404
    assert cast.browser(cast.finance).post(address).status_code == 404
    assert ApiToken.objects.get().revoked_at is None


@pytest.mark.parametrize(("scope", "writes", "word"), [("read", False, "read"), ("write", True, "read and write")])
def test_a_token_may_do_what_its_maker_chose(cast, scope, writes, word):
    page = make(cast, scope=scope).content.decode()

    assert ApiToken.objects.get().writes is writes
    assert f"<td>{word}</td>" in page


def test_nothing_is_chosen_for_the_maker(cast):
    page = cast.browser(cast.ana).get(reverse("tokens")).content.decode()

    assert re.findall(r'<input type="radio" name="scope"[^>]*>', page)
    assert not re.findall(r'name="scope"[^>]*checked', page)
