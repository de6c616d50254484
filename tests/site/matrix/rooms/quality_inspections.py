"""Inspections, what the inspector's phone sends, and the files that prove something."""

from typing import Any

from tests.cast import Cast
from tests.site.matrix.rows import SEE, Row, on
from tests.site.quality.photos import make_photo
from troth_site.actions.quality import evidence
from troth_site.models import EvidenceFile

ROWS = {
    "evidence": Row(where=on("evidence", "uid"), get=SEE),
    "evidence-preview": Row(where=on("evidence", "uid"), get=SEE),
}
PRESSED_BY: dict[str, str] = {}
LEAVE_NOTHING: set[str] = set()


def gather(cast: Cast) -> dict[str, Any]:
    """Leave a photo in the record of Kestrel & Dale and Rosewater."""
    buyer = cast.actor("buyer")
    photo = evidence.keep(by=buyer, relationship=cast.ours, name="KDR- seam.jpg", content=make_photo(), side="buyer")
    return {"evidence": EvidenceFile.objects.get(pk=photo).uid}
