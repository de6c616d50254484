"""Questions that a side asks about its own notes, what you answer for yourself, and the limit of your own house."""

from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router, Schema

from troth.communication.quiz import FEWEST_CHOICES, LONGEST_CHOICE, LONGEST_QUESTION, MOST_CHOICES
from troth_site.actions.communication import hospitality, quiz
from troth_site.api.communication.places import Amount, Currency
from troth_site.api.frame.forms import Key, answers
from troth_site.api.frame.writing import Done, Given, Line, asker, done, writes, written
from troth_site.queries.communication.hospitality import our_limit
from troth_site.queries.partners import partnership

router = Router(tags=["Customs"])
Choice = Annotated[Line, Field(max_length=LONGEST_CHOICE)]
Place = Annotated[int, Field(ge=0, lt=MOST_CHOICES)]


class OwnQuestion(Given):
    """A question about a note that your side wrote of itself."""

    note: Key
    text: Annotated[Line, Field(max_length=LONGEST_QUESTION)]
    choices: list[Choice] = Field(min_length=FEWEST_CHOICES, max_length=MOST_CHOICES)
    right: Place = Field(description="Place of your own answer among them, from 0.")


class ChosenGiven(Given):
    """What you answer for yourself; nobody else is ever told."""

    chosen: Place = Field(description="Place of your answer, from 0.")


class LimitShown(Schema):
    """Up to which amount your people give or accept without asking; null where your house set no limit."""

    amount: Decimal | None
    currency: str


class HospitalityLimit(Given):
    """Up to which amount your people give or accept without asking; no partner reads it."""

    amount: Amount
    currency: Currency


@router.post(
    "partners/{partner}/reading/questions", response=written(), operation_id="ask_question", url_name="ask-question"
)
@writes(quiz.QuestionRefused, blames="choices")
def question(request: HttpRequest, partner: Key, given: OwnQuestion) -> Done:
    """Ask something about a note of your own; all of your partners can answer it for themselves."""
    pk = quiz.ask(by=asker(request), relationship=partner, **given.model_dump())
    return done(pk, "reading", partner=partner)


@router.post(
    "partners/{partner}/reading/questions/{question}/answer", response=written(), operation_id="answer_question",
    url_name="answer-question",
)  # fmt: skip
@writes(quiz.QuestionRefused, blames="chosen")
def answer(request: HttpRequest, partner: Key, question: Key, given: ChosenGiven) -> Done:
    """Answer a question for yourself."""
    quiz.answer(by=asker(request), relationship=partner, question=question, chosen=given.chosen)
    return done(question, "reading", partner=partner)


@router.post(
    "partners/{partner}/reading/questions/{question}/remove", response=written(), operation_id="remove_question",
    url_name="remove-question",
)  # fmt: skip
@writes()
def take_away(request: HttpRequest, partner: Key, question: Key) -> Done:
    """Take away a question of your own house; what people answered goes with it."""
    quiz.take_away(by=asker(request), relationship=partner, question=question)
    return done(None, "reading", partner=partner)


@router.post("me/answers/delete", response=written(), operation_id="forget_answers", url_name="forget-answers")
@writes()
def forget(request: HttpRequest) -> Done:
    """Erase all that you answered; nothing of it is kept."""
    quiz.forget(by=asker(request))
    return done(None)


@router.get(
    "partners/{partner}/hospitality/limit", response=answers(LimitShown, 404, 422), operation_id="hospitality_limit",
    url_name="hospitality-limit",
)  # fmt: skip
def limit(request: HttpRequest, partner: Key) -> LimitShown:
    """Show the limit of your own house for meals and gifts."""
    kept = our_limit(partnership(asker(request), partner))
    return LimitShown(amount=kept.amount if kept else None, currency=kept.currency if kept else "")


@router.post(
    "partners/{partner}/hospitality/limit", response=written(), operation_id="set_hospitality_limit",
    url_name="hospitality-limit",
)  # fmt: skip
@writes(hospitality.HospitalityRefused, blames="amount")
def set_limit(request: HttpRequest, partner: Key, given: HospitalityLimit) -> Done:
    """Set the limit of your own house; it holds for all of your partners, and none of them reads it."""
    by = asker(request)
    found = partnership(by, partner, "people")
    ours = found.organisation(found.our_side)
    hospitality.set_limit(by=by, organisation=ours, amount=given.amount, currency=given.currency)
    return done(None, "hospitality-limit", partner=partner)
