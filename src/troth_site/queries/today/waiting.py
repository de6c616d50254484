"""What waits for a signature or an answer of one side, of whatever kind it is, and what asks for a second look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from django.db.models import Case, CharField, DateField, Exists, F, Model, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, TruncDate

from troth_site.access import Actor
from troth_site.models import (
    Charter,
    Inspection,
    InspectionProgramme,
    PlanningTerms,
    QualityPlanVersion,
    SamplingResumption,
    SecondLook,
    SpecificationVersion,
    Training,
)
from troth_site.prepared import Prepared, given
from troth_site.queries.partners import places, seats_of

Kind = Literal["specification", "plan", "charter", "terms", "programme", "training", "resumption", "look", "double"]
LOOKS = frozenset({"look", "double"})
SHOWN = 50
_NO_DAY = Cast(Value(None), DateField())


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing that waits.

    Attributes:
        pk: Of its page: the product of a specification or plan, the class of a sampling plan, else the relationship.
        name: What it is about; empty where its kind says all.
        asked_on: Since when.
        due_on: By when, where that is known.
    """

    kind: Kind
    pk: int
    name: str
    relationship: int
    partner: str
    asked_on: date
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllWaiting:
    """What waits, the oldest first.

    Attributes:
        ours: Papers that wait for our signature or agreement.
        theirs: Those that wait for the other side's.
        looks: What asks for a second look and our side has not closed.
    """

    ours: tuple[Waiting, ...]
    theirs: tuple[Waiting, ...]
    looks: tuple[Waiting, ...]


def waiting(by: Actor) -> AllWaiting:
    """Return what waits over all relationships, at most SHOWN in all, in one query."""
    seats = seats_of(by)
    rows = _prepared(len(seats)).rows(person=by.person, **seats) if seats else []
    mine = set(by.organisations())
    ours, theirs, looks = list[Waiting](), list[Waiting](), list[Waiting]()
    for kind, pk, name, done, asked_on, due_on, relationship, buyer, buyer_name, factory_name in rows:
        side, partner = ("buyer", factory_name) if buyer in mine else ("factory", buyer_name)
        one = Waiting(
            kind=kind, pk=pk, name=name, relationship=relationship, partner=partner, asked_on=asked_on, due_on=due_on
        )  # fmt: skip
        if kind not in LOOKS:
            (theirs if done == side else ours).append(one)
        elif done != side:
            looks.append(one)
    return AllWaiting(ours=tuple(ours), theirs=tuple(theirs), looks=tuple(looks))


@cache
def _prepared(seats: int) -> Prepared[tuple[Any, ...]]:
    return Prepared(lambda: _listed(places(seats), given("person")))


def _listed(organisations: Sequence[Any], person: Any) -> QuerySet[Any, tuple[Any, ...]]:
    of = _Reading(organisations)
    asked = {
        "name": "inspection__lot_name", "since": TruncDate("asked_at"),
        "done": _done("buyer_closed_at", "factory_closed_at"),
    }  # fmt: skip
    looks = of.rows(_looks(person).filter(inspection__blind_of=None), "look", **asked)
    doubles = of.rows(_looks(person).filter(inspection__blind_of__isnull=False), "double", **asked)
    return looks.union(doubles, *_papers(of), all=True).order_by("since", "kind_of", "page")[:SHOWN]


def _papers(of: "_Reading") -> list[QuerySet[Any, tuple[Any, ...]]]:
    signed = {"done": F("signatures__side"), "since": TruncDate("signatures__signed_at")}
    unsigned = Charter.objects.filter(Q(buyer_signed_at=None) | Q(factory_signed_at=None), replaced_at=None)
    return [
        of.rows(
            SpecificationVersion.objects.filter(state="offered"), "specification", at="product", name="product__name",
            **signed,
        ),
        of.rows(
            QualityPlanVersion.objects.filter(state="offered"), "plan", at="plan__product", name="plan__product__name",
            **signed,
        ),
        of.rows(
            unsigned, "charter", done=_done("buyer_signed_at", "factory_signed_at"), since=TruncDate("proposed_at")
        ),
        of.rows(PlanningTerms.objects.filter(state="proposed"), "terms", done=F("side"), since=F("proposed_on")),
        of.rows(
            InspectionProgramme.objects.filter(state="proposed"), "programme", name="family",
            done=F("proposed_side"), since=TruncDate("created_at"),
        ),
        of.rows(
            Training.objects.filter(state="planned"), "training", name="topic", done=F("side"), since=F("planned_on"),
            due=F("first_day"),
        ),
        # The buyer answers, whichever side asked.
        of.rows(
            SamplingResumption.objects.filter(answer=""), "resumption", at="state",
            done=Value("factory", output_field=CharField()), since=TruncDate("asked_at"),
        ),
    ]  # fmt: skip


def _looks(person: Any) -> QuerySet[SecondLook]:
    """Return what one side at least has not closed, without first looks that the person must not hear of."""
    blind = Inspection.objects.filter(
        blind_of=OuterRef("inspection"), inspector__id=person, handed_in_at=None, cancelled_because=""
    )
    rows = SecondLook.objects.filter(Q(buyer_closed_at=None) | Q(factory_closed_at=None), inspection__isnull=False)
    return rows.filter(~Exists(blind))


def _done(buyer: str, factory: str) -> Case:
    """Return the side that has done its part, empty where neither has."""
    return Case(
        When(Q(**{f"{buyer}__isnull": False}), then=Value("buyer")),
        When(Q(**{f"{factory}__isnull": False}), then=Value("factory")),
        default=Value(""), output_field=CharField(),
    )  # fmt: skip


class _Reading:
    """Rows of one kind after another with the same columns, of the relationships that pages list to some seats."""

    def __init__(self, organisations: Sequence[Any]) -> None:
        self._organisations = organisations

    def rows[Row: Model](
        self, rows: QuerySet[Row], kind: Kind, *, at: str = "", name: str = "", due: Any = _NO_DAY, **told: Any
    ) -> QuerySet[Row, tuple[Any, ...]]:  # fmt: skip
        path = f"{at}__relationship" if at else "relationship"
        sides = {f"{path}__{side}__id__in": self._organisations for side in ("buyer", "factory")}
        ours = Q(*sides.items(), _connector=Q.OR)
        return (
            rows.filter(ours, **{f"{path}__hidden": False})
            .order_by()
            .annotate(
                kind_of=Value(kind, output_field=CharField()), page=F(f"{at or path}__id"),
                name_of=F(name) if name else Value("", output_field=CharField()), due=due, **told,
            )
            .values_list(
                "kind_of", "page", "name_of", "done", "since", "due", f"{path}__id", f"{path}__buyer__id",
                f"{path}__buyer__name", f"{path}__factory__name",
            )
        )  # fmt: skip
