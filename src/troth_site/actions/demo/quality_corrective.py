"""What sides of the demonstration do about problems: corrective action, problems told of, ideas and what they save."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from troth_site.access import Actor
from troth_site.actions.demo.founding import Place
from troth_site.actions.quality import alternatives, corrective, corrective_causes, corrective_steps, disclosures, ideas
from troth_site.actions.quality.alternatives import NewAlternative, Verdict
from troth_site.actions.quality.corrective import NewAction
from troth_site.actions.quality.corrective_causes import Cause
from troth_site.actions.quality.corrective_steps import NewStep
from troth_site.actions.quality.disclosures import Answer, Problem
from troth_site.actions.quality.ideas import IdeaAnswer, NewIdea
from troth_site.actions.trust import judging
from troth_site.queries.quality import ideas as ideas_known

OPENED_DAYS = 24
ZIP = NewAction(
    title="জিপের টানা ভাঙে Zip pulls break", grade="major", family="Apparel", lots_to_watch=3,
    problem="৪০০টির মধ্যে ১১টির জিপের টানা ভেঙেছে, সব ২ নম্বর লাইনের। 11 of 400 zip pulls broke, all from line 2.",
)  # fmt: skip
# Stage, whose step, what is done, what proves it; nothing where it is still open.
STEPS = (
    ("containment", "factory", "৮০০টি তৈরি মাল বাছাই করে খারাপ টানা বদলানো। Sort all 800 finished pieces, change bad pulls.",
     "১৯টি পাওয়া গেছে, বদলানো হয়েছে। 19 pieces found and changed; list attached to the lot."),
    ("cause", "factory", "দুই চালানের ২০টি টানা মাপা। Measure 20 pulls of both deliveries.",
     "দ্বিতীয় চালানের টানা ০.২ মিমি পাতলা। Pulls of the second delivery are 0.2 mm thinner."),
    ("correction", "buyer", "Name the pull's thickness in the specification, which left it open.", ""),
    ("prevention", "factory", "প্রতি চালানে ৮টি টানার পুরুত্ব মাপা। Measure 8 pulls of each delivery on arrival.", ""),
)  # fmt: skip
LABELS = NewAction(
    title="Care labels in the wrong language", grade="minor", family="Bags",
    problem="2 cartons of 60 carry French care labels instead of German ones.",
)  # fmt: skip
OLD, NEW = (2.4, 2.6, 2.5, 2.3, 2.5), (2.5, 2.4, 2.6, 2.5, 2.3)


def mend(buyer: Place, places: dict[str, Place], *, today: date) -> None:
    """Record what two sides do about problems and ideas, on the days on which they did it."""
    steady, late = places["steady"], places["buyer_caused"]
    with judging.postponed():
        _work_on_zips(buyer.person, steady, today)
        _hold_labels(buyer.person, late, today)
        _tell(buyer.person, steady, late, today)
        _propose(buyer.person, steady, late, today)
    judging.judge([steady.relationship, late.relationship], as_of=today)


def _work_on_zips(buyer: Actor, place: Place, today: date) -> None:
    people = {"buyer": buyer, "factory": place.person}
    opened = _at(today, OPENED_DAYS)
    action = corrective.open_action(by=buyer, relationship=place.relationship, given=ZIP, at=opened)
    for number, (stage, side, text, proof) in enumerate(STEPS):
        now = opened + timedelta(hours=3 + 20 * number)
        new = NewStep(stage=stage, side=side, text=text)
        step = corrective_steps.add(by=people[side], corrective=action, given=new, now=now)
        if proof:
            corrective_steps.done(by=people[side], step=step, proof=proof, now=now + timedelta(hours=18))
            corrective_steps.confirm(by=buyer, step=step, now=now + timedelta(hours=40))
    whys = ["The pull tears at its eye.", "The second delivery is thinner.", "The specification names no thickness."]
    share = Cause(side="both", whys=whys, cost=Decimal("1240.00"), currency="EUR", buyer_share=Decimal(40))
    corrective_causes.say_cause(by=buyer, corrective=action, given=share)
    corrective_causes.say_cause(by=place.person, corrective=action, given=Cause(side="both"))


def _hold_labels(buyer: Actor, place: Place, today: date) -> None:
    """Let the factory open what the buyer's own list had caused, and the buyer answer the same day."""
    opened = _at(today, 4)
    action = corrective.open_action(by=place.person, relationship=place.relationship, given=LABELS, at=opened)
    hold = NewStep(stage="containment", side="buyer", text="Hold the two cartons in our stores and relabel them.")
    step = corrective_steps.add(by=buyer, corrective=action, given=hold, now=opened + timedelta(hours=3))
    proof = "Both cartons set aside; 120 labels changed."
    corrective_steps.done(by=buyer, step=step, proof=proof, now=opened + timedelta(hours=6))
    corrective_steps.confirm(by=place.person, step=step, now=opened + timedelta(hours=22))


