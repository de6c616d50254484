"""The demonstration's mail: a thread from before Troth, dropped as a file by the factory's sales contact."""

from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from troth_site.actions.communication.mail import dropping, taking_in
from troth_site.actions.demo.founding import Place
from troth_site.queries.communication.mail import batches

NAME = "before Troth.mbox"
TELLS = "recovering"
# Days before today, hour, by which side, what.
SAID = (
    (72, 8, "buyer", "We found hairline cracks at the hinge in two lids of forty. Which tool were these made on?"),
    (72, 11, "factory", "Received, we will check with the tool shop."),
    (71, 3, "factory", "Both came from cavity 3 of tool B. We have taken it out and made 200 lids on tool A instead."),
    (70, 8, "buyer", "Thank you for saying so at once. Can you send a photo of cavity 3 before it is welded?"),
    (69, 2, "factory", "The photo is attached. Welding is on Monday, first samples on Wednesday."),
)


def drop(places: dict[str, Place], buyer: Place, *, today: date) -> None:
    """Take a short exchange of mail into one partner's record, with one message that states no date.

    Args:
        places: The factories, by the story they tell.
        buyer: The buyer.
        today: The day on which the stories end.
    """
    place = places[TELLS]
    at = datetime.combine(today, time(0), tzinfo=UTC)
    uid = dropping.receive(
        by=place.person, relationship=place.relationship, name=NAME, parts=[_mailbox(place, buyer, today)], at=at
    )
    dropping.answer(by=place.person, uid=uid, said={}, with_rest=False, topic="quality", at=at)
    taking_in.take_in(batch=batches.batch(place.person, uid).pk)


def _mailbox(place: Place, buyer: Place, today: date) -> bytes:
    parts, before = [], ""
    for number, (ago, hour, side, text) in enumerate(SAID):
        by, to = (buyer, place) if side == "buyer" else (place, buyer)
        letter = EmailMessage()
        letter["From"], letter["To"] = _address(by), _address(to)
        letter["Subject"] = "Cracks at the hinge" if not number else "Re: Cracks at the hinge"
        letter["Message-ID"] = name = f"<hinge-{number}@mail.example>"
        if before:
            letter["In-Reply-To"] = before
        if number != 1:
            # One mail program among many forgets the date.
            moment = datetime.combine(today - timedelta(days=ago), time(hour), tzinfo=UTC)
            letter["Date"] = format_datetime(moment)
        letter.set_content(text)
        if number == len(SAID) - 1:
            letter.add_attachment(
                b"A photo of cavity 3 would stand here.\n", maintype="text", subtype="plain", filename="cavity-3.txt"
            )
            # The same file every time: a boundary drawn by chance would change its hash.
            letter.set_boundary("=-the-end-of-a-part-=")
        parts.append(b"From mail Thu Jan  1 00:00:00 2026\n" + letter.as_bytes().rstrip(b"\n") + b"\n\n")
        before = name
    return b"".join(parts)


def _address(place: Place) -> str:
    return formataddr((place.person.name, place.person.email))
