"""Genuine disruptions: which claims are accepted, for how many days, and what is missing where they are not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from troth.basis.findings import Finding, Severity
from troth.basis.spans import Span
from troth.basis.text import gettext_noop
from troth.basis.working_time import WorkCalendar, add_working_days
from troth.commitments.attribution import Delay

NOTICE_WORKING_DAYS = 3

Category = Literal[
    "weather",
    "epidemic",
    "war_or_sanctions",
    "government_act",
    "port_or_carrier",
    "utility_cut",
    "upstream_supplier",
    "labour_action",
    "machine_failure",
    "overbooking",
    "known_holiday",
    "price_rise",
]
NOT_EXCUSABLE: dict[Category, str] = {
    "machine_failure": gettext_noop("An ordinary machine failure is the factory's own risk and cannot be excused."),
    "overbooking": gettext_noop("Capacity promised twice cannot be excused."),
    "known_holiday": gettext_noop("A holiday that stood in the calendar cannot be excused."),
    "price_rise": gettext_noop("A price rise is no disruption: ask for a review under the hardship clause."),
}

CONDITIONS: dict[str, str] = {
    "beyond_control": gettext_noop("The reviewer has not confirmed that it was beyond reasonable control."),
    "not_foreseeable": gettext_noop("The reviewer has not confirmed that it could not be foreseen when promised."),
    "not_avoidable": gettext_noop(
        "The reviewer has not confirmed that its effects could not be avoided with reasonable effort."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An excusal as claimed, with what the reviewer ticked.

    Attributes:
        span: The days lost, half-open.
        known_on: Day the claimant knew of the disruption.
        noticed_on: Day it told the other side; None where it never did.
        due_on: The promised day the claim is about.
        reviewed_on: Day of the review; None while nobody has looked.
        granted: The part of the span the reviewer found lost to it; None for the whole span.
        beyond_control: Condition a, ticked by the reviewer, as the next two.
        evidence_count: Documents attached.
        mitigation: What was offered to make good.
        supplier_nominated_by_other_side: Only for "upstream_supplier".
        supplier_itself_excused: Only for "upstream_supplier".
        limited_to_own_plant: Only for "labour_action".
    """

    category: Category
    span: Span
    known_on: date
    noticed_on: date | None
    due_on: date
    reviewed_on: date | None = None
    granted: Span | None = None
    beyond_control: bool = False
    not_foreseeable: bool = False
    not_avoidable: bool = False
    evidence_count: int = 0
    mitigation: str = ""
    supplier_nominated_by_other_side: bool = False
    supplier_itself_excused: bool = False
    limited_to_own_plant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Excusal:
    """The answer to a claim: the days accepted, or the findings that say what is missing."""

    accepted: Span | None
    findings: tuple[Finding, ...]

    @property
    def accepted_days(self) -> int:
        """Calendar days accepted, 0 where the claim was not."""
        return 0 if self.accepted is None else self.accepted.days


def review(claim: Claim, *, calendar: WorkCalendar) -> Excusal:
    """Decide a claim by its conditions.

    Args:
        claim: With what the reviewer ticked; nobody's opinion enters but these ticks.
        calendar: Working days of the claimant, in which notice is counted.

    Returns:
        The granted days of the span, or none with every reason at once.

    Source: ICC Force Majeure Clause 2020, conditions a to c; notice, evidence and mitigation are the policy of domain
    report a.4.

    >>> from datetime import time
    >>> from zoneinfo import ZoneInfo
    >>> storm = Claim(category="weather", span=Span(date(2026, 3, 2), date(2026, 3, 6)), known_on=date(2026, 3, 2),
    ...               noticed_on=date(2026, 3, 3), due_on=date(2026, 3, 20), reviewed_on=date(2026, 3, 9),
    ...               beyond_control=True, not_foreseeable=True, not_avoidable=True, evidence_count=1,
    ...               mitigation="air freight for half")
    >>> factory = WorkCalendar(hours=(time(8), time(17)), zone=ZoneInfo("Asia/Manila"))
    >>> review(storm, calendar=factory).accepted_days
    4
    """
    findings = (*_category_findings(claim), *_condition_findings(claim), *_notice_findings(claim, calendar))
    granted = claim.span if claim.granted is None else claim.span.overlap(claim.granted)
    return Excusal(accepted=None if findings else granted, findings=findings)


def delay_of(claim: Claim, *, calendar: WorkCalendar) -> Delay:
    """Turn a claim into the delay that attribution reads, accepted or not.

    The delay is on the record from the review, not from the disruption: a late excusal does not change what was known
    before it.
    """
    accepted = review(claim, calendar=calendar).accepted
    return Delay(
        cause="force_majeure",
        span=accepted or claim.span,
        accepted=accepted is not None,
        recorded_on=claim.reviewed_on or claim.noticed_on or claim.known_on,
        reason=claim.category,
    )


def last_notice_day(claim: Claim, *, calendar: WorkCalendar) -> date:
    """Return the last day on which notice is in time.

    Three working days after knowing, and not after the due date where the disruption was known before it.
    """
    by_knowing = add_working_days(claim.known_on, count=NOTICE_WORKING_DAYS, calendar=calendar)
    # "Before the due date where possible": who knew in time must say so in time.
    return min(by_knowing, claim.due_on - timedelta(days=1)) if claim.known_on < claim.due_on else by_knowing


def _category_findings(claim: Claim) -> Iterator[Finding]:
    if claim.category in NOT_EXCUSABLE:
        yield _finding("not-excusable", NOT_EXCUSABLE[claim.category])
    nominated = claim.supplier_nominated_by_other_side or claim.supplier_itself_excused
    if claim.category == "upstream_supplier" and not nominated:
        yield _finding(
            "own-supplier",
            gettext_noop(
                "A supplier's delay counts only if the other side named that supplier or it is itself excused."
            ),
        )
    if claim.category == "labour_action" and claim.limited_to_own_plant:
        yield _finding("own-plant", gettext_noop("A labour action limited to the own plant cannot be excused."))


def _condition_findings(claim: Claim) -> Iterator[Finding]:
    if claim.reviewed_on is None:
        yield _finding("not-reviewed", gettext_noop("Nobody has reviewed the claim yet."))
        return
    ticked = {
        "beyond_control": claim.beyond_control,
        "not_foreseeable": claim.not_foreseeable,
        "not_avoidable": claim.not_avoidable,
    }
    for name, holds in ticked.items():
        if not holds:
            yield _finding(name.replace("_", "-"), CONDITIONS[name])
    if claim.granted is not None and claim.span.overlap(claim.granted) is None:
        yield _finding("nothing-granted", gettext_noop("The reviewer granted none of the days claimed."))


def _notice_findings(claim: Claim, calendar: WorkCalendar) -> Iterator[Finding]:
    last = last_notice_day(claim, calendar=calendar)
    if claim.noticed_on is None:
        yield _finding("no-notice", gettext_noop("The other side was never told; notice was due by %(day)s."), day=last)
    elif claim.noticed_on > last:
        yield _finding(
            "late-notice",
            gettext_noop("The other side was told on %(told)s; notice was due by %(day)s."),
            told=claim.noticed_on,
            day=last,
        )
    if claim.evidence_count < 1:
        yield _finding("no-evidence", gettext_noop("No evidence is attached."))
    if not claim.mitigation.strip():
        yield _finding("no-mitigation", gettext_noop("Nothing was offered to make good for the days lost."))


def _finding(code: str, message: str, **params: date) -> Finding:
    return Finding(code=f"excusal.{code}", severity=Severity.WARNING, message=message, params=params)
