"""What to read before meeting a partner: its own words, what was noted, and what others of its country tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from troth.communication.quiz import Question, is_right
from troth_site import access
from troth_site.access import Actor
from troth_site.models import CustomNote, Organisation, QuizAnswer, QuizQuestion
from troth_site.queries.communication.customs import CustomRow, readable, row_of, sorted_rows
from troth_site.queries.partners import Partnership

MOST_OF_COUNTRY = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, with what the reader answered.

    Attributes:
        chosen: Place of the reader's answer, None where they have not answered; nobody else is ever told.
        right: The reader's answer is the house's own, None where they have not answered.
    """

    pk: int
    note: int
    question: Question
    chosen: int | None
    right: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A reading list.

    Attributes:
        own: What the partner tells of itself, what matters first in a meeting first.
        noted: What the reader's side noted of it.
        of_country: What the reader's other partners of the same country tell of themselves.
        country: Code of the partner's country, empty where nobody said.
        asked: The partner's questions about its own notes.
        ours: What the reader's own side tells of itself and asks, for whoever writes it.
    """

    own: tuple[CustomRow, ...]
    noted: tuple[CustomRow, ...]
    of_country: tuple[CustomRow, ...]
    country: str
    asked: tuple[Asked, ...]
    ours: tuple[CustomRow, ...]
    our_questions: tuple[Asked, ...]


def reading(by: Actor, found: Partnership) -> Reading:
    """Return the reading list about a partner the person has already been let into, in four queries."""
    rows = list(readable(found))
    theirs, our = found.organisation(found.their_side), found.organisation(found.our_side)
    about = sorted_rows([row_of(by, row) for row in rows if row.about_id == theirs])
    ours = sorted_rows([row_of(by, row) for row in rows if row.about_id == our and row.written_for_id == our])
    asked = _asked(by, [*about, *ours])
    mine = {row.pk for row in ours}
    return Reading(
        own=tuple(row for row in about if row.by_themselves),
        noted=tuple(row for row in about if not row.by_themselves),
        of_country=_of_country(by, found), country=found.country, ours=ours,
        asked=tuple(each for each in asked if each.note not in mine),
        our_questions=tuple(each for each in asked if each.note in mine),
    )  # fmt: skip


def question_of(found: Partnership, pk: int) -> Question | None:
    """Return a question that a partner asks about itself, None where it asks none of this key."""
    theirs = found.organisation(found.their_side)
    row = QuizQuestion.objects.filter(pk=pk, removed_at=None, note__about=theirs, note__written_for=theirs)
    one = row.filter(note__removed_at=None, note__relationship=None).first()
    return _question(one) if one else None


def _asked(by: Actor, rows: Sequence[CustomRow]) -> tuple[Asked, ...]:
    told = [row.pk for row in rows if row.by_themselves]
    questions = list(QuizQuestion.objects.filter(note__in=told, removed_at=None).order_by("note", "pk"))
    answers = QuizAnswer.objects.filter(person=by.person, question__in=[each.pk for each in questions])
    chosen = dict(answers.values_list("question_id", "chosen"))
    return tuple(_one(each, chosen.get(each.pk)) for each in questions)


def _one(row: QuizQuestion, chosen: int | None) -> Asked:
    question = _question(row)
    # A question that was put anew may have fewer answers than the one that was answered.
    known = chosen if chosen is not None and chosen < len(question.choices) else None
    right = None if known is None else is_right(question, chosen=known)
    return Asked(pk=row.pk, note=row.note_id, question=question, chosen=known, right=right)


def _question(row: QuizQuestion) -> Question:
    return Question(text=row.text, choices=tuple(row.choices), right=row.right)


def _of_country(by: Actor, found: Partnership) -> tuple[CustomRow, ...]:
    if not found.country:
        return ()
    rows = access.relationships(by).filter(hidden=False)
    near = Q(pk__in=rows.values("buyer")) | Q(pk__in=rows.values("factory"))
    others = Organisation.objects.filter(near, country=found.country).exclude(pk__in=(found.buyer, found.factory))
    others = others.exclude(pk__in=by.organisations())
    told = CustomNote.objects.filter(about__in=others, written_for__in=others, relationship=None, removed_at=None)
    told = told.select_related("author", "written_for").order_by("-dated_on", "-pk")
    kept = [row_of(by, row) for row in told[:MOST_OF_COUNTRY]]
    return sorted_rows([row for row in kept if row.by_themselves])
