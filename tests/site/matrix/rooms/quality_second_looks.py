"""The room of second looks: read by both sides alike, answered by them and by whoever inspected."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import Cast
from tests.site.matrix.rows import SEE, SIGNED_IN, Row, api_route, on, said
from troth_site.models import Inspection

ANSWERING = SEE | {"inspector"}
WORDS = said(text="The lamp of the second line was mended that day.")


def _record(key: str) -> Any:
    return lambda cast, part: {key: cast.ours, "person": cast.people["inspector"].pk}


ROWS: dict[str, Row] = {
    "quality-second-looks": Row(where=on("ours"), get=SEE),
    "second-looks": Row(get=SIGNED_IN, named_to=frozenset({"inspector"})),
    "answer-second-look": Row(where=on("looked_at"), post=ANSWERING, given=WORDS),
    "answer-inspector-record": Row(where=_record("pk"), post=ANSWERING, given=WORDS),
    "api:second_looks": api_route(on("ours", "partner"), SEE),
    "api:own_second_looks": api_route(),
    "api:answer_second_look": Row(
        where=on("looked_at", "inspection"), post=ANSWERING, given=WORDS, is_api=True
    ),
    "api:answer_inspector_record": Row(where=_record("partner"), post=ANSWERING, given=WORDS, is_api=True),
}  # fmt: skip
PRESSED_BY: dict[str, str] = {
    "answer-second-look": "inspector", "answer-inspector-record": "sales", "api:answer_second_look": "inspector",
    "api:answer_inspector_record": "buyer",
}  # fmt: skip
LEAVE_NOTHING: set[str] = set()


def gather(cast: Cast) -> dict[str, Any]:
    """Leave an inspection that was handed in by somebody who works for others."""
    made = Inspection.objects.create(
        relationship_id=cast.ours, kind="final", source="final", family="scarves", lot_name="Lot 31 of scarves",
        lot_size=500, planned_on=timezone.localdate() - timedelta(days=30), inspector=cast.people["inspector"],
        inspector_for="buyer", state="handed-in", handed_in_at=timezone.now() - timedelta(days=30), frozen={},
        created_at=timezone.now() - timedelta(days=31),
    )  # fmt: skip
    return {"looked_at": made.pk}
