"""Inspections, for programs: planned, read, carried out by parcels as a phone sends them, cancelled."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Field, Query, Router, Schema

from troth.quality.verdicts import DefectClass
from troth_site.actions.quality import field, field_choosing, inspections_draws, inspections_skipping
from troth_site.actions.quality import inspections as acts
from troth_site.actions.quality import inspections_sampling as sampling
from troth_site.actions.quality.field_reading import OtherContent, ParcelRefused
from troth_site.actions.quality.inspections_wishes import Limit, PlanRefused, Wish
from troth_site.api.frame.forms import Day, Key, Page, answers
from troth_site.api.frame.writing import Done, Given, Line, LineOrNothing, asker, done, writes, written
from troth_site.api.quality.inspections_limits import LimitGiven, Named, check_limits
from troth_site.queries.quality import inspections as queries
from troth_site.queries.quality.field import pack as packed

router = Router(tags=["Inspections"])
Kind = Literal["material", "pre-production", "readiness", "first-article", "in-line", "final", "packing", "loading"]
Source = Literal["in-line", "final", "arrival", "customer"]
Units = Annotated[int, Field(ge=1, le=acts.LARGEST_LOT)]


class InspectionShown(Schema):
    """An inspection in a list."""

    id: int
    uid: UUID
    lot_name: str
    lot_size: int | None = Field(description="Null where a file told of the inspection and not of the size.")
    product: str
    kind: str
    source: str
    planned_on: date
    handed_in_at: datetime | None
    inspector: str
    state: str
    verdict: str = Field(description="Empty until it is handed in; “pending” is not passed.")
    defects: int


class InspectionPage(Schema):
    """A page of inspections, the latest day first."""

    page: int
    total: int
    rows: list[InspectionShown]


class ClassShown(Schema):
    """A class: the plan's numbers and what was counted; null where nobody said, or where no number tells."""

    kind: Named
    level: str
    stage: str
    aql: str
    letter: str
    sample_size: int | None = Field(description="Null where a file told of the inspection: there was no plan.")
    accept: int | None
    reject: int | None
    counting: str
    looked_at: int | None
    found: int | None
    verdict: str


class InspectionWhole(Schema):
    """One inspection with its frozen plan, counts and draw."""

    id: int
    uid: UUID
    lot_name: str
    state: str
    verdict: str
    is_told: bool = Field(description="A file told of it: `plan` holds what it said; there was no plan and no draw.")
    plan: dict[str, Any] = Field(description="As it was frozen; `plan_digest` is the SHA-256 of its JSON.")
    plan_digest: str
    classes: list[ClassShown]
    line: str = Field(description="Line or machine the lot was made on; empty where nobody said.")
    suppliers: list[str]
    draw: dict[str, Any] = Field(description="The promise; secret, seed and units once it was handed in.")
    lot_draw: dict[str, Any] | None = Field(
        description="Where some lots are skipped: the promise; secret, seed and outcome once the lot was presented."
    )
    open: list[str] = Field(description="Fields about which people differ until one answer is chosen.")


class SkipGiven(Given):
    """A skip-lot plan: after so many lots accepted in a row a share of them is looked at."""

    clearance: Annotated[int, Field(ge=1, le=1000)]
    share: Annotated[float, Field(ge=0.01, le=0.99, description="A fraction.")]


class InspectionGiven(Given):
    """An inspection to plan; how strictly has no default."""

    lot_name: Annotated[Line, Field(max_length=120)]
    lot_size: Units
    kind: Kind
    source: Source
    planned_on: Day
    limits: dict[Named, LimitGiven] = Field(
        default={}, description="Left out where an order’s checkpoint is named: then as both sides agreed there."
    )
    edition: Literal["iso2859-1", "mil-std-105e"] | None = None
    sample: Units | None = Field(None, description="A fixed number of units instead of AQLs; none may be bad.")
    product: Key | None = None
    family: Annotated[LineOrNothing, Field(max_length=120)] = ""
    order_checkpoint: Key | None = None
    site: Key | None = None
    cartons: Units | None = None
    units_per_carton: Units | None = None
    inspector: Key | None = None
    resubmitted_of: Key | None = None
    blind_of: Key | None = None
    steady: bool | None = None
    authority_agrees: bool | None = None
    skip: SkipGiven | None = None

    def wish(self) -> Wish:
        """Return it as the action takes it."""
        limits = {
            DefectClass(kind): Limit(aql=one.aql, level=one.level or "", counting=one.counting)
            for kind, one in self.limits.items()
        }
        skip = (self.skip.clearance, self.skip.share) if self.skip else None
        said = self.model_dump(exclude={"limits", "edition", "skip"})
        return Wish(**said, limits=limits, edition=self.edition or "", skip=skip)


class InspectionReasonGiven(Given):
    """Why."""

    reason: Line


class WordGiven(Given):
    """The word of the side that does not inspect."""

    word: Annotated[Line, Field(max_length=64)]


class InspectorGiven(Given):
    """Who inspects."""

    inspector: Key


class Answer(Schema):
    """What became of a parcel."""

    accepted: list[str]
    refused: list[dict[str, str]]
    photos: list[dict[str, Any]]
    state: str
    both: list[dict[str, Any]]


class InspectionAsked(Schema):
    """Which of them."""

    state: Literal["", "open", "done", "cancelled", "skipped"] = ""
    page: Page = 1


