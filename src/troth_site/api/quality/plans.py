"""Quality plans and the checkpoints they put on orders, for programs."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Field, Router, Schema

from troth.quality.checkpoints import Checkpoint, written_plan
from troth.quality.sampling_values import Sampling
from troth_site.access import NotThere
from troth_site.actions.quality import plans as acts
from troth_site.actions.quality import settling_checkpoints as settling
from troth_site.actions.quality.papers import PaperMoved, PaperRefused
from troth_site.api.frame.forms import Key, Side, answers
from troth_site.api.frame.writing import Done, Given, Line, LineOrNothing, WordsOrNothing, asker, done, writes, written
from troth_site.api.quality.specifications import DigestGiven, Number, Revision, VersionShown, version_shown
from troth_site.queries import lines
from troth_site.queries.quality import order_checkpoints as on_orders
from troth_site.queries.quality import papers
from troth_site.queries.quality.starting_plans import categories, starting_plan

router = Router(tags=["Quality"])
Stage = Literal["material", "pre-production", "readiness", "first-article", "in-line", "final", "packing", "loading"]
Way = Literal["aql", "zero", "sequential", "continuous", "variables", "fixed", "every-unit", "none"]
Value = Annotated[str, Field(max_length=40)]


class CheckpointGiven(Given):
    """One check of a plan."""

    name: Annotated[Line, Field(max_length=200)]
    stage: Stage
    method: Annotated[WordsOrNothing, Field(max_length=500)] = ""
    limits: Annotated[WordsOrNothing, Field(max_length=500)] = ""
    sampling: Way
    values: dict[Value, Value] = Field({}, description="What it needs, as text; an AQL of 0 accepts none.")
    owner: Side
    evidence: LineOrNothing = ""
    days_before_due: int = Field(ge=0, le=365)
    holds_bulk: bool = False
    checklist: Annotated[LineOrNothing, Field(max_length=80)] = Field(
        "", description="Code of the checklist its inspections ask, with its version: packing-loading/1."
    )

    def as_checkpoint(self) -> Checkpoint:
        """Return it as the library knows it."""
        same = self.model_dump(exclude={"sampling", "values"})
        return Checkpoint(sampling=Sampling(method=self.sampling, values=self.values), **same)


class PlanGiven(Given):
    """A plan as a whole; it is not active until both sides have signed it."""

    revision: Revision
    why: Annotated[WordsOrNothing, Field(max_length=500)] = ""
    moves_open_orders: bool = Field(False, description="It also takes the place of older versions on open orders.")
    checkpoints: list[CheckpointGiven] = Field([], max_length=40)


class OrderCheckpointShown(Schema):
    """A checkpoint on an order: a promise of its owner's side."""

    id: int
    product: int
    plan_version: int
    name: str
    stage: str
    owner: Side
    due_on: date
    holds_bulk: bool
    state: Literal["open", "booked", "green", "red", "waived"]
    note: str
    settled_by: str
    settled_at: datetime | None
    promise: int | None


class OrderShown(Schema):
    """The checkpoints of the order of a line."""

    order: str
    bulk_waits_for: list[str] = Field(description="Bulk may not begin before these are green or waived.")
    checkpoints: list[OrderCheckpointShown]


class SettlementGiven(Given):
    """What was found at a checkpoint."""

    state: Literal["green", "red", "waived"]
    note: Annotated[str, Field(min_length=1, max_length=500)]


@router.get(
    "products/{product}/plan", response=answers(list[VersionShown], 404, 422), operation_id="plan", url_name="plan"
)  # fmt: skip
def plan(request: HttpRequest, product: Key) -> list[VersionShown]:
    """List the versions of a quality plan, the newest first."""
    return [version_shown(each) for each in papers.plans(asker(request), product).versions]


@router.post("products/{product}/plan", response=written(), operation_id="write_plan", url_name="plan")
@writes(PaperRefused, conflicts=(PaperMoved,), blames="checkpoints")
def write(request: HttpRequest, product: Key, given: PlanGiven) -> Done:
    """Write the open version, or begin one; whoever signed it before signs again."""
    said = acts.PlanGiven(
        checkpoints=tuple(each.as_checkpoint() for each in given.checkpoints), why=given.why,
        moves_open_orders=given.moves_open_orders,
    )  # fmt: skip
    number = acts.write(by=asker(request), product=product, given=said, revision=given.revision)
    return done(number, "plan", product=product)


@router.post(
    "products/{product}/plan/{number}/sign", response=written(), operation_id="sign_plan", url_name="sign-plan"
)
@writes(PaperRefused, conflicts=(PaperMoved,), blames="digest")
def sign(request: HttpRequest, product: Key, number: Number, given: DigestGiven) -> Done:
    """Sign a version for your side; signed by both it stands on every open and every new order of the product."""
    acts.sign(by=asker(request), product=product, number=number, digest=given.digest)
    return done(number, "plan", product=product)


@router.post(
    "products/{product}/plan/{number}/withdraw", response=written(), operation_id="withdraw_plan",
    url_name="withdraw-plan",
)  # fmt: skip
@writes(PaperRefused)
def withdraw(request: HttpRequest, product: Key, number: Number) -> Done:
    """Take an open version back; only the side that began it can."""
    acts.withdraw(by=asker(request), product=product, number=number)
    return done(number, "plan", product=product)


@router.get(
    "starting-plans/{category}", response=answers(list[dict], 404, 422), operation_id="starting_plan",
    url_name="starting-plan",
)  # fmt: skip
def offered(request: HttpRequest, category: Annotated[str, Field(max_length=40)]) -> list[dict[str, object]]:
    """Return the checkpoints a plan of a category may begin with, as a plan takes them; nothing is written."""
    if category not in categories():
        raise NotThere
    found = starting_plan(category, language=get_language() or "en")
    checkpoints: list[dict[str, object]] = written_plan(found, specification="")["checkpoints"]
    return checkpoints


@router.get(
    "lines/{line}/checkpoints", response=answers(OrderShown, 404, 422), operation_id="line_checkpoints",
    url_name="line-checkpoints",
)  # fmt: skip
def of_line(request: HttpRequest, line: Key) -> OrderShown:
    """List the checkpoints of a line's order, and what bulk waits for."""
    by = asker(request)
    found = lines.line(by, line)
    seen = on_orders.on_order(by, found.partnership, order=found.order_key, number=found.order)
    same = ("product", "name", "stage", "owner", "due_on", "holds_bulk", "state", "note", "settled_by", "settled_at")
    listed = [
        OrderCheckpointShown(
            id=each.pk, plan_version=each.version, promise=each.commitment,
            **{name: getattr(each, name) for name in same},
        )
        for each in seen.rows
    ]  # fmt: skip
    return OrderShown(order=seen.number, bulk_waits_for=list(seen.holding), checkpoints=listed)


@router.post(
    "checkpoints/{checkpoint}/settle", response=written(), operation_id="settle_checkpoint",
    url_name="settle-checkpoint",
)  # fmt: skip
@writes(settling.CheckpointRefused, blames="state")
def settle(request: HttpRequest, checkpoint: Key, given: SettlementGiven) -> Done:
    """Find a checkpoint green or red, or waive it; the side that answers for it cannot waive it."""
    settling.settle(by=asker(request), checkpoint=checkpoint, state=given.state, note=given.note)
    return done(checkpoint)
