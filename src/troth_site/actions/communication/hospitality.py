"""The register of meals and gifts: each side says its own half, above its own limit after its own approval."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from troth.basis.money import Money
from troth.basis.text import gettext_noop
from troth.commitments.outcomes import SIDES, Side
from troth.communication.hospitality import (
    ImpossibleAmount,
    NotYet,
    Word,
    approval_asked,
    approval_state,
    check_word,
    worth,
)
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication import live
from troth_site.models import Hospitality, HospitalityApproval, HospitalityLimit
from troth_site.models.choices import Party
from troth_site.queries.communication.hospitality import limits_of, standing_of

LONGEST_WHAT, LONGEST_WORDS = 300, 500
AHEAD = timedelta(days=366)


class HospitalityRefused(Exception):
    """A meal, gift or limit cannot be kept like this; the message says what lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HospitalityGiven:
    """A meal or gift as somebody records it.

    Attributes:
        given_by: The side that gives it or pays for it.
        day: When it was or is to be; at most a year ahead.
        people: Who took part.
        word: What became of it on the side that records it, said at once where no approval lacks; empty for nothing.
    """

    given_by: str
    day: date
    what: str
    amount: Decimal
    currency: str
    people: str = ""
    word: str = ""


def set_limit(*, by: Actor, organisation: int, amount: Decimal, currency: str) -> None:
    """Say up to which amount one's own people give or accept without asking; no partner sees it.

    Raises:
        HospitalityRefused: The amount or the currency cannot be.
    """
    row = access.organisation(by, organisation, "people")
    limit = _money(amount, currency)
    with transaction.atomic():
        HospitalityLimit.objects.update_or_create(
            organisation=row,
            defaults={
                "amount": limit.amount, "currency": limit.currency, "written_at": timezone.now(),
                "written_by_id": by.person,
            },
        )  # fmt: skip
        data = {"amount": str(limit.amount), "currency": limit.currency}
        audit.record("hospitality.limit", by=by, organisation=row.pk, subject=f"organisation {row.pk}", data=data)


def record(*, by: Actor, relationship: int, given: HospitalityGiven, on: date | None = None) -> int:
    """Record a meal or gift, planned or past, and return its key; each side's own policy says who approves it.

    Raises:
        HospitalityRefused: It says nothing, lies more than a year ahead, its amount cannot be, or its word is the
            other side's.
    """
    row = access.relationship(by, relationship, "answer")
    today = on or timezone.localdate()
    amount = _money(given.amount, given.currency)
    if not given.what.strip() or given.given_by not in Party.values:
        raise HospitalityRefused(gettext_noop("Say what was given, and by which side."))
    if given.day > today + AHEAD:
        raise HospitalityRefused(gettext_noop("Its day lies more than a year ahead: look at its year."))
    ours = access.side_of(by, row)
    with transaction.atomic():
        kept = Hospitality.objects.create(
            relationship=row, given_by=given.given_by, day=given.day, what=given.what.strip()[:LONGEST_WHAT],
            amount=amount.amount, currency=amount.currency, people=given.people.strip()[:LONGEST_WORDS],
            recorded_by_id=by.person, recorded_at=timezone.now(),
        )  # fmt: skip
        asked = _ask(kept, amount, limits_of(row.buyer_id, row.factory_id))
        if given.word and ours not in asked:
            _say(kept, given.word, by, ours, approved=True, today=today)
        elif given.word:
            # Said to somebody who may not say it yet; whether it is theirs to say at all is told now.
            _refuse(given.word, kept, ours, approved=True, today=today)
        _note(by, "hospitality.recorded", kept)
    return kept.pk


def say(
    *, by: Actor, relationship: int, hospitality: int, word: str, because: str = "", on: date | None = None
) -> None:  # fmt: skip
    """Say one's own side's half: given, or accepted, refused, given back; saying the same again changes nothing.

    Raises:
        HospitalityRefused: It is the other side's to say, its day lies ahead, or approval lacks.
    """
    seen = _seen(by, relationship, hospitality, "answer")
    ours = access.side_of(by, seen.relationship)
    with transaction.atomic():
        kept = _locked(seen)
        if word == (kept.received or None) or (word == "given" == _giver_said(kept) and ours == kept.given_by):
            return
        approval = HospitalityApproval.objects.filter(hospitality=kept, side=ours).first()
        approved = True if approval is None else approval.approved
        if word != "given":
            kept.received_because = because.strip()[:LONGEST_WORDS]
        _say(kept, word, by, ours, approved=approved, today=on or timezone.localdate())
        _note(by, f"hospitality.{word}", kept)


