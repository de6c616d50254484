"""Trainings of workers, read and written; names of workers are the factory's own programs' alone."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from troth_site.access import Actor
from troth_site.actions.quality import trainees, training
from troth_site.api.frame.forms import Key, Side, answers
from troth_site.api.frame.writing import (
    Done,
    Given,
    LineOrNothing,
    OnDay,
    WordsOrNothing,
    asker,
    done,
    writes,
    written,
)
from troth_site.queries.quality import trainees as names
from troth_site.queries.quality import training as rows

router = Router(tags=["Training"])
Count = Annotated[int, Field(ge=0, le=100_000)]
Short = Annotated[str, Field(max_length=120)]


class EffectShown(Schema):
    """What final inspections say of the year since, beside the year before."""

    verdict: str = Field(description="too early, fewer, more or not shown. Other things may have changed as well.")
    lots_before: int
    lots_after: int
    before: float | None = Field(description="Fraction bad; null where it is too early to say.")
    after: float | None
    low: float | None = Field(description="Lower bound of the 95 % interval of the change, in fractions.")
    high: float | None


class TrainingShown(Schema):
    """A training, in counts."""

    id: int
    topic: str
    text: str
    language: str
    giver: str
    trainer: str
    family: str
    first_day: date
    last_day: date
    hours: Decimal
    trainees: int
    cost: Decimal | None
    currency: str
    buyer_percent: Decimal
    side: str = Field(description="Who planned it.")
    state: str
    because: str
    held_on: date | None
    came: int | None
    tested_before: int | None
    passed_before: int | None
    tested_after: int | None
    passed_after: int | None
    effect: EffectShown | None = Field(description="null while it is not held.")


class TrainingGiven(Given):
    """A training to plan. Write no name of a worker here."""

    topic: Annotated[str, Field(min_length=1, max_length=200)]
    language: Annotated[str, Field(min_length=1, max_length=60)]
    giver: Side
    first_day: OnDay
    last_day: OnDay
    hours: Annotated[Decimal, Field(gt=0, max_digits=6, decimal_places=2)]
    trainees: Annotated[int, Field(ge=1, le=100_000)]
    trainer: Short = ""
    text: WordsOrNothing = ""
    family: Short = ""
    cost: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)] | None = None
    currency: Annotated[str, Field(max_length=3)] = ""
    buyer_percent: Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)] = Decimal(50)


class TrainingAnswered(Given):
    """An answer to a planned training, or its end."""

    step: Literal["agree", "decline", "cancel"]
    because: LineOrNothing = ""


class ResultsGiven(Given):
    """What a training came to."""

    held_on: OnDay
    came: Annotated[int, Field(ge=1, le=100_000)]
    tested_before: Count | None = None
    passed_before: Count | None = None
    tested_after: Count | None = None
    passed_after: Count | None = None


class TraineeShown(Schema):
    """A worker of your own factory who was trained."""

    id: int
    name: str
    passed: bool | None


class NamesGiven(Given):
    """Names of workers to keep in your own view."""

    names: Annotated[list[Annotated[str, Field(max_length=200)]], Field(min_length=1, max_length=2000)]
    passed: bool | None = None


@router.get("partners/{partner}/trainings", response=answers(list[TrainingShown], 404, 422),
            operation_id="trainings", url_name="trainings")  # fmt: skip
def list_trainings(request: HttpRequest, partner: Key) -> list[TrainingShown]:
    """List the trainings with a partner, those still to be done first."""
    fields = [name for name in TrainingShown.model_fields if name not in ("id", "effect")]
    by = asker(request)
    return [
        TrainingShown(id=row.pk, effect=_effect(by, row), **{name: getattr(row, name) for name in fields})
        for row in rows.trainings(by, partner).rows
    ]


@router.post("partners/{partner}/trainings", response=written(), operation_id="plan_training", url_name="trainings")
@writes(training.TrainingRefused, blames="topic")
def plan(request: HttpRequest, partner: Key, given: TrainingGiven) -> Done:
    """Plan a training; it binds whoever gives it once the other side agrees."""
    made = training.plan(by=asker(request), relationship=partner, given=training.NewTraining(**given.model_dump()))
    return done(made, "trainings", partner=partner)


@router.post("trainings/{training_id}/step", response=written(), operation_id="answer_training",
             url_name="answer_training")  # fmt: skip
@writes(training.TrainingRefused, blames="because")
def answer(request: HttpRequest, training_id: Key, given: TrainingAnswered) -> Done:
    """Agree to a planned training, decline it, or cancel it."""
    by = asker(request)
    partner = rows.training(by, training_id).partnership.pk
    training.answer(by=by, training=training_id, step=given.step, because=given.because)
    return done(training_id, "trainings", partner=partner)


@router.post("trainings/{training_id}/results", response=written(), operation_id="hold_training",
             url_name="hold_training")  # fmt: skip
@writes(training.TrainingRefused, blames="held_on")
def hold(request: HttpRequest, training_id: Key, given: ResultsGiven) -> Done:
    """Record that a training was held: who came, and what the tests said, as counts."""
    by = asker(request)
    partner = rows.training(by, training_id).partnership.pk
    training.hold(by=by, training=training_id, given=training.Results(**given.model_dump()))
    return done(training_id, "trainings", partner=partner)


@router.get("trainings/{training_id}/trainees", response=answers(list[TraineeShown], 404, 422),
            operation_id="trainees", url_name="trainees")  # fmt: skip
def list_trainees(request: HttpRequest, training_id: Key) -> list[TraineeShown]:
    """List whom your own factory trained; to a buyer there is nothing here."""
    found = names.trainees(asker(request), training_id)
    return [TraineeShown(id=row.pk, name=row.name, passed=row.passed) for row in found]


@router.post("trainings/{training_id}/trainees", response=written(), operation_id="write_trainees",
             url_name="trainees")  # fmt: skip
@writes(trainees.TraineeRefused, blames="names")
def write_trainees(request: HttpRequest, training_id: Key, given: NamesGiven) -> Done:
    """Keep names of workers in your own factory's view."""
    trainees.write_down(by=asker(request), training=training_id, names=given.names, passed=given.passed)
    return done(training_id, "trainees", training_id=training_id)


@router.post("trainings/{training_id}/trainees/{trainee}/erase", response=written(), operation_id="erase_trainee",
             url_name="erase_trainee")  # fmt: skip
@writes(trainees.TraineeRefused)
def erase_trainee(request: HttpRequest, training_id: Key, trainee: Key) -> Done:
    """Erase the name of a worker of your own factory for good."""
    trainees.erase(by=asker(request), training=training_id, trainee=trainee)
    return done(None, "trainees", training_id=training_id)


def _effect(by: Actor, row: rows.TrainingRow) -> EffectShown | None:
    found = rows.effect(by, row)
    if found is None:
        return None
    each = found.difference
    return EffectShown(
        verdict=found.verdict, lots_before=found.lots_before, lots_after=found.lots_after,
        before=each.before if each else None, after=each.after if each else None, low=each.low if each else None,
        high=each.high if each else None,
    )  # fmt: skip
