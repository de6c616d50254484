"""The weekly status as a form: at most eight fields, nothing filled in beforehand."""

from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.communication.status_form import FIELDS
from troth.communication.status_mirror import MIRROR_FIELDS
from troth_site.actions.communication.statuses import StatusRefused
from troth_site.desk.forms import Day, DeskForm
from troth_site.queries.communication.statuses import DAYS, PROCESSES

PROCESS_WORDS = {
    "materials": gettext_lazy("Materials in house"),
    "production": gettext_lazy("Production"),
    "packing": gettext_lazy("Packing"),
}
PERCENT = "percent_"
LONGEST_SECONDS = 4 * 3600
SALT = "status-opened"
REFUSALS = (StatusRefused,)
LONG = frozenset({"risks", "needs", "approvals_open", "forecast", "note"})


class WeekdayForm(DeskForm):
    """The day on which both sides report; none is chosen beforehand."""

    name = "weekday"
    weekday = forms.TypedChoiceField(label=gettext_lazy("Both sides report on"), coerce=int)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        days = [(str(number), name) for number, name in WEEKDAYS.items()]
        self.fields["weekday"].choices = [("", _("Choose a day")), *days]  # type: ignore[attr-defined]


class ReportForm(DeskForm):
    """One side's weekly status."""

    name = "report"
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, side: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.told_fields = list(MIRROR_FIELDS if side == "buyer" else FIELDS)
        words = MIRROR_FIELDS if side == "buyer" else FIELDS
        for name in self.told_fields:
            if name == "percent_complete":
                for process in PROCESSES:
                    self.fields[PERCENT + process] = _number(PROCESS_WORDS[process], highest=100)
            else:
                self.fields[name] = _field(name, _(words[name]))
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "form-control")
        self.fields["opened"].initial = signing.dumps(int(timezone.now().timestamp()), salt=SALT)

    def told(self) -> dict[str, Any]:
        """Return what was written; a blank is left out, and never becomes a zero."""
        given = self.cleaned_data
        told = {name: _stored(given[name]) for name in self.told_fields if given.get(name) not in (None, "")}
        percents = {
            process: given[PERCENT + process] for process in PROCESSES if given.get(PERCENT + process) is not None
        }
        return told | ({"percent_complete": percents} if percents else {})

    def seconds(self) -> int | None:
        """Return how long the form was open; None where nobody knows."""
        try:
            opened = signing.loads(self.cleaned_data["opened"], salt=SALT)
        except signing.BadSignature:
            return None
        spent = int(timezone.now().timestamp()) - int(opened)
        return spent if 0 <= spent <= LONGEST_SECONDS else None


def _field(name: str, label: str) -> forms.Field:
    if name in DAYS:
        return Day(label=label, required=False)
    if name == "pieces_finished":
        return _number(label, highest=100_000_000)
    widget = (
        forms.Textarea(attrs={"rows": 2, "dir": "auto"}) if name in LONG else forms.TextInput(attrs={"dir": "auto"})
    )
    return forms.CharField(label=label, required=False, max_length=500, widget=widget)


def _number(label: Any, *, highest: int) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=highest, widget=widget)


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
