"""The red flag of decaying communication: raised at night, kept, and closed again once answers have recovered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from troth.basis.discovery import rejected
from troth.basis.findings import Finding
from troth.communication.decay import LEVEL, Decay
from troth.trust.actions import MISSED_TARGET_ACTIONS
from troth_site.actions import audit
from troth_site.actions.bridges import notices
from troth_site.actions.trust import escalating
from troth_site.models import RedFlag, Relationship, ReplyRequest
from troth_site.queries.communication.response_facts import paced
from troth_site.queries.communication.silences import rhythm
from troth_site.queries.communication.unclear import unclear_share
from troth_site.queries.trust import POLICY

RULE, DIMENSION = "communication_decay", "communication"
TREND = "decay.slower"
ASKS_FOR = MISSED_TARGET_ACTIONS["response_time"]


@dataclass(frozen=True, slots=True)
class _Test:
    row: Relationship
    side: str
    found: Decay


def watch_decay(organisation: int, *, now: datetime) -> int:
    """Look at everybody who answers to one organisation, and return how many flags were raised.

    All of its partners' trends of one night are one family, so that few of the flags are false. A flag closes once no
    signal is left and the cool-down has passed; it is not raised again within the cool-down after it closed.

    Args:
        organisation: Whose partners are looked at.
        now: The moment to look from.
    """
    with transaction.atomic():
        tests = _tests(organisation, now)
        p_values = np.array([test.found.p_value for test in tests])
        stands_out = rejected(p_values, q=POLICY.false_discovery_rate) if tests else []
        today = timezone.localdate(now)
        return sum(
            _keep(test, signals=_signals(test.found, stands_out=bool(out)), today=today)
            for test, out in zip(tests, stands_out, strict=True)
        )


def _tests(organisation: int, now: datetime) -> list[_Test]:
    asked = ReplyRequest.objects.values("relationship").distinct()
    rows = Relationship.objects.filter(pk__in=asked).select_related("buyer", "factory")
    mine = [(row, "factory") for row in rows.filter(buyer=organisation).order_by("pk")]
    mine += [(row, "buyer") for row in rows.filter(factory=organisation).order_by("pk")]
    return [_Test(row, side, _found(row, side, now)) for row, side in mine]


def _found(row: Relationship, side: str, now: datetime) -> Decay:
    gap = rhythm(row, today=timezone.localdate(now)).counted
    first = paced(row, side, now=now, gap=gap)
    if not first.decay.is_flag:
        return first.decay
    # Before a flag is raised one looks at one's own questions: that costs more, and is asked only then.
    return paced(row, side, now=now, unclear_share=unclear_share(row.pk, side, now=now), gap=gap).decay


def _signals(found: Decay, *, stands_out: bool) -> list[Finding]:
    if not found.is_flag:
        return []
    return [signal for signal in found.signals if signal.code != TREND or (stands_out and found.p_value < LEVEL)]


def _keep(test: _Test, *, signals: Sequence[Finding], today: date) -> bool:
    flags = RedFlag.objects.filter(relationship=test.row, side=test.side, rule=RULE).order_by("-raised_on", "-pk")
    latest = flags.first()
    cool = timedelta(days=POLICY.cool_down_days)
    if latest is not None and latest.closed_on is None:
        if not signals and today - latest.raised_on >= cool:
            latest.closed_on = today
            latest.save(update_fields=["closed_on"])
            audit.record("flag.closed", by=None, relationship=test.row, subject=f"flag {latest.pk}")
        return False
    if not signals or (latest is not None and latest.closed_on is not None and today - latest.closed_on < cool):
        return False
    _raise(test, signals, today)
    return True


def _raise(test: _Test, signals: Sequence[Finding], today: date) -> None:
    row, side = test.row, test.side
    only_trend = [signal.code for signal in signals] == [TREND]
    owner = row.owner_buyer_id if side == "factory" else row.owner_factory_id
    flag = RedFlag.objects.create(
        relationship=row, side=side, dimension=DIMENSION, rule=RULE, severity="serious", data=_data(test, signals),
        false_alarm=test.found.p_value if only_trend else None, raised_on=today, due_on=ASKS_FOR.due_on(today),
        owner_id=owner, acknowledge_by=escalating.acknowledge_by(row, side, as_of=today),
    )  # fmt: skip
    audit.record("flag.raised", by=None, relationship=row, subject=f"flag {flag.pk}", data=flag.data)
    people = [person for person in (row.owner_buyer_id, row.owner_factory_id) if person is not None]
    notices.notify(
        event="flag", relationship=row.pk, subject=f"flag {flag.pk}", path=f"/flags/{flag.pk}/", to=people,
        data={"subject": signals[0].sentence()},
    )  # fmt: skip


def _data(test: _Test, signals: Sequence[Finding]) -> dict[str, Any]:
    first = signals[0]
    return {
        "code": first.code,
        "template": first.message,
        "params": {name: str(value) for name, value in first.params.items()},
        "signals": [signal.code for signal in signals],
        "p_value": test.found.p_value,
        "actions": [ASKS_FOR.kind],
    }
