"""What people ask of sampling plans; nothing is chosen for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from troth.quality.schemes import AQL_SERIES, Edition, Level, State
from troth_site.desk.forms import DeskForm, choices

LARGEST = 10**9
LEVELS = [(str(level), str(level)) for level in Level]
STATES = [
    (str(State.NORMAL), gettext_lazy("Normal")),
    (str(State.TIGHTENED), gettext_lazy("Tightened")),
    (str(State.REDUCED), gettext_lazy("Reduced")),
]
EDITIONS = [
    (str(Edition.ISO_2859_1), "ISO 2859-1:1999"), (str(Edition.MIL_STD_105E), "MIL-STD-105E (ANSI/ASQ Z1.4)"),
]  # fmt: skip
"""The tables a plan can be looked up in, as every form names them."""
CHOOSE = gettext_lazy("Choose")
NONE_ACCEPTED = "none"


def _one_of(label: Any, named: Any, *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices(named, first=CHOOSE), required=required, help_text=help_text)


def _percent(label: Any, *, help_text: Any = "") -> forms.FloatField:
    return forms.FloatField(label=label, min_value=0.001, max_value=99.9, help_text=help_text)


class LotForm(DeskForm):
    """A lot and the limit of each class of defects."""

    name = "lot"
    lot = forms.IntegerField(label=gettext_lazy("Units in the lot"), min_value=1, max_value=LARGEST)
    level = _one_of(
        gettext_lazy("Inspection level"),
        LEVELS,
        help_text=gettext_lazy("II is usual; III looks at more, I and S at less."),
    )
    critical = _one_of(
        gettext_lazy("AQL for critical defects"),
        [(NONE_ACCEPTED, gettext_lazy("None accepted")), *((aql, aql) for aql in AQL_SERIES[:16])],
        required=False,
    )
    major = _one_of(gettext_lazy("AQL for major defects"), [(aql, aql) for aql in AQL_SERIES[:16]], required=False)
    minor = _one_of(gettext_lazy("AQL for minor defects"), [(aql, aql) for aql in AQL_SERIES[:16]], required=False)
    state = _one_of(gettext_lazy("Inspection"), STATES)
    edition = _one_of(gettext_lazy("Tables"), EDITIONS)


class ZeroForm(DeskForm):
    """A quality that should hardly ever pass, and the risk that it does."""

    name = "zero"
    bad = _percent(gettext_lazy("Percent bad that should not pass"))
    risk = _percent(gettext_lazy("Chance that it passes all the same, percent"))
    lot = forms.IntegerField(
        label=gettext_lazy("Units in the lot"), min_value=2, max_value=LARGEST, required=False,
        help_text=gettext_lazy("Left empty, a long series of lots is meant."),
    )  # fmt: skip


class SequentialForm(DeskForm):
    """Two qualities and two risks."""

    name = "sequential"
    good = _percent(gettext_lazy("Percent bad that should pass"))
    bad = _percent(gettext_lazy("Percent bad that should not pass"))
    producer = _percent(gettext_lazy("Chance that the good one is refused, percent"))
    consumer = _percent(gettext_lazy("Chance that the bad one passes, percent"))


class ContinuousForm(DeskForm):
    """A running line."""

    name = "continuous"
    clearance = forms.IntegerField(
        label=gettext_lazy("Good units in a row before sampling"), min_value=1, max_value=10**6
    )
    share = _percent(gettext_lazy("Percent looked at while sampling"))
    bad = _percent(gettext_lazy("Percent bad as it comes"))


class SkipForm(DeskForm):
    """Lots that are passed over."""

    name = "skip"
    clearance = forms.IntegerField(
        label=gettext_lazy("Lots accepted in a row before any is skipped"), min_value=1, max_value=1000
    )
    share = _percent(gettext_lazy("Percent of lots looked at then"))
    passes = _percent(gettext_lazy("Percent of lots that pass when looked at"))


class ReadingsForm(DeskForm):
    """Readings of one property."""

    name = "readings"
    values = forms.CharField(
        label=gettext_lazy("Readings"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Separated by spaces or lines, with a point as the decimal sign: 19.8 20.1 20.0"),
    )  # fmt: skip
    lower = forms.FloatField(label=gettext_lazy("Lower limit"), required=False)
    upper = forms.FloatField(label=gettext_lazy("Upper limit"), required=False)
    most = forms.FloatField(
        label=gettext_lazy("Largest percent beyond the limits (M)"), min_value=0.001, max_value=99, required=False,
        help_text=gettext_lazy("From the plan you agreed on; left empty, nothing is decided."),
    )  # fmt: skip

    def clean_values(self) -> list[float]:
        """Read every reading, and name the first that is none."""
        found = []
        for text in self.cleaned_data["values"].replace(";", " ").split():
            try:
                found.append(float(text))
            except ValueError:
                wrong = gettext_lazy("“%(text)s” is not a reading. Write numbers with a point, such as 19.8.")
                raise forms.ValidationError(wrong, params={"text": text[:40]}) from None
        return found
