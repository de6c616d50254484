"""What the other side confirmed of a reported line, and when that no longer covers what is said of it."""

from datetime import date

from troth.commitments.evidence import QUALITY
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Commitment, Relationship

CONFIRMED = QUALITY["counterpart_confirmed"]
REPORTED = "record"
"""Who accepted a promise that one side's file or record alone tells of."""


def keep(commitment: Commitment, *, confirmed_on: date) -> None:
    """Keep that the other side confirmed what is recorded; from now on it weighs 0.9 instead of 0.6."""
    commitment.quality, commitment.confirmed_on = CONFIRMED, confirmed_on
    commitment.save(update_fields=["quality", "confirmed_on"])


def lapse(commitment: Commitment) -> None:
    """Let a confirmation go: what is said of a reported line now is one side's word again, to confirm or to contest."""
    if commitment.accepted_by == REPORTED and commitment.confirmed_on is not None:
        commitment.quality, commitment.confirmed_on = QUALITY["unconfirmed"], None
        commitment.save(update_fields=["quality", "confirmed_on"])


def lapse_where_told_anew(by: Actor, relationship: Relationship, commitment: Commitment) -> None:
    """Let a confirmation go where the side that reported the line adds to it; the other side's own word stands."""
    if access.side_of(by, relationship) != commitment.side:
        lapse(commitment)
