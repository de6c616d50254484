"""Letters that came by mail and stand in no thread: shown to the people of the organisation that knows the sender."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import QuerySet

from troth_site import access
from troth_site.access import Actor
from troth_site.models import UnplacedMail
from troth_site.prepared import NUMBER, Prepared
from troth_site.queries.partners import places, seats_of

SHOWN = 50
LONGEST_SHOWN = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter in no thread, and why it is in none."""

    pk: int
    organisation: str
    sender: str
    subject: str
    text: str
    why: str
    received_at: datetime


def letters(by: Actor) -> tuple[Letter, ...]:
    """Return the letters nobody has looked after yet, the newest first."""
    rows = (
        _readable(by).filter(settled_at=None).select_related("organisation", "person").order_by("-received_at", "-pk")
    )
    return tuple(
        Letter(
            pk=row.pk, organisation=row.organisation.name, sender=f"{row.person.name} <{row.person.email}>",
            subject=row.subject, text=row.text[:LONGEST_SHOWN], why=row.get_why_display(), received_at=row.received_at,
        )
        for row in rows.order_by("-received_at", "-pk")[:SHOWN]
    )  # fmt: skip


def waiting(by: Actor) -> int:
    """Return how many letters wait for somebody."""
    seats = seats_of(by, "answer")
    if not seats:
        return 0
    ((number,),) = _waiting(len(seats)).rows(**seats)
    return number


@cache
def _waiting(seats: int) -> Prepared[tuple[int]]:
    return Prepared(
        lambda: (
            UnplacedMail.objects.filter(organisation__id__in=places(seats), settled_at=None)
            .order_by()
            .annotate(number=NUMBER)
            .values_list("number")
        )
    )


def letter(by: Actor, pk: int) -> UnplacedMail:
    """Return the row of one letter.

    Raises:
        access.NotThere: There is none for this person.
    """
    found = _readable(by).filter(pk=pk).first()
    if found is None:
        raise access.NotThere
    return found


def _readable(by: Actor) -> QuerySet[UnplacedMail]:
    return UnplacedMail.objects.filter(organisation__in=by.organisations("answer"))
