"""Working-preference cards: how a person likes to work, written by that person alone and gone on request."""

from dataclasses import dataclass, replace
from datetime import time
from typing import Literal, TypedDict, Unpack
from unicodedata import category

from troth.basis.findings import Finding, Severity
from troth.basis.text import gettext_noop

Channel = Literal["message", "email", "call", "video", "chat", "visit"]
CHANNELS: dict[Channel, str] = {
    "message": gettext_noop("message in Troth"),
    "email": gettext_noop("e-mail"),
    "call": gettext_noop("call"),
    "video": gettext_noop("video call"),
    "chat": gettext_noop("chat"),
    "visit": gettext_noop("visit"),
}
LONGEST_STYLE = 500

_BACKWARD = gettext_noop("The best hours end before they begin.")
_TOO_LONG = gettext_noop("Keep it to %(most)s characters: a card is read in passing.")


class NotYourCard(PermissionError):
    """Somebody else than its owner was to write or delete a card."""


class CardFields(TypedDict, total=False):
    """What a card's owner may change."""

    channel: Channel | None
    best_hours: tuple[time, time] | None
    style: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Hold how a person likes to work, in the person's own words. Never an input to a number.

    Attributes:
        owner: Key of the person; the only one who may write it.
        channel: The channel the person likes best.
        best_hours: When the person is best reached, in the person's own zone.
        style: Anything else, in the person's own words.
        languages: Codes, the preferred first.
    """

    owner: str
    channel: Channel | None = None
    best_hours: tuple[time, time] | None = None
    style: str = ""
    languages: tuple[str, ...] = ()


def written(card: Card, *, by: str, **fields: Unpack[CardFields]) -> Card:
    """Return a card with fields its owner wrote.

    Args:
        card: As it was.
        by: Key of the person who writes.
        fields: What changes.

    Raises:
        NotYourCard: Somebody else writes; not even a manager or an administrator may.

    Source: `domain.md` S4-07: "Only owner can edit own card; delete works".

    >>> written(Card(owner="bao"), by="bao", style="Numbers first, please.").style
    'Numbers first, please.'
    """
    _check_owner(card, by)
    return replace(card, **fields)


def deleted(card: Card, *, by: str) -> Card:
    """Return the empty card that is left when its owner has it deleted; nothing of the old one is kept.

    Raises:
        NotYourCard: Somebody else asks.

    >>> deleted(Card(owner="bao", style="Call me"), by="bao") == Card(owner="bao")
    True
    """
    _check_owner(card, by)
    return Card(owner=card.owner)


def initials(name: str) -> str:
    """Return what stands in the place of a face: how the first and the last word of a name begin.

    A name written as one word, as in Chinese, gives one letter or character; marks stay with the letter they belong to.

    Args:
        name: As the person writes it.

    Returns:
        Empty where no word of the name begins with a letter.

    Source: `domain.md` S4-15, person cards with a photo by choice; a photo is nobody's duty.

    >>> initials("Ingrid van Halloran"), initials("陈晓雯"), initials("রুবিনা ইয়াসমিন")
    ('IH', '陈', 'রুই')
    """
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(_first_letter(word) for word in (*words[:1], *words[1:][-1:])).upper()


def gaps_in_card(card: Card) -> tuple[Finding, ...]:
    """Find what in a card cannot be meant.

    >>> gaps_in_card(Card(owner="bao"))
    ()
    """
    found = []
    if card.best_hours is not None and card.best_hours[1] <= card.best_hours[0]:
        found.append(Finding(code="card.hours", severity=Severity.WARNING, message=_BACKWARD))
    if len(card.style) > LONGEST_STYLE:
        params = {"most": LONGEST_STYLE}
        found.append(Finding(code="card.style", severity=Severity.WARNING, message=_TOO_LONG, params=params))
    return tuple(found)


def _first_letter(word: str) -> str:
    marks = 1
    while marks < len(word) and category(word[marks]).startswith("M"):
        marks += 1
    return word[:marks]


def _check_owner(card: Card, by: str) -> None:
    if by != card.owner:
        raise NotYourCard("Only the person whose card it is can write or delete it.")
