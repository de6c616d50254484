"""Organisations and relationships: founding and finding them."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.commitments.outcomes import Side
from troth_site import access
from troth_site.access import Actor, NotAllowed, Verb
from troth_site.actions import audit
from troth_site.actions.trust import judging
from troth_site.among import among
from troth_site.models import Organisation, Person, Relationship
from troth_site.names import latin, search_text
from troth_site.queries.orders import relationships_by_name

BEGUN = "relationship.begun"
"""The audit's word for a record that people began by hand; those that files begin have another."""


class PartnerRefused(Exception):
    """The partner cannot be added like this; the message says why."""


def found_organisation(
    *, by: Actor, kind: str, name: str, name_latin: str = "", country: str = "", zone: str = ""
) -> Organisation:
    """Create an organisation whose name can be found in its own script and in Latin letters.

    Args:
        by: Who founds it.
        kind: Word of OrganisationKind.
        name: Name in the script its people write.
        name_latin: Its own Latin form; a Chinese name without one is read in pinyin.
        country: ISO 3166 code of two letters, empty where unknown.
        zone: IANA time zone, empty where unknown.
    """
    name_latin = name_latin or latin(name)
    with transaction.atomic():
        row = Organisation.objects.create(
            kind=kind,
            name=name,
            name_latin=name_latin,
            search=search_text(name, name_latin),
            country=country,
            zone=zone,
        )
        audit.record("organisation.founded", by=by, organisation=row.pk, subject=f"organisation {row.pk}")
    return row


def relate(*, by: Actor, buyer: int, factory: int) -> Relationship:
    """Return the relationship of two organisations, beginning it if there is none."""
    if not {buyer, factory} & set(by.organisations("record")):
        raise NotAllowed
    with transaction.atomic():
        row, created = Relationship.objects.get_or_create(buyer_id=buyer, factory_id=factory)
        if created:
            judging.judge([row.pk], as_of=timezone.localdate())
            audit.record(BEGUN, by=by, relationship=row)
    return row


def add_partner(*, by: Actor, organisation: int, name: str, name_latin: str = "", country: str = "") -> int:
    """Begin the record with a firm that no file names yet, and return the relationship's key.

    It is a new organisation, whoever else keeps one of its name: so nobody learns whom others work with. Its people say
    which firm they are when they take their seat.

    Raises:
        NotAllowed: The person may not invite partners of this organisation.
        PartnerRefused: There is a partner of this name already.
    """
    if organisation not in by.organisations("invite"):
        raise NotAllowed
    with transaction.atomic():
        own = Organisation.objects.select_for_update().get(pk=organisation)
        if own.kind not in ("buyer", "factory"):
            raise NotAllowed
        is_buyer = own.kind == "buyer"
        known = _partners_by_name(own).get(name)
        if known is not None:
            # An import that was undone leaves its partners hidden: adding one by hand brings it back.
            if not Relationship.objects.filter(pk=known, hidden=True).update(hidden=False):
                raise PartnerRefused(gettext_noop("You keep a record with a partner of this name already."))
            audit.record(BEGUN, by=by, relationship=Relationship.objects.get(pk=known))
            return known
        theirs = found_organisation(
            by=by, kind="factory" if is_buyer else "buyer", name=name, name_latin=name_latin, country=country
        )
        buyer, factory = (own, theirs) if is_buyer else (theirs, own)
        return relate(by=by, buyer=buyer.pk, factory=factory.pk).pk


def _partners_by_name(own: Organisation) -> dict[str, int]:
    if own.kind == "buyer":
        return relationships_by_name(own.pk)
    return dict(Relationship.objects.filter(factory=own).values_list("buyer__name", "pk"))


def describe(
    *, by: Actor, relationship: int, owners: Mapping[Side, Person], started_on: date | None, currency: str = ""
) -> None:
    """Name who looks after a relationship on each side, since when it is kept, and in which currency it trades."""
    row = access.relationship(by, relationship, "record")
    with transaction.atomic():
        row.owner_buyer, row.owner_factory = owners.get("buyer"), owners.get("factory")
        row.started_on, row.currency = started_on, currency
        row.save(update_fields=["owner_buyer", "owner_factory", "started_on", "currency"])
        named = {side: person.pk for side, person in owners.items()}
        audit.record("relationship.described", by=by, relationship=row, data={"owners": named})


def relate_by_name(
    *, by: Actor, buyer: int, names: Iterable[str], already: Mapping[str, int] | None = None, verb: Verb = "import"
) -> dict[str, int]:
    """Return the relationship of each factory the buyer calls by one of these names, beginning those it lacks.

    A factory is known to its buyer by the exact name in the buyer's records, whatever it calls itself; nobody else's
    factory is touched, so no buyer learns through a name whom another buyer works with.

    Args:
        by: Who acts.
        buyer: Key of the organisation.
        names: What its records call factories.
        already: All its relationships by name, where the caller's transaction has read them.
        verb: What the person has to be allowed to do, by what its records tell of.
    """
    if buyer not in by.organisations(verb):
        raise NotAllowed
    with transaction.atomic():
        theirs = relationships_by_name(buyer) if already is None else already
        wanted = set(names)
        known = {name: theirs[name] for name in wanted & theirs.keys()}
        begun = sorted(wanted - known.keys())
        factories = Organisation.objects.bulk_create(_factory(name) for name in begun)
        rows = Relationship.objects.bulk_create(Relationship(buyer_id=buyer, factory=factory) for factory in factories)
        known.update((row.factory.name, row.pk) for row in rows)
        Relationship.objects.filter(among("pk", known.values()), hidden=True).update(hidden=False)
        audit.record("relationships.begun", by=by, organisation=buyer, data={"factories": begun})
    return known


def _factory(name: str) -> Organisation:
    name_latin = latin(name)
    return Organisation(kind="factory", name=name, name_latin=name_latin, search=search_text(name, name_latin))
