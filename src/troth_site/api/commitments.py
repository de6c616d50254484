"""Promises made by hand, and the entries of the record: made, stepped through, confirmed, contested."""

from datetime import date
from typing import Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from troth.commitments.lifecycle import MoveError
from troth_site.actions import commitments
from troth_site.api.frame.forms import Dimension, Key, PartnerName, Side, answers, partner_name
from troth_site.api.frame.problems import Problem
from troth_site.api.frame.writing import (
    Done,
    Given,
    Line,
    OnDay,
    WordsOrNothing,
    asker,
    done,
    writes,
    written,
)
from troth_site.queries import commitments as known
from troth_site.queries import lines

router = Router(tags=["Promises"])
Step = Literal[
    "accept", "decline", "withdraw", "warn", "clear", "close_kept", "close_late", "close_broken", "waive", "excuse",
    "confirm", "dispute", "concede", "drop",
]  # fmt: skip
ANSWER = "answer"
REFUSED = commitments.PromiseRefused


class PromiseWhole(Schema):
    """One promise: where it stands, and what your side may do about it now."""

    id: int
    partner: PartnerName
    side: Side = Field(description="Whose promise it is.")
    dimension: str
    kind: str
    what: str
    due_on: date | None
    state: str
    closed_on: date | None
    closed_by: str
    contest_until: date | None
    confirmed_on: date | None
    evidence: str
    steps: list[str] = Field(description="Steps your side may take now.")


class PromiseGiven(Given):
    """A promise of your own side."""

    what: Line
    due_on: OnDay
    dimension: Dimension


class StepGiven(Given):
    """One step in the life of a promise."""

    step: Step
    evidence: WordsOrNothing = Field("", description="What shows it; needed by the steps that close or contest.")
    done_on: OnDay | None = Field(None, description="The day it was done, where it was kept or kept late.")
    found: Literal["kept", "kept_late", "broken", "excused"] | None = Field(
        None, description="What it is found to be; for “concede” alone, which needs it."
    )


class ContestGiven(Given):
    """What is wrong with an entry."""

    reason: Line


class ContestAnswerGiven(Given):
    """What you answer to a contest of your record."""

    is_right: bool = Field(description="The entry stands as it was recorded; false takes it back.")
    reason: Line


@router.get("promises/{promise}", response=answers(PromiseWhole, 404, 422), operation_id="promise", url_name="promise")
def promise(request: HttpRequest, promise: Key) -> PromiseWhole:
    """Show one promise, with the steps your side may take now."""
    found = known.promise(asker(request), promise)
    fields = set(PromiseWhole.model_fields) - {"id", "partner", "steps"}
    return PromiseWhole(
        id=found.pk,
        partner=partner_name(found.partnership),
        steps=list(found.moves),
        **{name: getattr(found, name) for name in fields},
    )


@router.post("partners/{partner}/promises", response=written(), operation_id="make_promise", url_name="make-promise")
@writes(REFUSED)
def make(request: HttpRequest, partner: Key, given: PromiseGiven) -> Done:
    """Promise something for your own side; it counts once the other side has accepted it."""
    pk = commitments.propose(
        by=asker(request), relationship=partner, dimension=given.dimension, what=given.what, due_on=given.due_on
    )
    return done(pk, "promise", promise=pk)


@router.post("promises/{promise}/steps", response=written(), operation_id="step_promise", url_name="step-promise")
@writes(REFUSED, conflicts=(MoveError,), blames="step")
def step(request: HttpRequest, promise: Key, given: StepGiven) -> Done:
    """Take one step in the life of a promise: accept it, say that it is at risk, close it, confirm, contest."""
    by = asker(request)
    found = known.promise(by, promise)
    if found.kind == ANSWER or lines.is_line(by, promise):
        told = _("This promise lives by its question or its order line: write what happened there.")
        raise Problem(422, told, where="promise")
    if given.step not in found.moves:
        allowed = ", ".join(found.moves) or "–"
        told = _("The promise does not stand where this step can be taken. Steps of your side now: %(steps)s.")
        raise Problem(409, told % {"steps": allowed}, where="step")
    if given.step == "concede":
        if given.found is None:
            raise Problem(422, _("Say what it is found to be."), where="found")
        commitments.settle_dispute(
            by=by, commitment=promise, event="concede", found=given.found, evidence=given.evidence
        )  # fmt: skip
    else:
        commitments.step(
            by=by, commitment=promise, event=given.step, evidence=given.evidence, done_on=given.done_on
        )  # fmt: skip
    return done(promise, "promise", promise=promise)


@router.post("promises/{promise}/confirm", response=written(), operation_id="confirm_entry", url_name="confirm-entry")
@writes(REFUSED)
def confirm(request: HttpRequest, promise: Key) -> Done:
    """Confirm what the other side's record says of a promise or line: it weighs more from then on."""
    commitments.confirm(by=asker(request), commitment=promise)
    return done(promise, "promise", promise=promise)


@router.post("promises/{promise}/contest", response=written(), operation_id="contest_entry", url_name="contest-entry")
@writes(REFUSED, blames="reason")
def contest(request: HttpRequest, promise: Key, given: ContestGiven) -> Done:
    """Contest what the other side's record says: half of its weight is withheld for 30 days, once."""
    commitments.contest_entry(by=asker(request), commitment=promise, reason=given.reason)
    return done(promise, "promise", promise=promise)


@router.post(
    "promises/{promise}/contest/answer", response=written(), operation_id="answer_contest", url_name="answer-contest"
)
@writes(REFUSED, blames="reason")
def answer_contest(request: HttpRequest, promise: Key, given: ContestAnswerGiven) -> Done:
    """Answer a contest of an entry of your own record: hold to it, or take it back."""
    commitments.answer_contest(by=asker(request), commitment=promise, is_right=given.is_right, reason=given.reason)
    return done(promise, "promise", promise=promise)
