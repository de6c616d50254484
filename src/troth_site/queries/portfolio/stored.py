"""The stored numbers of a viewer's partners, narrowed and ordered by the database."""

from typing import Any

from django.core.cache import cache
from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When

from troth_site.access import Actor
from troth_site.models import Judgement, Relationship
from troth_site.names import folded
from troth_site.prepared import Prepared, given
from troth_site.queries.ledger import PAGE
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
_OURS = {"factory": "buyer", "buyer": "factory"}


def _on_side(theirs: str) -> QuerySet[Relationship, tuple[Any, ...]]:
    """Return how many partners one organisation has on a side: a walk along one index, without their numbers."""
    ours = _OURS[theirs]
    rows = Relationship.objects.filter(**{f"{ours}__id": given("organisation")}, hidden=False).order_by()
    return rows.values(ours).annotate(side=Value(theirs), rows=Count("pk")).values_list("side", "rows")


_COUNTED = Prepared(lambda: _on_side("buyer").union(_on_side("factory"), all=True))


class Stored:
    """The stored numbers of the other side of each relationship, as the viewer's organisations judge them."""

    def __init__(self, by: Actor) -> None:
        self.mine = mine = by.organisations()
        # One organisation that stands on one side, as almost always, is read in the order of an index.
        rows = Judgement.objects.filter(dimension=DIMENSION)
        if len(mine) == 1:
            rows = rows.filter(judge=mine[0])
            self.counts: dict[str, int] = dict(_COUNTED.rows(organisation=mine[0]))
        else:
            rows = rows.filter(judge__in=mine)
            seen = rows.filter(relationship__hidden=False).order_by().values_list("side").annotate(rows=Count("pk"))
            self.counts = dict(seen)
        self.sides = sorted(self.counts)
        if len(self.sides) == 1:
            rows = rows.filter(side=self.sides[0])
        elif self.sides:
            # Who holds seats on both sides of a relationship stands on the buyer's.
            rows = rows.filter(Q(side="factory") | ~Q(relationship__buyer__in=mine))
        self.rows: QuerySet[Judgement] = rows.filter(relationship__hidden=False)

    @property
    def is_one_list(self) -> bool:
        """Tell whether all rows are partners of one organisation on one side."""
        return len(self.mine) == 1 and len(self.sides) == 1

    def total(self, chosen: Choice) -> int:
        """Return how many rows a choice leaves."""
        if len(self.sides) < 2 and not chosen.is_narrowed:
            return sum(self.counts.values())
        if self.is_one_list and not chosen.is_narrowed_by_numbers:
            return self._found(chosen.text).count()
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
        if self.is_one_list and chosen.text.strip():
            rows = self._of(self._found(chosen.text).values("pk"))
        elif chosen.text.strip():
            rows = rows.alias(found_by=self.partner("search")).filter(found_by__contains=folded(chosen.text))
        if chosen.state:
            rows = rows.filter(state=chosen.state)
        if chosen.flags:
            rows = rows.filter(open_flags__gt=0)
        if chosen.country:
            rows = rows.alias(in_country=self.partner("country")).filter(in_country=chosen.country)
        return rows

    def _of(self, relationships: Any) -> QuerySet[Judgement]:
        """Return the numbers of some partners of the one list, each found by its key: who judges them is one."""
        return Judgement.objects.filter(relationship__in=relationships, side=self.sides[0], dimension=DIMENSION)

    def _found(self, text: str) -> QuerySet[Relationship]:
        """Return the one organisation's relationships with partners of such a name, looked through without numbers."""
        theirs = self.sides[0]
        rows = Relationship.objects.filter(**{_OURS[theirs]: self.mine[0]}, hidden=False)
        if text.strip():
            rows = rows.filter(**{f"{theirs}__search__contains": folded(text)})
        return rows

    def page(self, chosen: Choice, first: int) -> list[dict[str, Any]]:
        """Return the rows of the page that begins behind so many."""
        rows = self.narrowed(chosen)
        if self.is_one_list and chosen.sort == "name" and not chosen.is_narrowed_by_numbers:
            name = f"{'-' if chosen.descending else ''}{self.sides[0]}__search"
            by_name = self._found(chosen.text).order_by(name, "pk").values_list("pk", flat=True)
            keys = list(by_name[first : first + PAGE])
            rows, first = self._of(keys), 0
        return self.values(self.ordered(rows, chosen)[first : first + PAGE])

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
