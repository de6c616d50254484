"""What anybody may know of a report whose hash they hold: that it exists, and nothing that names a party."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from troth_site.models import InspectionReport, ReportPaper


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A version that exists.

    Attributes:
        latest: Number of the latest version there is.
        is_paper: The hash was one of a paper of it.
    """

    sha256: str
    number: int
    latest: int
    verdict: str
    made_at: datetime
    is_paper: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper that was made."""

    sha256: str
    path: Path


def checked(sha256: str) -> Checked | None:
    """Return what a hash stands for, None where it stands for no report; one query, found or not."""
    visible = InspectionReport.objects.filter(visible_at__lte=timezone.now())
    latest = visible.filter(inspection=OuterRef("inspection")).order_by("-number").values("number")[:1]
    of_paper = ReportPaper.objects.filter(sha256=sha256).values("report")
    rows = visible.filter(Q(sha256=sha256) | Q(pk__in=of_paper)).annotate(latest=Subquery(latest))
    found = rows.values("sha256", "number", "latest", "verdict", "visible_at").first()
    if found is None:
        return None
    return Checked(
        sha256=found["sha256"], number=found["number"], latest=found["latest"], verdict=found["verdict"],
        made_at=found["visible_at"], is_paper=found["sha256"] != sha256,
    )  # fmt: skip


def paper(report: int, *, language: str, beside: str, told: str) -> Paper | None:
    """Return the paper of a version in two languages that tells of all that was said until now, None where none is."""
    row = ReportPaper.objects.filter(report=report, language=language, beside=beside, told=told).first()
    return Paper(sha256=row.sha256, path=Path(settings.TROTH_FILES) / row.path) if row else None
