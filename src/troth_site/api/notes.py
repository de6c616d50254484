"""Notes you may read, and the pulse as you may see it."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from troth.trust.pulse import QUESTIONS
from troth_site.actions import notes as acts
from troth_site.actions import pulse as pulse_acts
from troth_site.api.frame.forms import Key, Side, answers
from troth_site.api.frame.problems import Problem
from troth_site.api.frame.writing import Done, Given, Words, asker, done, writes, written
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


class NoteGiven(Given):
    """A note about a partner, or about one line or promise of theirs."""

    text: Words
    visibility: Literal["shared", "side", "private"] = Field(description="Who reads it; nobody is chosen beforehand.")
    promise: Key | None = None


class NoteChanged(Given):
    """Other words of a note."""

    text: Words


class PulseGiven(Given):
    """Your answers to the five questions of the running quarter, each 1 to 5; what is left out stays open."""

    answers: dict[str, Annotated[int, Field(ge=1, le=5)]]


@router.post("partners/{partner}/notes", response=written(), operation_id="write_note", url_name="notes")
@writes(acts.NoteRefused, blames="text")
def write(request: HttpRequest, partner: Key, given: NoteGiven) -> Done:
    """Keep a note for the readers you choose."""
    pk = acts.write(
        by=asker(request), relationship=partner, text=given.text, visibility=given.visibility, commitment=given.promise
    )
    return done(pk, "notes", partner=partner)


@router.post("notes/{note}", response=written(), operation_id="change_note", url_name="note")
@writes(acts.NoteRefused, blames="text")
def change(request: HttpRequest, note: Key, given: NoteChanged) -> Done:
    """Change the words of your own note; the earlier ones are kept."""
    by = asker(request)
    found = noted.note(by, note)
    acts.edit(by=by, note=note, text=given.text)
    return done(note, "notes", partner=found.partnership.pk)


@router.post("notes/{note}/delete", response=written(), operation_id="delete_note", url_name="delete-note")
@writes()
def delete(request: HttpRequest, note: Key) -> Done:
    """Delete your own note with its earlier words."""
    by = asker(request)
    found = noted.note(by, note)
    acts.delete(by=by, note=note)
    return done(None, "notes", partner=found.partnership.pk)


@router.post("partners/{partner}/pulse", response=written(), operation_id="answer_pulse", url_name="pulse")
@writes(pulse_acts.PulseRefused, blames="answers")
def answer_pulse(request: HttpRequest, partner: Key, given: PulseGiven) -> Done:
    """Answer the running quarter's questions; until it ends you may answer anew."""
    known = {question.key for question in QUESTIONS}
    if strange := set(given.answers) - known:
        told = _("“%(name)s” is none of the questions: %(known)s.")
        said = {"name": min(strange), "known": ", ".join(sorted(known))}
        raise Problem(422, told % said, where="answers")
    answers_given = {key: given.answers.get(key) for key in known}
    pulse_acts.answer(by=asker(request), relationship=partner, answers=answers_given)
    return done(None, "pulse", partner=partner)


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
