"""Reports in versions: the first made as an inspection is handed in, each later one with its reason. Nothing silent.

A version is frozen with its hash, which the ledger keeps too; both sides can read it from one and the same moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from troth.basis.spans import local_day
from troth.basis.text import gettext_noop
from troth.commitments.outcomes import Outcome, Side
from troth.orders.duties import outcome_of_duty
from troth.quality.frozen_plans import digest
from troth.quality.reports import canonical, checked, difference
from troth.quality.verdicts import Counting, ImpossibleFinding
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.ledger import NewEntry, outcome_content
from troth_site.actions.quality import reports_consequences as consequences
from troth_site.actions.trust import judging
from troth_site.models import ClassSample, Commitment, Inspection, InspectionReport, Relationship
from troth_site.models.quality.choices import InspectionState
from troth_site.queries.communication import messages_readers
from troth_site.queries.orders import latest_outcome
from troth_site.queries.quality import reports as queries
from troth_site.queries.quality.looks_compared import blind_to
from troth_site.queries.quality.report_content import Version, content_of, counting_of, judged

DIMENSION = "quality"
LONGEST_WHY, LONGEST_CONCLUSION = 500, 4000
SIDES: tuple[Side, Side] = ("buyer", "factory")


class ReportRefused(Exception):
    """The report cannot be made or changed like this; the message says what to do."""


class VersionMet(Exception):
    """Somebody made a later version meanwhile; the message says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a class comes to once it is counted again; None where nobody can say."""

    looked_at: int | None
    found: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a new version says otherwise; what came since (late photos, chosen answers) is taken in with it.

    Attributes:
        conclusion: The inspector's own words; None leaves them.
        counts: By class, the classes that were counted again.
    """

    conclusion: str | None = None
    counts: Mapping[str, Counted] = field(default_factory=dict)


def make_first(*, inspection: int, by: Actor, at: datetime | None = None) -> int:
    """Make version 1 of the report of an inspection that is handed in, and return its key; once, however often called.

    The promise to report is kept or kept late by it. Called inside the act that hands in, or alone.

    Raises:
        access.NotThere: There is no such inspection for this person.
        ReportRefused: It has not been handed in.
    """
    seen = access.inspection(by, inspection, "record")
    moment = at or timezone.now()
    with transaction.atomic():
        row = ledger.lock(seen.relationship_id)
        kept = _locked(seen.pk)
        first = InspectionReport.objects.filter(inspection=kept, number=1).first()
        if first is not None:
            return first.pk
        if kept.handed_in_at is None or kept.state == InspectionState.CANCELLED:
            raise ReportRefused(gettext_noop("This inspection has not been handed in yet; its report follows then."))
        report = _freeze(kept, Version(number=1, made_at=moment, made_by=by.name), by=by)
        kept.state, kept.verdict = InspectionState.REPORTED, report.verdict
        kept.save(update_fields=["state", "verdict"])
        _enter(row, report, "report.made", by=by, on=timezone.localdate(moment), kept=_promise_kept(kept, moment))
        tell(row, report, by=by, event="report", data={"lot": kept.lot_name})
    return report.pk


def amend(*, by: Actor, report: int, why: str, edit: Edit | None = None, at: datetime | None = None) -> int:
    """Make the next version of a report, and return its key; the version before stays as it was.

    The report is the version that was read: somebody else's later one is not written over.

    Raises:
        ReportRefused: It says no why, nothing would differ, or a count does not fit the plan.
        VersionMet: There is a later version by now.
        access.NotAllowed: The other side inspected; it can say its words beside the report.
    """
    edit, why = edit or Edit(), cleaned(why).strip()
    if not why or len(why) > LONGEST_WHY:
        raise ReportRefused(gettext_noop("Say in up to 500 characters why: both sides read it beside the difference."))
    moment, seen = at or timezone.now(), report_seen(by, report, "record", at=at)
    if not queries.may_amend(by, seen.inspection):
        raise access.NotAllowed
    with transaction.atomic():
        row = ledger.lock(seen.inspection.relationship_id)
        kept, latest = _locked(seen.inspection_id), latest_of(seen.inspection_id)
        if latest.pk != seen.pk:
            raise VersionMet(gettext_noop("There is a later version by now: read it, then say what should differ."))
        _count_again(kept, edit.counts)
        conclusion = latest.content["conclusion"] if edit.conclusion is None else _words(edit.conclusion)
        version = Version(number=latest.number + 1, made_at=moment, made_by=by.name, why=why, conclusion=conclusion)
        made = _freeze(kept, version, by=by)
        is_judged_anew = latest.content["classes"] != made.content["classes"]
        if not difference(latest.content, made.content):
            raise ReportRefused(gettext_noop("Nothing would differ from the version before, so there is no new one."))
        kept.verdict = made.verdict
        kept.save(update_fields=["verdict"])
        verdict, classes = judged(kept, ClassSample.objects.filter(inspection=kept))
        settled = consequences.lot_judged_anew(row, kept, verdict, classes) if is_judged_anew else None
        _enter(row, made, "report.amended", by=by, on=timezone.localdate(moment), kept=settled)
        if is_judged_anew:
            consequences.follow(by, row, kept, verdict)
        data = {"lot": kept.lot_name, "number": made.number, "why": why, "who": by.name}
        tell(row, made, by=by, event="report-version", data=data)
    return made.pk


