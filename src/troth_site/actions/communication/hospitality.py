"""The register of meals and gifts: recorded by either side, approved above a limit by somebody else."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.commitments.outcomes import SIDES
from troth.communication.hospitality import Amount, ImpossibleAmount, approval_needed
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication import live
from troth_site.models import Hospitality, HospitalityLimit
from troth_site.models.choices import Party
from troth_site.queries.communication.hospitality import limits_of

LARGEST = Decimal("9999999999.99")


class HospitalityRefused(Exception):
    """A meal, gift or limit cannot be kept like this; the message says what lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HospitalityGiven:
    """A meal or gift as somebody records it.

    Attributes:
        given_by: The side that gave it or paid for it.
        people: Who took part.
        needs: What they eat and drink, and do not, as they say themselves.
    """

    given_by: str
    day: date
    what: str
    amount: Decimal
    currency: str
    people: str = ""
    needs: str = ""


def set_limit(*, by: Actor, organisation: int, amount: Decimal, currency: str) -> None:
    """Say up to which amount one's own people give or accept without asking; each partner sees it.

    Raises:
        HospitalityRefused: The amount or the currency cannot be.
    """
    row = access.organisation(by, organisation, "people")
    limit = _amount(amount, currency)
    with transaction.atomic():
        HospitalityLimit.objects.update_or_create(
            organisation=row,
            defaults={
                "amount": limit.value, "currency": limit.currency, "written_at": timezone.now(),
                "written_by_id": by.person,
            },
        )  # fmt: skip
        data = {"amount": str(limit.value), "currency": limit.currency}
        audit.record("hospitality.limit", by=by, organisation=row.pk, subject=f"organisation {row.pk}", data=data)


def record(*, by: Actor, relationship: int, given: HospitalityGiven, on: date | None = None) -> int:
    """Record a meal or gift, and return its key; above a limit of either side it waits for approval.

    Raises:
        HospitalityRefused: It says nothing, lies ahead, or its amount cannot be.
    """
    row = access.relationship(by, relationship, "answer")
    amount = _amount(given.amount, given.currency)
    if not given.what.strip() or given.given_by not in Party.values:
        raise HospitalityRefused(gettext_noop("Say what was given, and by which side."))
    if given.day > (on or timezone.localdate()):
        raise HospitalityRefused(gettext_noop("Record it once it was given: the day lies ahead."))
    ours = access.side_of(by, row)
    needed = approval_needed(amount, limits=limits_of(row.buyer_id, row.factory_id), recorded_by=ours)
    with transaction.atomic():
        kept = Hospitality.objects.create(
            relationship=row, given_by=given.given_by, day=given.day, what=given.what.strip()[:300],
            amount=amount.value, currency=amount.currency, people=given.people.strip()[:500],
            needs=given.needs.strip()[:500], limit=needed.limit.value if needed else None,
            limit_currency=needed.limit.currency if needed else "", limit_of=needed.side if needed else "",
            recorded_by_id=by.person, recorded_at=timezone.now(),
        )  # fmt: skip
        _record(by, "hospitality.recorded", kept)
    return kept.pk


def decide(*, by: Actor, relationship: int, hospitality: int, approved: bool, reason: str = "") -> None:
    """Approve or decline a meal or gift above a limit; never by whoever recorded it.

    Raises:
        troth_site.access.NotAllowed: It is the other side's to decide, or one's own record.
        HospitalityRefused: It is declined without a reason, or needs nobody's approval.
    """
    seen = access.of_relationship(by, Hospitality, hospitality, "people")
    if seen.relationship_id != relationship:
        raise access.NotThere
    organisation = getattr(seen.relationship, f"{seen.limit_of}_id") if seen.limit_of in SIDES else None
    if organisation is None:
        raise HospitalityRefused(gettext_noop("This lies within the limits: nobody needs to approve it."))
    if organisation not in by.organisations("people") or seen.recorded_by_id == by.person:
        raise access.NotAllowed
    if not approved and not reason.strip():
        raise HospitalityRefused(gettext_noop("Say why it is declined: whoever recorded it reads it."))
    with transaction.atomic():
        kept = Hospitality.objects.select_for_update().select_related("relationship").get(pk=seen.pk)
        if kept.approved_at is not None or kept.declined_at is not None:
            return
        word = "approved" if approved else "declined"
        setattr(kept, f"{word}_at", timezone.now())
        setattr(kept, f"{word}_by_id", by.person)
        kept.reason = reason.strip()[:500]
        kept.save(update_fields=[f"{word}_at", f"{word}_by", "reason"])
        _record(by, f"hospitality.{word}", kept)


def _amount(value: Decimal, currency: str) -> Amount:
    try:
        amount = Amount(value=value.quantize(Decimal("0.01")), currency=currency.strip().upper())
    except (ImpossibleAmount, ArithmeticError) as error:
        sentence = gettext_noop("An amount is 0 or more, with a currency of three letters such as CNY.")
        raise HospitalityRefused(sentence) from error
    if amount.value > LARGEST:
        raise HospitalityRefused(gettext_noop("This amount is larger than any meal: look at its unit."))
    return amount


def _record(by: Actor, verb: str, kept: Hospitality) -> None:
    # Who ate what is nobody's trail.
    data = {"amount": str(kept.amount), "currency": kept.currency, "limit_of": kept.limit_of}
    audit.record(verb, by=by, relationship=kept.relationship, subject=f"hospitality {kept.pk}", data=data)
    live.tell(kept.relationship_id, "hospitality", f"hospitality {kept.pk}")
