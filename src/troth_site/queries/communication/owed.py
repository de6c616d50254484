"""What each side of one relationship owes, the same list on both screens."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from troth.commitments.outcomes import SIDES, Side
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Commitment
from troth_site.queries.partner_page.open_promises import OPEN, OpenPromise, as_promise

SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """What one side owes.

    Attributes:
        rows: Overdue first, then by due day; at most SHOWN.
        total: Of all.
        overdue: How many are past their day.
    """

    side: Side
    rows: tuple[OpenPromise, ...]
    total: int
    overdue: int


def owed(by: Actor, relationship: int, *, today: date) -> dict[Side, Debt]:
    """Return what each side owes in one relationship, by side; who looks changes nothing."""
    row = access.relationship(by, relationship)
    open_now = Commitment.objects.filter(relationship=row, state__in=OPEN).exclude(pk__in=by.unseen.promises)
    late = Count("pk", filter=Q(due_on__lt=today))
    counts = {each["side"]: each for each in open_now.values("side").annotate(total=Count("pk"), overdue=late)}
    return {side: _debt(open_now, side, counts.get(side, {})) for side in SIDES}


def _debt(open_now: QuerySet[Commitment], side: Side, count: dict[str, int]) -> Debt:
    rows = open_now.filter(side=side).order_by("due_on", "pk")[:SHOWN] if count else ()
    return Debt(
        side=side, rows=tuple(as_promise(row) for row in rows), total=count.get("total", 0),
        overdue=count.get("overdue", 0),
    )  # fmt: skip
