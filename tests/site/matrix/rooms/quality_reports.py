"""The room of reports: what an inspection came to, decided and spoken of; and the page on which anybody checks one."""

from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import Cast
from tests.site.matrix.rows import ALL, BUYERS, NONE, RECORD, SEE, Row, api_route, api_writes, button, on, said
from troth.quality.frozen_plans import ClassLimit, as_json, digest, freeze
from troth.quality.verdicts import DefectClass
from troth_site.actions.quality import reports
from troth_site.models import ClassSample, Inspection, InspectionReport

_one = on("report")
_MAKE = RECORD & BUYERS
_AMENDED = {
    "why": "It was forgotten.", "conclusion": "Mend the placket.", "major-looked": "50", "major-found": "0",
}  # fmt: skip


def _dropped(cast: Cast, part: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("report.json", b"{}")}


def _counter(cast: Cast, part: str) -> dict[str, Any]:
    file = SimpleUploadedFile("carton.csv", b"carton,count\n12,24\n")
    return {"text": "The light was poor.", "about": "photos", "files": file}


ROWS: dict[str, Row] = {
    "quality-reports": Row(where=on("ours"), get=SEE),
    "quality-report": Row(where=_one, get=SEE),
    "quality-report-content": Row(where=_one, get=SEE),
    "quality-report-difference": Row(where=_one, get=SEE),
    "quality-report-decide": button(_one, _MAKE, said(choice="ship", reason="All is as agreed.")),
    "quality-report-remark": Row(where=_one, post=SEE, given=said(text="The light was poor.", about="photos")),
    "quality-report-amend": Row(where=_one, get=_MAKE, post=_MAKE, closed=SEE - _MAKE, given=said(**_AMENDED)),
    "quality-report-print": Row(where=_one, post=SEE, given=said(language="en", beside="vi")),
    "quality-report-paper": Row(where=on("report", language="en", beside="vi"), get=SEE),
    # Whoever holds a hash may ask; it names no party. A file that is no report is answered as one that is not there.
    "check": Row(get=ALL, post=NONE, is_public=True, given=_dropped),
    "check-report": Row(where=on("report_hash", "hashed"), get=ALL, is_public=True),
}
_api = on("report", "report")
ROWS |= {
    "api:reports": api_route(on("ours", "partner"), SEE),
    "api:report": api_route(_api, SEE),
    "api:report-difference": api_route(_api, SEE),
    "api:decide-lot": api_writes(_api, _MAKE, said(choice="ship", reason="All is as agreed.")),
    "api:remark-report": api_writes(_api, SEE, _counter),
    "api:amend-report": api_writes(_api, _MAKE, said(why="It was forgotten.", conclusion="Mend the placket.")),
}
PRESSED_BY: dict[str, str] = {
    "quality-report-decide": "buyer", "quality-report-remark": "sales", "quality-report-amend": "manager",
    "api:decide-lot": "manager", "api:remark-report": "owner", "api:amend-report": "buyer",
}  # fmt: skip
LEAVE_NOTHING: set[str] = {"quality-report-print", "check"}


def gather(cast: Cast) -> dict[str, Any]:
    """Leave the report of an inspection that the buyer handed in, and one beside it."""
    ours = _reported(cast, cast.ours, "buyer", "KDR-21, lot 1")
    _reported(cast, cast.beside, "manager", "KDB-21, lot 1")
    return {"report": ours, "report_hash": InspectionReport.objects.get(pk=ours).sha256}


def _reported(cast: Cast, relationship: int, part: str, lot: str) -> int:
    plan, now = freeze(500, {DefectClass.MAJOR: ClassLimit(aql="2.5")}), timezone.now()
    kept = as_json(plan)
    row = Inspection.objects.create(
        uid=uuid4(), relationship_id=relationship, kind="final", source="final", family="Knits", lot_name=lot,
        lot_size=500, planned_on=timezone.localdate(), inspector=cast.people[part], inspector_for="buyer",
        state="handed-in", frozen=kept, frozen_digest=digest(kept), handed_in_at=now, created_at=now,
    )  # fmt: skip
    one = plan.classes[DefectClass.MAJOR]
    ClassSample.objects.create(
        inspection=row, defect_class="major", stage=one.stage, aql=one.aql, letter=one.letter,
        sample_size=one.plan.sample_size, accept=one.plan.accept, reject=one.plan.reject,
        looked_at=one.plan.sample_size, nonconforming=1, defects=1,
    )  # fmt: skip
    return reports.make_first(inspection=row.pk, by=cast.actor(part))
