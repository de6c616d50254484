"""The quarterly pulse: what a person answers about the other side. No number of the record is ever made of it."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from troth.trust.pulse import HIGHEST, LOWEST, QUESTIONS, quarter_of
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.models import PulseAnswer


class PulseRefused(Exception):
    """It cannot be answered like this; the message says what lacks."""


def answer(*, by: Actor, relationship: int, answers: Mapping[str, int | None], on: date | None = None) -> None:
    """Keep a person's answers of the running quarter; until it ends they may be given anew.

    Args:
        by: Who answers; they answer about the other side.
        relationship: The relationship asked about.
        answers: From a question's key to 1..5; what is left out or None is not answered.
        on: Day of the answer, today where it is not told.

    Raises:
        PulseRefused: No question is answered, or an answer is no step from 1 to 5.
    """
    given = {question.key: answers.get(question.key) for question in QUESTIONS}
    said = [value for value in given.values() if value is not None]
    if not said:
        raise PulseRefused("Answer at least one question; what you cannot say stays open.")
    if not all(value in range(LOWEST, HIGHEST + 1) for value in said):
        raise PulseRefused("Each answer is a step from 1 to 5.")
    row = access.relationship(by, relationship, "answer")
    quarter = quarter_of(on or timezone.localdate())
    with transaction.atomic():
        PulseAnswer.objects.update_or_create(
            relationship=row,
            quarter=quarter.start,
            person_id=by.person,
            defaults={**given, "side": access.side_of(by, row), "answered_at": timezone.now()},
        )
        side = access.side_of(by, row)
        audit.record("pulse.answered", by=by, organisation=getattr(row, f"{side}_id"), relationship=row)
