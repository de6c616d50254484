"""Invitations that have run out are made anew, once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.site.portal.test_invitations import ana, invited, newest_door, record
from troth_site import access
from troth_site.actions.invitations import making
from troth_site.models import Invitation

__all__ = ["ana", "record"]
pytestmark = pytest.mark.django_db


def test_invitation_that_has_run_out_is_made_anew_once(ana, record):
    door = invited(ana, record)
    first = Invitation.objects.get()
    early = making.InvitationRefused
    with pytest.raises(early, match="Only an invitation that has run out"):
        making.invite_again(by=access.actor(ana), invitation=first.pk)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    making.invite_again(by=access.actor(ana), invitation=first.pk)

    with pytest.raises(early):
        making.invite_again(by=access.actor(ana), invitation=first.pk)
    anew = Invitation.objects.get(revoked_at=None)
    same = ("relationship_id", "organisation_id", "role", "email", "language")
    assert [getattr(anew, name) for name in same] == [getattr(first, name) for name in same]
    assert anew.expires_at > timezone.now()
    assert newest_door() != door


def test_page_offers_to_invite_again_where_the_door_has_run_out(ana, record, client):
    client.force_login(ana)
    making.invite_partner(by=access.actor(ana), relationship=record.pk, role="owner", email="", name="陈")
    page = reverse("invite", args=[record.pk])
    works = client.get(page).content.decode()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    over = client.get(page).content.decode()
    where = reverse("invite-again", args=[Invitation.objects.get().pk])
    made = client.post(where, {"partner": record.pk, "ticket": "once"})
    again = client.post(where, {"partner": record.pk, "ticket": "once"})

    assert ["Invite again" in html for html in (works, over)] == [False, True]
    assert (made.status_code, "/invitation/" in made.content.decode(), again.status_code) == (200, True, 302)
    assert Invitation.objects.filter(revoked_at=None).count() == 1
