"""How fast both sides of a relationship answer, as last computed, and month by month."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from troth.commitments.outcomes import SIDES, Side
from troth.communication.decay import Decay, MonthOfAnswers
from troth_site.access import Actor
from troth_site.models import Judgement, Relationship, ResponseSummary
from troth_site.prepared import Prepared, given
from troth_site.queries.communication.response_facts import last_substantive_contact as last_contact
from troth_site.queries.communication.response_facts import paced
from troth_site.queries.communication.silences import Rhythm, rhythm
from troth_site.queries.partners import Partnership, partnership

_FIELDS = (
    "side", "computed_at", "target_hours", "requests", "answered", "open", "share", "low", "high", "median_hours",
    "median_low", "median_high", "trend_percent", "trend_p", "regularity",
)  # fmt: skip
_LINES = Prepared(lambda: ResponseSummary.objects.filter(relationship=given("relationship")).values_list(*_FIELDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseLine:
    """How fast one side answers over the last year, open requests counted for what they tell (Kaplan and Meier).

    Attributes:
        share: Estimated share answered within the target, a fraction; low and high its interval of 95 %.
        median_hours: None where it has not come to half of them.
        trend_percent: Rise of the median a month, percent; None where there are too few months.
    """

    side: Side
    computed_at: datetime | None = None
    target_hours: float = 24.0
    requests: int = 0
    answered: int = 0
    open: int = 0
    share: float | None = None
    low: float | None = None
    high: float | None = None
    median_hours: float | None = None
    median_low: float | None = None
    median_high: float | None = None
    trend_percent: float | None = None
    trend_p: float | None = None
    regularity: float | None = None


def response_lines(relationship: int) -> dict[Side, ResponseLine]:
    """Return how fast each side answers, in one query; a side nobody asked anything yet has no requests."""
    rows = {
        row[0]: ResponseLine(**dict(zip(_FIELDS, row, strict=True))) for row in _LINES.rows(relationship=relationship)
    }
    return {side: rows.get(side, ResponseLine(side=side)) for side in SIDES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a side answered month by month over the last year, the signs of decay, and the rhythm they are read by."""

    months: tuple[MonthOfAnswers, ...]
    decay: Decay
    rhythm: Rhythm


def course_of(found: Partnership, side: Side) -> Course:
    """Return the course of a side's answers up to now."""
    row, now = Relationship.objects.get(pk=found.pk), timezone.now()
    kept = rhythm(row, today=timezone.localdate(now))
    seen = paced(row, side, now=now, gap=kept.counted)
    return Course(months=seen.months, decay=seen.decay, rhythm=kept)


def judged_states(by: Actor, found: Partnership) -> dict[Side, str]:
    """Return the state of each side's promises to answer, as last judged; a side never judged is left out.

    Who judges reads the state among all of its partners; the other side reads its own test alone.
    """
    rows = Judgement.objects.filter(relationship=found.pk, dimension="communication")
    mine = by.organisations()
    return {
        side: state if judge in mine else own
        for side, judge, state, own in rows.values_list("side", "judge_id", "state", "own_state")
    }


def last_substantive_contact(by: Actor, relationship: int) -> datetime | None:
    """Return when a person of either side wrote last.

    Raises:
        access.NotThere: There is no such relationship for this person.
    """
    return last_contact(partnership(by, relationship).pk)
