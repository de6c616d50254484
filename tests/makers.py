"""Makers of what site tests stand on; each calls the action that pages and commands call."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from troth_site import access
from troth_site.access import Actor
from troth_site.actions import partners, people
from troth_site.actions.orders.reported import Import, record_lines
from troth_site.actions.trust import judging
from troth_site.models import Membership, OrderLine, Organisation, Person, Relationship


@dataclass(frozen=True, kw_only=True)
class Told:
    """A line as a buyer's file tells of it."""

    number: int
    key: str
    factory: str
    order: str
    line: str = "1"
    promised: date
    delivered: date | None = None
    recorded: date | None = None
    ordered: date | None = None
    quantity: Decimal | None = None
    value: Decimal | None = None
    currency: str | None = None
    item: str = "Wash bag"


def make_operator() -> Actor:
    """Return the local operator at the gate."""
    return access.actor(people.local_operator(), as_operator=True)


def make_organisation(name: str, *, kind: str = "buyer", country: str = "") -> Organisation:
    """Found an organisation."""
    return partners.found_organisation(by=make_operator(), kind=kind, name=name, country=country)


def make_person(organisation: Organisation | None, *, role: str = "manager", name: str = "") -> Person:
    """Return somebody who can sign in, seated where an organisation is given."""
    number = Person.objects.count() + 1
    person = Person.objects.create_user(f"person{number}@somewhere.example", name=name or f"Person {number}")
    if organisation is not None:
        people.take_seat(by=make_operator(), person=person, organisation=organisation.pk, role=role)
    return person


def make_actor(person: Person) -> Actor:
    """Return a person at the gate."""
    return access.actor(person)


def make_line(
    buyer: Organisation, factory: str, *, promised: date, late_days: int | None = 0, key: str = "", today: date
) -> OrderLine:
    """Record a line of the buyer's file; without late days it is still open."""
    return make_lines(buyer, factory, [(promised, late_days)], key=key, today=today)[0]


def make_lines(
    buyer: Organisation, factory: str, told: list[tuple[date, int | None]], *, key: str = "", today: date
) -> list[OrderLine]:
    """Record lines of the buyer's file, each with its promised day and how late it came; None is not yet."""
    start = OrderLine.objects.count()
    lines = [
        Told(
            number=number,
            key=f"{key or 'L'}{number}",
            factory=factory,
            order=f"PO-{number}",
            promised=promised,
            ordered=promised - timedelta(days=60),
            delivered=None if late is None else promised + timedelta(days=late),
            recorded=None if late is None else promised + timedelta(days=late + 1),
        )
        for number, (promised, late) in enumerate(told, start + 1)
    ]
    person = make_person(buyer)
    counts = record_lines(Import(by=make_actor(person), buyer=buyer.pk, batch=None, entered_on=today), lines)
    judging.judge(sorted(counts.relationships), as_of=today)
    Membership.objects.filter(person=person).delete()
    keys = [line.key for line in lines]
    return sorted(
        OrderLine.objects.filter(relationship__buyer=buyer, key__in=keys), key=lambda row: keys.index(row.key)
    )


def make_relationship(buyer: Organisation, factory: Organisation) -> Relationship:
    """Begin the record of two organisations."""
    person = make_person(buyer)
    return partners.relate(by=make_actor(person), buyer=buyer.pk, factory=factory.pk)
