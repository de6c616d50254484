"""What one pass over an order list decided."""

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from typing import Any

from troth_site.sheets.date_orders import DateDecision
from troth_site.sheets.mapping import Columns
from troth_site.sheets.messages import Said
from troth_site.sheets.numbers import NumberDecision
from troth_site.sheets.questions import Question
from troth_site.sheets.repeats import Repeated


@dataclass(frozen=True, slots=True)
class Study:
    """What one pass over the whole file decided, and what it could not."""

    columns: Columns
    questions: tuple[Question, ...]
    dates: AnyMapping[str, DateDecision]
    numbers: AnyMapping[str, NumberDecision]
    read: int  # rows of data in the file
    set_aside: int
    repeated: Repeated
    unknown: AnyMapping[str, AnyMapping[str, int]]  # by field: words found where a date or number belongs
    notes: tuple[Said, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the columns as the command line prints them: how each was read."""
        found: dict[str, Any] = {}
        for name, header in self.columns.names.items():
            entry: dict[str, Any] = {"column": header}
            if name in self.dates:
                found_so = self.dates[name]
                entry |= {"order": found_so.order, "how": found_so.how}
                if found_so.window is not None:
                    entry["years"] = f"{found_so.window.first}-{found_so.window.end}"
            if name in self.numbers:
                entry |= {"style": self.numbers[name].style, "how": self.numbers[name].how}
            if self.unknown.get(name):
                entry["unknown"] = dict(self.unknown[name])
            found[name] = entry
        return found
