"""Whose the cause of a problem was, why, and who bears the cost: each side says it, until both say the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.quality.ideas import ImpossibleShare, split
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import ledger
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.quality import corrective_counted
from troth_site.actions.quality.corrective import CorrectiveRefused, answered, open_row, told
from troth_site.models import CauseSaid, CorrectiveAction

CAUSES = ("factory", "buyer", "both", "third")
MOST_WHYS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What one side says of the cause and of who bears its cost; what is None stays as it was.

    Attributes:
        side: Whose the cause was, in the eyes of the side that speaks.
        whys: Why it happened, and why that: up to five.
        escapes: Why nobody noticed before it left, and why that: up to five.
        buyer_share: Percent of the cost for the buyer, 0 to 100; the factory bears the rest.
    """

    side: str = ""
    whys: Sequence[str] = field(default_factory=tuple)
    escapes: Sequence[str] = field(default_factory=tuple)
    cost: Decimal | None = None
    currency: str = ""
    buyer_share: Decimal | None = None


def say_cause(
    *, by: Actor, corrective: int, given: Cause, revision: int | None = None, at: datetime | None = None
) -> None:  # fmt: skip
    """Say whose the cause was, why, what it cost and who bears it; agreed once both sides say the same.

    Raises:
        CorrectiveRefused: A share outside 0 to 100 %, a cost without its currency, or somebody changed it meanwhile.
    """
    seen = access.of_relationship(by, CorrectiveAction, corrective, "record")
    side = access.side_of(by, seen.relationship)
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = open_row(seen.pk, revision)
        if given.side and given.side not in CAUSES:
            raise CorrectiveRefused(gettext_noop("A cause is the factory’s, the buyer’s, of both, or a third party’s."))
        now = at or timezone.now()
        _say(row, given, side=side, by=by, at=now)
        _keep_cost(row, given)
        answered(row, locked, by=by, at=now)
        row.revision += 1
        row.save()
        corrective_counted.cause(row, locked, by=by, at=now)
        told(
            row, locked, "corrective.cause", by=by, other_than=side, subject=f"corrective {row.pk} cause {row.revision}"
        )


def _say(row: CorrectiveAction, given: Cause, *, side: str, by: Actor, at: datetime) -> None:
    """Keep what a side says of the cause; what it said before stays beside it."""
    whys, escapes = _lines(given.whys), _lines(given.escapes)
    row.whys, row.escapes = whys or row.whys, escapes or row.escapes
    if given.side:
        setattr(row, f"cause_side_{side}", given.side)
        agreed = row.cause_side_buyer == row.cause_side_factory
        row.cause_side = row.cause_side_buyer if agreed else ""
    if not (given.side or whys or escapes):
        return
    said = getattr(row, f"cause_side_{side}")
    last = CauseSaid.objects.filter(corrective=row, side=side).order_by("-pk").first()
    if last is None or (last.cause_side, last.whys, last.escapes) != (said, row.whys, row.escapes):
        CauseSaid.objects.create(
            corrective=row, side=side, person_id=by.person, said_at=at, cause_side=said, whys=row.whys,
            escapes=row.escapes,
        )  # fmt: skip


def _lines(written: Sequence[str]) -> list[str]:
    return [cleaned(why).strip()[:1000] for why in written if why.strip()][:MOST_WHYS]


def _keep_cost(row: CorrectiveAction, given: Cause) -> None:
    if given.cost is not None:
        currency = given.currency.strip().upper()
        if given.cost < 0 or len(currency) != 3 or not currency.isalpha():
            raise CorrectiveRefused(gettext_noop("A cost is 0 or more, its currency three letters, such as EUR."))
        row.cost, row.currency = given.cost, currency
    if given.buyer_share is not None:
        try:
            split(Decimal(100), proposer_percent=given.buyer_share)
        except ImpossibleShare as error:
            raise CorrectiveRefused(gettext_noop("The shares of both sides make 100 %: write 0 to 100.")) from error
        row.buyer_share = given.buyer_share
