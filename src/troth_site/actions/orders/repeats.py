"""Keeping which lines a file told of as they were known: they are its lines too, and stay when others are undone."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Max

from troth_site.models import LineChange, RepeatedLines
from troth_site.queries.imports_repeated import packed


def keep(lines: Sequence[int], *, batch: int, entered_on: date, after_change: int | None = None) -> None:
    """Keep that an import told what was known of these lines.

    Args:
        lines: Their keys.
        batch: The import.
        entered_on: Day on which it came.
        after_change: Number of the last change of a line before it; None for the last there is.
    """
    if not lines:
        return
    if after_change is None:
        after_change = LineChange.objects.aggregate(last=Max("pk"))["last"] or 0
    RepeatedLines.objects.create(
        batch_id=batch, entered_on=entered_on, after_change=after_change, lines=packed(lines)
    )  # fmt: skip
