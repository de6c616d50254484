"""What is done about a question: asked of a message, answered, taken back; who answers, and the charter."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field

from troth.communication.charter import Channel, Charter, ReplyTime, gaps_in_charter
from troth.communication.contacts import TOPICS
from troth.communication.escalation import STEPS
from troth_site.access import NotThere
from troth_site.actions.communication import charters, contacts, requests_doors
from troth_site.actions.communication import requests as acts
from troth_site.api.communication.messages import MessageTopic
from troth_site.api.communication.requests import RequestWhole, request_whole, router
from troth_site.api.frame.forms import Key, Side, answers
from troth_site.api.frame.problems import Problem
from troth_site.api.frame.writing import Done, Given, Language, Line, Moment, Words, asker, done, writes, written
from troth_site.queries.communication import charters as signed
from troth_site.queries.communication import request_page

Hours = Annotated[float, Field(gt=0, le=720)]


class QuestionGiven(Given):
    """What a message of your own side asks."""

    message: Key
    what: Line
    due_at: Moment = Field(description="By when you need the answer.")
    why: Words
    severity: Literal["minor", "normal", "major", "critical", "safety"] = "normal"


class VerdictGiven(Given):
    """Whether a message answers a question, as your side sees it."""

    message: Key
    answers: bool


class ContactGiven(Given):
    """Who answers for a topic on your side from now on."""

    topic: MessageTopic
    person: Key


class CharterGiven(Given):
    """The charter of talking; it is in force once both sides have signed the same words."""

    channels: dict[MessageTopic, Channel] = Field(description="For each topic the channel it is spoken on.")
    critical_hours: Hours = Field(description="Hours to answer what is critical, by the wall clock.")
    question_hours: Hours = Field(description="Working hours to answer everything else.")
    ladder_hours: dict[Literal["contact", "deputy", "manager", "owner"], Hours] = Field(
        description="Working hours that each step of the ladder has."
    )
    languages: dict[Side, list[Language]] = Field(description="Languages each side reads, the first preferred.")
    containment_hours: Hours
    report_days: int = Field(ge=1, le=365)


@router.get(
    "requests/{request_id}", response=answers(RequestWhole, 404, 422), operation_id="request",
    url_name="request",
)  # fmt: skip
def one(request: HttpRequest, request_id: Key) -> RequestWhole:
    """Show one question with its ladder: whom it has reached, who is next and when."""
    return request_whole(request_page.request_page(asker(request), request_id))


@router.post("requests", response=written(), operation_id="ask", url_name="ask")
@writes(acts.AskRefused, blames="due_at")
def ask(request: HttpRequest, given: QuestionGiven) -> Done:
    """Turn a message of your own side into a question whose answer is a promise of the other side."""
    pk = acts.ask(
        by=asker(request), message=given.message, what=given.what, due_at=given.due_at, why=given.why,
        severity=given.severity,
    )  # fmt: skip
    return done(pk, "request", request_id=pk)


@router.post("requests/{request_id}/says", response=written(), operation_id="say_answer", url_name="say-answer")
@writes(acts.AnswerRefused, blames="message")
def say(request: HttpRequest, request_id: Key, given: VerdictGiven) -> Done:
    """Say for your own side that a message answers a question, or only tells that somebody looks at it."""
    acts.say(by=asker(request), request=request_id, message=given.message, answers=given.answers)
    return done(request_id, "request", request_id=request_id)


@router.post(
    "requests/{request_id}/withdraw", response=written(), operation_id="withdraw_request", url_name="withdraw-request"
)
@writes(acts.AskRefused)
def withdraw(request: HttpRequest, request_id: Key) -> Done:
    """Take back what your own side asked; it counts neither for nor against."""
    acts.withdraw(by=asker(request), request=request_id)
    return done(request_id, "request", request_id=request_id)


@router.post(
    "requests/{request_id}/confirm", response=written(), operation_id="confirm_sender", url_name="confirm-sender"
)
@writes(acts.AnswerRefused)
def confirm(request: HttpRequest, request_id: Key) -> Done:
    """Confirm that the answer came from your side; it weighs in full from then on."""
    acts.confirm_sender(by=asker(request), request=request_id)
    return done(request_id, "request", request_id=request_id)


@router.post(
    "requests/{request_id}/doors/revoke", response=written(), operation_id="revoke_doors", url_name="revoke-doors"
)
@writes()
def revoke(request: HttpRequest, request_id: Key) -> Done:
    """Close every mailed link by which a question can be answered."""
    requests_doors.revoke_doors(by=asker(request), request=request_id)
    return done(request_id, "request", request_id=request_id)


@router.post("partners/{partner}/response/contacts", response=written(), operation_id="reassign", url_name="reassign")
@writes(contacts.NamingRefused, blames="person")
def reassign(request: HttpRequest, partner: Key, given: ContactGiven) -> Done:
    """Name who answers for a topic on your side; its open questions go to them."""
    contacts.name_instead(by=asker(request), relationship=partner, topic=given.topic, person=given.person)
    return done(None, "requests", partner=partner)


@router.post("partners/{partner}/charter", response=written(), operation_id="propose_charter", url_name="charter")
@writes(charters.CharterRefused)
def propose_charter(request: HttpRequest, partner: Key, given: CharterGiven) -> Done:
    """Propose a charter, signed for your side."""
    _whole(given)
    terms = _terms(given)
    if gaps := gaps_in_charter(terms):
        raise Problem(422, " ".join(gap.sentence(_) for gap in gaps))
    return done(charters.propose(by=asker(request), relationship=partner, terms=terms))


@router.post(
    "partners/{partner}/charter/{number}/sign", response=written(), operation_id="sign_charter", url_name="sign-charter"
)
@writes(charters.CharterRefused)
def sign(request: HttpRequest, partner: Key, number: Key) -> Done:
    """Sign one version of the charter for your side."""
    by = asker(request)
    version = next((each for each in signed.charters(by, partner).versions if each.number == number), None)
    if version is None:
        raise NotThere
    charters.sign(by=by, charter=version.pk)
    return done(version.pk)


def _whole(given: CharterGiven) -> None:
    """Refuse a charter that leaves a topic or a step of the ladder out."""
    for topic in TOPICS:
        if topic not in given.channels:
            raise Problem(422, _("Say on which channel each topic is spoken; one lacks."), where=f"channels.{topic}")
    for each in STEPS:
        if each not in given.ladder_hours:
            told = _("Say how many hours each step of the ladder has; one lacks.")
            raise Problem(422, told, where=f"ladder_hours.{each}")


def _terms(given: CharterGiven) -> Charter:
    question = ReplyTime(hours=given.question_hours, clock="business")
    return Charter(
        channels=dict(given.channels),  # type: ignore[arg-type]
        reply_times={
            "critical": ReplyTime(hours=given.critical_hours, clock="wall"), "major": question, "minor": question,
            "question": question,
        },
        ladder_hours=dict(given.ladder_hours),
        languages={side: tuple(codes) for side, codes in given.languages.items()},
        containment_hours=given.containment_hours, report_days=given.report_days,
    )  # fmt: skip
