"""What people write about meetings: planning one, changing it, holding it."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.communication.minutes import PromiseStatus
from troth_site.actions.communication.meetings import LONGEST_PLACE, LONGEST_TITLE, MOST_MEETINGS, MeetingRefused
from troth_site.actions.communication.meetings_changing import Edition
from troth_site.desk.communication.calendars_due import Asks
from troth_site.desk.forms import Day, DeskForm, choices
from troth_site.queries.communication.slots import Asked

RHYTHMS = [
    ("0", gettext_lazy("Once")),
    ("1", gettext_lazy("Every week")),
    ("2", gettext_lazy("Every second week")),
]
PARTS = [
    ("progress", gettext_lazy("Progress")),
    ("challenges", gettext_lazy("Challenges")),
    ("informal", gettext_lazy("Time together")),
]
WAYS = [
    ("", gettext_lazy("not said yet")),
    ("call", gettext_lazy("Call")),
    ("video", gettext_lazy("Video call")),
    ("visit", gettext_lazy("Visit, in person")),
]
STATUSES = {
    PromiseStatus.KEPT: gettext_lazy("kept"),
    PromiseStatus.LATE: gettext_lazy("kept late"),
    PromiseStatus.NOT_KEPT: gettext_lazy("broken"),
    PromiseStatus.STILL_OPEN: gettext_lazy("still open"),
}
BEFORE = "before_"
CAME = [("came", gettext_lazy("came")), ("missed", gettext_lazy("did not come"))]
REFUSALS = (MeetingRefused,)
HOUR = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")


class Clock(forms.CharField):
    """An hour, written one way only."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"type": "time"}), max_length=5, **kwargs)

    def validate(self, value: Any) -> None:
        """Refuse what is no hour."""
        super().validate(value)
        if value and not HOUR.fullmatch(value):
            raise forms.ValidationError(_("Write the hour as 09:30."))


class AskForm(DeskForm):
    """What is to be planned; the page answers with slots, and nothing is planned yet."""

    name = "ask"
    title = forms.CharField(label=gettext_lazy("What the meeting is called"), max_length=LONGEST_TITLE)
    every = forms.TypedChoiceField(label=gettext_lazy("How often"), choices=[("", "–"), *RHYTHMS], coerce=int)
    first_on = Day(label=gettext_lazy("From which day on"))
    count = forms.IntegerField(
        label=gettext_lazy("How many, of a series"), min_value=2, max_value=MOST_MEETINGS, required=False
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=5, max_value=480, help_text=gettext_lazy("Usually 30 or 60.")
    )
    clock = Clock(label=gettext_lazy("At an hour of your own clock, empty for the fairest"), required=False)
    way = forms.ChoiceField(label=gettext_lazy("How you meet"), choices=WAYS, required=False)
    place = forms.CharField(
        label=gettext_lazy("Where: a room, a number or an address"), max_length=LONGEST_PLACE, required=False
    )

    def __init__(self, data: Any = None, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today

    def clean_first_on(self) -> date:
        """Refuse a day that lies behind us, or more than a year ahead."""
        day: date = self.cleaned_data["first_on"]
        if not 0 <= (day - self.today).days <= 366:
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return day

    def clean_clock(self) -> Any:
        """Read the hour."""
        written = self.cleaned_data["clock"]
        try:
            return forms.TimeField(input_formats=["%H:%M"]).clean(written) if written else None
        except forms.ValidationError as error:
            raise forms.ValidationError(_("Write the hour as 09:30.")) from error

    def clean(self) -> dict[str, Any]:
        """Ask how many meetings a series has."""
        given = super().clean() or self.cleaned_data
        if given.get("every") and not given.get("count") and "count" not in self.errors:
            self.add_error("count", _("Say how many meetings the series has, 2 to 26."))
        return given

    def asked(self) -> Asked:
        """Return what is asked of the calendars."""
        given = self.cleaned_data
        return Asked(
            first_on=given["first_on"], minutes=given["minutes"], every_weeks=given["every"],
            count=given["count"] or 1, clock=given["clock"],
        )  # fmt: skip


class PlanForm(AskForm):
    """The slot somebody chose, and whom they ask to come: choosing is a person's act, so none is chosen beforehand."""

    name = "plan"
    choice = forms.CharField(max_length=40, error_messages={"required": gettext_lazy("Choose one of the slots.")})
    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who is asked to come"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["people"].choices = list(people)  # type: ignore[attr-defined]


class EditForm(DeskForm):
    """The fields of a meeting, with what they said when the page was opened."""

    name = "edit"
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = forms.CharField(label=gettext_lazy("What the meeting is called"), max_length=LONGEST_TITLE)
    day = Day(label=gettext_lazy("Day"))
    clock = Clock(label=gettext_lazy("Hour"))
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=5, max_value=480)
    way = forms.ChoiceField(label=gettext_lazy("How you meet"), choices=WAYS, required=False)
    place = forms.CharField(label=gettext_lazy("Where"), max_length=LONGEST_PLACE, required=False)
    why = forms.CharField(label=gettext_lazy("Why it moves, for the others"), max_length=300, required=False)

    def edition(self) -> Edition:
        """Return what was written, and what it was written over."""
        given = self.cleaned_data
        fields = [name for name in ("title", "day", "clock", "minutes", "place", "way", "notes") if name in given]
        mine = {name: _text(given[name]) for name in fields}
        before = {name: self.data[BEFORE + name] for name in fields if BEFORE + name in self.data}
        return Edition(revision=given["revision"], mine=mine, before=before, why=given.get("why", ""))


