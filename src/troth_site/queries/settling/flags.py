"""Red flags: of one partner, of all partners, and how often their rules were right."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from troth.trust.flag_precision import FINDINGS, Precision, precision
from troth_site import access
from troth_site.access import Actor
from troth_site.models import FlagAnswer as AnswerRow
from troth_site.models import RedFlag
from troth_site.prepared import Prepared, given
from troth_site.queries.partners import OF_RELATIONSHIP, in_the_eyes_of, named, places, seats_of, seen_by
from troth_site.queries.settling.rows import SHOWN, Counted, Flag, FlagAnswer, Pressing

PEOPLE = ("owner", "acknowledged_by", "read_by", "escalated_to")
_OWN = (
    "pk", "side", "dimension", "rule", "severity", "data", "false_alarm", "raised_on", "due_on", "owner_id",
    "acknowledge_by", "acknowledged_on", "read_on", "escalated_on", "escalated_to_id", "closed_on",
)  # fmt: skip
_COLUMNS = (*_OWN, *OF_RELATIONSHIP, *(f"{person}__{name}" for person in PEOPLE for name in ("name", "email")))
_ANSWERS = ("flag_id", "side", "text", "finding", "answered_on", "person__name", "person__email")
_OF_KEYS = Prepared(lambda: _listed(RedFlag.objects.filter(pk__in=[given(f"flag{at}") for at in range(SHOWN)])))
_OF_ONE = Prepared(lambda: _listed(_open().filter(relationship=given("relationship"))))


def flag(by: Actor, pk: int) -> Flag:
    """Return one red flag of a relationship the person may see.

    Raises:
        access.NotThere: There is none for this person.
    """
    access.flag(by, pk, "see")
    return _answered(by, RedFlag.objects.filter(pk=pk).values_list(*_COLUMNS))[0]


def flags(by: Actor, *, relationship: int | None = None, as_of: date | None = None) -> tuple[Flag, ...]:
    """Return the flags that are open, or were on a past day, with what is said of them; the most urgent first."""
    mine = Q(relationship__in=access.relationships(by).filter(hidden=False))
    rows = RedFlag.objects.filter(mine if relationship is None else Q(relationship=relationship))
    if as_of is None:
        rows = rows.filter(closed_on=None)
    else:
        rows = rows.filter(Q(closed_on=None) | Q(closed_on__gt=as_of), raised_on__lte=as_of)
    return _answered(by, _listed(rows))


def flags_of(by: Actor, relationship: int) -> tuple[Flag, ...]:
    """Return the open flags of a relationship the gate let the person to, without what is said of them."""
    return tuple(_flag(by, row) for row in _OF_ONE.rows(relationship=relationship))


def open_flags(by: Actor) -> tuple[list[Pressing], Counted]:
    """Return what decides when open flags of all relationships ask for attention, as far as a page holds them.

    The flag that is due first comes first; the second value is how many are open.
    """
    seats = seats_of(by)
    rows = _pressing(len(seats)).rows(**seats) if seats else []
    shown = [Pressing(*row) for row in rows[:SHOWN]]
    return shown, Counted(len(shown), is_part=len(rows) > SHOWN)


def whole(by: Actor, keys: Sequence[int]) -> dict[int, Flag]:
    """Return flags the gate let the person to, without what is said of them, by their keys, at most SHOWN."""
    if not keys:
        return {}
    found = _OF_KEYS.rows(**{f"flag{at}": keys[at] if at < len(keys) else 0 for at in range(SHOWN)})
    return {row[0]: _flag(by, row) for row in found}


@cache
def _pressing(seats: int) -> Prepared[tuple[Any, ...]]:
    fields = ("pk", "relationship_id", "due_on", "escalated_to_id")
    return Prepared(lambda: seen_by(_open(), places(seats)).order_by("due_on", "pk").values_list(*fields)[: SHOWN + 1])


def _open() -> QuerySet[RedFlag]:
    return RedFlag.objects.filter(closed_on=None)


def _listed(rows: QuerySet[RedFlag]) -> QuerySet[RedFlag, tuple[Any, ...]]:
    return rows.order_by("due_on", "pk").values_list(*_COLUMNS)[:SHOWN]


def _answered(by: Actor, rows: QuerySet[RedFlag, tuple[Any, ...]]) -> tuple[Flag, ...]:
    found = list(rows)
    answers: dict[int, list[FlagAnswer]] = {}
    for flag_pk, side, text, finding, answered_on, *who in (
        AnswerRow.objects.filter(flag__in=[row[0] for row in found]).order_by("pk").values_list(*_ANSWERS)
    ):
        said = FlagAnswer(side=side, text=text, finding=finding, person=named(*who), answered_on=answered_on)
        answers.setdefault(flag_pk, []).append(said)
    return tuple(_flag(by, row, answers.get(row[0], ())) for row in found)


def _flag(by: Actor, row: Sequence[Any], answers: Sequence[FlagAnswer] = ()) -> Flag:
    values = dict(zip(_COLUMNS, row, strict=True))
    own = {name: values[name] for name in _OWN if name not in ("owner_id", "escalated_to_id")}
    found = in_the_eyes_of(by, values)
    escalated_to = _person(values, "escalated_to")
    return Flag(
        **own,
        partnership=found,
        owner=_person(values, "owner"),
        owner_key=values["owner_id"],
        acknowledged_by=_person(values, "acknowledged_by"),
        read_by=_person(values, "read_by"),
        judge_zone=values[f"relationship__{'buyer' if values['side'] == 'factory' else 'factory'}__zone"],
        escalated_to=escalated_to if values["side"] != found.our_side else "",
        is_mine=values["escalated_to_id"] == by.person,
        answers=tuple(answers),
    )


def _person(values: Mapping[str, Any], who: str) -> str:
    return named(values[f"{who}__name"], values[f"{who}__email"])


def rule_precision(by: Actor, rule: str) -> Precision:
    """Return how often a rule was right among the flags this person may see, as the sides that judge by them found."""
    flags = RedFlag.objects.filter(rule=rule, relationship__in=access.relationships(by))
    judged = AnswerRow.objects.filter(flag__in=flags).exclude(side=F("flag__side"))
    counts = judged.aggregate(
        confirmed=Count("pk", filter=Q(finding=FINDINGS[0])), refuted=Count("pk", filter=Q(finding=FINDINGS[1]))
    )
    return precision(raised=flags.count(), **counts)
