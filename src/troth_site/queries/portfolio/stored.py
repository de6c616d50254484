"""Which of a viewer's partners stand on a page of the table, narrowed and ordered by the database.

Every question is composed once for its form; the values, and those who ask, are filled in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from troth_site.access import Actor
from troth_site.models import Judgement, Organisation, Relationship
from troth_site.names import folded
from troth_site.prepared import NUMBER, Prepared, given
from troth_site.queries.ledger import PAGE
from troth_site.queries.partners import places, seats_of
from troth_site.queries.portfolio.ordering import OTHER, judgements, ordered, partner
from troth_site.queries.portfolio.rows import Choice

COUNTRIES_SECONDS = 60
KEPT = 256
"""Forms of questions kept composed: each page of each order is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """What is asked, whatever the values are: from how many organisations, of which sides, and what narrows it."""

    seats: int
    sides: tuple[str, ...]
    text: bool
    state: bool
    country: bool
    flags: bool

    @property
    def is_one_list(self) -> bool:
        """Tell whether all rows are partners of one organisation on one side."""
        return self.seats == 1 and len(self.sides) == 1

    @property
    def is_of_names(self) -> bool:
        """Tell whether the names of one list decide alone, so that no numbers are looked through."""
        return self.is_one_list and not (self.state or self.country or self.flags)


class Partners:
    """The partners of a viewer's organisations, as far as a choice leaves them."""

    def __init__(self, by: Actor, chosen: Choice) -> None:
        self.mine, self.chosen = by.organisations(), chosen
        self._values: dict[str, Any] = seats_of(by)
        # What is narrowed is counted as it is found: then only the sides are asked for.
        counts = _counts(self.mine) if len(self.mine) != 1 or not chosen.is_narrowed else _sides(self.mine[0])
        self.sides = tuple(sorted(counts))
        self._values |= {"text": folded(chosen.text), "state": chosen.state, "country": chosen.country}
        self._form = _Form(
            seats=len(self.mine), sides=self.sides, text=bool(chosen.text.strip()), state=bool(chosen.state),
            country=bool(chosen.country), flags=chosen.flags,
        )  # fmt: skip
        # As many as one page holds are found and counted in one walk through the names.
        self._found: list[tuple[int, str]] | None = None
        self.total = self._total(counts)

    def _total(self, counts: dict[str, int]) -> int:
        form = self._form
        if len(self.sides) < 2 and not self.chosen.is_narrowed:
            return sum(counts.values())
        if form.is_of_names:
            found = _few(form).rows(**self._values)
            if len(found) <= PAGE:
                self._found = found
                return len(found)
        ((number,),) = _number(form).rows(**self._values)
        return number

    def page(self, number: int) -> list[tuple[int, str]]:
        """Return the relationship and the judged side of those on a page; all that were found where it holds them."""
        if self._found is not None or not self.sides:
            return self._found or []
        first = (number - 1) * PAGE
        return _keys(self._form, self.chosen.sort, first, descending=self.chosen.descending).rows(**self._values)

    def countries(self) -> tuple[str, ...]:
        """Return the countries the partners sit in, at most a minute old: it costs as much as the rest of the page."""
        key = "portfolio-countries-" + "-".join(map(str, self.mine))
        return cache.get_or_set(key, self._countries, COUNTRIES_SECONDS)

    def _countries(self) -> tuple[str, ...]:
        rows = _judged_by(self.mine, self.sides).order_by()
        return tuple(sorted(filter(None, rows.values_list(partner("country", self.sides), flat=True).distinct())))


def _on_side(theirs: str) -> QuerySet[Relationship, tuple[Any, ...]]:
    """Return how many partners one organisation has on a side: a walk along one index, without their numbers."""
    ours = OTHER[theirs]
    rows = Relationship.objects.filter(**{f"{ours}__id": given("organisation")}, hidden=False).order_by()
    return rows.values(ours).annotate(side=Value(theirs), rows=Count("pk")).values_list("side", "rows")


_COUNTED = Prepared(lambda: _on_side("buyer").union(_on_side("factory"), all=True))