def decide(*, by: Actor, relationship: int, hospitality: int, approved: bool, reason: str = "") -> None:
    """Approve or decline for one's own house what lies above its limit; never by whoever recorded it.

    Raises:
        troth_site.access.NotAllowed: It is one's own record.
        HospitalityRefused: It is declined without a reason, was refused, or one's own policy asks nobody.
    """
    seen = _seen(by, relationship, hospitality, "people")
    ours = access.side_of(by, seen.relationship)
    own = getattr(seen.relationship, f"{ours}_id")
    if own not in by.organisations("people") or seen.recorded_by_id == by.person:
        raise access.NotAllowed
    with transaction.atomic():
        kept = _locked(seen)
        asked = HospitalityApproval.objects.select_for_update().filter(hospitality=kept, side=ours).first()
        if asked is None:
            raise HospitalityRefused(gettext_noop("This lies within the limits: nobody needs to approve it."))
        if not approved and not reason.strip():
            raise HospitalityRefused(gettext_noop("Say why it is declined: whoever recorded it reads it."))
        if asked.approved is not None:
            return
        if approval_state(None, of=standing_of(kept)) == "needless":
            raise HospitalityRefused(gettext_noop("It was refused: nobody needs to approve it."))
        asked.approved, asked.reason = approved, reason.strip()[:LONGEST_WORDS]
        asked.decided_at, asked.decided_by_id = timezone.now(), by.person
        asked.save(update_fields=["approved", "reason", "decided_at", "decided_by"])
        # A house's own affair: it stands in its own trail, and the other side's pages hear nothing.
        verb = "hospitality.approved" if approved else "hospitality.declined"
        audit.record(verb, by=by, organisation=own, subject=f"hospitality {seen.pk}")
        live.tell(seen.relationship_id, "hospitality", f"hospitality {seen.pk}", side=ours)


def _ask(kept: Hospitality, amount: Money, limits: dict[Side, Money]) -> set[Side]:
    asking = {side: approval_asked(amount, limit=limits.get(side)) for side in SIDES}
    HospitalityApproval.objects.bulk_create(
        HospitalityApproval(hospitality=kept, side=side, limit=asked.limit.amount, currency=asked.limit.currency)
        for side, asked in asking.items()
        if asked is not None
    )
    return {side for side, asked in asking.items() if asked is not None}


def _say(
    kept: Hospitality, word: str, by: Actor, side: Side, *, approved: bool | None, today: date
) -> None:  # fmt: skip
    _refuse(word, kept, side, approved=approved, today=today)
    if word == "given":
        kept.given_at, kept.given_said_by_id = timezone.now(), by.person
    else:
        kept.received, kept.received_at, kept.received_said_by_id = word, timezone.now(), by.person
    kept.save()


def _refuse(word: str, kept: Hospitality, side: Side, *, approved: bool | None, today: date) -> None:
    said: Word = word  # type: ignore[assignment]
    try:
        check_word(said, by=side, of=standing_of(kept), approved=approved, today=today)
    except NotYet as error:
        raise HospitalityRefused(str(error)) from error


def _giver_said(kept: Hospitality) -> str:
    return "given" if kept.given_at is not None else ""


def _seen(by: Actor, relationship: int, hospitality: int, verb: access.Verb) -> Hospitality:
    seen = access.of_relationship(by, Hospitality, hospitality, verb)
    if seen.relationship_id != relationship:
        raise access.NotThere
    return seen


def _locked(seen: Hospitality) -> Hospitality:
    return Hospitality.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=seen.pk)


def _money(value: Decimal, currency: str) -> Money:
    try:
        return worth(value, currency)
    except ImpossibleAmount as error:
        raise HospitalityRefused(str(error)) from error


def _note(by: Actor, verb: str, kept: Hospitality) -> None:
    data = {"amount": str(kept.amount), "currency": kept.currency}
    audit.record(verb, by=by, relationship=kept.relationship, subject=f"hospitality {kept.pk}", data=data)
    live.tell(kept.relationship_id, "hospitality", f"hospitality {kept.pk}")
