"""The terms of planning: proposed by one side, agreed by the other; orders are judged by what held when they came."""

from dataclasses import MISSING, asdict, dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.orders.demand import Grain
from troth.orders.large_orders import ImpossibleNotice, NoticeTerms
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.ledger import NewEntry
from troth_site.models import PlanningTerms, Relationship
from troth_site.queries.communication.messages_readers import people_for

OTHER = {"buyer": "factory", "factory": "buyer"}
LONGEST_DAYS, LONGEST_TOGETHER, MOST_PERIODS = 730, 90, 24
TOGETHER_DAYS = 14


class TermsRefused(Exception):
    """They cannot be proposed or answered like this; the message says what lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTerms:
    """Terms about to be proposed.

    Attributes:
        lead_days: Days a usual order needs.
        extra_days: Days of notice a large order needs beside them.
        deviations: Standard deviations above the usual from which an order is large.
        capacity_percent: Percent of the monthly capacity above which it is.
        monthly_capacity: Units the factory keeps for this buyer in a month, None where it is not said.
        together_days: Orders placed within so many days count as one; 0 keeps each on its own.
        grain: "month" or "week".
        frozen: Periods that do not change.
        slush: Periods that change within the flexibility.
        flexibility_percent: By how many percent.
    """

    lead_days: int
    extra_days: int = 30
    deviations: float = 2.0
    capacity_percent: Decimal = Decimal(25)
    monthly_capacity: Decimal | None = None
    together_days: int = TOGETHER_DAYS
    grain: str = "month"
    frozen: int = 1
    slush: int = 2
    flexibility_percent: Decimal = Decimal(20)


def usual_terms() -> dict[str, object]:
    """Return what is often agreed, by the name of each term that has such a value; nobody has agreed it yet."""
    return {each.name: each.default for each in fields(NewTerms) if each.default not in (MISSING, None)}


def propose(*, by: Actor, relationship: int, given: NewTerms, on: date | None = None) -> int:
    """Propose terms; they hold once the other side agrees, and an earlier proposal nobody answered is gone.

    Raises:
        TermsRefused: A number in them cannot be.
    """
    row = access.relationship(by, relationship, "record")
    side, today = access.side_of(by, row), on or timezone.localdate()
    _check(given)
    with transaction.atomic():
        locked = ledger.lock(row.pk)
        waiting = PlanningTerms.objects.filter(relationship=locked, state="proposed").order_by("pk").first()
        if waiting is not None and waiting.side == side and _says(waiting, given):
            return waiting.pk
        PlanningTerms.objects.filter(relationship=locked, state="proposed").update(state="replaced")
        made = PlanningTerms.objects.create(
            relationship=locked, side=side, proposed_by_id=by.person, proposed_on=today, state="proposed",
            **asdict(given),
        )  # fmt: skip
        _note(made, locked, "planning_terms.proposed", by=by, side=side, on=today)
    return made.pk


def answer(*, by: Actor, terms: int, is_agreed: bool, on: date | None = None) -> None:
    """Agree to terms of the other side, or decline them; agreeing twice changes nothing.

    Raises:
        TermsRefused: Other terms have been proposed meanwhile.
    """
    seen = access.of_relationship(by, PlanningTerms, terms, "record")
    side, today = access.side_of(by, seen.relationship), on or timezone.localdate()
    if side == seen.side:
        raise access.NotAllowed
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = PlanningTerms.objects.select_for_update().get(pk=seen.pk)
        if row.state == ("agreed" if is_agreed else "declined"):
            return
        if row.state != "proposed":
            raise TermsRefused(gettext_noop("These terms have been answered or replaced. Read what stands now."))
        if is_agreed:
            PlanningTerms.objects.filter(relationship=locked, state="agreed").update(
                state="replaced", replaced_on=today
            )
            row.agreed_on = today
        row.state, row.answered_by_id = "agreed" if is_agreed else "declined", by.person
        row.save(update_fields=["state", "answered_by", "agreed_on"])
        _note(row, locked, f"planning_terms.{row.state}", by=by, side=side, on=today)


def _check(given: NewTerms) -> None:
    try:
        NoticeTerms(
            lead_days=given.lead_days, extra_days=given.extra_days, deviations=given.deviations,
            capacity_share=float(given.capacity_percent / 100), monthly_capacity=given.monthly_capacity,
            together_days=given.together_days,
        )  # fmt: skip
    except ImpossibleNotice as error:
        raise TermsRefused(
            gettext_noop("Days and deviations are 0 or more, a share is above 0 to 100 %, a capacity above 0.")
        ) from error
    if max(given.lead_days, given.extra_days) > LONGEST_DAYS:
        raise TermsRefused(gettext_noop("Days are 730 at most."))
    if given.together_days > LONGEST_TOGETHER:
        raise TermsRefused(gettext_noop("Orders of 90 days at most count as one."))
    periods_fit = 0 <= given.frozen <= MOST_PERIODS and 0 <= given.slush <= MOST_PERIODS
    if given.grain not in list(Grain) or not periods_fit or not 0 <= given.flexibility_percent <= 100:
        raise TermsRefused(
            gettext_noop("Choose months or weeks, 0 to 24 firm periods, and a flexibility of 0 to 100 %.")
        )


def _says(row: PlanningTerms, given: NewTerms) -> bool:
    return all(getattr(row, name) == value for name, value in asdict(given).items())


def _note(row: PlanningTerms, locked: Relationship, verb: str, *, by: Actor, side: str, on: date) -> None:
    content = {
        "terms": row.pk, "lead_days": row.lead_days, "extra_days": row.extra_days, "deviations": f"{row.deviations:g}",
        "capacity_percent": row.capacity_percent, "monthly_capacity": row.monthly_capacity,
        "together_days": row.together_days, "grain": row.grain,
        "frozen": row.frozen, "slush": row.slush, "flexibility_percent": row.flexibility_percent,
    }  # fmt: skip
    entry = NewEntry(
        kind=verb, side=side, dimension="delivery", person=by.person, happened_on=on, recorded_on=on, content=content
    )
    ledger.append(locked, [entry])
    audit.record(verb, by=by, relationship=locked, subject=f"terms {row.pk}")
    live.tell(locked.pk, "demand", f"terms {row.pk}")
    notices.notify(
        event="demand", relationship=locked.pk, subject=f"{verb} {row.pk}",
        path=f"/partners/{locked.pk}/planning/terms/", to=people_for(locked, side=OTHER[side], topic="orders"),
        data={"who": by.name},
    )  # fmt: skip
