"""Questions about how a house works, asked by that house; what a person answers is read by that person alone."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.communication.quiz import QuizRefused, asked, is_right
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.models import CustomNote, QuizAnswer, QuizQuestion
from troth_site.queries.communication.reading import question_of
from troth_site.queries.partners import partnership

MOST_QUESTIONS = 5
"""Questions about one note."""


class QuestionRefused(Exception):
    """A question or an answer cannot be kept; the message says what lacks."""


def ask(*, by: Actor, relationship: int, note: int, text: str, choices: Sequence[str], right: int) -> int:
    """Ask something about a note that one's own house wrote of itself, and return the question's key.

    Raises:
        access.NotThere: One's own house wrote no such note of itself.
        QuestionRefused: It asks nothing, its answers are alike, too few or too many, or none of them is one's own.
    """
    row = access.relationship(by, relationship, "answer")
    ours = getattr(row, f"{access.side_of(by, row)}_id")
    access.organisation(by, ours, "answer")
    try:
        question = asked(text, choices=choices, right=right)
    except QuizRefused as error:
        raise QuestionRefused(str(error)) from error
    with transaction.atomic():
        found = CustomNote.objects.select_for_update().filter(
            pk=note, about=ours, written_for=ours, relationship=None, removed_at=None
        )
        kept = found.first()
        if kept is None:
            raise access.NotThere
        if QuizQuestion.objects.filter(note=kept, removed_at=None).count() >= MOST_QUESTIONS:
            raise QuestionRefused(gettext_noop("Five questions about one note are enough. Take one away first."))
        made = QuizQuestion.objects.create(
            note=kept, text=question.text, choices=list(question.choices), right=question.right, author_id=by.person,
            written_at=timezone.now(),
        )  # fmt: skip
        audit.record("quiz.asked", by=by, organisation=ours, subject=f"question {made.pk}")
    return made.pk


def take_away(*, by: Actor, relationship: int, question: int) -> None:
    """Take away a question of one's own house; what people answered goes with it."""
    row = access.relationship(by, relationship, "answer")
    ours = getattr(row, f"{access.side_of(by, row)}_id")
    access.organisation(by, ours, "answer")
    with transaction.atomic():
        found = QuizQuestion.objects.select_for_update().filter(pk=question, note__written_for=ours).first()
        if found is None:
            raise access.NotThere
        if found.removed_at is not None:
            return
        found.removed_at = timezone.now()
        found.save(update_fields=["removed_at"])
        QuizAnswer.objects.filter(question=found).delete()
        audit.record("quiz.taken-away", by=by, organisation=ours, subject=f"question {found.pk}")


def answer(*, by: Actor, relationship: int, question: int, chosen: int) -> None:
    """Answer a question for oneself; nobody else reads it, and answering again replaces it.

    Raises:
        access.NotThere: The partner asks no such question.
        QuestionRefused: There is no such answer.
    """
    found = question_of(partnership(by, relationship), question)
    if found is None:
        raise access.NotThere
    try:
        is_right(found, chosen=chosen)
    except QuizRefused as error:
        raise QuestionRefused(str(error)) from error
    with transaction.atomic():
        QuizAnswer.objects.update_or_create(
            person_id=by.person, question_id=question, defaults={"chosen": chosen, "answered_at": timezone.now()}
        )
        # Neither what was answered nor to whom: it is the person's own affair.
        audit.record("quiz.answered", by=by, subject=f"person {by.person}")


def forget(*, by: Actor) -> None:
    """Erase all of one's own answers; nothing of them is kept."""
    with transaction.atomic():
        gone, _by_kind = QuizAnswer.objects.filter(person=by.person).delete()
        if not gone:
            return
        audit.record("quiz.forgotten", by=by, subject=f"person {by.person}")
