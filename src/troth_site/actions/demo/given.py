"""Promises made by hand in the demonstration: told as sentences, with the days of each step before today."""

from datetime import date, timedelta

from troth.commitments.outcomes import Side
from troth_site.actions.demo.plans import Given

# Side, dimension, what, then days before today: proposed, due, accepted, closed, confirmed (None: not taken), evidence.
Told = tuple[Side, str, str, int, int, int | None, int | None, int | None, str]

_WEEKLY = "Send photos of the line every Friday until the order ships"
PROMISES: dict[str, tuple[Told, ...]] = {
    "steady": (
        ("factory", "communication", _WEEKLY, 240, 180, 238, 181, 179, "Nine albums, the last one of week 26"),
        ("buyer", "communication", "Answer questions on trims within two working days", 236, 170, 234, 172, 168,
         "Thread of the order, 14 questions, longest answer 31 hours"),
        ("buyer", "partnership", "Share the forecast for the next two seasons", 120, 90, 118, 94, 92,
         "Forecast sheet, version 2"),
        ("factory", "partnership", "Train two people on the new care label", 70, 30, 66, 33, 30, "Attendance list"),
        ("buyer", "partnership", "Visit the new washing plant", 20, -19, 18, None, None, ""),
        ("factory", "communication", _WEEKLY, 14, -26, 12, None, None, ""),
    ),
    "drifting": (
        ("factory", "communication", "Send a production plan every second Monday", 150, 90, 148, 89, None,
         "Plans of four of the six Mondays"),
        ("factory", "partnership", "Name one planner for all of our orders", 10, -11, None, None, None, ""),
    ),
    "recovering": (
        ("factory", "partnership", "Add a second press for the deep-drawn parts", 390, 330, 388, 334, 331,
         "Photo of the press with its plate, first lot measured"),
        ("buyer", "partnership", "Freeze colours eight weeks before each order", 388, 320, 385, 322, 320,
         "Colour cards signed for three orders"),
        ("factory", "communication", "Tell of any machine standing for more than a day", 380, 200, 378, 201, 199,
         "Three notices, each on the same day"),
    ),
    "buyer_caused": (
        ("buyer", "communication", "Name a stand-in for sample approvals during holidays", 60, 30, 58, 26, 25,
         "Mail of the manager to both teams"),
        ("buyer", "partnership", "Approve samples by video where the parcel takes over three days", 21, -14, 19, None,
         None, ""),
    ),
    "typhoon": (
        ("factory", "communication", "Send the state of every order after a storm warning", 200, 60, 197, 61, 59,
         "List of all open orders, sent the morning after"),
    ),
    "moved": (
        ("buyer", "communication", "Tell of a changed delivery window four weeks ahead", 100, 50, 97, 51, 48,
         "Two notices, 31 and 29 days ahead"),
    ),
    "confirmed": (
        ("factory", "communication", "Answer quality reports within three working days", 160, 100, 158, 101, 98,
         "Five reports, all answered within two days"),
        ("buyer", "partnership", "Order the test jig together", 25, -9, 22, None, None, ""),
    ),
    "untouched": (
        ("factory", "partnership", "Send glaze samples in four colours", 12, -5, 10, None, None, ""),
    ),
}  # fmt: skip


def promises_by_hand(story: str, *, today: date) -> tuple[Given, ...]:
    """Return a story's promises made by hand, with their days."""
    return tuple(
        Given(
            side=side,
            dimension=dimension,
            what=what,
            proposed_on=_ago(today, proposed),
            due_on=_ago(today, due),
            accepted_on=_when(today, accepted),
            closed_on=_when(today, closed),
            confirmed_on=_when(today, confirmed),
            evidence=evidence,
        )
        for side, dimension, what, proposed, due, accepted, closed, confirmed, evidence in PROMISES.get(story, ())
    )


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)


def _when(today: date, days: int | None) -> date | None:
    return None if days is None else _ago(today, days)
