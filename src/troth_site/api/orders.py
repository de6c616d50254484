"""Order lines: what was promised and what came of it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from troth_site.api.frame.forms import Key, Page, PartnerName, answers, partner_name
from troth_site.queries import lines as known
from troth_site.queries import orders
from troth_site.queries.settling import AttachedLine as AttachedRow

router = Router(tags=["Order lines"])


class AttachedLine(Schema):
    """A late line as an action names it."""

    id: int
    order: str
    number: str
    item: str
    due_on: date
    completed_on: date | None


class LineRow(Schema):
    """A line in a list."""

    id: int
    order: str
    number: str
    item: str
    quantity: Decimal | None
    value: Decimal | None
    currency: str
    due_on: date = Field(description="The promised day that counts.")
    completed_on: date | None
    cancelled_on: date | None
    factory_days: int | None = Field(description="Days of lateness nobody else caused; null while it is not complete.")
    buyer_days: int
    excused_days: int
    state: str


class Lines(Schema):
    """A page of lines, the newest promised day first."""

    page: int
    pages: int
    total: int
    rows: list[LineRow]


class PromisedDay(Schema):
    """A promised day; all are kept."""

    day: date
    recorded_on: date
    moved_by: str = Field(description="Empty for the first promise.")
    reason: str


class Receipt(Schema):
    """Goods that came."""

    day: date
    recorded_on: date
    quantity: Decimal | None = Field(description="null means the whole line.")


class DelayOfOthers(Schema):
    """Days of lateness that somebody else caused."""

    cause: str
    days: int
    reason: str
    accepted: bool
    recorded_on: date


class Line(LineRow):
    """A line with everything recorded of it."""

    partner: PartnerName
    ordered_on: date | None
    confirmed_on: date | None
    contested_on: date | None
    promises: list[PromisedDay]
    receipts: list[Receipt]
    delays: list[DelayOfOthers]


class WhichLines(Schema):
    """Which page."""

    page: Page = Field(1, description="Fifty lines a page.")


@router.get("partners/{partner}/lines", response=answers(Lines, 404, 422), operation_id="lines")
def lines(request: HttpRequest, partner: Key, chosen: Query[WhichLines]) -> Lines:
    """List the order lines of a relationship, the newest promised day first."""
    found = orders.lines(request.auth, partner, page=chosen.page)
    rows = [LineRow(**_columns(row, LineRow)) for row in found.rows]
    return Lines(page=found.number, pages=found.pages, total=found.total, rows=rows)


@router.get("lines/{line}", response=answers(Line, 404, 422), operation_id="line")
def line(request: HttpRequest, line: Key) -> Line:
    """Show one order line with every promised day, receipt and delay."""
    found = known.line(request.auth, line)
    return Line(**_columns(found, LineRow), **_recorded(found), partner=partner_name(found.partnership))


def attached_line(row: AttachedRow) -> AttachedLine:
    """Return a late line as an action names it."""
    return AttachedLine(**_columns(row, AttachedLine))


def _columns(row: orders.LineRow | known.Line | AttachedRow, form: type[Schema]) -> dict[str, Any]:
    return {"id": row.pk} | {name: getattr(row, name) for name in form.model_fields if name != "id"}


def _recorded(found: known.Line) -> dict[str, Any]:
    return {
        "ordered_on": found.ordered_on,
        "confirmed_on": found.confirmed_on,
        "contested_on": found.contested_on,
        "promises": [PromisedDay.from_orm(each) for each in found.promises],
        "receipts": [Receipt.from_orm(each) for each in found.receipts],
        "delays": [DelayOfOthers.from_orm(each) for each in found.delays],
    }
