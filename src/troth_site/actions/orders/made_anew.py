"""A line whose first file was undone: the next file that tells of it has made it."""

from dataclasses import replace

from troth.commitments.contest import withdrawn
from troth.commitments.outcomes import NEVER_RECORDED, Outcome
from troth_site.access import Actor
from troth_site.actions import confirmations
from troth_site.actions.ledger import NewEntry, outcome_content
from troth_site.actions.orders.entries import content_of, recorded_on
from troth_site.actions.orders.histories import UNDONE, Block
from troth_site.actions.orders.reported import DELIVERED, OPEN
from troth_site.actions.orders.settled import entry_of, settled_outcome
from troth_site.models import OrderLine, PromisedDate, Receipt
from troth_site.queries.orders import FILES_SAY, facts_of_reported

_TOLD = ("item", "quantity", "value", "currency", "ordered_on", "fingerprint", "batch")


def make(by: Actor, line: OrderLine, block: Block, *, gone: Outcome | None, undone: int) -> list[NewEntry]:
    """Write a line as a file tells of it that had it as the first, and return the entries of that.

    Args:
        by: Who undoes the import that made the line until now.
        line: With its commitment; what people recorded of it stays.
        block: What the file says.
        gone: The version that stands until now; it leaves every day.
        undone: The import that is undone.
    """
    said = block.said
    line.promises.filter(person=None, moved_by__in=FILES_SAY).delete()
    line.receipts.filter(person=None).delete()
    facts = facts_of_reported(said, entered_on=block.entered_on)
    PromisedDate.objects.create(line=line, day=said.promised, recorded_on=facts.promises[0].recorded_on)
    for receipt in facts.receipts:
        Receipt.objects.create(line=line, day=receipt.day, recorded_on=receipt.recorded_on)
    line.item, line.quantity, line.value, line.currency = said.item, said.quantity, said.value, said.currency or ""
    line.ordered_on, line.fingerprint, line.batch_id = said.ordered, block.mark, block.batch
    line.save(update_fields=_TOLD)
    confirmations.lapse(line.commitment)
    known = recorded_on(said, block.entered_on)
    outcome = settled_outcome(line, known, since=known, acts_by=block.entered_on)
    if outcome is None:
        raise ValueError(f"line {line.key}: a line without a promised day has no outcome")
    made = entry_of(DELIVERED if said.delivered else OPEN, by, line, outcome, content_of(said, outcome))
    return [*_withdrawing(by, line, gone, undone), replace(made, batch=block.batch)]


def _withdrawing(by: Actor, line: OrderLine, gone: Outcome | None, undone: int) -> list[NewEntry]:
    if gone is None:
        return []
    nothing = withdrawn(gone)
    content = {"key": line.key, "withdrawn": True, "outcome": outcome_content(nothing)}
    entry = entry_of(UNDONE, by, line, nothing, content)
    return [replace(entry, batch=undone, recorded_on=NEVER_RECORDED)]
