"""How both sides of a partnership work, and the register of meals and gifts."""

from datetime import date
from decimal import Decimal
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from troth_site.api.frame.forms import Key, Page, Side, answers
from troth_site.queries.communication import customs as notes
from troth_site.queries.communication import hospitality as meals
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
    dated_on: date
    author: str
    organisation: str


class Hospitality(Schema):
    """A meal or gift."""

    id: int
    day: date
    given_by: Side
    what: str
    amount: Decimal
    currency: str
    people: str
    needs: str
    recorded_by: str
    state: Literal["within", "waits", "approved", "declined"]
    limit: Decimal | None = Field(description="The limit that asked for approval; null where none did.")
    limit_currency: str
    limit_of: Literal["buyer", "factory", ""]
    decided_by: str
    reason: str


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


def _custom(side: Side, row: notes.CustomRow) -> Custom:
    return Custom(
        id=row.pk, about=side, by_themselves=row.by_themselves, category=row.category, text=row.text,
        language=row.language, source=row.source, dated_on=row.dated_on, author=row.author,
        organisation=row.organisation,
    )  # fmt: skip


def _meal(row: meals.HospitalityRow) -> Hospitality:
    limit = row.limit
    return Hospitality(
        id=row.pk, day=row.day, given_by=row.given_by,  # type: ignore[arg-type]
        what=row.what, amount=row.amount, currency=row.currency, people=row.people, needs=row.needs,
        recorded_by=row.recorded_by, state=row.state, limit=limit.value if limit else None,
        limit_currency=limit.currency if limit else "", limit_of=row.limit_of,  # type: ignore[arg-type]
        decided_by=row.decided_by, reason=row.reason,
    )  # fmt: skip
