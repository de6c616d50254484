"""What a line looked like before an import changed it, and putting it back without touching what people recorded."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

from troth_site.actions import confirmations
from troth_site.models import OrderLine, Person, PromisedDate, Receipt

_KEPT = (
    "number", "item", "quantity", "value", "currency", "ordered_on", "due_on", "completed_on", "factory_days",
    "buyer_days", "excused_days",
)  # fmt: skip
_PROMISE = ("day", "recorded_on", "moved_by", "reason")
_RECEIPT = ("day", "recorded_on", "quantity")
NOBODY_NAMED = "unknown"
"""Who moved a promised day that differs in a file: files do not say."""


def picture(line: OrderLine) -> dict[str, Any]:
    """Return what a line looks like now, as plain data."""
    taken: dict[str, Any] = {name: _text(getattr(line, name)) for name in _KEPT}
    taken["fingerprint"] = bytes(line.fingerprint).hex()
    taken["confirmed_on"] = _text(line.commitment.confirmed_on)
    promises = line.promises.order_by("recorded_on", "pk").values_list(*_PROMISE)
    receipts = line.receipts.order_by("day", "pk").values_list(*_RECEIPT, "person")
    taken["promises"] = [[_text(value) for value in row] for row in promises]
    taken["receipts"] = [[_text(value) for value in row] for row in receipts]
    return taken


def put_back(line: OrderLine, before: dict[str, Any]) -> None:
    """Put a line back as a picture shows it; promised days and receipts that people recorded since then stay."""
    for name in _KEPT:
        setattr(line, name, OrderLine._meta.get_field(name).to_python(before[name]))
    line.fingerprint = bytes.fromhex(before["fingerprint"])
    line.save(update_fields=[*_KEPT, "fingerprint"])
    # What the other side confirmed was the line as it was.
    if before.get("confirmed_on"):
        confirmations.keep(line.commitment, confirmed_on=date.fromisoformat(before["confirmed_on"]))
    else:
        confirmations.lapse(line.commitment)
    _put_back_promises(line, before["promises"])
    _put_back_receipts(line, before["receipts"])


def _put_back_promises(line: OrderLine, before: list[list[Any]]) -> None:
    missing = Counter(map(tuple, before))
    for row in line.promises.order_by("pk"):
        said = tuple(_text(getattr(row, name)) for name in _PROMISE)
        if missing[said]:
            missing[said] -= 1
        elif row.moved_by == NOBODY_NAMED and row.person_id is None:
            row.delete()
    PromisedDate.objects.bulk_create(
        PromisedDate(line=line, **dict(zip(_PROMISE, said, strict=True))) for said in missing.elements()
    )


def _put_back_receipts(line: OrderLine, before: list[list[Any]]) -> None:
    # Pictures taken earlier do not say who recorded a receipt.
    missing = Counter((*said, None)[:4] for said in map(tuple, before))
    for row in line.receipts.order_by("pk"):
        said = (*(_text(getattr(row, name)) for name in _RECEIPT), row.person_id)
        if missing[said]:
            missing[said] -= 1
        elif row.person_id is None:
            row.delete()
    named = {said[3] for said in missing.elements()}
    known = set(Person.objects.filter(pk__in=named - {None}).values_list("pk", flat=True))
    Receipt.objects.bulk_create(
        Receipt(line=line, day=day, recorded_on=recorded, quantity=quantity, person_id=by if by in known else None)
        for day, recorded, quantity, by in missing.elements()
    )


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, date | Decimal) else value
