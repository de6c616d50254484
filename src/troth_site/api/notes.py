"""Notes you may read, and the pulse as you may see it."""

from datetime import date, datetime
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from troth_site.api.frame.forms import Key, Side, answers
from troth_site.queries import notes as noted
from troth_site.queries import pulse as pulses
from troth_site.queries.partners import partnership

router = Router(tags=["What people say"])


class Note(Schema):
    """What somebody noted; no number is made of it."""

    id: int
    visibility: Literal["shared", "side", "private"] = Field(
        description="Who reads it: both sides, the writer's side alone, or the writer alone."
    )
    side: Side
    author: str
    text: str
    promise: int | None = Field(description="The line or promise it is about; null where it is about the partner.")
    written_at: datetime
    edited_at: datetime | None


class MiddleAnswer(Schema):
    """The middle answer to one question, 1 to 5, and how many answered it; null where nobody did."""

    question: str
    median: float | None
    n: int


class SidePulse(Schema):
    """What the people of one side answered about the other."""

    side: Side
    hidden: bool = Field(description="It is not shown to you yet; then nothing is told of it.")
    people: int
    answers: list[MiddleAnswer]


class QuarterPulse(Schema):
    """One quarter of the pulse, the buyer's side first."""

    begin: date
    sides: list[SidePulse]


@router.get("partners/{partner}/notes", response=answers(list[Note], 404, 422), operation_id="notes", url_name="notes")
def of_partner(request: HttpRequest, partner: Key) -> list[Note]:
    """List the notes about a partner that you may read, the newest first."""
    found = partnership(request.auth, partner)  # type: ignore[attr-defined]
    return [
        Note(
            id=row.pk,
            visibility=row.visibility,  # type: ignore[arg-type]
            side=row.side,  # type: ignore[arg-type]
            author=row.author,
            text=row.text,
            promise=row.commitment,
            written_at=row.written_at,
            edited_at=row.edited_at,
        )
        for row in noted.notes(request.auth, found.pk)  # type: ignore[attr-defined]
    ]


@router.get(
    "partners/{partner}/pulse", response=answers(list[QuarterPulse], 404, 422), operation_id="pulse", url_name="pulse"
)
def pulse(request: HttpRequest, partner: Key) -> list[QuarterPulse]:
    """Show the quarterly pulse of both sides as far as you may see it, the running quarter first."""
    found = partnership(request.auth, partner)  # type: ignore[attr-defined]
    seen = pulses.pulse(request.auth, found, today=timezone.localdate())  # type: ignore[attr-defined]
    return [_quarter(each) for each in (seen.now, *seen.past)]


def _quarter(seen: pulses.QuarterPulse) -> QuarterPulse:
    return QuarterPulse(
        begin=seen.quarter.start,
        sides=[
            SidePulse(
                side=side,
                hidden=seen.sides[side].is_hidden,
                people=seen.sides[side].people,
                answers=[
                    MiddleAnswer(question=key, median=found.value, n=found.n)
                    for key, found in seen.sides[side].medians.items()
                ],
            )
            for side in ("buyer", "factory")
        ],
    )
