"""Reports, read: all of a partner, one version with everything said of it, and what differs from another version."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from troth.quality.reports import Change, difference
from troth_site import access
from troth_site.access import Actor
from troth_site.models import EvidenceFile, Inspection, InspectionPhoto, InspectionReport, LotDecision, ReportRemark
from troth_site.queries.ledger import Page
from troth_site.queries.partners import Partnership, as_partnership

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """The latest version of a report, as a list shows it; choice is empty while the buyer has not decided."""

    pk: int
    number: int
    lot: str
    product: str
    kind: str
    verdict: str
    choice: str
    visible_at: datetime
    contested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One version beside the others."""

    pk: int
    number: int
    verdict: str
    why: str
    by: str
    visible_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file beside a report, or the picture of one of its photos.

    Attributes:
        ratio: Its width over its height; 1 where it is no picture.
        path: Where it lies below the folder of files; `preview`, the smaller picture, empty where it has none.
    """

    uid: UUID
    name: str
    sha256: str
    has_preview: bool
    ratio: float = 1.0
    path: str = ""
    preview: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkRow:
    """What a side says of a version."""

    pk: int
    number: int
    side: str
    by: str
    text: str
    about: str
    contests: bool
    files: tuple[FileRow, ...]
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """What the buyer decided, on which version; all are kept and the latest stands."""

    pk: int
    number: int
    choice: str
    reason: str
    by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OneReport:
    """One version with everything said of the report.

    Attributes:
        partnership: None for whoever inspected for others: they have no part in it.
        content: All that it says, as it was frozen.
        pictures: By the photo's SHA-256, what has come.
        zones: Of the buyer and of the factory, in which moments are shown.
        may_amend: The viewer inspected, or writes for the side that had it inspected.
        next: The inspection of the lot that was planned after it, None where there is none.
    """

    pk: int
    inspection: int
    partnership: Partnership | None
    content: dict[str, Any]
    sha256: str
    visible_at: datetime
    versions: tuple[VersionRow, ...]
    remarks: tuple[RemarkRow, ...]
    decisions: tuple[DecisionRow, ...]
    pictures: Mapping[str, FileRow] = field(default_factory=dict)
    zones: tuple[str, str] = ("", "")
    may_amend: bool = False
    may_decide: bool = False
    may_remark: bool = False
    next: int | None = None

    @property
    def number(self) -> int:
        """Return which version it is."""
        return int(self.content["number"])

    @property
    def told(self) -> str:
        """Return what stands for all that was said of the report until now: a later word makes another paper."""
        said = [self.versions[0].pk, [row.pk for row in self.remarks], [row.pk for row in self.decisions]]
        came = sorted(self.pictures)
        return sha256(repr((said, came)).encode()).hexdigest()

    @property
    def is_latest(self) -> bool:
        """Tell whether no later version exists."""
        return self.pk == self.versions[0].pk


def reports(by: Actor, relationship: int, *, page: int = 1) -> Page[ReportRow]:
    """Return the latest versions of a partner's reports, the newest first."""
    access.relationship(by, relationship)
    contested = ReportRemark.objects.filter(report__inspection=OuterRef("inspection"), contests=True)
    choice = LotDecision.objects.filter(inspection=OuterRef("inspection")).order_by("-decided_at", "-pk")
    of_it = _visible().filter(inspection__relationship=relationship).exclude(inspection__in=by.unseen.inspections)
    rows = of_it.filter(pk=Subquery(_latest())).annotate(
        choice=Subquery(choice.values("choice")[:1]), contested=Subquery(contested.values("pk")[:1]),
        lot=F("inspection__lot_name"), kind=F("inspection__kind"), product=F("inspection__product__name"),
        family=F("inspection__family"),
    )  # fmt: skip
    total, first = rows.count(), (max(page, 1) - 1) * PAGE
    found = rows.order_by("-visible_at", "-pk").values(
        "pk", "number", "lot", "product", "family", "kind", "verdict", "choice", "visible_at", "contested"
    )[first : first + PAGE]
    return Page(tuple(_row(values) for values in found), max(page, 1), total, PAGE)


def report(by: Actor, pk: int) -> OneReport:
    """Return one version with everything said of the report.

    Raises:
        access.NotThere: There is none for this person.
    """
    row, seen = _seen(by, pk)
    relationship, mine, answering = seen.relationship, by.organisations(), by.organisations("answer")
    is_member = relationship.buyer_id in mine or relationship.factory_id in mine
    return replace(
        _one(row, seen),
        partnership=as_partnership(by, relationship) if is_member else None,
        may_amend=may_amend(by, seen),
        may_decide=relationship.buyer_id in by.organisations("settle"),
        may_remark=relationship.buyer_id in answering or relationship.factory_id in answering,
    )


