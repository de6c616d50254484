"""Invitations: into another's house, into one's own, and the door itself."""

from typing import Any

from django.conf import settings

from tests.cast import BUYER, Cast
from tests.site.matrix.rows import NONE, RECORD, SEE, SIGNED_IN, Row, on, said
from troth_site.actions.invitations import making
from troth_site.models import Invitation

MANAGES = frozenset({"manager"})
_COLLEAGUE = said(called="Ines Ferreira", role="quality", email="ines@kestrel.example", language="en")

ROWS = {
    # Both are here already, so the form refuses; whoever may invite is let in to read that.
    "invite": Row(
        where=on("ours"), get=RECORD, post=RECORD, closed=SEE - RECORD,
        given=said(called="Ines", role="owner", email="ines@rosewater.example", language="en"),
    ),
    "members": Row(
        where=on("house"), get=MANAGES, post=MANAGES, closed=frozenset({"buyer", "finance"}), given=_COLLEAGUE
    ),
    # What is not somebody's to revoke does not exist for them, whoever else sees the house.
    "revoke-invitation": Row(where=on("invitation"), post=MANAGES),
    "invite-again": Row(where=on("invitation_over"), post=MANAGES),
    "portal": Row(get=SIGNED_IN),
    "invitation": Row(
        where=lambda cast, part: {"token": "never-made"}, get=NONE, post=NONE, is_public=True, given=said(name="Ana")
    ),
}  # fmt: skip
PRESSED_BY = {"members": "manager", "revoke-invitation": "manager", "invite-again": "manager"}
LEAVE_NOTHING = {"invite", "invitation"}


def gather(cast: Cast) -> dict[str, Any]:
    """Leave an invitation to a colleague of the buyer's."""
    house = cast.organisations[BUYER]
    making.invite_colleague(
        by=cast.actor("manager"), organisation=house, role="quality", email="joao@kestrel.example",
        name="João Prates", language=settings.LANGUAGE_CODE,
    )  # fmt: skip
    making.invite_colleague(
        by=cast.actor("manager"), organisation=house, role="quality", email="rita@kestrel.example",
        name="Rita Prates", language=settings.LANGUAGE_CODE,
    )  # fmt: skip
    over = Invitation.objects.get(email="rita@kestrel.example")
    Invitation.objects.filter(pk=over.pk).update(expires_at=over.created_at)
    invitation = Invitation.objects.get(email="joao@kestrel.example").pk
    return {"house": house, "invitation": invitation, "invitation_over": over.pk}
