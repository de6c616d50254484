"""Reports of inspections, for programs: every version as it was frozen, what differs, decisions, words beside them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, File, Form, Router, Schema, UploadedFile

from troth.quality.reports import NotToDecide
from troth_site.actions.quality import reports as acts
from troth_site.actions.quality import reports_answering, reports_deciding
from troth_site.actions.quality.evidence import EvidenceRefused
from troth_site.actions.quality.inspections_wishes import PlanRefused
from troth_site.actions.quality.reports_answering import LONGEST_ABOUT, LONGEST_TEXT
from troth_site.api.frame.forms import Key, Page, Side, answers
from troth_site.api.frame.writing import Done, Given, Line, OnDay, Words, WordsOrNothing, asker, done, writes, written
from troth_site.queries.quality import reports as queries

router = Router(tags=["Reports of inspections"])
Verdict = Literal["accepted", "not-accepted", "pending"]
Choice = Literal["ship", "rework", "re-inspect", "waiver", "refuse"]
Count = Annotated[int, Field(ge=0, le=10**8)]


class ReportShown(Schema):
    """The latest version of a report, in a list."""

    id: int
    version: int
    lot: str
    product: str
    verdict: Verdict
    decision: str = Field(description="What the buyer decided; empty while nobody has.")
    contested: bool
    visible_at: datetime = Field(description="The one moment from which both sides can read it.")


class ReportPage(Schema):
    """A page of reports, the newest first."""

    page: int
    total: int
    rows: list[ReportShown]


class ReportVersionShown(Schema):
    """One version."""

    id: int
    version: int
    verdict: Verdict
    why: str
    made_by: str
    visible_at: datetime


class DecisionShown(Schema):
    """A decision of the buyer; the latest stands first."""

    decision: Choice
    reason: str
    decided_by: str
    decided_at: datetime
    on_version: int


class RemarkShown(Schema):
    """What a side says of a report."""

    side: Side
    said_by: str
    text: str
    about: str
    contests: bool
    files: list[str] = Field(description="SHA-256 of each file.")
    said_at: datetime
    on_version: int


class OneReportShown(Schema):
    """One version with everything said of the report."""

    id: int
    sha256: str = Field(description="Of the content as JSON with sorted keys and no spaces, in UTF-8.")
    visible_at: datetime
    content: dict[str, Any]
    versions: list[ReportVersionShown]
    decisions: list[DecisionShown]
    remarks: list[RemarkShown]


class ReportChangeShown(Schema):
    """One thing in which two versions differ; null where it stands in one of them alone."""

    place: list[str]
    old: Any
    new: Any


class ReportDecisionGiven(Given):
    """What the buyer decides about the lot, and why."""

    choice: Choice
    reason: Words
    planned_on: OnDay | None = Field(None, description="Of “re-inspect”: the day.")


class CountGiven(Given):
    """A class that was counted again; null is unknown."""

    looked_at: Count | None
    found: Count | None


class ReportVersionGiven(Given):
    """What the next version says otherwise; what came since is taken in by itself."""

    why: Line
    conclusion: WordsOrNothing | None = None
    counts: dict[Literal["critical", "major", "minor"], CountGiven] = Field(default_factory=dict)


@router.get(
    "partners/{partner}/reports", response=answers(ReportPage, 404, 422), operation_id="reports", url_name="reports"
)
def of_partner(request: HttpRequest, partner: Key, page: Page = 1) -> ReportPage:
    """List the reports of a partnership."""
    found = queries.reports(asker(request), partner, page=page)
    rows = [
        ReportShown(
            id=row.pk, version=row.number, lot=row.lot, product=row.product, verdict=row.verdict,  # type: ignore[arg-type]
            decision=row.choice, contested=row.contested, visible_at=row.visible_at,
        )
        for row in found.rows
    ]  # fmt: skip
    return ReportPage(page=found.number, total=found.total, rows=rows)


@router.get("reports/{report}", response=answers(OneReportShown, 404, 422), operation_id="report", url_name="report")
def one(request: HttpRequest, report: Key) -> OneReportShown:
    """Show one version, and everything said of the report."""
    found = queries.report(asker(request), report)
    return OneReportShown(
        id=found.pk, sha256=found.sha256, visible_at=found.visible_at, content=found.content,
        versions=[
            ReportVersionShown(
                id=row.pk, version=row.number, verdict=row.verdict, why=row.why, made_by=row.by,  # type: ignore[arg-type]
                visible_at=row.visible_at,
            )
            for row in found.versions
        ],
        decisions=[
            DecisionShown(
                decision=row.choice, reason=row.reason, decided_by=row.by, decided_at=row.decided_at,  # type: ignore[arg-type]
                on_version=row.number,
            )
            for row in found.decisions
        ],
        remarks=[
            RemarkShown(
                side=row.side, said_by=row.by, text=row.text, about=row.about, contests=row.contests,  # type: ignore[arg-type]
                files=[file.sha256 for file in row.files], said_at=row.said_at, on_version=row.number,
            )
            for row in found.remarks
        ],
    )  # fmt: skip


@router.get(
    "reports/{report}/difference", response=answers(list[ReportChangeShown], 404, 422),
    operation_id="report_difference", url_name="report-difference",
)  # fmt: skip
def changed(request: HttpRequest, report: Key, since: Key | None = None) -> list[ReportChangeShown]:
    """Show what differs from an earlier version, from the one before by default."""
    _found, _since, changes = queries.changed(asker(request), report, since=since)
    return [ReportChangeShown(place=list(each.place), old=each.old, new=each.new) for each in changes]


@router.post("reports/{report}/decide", response=written(), operation_id="decide_lot", url_name="decide-lot")
@writes(acts.ReportRefused, NotToDecide, PlanRefused, conflicts=(acts.VersionMet,), blames="choice")
def decide(request: HttpRequest, report: Key, given: ReportDecisionGiven) -> Done:
    """Decide about the lot, for the buyer; the verdict stays beside it."""
    reports_deciding.decide(by=asker(request), report=report, **given.model_dump())
    return done(report, "report", report=report)


@router.post("reports/{report}/remarks", response=written(), operation_id="remark_report", url_name="remark-report")
@writes(acts.ReportRefused, EvidenceRefused, blames="text")
def remark(
    request: HttpRequest, report: Key, text: Form[Words], about: Form[str] = "", contests: Form[bool] = False,
    files: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads the default, nobody changes it
) -> Done:  # fmt: skip
    """Say something of a report for your own side, or contest a part, with files; sent as a form of several parts."""
    named = [(str(file.name), file.read()) for file in files]
    said = reports_answering.Said(
        text=text[:LONGEST_TEXT], about=about[: LONGEST_ABOUT + 1], contests=contests, files=named
    )
    reports_answering.remark(by=asker(request), report=report, said=said)
    return done(report, "report", report=report)


@router.post("reports/{report}/versions", response=written(), operation_id="amend_report", url_name="amend-report")
@writes(acts.ReportRefused, conflicts=(acts.VersionMet,), blames="counts")
def amend(request: HttpRequest, report: Key, given: ReportVersionGiven) -> Done:
    """Make the next version of a report; the one before stays."""
    counts = {kind: acts.Counted(**each.model_dump()) for kind, each in given.counts.items()}
    edit = acts.Edit(conclusion=given.conclusion, counts=counts)
    pk = acts.amend(by=asker(request), report=report, why=given.why, edit=edit)
    return done(pk, "report", report=pk)
