"""Corrective action: read, opened, its steps written, done and confirmed, its cause agreed, closed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Field, File, Form, Router, Schema, UploadedFile

from troth_site import access
from troth_site.actions.quality import corrective as acts
from troth_site.actions.quality import corrective_causes as causes
from troth_site.actions.quality import corrective_dropping as dropping
from troth_site.actions.quality import corrective_steps as steps
from troth_site.actions.quality import evidence
from troth_site.actions.quality.evidence import EvidenceRefused
from troth_site.api.frame.forms import Key, Side, answers
from troth_site.api.frame.writing import Done, Given, Line, OnDay, Words, WordsOrNothing, asker, done, writes, written
from troth_site.queries.quality import corrective as rows

router = Router(tags=["Corrective action"])
Grade = Literal["critical", "major", "minor"]
Stage = Literal["containment", "cause", "correction", "prevention"]
CauseSide = Literal["factory", "buyer", "both", "third"]
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]


class ActionShown(Schema):
    """A corrective action in a list."""

    id: int
    number: int
    title: str
    grade: str
    family: str
    state: str
    opened_side: str
    opened_at: datetime
    closed_at: datetime | None
    reopened: int = Field(description="How often the problem came back.")
    next_due: date | None


class StepShown(Schema):
    """A step: a promise of a side once that side took it on."""

    id: int
    stage: str
    side: str
    text: str
    due_on: date
    is_promised: bool
    done_at: datetime | None
    proof: str
    confirmed_at: datetime | None
    refused_because: str
    is_current: bool
    dropped_at: datetime | None
    dropped_because: str


class CheckShown(Schema):
    """A lot that was watched."""

    lot: str
    looked_at: int
    came_back: int
    checked_at: datetime


class ComparedShown(Schema):
    """Before and after, as fractions, with the chance of so clear a fall."""

    before: float
    after: float
    p_value: float


class OneShown(ActionShown):
    """A corrective action whole."""

    problem: str
    cause_side: str = Field(description="Empty while both sides do not say the same.")
    said: dict[str, str] = Field(description="Whose the cause was, in each side's own words.")
    whys: list[str]
    escapes: list[str] = Field(description="Why nobody noticed before it left.")
    cost: Decimal | None
    currency: str
    buyer_share: Decimal | None
    lots_to_watch: int
    clean_lots: int
    revision: int
    lacks: list[str] = Field(description="Codes of what stands between it and its end.")
    steps: list[StepShown]
    checks: list[CheckShown]
    compared: ComparedShown | None


class ActionGiven(Given):
    """A corrective action to open."""

    title: Line
    problem: Words
    grade: Grade
    inspection: Key | None = None
    product: Key | None = None
    family: Annotated[str, Field(max_length=120)] = Field(
        "", description="Needed where neither an inspection nor a product says it: its next lots show whether it works."
    )
    defect_type: Key | None = None
    defect_name: Annotated[str, Field(max_length=200)] = Field(
        "", description="What inspections call it: a later lot in which it is found opens the action again."
    )
    lots_to_watch: Annotated[int, Field(ge=1, le=50)] | None = None


class CorrectiveStepGiven(Given):
    """A step to write; one of the other side is proposed until it takes it on."""

    stage: Stage
    side: Side
    text: Words
    due_on: OnDay | None = None


class CauseGiven(Given):
    """What your side says of the cause and of who bears its cost."""

    side: CauseSide | None = None
    whys: Annotated[list[Line], Field(max_length=5)] = []
    escapes: Annotated[list[Line], Field(max_length=5)] = Field([], description="Why nobody noticed before it left.")
    cost: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)] | None = None
    currency: Annotated[str, Field(max_length=3)] = ""
    buyer_share: Percent | None = None
    revision: Annotated[int, Field(ge=0, le=10**9)]


class ActGiven(Given):
    """What is done about a step."""

    does: Literal["take", "done", "confirm", "refuse", "drop"]
    words: WordsOrNothing = Field("", description="What proves it, what lacks, or why it falls away.")


class CorrectiveOwnerGiven(Given):
    """Who looks after it on your side."""

    person: Key


class CorrectiveReasonGiven(Given):
    """Why it is taken back."""

    reason: Words


class NothingGiven(Given):
    """Nothing needs to be said."""


@router.get("partners/{partner}/corrective", response=answers(list[ActionShown], 404, 422),
            operation_id="corrective_actions", url_name="corrective_actions")  # fmt: skip
def actions(request: HttpRequest, partner: Key) -> list[ActionShown]:
    """List the corrective actions with a partner, the open ones first."""
    return [_listed(row) for row in rows.actions(asker(request), partner).rows]


@router.post("partners/{partner}/corrective", response=written(), operation_id="open_corrective_action",
             url_name="corrective_actions")  # fmt: skip
@writes(acts.CorrectiveRefused, blames="title")
def open_action(request: HttpRequest, partner: Key, given: ActionGiven) -> Done:
    """Open a corrective action."""
    made = acts.open_action(by=asker(request), relationship=partner, given=acts.NewAction(**given.model_dump()))
    return done(made, "corrective_action", action=made)


@router.get("corrective/{action}", response=answers(OneShown, 404, 422), operation_id="corrective_action",
            url_name="corrective_action")  # fmt: skip
def action(request: HttpRequest, action: Key) -> OneShown:
    """Show one corrective action with its steps, the lots since, and what lacks."""
    found = rows.action(asker(request), action)
    names = (
        "problem",
        "cause_side",
        "said",
        "cost",
        "currency",
        "buyer_share",
        "lots_to_watch",
        "clean_lots",
        "revision",
    )
    compared = found.compared
    return OneShown(
        **_listed(found.row).model_dump(), **{name: getattr(found, name) for name in names}, whys=list(found.whys),
        escapes=list(found.escapes),
        lacks=[lack.code for lack in found.lacks],
        steps=[
            StepShown(id=step.pk, **{name: getattr(step, name) for name in StepShown.model_fields if name != "id"})
            for step in found.steps
        ],
        checks=[
            CheckShown(**{name: getattr(check, name) for name in CheckShown.model_fields}) for check in found.checks
        ],
        compared=compared and ComparedShown(before=compared.before, after=compared.after, p_value=compared.p_value),
    )  # fmt: skip


@router.post("corrective/{action}/steps", response=written(), operation_id="add_corrective_step",
             url_name="corrective_steps")  # fmt: skip
@writes(acts.CorrectiveRefused, blames="text")
def add_step(request: HttpRequest, action: Key, given: CorrectiveStepGiven) -> Done:
    """Write a step of either side."""
    made = steps.add(by=asker(request), corrective=action, given=steps.NewStep(**given.model_dump()))
    return done(made, "corrective_action", action=action)


@router.post("corrective/{action}/steps/{step}", response=written(), operation_id="act_on_corrective_step",
             url_name="corrective_step")  # fmt: skip
@writes(acts.CorrectiveRefused, blames="words")
def act(request: HttpRequest, action: Key, step: Key, given: ActGiven) -> Done:
    """Take a step on, say that it is done, confirm it, say what lacks, or let it fall away."""
    by = asker(request)
    if step not in {row.pk for row in rows.action(by, action).steps}:
        raise access.NotThere
    if given.does == "take":
        steps.take(by=by, step=step)
    elif given.does == "confirm":
        steps.confirm(by=by, step=step)
    elif given.does == "done":
        steps.done(by=by, step=step, proof=given.words)
    elif given.does == "drop":
        dropping.drop_step(by=by, step=step, reason=given.words)
    else:
        steps.refuse(by=by, step=step, reason=given.words)
    return done(step, "corrective_action", action=action)


@router.post("corrective/{action}/steps/{step}/proof", response=written(), operation_id="prove_corrective_step",
             url_name="corrective_proof")  # fmt: skip
@writes(acts.CorrectiveRefused, EvidenceRefused, blames="text")
def prove(
    request: HttpRequest, action: Key, step: Key, text: Form[Words],
    files: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads the default, nobody changes it
) -> Done:  # fmt: skip
    """Say that a step of your own side is done, with photos and papers that prove it; a form of several parts."""
    by = asker(request)
    found = rows.action(by, action)
    if step not in {row.pk for row in found.steps}:
        raise access.NotThere
    ours = found.partnership
    kept = [
        evidence.keep(by=by, relationship=ours.pk, name=str(file.name), content=file.read(), side=ours.our_side)
        for file in files
    ]
    steps.done(by=by, step=step, proof=text, files=kept)
    return done(step, "corrective_action", action=action)


@router.post("corrective/{action}/cause", response=written(), operation_id="say_cause", url_name="corrective_cause")
@writes(acts.CorrectiveRefused, blames="side")
def say_cause(request: HttpRequest, action: Key, given: CauseGiven) -> Done:
    """Say whose the cause was, why, and who bears the cost."""
    told = given.model_dump(exclude={"revision", "side"})
    cause = causes.Cause(side=given.side or "", **told)
    causes.say_cause(by=asker(request), corrective=action, given=cause, revision=given.revision)
    return done(action, "corrective_action", action=action)


@router.post("corrective/{action}/owner", response=written(), operation_id="own_corrective_action",
             url_name="corrective_owner")  # fmt: skip
@writes(acts.CorrectiveRefused, blames="person")
def own(request: HttpRequest, action: Key, given: CorrectiveOwnerGiven) -> Done:
    """Name who on your side looks after it."""
    acts.own(by=asker(request), corrective=action, person=given.person)
    return done(action, "corrective_action", action=action)


@router.post("corrective/{action}/drop", response=written(), operation_id="drop_corrective_action",
             url_name="corrective_drop")  # fmt: skip
@writes(acts.CorrectiveRefused, blames="reason")
def drop(request: HttpRequest, action: Key, given: CorrectiveReasonGiven) -> Done:
    """Take back an action that your side opened by mistake, before a step of it is confirmed."""
    dropping.drop(by=asker(request), corrective=action, reason=given.reason)
    return done(action, "corrective_action", action=action)


@router.post("corrective/{action}/close", response=written(), operation_id="close_corrective_action",
             url_name="corrective_close")  # fmt: skip
@writes(acts.CorrectiveRefused)
def close(request: HttpRequest, action: Key, given: NothingGiven) -> Done:
    """Close it, once it has been shown to work."""
    acts.close(by=asker(request), corrective=action)
    return done(action, "corrective_action", action=action)


def _listed(row: rows.ActionRow) -> ActionShown:
    return ActionShown(id=row.pk, **{name: getattr(row, name) for name in ActionShown.model_fields if name != "id"})
