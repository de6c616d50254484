"""What programs write about meetings."""

from datetime import datetime, time
from typing import Annotated, Literal

from ninja import Field, Schema

from troth_site.api.frame.forms import Key
from troth_site.api.frame.writing import Given, Line, LineOrNothing, OnDay, WordsOrNothing
from troth_site.queries.communication.slots import Asked

Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="On your side's clock, as 09:30.")]
Minutes = Annotated[int, Field(ge=5, le=480)]
Revision = Annotated[int, Field(ge=0, le=10**9, description="The revision that you read.")]
Point = Annotated[LineOrNothing, Field(max_length=500)]


class SlotsGiven(Given):
    """What is to be planned."""

    first_on: OnDay
    minutes: Minutes
    every_weeks: Literal[0, 1, 2] = Field(0, description="0 for one meeting, 1 or 2 for a series.")
    count: int = Field(1, ge=1, le=26, description="How many meetings a series has.")
    clock: Clock | None = Field(None, description="An hour of your own clock; null for the fairest.")

    def asked(self) -> Asked:
        """Return what is asked of the calendars."""
        clock = time.fromisoformat(self.clock) if self.clock else None
        return Asked(
            first_on=self.first_on, minutes=self.minutes, every_weeks=self.every_weeks, count=self.count, clock=clock
        )


class SlotOffered(Schema):
    """A slot that both calendars allow."""

    key: str = Field(description="Name it as the choice of a meeting.")
    starts: list[datetime] = Field(description="Of each of its meetings; one left out for a holiday lacks.")
    buyer_clock: str = Field(description="When the first begins on the buyer's clock, as 2026-03-12 09:30.")
    factory_clock: str
    buyer_bears: float = Field(description="Squared hours outside 9 to 18 of its own clock, of all its meetings.")
    factory_bears: float
    is_fairest: bool = Field(description="It costs least, with what was borne in the last quarter evened out.")


class SlotsOffered(Schema):
    """Slots, the fairest first; nothing is planned by asking."""

    slots: list[SlotOffered]


class MeetingGiven(SlotsGiven):
    """A meeting or series at a slot somebody chose."""

    title: Annotated[Line, Field(max_length=200)]
    choice: Annotated[Line, Field(max_length=40)]
    people: list[Key] = Field([], max_length=100)
    place: LineOrNothing = ""
    way: Literal["", "call", "video", "visit"] = Field("", description="How both sides meet; empty for not said.")


class ComingGiven(Given):
    """Whether you come."""

    comes: bool
    following: bool = Field(False, description="And to all that follow in the series.")


class PersonGiven(Given):
    """Somebody else who is asked to come."""

    person: Key


class PointGiven(Given):
    """A point for the agenda."""

    part: Literal["progress", "challenges", "informal"]
    text: Annotated[Line, Field(max_length=500)]


class FeedbackGiven(Given):
    """What your side wants to keep and to change."""

    keep: Point = ""
    change: Point = ""


class MeetingMoved(Given):
    """What of a meeting changes; what is left out stays."""

    revision: Revision
    title: Annotated[Line, Field(max_length=200)] | None = None
    day: OnDay | None = None
    clock: Clock | None = None
    minutes: Minutes | None = None
    place: LineOrNothing | None = None
    way: Literal["", "call", "video", "visit"] | None = None
    why: LineOrNothing = Field("", description="For the others.")


class Cancelled(Given):
    """Why a meeting is cancelled."""

    whole: bool = Field(False, description="With all that are still to come of its series.")
    why: LineOrNothing = ""


class MinutesGiven(Given):
    """The words of the minutes."""

    revision: Revision
    notes: Annotated[WordsOrNothing, Field(max_length=20_000)]


class MadeGiven(Given):
    """A promise made in a meeting by your side."""

    what: Line
    due_on: OnDay
    owner: LineOrNothing = Field("", description="Who does it; empty for yourself.")


class StatusOfPromise(Given):
    """What became of an earlier promise."""

    promise: Key
    status: Literal["kept", "late", "not-kept", "still-open"]
    note: Annotated[Line, Field(max_length=500)]
    done_on: OnDay | None = None


class WhoCame(Given):
    """Who of those asked came, and who did not."""

    came: list[Key] = Field([], max_length=200)
    missed: list[Key] = Field([], max_length=200)


class ClosingGiven(Given):
    """What your side says to who came, as the other wrote it down."""

    confirms: bool
    reason: LineOrNothing = Field("", description="What is wrong, where you contest it.")
