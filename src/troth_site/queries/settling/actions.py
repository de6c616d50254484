"""Actions that missed targets opened: of one partner, of all partners."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from django.db.models import F, Q, QuerySet

from troth_site import access
from troth_site.access import Actor
from troth_site.models import Action, ActionLine, OrderLine
from troth_site.prepared import IsOneOf, Prepared, given
from troth_site.queries.partners import OF_RELATIONSHIP, in_the_eyes_of, named, places, seats_of, seen_by
from troth_site.queries.settling.rows import LINES_ON_CARD, SHOWN, STANDING, AttachedLine, Counted, OpenAction

_OWN = (
    "pk", "side", "dimension", "kind", "state", "opened_on", "due_on", "data", "evidence", "done_on", "check_lines",
    "checked_on", "result",
)  # fmt: skip
_OWNERS = ("owner_buyer_id", "owner_factory_id", "owner_buyer__name", "owner_buyer__email", "owner_factory__name",
           "owner_factory__email")  # fmt: skip
_COLUMNS = (*_OWN, *OF_RELATIONSHIP, *_OWNERS)
_FIELDS = ("pk", "order", "number", "item", "due_on", "completed_on", "factory_days", "buyer_days", "excused_days")
_LINE = tuple(f"line__{'order__number' if field == 'order' else field}" for field in _FIELDS)
_NEWEST_FIRST = ("-line__due_on", "-line")
_OF_ONE = Prepared(lambda: _listed(_standing().filter(relationship=given("relationship"))))
_PLACES = [given(f"action{at}") for at in range(SHOWN)]
_LINE_PLACES = [given(f"line{at}") for at in range(SHOWN * LINES_ON_CARD)]
_OF_KEYS = Prepared(lambda: _listed(Action.objects.filter(pk__in=_PLACES)))
_NEWEST_LINES = Prepared(lambda: _attached_to(_PLACES).values_list("action_id", "line_id"))
_LINES = Prepared(
    lambda: OrderLine.objects.filter(commitment__id__in=_LINE_PLACES).values_list(
        *(name.removeprefix("line__") for name in _LINE)
    )
)


def action(by: Actor, pk: int) -> OpenAction:
    """Return one action of a relationship the person may see.

    Raises:
        access.NotThere: There is none for this person.
    """
    access.action(by, pk, "see")
    return _whole(by, Action.objects.filter(pk=pk).values_list(*_COLUMNS))[0]


def actions(by: Actor, *, relationship: int | None = None, as_of: date | None = None) -> tuple[OpenAction, ...]:
    """Return the actions that still ask for something, or did on a past day; the most urgent first."""
    mine = Q(relationship__in=access.relationships(by).filter(hidden=False))
    rows = Action.objects.filter(mine if relationship is None else Q(relationship=relationship))
    if as_of is None:
        rows = rows.filter(state__in=STANDING)
    else:
        rows = rows.filter(Q(checked_on=None) | Q(checked_on__gt=as_of), opened_on__lte=as_of)
    return _whole(by, _listed(rows))


def actions_of(by: Actor, relationship: int) -> tuple[OpenAction, ...]:
    """Return the standing actions of a relationship the gate let the person to, the most urgent first, as on a card."""
    return _as_on_cards(by, _OF_ONE.rows(relationship=relationship))


def first_actions(by: Actor, *, most: int) -> tuple[tuple[OpenAction, ...], Counted]:
    """Return the actions of all relationships that are due first, as on a card, at most SHOWN; and how many stand."""
    seats = seats_of(by)
    rows = _keys(len(seats)).rows(**seats) if seats else []
    total = Counted(min(len(rows), SHOWN), is_part=len(rows) > SHOWN)
    first = [pk for (pk,) in rows[:most]]
    return _as_on_cards(by, _OF_KEYS.rows(**_padded("action", first)) if first else []), total


@cache
def _keys(seats: int) -> Prepared[tuple[Any, ...]]:
    return Prepared(lambda: seen_by(_standing(), places(seats)).order_by("due_on", "pk").values_list("pk")[: SHOWN + 1])


def _padded(name: str, keys: Sequence[int], *, places: int = SHOWN) -> dict[str, int]:
    return {f"{name}{at}": keys[at] if at < len(keys) else 0 for at in range(places)}


def _standing() -> QuerySet[Action]:
    return Action.objects.filter(IsOneOf(F("state"), STANDING))


def _listed(rows: QuerySet[Action]) -> QuerySet[Action, tuple[Any, ...]]:
    return rows.order_by("due_on", "pk").values_list(*_COLUMNS)[:SHOWN]


def _whole(by: Actor, rows: QuerySet[Action, tuple[Any, ...]]) -> tuple[OpenAction, ...]:
    """Return actions with all lines attached to them, the newest due day first."""
    found, lines = list(rows), _Lines()
    attached = _attached_to([row[0] for row in found]).values_list("action_id", *_LINE) if found else ()
    for action_pk, *values in attached:
        lines.add(action_pk, values)
    return tuple(_action(by, row, lines) for row in found)


def _as_on_cards(by: Actor, rows: Sequence[tuple[Any, ...]]) -> tuple[OpenAction, ...]:
    """Return actions with the newest of the lines attached to them, and how many there are in all."""
    attached: dict[int, list[int]] = {}
    # All lines are counted and put in order, and only those shown are read: a tenth of them.
    for action_pk, line in _NEWEST_LINES.rows(**_padded("action", [row[0] for row in rows])) if rows else ():
        attached.setdefault(action_pk, []).append(line)
    newest = [line for lines in attached.values() for line in lines[:LINES_ON_CARD]]
    values = (
        {row[0]: row for row in _LINES.rows(**_padded("line", newest, places=SHOWN * LINES_ON_CARD))} if newest else {}
    )
    lines = _Lines()
    for action_pk, all_attached in attached.items():
        for line in all_attached[:LINES_ON_CARD]:
            lines.add(action_pk, values[line], len(all_attached))
    return tuple(_action(by, row, lines) for row in rows)


class _Lines:
    """Lines by the action they are attached to."""

    def __init__(self) -> None:
        self.shown: dict[int, list[AttachedLine]] = {}
        self.in_all: dict[int, int] = {}

    def add(self, action_pk: int, values: Sequence[Any], in_all: int = 0) -> None:
        shown = self.shown.setdefault(action_pk, [])
        shown.append(AttachedLine(**dict(zip(_FIELDS, values, strict=True))))
        self.in_all[action_pk] = max(in_all, len(shown))


def _attached_to(actions: Sequence[Any]) -> QuerySet[ActionLine]:
    return ActionLine.objects.filter(action__id__in=actions).order_by(*_NEWEST_FIRST)


def _action(by: Actor, row: Sequence[Any], lines: _Lines) -> OpenAction:
    values = dict(zip(_COLUMNS, row, strict=True))
    sides = ("buyer", "factory")
    return OpenAction(
        **{name: values[name] for name in _OWN},
        partnership=in_the_eyes_of(by, values),
        owners={side: named(values[f"owner_{side}__name"], values[f"owner_{side}__email"]) for side in sides},
        owner_keys={side: values[f"owner_{side}_id"] for side in sides},
        lines=tuple(lines.shown.get(row[0], ())),
        lines_in_all=lines.in_all.get(row[0], 0),
    )
