"""Whose address is whose, in one relationship."""

from collections.abc import Iterable, Mapping

from troth.commitments.outcomes import SIDES, Side
from troth.communication.correspondents import Standing, standings
from troth_site.models import MailBatch, Membership, Relationship


def on_sides(row: Relationship, addresses: Iterable[str], *, said: Mapping[str, str]) -> dict[str, Standing]:
    """Return on whose side addresses stand, as far as it can be told.

    Args:
        row: The relationship.
        addresses: In lower case.
        said: What people said of single addresses: "buyer", "factory" or "neither".
    """
    return standings(addresses, people=people_of(row), said={key: _side(word) for key, word in said.items()})


def people_of(row: Relationship) -> dict[Side, list[str]]:
    """Return the addresses of the people of both sides; the operator of the installation is on neither."""
    seats = Membership.objects.filter(active=True, person__is_operator=False)
    return {
        side: list(
            seats.filter(organisation=getattr(row, f"{side}_id")).order_by("pk").values_list("person__email", flat=True)
        )
        for side in SIDES
    }


def said_before(row: Relationship, side: str) -> dict[str, str]:
    """Return what a side's people said of addresses when they took in earlier files, the newest word of each."""
    found: dict[str, str] = {}
    earlier = MailBatch.objects.filter(relationship=row, side=side, state="done").order_by("pk")
    for answers in earlier.values_list("answers", flat=True):
        found.update(answers)
    return found


def _side(word: str) -> Side | None:
    return next((side for side in SIDES if side == word), None)
