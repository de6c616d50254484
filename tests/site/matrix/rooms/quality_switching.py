"""How strictly lots are inspected: read by both sides, asked for by either, taken up again by the buyer."""

from typing import Any

from django.utils import timezone

from tests.cast import Cast
from tests.site.matrix.rows import RECORD, SALES, SEE, Row, api_route, api_writes, button, on, said
from troth_site.models import SamplingResumption, SamplingState

DECIDE = RECORD - SALES
WORDS = said(shown="New needle plates; three lots measured without a dropped stitch.")


DECLINED = said(answer="decline", words="Show us three lots first.")
DECLINED_BY_PROGRAM = said(resumes=False, words="Show us three lots first.")


ROWS: dict[str, Row] = {
    "quality-switching": Row(where=on("ours"), get=SEE),
    "switching-class": Row(where=on("stopped"), get=SEE),
    "ask-to-resume": button(on("stopped"), RECORD, WORDS),
    "take-up-inspection": button(on("stopped_too"), DECIDE, WORDS),
    "answer-resumption": button(on("resumption"), DECIDE, DECLINED),
    "api:switching": api_route(on("ours", "partner"), SEE),
    "api:switching_class": api_route(on("stopped", "state"), SEE),
    "api:ask_to_resume": api_writes(on("stopped", "state"), RECORD, WORDS),
    "api:take_up_inspection": api_writes(on("stopped_too", "state"), DECIDE, WORDS),
    "api:answer_resumption": api_writes(on("resumption", "resumption"), DECIDE, DECLINED_BY_PROGRAM),
}
PRESSED_BY: dict[str, str] = {
    "ask-to-resume": "sales", "take-up-inspection": "buyer", "answer-resumption": "buyer", "api:ask_to_resume": "sales",
    "api:take_up_inspection": "buyer", "api:answer_resumption": "buyer",
}  # fmt: skip
LEAVE_NOTHING: set[str] = set()


def gather(cast: Cast) -> dict[str, Any]:
    """Leave three classes that stand still, of which one was asked about."""
    stopped, stopped_too, asked = (_stopped(cast, kind) for kind in ("major", "minor", "critical"))
    made = SamplingResumption.objects.create(
        state_id=asked, side="factory", person=cast.people["sales"], shown="New plates.", asked_at=timezone.now()
    )
    return {"stopped": stopped, "stopped_too": stopped_too, "resumption": made.pk}


def _stopped(cast: Cast, kind: str) -> int:
    made = SamplingState.objects.create(
        relationship_id=cast.ours, kind="final", family="Berets", defect_class=kind, stage="discontinued", refused=5,
        changed_at=timezone.now(),
    )  # fmt: skip
    return made.pk
