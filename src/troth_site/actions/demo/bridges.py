"""What the demonstration's people were told of lately; where else they are told is for whoever tries it to choose."""

from datetime import date, timedelta

from troth_site.actions.bridges import notices
from troth_site.actions.demo.cast import BUYER
from troth_site.actions.demo.founding import Place
from troth_site.models import Person

# Story of the factory, event, days ago, what is told; who tells is the other side.
TOLD_BUYER = (
    ("steady", "answer", {"subject": "Carton marks of the spring styles"}),
    ("recovering", "decision", {"subject": "Deep-drawn parts move to press 2 until the new tool is here"}),
    ("drifting", "escalated", {"subject": "Which day leaves the dye house?"}),
    ("buyer_caused", "request", {"subject": "May we cut before the zip pullers are approved?", "due": 2}),
)
TOLD_FACTORY = (
    ("drifting", "request", {"subject": "Which day leaves the dye house?", "due": -1}),
    ("steady", "message", {"subject": "Thank you for the photographs of the trims"}),
    ("recovering", "promise", {"subject": "New dates for 14 lines", "due": 3}),
)


def tell(buyer: Place, places: dict[str, Place], *, today: date) -> None:
    """Tell both sides of a few things.

    Args:
        buyer: The demonstration's buyer.
        places: Its factories, by the story they tell.
        today: The day on which the stories end.
    """
    for told, is_buyer in ((TOLD_BUYER, True), (TOLD_FACTORY, False)):
        for number, (story, event, said) in enumerate(told):
            place = places[story]
            teller = place.person if is_buyer else buyer.person
            readers = _deciding() if is_buyer else [place.person.person]
            _tell(place, event, {"who": teller.name, **said}, to=readers, number=number, today=today)


def _deciding() -> list[int]:
    addresses = [one.email for one in BUYER.people if one.role in ("sourcing", "manager")]
    return list(Person.objects.filter(email__in=addresses).order_by("pk").values_list("pk", flat=True))


def _tell(place: Place, event: str, said: dict[str, object], *, to: list[int], number: int, today: date) -> None:
    due = said.get("due")
    if isinstance(due, int):
        said = said | {"due": (today + timedelta(days=due)).isoformat()}
    notices.notify(
        event=event, relationship=place.relationship, subject=f"demonstration {number}",
        path=f"/partners/{place.relationship}/", to=to, data=said,
    )  # fmt: skip
