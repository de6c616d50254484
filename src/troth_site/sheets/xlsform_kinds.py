"""What the types of an XLSForm's rows are here: kinds of questions, what is kept anyway, and numbers within bounds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from troth.quality.checklists import Choice, Kind

KINDS: Mapping[str, Kind] = {
    "integer": Kind.WHOLE, "int": Kind.WHOLE, "decimal": Kind.NUMBER, "text": Kind.TEXT, "string": Kind.TEXT,
    "barcode": Kind.TEXT, "date": Kind.DAY, "datetime": Kind.MOMENT, "image": Kind.PHOTO, "photo": Kind.PHOTO,
    "geopoint": Kind.PLACE, "location": Kind.PLACE, "note": Kind.NOTE,
}  # fmt: skip
# Who answered, when and where is kept beside every answer here; a form need not ask for it.
RECORDED = frozenset(
    {"start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit", "simserial", "subscriberid"}
)
# The end of a repeat is passed over: its begin was refused.
GROUPS = frozenset({"begin group", "end group", "begin repeat", "end repeat"})
ACKNOWLEDGE, RANGE = frozenset({"acknowledge", "trigger"}), "range"
ACKNOWLEDGED = (Choice(value="OK", label={"en": "OK"}),)
"""The one answer of a question that is acknowledged, as forms write it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The numbers a range takes, both ends among them, and how far they lie apart."""

    lower: float
    upper: float
    step: float

    @property
    def kind(self) -> Kind:
        """Whole numbers where all three are whole, as forms have it."""
        return Kind.NUMBER if any(number % 1 for number in (self.lower, self.upper, self.step)) else Kind.WHOLE

    @property
    def constraint(self) -> str:
        """The same as a condition."""
        return f". >= {self.lower:.15g} and . <= {self.upper:.15g}"


def bounds_of(parameters: str) -> Bounds | None:
    """Return the bounds that parameters such as "start=0 end=5 step=0.5" give; None where they are none.

    What is left out is 1 to 10 by 1, as the makers of forms fill it in (pyxform).
    """
    said = {"start": "1", "end": "10", "step": "1"}
    said |= {name.casefold(): value for name, value in re.findall(r"(\w+)\s*=\s*([^\s,;]+)", parameters)}
    try:
        found = Bounds(float(said["start"]), float(said["end"]), float(said["step"]))
    except ValueError:
        return None
    is_good = all(isfinite(number) for number in (found.lower, found.upper, found.step))
    return found if is_good and found.step > 0 and found.lower < found.upper else None
