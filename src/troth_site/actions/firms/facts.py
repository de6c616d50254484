"""Saying who a firm is: its own word to all its partners, what a partner knows of it, and what it answers."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.trust.firm_keys import key_of
from troth_site import access
from troth_site.access import Actor, NotAllowed, NotThere
from troth_site.actions import audit
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.firms.watching import watch_firms
from troth_site.models import FirmFact, Relationship
from troth_site.models.choices import FactKind, FactSource

LONGEST = 500
SAYS_NOTHING = {
    "registration": gettext_noop("That is no registration number: write it as the licence has it, with all digits."),
    "address": gettext_noop("That is no address: write street, house number and, where firms share a house, the room."),
    "owner": gettext_noop("That is no full name: write the person’s given name and family name."),
    "phone": gettext_noop("That is no telephone number: write all its digits, with the code of the area."),
    "domain": gettext_noop("That is no domain of the firm’s own: mail providers and market places serve everybody."),
}
"""What a value is told that could never be compared with anything."""


class FactRefused(Exception):
    """The fact cannot be kept or answered like this; the message says what lacks."""


def say_of_partner(*, by: Actor, relationship: int, kind: str, value: str, source: str, on: date | None = None) -> int:
    """Say within one record what is known of who the other side is; both sides read it, nobody else.

    Raises:
        FactRefused: It says nothing, or is not of a known kind or source.
    """
    said = _checked(kind, value, source)
    row = access.relationship(by, relationship, "record")
    side = access.side_of(by, row)
    ours, theirs = (row.buyer_id, row.factory_id) if side == "buyer" else (row.factory_id, row.buyer_id)
    with transaction.atomic():
        fact = _keep(by, FirmFact(organisation_id=theirs, said_by_id=ours, relationship=row), kind, said, source, on)
        audit.record("firm.fact_said", by=by, relationship=row, subject=f"firm fact {fact}", data={"kind": kind})
        watch_firms(ours, today=on or timezone.localdate())
    return fact


def say_of_ourselves(
    *, by: Actor, organisation: int, kind: str, value: str, source: str, on: date | None = None
) -> int:
    """Say who one's own organisation is, to all its partners.

    Raises:
        FactRefused: It says nothing, or is not of a known kind or source.
    """
    said = _checked(kind, value, source)
    house = access.organisation(by, organisation, "record")
    with transaction.atomic():
        fact = _keep(by, FirmFact(organisation=house, said_by=house), kind, said, source, on)
        audit.record("firm.fact_said", by=by, organisation=house.pk, subject=f"firm fact {fact}", data={"kind": kind})
        for judge in _who_reads(house.pk):
            watch_firms(judge, today=on or timezone.localdate())
    return fact


def answer_fact(*, by: Actor, fact: int, is_right: bool, answer: str = "", on: date | None = None) -> None:
    """Answer for one's own organisation what another says of it; a later answer takes the place of the earlier.

    Raises:
        FactRefused: It is said to be wrong without a word why.
    """
    row = _known(by, fact)
    if row.organisation_id == row.said_by_id or row.organisation_id not in by.organisations("answer"):
        raise NotAllowed
    told = cleaned(answer).strip()[:LONGEST]
    if not is_right and not told:
        raise FactRefused(gettext_noop("Say what is so instead: the other side reads it beside what it said."))
    with transaction.atomic():
        row = FirmFact.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if (row.is_right, row.answer) == (is_right, told):
            return
        row.is_right, row.answer, row.answered_on = is_right, told, on or timezone.localdate()
        row.save(update_fields=["is_right", "answer", "answered_on"])
        audit.record(
            "firm.fact_answered", by=by, relationship=row.relationship, subject=f"firm fact {row.pk}",
            data={"is_right": is_right},
        )  # fmt: skip


def take_back_fact(*, by: Actor, fact: int, on: date | None = None) -> None:
    """Take back what one's own organisation said; it stays in the trail, and counts in no comparison any more."""
    row = _known(by, fact)
    if row.said_by_id not in by.organisations("record"):
        raise NotAllowed
    today = on or timezone.localdate()
    with transaction.atomic():
        row = FirmFact.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if row.taken_back_on is not None:
            return
        row.taken_back_on = today
        row.save(update_fields=["taken_back_on"])
        audit.record(
            "firm.fact_taken_back", by=by, organisation=row.said_by_id, relationship=row.relationship,
            subject=f"firm fact {row.pk}",
        )  # fmt: skip
        for judge in _who_reads(row.organisation_id) if row.relationship_id is None else [row.said_by_id]:
            watch_firms(judge, today=today)


def _checked(kind: str, value: str, source: str) -> str:
    said = " ".join(cleaned(value).split())
    if kind not in FactKind.values or source not in FactSource.values:
        raise FactRefused(gettext_noop("Choose what the fact tells, and on what grounds."))
    if not said:
        raise FactRefused(gettext_noop("Write the fact itself; what nobody knows stays open."))
    if len(said) > LONGEST:
        raise FactRefused(gettext_noop("That is too long for a fact: 500 characters at most."))
    if not key_of(kind, said):  # type: ignore[arg-type]
        raise FactRefused(SAYS_NOTHING[kind])
    return said


def _keep(by: Actor, fact: FirmFact, kind: str, value: str, source: str, on: date | None) -> int:
    same = FirmFact.objects.filter(
        organisation=fact.organisation_id, said_by=fact.said_by_id, relationship=fact.relationship_id, kind=kind,
        value=value, taken_back_on=None,
    ).first()  # fmt: skip
    if same is not None:
        return same.pk
    fact.kind, fact.value, fact.source = kind, value, source
    fact.person_id, fact.said_on = by.person, on or timezone.localdate()
    fact.save()
    return fact.pk


def _known(by: Actor, pk: int) -> FirmFact:
    """Return a fact the person may know of: of one of their records, or about their own organisation."""
    row = FirmFact.objects.filter(pk=pk).select_related("relationship__buyer", "relationship__factory").first()
    if row is None:
        raise NotThere
    if row.relationship is not None:
        access.let_in(by, row.relationship, "see")
    elif row.organisation_id not in by.organisations():
        raise NotThere
    return row


def _who_reads(organisation: int) -> list[int]:
    """Return the partners of an organisation, who compare what it says of itself with what others say to them."""
    of_factory = Relationship.objects.filter(factory=organisation, hidden=False).values_list("buyer", flat=True)
    of_buyer = Relationship.objects.filter(buyer=organisation, hidden=False).values_list("factory", flat=True)
    return sorted({*of_factory, *of_buyer})
