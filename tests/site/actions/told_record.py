"""Tell what a record holds as one JSON document, keys of rows left out: `python told_record.py`."""

import json
from typing import Any

from troth_site.management import door

UNLIKE = {"id", "relationship", "commitment", "batch", "person", "order", "line", "judge"}
"""Keys of rows, which each database gives as it likes."""
CHANCE = {"salt", "content_hash", "entry_hash", "entered_at"}
"""What differs from one import to the next on the same database too."""


def main() -> None:
    """Print every row that an import of order lines makes, in an order of its own."""
    door.open_site()
    from troth_site.models import Judgement, LedgerEntry, OrderLine, PromisedDate, Receipt, RedFlag, Tally

    models = (LedgerEntry, OrderLine, PromisedDate, Receipt, Tally, Judgement, RedFlag)
    print(json.dumps({model.__name__: _rows(model) for model in models}))


def _rows(model: Any) -> list[list[Any]]:
    fields = [field.name for field in model._meta.concrete_fields if field.name not in UNLIKE | CHANCE]
    whose = "line__relationship" if model.__name__ in ("PromisedDate", "Receipt") else "relationship"
    which = ["line__key"] if whose != "relationship" else []
    rows = model.objects.values_list(f"{whose}__factory__name", *which, *fields)
    return sorted(([_plain(value) for value in row] for row in rows), key=str)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        # The databases hand rows over in their own order, and sums of floats depend on it.
        return f"{value:.10g}"
    if isinstance(value, dict | list):
        # PostgreSQL keeps the keys of a document in an order of its own.
        return json.dumps(value, sort_keys=True)
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else value if value is None else str(value)


if __name__ == "__main__":
    main()
