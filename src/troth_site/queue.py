"""The bell: puts work on the queue without knowing who does it. The only module that knows the job library."""

from typing import Any

from django.core.cache import cache
from django.utils.module_loading import import_string

PROGRESS_SECONDS = 24 * 3600


def enqueue(job: str, **payload: Any) -> None:
    """Put a job on the queue; it becomes visible when the surrounding transaction commits.

    Args:
        job: Dotted path below troth_site.jobs, such as "imports.study".
        payload: Ids and JSON values only; handlers tolerate keys they do not know.
    """
    import_string(f"troth_site.jobs.{job}").enqueue(**payload)


def report_progress(name: str, *, done: int, total: int | None, phase: str) -> None:
    """Note how far long work has come, outside the database so that it shows while a transaction is open."""
    cache.set(f"progress-{name}", {"done": done, "total": total, "phase": phase}, PROGRESS_SECONDS)


def progress(name: str) -> dict[str, Any] | None:
    """Return how far long work has come, None where nothing was noted."""
    return cache.get(f"progress-{name}")
