"""What people eat and drink, told by themselves; and the meal of a visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.communication.table_needs import TableNeeds, gaps_in_needs, told
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication import live
from troth_site.models import MealPlan, Meeting
from troth_site.models import TableNeeds as NeedsRow
from troth_site.models.choices import MeetingState, MeetingWay, Party

LONGEST_WHAT, LONGEST_PLACE, LONGEST_WORDS = 200, 300, 500


class TableRefused(Exception):
    """Needs or a meal cannot be kept like this; the message says what lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meal:
    """The meal of a visit.

    Attributes:
        pays: The side that pays, empty while nobody has said.
    """

    what: str
    place: str = ""
    pays: str = ""
    words: str = ""


def tell(*, by: Actor, needs: Sequence[str], drink: str = "", words: str = "") -> None:
    """Tell what one eats and drinks oneself; there is no way to tell it of another.

    Raises:
        TableRefused: Something chosen is not known, or it is too long.
    """
    kept = told(by=str(by.person), needs=TableNeeds(owner=str(by.person), needs=tuple(needs), drink=drink, words=words))
    if gaps := gaps_in_needs(kept):
        raise TableRefused(gaps[0].sentence())
    with transaction.atomic():
        NeedsRow.objects.update_or_create(
            person_id=by.person,
            defaults={
                "needs": list(kept.needs), "drink": kept.drink, "words": kept.words, "told_at": timezone.now(),
            },
        )  # fmt: skip
        # What was told is nobody's trail.
        audit.record("table.told", by=by, subject=f"person {by.person}")


def erase(*, by: Actor) -> None:
    """Erase what one told of oneself; nothing of it is kept."""
    with transaction.atomic():
        gone, _by_kind = NeedsRow.objects.filter(person=by.person).delete()
        if not gone:
            return
        audit.record("table.erased", by=by, subject=f"person {by.person}")


def plan_meal(*, by: Actor, meeting: int, meal: Meal, now: datetime | None = None) -> None:
    """Plan the meal of a visit; planning it again replaces it, and both sides read it.

    Raises:
        TableRefused: It says nothing, or the meeting is no visit that still lies ahead.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, Meeting, meeting, "record")
    if not meal.what.strip() or (meal.pays and meal.pays not in Party.values):
        raise TableRefused(gettext_noop("Say what you plan, such as lunch in the canteen."))
    with transaction.atomic():
        row = Meeting.objects.select_for_update().get(pk=seen.pk)
        is_over = row.starts_at + timedelta(minutes=row.minutes) <= moment
        if row.way != MeetingWay.VISIT or row.state != MeetingState.PLANNED or is_over:
            raise TableRefused(gettext_noop("A meal is planned for a visit that lies ahead."))
        MealPlan.objects.update_or_create(
            meeting=row,
            defaults={
                "what": meal.what.strip()[:LONGEST_WHAT], "place": meal.place.strip()[:LONGEST_PLACE],
                "pays": meal.pays, "words": meal.words.strip()[:LONGEST_WORDS], "planned_by_id": by.person,
                "planned_at": moment,
            },
        )  # fmt: skip
        audit.record("meal.planned", by=by, relationship=seen.relationship, subject=f"meeting {row.pk}")
        live.tell(seen.relationship_id, "meeting", f"meeting {row.pk}")
