"""What both sides of the demonstration say of the reports there are: decisions, a contested defect, a later version."""

from collections.abc import Mapping
from datetime import timedelta

from troth_site.actions.demo.founding import Place
from troth_site.actions.quality import reports, reports_answering, reports_deciding
from troth_site.actions.quality.reports import Edit
from troth_site.actions.quality.reports_answering import Said
from troth_site.models import InspectionReport

DECIDED = {
    "accepted": ("ship", "Accepted by the plan, carton marks checked. Book the vessel."),
    "not-accepted": ("rework", "Sort all cartons for the major defects, mend them, and show us ten before repacking."),
}
CONTESTED = "这些瑕疵在我们的灯箱下属于次要级：请对照双方封样再看一次。检验台照度只有 400 勒克斯。"
WHY = "The light at the table was measured afterwards; what was counted stays as it is."
CONCLUSION = "400 lux at the table where 1,000 are agreed. The next inspection takes place in the sample room."
MOST = 3


def speak(buyer: Place, places: Mapping[str, Place]) -> None:
    """Let the buyer decide on the latest reports, a factory contest one, and its inspector add what was found since.

    Args:
        buyer: The demonstration's buyer.
        places: The factories by their stories; where nothing was inspected nobody says anything.
    """
    for place in places.values():
        rows = InspectionReport.objects.filter(inspection__relationship=place.relationship, number=1)
        for row in rows.order_by("-visible_at", "-pk")[:MOST]:
            _speak(buyer, place, row)


def _speak(buyer: Place, place: Place, row: InspectionReport) -> None:
    if row.verdict not in DECIDED:
        return
    latest, day = row.pk, timedelta(days=1)
    if row.verdict == "not-accepted":
        said = Said(text=CONTESTED, about="classes", contests=True)
        reports_answering.remark(by=place.person, report=row.pk, said=said, at=row.visible_at + day)
        if row.inspection.inspector_for != "factory":
            edit = Edit(conclusion=CONCLUSION)
            latest = reports.amend(by=buyer.person, report=row.pk, why=WHY, edit=edit, at=row.visible_at + 2 * day)
    choice, reason = DECIDED[row.verdict]
    reports_deciding.decide(by=buyer.person, report=latest, choice=choice, reason=reason, at=row.visible_at + 3 * day)
