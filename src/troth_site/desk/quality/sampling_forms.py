"""What people ask of sampling plans; nothing is chosen for them."""

from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from troth.quality.frozen_plans import wrong_counting
from troth.quality.packing import HEAVIEST_KG
from troth.quality.schemes import AQL_SERIES, Edition, Level, State, counts_defects_alone
from troth.quality.verdicts import Counting, DefectClass
from troth_site.desk.forms import DeskForm, choices
from troth_site.queries.quality.inspections_planning import BY_AQL

LARGEST = 10**9
LEVELS = [(str(level), str(level)) for level in Level]
STATES = [
    (str(State.NORMAL), pgettext_lazy("inspection", "Normal")),
    (str(State.TIGHTENED), gettext_lazy("Tightened")),
    (str(State.REDUCED), gettext_lazy("Reduced")),
]
EDITIONS = [
    (str(Edition.ISO_2859_1), "ISO 2859-1:1999"), (str(Edition.MIL_STD_105E), "MIL-STD-105E (ANSI/ASQ Z1.4)"),
]  # fmt: skip
"""The tables a plan can be looked up in, as every form names them."""
CHOOSE = gettext_lazy("Choose")
NONE_ACCEPTED = "none"
AQL_GROUPS = {
    False: gettext_lazy("Up to 10: percent bad units, or defects per 100 units"),
    True: gettext_lazy("Above 10: defects per 100 units alone"),
}
AQLS: list[tuple[Any, Any]] = [
    (AQL_GROUPS[alone], [(aql, aql) for aql in each]) for alone, each in groupby(AQL_SERIES, counts_defects_alone)
]
"""The whole series, in two groups by what its numbers mean."""
COUNTINGS: list[tuple[str, Any]] = [
    (str(Counting.UNITS), gettext_lazy("Bad units, each once (AQL up to 10)")),
    (str(Counting.DEFECTS), gettext_lazy("Defects, of which a unit may have several")),
    (BY_AQL, gettext_lazy("Bad units up to 10, defects above")),
]
COUNTED = gettext_lazy("What is counted")
COUNTED_SO = gettext_lazy("Up to 10 bad units are counted; above 10 it is in defects per 100 units, and defects are.")
"""Said where nobody is asked what is counted, because two sides agree on AQLs alone."""


def counting_of(said: str, aql: str | None) -> Counting:
    """Return what is counted at an AQL, of what was said of all of them; a class that accepts none counts units."""
    if aql is None:
        return Counting.UNITS
    if said == BY_AQL:
        return Counting.DEFECTS if counts_defects_alone(aql) else Counting.UNITS
    return Counting(said)


def refuse_counting(form: DeskForm, none: str) -> None:
    """Say at each AQL that it does not go together with what is to be counted."""
    said = form.cleaned_data.get("counting")
    for name in map(str, DefectClass):
        aql = form.cleaned_data.get(name)
        if not said or not aql or aql == none or name in form.errors:
            continue
        wrong = wrong_counting(aql, counting=counting_of(said, aql))
        if wrong is not None:
            form.add_error(name, wrong.sentence(_))


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
        [(NONE_ACCEPTED, gettext_lazy("None accepted")), *AQLS],
        required=False,
    )
    major = _one_of(gettext_lazy("AQL for major defects"), AQLS, required=False)
    minor = _one_of(gettext_lazy("AQL for minor defects"), AQLS, required=False)
    counting = _one_of(COUNTED, COUNTINGS)
    state = _one_of(gettext_lazy("Inspection"), STATES)
    edition = _one_of(gettext_lazy("Tables"), EDITIONS)

    def clean(self) -> dict[str, Any]:
        """Refuse to count bad units at an AQL that is in defects per 100 units."""
        refuse_counting(self, NONE_ACCEPTED)
        return self.cleaned_data


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


class DropForm(DeskForm):
    """A packed carton."""

    name = "drop"
    weight = forms.FloatField(
        label=gettext_lazy("Gross weight of the packed carton, kg"), min_value=0.01, max_value=HEAVIEST_KG
    )