@router.get(
    "partners/{partner}/inspections", response=answers(InspectionPage, 404, 422), operation_id="inspections",
    url_name="inspections",
)  # fmt: skip
def inspections(request: HttpRequest, partner: Key, asked: Query[InspectionAsked]) -> InspectionPage:
    """List the inspections with a partner."""
    found = queries.inspections(asker(request), partner, state=asked.state, page=asked.page)
    rows = [InspectionShown(id=row.pk, **_same(row, InspectionShown)) for row in found.rows]
    return InspectionPage(page=found.number, total=found.total, rows=rows)


@router.post(
    "partners/{partner}/inspections", response=written(), operation_id="plan_inspection", url_name="inspections"
)
@writes(PlanRefused)
def plan(request: HttpRequest, partner: Key, given: InspectionGiven) -> Done:
    """Plan an inspection; its plan is frozen, its draw promised."""
    if given.sample is None:
        check_limits(given.limits)
    made = acts.plan(by=asker(request), relationship=partner, wish=given.wish())
    return done(made, "inspection", inspection=made)


@router.get(
    "inspections/{inspection}", response=answers(InspectionWhole, 404, 422), operation_id="inspection",
    url_name="inspection",
)  # fmt: skip
def inspection(request: HttpRequest, inspection: Key) -> InspectionWhole:
    """Show one inspection."""
    found = queries.inspection(asker(request), inspection)
    row = found.row
    return InspectionWhole(
        id=row.pk, uid=row.uid, lot_name=row.lot_name, state=row.state, verdict=row.verdict, plan=dict(found.plan),
        is_told=found.is_told,
        plan_digest=found.plan_digest, classes=[ClassShown(**_same(one, ClassShown)) for one in found.classes],
        draw=dict(found.draw), line=found.made.line, suppliers=list(found.made.suppliers),
        lot_draw=None if found.lot_draw is None else dict(found.lot_draw),
        open=[one.name for one in found.fields if one.is_open],
    )  # fmt: skip


@router.get(
    "inspections/{inspection}/pack", response=answers(dict[str, Any], 403, 404, 422), operation_id="inspection_pack",
    url_name="inspection-pack",
)  # fmt: skip
def pack(request: HttpRequest, inspection: Key) -> dict[str, Any]:
    """Return everything that carrying an inspection out without signal needs."""
    return packed(asker(request), queries.inspection(asker(request), inspection).row.uid)


@router.post(
    "inspections/{inspection}/parcels", response=written(Answer), operation_id="send_parcel",
    url_name="send-parcel",
)  # fmt: skip
@writes(ParcelRefused, conflicts=(OtherContent,))
def send(request: HttpRequest, inspection: Key, given: Body[dict[str, Any]]) -> Answer:
    """Send counts, defects, answers and signatures as a phone does (docs/howto/field.md); hands in where it says so."""
    by = asker(request)
    uid = queries.inspection(by, inspection).row.uid
    return Answer(**field.sync(by=by, inspection=uid, parcel=given))


@router.post(
    "inspections/{inspection}/cancel", response=written(), operation_id="cancel_inspection",
    url_name="cancel-inspection",
)  # fmt: skip
@writes(PlanRefused, blames="reason")
def cancel(request: HttpRequest, inspection: Key, given: InspectionReasonGiven) -> Done:
    """Cancel an inspection that has not been handed in."""
    acts.cancel(by=asker(request), inspection=inspection, reason=given.reason)
    return done(inspection, "inspection", inspection=inspection)


@router.post(
    "inspections/{inspection}/inspector", response=written(), operation_id="assign_inspection",
    url_name="assign-inspection",
)  # fmt: skip
@writes(PlanRefused, blames="inspector")
def assign(request: HttpRequest, inspection: Key, given: InspectorGiven) -> Done:
    """Name who inspects."""
    acts.assign(by=asker(request), inspection=inspection, inspector=given.inspector)
    return done(inspection, "inspection", inspection=inspection)


@router.post(
    "inspections/{inspection}/word", response=written(), operation_id="add_inspection_word", url_name="inspection-word"
)
@writes(inspections_draws.DrawRefused, blames="word")
def word(request: HttpRequest, inspection: Key, given: WordGiven) -> Done:
    """Add the word of the side that does not inspect to the draw."""
    inspections_draws.say_word(by=asker(request), inspection=inspection, word=given.word)
    return done(inspection, "inspection", inspection=inspection)


@router.post("inspections/{inspection}/present", response=written(), operation_id="present_lot", url_name="present-lot")
@writes(inspections_draws.DrawRefused, blames="word")
def present(request: HttpRequest, inspection: Key, given: WordGiven) -> Done:
    """Present a lot of which some are skipped, with a word; the draw is made and shown with the inspection."""
    inspections_skipping.present(by=asker(request), inspection=inspection, word=given.word)
    return done(inspection, "inspection", inspection=inspection)


@router.post(
    "inspection-answers/{answer}/choose", response=written(), operation_id="choose_answer", url_name="choose-answer"
)
@writes(field_choosing.ChoiceRefused)
def choose(request: HttpRequest, answer: Key) -> Done:
    """Let one of several people's answers stand; the others stay beside it."""
    field_choosing.choose(by=asker(request), entry=answer)
    return done(answer)


@router.post(
    "partners/{partner}/sampling/replay", response=written(), operation_id="replay_sampling",
    url_name="replay-sampling",
)  # fmt: skip
@writes()
def replay(request: HttpRequest, partner: Key) -> Done:
    """Replay switching from all lots in their order; the answer's key is how many places stood differently."""
    return done(sampling.replay(by=asker(request), relationship=partner))


def _same(row: Any, form: type[Schema]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.model_fields if name != "id"}
