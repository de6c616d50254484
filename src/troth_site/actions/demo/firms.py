"""What is said of who two of the factories are: one door on both papers, which asks the buyer a question."""

from datetime import date, timedelta

from troth_site.actions.demo.founding import Place
from troth_site.actions.firms import facts

SEEN_BEFORE_DAYS = 6
PAPERS = "papers"
# The story, what is told of it, and as it is written.
TOLD = (
    ("drifting", "address", "Yıldız Mah. Tersane Cad. No: 41 Kat 2, Karşıyaka, İzmir"),
    ("drifting", "registration", "TR 4820193357"),
    ("untouched", "address", "Yildiz Mahallesi Tersane Caddesi 41, Kat: 2, Karsiyaka Izmir"),
    ("untouched", "registration", "TR 7391046628"),
)


def say(places: dict[str, Place], buyer: Place, *, today: date) -> None:
    """Let the buyer keep what stands on the papers of two factories; one of them answers."""
    on = today - timedelta(days=SEEN_BEFORE_DAYS)
    said = {
        (story, kind): facts.say_of_partner(
            by=buyer.person, relationship=places[story].relationship, kind=kind, value=value, source=PAPERS, on=on
        )
        for story, kind, value in TOLD
    }
    facts.answer_fact(
        by=places["untouched"].person, fact=said["untouched", "registration"], is_right=True,
        on=on + timedelta(days=1),
    )  # fmt: skip
