"""What follows from numbers: actions opened by a missed target, red flags raised and closed, effects checked.

Safe to run again: everything is found by its own key, and nothing is opened twice.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import F

from troth.commitments.outcomes import SIDES, Side
from troth.trust.actions import Action as Asked
from troth.trust.actions import LinesKept, action_to_open, effect_check
from troth.trust.day_counts import DayCounts
from troth.trust.delay_flags import RULE
from troth.trust.delays import delays_in
from troth.trust.red_flags import RedFlag as Raised
from troth.trust.sentences import Sentence
from troth_site.actions import audit
from troth_site.actions.trust import escalating
from troth_site.models import Action, ActionLine, Commitment, Membership, OrderLine, RedFlag, Relationship
from troth_site.prepared import Prepared, given
from troth_site.queries.trust import POLICY, Judged

KPI_OF = {"delivery": "on_time_delivery", "quality": "defect_rate", "communication": "response_time"}
OF_LINES = "delivery"
"""The dimension whose promises are order lines."""
COUNTED = ("accepted", "at_risk", "kept", "kept_late", "broken", "disputed", "resolved")
MOST_LINES_ATTACHED = 50
OF_UNITS = "units"
"""In the data of an action that was opened by units found bad, whose effect is looked for in the lots since."""
TAKES_ACTIONS: dict[Side, tuple[str, ...]] = {
    "buyer": ("sourcing", "manager", "owner", "operator"),
    "factory": ("sales", "owner", "manager"),
}
PENDING = ("open", "done", "reopened")
_PENDING = Prepared(
    lambda: Action.objects.filter(dimension=given("dimension"), state__in=PENDING, relationship=given("relationship"))
)
_FLAGS = Prepared(lambda: RedFlag.objects.filter(rule=RULE, dimension="delivery", relationship=given("relationship")))


class _Missed(NamedTuple):
    """A target one side missed, and the action that asks for."""

    row: Relationship
    judged: Judged
    asked: Asked


def follow_up(
    rows: Sequence[Relationship], found: Sequence[dict[Side, Judged]], *, as_of: date, dimension: str
) -> None:
    """Open, close and check what follows from the numbers of these relationships in one dimension."""
    pending = _pending([row.pk for row in rows], dimension)
    missed: list[_Missed] = []
    for row, sides in zip(rows, found, strict=True):
        for side, judged in sides.items():
            action = pending.get((row.pk, side))
            if action is None:
                kpi = KPI_OF.get(judged.dimension)
                asked = action_to_open(kpi, state=judged.state) if kpi else None
                if asked is not None:
                    missed.append(_Missed(row, judged, asked))
            elif action.state == "done":
                _check_effect(action, judged, as_of=as_of)
    if missed:
        _open_actions(_not_answered(missed, dimension), as_of=as_of)


def _pending(relationships: Sequence[int], dimension: str) -> dict[tuple[int, str], Action]:
    if len(relationships) == 1:
        found = _PENDING.rows(relationship=relationships[0], dimension=dimension)
    else:
        actions = Action.objects.filter(dimension=dimension, state__in=PENDING)
        found = list(actions.filter(relationship__in=relationships) if len(relationships) <= 500 else actions)
    return {(action.relationship_id, action.side): action for action in found}


def _open_actions(missed: Sequence[_Missed], *, as_of: date) -> None:
    if not missed:
        return
    taking = taking_of([miss.row for miss in missed])
    actions = put([(_action(miss, taking, as_of), miss.asked) for miss in missed])
    ActionLine.objects.bulk_create(
        ActionLine(action=action, line_id=pk)
        for miss, action in zip(missed, actions, strict=True)
        if miss.judged.dimension == OF_LINES
        for pk in _late_lines(miss.row, miss.judged.side, miss.judged.numbers.window_from, as_of)
    )


def put(opened: Sequence[tuple[Action, Asked]]) -> list[Action]:
    """Open actions, each side's part of the follow-through a promise of its own that scores once it is accepted."""
    actions = Action.objects.bulk_create(action for action, _asked in opened)
    Commitment.objects.bulk_create(
        Commitment(
            relationship=action.relationship, side=side, dimension="partnership", kind="action",
            what=f"{asked.title} #{action.pk}", due_on=action.due_on, state="proposed",
        )
        for action, (_action_, asked) in zip(actions, opened, strict=True)
        for side in SIDES
    )  # fmt: skip
    for action in actions:
        audit.record(
            "action.opened", by=None, relationship=action.relationship, subject=f"action {action.pk}", data=action.data
        )
    return actions


