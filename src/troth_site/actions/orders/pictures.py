"""What a line looked like before an import changed it, and putting it back without touching what people recorded."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from troth_site.actions import confirmations
from troth_site.models import OrderLine, Person, PromisedDate, Receipt
from troth_site.queries.orders import FILES_SAY, ReportedLine

_KEPT = (
    "number", "item", "quantity", "value", "currency", "ordered_on", "due_on", "completed_on", "factory_days",
    "buyer_days", "excused_days",
)  # fmt: skip
_DAYS = ("promised", "delivered", "recorded", "ordered")
_SAID = ("promised", "delivered", "recorded", "ordered", "quantity", "value", "currency", "item")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a file said of a line, kept beside the change it made; in the shape in which a file reports a line."""

    number: int = 0
    factory: str = ""
    key: str
    order: str
    line: str
    promised: date
    delivered: date | None = None
    recorded: date | None = None
    ordered: date | None = None
    quantity: Decimal | None = None
    value: Decimal | None = None
    currency: str | None = None
    item: str = ""


def said_as_data(said: ReportedLine, *, entered_on: date) -> dict[str, Any]:
    """Return what a file says of a line as plain data, to be kept with the picture."""
    return {"said": {name: _text(getattr(said, name)) for name in _SAID} | {"entered_on": str(entered_on)}}


def said_in(kept: dict[str, Any], line: OrderLine) -> tuple[Said, date] | None:
    """Return what the file that changed a line said of it, and when it came; None where that was not kept yet."""
    if "said" not in kept:
        return None
    told = dict(kept["said"])
    entered_on = date.fromisoformat(told.pop("entered_on"))
    days = {name: told[name] and date.fromisoformat(told[name]) for name in _DAYS}
    amounts = {name: None if told[name] is None else Decimal(told[name]) for name in ("quantity", "value")}
    return Said(**_named(line), **told | days | amounts), entered_on


def said_of_picture(seen: dict[str, Any], line: OrderLine) -> Said:
    """Return what files said of a line by what it looked like after them, as far as that tells."""
    days = [day for day, _recorded, moved_by, _reason in seen["promises"] if moved_by in FILES_SAY]
    came = [row for row in seen["receipts"] if len(row) < 4 or row[3] is None]
    delivered, recorded = (date.fromisoformat(each) for each in came[0][:2]) if came else (None, None)
    ordered, quantity, value = (seen[name] for name in ("ordered_on", "quantity", "value"))
    return Said(
        **_named(line), promised=date.fromisoformat(days[-1]) if days else line.due_on, delivered=delivered,
        recorded=recorded, ordered=ordered and date.fromisoformat(ordered), quantity=quantity and Decimal(quantity),
        value=value and Decimal(value), currency=seen["currency"] or None, item=seen["item"],
    )  # fmt: skip


def _named(line: OrderLine) -> dict[str, str]:
    return {"key": line.key, "order": line.order.number, "line": line.number}


def receipts_of_people(seen: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return the receipts in a picture that people recorded."""
    return [tuple(row) for row in seen["receipts"] if row[3:] and row[3] is not None]


def keep_receipts_of_people(line: OrderLine, wanted: list[tuple[Any, ...]]) -> None:
    """Let a line have just these receipts that people recorded, beside what a file says."""
    missing = Counter(wanted)
    for row in line.receipts.exclude(person=None).order_by("pk"):
        said = (*(_text(getattr(row, name)) for name in _RECEIPT), row.person_id)
        if missing[said]:
            missing[said] -= 1
        else:
            row.delete()
    _add_receipts(line, missing)


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
    _add_receipts(line, missing)


def _add_receipts(line: OrderLine, missing: Counter[tuple[Any, ...]]) -> None:
    named = {said[3] for said in missing.elements()}
    known = set(Person.objects.filter(pk__in=named - {None}).values_list("pk", flat=True))
    Receipt.objects.bulk_create(
        Receipt(line=line, day=day, recorded_on=recorded, quantity=quantity, person_id=by if by in known else None)
        for day, recorded, quantity, by in missing.elements()
    )


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, date | Decimal) else value
