"""The room of checklists: shipped ones for everybody with a partner, own ones read by both sides alike."""

from typing import Any

from tests.cast import Cast
from tests.site.matrix.rows import RECORD, SEE, Row, button, on
from troth.quality.checklists import Item, Kind
from troth_site.actions.quality import checklists
from troth_site.actions.quality.checklists import NewChecklist
from troth_site.models import Relationship


def _own(cast: Cast, part: str) -> dict[str, Any]:
    return {"pk": cast.ours, "checklist": cast.key("checklist")}


ROWS: dict[str, Row] = {
    # What is dropped here is only shown, not kept; nonsense is refused.
    "quality-checklists": Row(where=on("ours"), get=SEE, post=RECORD, closed=SEE - RECORD),
    "checklist": Row(where=on("ours", owner=0, code="hygiene"), get=SEE),
    "keep-checklist": button(on("ours"), RECORD),
    "retire-checklist": Row(where=_own, post=frozenset({"buyer", "manager"}), closed=frozenset({"finance"})),
}
PRESSED_BY: dict[str, str] = {"retire-checklist": "buyer"}
LEAVE_NOTHING: set[str] = {"quality-checklists", "keep-checklist"}


def gather(cast: Cast) -> dict[str, Any]:
    """Leave a checklist of the buyer's."""
    buyer = Relationship.objects.get(pk=cast.ours).buyer_id
    given = NewChecklist(
        code="own", name="Own", source="form.xlsx", items=(Item(code="a", kind=Kind.TEXT, label={"en": "Which lot?"}),)
    )
    return {"checklist": checklists.bring_in(by=cast.actor("buyer"), organisation=buyer, form=given)}
