"""Quality with one partner at a glance: what is agreed, what waits for a signature, what is due."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from troth.commitments.outcomes import Side
from troth.quality.switching import Stage
from troth_site.access import Actor
from troth_site.models import (
    InspectionProgramme,
    OrderCheckpoint,
    Product,
    QualityPlanVersion,
    SamplingState,
    SpecificationVersion,
)
from troth_site.queries.partners import Partnership, partnership


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What quality with a partner comes to.

    Attributes:
        products: How many products the two sides named.
        planned: How many of them have a plan that both sides signed.
        to_sign: How many versions wait for the viewer's side to sign; `with_them` for the other side.
        open: How many checkpoints on orders are open; `overdue`, how many of them are due before today.
        stopped: How many classes of defects stand still until corrective action is shown to work.
        look_due: By which day the next regular inspection is due; None where none is, or finished lots are awaited.
    """

    partnership: Partnership
    products: int
    planned: int
    to_sign: int
    with_them: int
    open: int
    overdue: int
    look_due: date | None
    look_overdue: bool
    stopped: int


def overview(by: Actor, pk: int, *, today: date) -> Overview:
    """Return quality with one partner at a glance.

    Raises:
        access.NotThere: There is none for this person.
    """
    found = partnership(by, pk)
    counted = Product.objects.filter(relationship=pk).aggregate(
        all=Count("pk"), planned=Count("pk", filter=Q(plan__versions__state="active"))
    )
    # One that a lot settled at which the viewer looks blind counts as it reads: open.
    is_open = Q(state__in=["open", "booked", "red"]) | Q(pk__in=by.unseen.checkpoints)
    open_ones = OrderCheckpoint.objects.filter(is_open, order__relationship=pk).aggregate(
        all=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today))
    )
    due = InspectionProgramme.objects.filter(relationship=pk).aggregate(first=Min("due_on"))["first"]
    ours, theirs = _unsigned(pk, found.our_side), _unsigned(pk, found.their_side)
    return Overview(
        partnership=found,
        products=counted["all"],
        planned=counted["planned"],
        to_sign=ours,
        with_them=theirs,
        open=open_ones["all"],
        overdue=open_ones["overdue"],
        look_due=due,
        look_overdue=due is not None and due < today,
        stopped=SamplingState.objects.filter(relationship=pk, stage=Stage.DISCONTINUED).count(),
    )


def _unsigned(pk: int, side: Side) -> int:
    """Count the versions that wait for one side's signature."""
    specifications = SpecificationVersion.objects.filter(product__relationship=pk, state="offered")
    plans = QualityPlanVersion.objects.filter(plan__product__relationship=pk, state="offered")
    return specifications.exclude(signatures__side=side).count() + plans.exclude(signatures__side=side).count()
