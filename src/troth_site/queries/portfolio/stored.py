"""The stored numbers of a viewer's partners, narrowed and ordered by the database."""

from typing import Any

from django.core.cache import cache
from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, When

from troth_site.access import Actor
from troth_site.models import Judgement
from troth_site.names import folded
from troth_site.queries.portfolio.rows import DIMENSION, Choice

COLUMNS = (
    "relationship_id", "side", "lines", "kept", "rate", "low", "high", "state", "forecast", "standing",
    "kept_evidence", "broken_evidence", "open_flags", "months", "window_rate", "attention", "judged_on", "judge_id",
    "relationship__last_contact_on",
)  # fmt: skip
ORGANISATION = ("name", "name_latin", "country")
COUNTRIES_SECONDS = 60
_SORTED_BY = {
    "rate": "rate",
    "state": "attention",
    "forecast": "forecast",
    "standing": "standing",
    "flags": "open_flags",
    "contact": "relationship__last_contact_on",
    "trend": "window_rate",
}


class Stored:
    """The stored numbers of the other side of each relationship, as the viewer's organisations judge them."""

    def __init__(self, by: Actor) -> None:
        self.mine = mine = by.organisations()
        # One organisation that stands on one side, as almost always, is read in the order of an index.
        rows = Judgement.objects.filter(dimension=DIMENSION)
        rows = rows.filter(judge=mine[0]) if len(mine) == 1 else rows.filter(judge__in=mine)
        seen = rows.filter(relationship__hidden=False).order_by().values_list("side").annotate(rows=Count("pk"))
        self.counts: dict[str, int] = dict(seen)
        self.sides = sorted(self.counts)
        if len(self.sides) == 1:
            rows = rows.filter(side=self.sides[0])
        elif self.sides:
            # Who holds seats on both sides of a relationship stands on the buyer's.
            rows = rows.filter(Q(side="factory") | ~Q(relationship__buyer__in=mine))
        self.rows: QuerySet[Judgement] = rows.filter(relationship__hidden=False)

    def total(self, chosen: Choice) -> int:
        """Return how many rows a choice leaves."""
        if len(self.sides) < 2 and not chosen.is_narrowed:
            return sum(self.counts.values())
        return self.narrowed(chosen).count()

    def partner(self, field: str) -> Any:
        """Return the expression of a field of the organisation on the other side."""
        if len(self.sides) == 1:
            return F(f"relationship__{self.sides[0]}__{field}")
        return Case(
            When(side="factory", then=F(f"relationship__factory__{field}")),
            default=F(f"relationship__buyer__{field}"),
            output_field=CharField(),
        )

    def narrowed(self, chosen: Choice) -> QuerySet[Judgement]:
        """Return the rows a choice leaves."""
        rows = self.rows
        if chosen.state:
            rows = rows.filter(state=chosen.state)
        if chosen.flags:
            rows = rows.filter(open_flags__gt=0)
        if chosen.country:
            rows = rows.alias(in_country=self.partner("country")).filter(in_country=chosen.country)
        if chosen.text.strip():
            rows = rows.alias(known_as=self.partner("search")).filter(known_as__contains=folded(chosen.text))
        return rows

    def ordered(self, rows: QuerySet[Judgement], chosen: Choice) -> QuerySet[Judgement]:
        """Return rows in the chosen order, those nothing is known of last."""
        if chosen.sort == "name":
            key = self.partner("search")
        elif chosen.sort == "ours":
            # Where nothing is known the standing is the lowest there is.
            own = Judgement.objects.filter(relationship=OuterRef("relationship"), dimension=DIMENSION)
            key = Subquery(own.exclude(side=OuterRef("side")).values("standing")[:1])
        else:
            key = F(_SORTED_BY.get(chosen.sort, "attention"))
        rows = rows.alias(sorted_by=key)
        order = F("sorted_by").desc(nulls_last=True) if chosen.descending else F("sorted_by").asc(nulls_last=True)
        return rows.order_by(order, "relationship_id")

    def values(self, rows: QuerySet[Judgement]) -> list[dict[str, Any]]:
        """Return rows with the names of the other side under partner_name and the like."""
        names = {f"partner_{field}": self.partner(field) for field in ORGANISATION}
        return list(rows.annotate(**names).values(*COLUMNS, *names))

    def countries(self) -> tuple[str, ...]:
        """Return the countries the partners sit in, at most a minute old: it costs as much as the rest of the page."""
        key = "portfolio-countries-" + "-".join(map(str, self.mine))
        return cache.get_or_set(key, self._countries, COUNTRIES_SECONDS)

    def _countries(self) -> tuple[str, ...]:
        found = self.rows.order_by().values_list(self.partner("country"), flat=True).distinct()
        return tuple(sorted(filter(None, found)))
