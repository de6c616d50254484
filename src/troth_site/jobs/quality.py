"""What happens by itself where quality is looked after."""

import logging

from django.tasks import task
from django.utils import timezone

from troth_site import queue
from troth_site.actions.quality import defect_actions, programmes_due, reports_papers
from troth_site.queries.quality import reports
from troth_site.queries.quality.wordings_read import stamp
from troth_site.sheets import report_papers

log = logging.getLogger(__name__)


@task
def night(**_unknown: object) -> None:
    """Look at every defect rate and every regular inspection again: windows and due days move with the days."""
    today = timezone.localdate()
    defect_actions.look_at_all(today=today)
    programmes_due.look_at_all(today=today)


@task
def print_report(report: int, language: str, beside: str, **_unknown: object) -> None:
    """Write a version of a report as a PDF in two languages, and keep it."""
    found = reports.for_paper(report)
    try:
        content = report_papers.paper_of(found, language=language, beside=beside)
    except Exception:
        log.exception("report %s could not be printed", report)
        raise
    finally:
        queue.report_progress(f"paper-{report}-{language}-{beside}", done=1, total=1, phase="done")
    reports_papers.keep(report=report, language=language, beside=beside, told=stamp(found), content=content)
