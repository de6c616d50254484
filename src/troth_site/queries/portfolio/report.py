"""The portfolio as programs read it: every partner, both sides, flags and actions."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils.translation import gettext

from troth.commitments.outcomes import SIDES
from troth.orders.definitions import AS_RECORDED
from troth.trust.actions import MISSED_TARGET_ACTIONS
from troth.trust.delay_flags import RULE
from troth_site.access import Actor
from troth_site.models import Action, RedFlag
from troth_site.queries import trust
from troth_site.queries.partners import Partnership, as_partnership, visible
from troth_site.queries.trust import Judged

TITLES = {action.kind: action.title for action in MISSED_TARGET_ACTIONS.values()}


def report(
    by: Actor,
    *,
    as_of: date,
    counted_from: date | None = None,
    counted_to: date | None = None,
    only: int | None = None,
) -> list[dict[str, Any]]:
    """Return every visible partner as plain data, in the order of their names.

    Args:
        by: Who asks; a forecast is shown to the organisation that judges, and to nobody else.
        as_of: Day as of which the record is read.
        counted_from: First due day that counts.
        counted_to: Day before which due days count.
        only: One relationship instead of all; its alarms are still controlled over its portfolio.
    """
    rows = list(visible(by))
    found = [as_partnership(by, row) for row in rows]
    judged = trust.portfolio(
        [row.pk for row in rows],
        judge_of={"factory": [row.buyer_id for row in rows], "buyer": [row.factory_id for row in rows]},
        as_of=as_of,
        counted_from=counted_from,
        counted_to=counted_to,
    )
    flags, actions = _flags([row.pk for row in rows], as_of), _actions(as_of)
    mine = by.organisations()
    documents = [
        {
            "id": partner.pk,
            "name": partner.partner,
            **{side: {"delivery": _side(partner, sides[side], mine)} for side in SIDES},
            "flags": flags.get(partner.pk, []),
            "actions": actions.get(partner.pk, []),
        }
        for partner, sides in zip(found, judged, strict=True)
        if only is None or partner.pk == only
    ]
    return sorted(documents, key=lambda document: str(document["name"]).casefold())


def _side(partner: Partnership, judged: Judged, mine: tuple[int, ...]) -> dict[str, Any]:
    numbers = judged.numbers
    judge = partner.buyer if judged.side == "factory" else partner.factory
    judging = judge in mine
    return {
        "n": numbers.n,
        "kept": numbers.kept,
        "excused": numbers.excused,
        "rate": numbers.rate,
        "low": numbers.low,
        "high": numbers.high,
        "target": numbers.target,
        "state": judged.state if judging else judged.own_state,
        "standing": numbers.standing,
        "expected": numbers.expected,
        "forecast": judged.forecast if judging else None,
        "definition": AS_RECORDED.sentence(gettext),
        "window": {
            "from": numbers.window_from,
            "to": numbers.as_of,
            "n": numbers.window_n,
            "kept": numbers.window_kept,
            "rate": numbers.window_rate,
            "low": numbers.window_low,
            "high": numbers.window_high,
            "p_value": numbers.p_value,
        },
        "as_of": numbers.as_of,
        "last_on": numbers.last_on,
        "policy": numbers.policy_version,
    }


def _flags(rows: list[int], as_of: date) -> dict[int, list[dict[str, Any]]]:
    """Return the flags that stood on a day, read from what was known then; with the key of their row where kept."""
    kept = RedFlag.objects.filter(rule=RULE).values_list("relationship_id", "side", "raised_on", "pk")
    keys = {(pk, side, raised_on): flag for pk, side, raised_on, flag in kept}
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for pk, side, flag in trust.delays(rows, as_of=as_of):
        found[pk].append(
            {
                "id": keys.get((pk, side, flag.raised_on)),
                "rule": flag.rule,
                "side": side,
                "dimension": "delivery",
                "raised_on": flag.raised_on,
                "due_on": flag.due_on,
                "false_alarm_probability": flag.false_alarm_probability,
                "reason": flag.reason.text(gettext),
                "data": {"cause": flag.cause, "began_on": flag.began_on, "n": flag.lines, "kept": flag.kept},
            }
        )
    return found


def _actions(as_of: date) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for action in Action.objects.filter(opened_on__lte=as_of).exclude(state="withdrawn").order_by("pk"):
        found[action.relationship_id].append(
            {
                "id": action.pk,
                "kind": action.kind,
                "title": gettext(TITLES.get(action.kind, action.kind)),
                "side": action.side,
                "state": action.state,
                "opened_on": action.opened_on,
                "due_on": action.due_on,
                "check_after_lines": action.check_lines,
            }
        )
    return found
