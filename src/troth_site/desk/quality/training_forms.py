"""What people type about trainings."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth_site.desk.forms import Day, DeskForm, choices
from troth_site.desk.quality.corrective_forms import lines

_COUNT = {"required": False, "min_value": 0, "max_value": 100_000}


class TrainingForm(DeskForm):
    """A training about to be planned."""

    name = "training"
    topic = forms.CharField(label=gettext_lazy("What it is about"), max_length=200)
    text = lines(gettext_lazy("What the workers can do afterwards"), rows=2, required=False)
    language = forms.CharField(label=gettext_lazy("In which language"), max_length=60)
    giver = forms.ChoiceField(label=gettext_lazy("Who gives it"))
    trainer = forms.CharField(label=gettext_lazy("Trainer or training firm"), required=False, max_length=120)
    family = forms.CharField(
        label=gettext_lazy("Product family it is to make better, empty for all"), required=False, max_length=120
    )
    first_day = Day(label=gettext_lazy("First day"))
    last_day = Day(label=gettext_lazy("Last day"))
    hours = forms.DecimalField(
        label=gettext_lazy("Hours for each worker"), min_value=Decimal("0.25"), max_value=9999, max_digits=6,
        decimal_places=2,
    )  # fmt: skip
    trainees = forms.IntegerField(label=gettext_lazy("How many workers"), min_value=1, max_value=100_000)
    cost = forms.DecimalField(
        label=gettext_lazy("What it costs"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    currency = forms.CharField(label=gettext_lazy("Currency"), required=False, max_length=3)
    buyer_percent = forms.DecimalField(
        label=gettext_lazy("Percent of the cost that the buyer bears"), min_value=0, max_value=100, max_digits=5,
        decimal_places=2,
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, givers: Iterable[tuple[str, str]] = (), families: Iterable[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["giver"].choices = choices(givers, first="–")  # type: ignore[attr-defined]
        self.families = tuple(families)

    def clean(self) -> dict[str, Any]:
        """Put what does not go together at its field."""
        given = super().clean() or {}
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Choose a day that is not before the first."))
        written = given.get("currency", "").strip().upper()
        fits = len(written) == 3 and written.isalpha() and written.isascii()
        if (written or given.get("cost") is not None) and not fits:
            self.add_error("currency", _("Name the currency in three letters, such as EUR."))
        return given | {"currency": written}


class ResultsForm(DeskForm):
    """What a training came to, as counts alone."""

    name = "results"
    held_on = Day(label=gettext_lazy("Held on, its last day"))
    came = forms.IntegerField(label=gettext_lazy("How many workers came"), min_value=1, max_value=100_000)
    tested_before = forms.IntegerField(label=gettext_lazy("Tested before"), **_COUNT)
    passed_before = forms.IntegerField(label=gettext_lazy("Passed before"), **_COUNT)
    tested_after = forms.IntegerField(label=gettext_lazy("Tested after"), **_COUNT)
    passed_after = forms.IntegerField(label=gettext_lazy("Passed after"), **_COUNT)

    def clean(self) -> dict[str, Any]:
        """Put what does not go together at its field."""
        given = super().clean() or {}
        for when in ("before", "after"):
            tested, passed = given.get(f"tested_{when}"), given.get(f"passed_{when}")
            if tested is not None and passed is not None and passed > tested:
                self.add_error(f"passed_{when}", _("No more workers passed than were tested."))
            if tested is not None and given.get("came") is not None and tested > given["came"]:
                self.add_error(f"tested_{when}", _("No more workers were tested than came."))
        return given

    def blamed(self) -> str:
        return "held_on"


class BecauseForm(DeskForm):
    """An answer to a planned training."""

    name = "answer"
    because = forms.CharField(label=gettext_lazy("Why, if you decline or cancel"), required=False, max_length=300)

    def blamed(self) -> str:
        return "because"


class NamesForm(DeskForm):
    """Who was trained, in the factory's own view."""

    name = "names"
    names = forms.CharField(
        label=gettext_lazy("Names, one a line"), max_length=100_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    passed = forms.TypedChoiceField(
        label=gettext_lazy("What the test said"), required=False, empty_value=None, coerce=lambda value: value == "yes",
        choices=[("", "–"), ("yes", gettext_lazy("passed")), ("no", gettext_lazy("not passed"))],
    )  # fmt: skip

    def blamed(self) -> str:
        return "names"