def _action(miss: _Missed, taking: Mapping[tuple[int, str], int], as_of: date) -> Action:
    numbers = miss.judged.numbers
    return Action(
        side=miss.judged.side,
        dimension=miss.judged.dimension,
        data={
            "kept": numbers.window_kept,
            "n": numbers.window_n,
            "from": numbers.window_from.isoformat(),
            "p_value": numbers.p_value,
            "target": numbers.target,
            "last_on": numbers.last_on.isoformat() if numbers.last_on else None,
        },
        **asked_of(miss.row, miss.asked, taking, as_of=as_of),
    )


def asked_of(
    row: Relationship, asked: Asked, taking: Mapping[tuple[int, str], int], *, as_of: date
) -> dict[str, Any]:  # fmt: skip
    """Return the columns of an action that say of whom it is asked, and by when."""
    return {
        "relationship": row,
        "kind": asked.kind,
        "opened_on": as_of,
        "due_on": asked.due_on(as_of),
        "owner_buyer_id": row.owner_buyer_id or taking.get((row.buyer_id, "buyer")),
        "owner_factory_id": row.owner_factory_id or taking.get((row.factory_id, "factory")),
    }


def taking_of(rows: Sequence[Relationship]) -> dict[tuple[int, str], int]:
    """Return who takes an action where nobody is named for the partner: by role, the longest there first.

    A factory that has not come in yet has nobody; its page says so, and whoever comes can take it.
    """
    nameless = {row.buyer_id for row in rows if row.owner_buyer_id is None}
    nameless |= {row.factory_id for row in rows if row.owner_factory_id is None}
    if not nameless:
        return {}
    seats: dict[tuple[int, str], int] = {}
    members = Membership.objects.filter(organisation__in=sorted(nameless), active=True).order_by("pk")
    for organisation, person, role in members.values_list("organisation_id", "person_id", "role"):
        seats.setdefault((organisation, role), person)
    return {
        (organisation, side): seats[organisation, role]
        for organisation in nameless
        for side, roles in TAKES_ACTIONS.items()
        for role in reversed(roles)
        if (organisation, role) in seats
    }


def _not_answered(missed: Sequence[_Missed], dimension: str) -> list[_Missed]:
    """Return the misses without those on which, without a newer line, somebody worked before."""
    earlier = Action.objects.filter(relationship__in=[miss.row.pk for miss in missed], dimension=dimension)
    told = earlier.exclude(state="withdrawn").order_by("pk").values_list("relationship_id", "side", "data")
    worked_on = {(relationship, side): data.get("last_on") or "" for relationship, side, data in told}
    return [miss for miss in missed if _is_newer(miss, worked_on.get((miss.row.pk, miss.judged.side)))]


def _is_newer(miss: _Missed, worked_on: str | None) -> bool:
    newest = miss.judged.numbers.last_on
    return worked_on is None or (newest is not None and worked_on < newest.isoformat())


def _late_lines(row: Relationship, side: str, since: date, as_of: date) -> list[int]:
    """Return the late lines of the window, the latest first; open ones past their day are late too."""
    lines = OrderLine.objects.filter(
        relationship=row, commitment__side=side, cancelled_on=None, due_on__gte=since, due_on__lt=as_of
    )
    late = lines.filter(completed_on__gt=F("due_on")) | lines.filter(completed_on=None)
    return list(late.order_by("-due_on", "pk").values_list("pk", flat=True)[:MOST_LINES_ATTACHED])


def _check_effect(action: Action, judged: Judged, *, as_of: date) -> None:
    """Check whether a finished action worked, on the first lines that fell due after it."""
    if action.done_on is None or OF_UNITS in action.data:
        return
    first = _came_due_since(action, as_of)
    kept = sum(first)
    before = LinesKept(kept=action.data["kept"], n=action.data["n"])
    check = effect_check(before=before, after=LinesKept(kept=kept, n=len(first)), target=judged.numbers.target)
    if check.verdict != "not yet":
        keep_check(action, check.verdict, check.reason, as_of=as_of)


def keep_check(action: Action, verdict: str, reason: Sentence, *, as_of: date) -> None:
    """Keep whether a finished action worked, and why it is thought so; one that did not is open again."""
    action.state, action.checked_on = "worked" if verdict == "worked" else "reopened", as_of
    action.result = {"verdict": verdict, "template": reason.template, "params": dict(reason.params)}
    action.save(update_fields=["state", "checked_on", "result"])
    verb = f"action.{action.state}"
    audit.record(verb, by=None, relationship=action.relationship, subject=f"action {action.pk}", data=action.result)


