"""Who may sign on the glass: the people of both sides' seats, and the inspector."""

from dataclasses import dataclass

from troth_site.models import Inspection, Membership

SIGNING_ROLES = ("manager", "owner", "sourcing", "sales", "quality")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Somebody on the list of those who may sign."""

    person: int
    name: str
    side: str
    role: str


def people_who_sign(inspection: Inspection) -> list[Signer]:
    """Return the people who may sign for an inspection, the buyer's first."""
    row = inspection.relationship
    sides = {row.buyer_id: "buyer", row.factory_id: "factory"}
    seats = (
        Membership.objects.filter(organisation__in=sides, active=True, role__in=SIGNING_ROLES, person__is_active=True)
        .order_by("person__name", "person")
        .values_list("person", "person__name", "person__email", "organisation", "role")
    )
    found = [
        Signer(person=person, name=name or email, side=sides[organisation], role=role)
        for person, name, email, organisation, role in seats
    ]
    if inspection.inspector_for == "third" and inspection.inspector is not None:
        who = inspection.inspector
        found.append(Signer(person=who.pk, name=who.name or who.email, side="third", role="inspector"))
    return sorted(found, key=lambda one: one.side)
