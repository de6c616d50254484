"""Where a lot was made, for programs."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router

from troth_site.actions.quality import lots_made as acts
from troth_site.api.frame.forms import Key
from troth_site.api.frame.writing import Done, Given, Line, LineOrNothing, asker, done, writes, written

router = Router(tags=["Inspections"])


class LotMadeGiven(Given):
    """Where a lot was made; it replaces what stood there."""

    line: Annotated[LineOrNothing, Field(max_length=acts.LONGEST)] = ""
    suppliers: list[Annotated[Line, Field(max_length=acts.LONGEST)]] = Field(
        default=[], max_length=acts.MOST, description="Sub-suppliers of its materials and work."
    )


@router.post(
    "inspections/{inspection}/made", response=written(), operation_id="say_where_made", url_name="say-lot-made"
)
@writes(acts.MadeRefused, blames="suppliers")
def say_made(request: HttpRequest, inspection: Key, given: LotMadeGiven) -> Done:
    """Say on which line or machine a lot was made, and with whose materials and work; also after the report."""
    acts.say_made(by=asker(request), inspection=inspection, line=given.line, suppliers=given.suppliers)
    return done(inspection, "inspection", inspection=inspection)
