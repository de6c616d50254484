"""Trainings as both sides read them: counts, what they cost whom, and what lots say since; never a worker's name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from troth.quality.defect_rates import LotSample, Source
from troth.quality.ideas import Split, split
from troth.quality.training import Difference, TrainingEffect, learned, training_effect
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Inspection, Training
from troth_site.queries.partners import Partnership, as_partnership, partnership
from troth_site.queries.quality.known_lots import KnownLot, known_lots

SHOWN = 200
BEFORE = AFTER = timedelta(days=365)
COUNTED = ("agreed", "held")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRow:
    """A training as both sides read it.

    Attributes:
        shares: What it costs the buyer and the factory; None where nobody says what it costs.
        tests: What the tests before and after say; None below five tested.
        hours_of_all: Hours times who came, or times who is to come.
    """

    pk: int
    partnership: Partnership
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
    side: str
    planned_by: str
    planned_on: date
    state: str
    state_name: str
    because: str
    held_on: date | None
    came: int | None
    tested_before: int | None
    passed_before: int | None
    tested_after: int | None
    passed_after: int | None
    shares: Split | None
    tests: Difference | None
    hours_of_all: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Invested:
    """What a side put into trainings that were held: money by currency, trainings it gave."""

    side: str
    money: tuple[tuple[str, Decimal], ...]
    given: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPage:
    """The trainings with a partner."""

    partnership: Partnership
    rows: tuple[TrainingRow, ...]
    invested: tuple[Invested, ...]
    came: int
    hours: Decimal
    families: tuple[str, ...]


def trainings(by: Actor, relationship: int) -> TrainingPage:
    """Return the trainings with a partner, those still to be done first, then the newest.

    Raises:
        access.NotThere: There is no such relationship for this person.
    """
    found = partnership(by, relationship)
    listed = Training.objects.filter(relationship=found.pk).select_related("planned_by").order_by("-pk")[:SHOWN]
    rows = sorted((_shown(row, found) for row in listed), key=lambda row: row.state not in ("planned", "agreed"))
    held = [row for row in rows if row.state == "held"]
    families = Inspection.objects.filter(relationship=found.pk).exclude(family="").order_by("family")
    return TrainingPage(
        partnership=found, rows=tuple(rows), invested=tuple(_invested(side, held) for side in ("buyer", "factory")),
        came=sum(row.came or 0 for row in held), hours=sum((row.hours_of_all for row in held), Decimal(0)),
        families=tuple(families.values_list("family", flat=True).distinct()),
    )  # fmt: skip


def training(by: Actor, pk: int) -> TrainingRow:
    """Return one training.

    Raises:
        access.NotThere: There is none for this person.
    """
    seen = access.of_relationship(by, Training, pk)
    row = Training.objects.select_related("planned_by").get(pk=seen.pk)
    return _shown(row, as_partnership(by, seen.relationship))


def effect(by: Actor, found: TrainingRow) -> TrainingEffect | None:
    """Compare final inspections of the year before a training with those of the year since, of its family alone.

    Returns:
        None while it is not held.
    """
    if found.held_on is None:
        return None
    known = known_lots([found.partnership.pk]).get(found.partnership.pk, ())
    lots = [lot for lot in known if lot.source is _SOURCE and lot.inspection not in by.unseen.inspections]
    if found.family:
        lots = _of_family(lots, found.family)
    before = [lot for lot in lots if found.first_day - BEFORE <= lot.dated.on < found.first_day]
    after = [lot for lot in lots if found.held_on < lot.dated.on <= found.held_on + AFTER]
    return training_effect(_samples(before), _samples(after))


def of_promise(by: Actor, commitment: int) -> int:
    """Return the training behind a promise to hold it.

    Raises:
        access.NotThere: There is none for this person.
    """
    rows = Training.objects.filter(commitment=commitment, relationship__in=access.relationships(by))
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise access.NotThere
    return found


_SOURCE = Source.FINAL


def _of_family(lots: Sequence[KnownLot], family: str) -> list[KnownLot]:
    keys = [lot.inspection for lot in lots]
    of_it = set(Inspection.objects.filter(pk__in=keys, family=family).values_list("pk", flat=True))
    return [lot for lot in lots if lot.inspection in of_it]


def _samples(lots: Iterable[KnownLot]) -> list[LotSample]:
    return [lot.dated.sample for lot in lots]


def _shown(row: Training, found: Partnership) -> TrainingRow:
    names = [
        "pk", "topic", "text", "language", "giver", "trainer", "family", "first_day", "last_day", "hours", "trainees",
        "cost", "currency", "buyer_percent", "side", "planned_on", "state", "because", "held_on", "came",
        "tested_before", "passed_before", "tested_after", "passed_after",
    ]  # fmt: skip
    people = row.trainees if row.came is None else row.came
    return TrainingRow(
        partnership=found, planned_by=str(row.planned_by or ""), state_name=str(row.get_state_display()),
        shares=None if row.cost is None else split(row.cost, proposer_percent=row.buyer_percent),
        tests=_tests(row), hours_of_all=row.hours * people, **{name: getattr(row, name) for name in names},
    )  # fmt: skip


def _tests(row: Training) -> Difference | None:
    if row.tested_before is None or row.tested_after is None:
        return None
    return learned(
        passed_before=row.passed_before or 0, tested_before=row.tested_before, passed_after=row.passed_after or 0,
        tested_after=row.tested_after,
    )  # fmt: skip


def _invested(side: str, held: Iterable[TrainingRow]) -> Invested:
    money: dict[str, Decimal] = defaultdict(Decimal)
    given = 0
    for row in held:
        given += row.giver == side
        if row.shares is not None:
            money[row.currency] += row.shares.proposer if side == "buyer" else row.shares.other
    return Invested(side=side, money=tuple(sorted(money.items())), given=given)