class SeriesForm(EditForm):
    """The fields of a series: all of its meetings that are still to come."""

    name = "series"
    day = None  # type: ignore[assignment]
    way = None  # type: ignore[assignment]
    why = None  # type: ignore[assignment]


class MinutesForm(EditForm):
    """The words of the minutes."""

    name = "minutes"
    title = day = clock = minutes = place = way = why = None  # type: ignore[assignment]
    notes = forms.CharField(
        label=gettext_lazy("What was said and decided"), max_length=20_000, required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )  # fmt: skip


class CancelForm(DeskForm):
    """Why a meeting is cancelled."""

    name = "cancel"
    why = forms.CharField(label=gettext_lazy("Why, for the others"), max_length=300, required=False)


class AnswerForm(DeskForm):
    """Whether one comes; nothing is chosen beforehand, the button says it."""

    name = "answer"
    answer = forms.ChoiceField(
        choices=[("coming", gettext_lazy("I come")), ("declined", gettext_lazy("I cannot come"))],
        widget=forms.HiddenInput, error_messages={"required": gettext_lazy("Say whether you come.")},
    )  # fmt: skip
    following = forms.BooleanField(label=gettext_lazy("and to all that follow in the series"), required=False)


class PersonForm(DeskForm):
    """Somebody else who is asked to come."""

    name = "person"
    person = forms.TypedChoiceField(label=gettext_lazy("Ask somebody else to come"), coerce=int)

    def __init__(self, data: Any = None, *, people: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["person"].choices = choices(people, first=_("Choose a person"))  # type: ignore[attr-defined]


class OffForm(DeskForm):
    """Why somebody is taken off a meeting."""

    name = "off"
    why = forms.CharField(label=gettext_lazy("Why, for the person"), max_length=300)

    def blamed(self) -> str:
        return "why"


class PointForm(DeskForm):
    """A point for the agenda."""

    name = "point"
    part = forms.ChoiceField(label=gettext_lazy("It belongs to"), choices=PARTS)
    text = forms.CharField(label=gettext_lazy("What is to be spoken about"), max_length=500)


class FeedbackForm(DeskForm):
    """What our side wants to keep and to change."""

    name = "feedback"
    keep = forms.CharField(label=gettext_lazy("One thing to keep"), max_length=500, required=False)
    change = forms.CharField(label=gettext_lazy("One thing to change"), max_length=500, required=False)


class MadeForm(DeskForm):
    """A promise made in the meeting by our side."""

    name = "made"
    # What it asks back about a closed day.
    asks: Asks | None = None
    what = forms.CharField(label=gettext_lazy("What we promise"), max_length=300)
    due_on = Day(label=gettext_lazy("By which day"))
    owner = forms.CharField(label=gettext_lazy("Who does it, empty for yourself"), max_length=200, required=False)


class StatusForm(DeskForm):
    """What became of an earlier promise."""

    name = "status"
    commitment = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    status = forms.ChoiceField(
        label=gettext_lazy("What became of it"), choices=[(each.value, word) for each, word in STATUSES.items()],
        widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Say what became of it.")},
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("What shows it, or why it is still open"), max_length=500)
    done_on = Day(label=gettext_lazy("Day it was done, where it was late"), required=False)

    def __init__(self, data: Any = None, *, may: Iterable[str] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if may is not None:
            self.fields["status"].choices = [  # type: ignore[attr-defined]
                (each.value, word) for each, word in STATUSES.items() if each in set(may)
            ]


class CameForm(DeskForm):
    """Who came; nobody is taken for either without a word."""

    name = "came"

    def __init__(self, data: Any = None, *, people: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for pk, called in people.items():
            widget = forms.RadioSelect(attrs={"class": "form-check-input"})
            self.fields[f"person{pk}"] = forms.ChoiceField(label=called, choices=CAME, required=False, widget=widget)

    def said(self, word: str) -> set[int]:
        """Return of whom this was said."""
        return {int(name.removeprefix("person")) for name, said in self.cleaned_data.items() if said == word}


class ClosingForm(DeskForm):
    """What our side says to the closing."""

    name = "closing"
    says = forms.ChoiceField(choices=[("confirm", ""), ("contest", "")], widget=forms.HiddenInput)
    reason = forms.CharField(label=gettext_lazy("What is wrong, if you contest it"), max_length=300, required=False)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value).replace("\r\n", "\n").strip()
