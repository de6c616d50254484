"""Firm periods kept on the record: broken when changed too far, accepted by the factory, kept once they are over."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.commitments.evidence import weight
from troth.orders.demand import Grain, ZoneBreak, period_of
from troth.orders.firm_periods import STAKES, firm_shares, outcome_of_firm_period
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger, people
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.quality import promises
from troth_site.models import Commitment, DemandForecast, FirmPeriod, PlanningTerms, Relationship
from troth_site.queries.communication.messages_readers import people_for
from troth_site.queries.demand.firm import unsettled
from troth_site.queries.demand.terms import agreed

KIND, DIMENSION = "firm_period", "delivery"
KEEP = gettext_noop("Keep a firm period as told")


class NothingToAccept(Exception):
    """No firm period was changed by this forecast, or it is accepted already by what came later."""


def broken(
    locked: Relationship, made: DemandForecast, breaks: Iterable[ZoneBreak], *, by: Actor, on: date
) -> None:  # fmt: skip
    """Record the firm periods that a forecast changes by more than was agreed; of two changes the larger counts."""
    grain = Grain(made.grain)
    for starts_on, share in firm_shares(breaks).items():
        row = FirmPeriod.objects.filter(relationship=locked, grain=grain, starts_on=starts_on).first()
        if row is not None and row.state == "broken" and row.share <= share:
            continue
        promise = row.commitment if row is not None else _promise(locked, (grain, starts_on), by)
        _close(promise, "broken", on)
        FirmPeriod.objects.update_or_create(
            relationship=locked, grain=grain, starts_on=starts_on,
            defaults={"state": "broken", "share": share, "forecast": made, "commitment": promise, "accepted_by": None},
        )  # fmt: skip
        _record(locked, promise, (grain, share, on), by=by, on=on)


def accept(*, by: Actor, relationship: int, forecast: int, on: date | None = None) -> None:
    """Accept what a forecast changed in firm periods: it breaks no promise any more; accepting twice changes nothing.

    Args:
        by: Somebody of the factory.
        relationship: With whom.
        forecast: The number of the forecast.
        on: Day; today where not given.

    Raises:
        NothingToAccept: This forecast changed no firm period, or later ones changed it again.
    """
    row = access.relationship(by, relationship, "record")
    if access.side_of(by, row) != "factory":
        raise access.NotAllowed
    today = on or timezone.localdate()
    with transaction.atomic():
        locked = ledger.lock(row.pk)
        rows = FirmPeriod.objects.filter(relationship=locked, forecast__number=forecast).select_related("commitment")
        found = list(rows.order_by("starts_on"))
        if not found:
            raise NothingToAccept(gettext_noop("This forecast changed no firm period. Read what stands now."))
        changed = [each for each in found if each.state == "broken"]
        for each in changed:
            each.state, each.accepted_by_id = "accepted", by.person
            each.save(update_fields=["state", "accepted_by"])
            _close(each.commitment, "withdrawn", today)
            promises.record(locked, each.commitment, None, by=by, on=today, verb="accepted")
        if changed:
            _tell(locked, forecast, by)


def night(on: date | None = None) -> int:
    """Close the firm periods that are over everywhere; safe to ask again. Returns how many were kept."""
    nobody = access.actor(people.local_operator(), as_operator=True)
    planning = PlanningTerms.objects.filter(agreed_on__isnull=False).values_list("relationship", flat=True)
    kept = 0
    for relationship in sorted(set(planning)):
        with transaction.atomic():
            kept += keep(ledger.lock(relationship), by=nobody, on=on or timezone.localdate())
    return kept


def keep(locked: Relationship, *, by: Actor, on: date) -> int:
    """Close the firm periods of one relationship that are over and stayed as told."""
    over = unsettled(locked.pk, agreed(locked.pk), today=on)
    for grain, starts_on in over:
        promise = _promise(locked, (grain, starts_on), by)
        last = _last(grain, starts_on)
        _close(promise, "kept", last)
        FirmPeriod.objects.create(
            relationship=locked, grain=grain, starts_on=starts_on, state="kept", share=1.0, commitment=promise
        )
        _record(locked, promise, (grain, 1.0, last), by=by, on=on)
    return len(over)


def _promise(locked: Relationship, period: tuple[Grain, date], by: Actor) -> Commitment:
    grain, starts_on = period
    named = f"{starts_on:%G-W%V}" if grain is Grain.WEEK else f"{starts_on:%Y-%m}"
    return Commitment.objects.create(
        relationship=locked, side="buyer", dimension=DIMENSION, kind=KIND, what=f"{KEEP} · {named}",
        due_on=_last(grain, starts_on), state="accepted", accepted_by="contract", quality=0.6, closed_by="buyer",
        proposed_by_id=by.person,
    )  # fmt: skip


def _last(grain: Grain, starts_on: date) -> date:
    return period_of(starts_on, grain=grain).end - timedelta(days=1)


def _close(promise: Commitment, state: str, on: date) -> None:
    promise.state, promise.closed_on = state, on
    promise.save(update_fields=["state", "closed_on"])


def _record(
    locked: Relationship, promise: Commitment, found: tuple[Grain, float, date], *, by: Actor, on: date
) -> None:  # fmt: skip
    grain, share, settled_on = found
    at_stake = weight(stake=STAKES[grain], quality="unconfirmed")
    outcome = outcome_of_firm_period(share, settled_on=settled_on, weight=at_stake, recorded_on=on)
    promises.record(locked, promise, outcome, by=by, on=on, verb="judged")
    audit.record("firm_period.judged", by=by, relationship=locked, subject=f"commitment {promise.pk}")


def _tell(locked: Relationship, forecast: int, by: Actor) -> None:
    audit.record("firm_period.accepted", by=by, relationship=locked, subject=f"forecast {forecast}")
    live.tell(locked.pk, "demand", f"forecast {forecast}")
    notices.notify(
        event="demand", relationship=locked.pk, subject=f"accepted {forecast}", path=f"/partners/{locked.pk}/planning/",
        to=people_for(locked, side="buyer", topic="orders"), data={"who": by.name},
    )  # fmt: skip