def _tell(buyer: Actor, steady: Place, late: Place, today: date) -> None:
    told = Problem(
        title="এক কার্টনে দুই লটের মাল One carton holds two lots", occurred_on=today - timedelta(days=16),
        known_on=today - timedelta(days=15),
        text="৩৭ নম্বর কার্টনে আগের লটের ৬টি আছে। Carton 37, shipped already, holds 6 pieces of the lot before.",
    )  # fmt: skip
    made = disclosures.tell(by=steady.person, relationship=steady.relationship, given=told, now=_at(today, 15))
    thanks = Answer(text="Thank you for telling us before it arrived: we set the carton aside.")
    disclosures.answer(by=buyer, disclosure=made, given=thanks, now=_at(today, 14))
    forecast = Problem(
        title="Our forecast of spring was too high", occurred_on=today - timedelta(days=9),
        known_on=today - timedelta(days=9),
        text="A customer took one style out of its range: about 4,000 pieces fewer in the second quarter.",
    )  # fmt: skip
    disclosures.tell(by=buyer, relationship=late.relationship, given=forecast, now=_at(today, 8))


def _propose(buyer: Actor, steady: Place, late: Place, today: date) -> None:
    buttons = NewIdea(
        kind="packing", title="কার্টনে দুই স্তর কম One wall fewer in the carton", units_a_year=24_000, currency="EUR",
        text="পাঁচ স্তরই ড্রপ টেস্টে টেকে। Five plies pass the drop test; seven are asked for.",
        saving_per_unit=Decimal("0.0450"), quality_risk="Corners: try 20 cartons by the drop test first.",
    )  # fmt: skip
    products = ideas_known.ideas(buyer, steady.relationship).products
    buttons = replace(buttons, product=products[0][0] if products else None)
    made = ideas.propose(by=steady.person, relationship=steady.relationship, given=buttons, now=_at(today, 60))
    trial = IdeaAnswer(state="trial", text="Twenty cartons by the drop test, please; photos of all corners.")
    ideas.answer(by=buyer, idea=made, given=trial, now=_at(today, 52))
    adopted = IdeaAnswer(
        state="adopted", text="All twenty passed.", share=Decimal(60), adopted_on=today - timedelta(40)
    )
    ideas.answer(by=buyer, idea=made, given=adopted, now=_at(today, 40))
    training = NewIdea(kind="training", title="One day on reading tech packs", text="Your checkers and ours together.")
    ideas.propose(by=buyer, relationship=late.relationship, given=training, now=_at(today, 3))
    wash = NewAlternative(
        asked="Wash at 60 °C before cutting", why="Shrinkage below 3 %", alternative="Wash at 40 °C, twice"
    )
    other = alternatives.propose(by=late.person, relationship=late.relationship, given=wash, now=_at(today, 30))
    shown = Verdict(is_accepted=True, text="As good, and a third of the steam.", old=OLD, new=NEW, margin=0.3)
    alternatives.answer(by=buyer, alternative=other, given=shown, now=_at(today, 21))


def _at(today: date, days: int) -> datetime:
    return datetime.combine(today - timedelta(days=days), time(8), tzinfo=UTC)
