"""What two sides agreed about notice, capacity and forecasts: what holds now, what held on a day, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from troth.orders.demand import Grain, Zones
from troth.orders.large_orders import NoticeTerms
from troth_site import access
from troth_site.access import Actor
from troth_site.models import PlanningTerms
from troth_site.queries.partners import Partnership, partnership

COLUMNS = (
    "pk", "lead_days", "extra_days", "deviations", "capacity_percent", "monthly_capacity", "grain", "frozen", "slush",
    "flexibility_percent", "together_days", "side", "proposed_on", "state", "agreed_on", "replaced_on",
)  # fmt: skip
_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One version of the terms of planning."""

    pk: int
    lead_days: int
    extra_days: int
    deviations: float
    capacity_percent: Decimal
    monthly_capacity: Decimal | None
    grain: str
    frozen: int
    slush: int
    flexibility_percent: Decimal
    together_days: int
    side: str
    proposed_on: date
    state: str
    agreed_on: date | None
    replaced_on: date | None

    @property
    def notice(self) -> NoticeTerms:
        """Return what they say about large orders."""
        return NoticeTerms(
            lead_days=self.lead_days, extra_days=self.extra_days, deviations=self.deviations,
            capacity_share=float(self.capacity_percent / _WHOLE), monthly_capacity=self.monthly_capacity,
            together_days=self.together_days,
        )  # fmt: skip

    @property
    def zones(self) -> Zones:
        """Return what they say about how firm a forecast is."""
        return Zones(frozen=self.frozen, slush=self.slush, flexibility=self.flexibility_percent / _WHOLE)

    @property
    def periods(self) -> Grain:
        """Return in which periods demand is forecast."""
        return Grain(self.grain)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsPage:
    """The terms with a partner: what holds, what waits for an answer, what held before."""

    partnership: Partnership
    holding: Terms | None
    waiting: Terms | None
    before: tuple[Terms, ...]


def agreed(relationship: int) -> tuple[Terms, ...]:
    """Return every version that was ever agreed, the first first."""
    rows = PlanningTerms.objects.filter(relationship=relationship, agreed_on__isnull=False)
    return tuple(Terms(**row) for row in rows.order_by("agreed_on", "pk").values(*COLUMNS))


def holding(relationship: int) -> Terms | None:
    """Return the terms that hold now."""
    row = PlanningTerms.objects.filter(relationship=relationship, state="agreed").values(*COLUMNS).first()
    return None if row is None else Terms(**row)


def on_day(versions: Sequence[Terms], day: date) -> Terms | None:
    """Return the terms that held on a day, of versions in their order."""
    found = [each for each in versions if each.agreed_on is not None and each.agreed_on <= day]
    return found[-1] if found else None


def terms(by: Actor, relationship: int) -> TermsPage:
    """Return the terms with a partner.

    Raises:
        access.NotThere: There is no such relationship for this person.
    """
    found = partnership(by, relationship)
    rows = PlanningTerms.objects.filter(relationship=found.pk).order_by("-pk")
    versions = [Terms(**row) for row in rows.values(*COLUMNS)[:50]]
    return TermsPage(
        partnership=found, holding=next((each for each in versions if each.state == "agreed"), None),
        waiting=next((each for each in versions if each.state == "proposed"), None),
        before=tuple(each for each in versions if each.state in ("replaced", "declined")),
    )  # fmt: skip


def of(by: Actor, terms: int) -> int:
    """Return the relationship of some terms.

    Raises:
        access.NotThere: There are none for this person.
    """
    return access.of_relationship(by, PlanningTerms, terms).relationship_id
