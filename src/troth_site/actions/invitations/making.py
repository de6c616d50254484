"""Making, mailing and revoking invitations."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth_site import access, queue
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.models import Invitation, Membership
from troth_site.queries.invitations import is_settled
from troth_site.queries.tokens import hash_of

DAYS = 14
FIRST_ROLES = ("owner", "manager")
"""What somebody may be invited as where nobody of theirs is here yet: they look after their own people from then on."""


class InvitationRefused(Exception):
    """The invitation cannot be made, or not be used like this; the message says why."""


def invite_partner(*, by: Actor, relationship: int, role: str, email: str, name: str = "", language: str = "") -> str:
    """Invite the first person of the other side of a relationship.

    Args:
        by: Who invites.
        relationship: The record they come to.
        role: One of FIRST_ROLES.
        email: Their address; empty makes a QR code, whose holder says their address and is mailed a door of their own.
        name: Their name, as the inviter knows it.
        language: In which the letter is written; empty for the installation's own.

    Returns:
        The token for a QR code; empty where a letter carries it.

    Raises:
        InvitationRefused: The other side is here already and invites its colleagues itself, or the role is not a first
            one.
    """
    row = access.relationship(by, relationship, "invite")
    theirs = row.factory if access.side_of(by, row) == "buyer" else row.buyer
    if role not in FIRST_ROLES:
        raise InvitationRefused(gettext_noop("Choose what the person does there."))
    if is_settled(theirs.pk):
        raise InvitationRefused(
            gettext_noop("Their own people are here already and invite their colleagues themselves.")
        )
    return _invite(
        by,
        Invitation(relationship=row, organisation=theirs, role=role, name=name, language=language, email=email.strip()),
    )


def invite_colleague(
    *, by: Actor, organisation: int, role: str, email: str, name: str = "", language: str = ""
) -> None:
    """Invite somebody into one's own organisation, by letter.

    Raises:
        InvitationRefused: The role is none, the address is missing, or the person sits there already.
    """
    own = access.organisation(by, organisation, "people")
    if role not in access.ROLE_MAY or role == "operator":
        raise InvitationRefused(gettext_noop("Choose what the person does there."))
    if not email.strip():
        raise InvitationRefused(gettext_noop("Write their whole address, such as ana@example.com."))
    if Membership.objects.filter(organisation=own, person__email__iexact=email.strip(), active=True).exists():
        raise InvitationRefused(gettext_noop("This person has a seat here already."))
    _invite(by, Invitation(organisation=own, role=role, name=name, email=email.strip(), language=language))


def invite_again(*, by: Actor, invitation: int) -> str:
    """Invite the same person to the same seat anew, where an invitation has run out; the old one stays closed.

    Returns:
        The token for a QR code; empty where a letter carries it.

    Raises:
        InvitationRefused: It was used, revoked or made anew meanwhile, still works, or cannot be made like this now.
        access.NotThere: The person may not know it exists.
    """
    with transaction.atomic():
        row = Invitation.objects.select_for_update().filter(pk=invitation).first()
        if row is None or not _may_revoke(by, row):
            raise access.NotThere
        if row.used_at or row.revoked_at or row.expires_at > timezone.now():
            raise InvitationRefused(
                gettext_noop("Only an invitation that has run out is made anew; this one has not, or is closed.")
            )
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        same = {"by": by, "role": row.role, "email": row.email, "name": row.name, "language": row.language}
        if row.relationship_id is not None:
            return invite_partner(relationship=row.relationship_id, **same)
        invite_colleague(organisation=row.organisation_id, **same)
        return ""


def _invite(by: Actor, asked: Invitation) -> str:
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    asked.token_hash, asked.invited_by_id = hash_of(token), by.person
    asked.created_at, asked.expires_at = now, now + timedelta(days=DAYS)
    with transaction.atomic():
        if asked.email:
            # A newer letter replaces the older one.
            same = Invitation.objects.filter(organisation=asked.organisation, email__iexact=asked.email)
            same.filter(used_at=None, revoked_at=None).update(revoked_at=now)
        asked.save()
        audit.record(
            "invitation.made", by=by, relationship=asked.relationship, organisation=asked.organisation_id,
            subject=f"invitation {asked.pk}", data={"role": asked.role},
        )  # fmt: skip
        if asked.email:
            queue.enqueue("people.mail_invitation", invitation=asked.pk)
    return "" if asked.email else token


def send_invitation(*, invitation: int) -> None:
    """Mail the door of an invitation to the address it names, in the language chosen for it.

    The door's token is made here and stands in the letter alone.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        row = Invitation.objects.select_related("invited_by", "organisation").get(pk=invitation)
        if row.used_at or row.revoked_at:
            return
        row.token_hash = hash_of(token)
        row.save(update_fields=["token_hash"])
        audit.record("invitation.mailed", by=None, organisation=row.organisation_id, subject=f"invitation {row.pk}")
    with translation.override(row.language or settings.LANGUAGE_CODE):
        about = {
            "who": row.invited_by.name if row.invited_by else "Troth",
            "organisation": row.organisation.name,
            "days": DAYS,
            "address": f"{settings.TROTH_ORIGIN}/invitation/{token}/",
        }
        said = _(
            "%(who)s invites you to Troth as a member of %(organisation)s.\n\nBoth sides see the same record of what "
            "each promised and what came of it.\n\nOpen this page to take your seat. It works once, for %(days)d "
            "days.\n\n%(address)s\n"
        )
        send_mail(_("%(who)s invites you to keep a record together") % about, said % about, None, [row.email])


def revoke(*, by: Actor, invitation: int) -> None:
    """Close an invitation nobody has used.

    Raises:
        access.NotThere: The person may not know it exists.
    """
    row = Invitation.objects.filter(pk=invitation).first()
    if row is None or not _may_revoke(by, row):
        raise access.NotThere
    with transaction.atomic():
        Invitation.objects.filter(pk=row.pk, used_at=None, revoked_at=None).update(revoked_at=timezone.now())
        audit.record("invitation.revoked", by=by, organisation=row.organisation_id, subject=f"invitation {row.pk}")


def _may_revoke(by: Actor, row: Invitation) -> bool:
    if row.organisation_id in by.organisations("people"):
        return True
    shared = row.relationship_id is not None
    return shared and access.relationships(by, "invite").filter(pk=row.relationship_id).exists()
