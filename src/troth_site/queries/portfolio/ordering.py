"""What stored numbers are told with and sorted by: the judged organisation, the viewer's own side beside it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, CharField, F, FilteredRelation, Q, QuerySet, Value, When

from troth_site.models import Judgement
from troth_site.queries.portfolio.rows import DIMENSION

OTHER = {"factory": "buyer", "buyer": "factory"}
_SORTED_BY = {
    "rate": "rate",
    "state": "attention",
    "forecast": "forecast",
    "standing": "standing",
    # Where nothing is known the standing is the lowest there is.
    "ours": "own__standing",
    "flags": "open_flags",
    "contact": "relationship__last_contact_on",
    "trend": "window_rate",
}


def judgements() -> QuerySet[Judgement]:
    """Return all stored numbers of the dimension, those of the other side of the same relationship as `own`."""
    other = Case(*(When(side=side, then=Value(other)) for side, other in OTHER.items()))
    beside = Q(relationship__judgements__dimension=DIMENSION, relationship__judgements__side=other)
    own = FilteredRelation("relationship__judgements", condition=beside)
    return Judgement.objects.filter(dimension=DIMENSION).alias(own=own)


def partner(field: str, sides: Sequence[str]) -> Any:
    """Return the expression of a field of the judged organisation, all rows being of these sides."""
    if len(sides) == 1:
        return F(f"relationship__{sides[0]}__{field}")
    return Case(
        When(side="factory", then=F(f"relationship__factory__{field}")),
        default=F(f"relationship__buyer__{field}"),
        output_field=CharField(),
    )


def ordered(rows: QuerySet[Judgement], sides: Sequence[str], *, sort: str, descending: bool) -> QuerySet[Judgement]:
    """Return judgements() in the chosen order, those nothing is known of last."""
    key = partner("search", sides) if sort == "name" else F(_SORTED_BY.get(sort, "attention"))
    rows = rows.alias(sorted_by=key)
    order = F("sorted_by").desc(nulls_last=True) if descending else F("sorted_by").asc(nulls_last=True)
    return rows.order_by(order, "relationship_id")
