"""All partners of somebody's organisations at one glance: what waits for us, what they owe, when both meet next."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Q

from troth.commitments.outcomes import SIDES
from troth_site.access import Actor
from troth_site.models import Commitment, Judgement, Meeting, ReplyRequest
from troth_site.models.choices import MeetingState
from troth_site.queries.partner_page.open_promises import OPEN
from troth_site.queries.partners import Partnership, as_partnership, visible

SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """One partner at a glance.

    Attributes:
        questions: Requests that wait for our answer.
        ours, ours_overdue: Open promises of our side.
        theirs, theirs_overdue: Open promises of theirs.
        our_standing, their_standing: In delivery, 0 to 100; None where nothing is on the record.
    """

    partner: Partnership
    questions: int
    ours: int
    ours_overdue: int
    theirs: int
    theirs_overdue: int
    our_standing: float | None
    their_standing: float | None
    meeting: datetime | None


def neighbours(by: Actor, *, today: date, now: datetime) -> tuple[Neighbour, ...]:
    """Return the partners, those where most is overdue or waits first, at most SHOWN, in five queries."""
    found = [as_partnership(by, row) for row in visible(by)[:SHOWN]]
    keys = [partner.pk for partner in found]
    open_now = _open(by, keys, today)
    questions = _questions(keys)
    standings = _standings(keys)
    meetings = _meetings(keys, now)
    rows = [_neighbour(partner, open_now, questions, standings, meetings.get(partner.pk)) for partner in found]
    return tuple(sorted(rows, key=lambda row: (-(row.questions + row.ours_overdue), row.partner.partner.casefold())))


def _neighbour(
    partner: Partnership, open_now: Any, questions: Any, standings: Any, meeting: datetime | None
) -> Neighbour:
    ours, theirs = partner.our_side, partner.their_side
    return Neighbour(
        partner=partner, questions=questions.get((partner.pk, theirs), 0), meeting=meeting,
        ours=open_now.get((partner.pk, ours), (0, 0))[0], ours_overdue=open_now.get((partner.pk, ours), (0, 0))[1],
        theirs=open_now.get((partner.pk, theirs), (0, 0))[0],
        theirs_overdue=open_now.get((partner.pk, theirs), (0, 0))[1],
        our_standing=standings.get((partner.pk, ours)), their_standing=standings.get((partner.pk, theirs)),
    )  # fmt: skip


def _open(by: Actor, keys: list[int], today: date) -> dict[tuple[int, str], tuple[int, int]]:
    rows = Commitment.objects.filter(relationship__in=keys, state__in=OPEN).order_by()
    rows = rows.exclude(pk__in=by.unseen.promises)
    counted = rows.values("relationship_id", "side").annotate(n=Count("pk"), late=Count("pk", Q(due_on__lt=today)))
    return {(row["relationship_id"], row["side"]): (row["n"], row["late"]) for row in counted}


def _questions(keys: list[int]) -> dict[tuple[int, str], int]:
    rows = ReplyRequest.objects.filter(relationship__in=keys, answered_at=None, withdrawn_at=None).order_by()
    counted = rows.values("relationship_id", "side").annotate(n=Count("pk"))
    return {(row["relationship_id"], row["side"]): row["n"] for row in counted}


def _standings(keys: list[int]) -> dict[tuple[int, str], float]:
    rows = Judgement.objects.filter(relationship__in=keys, dimension="delivery", side__in=SIDES).exclude(lines=0)
    return {(pk, side): standing for pk, side, standing in rows.values_list("relationship_id", "side", "standing")}


def _meetings(keys: list[int], now: datetime) -> dict[int, datetime]:
    rows = Meeting.objects.filter(relationship__in=keys, state=MeetingState.PLANNED, starts_at__gte=now).order_by()
    return dict(rows.values("relationship_id").annotate(next=Min("starts_at")).values_list("relationship_id", "next"))