def report_seen(by: Actor, pk: int, verb: access.Verb = "see", *, at: datetime | None = None) -> InspectionReport:
    """Return one version that the person may read at a moment, now unless told, with its inspection.

    Raises:
        access.NotThere: There is none for this person, or not yet.
        access.NotAllowed: They read it, but may not do this.
    """
    found = InspectionReport.objects.filter(pk=pk, visible_at__lte=at or timezone.now()).first()
    if found is None:
        raise access.NotThere
    found.inspection = access.inspection(by, found.inspection_id, verb)
    return found


def latest_of(inspection: int) -> InspectionReport:
    """Return the latest version of an inspection's report."""
    return InspectionReport.objects.filter(inspection=inspection).order_by("-number")[0]


def tell(row: Relationship, report: InspectionReport, *, by: Actor, event: str, data: Mapping[str, Any]) -> None:
    """Tell both sides at once of something about a report, inside the act: in one call, at one moment."""
    live.tell(row.pk, "report", f"inspection {report.inspection_id}")
    people = [one for side in SIDES for one in messages_readers.people_for(row, side=side, topic="quality")]
    left_out = {by.person} | blind_to(report.inspection_id)
    notices.notify(
        event=event, relationship=row.pk, subject=f"report {report.pk} entry {row.head_seq}",
        path=f"/quality/reports/{report.pk}/", to=[one for one in people if one not in left_out], data=dict(data),
    )  # fmt: skip


def _locked(pk: int) -> Inspection:
    rows = Inspection.objects.select_for_update(of=("self",)).select_related(
        "relationship__buyer", "relationship__factory", "product", "order", "site", "inspector", "resubmitted_of",
        "report_commitment",
    )  # fmt: skip
    return rows.get(pk=pk)


def _freeze(inspection: Inspection, version: Version, *, by: Actor) -> InspectionReport:
    content = checked(content_of(inspection, version))
    canonical(content)
    return InspectionReport.objects.create(
        inspection=inspection, number=version.number, verdict=content["verdict"], content=content,
        sha256=digest(content), why=version.why, made_by_id=by.person, visible_at=version.made_at,
    )  # fmt: skip


def _count_again(inspection: Inspection, counts: Mapping[str, Counted]) -> None:
    """Write what was counted again, and let the library judge all classes anew."""
    samples = {row.defect_class: row for row in ClassSample.objects.filter(inspection=inspection)}
    if unplanned := set(counts) - set(samples):
        raise ReportRefused(gettext_noop("A class was counted that the plan does not hold: ") + ", ".join(unplanned))
    for kind, counted in counts.items():
        sample = samples[kind]
        # What is counted again stands as it is said, with its reason: answers and readings add nothing to it any more.
        sample.looked_at, sample.from_checks = counted.looked_at, None
        if counting_of(inspection, kind) is Counting.DEFECTS:
            sample.defects = counted.found
        else:
            sample.nonconforming = counted.found
    try:
        _lot, verdicts = judged(inspection, samples.values())
    except ImpossibleFinding as error:
        raise ReportRefused(str(error)) from error
    for kind in counts:
        samples[kind].verdict = verdicts[kind]
        samples[kind].save(update_fields=["looked_at", "defects", "nonconforming", "from_checks", "verdict"])


def _words(text: str) -> str:
    said = cleaned(text).strip()
    if len(said) > LONGEST_CONCLUSION:
        raise ReportRefused(gettext_noop("These words are longer than 4,000 characters: shorten them."))
    return said


def _promise_kept(inspection: Inspection, moment: datetime) -> tuple[Commitment, Outcome, Outcome | None] | None:
    """Close the promise to report as kept or kept late; return it with its outcome and the one that stood."""
    promise = inspection.report_commitment
    if promise is None or promise.due_on is None or promise.closed_on is not None:
        return None
    done, known = local_day(moment, zone=ZoneInfo(promise.zone or "UTC")), timezone.localdate(moment)
    promise.state = "kept" if done <= promise.due_on else "kept_late"
    promise.closed_on, promise.closed_by = done, promise.side
    promise.save(update_fields=["state", "closed_on", "closed_by"])
    outcome = outcome_of_duty(
        due_on=promise.due_on, done_on=done, recorded_on=max(known, done), weight=promise.stake * promise.quality,
        side=cast(Side, promise.side),
    )  # fmt: skip
    return promise, outcome, latest_outcome(promise.pk)


def _enter(
    row: Relationship, report: InspectionReport, kind: str, *, by: Actor, on: date,
    kept: tuple[Commitment, Outcome, Outcome | None] | None = None,
) -> None:  # fmt: skip
    """Enter a version with its hash into the record of both sides."""
    inspection = report.inspection
    day = timezone.localdate(report.visible_at)
    content = {
        "inspection": str(inspection.uid), "report": report.number, "sha256": report.sha256, "verdict": report.verdict,
    }  # fmt: skip
    promised: dict[str, Any] = {}
    if kept is not None:
        promise, outcome, standing = kept
        content |= {"what": promise.what, "commitment": promise.pk, "due": promise.due_on, "done": promise.closed_on}
        content["outcome"] = outcome_content(outcome)
        promised = {
            "side": promise.side, "commitment": promise.pk, "outcome": outcome, "supersedes": standing,
        }  # fmt: skip
    entry = NewEntry(
        kind=kind, dimension=kept[0].dimension if kept else DIMENSION, person=by.person, happened_on=day,
        recorded_on=max(on, day), content=content, **promised,
    )  # fmt: skip
    ledger.append(row, [entry])
    if kept is not None:
        judging.judge([row.pk], as_of=timezone.localdate())
    data = {"sha256": report.sha256, "number": report.number}
    audit.record(kind, by=by, relationship=row, subject=f"report {report.pk}", data=data)
