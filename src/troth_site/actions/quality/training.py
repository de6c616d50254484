"""Trainings of workers: planned by one side, agreed by the other, held and tested; no name of a worker is here."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.commitments.evidence import weight
from troth.commitments.outcomes import Side
from troth.orders.duties import outcome_of_duty
from troth.quality.training import ImpossibleTest, learned
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.quality import promises
from troth_site.models import Relationship, Training
from troth_site.queries.communication.messages_readers import people_for

OTHER = {"buyer": "factory", "factory": "buyer"}
KIND, DIMENSION = "training", "partnership"
HOLD = gettext_noop("Hold the training")
LONGEST_DAYS, MOST_PEOPLE, LONGEST_AHEAD = 366, 100_000, 1_100
ANSWERED = gettext_noop("It has been answered, held or cancelled. Read where it stands.")


class TrainingRefused(Exception):
    """It cannot be planned, answered or told like this; the message says what lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTraining:
    """A training about to be planned.

    Attributes:
        giver: The side that gives it, and promises to.
        family: Product family whose lots it is to make better; empty for all.
        buyer_percent: Percent of the cost that the buyer bears; the factory bears the rest.
    """

    topic: str
    language: str
    giver: str
    first_day: date
    last_day: date
    hours: Decimal
    trainees: int
    trainer: str = ""
    text: str = ""
    family: str = ""
    cost: Decimal | None = None
    currency: str = ""
    buyer_percent: Decimal = Decimal(50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What a training came to, as counts; tests that were not held are left open."""

    held_on: date
    came: int
    tested_before: int | None = None
    passed_before: int | None = None
    tested_after: int | None = None
    passed_after: int | None = None


def plan(*, by: Actor, relationship: int, given: NewTraining, on: date | None = None) -> int:
    """Plan a training; it binds whoever gives it once the other side agrees.

    Raises:
        TrainingRefused: It says nothing, or a number or day in it cannot be.
    """
    row, today = access.relationship(by, relationship, "record"), on or timezone.localdate()
    side = access.side_of(by, row)
    told = {name: cleaned(value).strip() if isinstance(value, str) else value for name, value in asdict(given).items()}
    told["currency"] = told["currency"].upper()
    _check(given, told, today)
    with transaction.atomic():
        locked = ledger.lock(row.pk)
        made = Training.objects.create(
            relationship=locked, side=side, planned_by_id=by.person, planned_on=today, state="planned", **told
        )
        _note(made, locked, "planned", by, side)
    return made.pk


def answer(*, by: Actor, training: int, step: str, because: str = "", on: date | None = None) -> None:
    """Agree to a training the other side planned, decline it, or cancel one before it is held; twice changes nothing.

    Raises:
        TrainingRefused: It lacks a reason, or has been held or ended.
    """
    seen, today = access.of_relationship(by, Training, training, "record"), on or timezone.localdate()
    side, reason = access.side_of(by, seen.relationship), cleaned(because).strip()[:300]
    to = {"agree": "agreed", "decline": "declined", "cancel": "cancelled"}.get(step)
    if to in ("agreed", "declined") and side == seen.side:
        raise access.NotAllowed
    if to in ("declined", "cancelled") and not reason:
        raise TrainingRefused(gettext_noop("Say why: the other side reads it."))
    with transaction.atomic():
        locked, row = _locked(seen)
        if to is None or (row.state != to and row.state not in _before(to)):
            raise TrainingRefused(ANSWERED)
        if row.state == to:
            return
        if to == "agreed":
            row.commitment = promises.make(locked, _promise(row), by=by, on=today)
        if to == "cancelled" and row.commitment is not None:
            _end(locked, row, by, today, reason)
        row.state, row.answered_on, row.because = to, today, reason
        row.save(update_fields=["state", "answered_on", "because", "commitment"])
        _note(row, locked, to, by, side)


def hold(*, by: Actor, training: int, given: Results, on: date | None = None) -> None:
    """Record that a training was held, who came as a count, and what the tests said; the giver's promise is kept.

    Said by the side that did not give it, the promise is confirmed with it. Results can be told again and mended.

    Raises:
        TrainingRefused: It was not agreed, or a day or a count cannot be.
    """
    seen, today = access.of_relationship(by, Training, training, "record"), on or timezone.localdate()
    side = access.side_of(by, seen.relationship)
    with transaction.atomic():
        locked, row = _locked(seen)
        if row.state not in ("agreed", "held"):
            raise TrainingRefused(gettext_noop("Only a training that both sides agreed to is held."))
        _check_results(row, given, today)
        if all(getattr(row, name) == value for name, value in asdict(given).items()) and row.state == "held":
            return
        is_first = row.state != "held"
        for name, value in asdict(given).items():
            setattr(row, name, value)
        row.state = "held"
        row.save()
        if is_first and row.commitment is not None:
            _keep(locked, row, by=by, on=today)
            if side != row.giver:
                promises.confirm(locked, row.commitment, by=by, on=today)
        _note(row, locked, "held" if is_first else "mended", by, side)


def _before(to: str) -> tuple[str, ...]:
    return ("planned", "agreed") if to == "cancelled" else ("planned",)


def _locked(seen: Training) -> tuple[Relationship, Training]:
    locked = ledger.lock(seen.relationship_id)
    rows = Training.objects.select_for_update(of=("self",)).select_related("commitment")
    return locked, rows.get(pk=seen.pk)


def _promise(row: Training) -> promises.NewPromise:
    return promises.NewPromise(
        side=row.giver, kind=KIND, what=f"{HOLD} · {row.topic}", due_on=row.last_day, dimension=DIMENSION
    )


def _end(locked: Relationship, row: Training, by: Actor, on: date, reason: str) -> None:
    """End the promise of a cancelled training: taken back before its day, it stays open and broken after it."""
    made = row.commitment
    if made is not None and made.closed_on is None and on <= row.last_day:
        promises.take_back(locked, made, by=by, on=on, reason=reason)


def _keep(locked: Relationship, row: Training, *, by: Actor, on: date) -> None:
    made, held_on = row.commitment, cast(date, row.held_on)
    if made is None or made.closed_on is not None:
        return
    made.state, made.closed_on, made.closed_by = "kept" if held_on <= row.last_day else "kept_late", held_on, row.giver
    made.save(update_fields=["state", "closed_on", "closed_by"])
    outcome = outcome_of_duty(
        due_on=row.last_day, done_on=held_on, recorded_on=on, side=cast(Side, row.giver),
        weight=weight(stake=made.stake, quality="unconfirmed"),
    )  # fmt: skip
    promises.record(locked, made, outcome, by=by, on=on, verb="done")


def _check(given: NewTraining, told: dict[str, object], today: date) -> None:
    if not told["topic"] or not told["language"] or given.giver not in OTHER:
        raise TrainingRefused(gettext_noop("Say what it is about, in which language, and who gives it."))
    if len(given.topic) > 200 or len(given.language) > 60 or max(len(given.trainer), len(given.family)) > 120:
        raise TrainingRefused(gettext_noop("Say it in fewer words."))
    if given.first_day > given.last_day or (given.last_day - given.first_day).days > LONGEST_DAYS:
        raise TrainingRefused(gettext_noop("The last day is not before the first, and at most a year after it."))
    if abs((given.first_day - today).days) > LONGEST_AHEAD:
        raise TrainingRefused(gettext_noop("A training is planned within three years."))
    _check_numbers(given, str(told["currency"]))


def _check_numbers(given: NewTraining, currency: str) -> None:
    if not given.hours.is_finite() or not 0 < given.hours < 10_000 or not 0 < given.trainees <= MOST_PEOPLE:
        raise TrainingRefused(gettext_noop("It takes more than 0 hours, for 1 worker or more."))
    if not given.buyer_percent.is_finite() or not 0 <= given.buyer_percent <= 100:
        raise TrainingRefused(gettext_noop("A share is 0 to 100 percent."))
    if given.cost is not None and (not given.cost.is_finite() or not 0 <= given.cost < 10**12):
        raise TrainingRefused(gettext_noop("A cost is 0 or more."))
    if (given.cost is not None or currency) and not (len(currency) == 3 and currency.isalpha()):
        raise TrainingRefused(gettext_noop("Name the currency in three letters, such as EUR."))


def _check_results(row: Training, given: Results, today: date) -> None:
    if not row.first_day <= given.held_on <= today:
        raise TrainingRefused(gettext_noop("It was held on its first day or later, and not after today."))
    if not 0 < given.came <= MOST_PEOPLE:
        raise TrainingRefused(gettext_noop("At least one worker came, or it was not held."))
    pairs = ((given.tested_before, given.passed_before), (given.tested_after, given.passed_after))
    if any((tested is None) != (passed is None) for tested, passed in pairs):
        raise TrainingRefused(gettext_noop("Say of a test how many took it and how many passed, or leave both open."))
    if any(tested is not None and tested > given.came for tested, _passed in pairs):
        raise TrainingRefused(gettext_noop("No more workers were tested than came."))
    try:
        learned(
            passed_before=given.passed_before or 0, tested_before=given.tested_before or 0,
            passed_after=given.passed_after or 0, tested_after=given.tested_after or 0,
        )  # fmt: skip
    except ImpossibleTest as error:
        raise TrainingRefused(gettext_noop("No more workers passed than were tested.")) from error


def _note(row: Training, locked: Relationship, verb: str, by: Actor, side: str) -> None:
    audit.record(f"training.{verb}", by=by, relationship=locked, subject=f"training {row.pk}")
    live.tell(locked.pk, "training", f"training {row.pk}")
    notices.notify(
        event="training", relationship=locked.pk, subject=f"training {row.pk} {verb}", path=f"/trainings/{row.pk}/",
        to=people_for(locked, side=OTHER[side], topic="quality"), data={"subject": row.topic},
    )  # fmt: skip
