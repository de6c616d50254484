"""Correcting a line where a file tells of it otherwise than what is recorded."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from troth.commitments.contest import contest_carried
from troth.commitments.outcomes import Outcome
from troth_site.access import Actor
from troth_site.actions import confirmations, ledger
from troth_site.actions.ledger import NewEntry
from troth_site.actions.orders.entries import content_of, recorded_on, told
from troth_site.actions.orders.pictures import NOBODY_NAMED, picture, said_as_data
from troth_site.actions.orders.settled import entry_of, known_since, settled_outcome
from troth_site.models import LineChange, OrderLine, PromisedDate, Receipt
from troth_site.queries.orders import FILES_SAY, KnownLine, ReportedLine, latest_outcome

CORRECTED = "delivery.corrected"


class Telling(NamedTuple):
    """What a file says of a line, its mark, and the day on which the file came."""

    said: ReportedLine
    mark: bytes
    entered_on: date


def correct_line(by: Actor, batch: int | None, telling: Telling, *, before: KnownLine) -> None:
    """Replace what is recorded of a line by what the file reports now, keeping every promised day."""
    relationship = ledger.lock(before.relationship)
    line = OrderLine.objects.select_related("commitment").get(pk=before.commitment)
    standing = latest_outcome(line.pk)
    if batch is not None:
        kept = picture(line) | said_as_data(telling.said, entered_on=telling.entered_on)
        LineChange.objects.get_or_create(batch_id=batch, line=line, defaults={"before": kept})
    entry = tell(by, line, telling, standing=standing)
    ledger.append(relationship, [replace(entry, batch=batch, supersedes=standing)])


def tell(
    by: Actor, line: OrderLine, telling: Telling, *, standing: Outcome | None, acts_by: date | None = None
) -> NewEntry:
    """Let a file tell of a line, and return the ledger's entry of it.

    A promised day that differs is kept beside the first with nobody named as its mover: the first confirmed day stays
    the measure until either side says who moved it.

    Args:
        by: Who brought the file.
        line: As it is now.
        telling: What the file says.
        standing: The version that stands in the line's place until now.
        acts_by: Leave out what people recorded after this day; None for nothing.
    """
    said, mark, entered_on = telling
    claimed = recorded_on(said, entered_on)
    known = claimed if standing is None or claimed > standing.recorded_on else entered_on
    _write(line, said, entered_on, acts_by=acts_by)
    line.item, line.quantity, line.value = said.item, said.quantity, said.value
    line.currency, line.ordered_on, line.fingerprint = said.currency or "", said.ordered, mark
    line.save(update_fields=["item", "quantity", "value", "currency", "ordered_on", "fingerprint"])
    outcome = settled_outcome(line, known, since=known_since(standing, known), acts_by=acts_by)
    if outcome is None:
        outcome = told(said, at_stake=line.commitment.stake, entered_on=entered_on).outcome
    if standing is not None:
        outcome = contest_carried(standing, outcome)
    return entry_of(CORRECTED, by, line, outcome, content_of(said, outcome))


def _write(line: OrderLine, said: ReportedLine, entered_on: date, *, acts_by: date | None) -> None:
    """Write the promised day and the receipt of a file, and let go what the other side confirmed of others."""
    known = line.promises.order_by("recorded_on", "pk")
    if acts_by is not None:
        known = known.filter(Q(moved_by__in=FILES_SAY) | Q(recorded_on__lte=acts_by))
    latest = known.last()
    before = (latest and latest.day, line.completed_on, line.quantity)
    if before != (said.promised, said.delivered, said.quantity):
        confirmations.lapse(line.commitment)
    if latest is not None and latest.day != said.promised:
        PromisedDate.objects.create(
            line=line, day=said.promised, recorded_on=said.recorded or entered_on, moved_by=NOBODY_NAMED
        )
    if said.delivered is None:
        # A file that says nothing of a receipt takes back its own word alone, not what people recorded by hand.
        line.receipts.filter(person=None).delete()
    else:
        line.receipts.all().delete()
        Receipt.objects.create(line=line, day=said.delivered, recorded_on=said.recorded or said.delivered)
