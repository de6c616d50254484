"""Ideas of either side: answered by a day, tried, adopted with an agreed share, or declined with a reason."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.basis.working_time import WorkCalendar, add_working_days
from troth.quality.ideas import ANSWER_WORKING_DAYS
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.quality import promises
from troth_site.models import Idea, Product, Relationship
from troth_site.queries.communication.calendars import work_calendar_of
from troth_site.queries.communication.messages_readers import people_for

KINDS = ("design", "material", "process", "packing", "machinery", "checkpoint", "training")
KIND, DIMENSION = "idea", "partnership"
OTHER = {"buyer": "factory", "factory": "buyer"}
ANSWERS = ("trial", "adopted", "declined")


class IdeaRefused(Exception):
    """It cannot be proposed or answered like this; the message says what lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIdea:
    """An idea about to be proposed; what it saves and costs may be left open."""

    kind: str
    title: str
    text: str
    product: int | None = None
    saving_per_unit: Decimal | None = None
    units_a_year: int | None = None
    cost: Decimal | None = None
    currency: str = ""
    quality_risk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaAnswer:
    """What the other side says.

    Attributes:
        state: "trial", "adopted" or "declined".
        text: What is tried, or why it is declined.
        share: Percent of the saving for the side that proposed it, agreed when it is adopted.
        saving_per_unit: What it saves on a unit in truth; the proposed saving where left out.
        adopted_on: From which day it is counted; today where left out.
    """

    state: str
    text: str = ""
    share: Decimal | None = None
    saving_per_unit: Decimal | None = None
    adopted_on: date | None = None


def propose(*, by: Actor, relationship: int, given: NewIdea, now: datetime | None = None) -> int:
    """Propose an idea; the other side owes an answer within ten of its own working days.

    Raises:
        IdeaRefused: It says nothing, or a number in it cannot be.
    """
    row, moment = access.relationship(by, relationship, "record"), now or timezone.now()
    side = access.side_of(by, row)
    title, text, currency = cleaned(given.title).strip()[:200], cleaned(given.text).strip(), given.currency.upper()
    if given.kind not in KINDS or not title or not text:
        raise IdeaRefused(gettext_noop("Say in one line what would change, below it how, and what kind of idea it is."))
    _check_numbers(given, currency)
    with transaction.atomic():
        locked = ledger.lock(row.pk)
        product = Product.objects.filter(relationship=locked, pk=given.product).first() if given.product else None
        if given.product and product is None:
            raise IdeaRefused(gettext_noop("There is no such product with this partner."))
        today = _today(locked, OTHER[side], moment)
        due = add_working_days(today, count=ANSWER_WORKING_DAYS, calendar=_calendar(locked, OTHER[side], today))
        made = promises.make(
            locked,
            promises.NewPromise(side=OTHER[side], kind=KIND, what=title, due_on=due, dimension=DIMENSION),
            by=by,
            on=today,
        )
        idea = Idea.objects.create(
            relationship=locked, side=side, kind=given.kind, title=title, text=text, product=product,
            saving_per_unit=given.saving_per_unit, units_a_year=given.units_a_year, cost=given.cost,
            currency=currency, quality_risk=cleaned(given.quality_risk).strip(), proposed_by_id=by.person,
            proposed_at=moment, answer_due_on=due, state="proposed", commitment=made,
        )  # fmt: skip
        _note(idea, locked, "idea.proposed", by, side)
    return idea.pk


