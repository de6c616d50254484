"""Regular inspections: proposed, agreed, planned from, and ended."""

from typing import Any

from tests.cast import Cast
from tests.site.matrix.rows import RECORD, SALES, SEE, Row, api_writes, button, on
from troth_site.actions.quality import programmes
from troth_site.actions.quality.programmes import NewProgramme
from troth_site.models import InspectionProgramme

SAMPLING = {"edition": "iso2859-1", "level": "II", "critical": "0", "major": "2.5", "minor": "4.0"}
AGREE = RECORD & SALES


def _proposed(cast: Cast, part: str) -> dict[str, Any]:
    return {"family": f"Socks of {part}", "kind": "final", "base": 30, "unit": "days", "lot_size": 1200, **SAMPLING}


def _reason(cast: Cast, part: str) -> dict[str, Any]:
    return {"reason": "We stop making these."}


def _looker(cast: Cast, part: str) -> dict[str, Any]:
    return {"inspector": cast.people["manager"].pk}


def _promise(cast: Cast, part: str) -> dict[str, Any]:
    return {"pk": cast.key("look_promise")}


ROWS = {
    "quality-programme": Row(where=on("ours"), get=SEE),
    "new-programme": Row(where=on("ours"), get=RECORD, post=RECORD, closed=SEE - RECORD, given=_proposed),
    "agree-programme": button(on("programme_waits"), AGREE),
    "end-programme": button(on("programme_ends"), RECORD, _reason),
    "assign-programme": button(on("programme"), RECORD, _looker),
    "plan-programme": Row(where=on("programme"), post=SEE),
    "look-of-promise": Row(where=_promise, get=SEE),
    "api:programmes": Row(
        where=on("ours", "partner"), get=SEE, post=RECORD, closed=SEE - RECORD, given=_proposed, is_api=True
    ),
    "api:agree-programme": api_writes(on("programme_waits_too", "programme"), AGREE),
    "api:end-programme": api_writes(on("programme_ends_too", "programme"), RECORD, _reason),
    "api:assign-programme": api_writes(on("programme_too", "programme"), RECORD, _looker),
    "api:plan-programme": Row(where=on("programme_too", "programme"), post=SEE, is_api=True),
}
PRESSED_BY: dict[str, str] = {
    "new-programme": "buyer", "agree-programme": "sales", "end-programme": "sales", "assign-programme": "buyer",
    "plan-programme": "sales", "api:programmes": "buyer", "api:agree-programme": "owner",
    "api:end-programme": "buyer", "api:assign-programme": "buyer", "api:plan-programme": "buyer",
}  # fmt: skip
LEAVE_NOTHING: set[str] = set()


def gather(cast: Cast) -> dict[str, Any]:
    """Leave regular inspections that run, that wait for the factory, and that somebody is about to end."""
    found = {
        "programme": _make(cast, "Scarves", is_agreed=True),
        "programme_too": _make(cast, "Shawls", is_agreed=True),
        "programme_waits": _make(cast, "Hats"),
        "programme_waits_too": _make(cast, "Caps"),
        "programme_ends": _make(cast, "Gloves", is_agreed=True),
        "programme_ends_too": _make(cast, "Mittens"),
    }
    return found | {"look_promise": _promised(found["programme"])}


def _make(cast: Cast, family: str, *, is_agreed: bool = False) -> int:
    given = NewProgramme(kind="final", unit="days", base=30, lot_size=1_200, sampling=SAMPLING, family=family)
    made = programmes.propose(by=cast.actor("buyer"), relationship=cast.ours, given=given)
    if is_agreed:
        programmes.agree(by=cast.actor("sales"), programme=made)
    return made


def _promised(programme: int) -> Any:
    return InspectionProgramme.objects.get(pk=programme).promise_id
