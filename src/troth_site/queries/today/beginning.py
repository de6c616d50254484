"""What somebody can do first with a partner with whom nothing is owed yet."""

from dataclasses import dataclass

from django.db.models import Count, Exists, Q
from django.utils import timezone

from troth_site.access import Actor
from troth_site.models import (
    ContactRole,
    Invitation,
    LedgerEntry,
    Membership,
    Organisation,
    PreferenceCard,
    WorkWeek,
)
from troth_site.queries.partners import Partnership, as_partnership, may, visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """The first steps with the newest partner, those the person may take and nobody has taken yet.

    Attributes:
        steps: Of import, partner's first person, contacts, week, card and colleague, in this order.
    """

    partner: Partnership
    steps: tuple[str, ...]


def beginning(by: Actor) -> Beginning | None:
    """Return the first steps with the newest partner, None where none is left, in two queries."""
    row = visible(by).order_by("-pk").first()
    if row is None:
        return None
    found = as_partnership(by, row)
    facts = _facts(by, found)
    wanted = {
        "import": not facts["has_orders"] and found.our_side == "buyer" and may(by, found, "import"),
        "first-person": not (facts["has_them"] or facts["asked_them"]) and may(by, found, "invite"),
        "contacts": not facts["has_contacts"] and may(by, found, "settle"),
        "week": not facts["has_week"] and may(by, found, "record"),
        "card": not facts["has_card"],
        "colleague": facts["colleagues"] < 2 and not facts["asked_ours"] and may(by, found, "people"),
    }
    steps = tuple(step for step, is_wanted in wanted.items() if is_wanted)
    return Beginning(partner=found, steps=steps) if steps else None


def _facts(by: Actor, found: Partnership) -> dict[str, int]:
    ours, theirs = found.organisation(found.our_side), found.organisation(found.their_side)
    open_doors = Invitation.objects.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())
    people = Membership.objects.filter(active=True, person__is_active=True, person__is_operator=False)
    orders = LedgerEntry.objects.filter(relationship=found.pk, commitment__kind="order line")
    here = Q(memberships__active=True, memberships__person__is_active=True, memberships__person__is_operator=False)
    return (
        Organisation.objects.filter(pk=ours)
        .annotate(
            colleagues=Count("memberships", filter=here),
            has_orders=Exists(orders),
            has_them=Exists(people.filter(organisation=theirs)),
            asked_them=Exists(open_doors.filter(organisation=theirs)),
            asked_ours=Exists(open_doors.filter(organisation=ours)),
            has_contacts=Exists(ContactRole.objects.filter(relationship=found.pk, side=found.our_side)),
            has_week=Exists(WorkWeek.objects.filter(organisation=ours)),
            has_card=Exists(PreferenceCard.objects.filter(person=by.person)),
        )
        .values(
            "colleagues", "has_orders", "has_them", "asked_them", "asked_ours", "has_contacts",
            "has_week", "has_card",
        )
        .get()
    )  # fmt: skip