def _came_due_since(action: Action, as_of: date) -> list[bool]:
    """Return whether the first promises due since an action was done were kept, in the order in which they fell due."""
    if action.dimension == OF_LINES:
        lines = OrderLine.objects.filter(
            relationship=action.relationship_id, commitment__side=action.side, cancelled_on=None,
            due_on__gt=action.done_on, due_on__lte=as_of,
        ).order_by("due_on", "pk")  # fmt: skip
        told = lines.values_list("completed_on", "factory_days")[: action.check_lines]
        return [done is not None and (days or 0) <= 0 for done, days in told]
    promises = Commitment.objects.filter(
        relationship=action.relationship_id, side=action.side, dimension=action.dimension, due_on__gt=action.done_on,
        due_on__lt=as_of, state__in=COUNTED,
    ).exclude(accepted_by="").order_by("due_on", "pk")  # fmt: skip
    return [state == "kept" for state in promises.values_list("state", flat=True)[: action.check_lines]]


def raise_flags(rows: Sequence[Relationship], counts: DayCounts, *, as_of: date) -> None:
    """Raise, keep and close the flags of consistent delays of these relationships; the counts are theirs, in order."""
    raised = delays_in(counts, as_of=as_of, policy=POLICY)
    stored = _stored_flags([row.pk for row in rows])
    for group, flags in raised.items():
        row, side = rows[group // len(SIDES)], SIDES[group % len(SIDES)]
        for flag in flags:
            _keep_flag(row, side, flag, _same(stored, row.pk, side, flag), as_of=as_of)
    for gone in stored:
        # The record was corrected so that it never came to this; what was raised stays readable.
        if gone.closed_on is None:
            gone.closed_on = as_of
            gone.save(update_fields=["closed_on"])


def _stored_flags(relationships: Sequence[int]) -> list[RedFlag]:
    if len(relationships) == 1:
        return _FLAGS.rows(relationship=relationships[0])
    flags = RedFlag.objects.filter(rule=RULE, dimension="delivery")
    return list(flags.filter(relationship__in=relationships) if len(relationships) <= 500 else flags)


def _same(stored: list[RedFlag], relationship: int, side: str, flag: Raised) -> RedFlag | None:
    """Take out the stored flag of the same spell: both still open, or else raised the same day.

    A correction recorded later can shift the day by a little, or run two spells into one; people go on with the flag
    they know to be open.
    """
    own = [known for known in stored if (known.relationship_id, known.side) == (relationship, side)]
    still_open = (known for known in own if known.closed_on is None and flag.is_open)
    same_day = (known for known in own if known.raised_on == flag.raised_on)
    found = next(chain(still_open, same_day), None)
    if found is not None:
        stored.remove(found)
    return found


def _keep_flag(row: Relationship, side: str, flag: Raised, stored: RedFlag | None, *, as_of: date) -> None:
    if stored is not None:
        if stored.closed_on != flag.closed_on:
            stored.closed_on = flag.closed_on
            stored.save(update_fields=["closed_on"])
        return
    if flag.is_open:
        # An earlier spell that is still open in the rows ends where a new one begins.
        earlier = RedFlag.objects.filter(relationship=row, side=side, rule=flag.rule, closed_on=None)
        earlier.update(closed_on=flag.raised_on)
    raised = RedFlag.objects.create(
        relationship=row,
        side=side,
        dimension="delivery",
        rule=flag.rule,
        severity="serious",
        data=flag_data(flag),
        false_alarm=flag.false_alarm_probability,
        raised_on=flag.raised_on,
        due_on=flag.due_when_noticed(as_of) if flag.is_open else flag.due_on,
        closed_on=flag.closed_on,
        owner_id=row.owner_buyer_id if side == "factory" else row.owner_factory_id,
        acknowledge_by=escalating.acknowledge_by(row, side, as_of=as_of) if flag.is_open else None,
    )
    audit.record("flag.raised", by=None, relationship=row, subject=f"flag {raised.pk}", data=raised.data)


def flag_data(flag: Raised) -> dict[str, Any]:
    """Return what a flag rests on, as its row keeps it."""
    return {
        "cause": flag.cause,
        "began_on": flag.began_on.isoformat(),
        "n": flag.lines,
        "kept": flag.kept,
        "template": flag.reason.template,
        "params": dict(flag.reason.params),
        "actions": [action.kind for action in flag.actions],
    }
