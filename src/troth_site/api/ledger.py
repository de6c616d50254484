"""The ledger of one relationship: its entries, a copy that leaves the house, and whether the chain holds."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from troth_site.api.frame.forms import Day, Dimension, Key, Page, Side, Text, answers
from troth_site.api.frame.problems import Problem
from troth_site.queries import ledger
from troth_site.queries.partners import partnership

router = Router(tags=["Ledger"])
State = Literal["kept", "late", "open", "excused", "contested"]


class Entry(Schema):
    """One entry."""

    seq: int
    kind: str
    side: str
    dimension: str
    commitment: int | None
    what: str
    state: str
    happened_on: date
    recorded_on: date
    entered_at: datetime
    confirmed: bool
    contested: bool
    content: dict[str, Any] | None = Field(
        description="What the hash stands for; null where it was withheld or erased."
    )


class Entries(Schema):
    """A page of entries, what was recorded last first."""

    page: int
    pages: int
    total: int
    rows: list[Entry]


class Verified(Schema):
    """Whether the chain holds."""

    ok: bool
    entries: int = Field(description="Entries that hold.")
    head: str = Field(description="Hash of the last of them; keep it to notice a chain rewritten later.")
    problem: str | None
    problem_at: int | None = Field(description="Number of the entry it is about.")
    seen: int | None = Field(description="The last entry your side had seen verified, against which it was checked.")


class WhichEntries(Schema):
    """Which entries."""

    page: Page = Field(1, description="Fifty entries a page.")
    side: Side | None = None
    dimension: Dimension | None = None
    state: State | None = None
    text: Text = Field("", description="Found in what was promised.")
    as_of: Day | None = Field(None, description="Those recorded by this day.")


@router.get("partners/{partner}/ledger", response=answers(Entries, 404, 422), operation_id="ledger_entries")
def entries(request: HttpRequest, partner: Key, chosen: Query[WhichEntries]) -> Entries:
    """List the entries of a relationship's ledger, what was recorded last first, fifty a page."""
    wanted = ledger.LedgerFilter(
        side=chosen.side or "", dimension=chosen.dimension or "", state=chosen.state or "", text=chosen.text,
        as_of=chosen.as_of,
    )  # fmt: skip
    found = ledger.entries(request.auth, partner, wanted, page=chosen.page)
    rows = [Entry.from_orm(row) for row in found.rows]
    return Entries(page=found.number, pages=found.pages, total=found.total, rows=rows)


@router.get(
    "partners/{partner}/ledger.jsonl",
    response=answers(None, 404, 409, 422),
    operation_id="ledger_copy",
    openapi_extra={"responses": {200: {"description": "Lines of JSON", "content": {"application/x-ndjson": {}}}}},
)
def copy(request: HttpRequest, partner: Key) -> StreamingHttpResponse:
    """Send a copy of the ledger that ends in its head, for “troth ledger verify”.

    Refused with 409 while you take a blind second look at a lot whose first look stands in it.
    """
    found = partnership(request.auth, partner)
    try:
        lines = ledger.export_lines(request.auth, found.pk)
    except ledger.CopyWaits as refusal:
        raise Problem(409, _(str(refusal))) from refusal
    return StreamingHttpResponse(
        lines,
        content_type="application/x-ndjson",
        headers={"Content-Disposition": f'attachment; filename="ledger-{found.uid}.jsonl"'},
    )


@router.get("partners/{partner}/ledger/verify", response=answers(Verified, 404, 422), operation_id="ledger_verify")
def verify(request: HttpRequest, partner: Key) -> Verified:
    """Check the chain from its first entry, against the last head your side has seen."""
    found = ledger.check(request.auth, partner)
    chain = found.verification
    return Verified(
        ok=chain.ok and found.what is None,
        entries=chain.count,
        head=chain.head,
        problem=found.what,
        problem_at=chain.problem.seq if chain.problem else None,
        seen=found.seen_seq,
    )
