"""What a missed target or a flag asks for, who owns it on each side, by when, and whether it worked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from troth.basis.proportions import lower_tail
from troth.basis.text import gettext_noop
from troth.commitments.outcomes import Side
from troth.trust.sentences import Sentence

Verdict = Literal["worked", "not yet", "did not work"]

LINES_TO_CHECK = 10
"""An action's effect is judged on so many lines due after it was done."""

OWNERS: Mapping[Side, str] = {"buyer": gettext_noop("sourcing manager"), "factory": gettext_noop("sales contact")}
"""Who owns an action on each side, unless someone is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One action to open.

    Attributes:
        kind: Stable name for programs.
        title: What to do, marked for translation.
        due_days: Calendar days until it is due.
        evidence: What shows that it was done, marked for translation.
        owners: The role that owns it on each side.
    """

    kind: str
    title: str
    due_days: int
    evidence: str
    owners: Mapping[Side, str]

    def due_on(self, opened_on: date) -> date:
        """Return the day it is due when opened on a day."""
        return opened_on + timedelta(days=self.due_days)


REVIEW_SCHEDULES = Action(
    kind="review_production_schedules",
    title=gettext_noop("Review production schedules"),
    due_days=7,
    evidence=gettext_noop("The reviewed schedule with the bottleneck named and new dates for the late orders."),
    owners=OWNERS,
)
STRENGTHEN_QC = Action(
    kind="strengthen_qc_processes",
    title=gettext_noop("Strengthen QC processes"),
    due_days=14,
    evidence=gettext_noop("The checkpoint added or the inspection tightened, with its first result."),
    owners=OWNERS,
)
REASSIGN_CONTACTS = Action(
    kind="reassign_contacts",
    title=gettext_noop("Reassign contacts"),
    due_days=5,
    evidence=gettext_noop("The contacts now named on both sides."),
    owners=OWNERS,
)
MISSED_TARGET_ACTIONS: Mapping[str, Action] = {
    "on_time_delivery": REVIEW_SCHEDULES,
    "defect_rate": STRENGTHEN_QC,
    "response_time": REASSIGN_CONTACTS,
}
"""The seeds' own action for each KPI."""

CONSISTENT_DELAYS_REACTION = (
    Action(
        kind="review_contract_clause",
        title=gettext_noop("Review the delivery clause of the contract together"),
        due_days=14,
        evidence=gettext_noop("The clause as it stands or as both sides amended it."),
        owners=OWNERS,
    ),
    Action(
        kind="audit_process",
        title=gettext_noop("Audit the process behind the delays"),
        due_days=30,
        evidence=gettext_noop("The audit's findings with the cause of the delays."),
        owners=OWNERS,
    ),
    Action(
        kind="agree_joint_plan",
        title=gettext_noop("Agree a joint plan"),
        due_days=14,
        evidence=gettext_noop("The plan, accepted by both sides."),
        owners=OWNERS,
    ),
)
"""Revisit contracts and processes: the reaction to consistent delays."""


def action_to_open(kpi: str, *, state: str, is_open: bool = False) -> Action | None:
    """Choose the action a KPI's state asks for: one for each miss, none without data.

    Args:
        kpi: "on_time_delivery", "defect_rate" or "response_time".
        state: The KPI's state; only an alarm opens an action.
        is_open: Whether this KPI's action is open already.

    Returns:
        The action, or None where none is to be opened.

    Raises:
        KeyError: There is no such KPI.

    >>> action_to_open("on_time_delivery", state="alarm").title
    'Review production schedules'
    """
    action = MISSED_TARGET_ACTIONS[kpi]
    return action if state == "alarm" and not is_open else None


WORKED = gettext_noop("It worked: %(kept)s of the %(n)s lines since were on time, before %(before)s of %(before_n)s.")
NOT_YET = gettext_noop("Too early to say: %(n)s of the %(needed)s lines needed have come due since.")
DID_NOT_WORK = gettext_noop(
    "It did not work: %(kept)s of the %(n)s lines since were on time, before %(before)s of %(before_n)s."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesKept:
    """Lines and how many of them were kept.

    Attributes:
        kept: Lines kept.
        n: Lines counted.
    """

    kept: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectCheck:
    """Whether an action worked.

    Attributes:
        verdict: "worked", "not yet" or "did not work".
        reason: Why, as a translatable sentence.
    """

    verdict: Verdict
    reason: Sentence


def effect_check(*, before: LinesKept, after: LinesKept, target: float, level: float = 0.05) -> EffectCheck:
    """Judge an action by the first lines due after it was done.

    Args:
        before: The window that raised the alarm.
        after: The lines due since the action was done.
        target: Share to be kept, a fraction.
        level: Chance below which the lines since still miss the target, a fraction.

    Returns:
        "not yet" below 10 lines; "worked" where the rate rose and the target is no longer significantly missed.

    Source: method b.7 of the domain report.

    >>> effect_check(before=LinesKept(kept=44, n=50), after=LinesKept(kept=10, n=10), target=0.95).verdict
    'worked'
    """
    if after.n < LINES_TO_CHECK:
        return EffectCheck(
            verdict="not yet", reason=Sentence(template=NOT_YET, params={"n": after.n, "needed": LINES_TO_CHECK})
        )
    rose = after.kept * before.n > before.kept * after.n
    worked = rose and lower_tail(successes=after.kept, trials=after.n, target=target) >= level
    return EffectCheck(
        verdict="worked" if worked else "did not work",
        reason=Sentence(
            template=WORKED if worked else DID_NOT_WORK,
            params={"kept": after.kept, "n": after.n, "before": before.kept, "before_n": before.n},
        ),
    )


def may_close(check: EffectCheck, *, evidence_count: int) -> bool:
    """Tell whether an action may be closed: with evidence, and once its effect is known.

    >>> check = effect_check(before=LinesKept(kept=44, n=50), after=LinesKept(kept=3, n=3), target=0.95)
    >>> may_close(check, evidence_count=1)
    False
    """
    return evidence_count > 0 and check.verdict != "not yet"