def for_paper(pk: int) -> OneReport:
    """Return a version for a paper of it; whoever asked for the paper has been through the gate."""
    row = _visible().select_related("inspection__relationship__buyer", "inspection__relationship__factory").get(pk=pk)
    return _one(row, row.inspection)


def _one(row: InspectionReport, seen: Inspection) -> OneReport:
    return OneReport(
        pk=row.pk, inspection=seen.pk, partnership=None, content=row.content, sha256=row.sha256,
        visible_at=row.visible_at, versions=_versions(seen.pk), remarks=_remarks(seen.pk),
        decisions=_decisions(seen.pk), pictures=_pictures(seen.pk), next=_next(seen.pk),
        zones=(seen.relationship.buyer.zone, seen.relationship.factory.zone),
    )  # fmt: skip


def changed(by: Actor, pk: int, *, since: int | None = None) -> tuple[OneReport, VersionRow | None, tuple[Change, ...]]:
    """Return a version, the earlier one it is compared with (the one before it), and all in which they differ.

    Raises:
        access.NotThere: There is no such version for this person.
    """
    found = report(by, pk)
    earlier = [each for each in found.versions if each.number < found.number]
    wanted = next((each for each in earlier if since in (None, each.number)), None)
    if wanted is None:
        if since is not None:
            raise access.NotThere
        return found, None, ()
    before = InspectionReport.objects.get(pk=wanted.pk)
    return found, wanted, difference(before.content, found.content)


def may_amend(by: Actor, inspection: Inspection) -> bool:
    """Tell whether a person may make a version: who inspected, or whoever writes for the side that had it inspected."""
    if inspection.inspector_id == by.person:
        return True
    row, writing = inspection.relationship, by.organisations("record")
    # A third party inspects for the buyer.
    return (row.factory_id if inspection.inspector_for == "factory" else row.buyer_id) in writing


def _seen(by: Actor, pk: int) -> tuple[InspectionReport, Inspection]:
    row = _visible().filter(pk=pk).first()
    if row is None:
        raise access.NotThere
    return row, access.inspection(by, row.inspection_id)


def _next(inspection: int) -> int | None:
    rows = Inspection.objects.filter(resubmitted_of=inspection, cancelled_because="")
    return rows.order_by("-pk").values_list("pk", flat=True).first()


def _visible() -> QuerySet[InspectionReport]:
    return InspectionReport.objects.filter(visible_at__lte=timezone.now())


def _latest() -> QuerySet[Any, Any]:
    return _visible().filter(inspection=OuterRef("inspection")).order_by("-number").values("pk")[:1]


def _row(values: dict[str, Any]) -> ReportRow:
    named = {name: values[name] for name in ("pk", "number", "lot", "kind", "verdict", "visible_at")}
    return ReportRow(
        product=values["product"] or values["family"], choice=values["choice"] or "",
        contested=values["contested"] is not None, **named,
    )  # fmt: skip


def _versions(inspection: int) -> tuple[VersionRow, ...]:
    rows = _visible().filter(inspection=inspection).order_by("-number").select_related("made_by").defer("content")
    return tuple(
        VersionRow(
            pk=row.pk, number=row.number, verdict=row.verdict, why=row.why, by=str(row.made_by or ""),
            visible_at=row.visible_at,
        )
        for row in rows
    )  # fmt: skip


def _remarks(inspection: int) -> tuple[RemarkRow, ...]:
    rows = ReportRemark.objects.filter(report__inspection=inspection).select_related("person", "report")
    return tuple(
        RemarkRow(
            pk=row.pk, number=row.report.number, side=row.side, by=str(row.person or ""), text=row.text,
            about=row.about, contests=row.contests, files=tuple(map(_file, row.files.all())), said_at=row.said_at,
        )
        for row in rows.defer("report__content").prefetch_related("files").order_by("said_at", "pk")
    )  # fmt: skip


def _decisions(inspection: int) -> tuple[DecisionRow, ...]:
    rows = LotDecision.objects.filter(inspection=inspection).select_related("person", "report").defer("report__content")
    return tuple(
        DecisionRow(
            pk=row.pk, number=row.report.number, choice=row.choice, reason=row.reason, by=str(row.person or ""),
            decided_at=row.decided_at,
        )
        for row in rows.order_by("-decided_at", "-pk")
    )  # fmt: skip


def _pictures(inspection: int) -> dict[str, FileRow]:
    rows = InspectionPhoto.objects.filter(inspection=inspection, file__isnull=False).select_related("file")
    return {row.sha256: _file(row.file) for row in rows if row.file}


def _file(row: EvidenceFile) -> FileRow:
    return FileRow(
        uid=row.uid, name=row.name, sha256=row.sha256, has_preview=bool(row.preview), path=row.path,
        preview=row.preview, ratio=row.width / row.height if row.width and row.height else 1.0,
    )  # fmt: skip
