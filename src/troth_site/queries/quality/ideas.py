"""Ideas and other ways of working: who proposed what, what came of it, what it saved and how that is shared."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from troth.quality.ideas import Equivalence, Split, equivalence, realised_saving, split
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Idea, MethodAlternative, OrderLine, Product, Requirement
from troth_site.queries.partners import Partnership, as_partnership, partnership

SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """What an adopted idea saved since then.

    Attributes:
        units: Delivered on order lines since it was adopted.
        lines: How many lines that were.
    """

    amount: Decimal
    units: Decimal
    lines: int
    split: Split


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaRow:
    """An idea as both sides read it.

    Attributes:
        saving: None while it is not adopted, or its saving or product is not known.
        estimate: What it is thought to save a year.
    """

    pk: int
    partnership: Partnership
    side: str
    kind: str
    kind_name: str
    title: str
    text: str
    product: str
    saving_per_unit: Decimal | None
    units_a_year: int | None
    estimate: Decimal | None
    cost: Decimal | None
    currency: str
    quality_risk: str
    proposed_by: str
    proposed_at: datetime
    answer_due_on: date
    state: str
    state_name: str
    answer: str
    answered_by: str
    answered_at: datetime | None
    proposer_share: Decimal | None
    adopted_on: date | None
    realised_per_unit: Decimal | None
    saving: Saving | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SideIdeas:
    """How many ideas one side proposed, and what came of them."""

    side: str
    proposed: int
    waiting: int
    adopted: int
    declined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeRow:
    """Another way of working as both sides read it; `trial` is what its readings say."""

    pk: int
    partnership: Partnership
    side: str
    requirement: str
    asked: str
    why: str
    alternative: str
    proposed_by: str
    proposed_at: datetime
    accepted: bool | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    margin: float | None
    readings: tuple[int, int]
    trial: Equivalence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeasPage:
    """The ideas with a partner."""

    partnership: Partnership
    ideas: tuple[IdeaRow, ...]
    alternatives: tuple[AlternativeRow, ...]
    sides: tuple[SideIdeas, ...]
    products: tuple[tuple[int, str], ...]
    requirements: tuple[tuple[int, str], ...]


def ideas(by: Actor, relationship: int) -> IdeasPage:
    """Return the ideas of both sides, those that wait first, then the newest.

    Raises:
        access.NotThere: There is no such relationship for this person.
    """
    found = partnership(by, relationship)
    rows = list(_ideas().filter(relationship=found.pk).order_by("-pk")[:SHOWN])
    rows.sort(key=lambda row: row.state not in ("proposed", "trial"))
    alternatives = _alternatives().filter(relationship=found.pk).order_by("-pk")[:SHOWN]
    wanted = Requirement.objects.filter(version__product__relationship=found.pk, version__state="active")
    delivered = _delivered(rows)
    return IdeasPage(
        partnership=found, ideas=tuple(_idea(row, found, delivered) for row in rows),
        alternatives=tuple(_alternative(row, found) for row in alternatives),
        sides=tuple(_counts(side, rows) for side in ("buyer", "factory")),
        products=tuple(Product.objects.filter(relationship=found.pk).order_by("name").values_list("pk", "name")),
        requirements=tuple(wanted.order_by("version__product__name", "position").values_list("pk", "name")),
    )  # fmt: skip


def idea(by: Actor, pk: int) -> IdeaRow:
    """Return one idea.

    Raises:
        access.NotThere: There is none for this person.
    """
    seen = access.of_relationship(by, Idea, pk)
    row = _ideas().get(pk=seen.pk)
    return _idea(row, as_partnership(by, seen.relationship), _delivered([row]))


def alternative(by: Actor, pk: int) -> AlternativeRow:
    """Return one other way of working.

    Raises:
        access.NotThere: There is none for this person.
    """
    seen = access.of_relationship(by, MethodAlternative, pk)
    return _alternative(_alternatives().get(pk=seen.pk), as_partnership(by, seen.relationship))


def of_promise(by: Actor, commitment: int) -> int:
    """Return the idea behind a promise to answer it.

    Raises:
        access.NotThere: There is none for this person.
    """
    rows = Idea.objects.filter(commitment=commitment, relationship__in=access.relationships(by))
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise access.NotThere
    return found


def _ideas() -> QuerySet[Idea]:
    return Idea.objects.select_related("product", "proposed_by", "answered_by")


def _alternatives() -> QuerySet[MethodAlternative]:
    return MethodAlternative.objects.select_related("requirement", "proposed_by", "answered_by")


def _delivered(rows: list[Idea]) -> dict[int, list[Decimal]]:
    """Return for each adopted idea the units of every line of its product that came since."""
    adopted = [row for row in rows if row.state == "adopted" and row.product and row.product.item and row.adopted_on]
    if not adopted:
        return {}
    items = {row.product.item for row in adopted if row.product}
    lines = OrderLine.objects.filter(
        relationship__in={row.relationship_id for row in adopted}, item__in=items, quantity__isnull=False,
        completed_on__gte=min(row.adopted_on for row in adopted if row.adopted_on), cancelled_on=None,
    ).values_list("relationship", "item", "completed_on", "quantity")  # fmt: skip
    found: dict[int, list[Decimal]] = {row.pk: [] for row in adopted}
    for relationship, item, day, quantity in lines:
        for row in adopted:
            is_its = row.product and row.product.item == item and row.relationship_id == relationship
            if is_its and row.adopted_on and day >= row.adopted_on:
                found[row.pk].append(quantity)
    return found


def _idea(row: Idea, found: Partnership, delivered: dict[int, list[Decimal]]) -> IdeaRow:
    names = (
        "side", "kind", "title", "text", "saving_per_unit", "units_a_year", "cost", "currency", "quality_risk",
        "proposed_at", "answer_due_on", "state", "answer", "answered_at", "proposer_share", "adopted_on",
        "realised_per_unit",
    )  # fmt: skip
    known = row.saving_per_unit is not None and row.units_a_year is not None
    return IdeaRow(
        pk=row.pk, partnership=found, product=row.product.name if row.product else "",
        kind_name=str(row.get_kind_display()), state_name=str(row.get_state_display()),
        proposed_by=str(row.proposed_by or ""), answered_by=str(row.answered_by or ""),
        estimate=(row.saving_per_unit * row.units_a_year).quantize(Decimal("0.01")) if known else None,  # type: ignore[operator]
        saving=_saving(row, delivered.get(row.pk)), **{name: getattr(row, name) for name in names},
    )  # fmt: skip


def _saving(row: Idea, units: list[Decimal] | None) -> Saving | None:
    if units is None or row.realised_per_unit is None or row.proposer_share is None:
        return None
    amount = realised_saving((quantity, row.realised_per_unit) for quantity in units).quantize(Decimal("0.01"))
    shared = split(amount, proposer_percent=row.proposer_share)
    return Saving(amount=amount, units=sum(units, Decimal(0)), lines=len(units), split=shared)


def _counts(side: str, rows: list[Idea]) -> SideIdeas:
    states = [row.state for row in rows if row.side == side]
    return SideIdeas(
        side=side, proposed=len(states), waiting=states.count("proposed"), adopted=states.count("adopted"),
        declined=states.count("declined"),
    )  # fmt: skip


def _alternative(row: MethodAlternative, found: Partnership) -> AlternativeRow:
    names = ("side", "asked", "why", "alternative", "proposed_at", "accepted", "answer", "answered_at", "margin")
    has_trial = bool(row.trial_old and row.trial_new and row.margin)
    return AlternativeRow(
        pk=row.pk, partnership=found, requirement=row.requirement.name if row.requirement else "",
        proposed_by=str(row.proposed_by or ""), answered_by=str(row.answered_by or ""),
        readings=(len(row.trial_old), len(row.trial_new)),
        trial=equivalence(row.trial_old, row.trial_new, margin=row.margin or 0.0) if has_trial else None,
        **{name: getattr(row, name) for name in names},
    )  # fmt: skip
