"""How clear one side's own questions were: looked at before a red flag is raised about the other's answers."""

from datetime import datetime, timedelta

from troth.communication.ambiguity import ambiguities
from troth_site.models import ReplyRequest

LOOKED_AT = 50
WINDOW = timedelta(days=90)


def unclear_share(relationship: int, side: str, *, now: datetime) -> float:
    """Return the share of the newest questions put to a side that can be read in two ways, a fraction."""
    rows = (
        ReplyRequest.objects.filter(relationship=relationship, asked_at__gte=now - WINDOW, withdrawn_at=None)
        .exclude(side=side)
        .order_by("-asked_at")
        .values_list("what", "asked_at")[:LOOKED_AT]
    )
    asked = list(rows)
    unclear = sum(bool(ambiguities(what, written_on=at.date())) for what, at in asked)
    return unclear / len(asked) if asked else 0.0
