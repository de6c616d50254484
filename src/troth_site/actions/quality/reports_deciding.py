"""What the buyer decides about a lot: beside the verdict, never in its place; named, reasoned, and all of it kept."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.quality.frozen_plans import from_json
from troth.quality.reports import Choice, check_decision
from troth.quality.verdicts import Verdict
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.ledger import NewEntry
from troth_site.actions.quality import inspections
from troth_site.actions.quality.inspections_wishes import Limit, Wish
from troth_site.actions.quality.reports import DIMENSION, ReportRefused, VersionMet, latest_of, report_seen, tell
from troth_site.models import InspectionReport, LotDecision, Relationship

LONGEST_REASON = 4000


def decide(
    *, by: Actor, report: int, choice: str, reason: str, planned_on: date | None = None, at: datetime | None = None
) -> int:
    """Decide about the lot of a report, and return the decision's key; the same again by the same person is one.

    To inspect again plans the inspection of the resubmitted lot, for a day, under the same limits.

    Raises:
        ReportRefused: The choice is none, or names no day for another inspection.
        PlanRefused: The lot cannot be inspected again like this; the text says why.
        troth.quality.reports.NotToDecide: It does not fit the verdict, or nobody says why.
        VersionMet: There is a later version of the report by now.
        access.NotAllowed: The person's role does not decide.
    """
    seen = report_seen(by, report, "see", at=at)
    row = access.relationship(by, seen.inspection.relationship_id, "settle")
    if row.buyer_id not in by.organisations("settle"):
        raise access.NotAllowed
    reason = cleaned(reason).strip()
    if choice not in set(Choice):
        raise ReportRefused(gettext_noop("Choose what you decide."))
    if len(reason) > LONGEST_REASON:
        raise ReportRefused(gettext_noop("These words are longer than 4,000 characters: shorten them."))
    check_decision(choice=Choice(choice), verdict=Verdict(seen.verdict), reason=reason)
    if choice == Choice.REINSPECT and planned_on is None:
        raise ReportRefused(gettext_noop("Say on which day the lot is inspected again."))
    with transaction.atomic():
        ledger.lock(row.pk)
        if latest_of(seen.inspection_id).pk != seen.pk:
            raise VersionMet(gettext_noop("There is a later version by now: read it, then decide."))
        last = LotDecision.objects.filter(inspection=seen.inspection_id).order_by("-decided_at", "-pk").first()
        if last and (last.choice, last.reason, last.person_id, last.report_id) == (choice, reason, by.person, seen.pk):
            return last.pk
        made = LotDecision.objects.create(
            inspection=seen.inspection, report=seen, choice=choice, reason=reason, person_id=by.person,
            decided_at=at or timezone.now(),
        )  # fmt: skip
        if planned_on is not None and choice == Choice.REINSPECT:
            inspections.plan(by=by, relationship=row.pk, wish=_again(seen, planned_on))
        # Planning added to the chain, so its head is read anew.
        row = ledger.lock(row.pk)
        _enter(by, row, seen, made)
        tell(row, seen, by=by, event="lot-decision", data={"who": by.name, "lot": seen.inspection.lot_name})
    return made.pk


def _again(seen: InspectionReport, day: date) -> Wish:
    """Return the inspection of a lot that comes back: the same lot and limits, how strictly as switching has it now."""
    first, plan = seen.inspection, from_json(seen.inspection.frozen)
    has_limits = any(one.aql for one in plan.classes.values())
    limits = {
        kind: Limit(aql=one.aql or None, level=one.level, counting=str(one.plan.counting))
        for kind, one in plan.classes.items()
    }
    return Wish(
        lot_name=first.lot_name, lot_size=first.lot_size, kind=first.kind, source=first.source, planned_on=day,
        limits=limits, edition=str(plan.edition), sample=None if has_limits else plan.largest, family=first.family,
        product=first.product_id, order=first.order_id, order_checkpoint=first.order_checkpoint_id, site=first.site_id,
        cartons=first.cartons, units_per_carton=first.units_per_carton, inspector=first.inspector_id,
        resubmitted_of=first.pk,
    )  # fmt: skip


def _enter(by: Actor, row: Relationship, seen: InspectionReport, made: LotDecision) -> None:
    day = timezone.localdate(made.decided_at)
    content = {
        "inspection": str(seen.inspection.uid), "report": seen.number, "sha256": seen.sha256, "verdict": seen.verdict,
        "choice": made.choice, "reason": made.reason,
    }  # fmt: skip
    kind = "lot.decided"
    entry = NewEntry(kind=kind, side="buyer", dimension=DIMENSION, person=by.person, happened_on=day, recorded_on=day,
                     content=content)  # fmt: skip
    ledger.append(row, [entry])
    audit.record(kind, by=by, relationship=row, subject=f"decision {made.pk}", data={"choice": made.choice})
