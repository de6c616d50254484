"""A training of the demonstration: agreed, held and tested, another one planned; names in the factory's own view."""

from datetime import date, timedelta
from decimal import Decimal

from troth_site.actions.demo.founding import Place
from troth_site.actions.quality import trainees, training
from troth_site.actions.quality.training import NewTraining, Results
from troth_site.actions.trust import judging

HELD_DAYS = 45
NAMES = ("সালমা বেগম", "রফিকুল ইসলাম", "নাজমা আক্তার")


def train(buyer: Place, places: dict[str, Place], *, today: date) -> None:
    """Record a training that was held, and one that waits for the factory's answer.

    Args:
        buyer: The buyer.
        places: Factories by the story they tell.
        today: The day on which the stories end.
    """
    steady, late = places["steady"], places["buyer_caused"]
    day = today - timedelta(days=HELD_DAYS)
    with judging.postponed():
        new = NewTraining(
            topic="Counting defects the same way · একই নিয়মে ত্রুটি গোনা", language="বাংলা, English", giver="buyer",
            trainer="Plumbline Training", first_day=day - timedelta(days=1), last_day=day, hours=Decimal(12),
            trainees=24, cost=Decimal("2400.00"), currency="EUR", buyer_percent=Decimal(70),
            text="Class a defect by the catalogue; measure twice; stop the line at the third of a kind.",
        )  # fmt: skip
        planned = day - timedelta(days=30)
        made = training.plan(by=buyer.person, relationship=steady.relationship, given=new, on=planned)
        training.answer(by=steady.person, training=made, step="agree", on=planned + timedelta(days=2))
        results = Results(
            held_on=day, came=22, tested_before=22, passed_before=9, tested_after=22, passed_after=19
        )  # fmt: skip
        training.hold(by=steady.person, training=made, given=results, on=day)
        trainees.write_down(by=steady.person, training=made, names=list(NAMES), passed=True)
        soon = today + timedelta(days=20)
        next_one = NewTraining(
            topic="Reading tech packs", language="English", giver="buyer", first_day=soon, last_day=soon,
            hours=Decimal(6), trainees=8, text="Your checkers and ours together.",
        )  # fmt: skip
        training.plan(by=buyer.person, relationship=late.relationship, given=next_one, on=today - timedelta(days=3))
    judging.judge([steady.relationship, late.relationship], as_of=today)
