"""What people type about calendars: their week, days on which they are closed or open, what to count back from."""

from datetime import date, timedelta
from typing import Any, cast
from zoneinfo import available_timezones

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from troth.basis.text import gettext_noop
from troth.orders.capacity import CapacityModel, ImpossibleCapacity
from troth_site import world
from troth_site.actions.communication.calendars import DaysGiven, WeekGiven
from troth_site.desk.forms import Day, DeskForm
from troth_site.holiday_calendars import countries, regions
from troth_site.queries.communication.calendars import Week
from troth_site.queries.communication.planning_start import Name

MOST_WORKING_DAYS = 250
LONGEST_RAMP_DAYS = 90
FURTHEST_DAYS = 3 * 366
# What the library says about factors, in the words of the page.
FACTORS = gettext_noop("Shares lie between 0 and 100 %, and days are 0 or more.")


class Clock(forms.TimeField):
    """An hour of the day, written one way only."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(widget=widget, input_formats=["%H:%M", "%H:%M:%S"], **kwargs)


def _keeping_holidays() -> list[tuple[str, str]]:
    """Return the countries whose holidays are listed, as the reader calls them."""
    listed = countries()
    return [(code, name) for code, name in world.countries(get_language() or "en") if code in listed]


class WeekForm(DeskForm):
    """When one's own organisation works."""

    name = "week"
    country = forms.ChoiceField(
        label=gettext_lazy("Country whose holidays you keep"), choices=lambda: [("", "–"), *_keeping_holidays()],
        required=False,
    )  # fmt: skip
    region = forms.CharField(
        label=gettext_lazy("Region with holidays of its own, such as BY; empty for none"), max_length=10, required=False
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone, such as Asia/Shanghai"),
        choices=lambda: [(zone, zone) for zone in sorted(available_timezones())],
    )
    workdays = forms.MultipleChoiceField(
        label=gettext_lazy("Days you work"),
        choices=[(str(day), WEEKDAYS[day]) for day in range(7)],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Choose at least one day of the week.")},
    )
    day_from = Clock(label=gettext_lazy("Work begins"))
    day_to = Clock(label=gettext_lazy("Work ends"))
    lunch_from = Clock(label=gettext_lazy("Break begins, empty for none"), required=False)
    lunch_to = Clock(label=gettext_lazy("Break ends"), required=False)

    @staticmethod
    def filled_with(week: Week) -> dict[str, Any]:
        """Return what the form begins with: what the place said, or its country's usual week."""
        lunch = week.lunch or (None, None)
        return {
            "country": week.country, "region": week.region, "zone": week.zone,
            "workdays": [str(day) for day in sorted(week.workdays)], "day_from": week.hours[0],
            "day_to": week.hours[1], "lunch_from": lunch[0], "lunch_to": lunch[1],
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if (given.get("lunch_from") is None) != (given.get("lunch_to") is None):
            self.add_error("lunch_to", _("A break has a beginning and an end; leave both empty for none."))
        region, country = str(given.get("region", "")).strip().upper(), given.get("country")
        if region and country and region not in regions(country):
            known = ", ".join(regions(country)) or "–"
            said = _("No region of this country is written so. Leave it empty, or write one of: %(known)s")
            self.add_error("region", said % {"known": known})
        return given

    def given(self) -> WeekGiven:
        """Return the week as the action takes it."""
        of = self.cleaned_data
        lunch = (of["lunch_from"], of["lunch_to"]) if of["lunch_from"] and of["lunch_to"] else None
        return WeekGiven(
            country=of["country"].strip().upper(), region=of["region"].strip().upper(), zone=of["zone"].strip(),
            workdays=frozenset(int(day) for day in of["workdays"]), hours=(of["day_from"], of["day_to"]), lunch=lunch,
        )  # fmt: skip


class DaysForm(DeskForm):
    """Days on which one's own organisation is closed, or open."""

    name = "days"
    kind = forms.ChoiceField(
        label=gettext_lazy("On these days we are"),
        choices=[
            ("closed", pgettext_lazy("a day or a place of work", "closed")),
            ("open", gettext_lazy("open, whatever the list says")),
        ],
    )
    first = Day(label=gettext_lazy("First day"))
    last = Day(label=gettext_lazy("Last day"))
    called = forms.CharField(label=gettext_lazy("What it is for"), max_length=200, required=False)
    rush_days = forms.IntegerField(
        label=gettext_lazy("Rushed days before it"), required=False, min_value=0, max_value=LONGEST_RAMP_DAYS
    )
    rush_percent = forms.IntegerField(
        label=gettext_lazy("Output in them, %"), required=False, min_value=0, max_value=100
    )
    ramp_days = forms.IntegerField(
        label=gettext_lazy("Days after it until output is as usual"),
        required=False, min_value=0, max_value=LONGEST_RAMP_DAYS,
    )  # fmt: skip
    ramp_percent = forms.IntegerField(
        label=gettext_lazy("Output when work begins again, %"), required=False, min_value=0, max_value=100
    )

    RAMP = ("rush_days", "rush_percent", "ramp_days", "ramp_percent")

    def given(self) -> DaysGiven:
        """Return the days as the action takes them; factors left empty are the usual ones."""
        of = self.cleaned_data
        return DaysGiven(kind=of["kind"], first=of["first"], last=of["last"], name=of["called"], model=self._model())

    def _model(self) -> CapacityModel | None:
        of, usual = self.cleaned_data, CapacityModel()
        if of["kind"] != "closed" or all(of[name] is None for name in self.RAMP):
            return None

        def told(name: str, otherwise: float) -> float:
            return otherwise if of[name] is None else of[name] / (100 if name.endswith("percent") else 1)

        try:
            return CapacityModel(
                rush_days=int(told("rush_days", usual.rush_days)), rush_factor=told("rush_percent", usual.rush_factor),
                ramp_days=int(told("ramp_days", usual.ramp_days)), ramp_start=told("ramp_percent", usual.ramp_start),
            )  # fmt: skip
        except ImpossibleCapacity as error:
            raise forms.ValidationError(_(FACTORS)) from error

    def blamed(self) -> str:
        return "last"


class HolidayForm(DeskForm):
    """A public holiday one's own organisation does not keep."""

    name = "holiday"
    key = forms.ChoiceField(label=gettext_lazy("A public holiday on which we work, every year"))

    def __init__(self, data: Any = None, *, feasts: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["key"].choices = list(feasts)  # type: ignore[attr-defined]


class StartForm(DeskForm):
    """What to count back: the day everything is done, and how long each stage takes."""

    name = "start"
    due = Day(label=gettext_lazy("Done by"))
    production = forms.IntegerField(
        label=gettext_lazy("Working days to make it"), min_value=1, max_value=MOST_WORKING_DAYS
    )
    approval = forms.IntegerField(
        label=gettext_lazy("Approval by the buyer before it, working days"),
        required=False, min_value=0, max_value=MOST_WORKING_DAYS,
    )  # fmt: skip
    port = forms.IntegerField(
        label=gettext_lazy("Port, working days there"), required=False, min_value=0, max_value=MOST_WORKING_DAYS
    )
    ocean = forms.IntegerField(
        label=gettext_lazy("At sea, calendar days"), required=False, min_value=0, max_value=MOST_WORKING_DAYS
    )
    inland = forms.IntegerField(
        label=gettext_lazy("From the port to the buyer, working days"),
        required=False, min_value=0, max_value=MOST_WORKING_DAYS,
    )  # fmt: skip

    def clean_due(self) -> date:
        due = cast(date, self.cleaned_data["due"])
        if abs((due - timezone.localdate()) / timedelta(days=1)) > FURTHEST_DAYS:
            raise forms.ValidationError(_("Choose a day within three years: further ahead no calendar is known."))
        return due

    def days(self) -> dict[Name, int]:
        """Return how long each stage takes; one left empty takes no time."""
        names: tuple[Name, ...] = ("approval", "production", "port", "ocean", "inland")
        return {name: self.cleaned_data[name] or 0 for name in names}
