"""The rooms of training; a worker's name stands in the factory's own view alone."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from tests.cast import WORKER, Cast
from tests.site.matrix.rows import BUYERS, RECORD, SALES, SEE, Row, ahead, api_writes, button, on, said
from troth_site.actions.quality import trainees, training
from troth_site.actions.quality.training import NewTraining, Results
from troth_site.models import Trainee, Training

BUYER = RECORD & BUYERS
_ours, _planned, _held = on("ours"), on("training"), on("training_held")
PLANNED = {"topic": "Measuring", "language": "English", "giver": "buyer", "hours": "4", "trainees": "12"}
HELD = {"came": "10", "tested_after": "10", "passed_after": "9"}


def _given(cast: Cast, part: str) -> dict[str, Any]:
    return PLANNED | {"first_day": ahead(9), "last_day": ahead(10), "buyer_percent": "50"}


def _results(cast: Cast, part: str) -> dict[str, Any]:
    return HELD | {"held_on": timezone.localdate().isoformat()}


def _worker(key: str) -> Any:
    return lambda cast, part: {key: cast.key("training_held"), "trainee": cast.key("trainee")}


ROWS: dict[str, Row] = {
    "quality-training": Row(where=_ours, get=SEE, post=RECORD, closed=SEE - RECORD, given=_given),
    "training": Row(where=_held, get=SEE, post=RECORD, closed=SEE - RECORD, given=_results),
    "training-step": button(_planned, BUYER, said(step="agree")),
    "training-certificate": Row(where=_held, get=SEE),
    "training-of-promise": Row(where=on("training_promise"), get=SEE),
    # Names of workers: to everybody who is not of this factory they do not exist.
    "trainees": Row(where=_held, get=SALES, post=SALES, given=said(names="Worker Z.")),
    "erase-trainee": Row(where=_worker("pk"), post=SALES),
    "trainee-certificate": Row(where=on("trainee"), get=SALES),
    "api:trainings": Row(
        where=on("ours", "partner"), get=SEE, post=RECORD, closed=SEE - RECORD, given=_given, is_api=True
    ),
    "api:answer_training": api_writes(on("training", "training_id"), BUYER, said(step="agree")),
    "api:hold_training": api_writes(on("training_held", "training_id"), RECORD, _results),
    "api:trainees": Row(
        where=on("training_held", "training_id"), get=SALES, post=SALES, given=said(names=["Worker Z."]), is_api=True
    ),
    "api:erase_trainee": Row(where=_worker("training_id"), post=SALES, is_api=True),
}  # fmt: skip
PRESSED_BY: dict[str, str] = {
    "quality-training": "sales", "training": "buyer", "training-step": "buyer", "trainees": "sales",
    "erase-trainee": "sales", "api:trainings": "buyer", "api:answer_training": "buyer", "api:hold_training": "sales",
    "api:trainees": "sales", "api:erase_trainee": "sales",
}  # fmt: skip
LEAVE_NOTHING: set[str] = set()


def gather(cast: Cast) -> dict[str, Any]:
    """Leave a training the factory planned, and one that was held, with the name of a worker."""
    buyer, sales, today = cast.actor("buyer"), cast.actor("sales"), timezone.localdate()
    new = NewTraining(
        topic="Counting defects", language="Türkçe", giver="buyer", first_day=today, last_day=today, hours=Decimal(6),
        trainees=12, cost=Decimal(900), currency="EUR",
    )  # fmt: skip
    planned = training.plan(by=sales, relationship=cast.ours, given=new)
    held = training.plan(by=sales, relationship=cast.ours, given=new)
    training.answer(by=buyer, training=held, step="agree")
    results = Results(held_on=today, came=12, tested_before=12, passed_before=4)
    training.hold(by=sales, training=held, given=results)
    trainees.write_down(by=sales, training=held, names=[WORKER])
    return {
        "training": planned, "training_held": held, "trainee": Trainee.objects.get(name=WORKER).pk,
        "training_promise": Training.objects.get(pk=held).commitment_id,
    }  # fmt: skip
