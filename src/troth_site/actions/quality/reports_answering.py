"""What either side says of a report, with the files that speak for it or against it; a part may be contested."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.ledger import NewEntry
from troth_site.actions.quality import evidence
from troth_site.actions.quality.reports import DIMENSION, ReportRefused, report_seen, tell
from troth_site.models import ReportRemark

LONGEST_TEXT, LONGEST_ABOUT, MOST_FILES = 4000, 120, 10
PARTS = ("classes", "defects", "measurements", "answers", "photos", "draw", "plan", "who")
"""What a remark may be about, beside the report as a whole and one of its defects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a side says of a report.

    Attributes:
        about: The part of it; empty for the whole. A part, or "defects/" and a defect's name.
        contests: Whether that part is said to be wrong.
        files: Names and contents.
    """

    text: str
    about: str = ""
    contests: bool = False
    files: Sequence[tuple[str, bytes]] = ()


def remark(*, by: Actor, report: int, said: Said, at: datetime | None = None) -> int:
    """Say something of a report for one's own side, and return its key; both sides read it at once.

    Raises:
        ReportRefused: It says nothing, or speaks of a part that is not there.
        evidence.EvidenceRefused: A file cannot be kept.
    """
    seen = report_seen(by, report, "answer", at=at)
    # A remark is a side's; who inspected for others mends the report instead.
    relationship = access.relationship(by, seen.inspection.relationship_id, "answer")
    text = cleaned(said.text).strip()
    _check(text, said, seen.content)
    with transaction.atomic():
        row, side = ledger.lock(relationship.pk), access.side_of(by, relationship)
        now, day = at or timezone.now(), timezone.localdate(at)
        kept = ReportRemark.objects.create(
            report=seen, side=side, person_id=by.person, text=text, about=said.about, contests=said.contests,
            said_at=now,
        )  # fmt: skip
        files = [
            evidence.kept_in(relationship, by=by, name=name, content=content, side=side) for name, content in said.files
        ]
        kept.files.set(files)
        kind = "report.contested" if said.contests else "report.remarked"
        content = {
            "report": seen.number, "inspection": str(seen.inspection.uid), "by": side, "about": said.about,
            "files": [each.sha256 for each in files],
        }  # fmt: skip
        entry = NewEntry(
            kind=kind, dimension=DIMENSION, person=by.person, happened_on=day, recorded_on=day, content=content
        )
        ledger.append(row, [entry])
        audit.record(kind, by=by, relationship=row, subject=f"remark {kept.pk}", data={"report": seen.pk})
        tell(row, seen, by=by, event="report-remark", data={"who": by.name, "lot": seen.inspection.lot_name})
    return kept.pk


def _check(text: str, said: Said, content: dict[str, list[dict[str, str]]]) -> None:
    if not text:
        raise ReportRefused(gettext_noop("Write what you want to say: a file alone does not say what it shows."))
    if len(text) > LONGEST_TEXT:
        raise ReportRefused(gettext_noop("These words are longer than 4,000 characters: shorten them."))
    if len(said.files) > MOST_FILES:
        raise ReportRefused(gettext_noop("At most 10 files go with one remark: send the others with another."))
    known = {"", *PARTS, *(f"defects/{row['uid']}" for row in content["defects"])}
    if said.about not in known:
        raise ReportRefused(gettext_noop("This part is not in the report: choose one that is, or the whole."))
