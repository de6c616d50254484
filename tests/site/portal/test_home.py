"""The portal's first page: one row a partner, mirrored, counted, few questions."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import cast as everybody
from troth_site.models import Commitment
from troth_site.queries.home import neighbours

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def seen_by(gathered, part):
    found = neighbours(gathered.actor(part), today=timezone.localdate(), now=timezone.now())
    return {row.partner.partner: row for row in found}


def test_each_side_sees_the_other_s_row_mirrored(gathered):
    Commitment.objects.filter(pk=gathered.accepted).update(due_on=timezone.localdate() - timedelta(days=2))
    ours, theirs = seen_by(gathered, "buyer")[everybody.FACTORY], seen_by(gathered, "sales")[everybody.BUYER]

    assert (ours.ours, ours.ours_overdue, ours.theirs, ours.theirs_overdue) == (
        theirs.theirs, theirs.theirs_overdue, theirs.ours, theirs.ours_overdue,
    )  # fmt: skip
    assert theirs.ours_overdue == 1
    assert (ours.their_standing, ours.our_standing) == (theirs.our_standing, theirs.their_standing)


def test_a_factory_sees_all_its_buyers_and_no_buyer_another(gathered):
    assert set(seen_by(gathered, "sales")) == {everybody.BUYER, everybody.OTHER_BUYER}
    assert set(seen_by(gathered, "other buyer")) == {everybody.FACTORY}
    assert seen_by(gathered, "representative") == {}


def test_page_asks_as_much_for_any_number_of_partners(gathered, client, django_assert_num_queries):
    for part in ("sales", "other buyer"):
        client.force_login(gathered.people[part], backend=BACKEND)
        client.get(reverse("portal"))
        with django_assert_num_queries(9):
            client.get(reverse("portal"))


def test_somebody_without_partners_is_told_what_will_stand_here(gathered, client):
    client.force_login(gathered.people["representative"], backend=BACKEND)

    assert "No partner yet" in client.get(reverse("portal")).content.decode()