def _counts(mine: Sequence[int]) -> dict[str, int]:
    """Return how many partners some organisations have on each side on which they have any."""
    if len(mine) == 1:
        return dict(_COUNTED.rows(organisation=mine[0]))
    rows = judgements().filter(judge__in=mine, relationship__hidden=False)
    return dict(rows.order_by().values_list("side").annotate(rows=Count("pk")))


_HAS = Prepared(
    lambda: Organisation.objects.filter(pk=given("organisation")).values_list(
        *(Exists(Relationship.objects.filter(**{ours: OuterRef("pk")}, hidden=False)) for ours in OTHER.values())
    )
)


def _sides(organisation: int) -> dict[str, int]:
    """Return the sides on which one organisation has partners, without a count of them."""
    found = _HAS.first(organisation=organisation) or ()
    return {theirs: 1 for theirs, has in zip(OTHER, found, strict=False) if has}


def _judged_by(organisations: Sequence[Any], sides: Sequence[str]) -> QuerySet[Judgement]:
    """Return the stored numbers of the other side of each relationship, as these organisations judge them."""
    # One organisation that stands on one side, as almost always, is read in the order of an index.
    one = {"judge": organisations[0]} if len(organisations) == 1 else {"judge__id__in": organisations}
    rows = judgements().filter(**one, relationship__hidden=False)
    if len(sides) == 1:
        return rows.filter(side=sides[0])
    # Who holds seats on both sides of a relationship stands on the buyer's.
    return rows.filter(Q(side="factory") | ~Q(relationship__buyer__id__in=organisations))


def _named(form: _Form) -> QuerySet[Relationship]:
    """Return the one organisation's relationships with partners of such a name, looked through without numbers."""
    (theirs,) = form.sides
    rows = Relationship.objects.filter(**{OTHER[theirs]: given("seat0")}, hidden=False)
    if form.text:
        rows = rows.alias(found_at=StrIndex(F(f"{theirs}__search"), given("text"))).filter(found_at__gt=0)
    return rows.order_by()


def _narrowed(form: _Form) -> QuerySet[Judgement]:
    rows = _judged_by(places(form.seats), form.sides)
    if form.is_one_list and form.text:
        # Each is found by its key: who judges them is one.
        rows = judgements().filter(relationship__in=_named(form).values("pk"), side=form.sides[0])
    elif form.text:
        rows = rows.alias(found_at=StrIndex(partner("search", form.sides), given("text"))).filter(found_at__gt=0)
    if form.state:
        rows = rows.filter(state=given("state"))
    if form.flags:
        rows = rows.filter(open_flags__gt=0)
    if form.country:
        rows = rows.alias(in_country=partner("country", form.sides)).filter(in_country=given("country"))
    return rows


@lru_cache(maxsize=KEPT)
def _few(form: _Form) -> Prepared[tuple[Any, ...]]:
    return Prepared(lambda: _with_side(_named(form), form)[: PAGE + 1])


@lru_cache(maxsize=KEPT)
def _number(form: _Form) -> Prepared[tuple[Any, ...]]:
    rows: QuerySet[Any] = _named(form) if form.is_of_names else _narrowed(form).order_by()
    return Prepared(lambda: rows.annotate(number=NUMBER).values_list("number"))


@lru_cache(maxsize=KEPT)
def _keys(form: _Form, sort: str, first: int, *, descending: bool) -> Prepared[tuple[Any, ...]]:
    if form.is_of_names and sort == "name":
        name = f"{'-' if descending else ''}{form.sides[0]}__search"
        rows = _with_side(_named(form).order_by(name, "pk"), form)
    else:
        rows = ordered(_narrowed(form), form.sides, sort=sort, descending=descending)
        rows = rows.values_list("relationship_id", "side")
    return Prepared(lambda: rows[first : first + PAGE])


def _with_side(rows: QuerySet[Relationship], form: _Form) -> QuerySet[Relationship, tuple[Any, ...]]:
    return rows.annotate(judged_side=Value(form.sides[0])).values_list("pk", "judged_side")
