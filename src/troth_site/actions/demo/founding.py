"""Founding the demonstration's organisations and seating its people."""

from dataclasses import dataclass
from datetime import date

from troth_site import access
from troth_site.access import Actor
from troth_site.actions import partners, people
from troth_site.actions.demo.cast import BUYER, Firm
from troth_site.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An organisation of the demonstration, once it is founded.

    Attributes:
        person: Who speaks for it: the buyer's sourcing manager, a factory's sales contact.
        relationship: A factory's relationship with the buyer; 0 for the buyer itself.
    """

    firm: Firm
    organisation: int
    person: Actor
    owner: Person
    relationship: int = 0


def found_buyer(operator: Person) -> Place:
    """Found the buyer with its people; the local operator gets a seat, so that commands see the portfolio."""
    place = _found(BUYER, kind="buyer", by=access.actor(operator, as_operator=True))
    by = access.actor(operator, as_operator=True)
    people.take_seat(by=by, person=operator, organisation=place.organisation, role="operator")
    return place


def found_factory(firm: Firm, buyer: Place, *, started_on: date) -> Place:
    """Found a factory with its people, and begin its relationship with the buyer."""
    operator = access.actor(people.local_operator(), as_operator=True)
    place = _found(firm, kind="factory", by=operator)
    row = partners.relate(by=buyer.person, buyer=buyer.organisation, factory=place.organisation)
    partners.describe(
        by=buyer.person, relationship=row.pk, owners={"buyer": buyer.owner, "factory": place.owner},
        started_on=started_on, currency=firm.currency,
    )  # fmt: skip
    return Place(
        firm=firm, organisation=place.organisation, person=place.person, owner=place.owner, relationship=row.pk
    )


def _found(firm: Firm, *, kind: str, by: Actor) -> Place:
    organisation = partners.found_organisation(
        by=by, kind=kind, name=firm.name, name_latin=firm.name_latin, country=firm.country, zone=firm.zone
    )
    seated = []
    for one in firm.people:
        person = people.introduce(
            by=by, name=one.name, email=one.email, name_latin=one.name_latin, zone=firm.zone, language=firm.language
        )
        people.take_seat(by=by, person=person, organisation=organisation.pk, role=one.role)
        seated.append(person)
    # The first of a firm's people speaks for it.
    return Place(firm=firm, organisation=organisation.pk, person=access.actor(seated[0]), owner=seated[0])
