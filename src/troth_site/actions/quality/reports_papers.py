"""Keeping a paper of a report, so that its copy can be told from one that was changed."""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from troth_site.actions import audit
from troth_site.actions.quality import evidence
from troth_site.models import InspectionReport, ReportPaper

FOLDER = "papers"


def keep(*, report: int, language: str, beside: str, told: str, content: bytes) -> str:
    """Keep a paper of a version in two languages, once for all that it tells of, and return its SHA-256."""
    row = InspectionReport.objects.select_related("inspection__relationship").get(pk=report)
    digest = sha256(content).hexdigest()
    kept = f"{FOLDER}/{digest[:2]}/{digest}.pdf"
    evidence.write(kept, content)
    with transaction.atomic():
        paper, made = ReportPaper.objects.get_or_create(
            report=row, language=language, beside=beside, told=told,
            defaults={"sha256": digest, "path": kept, "made_at": timezone.now()},
        )  # fmt: skip
        if made:
            audit.record(
                "report.printed", by=None, relationship=row.inspection.relationship, subject=f"report {row.pk}",
                data={"sha256": digest, "languages": [language, beside]},
            )  # fmt: skip
    return paper.sha256