def answer(*, by: Actor, idea: int, given: IdeaAnswer, now: datetime | None = None) -> None:
    """Try, adopt or decline an idea of the other side; the first answer keeps the promise to answer.

    Raises:
        IdeaRefused: A reason or an agreed share lacks, or it has been decided.
    """
    seen, moment = access.of_relationship(by, Idea, idea, "record"), now or timezone.now()
    side = access.side_of(by, seen.relationship)
    if side == seen.side:
        raise access.NotAllowed
    text = cleaned(given.text).strip()
    _check_answer(given, text)
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = Idea.objects.select_for_update(of=("self",)).select_related("commitment").get(pk=seen.pk)
        today = _today(locked, side, moment)
        if row.state not in ("proposed", "trial") or row.state == given.state:
            raise IdeaRefused(gettext_noop("It has been answered. Both sides read the answer below."))
        adopted_on = given.adopted_on or today
        if given.state == "adopted":
            if adopted_on < row.proposed_at.astimezone(_zone(locked, row.side)).date() or adopted_on > today:
                raise IdeaRefused(gettext_noop("It is adopted on a day after it was proposed, not after today."))
            row.proposer_share, row.adopted_on = given.share, adopted_on
            row.realised_per_unit = given.saving_per_unit if given.saving_per_unit is not None else row.saving_per_unit
        if row.commitment is not None and row.commitment.closed_on is None:
            promises.done(locked, row.commitment, by=by, on=today, told=text)
        row.state, row.answer, row.answered_by_id, row.answered_at = given.state, text, by.person, moment
        row.save()
        _note(row, locked, f"idea.{given.state}", by, side)


def withdraw(*, by: Actor, idea: int, now: datetime | None = None) -> None:
    """Take back an idea of one's own side that nobody has answered; no answer is owed any more."""
    seen, moment = access.of_relationship(by, Idea, idea, "record"), now or timezone.now()
    side = access.side_of(by, seen.relationship)
    if side != seen.side:
        raise access.NotAllowed
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = Idea.objects.select_for_update(of=("self",)).select_related("commitment").get(pk=seen.pk)
        if row.state == "withdrawn":
            return
        if row.state != "proposed":
            raise IdeaRefused(gettext_noop("It has been answered. Both sides read the answer below."))
        if row.commitment is not None:
            promises.take_back(locked, row.commitment, by=by, on=_today(locked, side, moment), reason="")
        row.state = "withdrawn"
        row.save(update_fields=["state"])
        _note(row, locked, "idea.withdrawn", by, side)


def _check_numbers(given: NewIdea, currency: str) -> None:
    numbers = [given.saving_per_unit, given.cost, given.units_a_year]
    if any(number is not None and number < 0 for number in numbers):
        raise IdeaRefused(gettext_noop("A saving, a cost and a number of units are 0 or more."))
    has_money = given.saving_per_unit is not None or given.cost is not None
    if (has_money or currency) and not (len(currency) == 3 and currency.isalpha()):
        raise IdeaRefused(gettext_noop("Name the currency in three letters, such as EUR."))


def _check_answer(given: IdeaAnswer, text: str) -> None:
    if given.state not in ANSWERS:
        raise IdeaRefused(gettext_noop("Try it, adopt it, or decline it."))
    if given.state != "adopted" and not text:
        raise IdeaRefused(gettext_noop("Say what is tried, or why it is declined: whoever proposed it reads it."))
    if given.state == "adopted" and (given.share is None or not 0 <= given.share <= 100):
        raise IdeaRefused(gettext_noop("Agree on the share of the saving for the side that proposed it: 0 to 100 %."))


def _note(row: Idea, locked: Relationship, verb: str, by: Actor, side: str) -> None:
    audit.record(verb, by=by, relationship=locked, subject=f"idea {row.pk}")
    live.tell(locked.pk, "idea", f"idea {row.pk}")
    notices.notify(
        event="idea", relationship=locked.pk, subject=f"{verb} {row.pk}", path=f"/ideas/{row.pk}/",
        to=people_for(locked, side=OTHER[side], topic="quality"), data={"subject": row.title},
    )  # fmt: skip


def _today(locked: Relationship, side: str, moment: datetime) -> date:
    return moment.astimezone(_zone(locked, side)).date()


def _zone(locked: Relationship, side: str) -> ZoneInfo:
    return ZoneInfo((locked.buyer if side == "buyer" else locked.factory).zone or "UTC")


def _calendar(locked: Relationship, side: str, day: date) -> WorkCalendar:
    return work_calendar_of(locked.buyer_id if side == "buyer" else locked.factory_id, day)
