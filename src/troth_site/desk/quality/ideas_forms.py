"""What people type about ideas and other ways of working."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth_site.desk.forms import Day, DeskForm, choices
from troth_site.desk.quality.corrective_forms import lines

KINDS = [
    ("design", gettext_lazy("Design")), ("material", gettext_lazy("Material")), ("process", gettext_lazy("Process")),
    ("packing", gettext_lazy("Packing")), ("machinery", gettext_lazy("Machinery")),
    ("checkpoint", gettext_lazy("Quality checkpoint")), ("training", gettext_lazy("Training")),
]  # fmt: skip
_BETWEEN = re.compile(r"[\s;]+")


class IdeaForm(DeskForm):
    """An idea about to be proposed; what it saves may be left open."""

    name = "idea"
    kind = forms.ChoiceField(label=gettext_lazy("What it would change"))
    title = forms.CharField(label=gettext_lazy("The idea, in one line"), max_length=200)
    text = lines(gettext_lazy("How it works"))
    product = forms.TypedChoiceField(label=gettext_lazy("Product"), coerce=int, required=False, empty_value=None)
    saving_per_unit = forms.DecimalField(
        label=gettext_lazy("What it may save on a unit"), required=False, min_value=0, max_digits=14, decimal_places=4
    )
    units_a_year = forms.IntegerField(
        label=gettext_lazy("Units a year"), required=False, min_value=0, max_value=2_000_000_000
    )
    cost = forms.DecimalField(
        label=gettext_lazy("What it costs to bring in"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    currency = forms.CharField(label=gettext_lazy("Currency"), required=False, max_length=3)
    quality_risk = lines(gettext_lazy("What it may mean for quality"), rows=2, required=False)

    def __init__(self, data: Any = None, *, products: tuple[tuple[int, str], ...] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["kind"].choices = choices(KINDS, first="–")  # type: ignore[attr-defined]
        self.fields["product"].choices = [("", "–"), *products]  # type: ignore[attr-defined]


class IdeaAnswerForm(DeskForm):
    """An answer to an idea."""

    name = "answer"
    state = forms.ChoiceField(
        label=gettext_lazy("What we say"), widget=forms.RadioSelect,
        choices=[("trial", gettext_lazy("We try it")), ("adopted", gettext_lazy("We adopt it")),
                 ("declined", gettext_lazy("We decline it, with a reason"))],
    )  # fmt: skip
    text = lines(gettext_lazy("What is tried, or why"), required=False)
    share = forms.DecimalField(
        label=gettext_lazy("If adopted: percent of the saving for the side that proposed it"), required=False,
        min_value=0, max_value=100, max_digits=5, decimal_places=2,
    )  # fmt: skip
    saving_per_unit = forms.DecimalField(
        label=gettext_lazy("If adopted: what it saves on a unit, if not as proposed"), required=False, max_digits=14,
        decimal_places=4,
    )  # fmt: skip
    adopted_on = Day(label=gettext_lazy("If adopted: from which day, if not today"), required=False)


class AlternativeForm(DeskForm):
    """Another way to meet a limit."""

    name = "alternative"
    asked = lines(gettext_lazy("What was asked for"), rows=2)
    why = lines(gettext_lazy("Why the limit is there, as we understand it"), rows=2)
    alternative = lines(gettext_lazy("The other way to meet it"))
    requirement = forms.TypedChoiceField(
        label=gettext_lazy("Requirement"), coerce=int, required=False, empty_value=None
    )  # fmt: skip

    def __init__(self, data: Any = None, *, requirements: tuple[tuple[int, str], ...] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["requirement"].choices = [("", "–"), *requirements]  # type: ignore[attr-defined]


class Readings(forms.CharField):
    """Numbers, with spaces or line ends between them."""

    def clean(self, value: Any) -> list[float]:
        """Return the numbers.

        Raises:
            ValidationError: One of them is none.
        """
        written = super().clean(value)
        try:
            return [float(part) for part in _BETWEEN.split(written.strip()) if part]
        except ValueError as error:
            raise forms.ValidationError(_("Write numbers such as 10.2, with a space between them.")) from error


class VerdictForm(DeskForm):
    """An answer to another way of working; turning it down takes a trial."""

    name = "verdict"
    is_accepted = forms.TypedChoiceField(
        label=gettext_lazy("What we say"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("We accept it")), ("no", gettext_lazy("We turn it down, with data"))],
    )  # fmt: skip
    text = lines(gettext_lazy("Your answer"), required=False)
    old = Readings(label=gettext_lazy("Readings of the way that was asked for"), required=False, max_length=20_000)
    new = Readings(label=gettext_lazy("Readings of the other way"), required=False, max_length=20_000)
    margin = forms.FloatField(label=gettext_lazy("The largest difference that does not matter"), required=False)
