"""Cards on the boards of two partners, and people named for what they answer for."""

from collections.abc import Mapping
from datetime import date, timedelta

from troth_site.actions.communication import boards, contacts
from troth_site.actions.communication.boards import Face
from troth_site.actions.demo.founding import Place

# The partner's story, the column, whose turn, the day from today, what is to be done.
CARDS = (
    ("steady", "todo", "buyer", 6, "Approve the second strike-off of the stripe"),
    ("steady", "doing", "factory", 9, "Knit the size set, S to XL"),
    ("steady", "waiting", "buyer", 3, "Care label: confirm the wording in French"),
    ("steady", "done", "factory", -8, "Send the shade band of the navy"),
    ("buyer_caused", "todo", "factory", 12, "拉链头新模具报价"),
    ("buyer_caused", "waiting", "buyer", -2, "Choose the lining: twill or ripstop"),
    ("buyer_caused", "doing", "factory", 4, "背带拉力测试，三个样品"),
)
NAMED = (("steady", ("orders", "quality")), ("buyer_caused", ("orders", "logistics")))


def pin_up(buyer: Place, places: Mapping[str, Place], *, today: date) -> None:
    """Pin up the cards, and name who answers for what on both sides.

    Args:
        buyer: The demonstration's buyer.
        places: The factories by their stories.
        today: The day on which the stories end.
    """
    for tells, column, side, days, title in CARDS:
        place = places[tells]
        speaker = buyer.person if side == "buyer" else place.person
        face = Face(title=title, side=side, owner=speaker.person, due_on=today + timedelta(days=days))
        boards.add(by=buyer.person, relationship=place.relationship, face=face, column=column)
    for tells, topics in NAMED:
        for place in (buyer, places[tells]):
            for topic in topics:
                contacts.name_contact(
                    by=place.person, relationship=places[tells].relationship, topic=topic,
                    named=contacts.Named(place.person.person, None), on=today,
                )  # fmt: skip
