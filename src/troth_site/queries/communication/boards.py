"""The board of a relationship, column by column."""

from dataclasses import dataclass
from datetime import date, datetime

from troth_site import access
from troth_site.access import Actor
from troth_site.models import Card, Order
from troth_site.models.choices import CardColumn

ORDERS_OFFERED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """A card as a page shows it."""

    pk: int
    relationship: int
    title: str
    text: str
    column: str
    side: str
    owner: int | None
    owner_name: str
    due_on: date | None
    order: int | None
    order_number: str
    revision: int
    moved_at: datetime
    moved_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a board."""

    key: str
    name: str
    cards: tuple[CardRow, ...]


def board(by: Actor, relationship: int, *, order: int | None = None) -> tuple[Column, ...]:
    """Return the cards of a relationship, of one order where one is named, in two queries."""
    row = access.relationship(by, relationship)
    cards = Card.objects.filter(relationship=row, archived_at=None)
    if order is not None:
        cards = cards.filter(order=order)
    rows = [_row(card) for card in cards.select_related("owner", "moved_by", "order").order_by("position", "pk")]
    return tuple(
        Column(key=key, name=name, cards=tuple(card for card in rows if card.column == key))
        for key, name in CardColumn.choices
    )


def card(by: Actor, pk: int) -> CardRow:
    """Return one card that still stands on its board.

    Raises:
        access.NotThere: There is none for this person.
    """
    access.of_relationship(by, Card, pk)
    row = Card.objects.filter(pk=pk, archived_at=None).select_related("owner", "moved_by", "order").first()
    if row is None:
        raise access.NotThere
    return _row(row)


def relationship_of(by: Actor, pk: int) -> int:
    """Return the relationship on whose board a card stands, or stood."""
    return access.of_relationship(by, Card, pk).relationship_id


def orders_of(by: Actor, relationship: int) -> dict[int, str]:
    """Return the newest orders of a relationship, by key."""
    row = access.relationship(by, relationship)
    rows = Order.objects.filter(relationship=row).order_by("-pk").values_list("pk", "number")
    return dict(rows[:ORDERS_OFFERED])


def _row(card: Card) -> CardRow:
    return CardRow(
        pk=card.pk, relationship=card.relationship_id, title=card.title, text=card.text, column=card.column,
        side=card.side, owner=card.owner_id, owner_name=card.owner.name if card.owner else "", due_on=card.due_on,
        order=card.order_id, order_number=card.order.number if card.order else "", revision=card.revision,
        moved_at=card.moved_at, moved_by=card.moved_by.name if card.moved_by else "",
    )  # fmt: skip
