"""How both sides of a partnership work, what to read before meeting, and the register of meals and gifts."""

from datetime import date
from decimal import Decimal
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from troth_site.api.frame.forms import Key, Page, Side, answers
from troth_site.queries.communication import customs as notes
from troth_site.queries.communication import hospitality as meals
from troth_site.queries.communication import reading as lists
from troth_site.queries.partners import partnership

router = Router(tags=["Customs"])


class Custom(Schema):
    """A note on how people work; no number is made of it."""

    id: int
    about: Side
    by_themselves: bool = Field(description="Its own people wrote it; the others come after these.")
    category: str
    text: str
    language: str = Field(description="Code of the language it is written in, empty where nobody said.")
    source: str
    link: str = Field(description="Where more of it can be read, empty for nowhere.")
    dated_on: date
    author: str
    organisation: str


class QuizQuestion(Schema):
    """A question that a side asks about its own note, with what you answered; nobody else is ever told."""

    id: int
    note: int
    text: str
    choices: list[str]
    chosen: int | None = Field(description="Place of your answer, from 0; null where you have not answered.")
    is_right: bool | None = Field(description="Whether it is the side's own answer; null where you have not answered.")


class ReadingList(Schema):
    """What to read before meeting a partner."""

    own: list[Custom] = Field(description="What the partner tells of itself.")
    noted: list[Custom] = Field(description="What your side noted of it.")
    of_country: list[Custom] = Field(description="What your other partners of the same country tell of themselves.")
    questions: list[QuizQuestion]


class Hospitality(Schema):
    """A meal or gift. Of limits and approvals you read those of your own house alone."""

    id: int
    day: date
    given_by: Side
    what: str
    amount: Decimal
    currency: str
    people: str
    recorded_by: str
    is_given: bool = Field(description="Its giver has said that it was given.")
    received: Literal["", "accepted", "refused", "returned"] = Field(description="What its receiver said.")
    received_because: str
    approval: Literal["within", "waits", "needless", "approved", "declined"] = Field(
        description="Of your own house; “needless” where it was refused before anybody decided."
    )
    limit: Decimal | None = Field(description="The limit of your own house that asked; null where it did not.")
    limit_currency: str
    decided_by: str
    reason: str
    words: list[Literal["given", "accepted", "refused", "returned"]] = Field(description="What you may say of it now.")


class HospitalityPage(Schema):
    """A page of meals and gifts, the newest first."""

    total: int
    page: int
    pages: int
    rows: list[Hospitality]


@router.get(
    "partners/{partner}/customs", response=answers(list[Custom], 404, 422), operation_id="customs", url_name="customs"
)
def customs(request: HttpRequest, partner: Key) -> list[Custom]:
    """List the notes on how both sides work, what each tells of itself first."""
    by = request.auth  # type: ignore[attr-defined]
    found = notes.customs(by, partnership(by, partner))
    sides: tuple[tuple[Side, tuple[notes.CustomRow, ...]], ...] = (("buyer", found.buyer), ("factory", found.factory))
    return [_custom(side, row) for side, rows in sides for row in rows]


@router.get(
    "partners/{partner}/hospitality",
    response=answers(HospitalityPage, 404, 422),
    operation_id="hospitality",
    url_name="hospitality",
)
def hospitality(request: HttpRequest, partner: Key, page: Page = 1) -> HospitalityPage:
    """List the meals and gifts between both sides, the newest first."""
    by = request.auth  # type: ignore[attr-defined]
    found = meals.register(by, partnership(by, partner), page=page)
    rows = [_meal(row) for row in found.rows]
    return HospitalityPage(total=found.total, page=found.number, pages=found.pages, rows=rows)


@router.get(
    "partners/{partner}/reading", response=answers(ReadingList, 404, 422), operation_id="reading", url_name="reading"
)
def reading(request: HttpRequest, partner: Key) -> ReadingList:
    """Show what to read before meeting a partner, with its questions and your own answers."""
    by = request.auth  # type: ignore[attr-defined]
    found = partnership(by, partner)
    shown = lists.reading(by, found)
    theirs: Side = found.their_side
    return ReadingList(
        own=[_custom(theirs, row) for row in shown.own], noted=[_custom(theirs, row) for row in shown.noted],
        of_country=[_custom(theirs, row) for row in shown.of_country],
        questions=[
            QuizQuestion(
                id=each.pk, note=each.note, text=each.question.text, choices=list(each.question.choices),
                chosen=each.chosen, is_right=each.right,
            )
            for each in shown.asked
        ],
    )  # fmt: skip


def _custom(side: Side, row: notes.CustomRow) -> Custom:
    return Custom(
        id=row.pk, about=side, by_themselves=row.by_themselves, category=row.category, text=row.text,
        language=row.language, source=row.source, link=row.link, dated_on=row.dated_on, author=row.author,
        organisation=row.organisation,
    )  # fmt: skip


def _meal(row: meals.HospitalityRow) -> Hospitality:
    limit = row.ours.limit
    return Hospitality(
        id=row.pk, day=row.day, given_by=row.given_by,  # type: ignore[arg-type]
        what=row.what, amount=row.amount, currency=row.currency, people=row.people, recorded_by=row.recorded_by,
        is_given=row.is_given, received=row.received, received_because=row.received_because,  # type: ignore[arg-type]
        approval=row.ours.state, limit=limit.amount if limit else None, limit_currency=limit.currency if limit else "",
        decided_by=row.ours.decided_by, reason=row.ours.reason, words=list(row.words),
    )  # fmt: skip
