"""`troth token`: the keys of programs, shown once and revoked at will."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.site.record import troth
from troth_site import access
from troth_site.access import NotThere
from troth_site.actions import tokens
from troth_site.models import ApiToken, AuditEntry, Person
from troth_site.queries import tokens as known

pytestmark = pytest.mark.django_db


@pytest.fixture
def mai():
    return Person.objects.create_user("mai@example.org", name="Mai")


def test_token_is_printed_once_and_only_its_hash_is_kept(mai):
    answer = troth("token", "mai@example.org", "--name", "nightly report", "--json")

    token = answer.json["token"]
    kept = ApiToken.objects.get()
    assert (answer.code, token[:6]) == (0, "troth_")
    assert (kept.person, kept.name, kept.token_hash) == (mai, "nightly report", tokens.hash_of(token))
    assert token not in str(list(AuditEntry.objects.values_list()))
    assert known.holder(tokens.hash_of(token)).by.person == mai.pk


def test_revoked_token_stops_working(mai):
    token = troth("token", "mai@example.org").out.strip()

    answer = troth("token", "mai@example.org", "--revoke", "--json")

    assert answer.json == {"revoked": 1}
    assert known.holder(tokens.hash_of(token)) is None
    assert [each.state for each in known.own(access.actor(mai))] == ["revoked"]


def test_token_of_somebody_who_left_stops_working(mai):
    token = troth("token", "mai@example.org").out.strip()
    mai.is_active = False
    mai.save()

    assert known.holder(tokens.hash_of(token)) is None


def test_token_stops_working_when_its_days_are_over(mai):
    token = troth("token", "mai@example.org", "--days", "30").out.strip()
    kept = ApiToken.objects.get()
    assert round((kept.expires_at - kept.created_at).total_seconds() / 86_400) == 30
    assert known.holder(tokens.hash_of(token)).token == kept.pk

    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert known.holder(tokens.hash_of(token)) is None
    assert [each.state for each in known.own(access.actor(mai))] == ["expired"]


@pytest.mark.parametrize("days", ["0", "-1", "3661"])
def test_token_of_impossible_days_is_wrong_use(mai, days):
    answer = troth("token", "mai@example.org", "--days", days)

    assert (answer.code, answer.err) == (2, "troth: A token works for 1 to 3660 days, or until it is revoked.\n")


def test_nobody_heaps_up_working_tokens(mai):
    by = access.actor(mai)
    for _each in range(tokens.MOST_WORKING):
        tokens.make_token(by=by, person=mai.pk)

    with pytest.raises(tokens.TokenRefused, match=r"^Fifty tokens work already\."):
        tokens.make_token(by=by, person=mai.pk)
    tokens.revoke_tokens(by=by, person=mai.pk, token=ApiToken.objects.first().pk)
    assert tokens.make_token(by=by, person=mai.pk)


def test_use_is_noted_to_some_minutes(mai):
    tokens.make_token(by=access.actor(mai), person=mai.pk)
    pk = ApiToken.objects.get().pk

    def used(last):
        ApiToken.objects.update(last_used_at=last)
        tokens.note_use(token=pk, last_used_at=last)
        return ApiToken.objects.get().last_used_at

    now = timezone.now()
    assert used(now - timedelta(minutes=4)) == now - timedelta(minutes=4)
    assert used(now - timedelta(minutes=6)) >= now
    assert used(None) >= now


def test_token_of_nobody_is_wrong_use():
    answer = troth("token", "nobody@example.org")

    assert (answer.code, answer.err) == (2, "troth: Nobody here has the address nobody@example.org.\n")


def test_person_makes_and_revokes_their_own_and_nobody_elses(mai):
    other = access.actor(Person.objects.create_user("other@example.org", name="Other"))
    tokens.make_token(by=access.actor(mai), person=mai.pk)

    with pytest.raises(NotThere):
        tokens.make_token(by=other, person=mai.pk)
    with pytest.raises(NotThere):
        tokens.revoke_tokens(by=other, person=mai.pk)
    assert tokens.revoke_tokens(by=access.actor(mai), person=mai.pk, token=ApiToken.objects.get().pk) == 1
