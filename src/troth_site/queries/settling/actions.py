"""Actions that missed targets opened: of one partner, of all partners."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet

from troth_site import access
from troth_site.access import Actor
from troth_site.models import Action, ActionLine
from troth_site.prepared import Prepared, given
from troth_site.queries.partners import OF_RELATIONSHIP, in_the_eyes_of, named, places, seats_of, seen_by
from troth_site.queries.settling.rows import SHOWN, STANDING, AttachedLine, OpenAction

_OWN = (
    "pk", "side", "dimension", "kind", "state", "opened_on", "due_on", "data", "evidence", "done_on", "check_lines",
    "checked_on", "result",
)  # fmt: skip
_OWNERS = ("owner_buyer_id", "owner_factory_id", "owner_buyer__name", "owner_buyer__email", "owner_factory__name",
           "owner_factory__email")  # fmt: skip
_COLUMNS = (*_OWN, *OF_RELATIONSHIP, *_OWNERS)
_LINE = ("pk", "order__number", "number", "item", "due_on", "completed_on", "factory_days", "buyer_days",
         "excused_days")  # fmt: skip
_OF_ONE = Prepared(lambda: _listed(_standing().filter(relationship=given("relationship"))))
_PLACES = [given(f"action{at}") for at in range(SHOWN)]
_OF_KEYS = Prepared(lambda: _listed(Action.objects.filter(pk__in=_PLACES)))
_LINES_OF = Prepared(lambda: _attached_to(_PLACES))


def action(by: Actor, pk: int) -> OpenAction:
    """Return one action of a relationship the person may see.

    Raises:
        access.NotThere: There is none for this person.
    """
    access.action(by, pk, "see")
    return _read(by, Action.objects.filter(pk=pk).values_list(*_COLUMNS))[0]


def actions(by: Actor, *, relationship: int | None = None, as_of: date | None = None) -> tuple[OpenAction, ...]:
    """Return the actions that still ask for something, or did on a past day; the most urgent first."""
    mine = Q(relationship__in=access.relationships(by).filter(hidden=False))
    rows = Action.objects.filter(mine if relationship is None else Q(relationship=relationship))
    if as_of is None:
        rows = rows.filter(state__in=STANDING)
    else:
        rows = rows.filter(Q(checked_on=None) | Q(checked_on__gt=as_of), opened_on__lte=as_of)
    return _read(by, _listed(rows))


def actions_of(by: Actor, relationship: int) -> tuple[OpenAction, ...]:
    """Return the standing actions of a relationship the gate let the person to, the most urgent first."""
    return _read(by, _OF_ONE.rows(relationship=relationship))


def first_actions(by: Actor, *, most: int) -> tuple[tuple[OpenAction, ...], int]:
    """Return the actions of all relationships that are due first, at most so many and SHOWN, and how many stand."""
    seats = seats_of(by)
    rows = _keys(len(seats)).rows(**seats) if seats else []
    total = len(rows) if len(rows) < SHOWN else _number(len(seats)).rows(**seats)[0][0]
    if not rows:
        return (), 0
    first = _padded([pk for (pk,) in rows[:most]])
    return _read(by, _OF_KEYS.rows(**first)), total


@cache
def _keys(seats: int) -> Prepared[tuple[Any, ...]]:
    return Prepared(lambda: seen_by(_standing(), places(seats)).order_by("due_on", "pk").values_list("pk")[:SHOWN])


@cache
def _number(seats: int) -> Prepared[tuple[Any, ...]]:
    rows = seen_by(_standing(), places(seats)).values("relationship__hidden")
    return Prepared(lambda: rows.annotate(number=Count("pk")).order_by().values_list("number"))


def _padded(actions: Sequence[int]) -> dict[str, int]:
    return {f"action{at}": actions[at] if at < len(actions) else 0 for at in range(SHOWN)}


def _standing() -> QuerySet[Action]:
    return Action.objects.filter(state__in=STANDING)


def _listed(rows: QuerySet[Action]) -> QuerySet[Action, tuple[Any, ...]]:
    return rows.order_by("due_on", "pk").values_list(*_COLUMNS)[:SHOWN]


def _read(by: Actor, rows: Sequence[tuple[Any, ...]] | QuerySet[Action, tuple[Any, ...]]) -> tuple[OpenAction, ...]:
    found = list(rows)
    lines = _lines([row[0] for row in found])
    return tuple(_action(by, row, tuple(lines.get(row[0], ()))) for row in found)


def _lines(actions: Sequence[int]) -> dict[int, list[AttachedLine]]:
    """Return the lines attached to actions, the newest due day first."""
    found: dict[int, list[AttachedLine]] = {}
    if not actions:
        return found
    for action_pk, pk, order, *values in _LINES_OF.rows(**_padded(actions)):
        line = AttachedLine(pk=pk, order=order, **dict(zip(_LINE[2:], values, strict=True)))
        found.setdefault(action_pk, []).append(line)
    return found


def _attached_to(actions: Sequence[Any]) -> QuerySet[ActionLine, tuple[Any, ...]]:
    rows = ActionLine.objects.filter(action__id__in=actions).order_by("-line__due_on", "-line")
    return rows.values_list("action_id", *(f"line__{field}" for field in _LINE))


def _action(by: Actor, row: Sequence[Any], lines: tuple[AttachedLine, ...]) -> OpenAction:
    values = dict(zip(_COLUMNS, row, strict=True))
    sides = ("buyer", "factory")
    return OpenAction(
        **{name: values[name] for name in _OWN},
        partnership=in_the_eyes_of(by, values),
        owners={side: named(values[f"owner_{side}__name"], values[f"owner_{side}__email"]) for side in sides},
        owner_keys={side: values[f"owner_{side}_id"] for side in sides},
        lines=lines,
    )
