"""What "on time" means: a definition is data, agreed by both sides, and printed under every number it makes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from troth.basis.text import BETWEEN_SENTENCES, gettext_noop

Basis = Literal["requested", "first_promised", "last_agreed", "last_promised"]
Event = Literal["delivered", "ex_factory", "handover", "arrival"]
Level = Literal["line", "order", "unit"]

_BASIS: dict[Basis, str] = {
    "requested": gettext_noop("Measured against the day the buyer asked for."),
    "first_promised": gettext_noop("Measured against the first confirmed day, whoever moved it later."),
    "last_agreed": gettext_noop(
        "Measured against the first confirmed day; a day moved by the buyer or by both replaces it, "
        "a day moved by the factory alone does not."
    ),
    "last_promised": gettext_noop("Measured against the last promised day, whoever moved it."),
}
_EVENT: dict[Event, str] = {
    "delivered": gettext_noop("The delivery day is the one in the record."),
    "ex_factory": gettext_noop("The delivery day is the day the goods left the factory."),
    "handover": gettext_noop("The delivery day is the day the goods were handed to the carrier."),
    "arrival": gettext_noop("The delivery day is the day the goods arrived."),
}
_LEVEL: dict[Level, str] = {
    "line": gettext_noop("Each order line counts once."),
    "order": gettext_noop("An order counts once, and only if all its lines were kept."),
    "unit": gettext_noop("Each unit ordered counts once; more than was ordered adds nothing."),
}
_NO_GRACE = gettext_noop("Kept means delivered on or before that day.")
_ONE_GRACE = gettext_noop("Kept means delivered at most one day after that day.")
_GRACE = gettext_noop("Kept means delivered at most %(days)s days after that day.")
_ONE_EARLY = gettext_noop("More than one day early is not kept.")
_EARLY = gettext_noop("More than %(days)s days early is not kept.")
_NO_EARLY = gettext_noop("There is no early limit.")
_SHORT = gettext_noop("Up to %(share)s short counts as complete.")
_ZONE = gettext_noop("Whole days in the zone %(zone)s.")

_HANDOVER_INCOTERMS = frozenset({"FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP"})
_ARRIVAL_INCOTERMS = frozenset({"DAP", "DPU", "DDP", "DAT", "DDU", "DAF", "DES", "DEQ"})


class DefinitionError(ValueError):
    """Raised for a definition with a negative tolerance or a short share outside 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """The rule by which a delivery is on time.

    Attributes:
        basis: Which promised day counts.
        event: Which delivery day counts.
        early_days: Days before the promised day still on time; None for no limit.
        late_days: Days of grace after it, 0 or more.
        short_share: Share of the ordered quantity that may be missing, 0 to 1.
        level: What counts as one.
        zone: The zone of the whole days, normally the factory's; empty where the record names none.
    """

    basis: Basis = "last_agreed"
    event: Event = "ex_factory"
    early_days: int | None = 7
    late_days: int = 0
    short_share: Decimal = Decimal(0)
    level: Level = "line"
    zone: str = ""

    def __post_init__(self) -> None:
        if self.late_days < 0 or (self.early_days or 0) < 0:
            raise DefinitionError("days of grace and days early are 0 or more")
        if not 0 <= self.short_share <= 1:
            raise DefinitionError(f"the short share is a fraction from 0 to 1, not {self.short_share}")

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """Say the definition in whole sentences, for printing under the number.

        Args:
            translate: Turns one sentence into the reader's language; by default unchanged.

        >>> AS_RECORDED.sentence().split(". ")[2]
        'Kept means delivered on or before that day'
        """
        said = [(_BASIS[self.basis], {}), (_EVENT[self.event], {}), self._late(), self._early()]
        if self.short_share:
            said.append((_SHORT, {"share": f"{(100 * self.short_share).normalize():f} %"}))
        said.append((_LEVEL[self.level], {}))
        if self.zone:
            said.append((_ZONE, {"zone": self.zone}))
        return translate(BETWEEN_SENTENCES).join(_filled(translate(message), values) for message, values in said)

    def _late(self) -> tuple[str, dict[str, object]]:
        if self.late_days == 0:
            return _NO_GRACE, {}
        return (_ONE_GRACE, {}) if self.late_days == 1 else (_GRACE, {"days": self.late_days})

    def _early(self) -> tuple[str, dict[str, object]]:
        if self.early_days is None:
            return _NO_EARLY, {}
        return (_ONE_EARLY, {}) if self.early_days == 1 else (_EARLY, {"days": self.early_days})


DEFAULT = Definition()
"""Early by 7 days at most, no day late, the whole quantity (domain report 4.6); a contract overrides it."""

AS_RECORDED = Definition(basis="last_agreed", event="delivered", early_days=None)
"""For imported histories: kept is delivered on or before the promised day."""


def event_for_incoterm(incoterm: str) -> Event | None:
    """Return the delivery day that an Incoterm makes the seller answer for, None if it is unknown.

    Source: Incoterms 2020: EXW places the goods at the seller's premises, the F and C rules hand them to a carrier,
    the D rules deliver at destination; rules of older editions are read the same way.

    >>> event_for_incoterm("fob"), event_for_incoterm("DDP"), event_for_incoterm("EXW")
    ('handover', 'arrival', 'ex_factory')
    """
    rule = incoterm.strip().upper()[:3]
    if rule == "EXW":
        return "ex_factory"
    if rule in _HANDOVER_INCOTERMS:
        return "handover"
    return "arrival" if rule in _ARRIVAL_INCOTERMS else None


def _filled(message: str, values: Mapping[str, object]) -> str:
    for name, value in values.items():
        message = message.replace(f"%({name})s", str(value))
    return message
