"""What people of the demonstration say beside the record: notes, the pulse, and a flag nobody looked at in time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from troth.trust.pulse import QUESTIONS, quarter_of
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import notes, pulse
from troth_site.actions.demo.founding import Place
from troth_site.actions.trust import escalating, settling
from troth_site.models import Person
from troth_site.queries import demo as known

INGRID, TOMASZ, BEATRICE = (f"{name}@tarnholm.example" for name in ("ingrid.halloran", "tomasz.wilk",
                                                                      "beatrice.lindqvist"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A note: the story of its partner, who wrote it, who reads it."""

    tells: str
    email: str
    visibility: str
    text: str


NOTES = (
    Said("steady", INGRID, "shared", "Thank you for the call before Eid: knowing the closing days in March made all "
         "the difference to our spring drop."),
    Said("steady", "rubina@sonali-suta.example", "shared", "The new sewing line opens in the second week of next "
         "month; until then please keep orders below 6,000 pieces a style."),
    Said("steady", TOMASZ, "side", "Their in-line checks have become better than ours. Ask Anwar whether we may show "
         "them to the other knitters."),
    Said("steady", "anwar@sonali-suta.example", "side", "Tarnholm pays on the day. Give their orders the "
         "morning shift."),
    Said("drifting", INGRID, "private", "Elif sounded tired on the phone. Ask about the new owner of the dye house "
         "before the review, not in it."),
    Said("drifting", INGRID, "side", "No new style to Ege Rüzgârı before the joint plan is signed."),
    Said("drifting", "elif@ege-ruzgari.example", "shared", "The dye house is under new management since the summer; "
         "lead times for dyed fabric are five days longer than in our old plan."),
)  # fmt: skip
# Steps from 1 to 5, a question a place; None is left open.
PULSE = (
    (INGRID, (5, 4, 4, 5, 5)),
    (TOMASZ, (4, 5, 4, 5, 4)),
    (BEATRICE, (5, 4, None, 4, 5)),
    ("rubina@sonali-suta.example", (4, 3, 3, 4, 5)),
    ("anwar@sonali-suta.example", (5, 3, 2, 4, 5)),
)
PULSED = "steady"
PRESS = "Right: the deep-drawn parts waited for one press. The schedule is reviewed, and we watch the next ten lines."
DYEING = "It is right. Dyed fabric reaches us five days later since the summer; we bring a joint plan to the review."


def speak(places: dict[str, Place], *, today: date) -> None:
    """Write the notes and answer the pulse of the last quarter and of the running one."""
    for said in NOTES:
        notes.write(
            by=_actor(said.email), relationship=places[said.tells].relationship, text=said.text,
            visibility=said.visibility, on=today,
        )  # fmt: skip
    before = quarter_of(today).previous.last_day
    for email, steps in PULSE:
        answers = {question.key: step for question, step in zip(QUESTIONS, steps, strict=True)}
        for day in (before, today):
            pulse.answer(by=_actor(email), relationship=places[PULSED].relationship, answers=answers, on=day)


def answer_flags(place: Place, *, by: Actor, answer: str, on: date) -> None:
    """Let one side read the open flags of a relationship and say that they are right."""
    for flag in known.open_flags(place.relationship):
        settling.acknowledge_flag(by=by, flag=flag, on=on)
        settling.answer_flag(by=by, flag=flag, answer=answer, finding="confirmed", on=on)


def escalate(*, today: date) -> None:
    """Hand what nobody acknowledged in time to the manager; no letter leaves a demonstration."""
    escalating.escalate_flags(now=datetime.combine(today, time(0), tzinfo=UTC), by_mail=False)


def _actor(email: str) -> Actor:
    return access.actor(Person.objects.get(email=email))
