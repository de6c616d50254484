"""What people type about what a buyer will need."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth_site.actions.demand import terms as acts
from troth_site.desk.forms import Day, DeskForm

GRAINS = {"month": gettext_lazy("month"), "week": gettext_lazy("week")}
UNITS = {"max_digits": 18, "decimal_places": 4}


class MeantForm(DeskForm):
    """A form that is asked back about once: whoever means it says so."""

    is_meant = forms.BooleanField(label=gettext_lazy("We mean it all the same; the other side sees it"), required=False)
    warned = False

    def shown(self) -> list[Any]:
        """Return the fields to be shown: the last question only once there is something to ask."""
        return [field for field in self if self.warned or field.name != "is_meant"]


class TermsForm(DeskForm):
    """Terms of planning about to be proposed."""

    name = "terms"
    lead_days = forms.IntegerField(
        label=gettext_lazy("Days a usual order needs, from placing it to leaving the factory"), min_value=0,
        max_value=730,
    )  # fmt: skip
    extra_days = forms.IntegerField(
        label=gettext_lazy("Days of notice more for a large order"), min_value=0, max_value=730
    )
    monthly_capacity = forms.DecimalField(
        label=gettext_lazy("Units the factory keeps for this buyer in a month, if it says so"), required=False,
        min_value=Decimal("0.0001"), **UNITS,
    )  # fmt: skip
    capacity_percent = forms.DecimalField(
        label=gettext_lazy("An order is large above this percent of them"), min_value=Decimal("0.01"), max_value=100,
        max_digits=5, decimal_places=2,
    )  # fmt: skip
    deviations = forms.FloatField(
        label=gettext_lazy("… or above the usual order by this many times its usual spread"), min_value=0, max_value=9,
    )  # fmt: skip
    together_days = forms.IntegerField(
        label=gettext_lazy("Orders placed within so many days count as one; 0 keeps each on its own"), min_value=0,
        max_value=90,
    )  # fmt: skip
    grain = forms.ChoiceField(
        label=gettext_lazy("Demand is forecast by"), widget=forms.RadioSelect,
        choices=list(GRAINS.items()),
    )  # fmt: skip
    frozen = forms.IntegerField(
        label=gettext_lazy("Periods that do not change, the running one first"), min_value=0, max_value=24
    )
    slush = forms.IntegerField(label=gettext_lazy("Periods after them that change a little"), min_value=0, max_value=24)
    flexibility_percent = forms.DecimalField(
        label=gettext_lazy("By how many percent they change at most"), min_value=0, max_value=100, max_digits=5,
        decimal_places=2,
    )  # fmt: skip

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, usual in acts.usual_terms().items():
            self.fields[name].help_text = _("Often agreed: %(value)s.") % {"value": _plain(usual)}


def _plain(usual: Any) -> Any:
    return GRAINS.get(usual) or f"{usual:g}"


class ForecastForm(MeantForm):
    """What is expected of one item, period by period; an empty period says nothing."""

    name = "forecast"
    item = forms.CharField(label=gettext_lazy("Item, empty for everything together"), required=False, max_length=120)
    note = forms.CharField(
        label=gettext_lazy("What stands behind it, such as a new customer"), required=False, max_length=300
    )

    def __init__(self, data: Any = None, *, periods: Iterable[tuple[date, str]] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.periods = [starts_on for starts_on, _label in periods]
        for starts_on, label in periods:
            self.fields[self.key(starts_on)] = forms.DecimalField(
                label=label, required=False, min_value=0, **UNITS,
                widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "decimal"}),
            )  # fmt: skip
        self.order_fields(["item", *map(self.key, self.periods), "note", "is_meant"])

    @staticmethod
    def key(starts_on: date) -> str:
        """Return the name of a period's field."""
        return f"units-{starts_on.isoformat()}"

    def units(self) -> dict[date, Decimal]:
        """Return the periods that were said."""
        told = {starts_on: self.cleaned_data.get(self.key(starts_on)) for starts_on in self.periods}
        return {starts_on: units for starts_on, units in told.items() if units is not None}


class AcceptForm(DeskForm):
    """The number of a forecast whose changes a factory accepts."""

    name = "accept"
    forecast = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)


class ReservationForm(DeskForm):
    """Capacity about to be asked for."""

    name = "reservation"
    quantity = forms.DecimalField(label=gettext_lazy("How many units"), min_value=Decimal("0.0001"), **UNITS)
    item = forms.CharField(label=gettext_lazy("Of what"), required=False, max_length=120)
    first_day = Day(label=gettext_lazy("Made from"))
    last_day = Day(label=gettext_lazy("to"))
    order_by = Day(label=gettext_lazy("We order or give it back by"))
    note = forms.CharField(
        label=gettext_lazy("What the factory should know"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Put what does not go together at its field."""
        given = super().clean() or {}
        first, last, order_by = (given.get(name) for name in ("first_day", "last_day", "order_by"))
        if first and last and last < first:
            self.add_error("last_day", _("Choose a day that is not before the first."))
        if last and order_by and order_by > last:
            self.add_error("order_by", _("Choose a day before the capacity is gone."))
        return given


class StepForm(DeskForm):
    """What a side does next about a reservation."""

    name = "step"
    step = forms.CharField(widget=forms.HiddenInput, max_length=10)
    text = forms.CharField(
        label=gettext_lazy("Why, or what to know"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    quantity = forms.DecimalField(
        label=gettext_lazy("Units you can make"), required=False, min_value=Decimal("0.0001"), **UNITS
    )
    first_day = Day(label=gettext_lazy("First day"), required=False)
    last_day = Day(label=gettext_lazy("to"), required=False)
    order = forms.CharField(label=gettext_lazy("Number of the order"), required=False, max_length=120)

    def blamed(self) -> str | None:
        return {"counter": "text", "refuse": "text", "lose": "text", "order": "order"}.get(
            self.cleaned_data.get("step", "")
        )


class OrderForm(MeantForm):
    """An order of one line about to be placed."""

    name = "order"
    number = forms.CharField(label=gettext_lazy("Order number"), max_length=120)
    item = forms.CharField(label=gettext_lazy("Item"), required=False, max_length=300)
    quantity = forms.DecimalField(label=gettext_lazy("How many units"), min_value=Decimal("0.0001"), **UNITS)
    wanted_on = Day(label=gettext_lazy("Wanted on"))
    value = forms.DecimalField(
        label=gettext_lazy("What it is worth"), required=False, min_value=0, max_digits=18, decimal_places=4
    )
    currency = forms.CharField(label=gettext_lazy("Currency"), required=False, max_length=3)
    reservation = forms.TypedChoiceField(
        label=gettext_lazy("Capacity reserved for it"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, data: Any = None, *, held: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        listed = list(held)
        self.fields["reservation"].choices = [("", "–"), *listed]  # type: ignore[attr-defined]
        if not listed:
            del self.fields["reservation"]

    def clean_currency(self) -> str:
        """Write a currency as everybody does."""
        written = self.cleaned_data["currency"].strip().upper()
        if written and not (len(written) == 3 and written.isalpha() and written.isascii()):
            raise forms.ValidationError(_("Name the currency in three letters, such as EUR."))
        return written

    def clean(self) -> dict[str, Any]:
        """A value without a currency says nothing."""
        given = super().clean() or {}
        if given.get("value") is not None and "currency" in given and not given["currency"]:
            self.add_error("currency", _("Name the currency in three letters, such as EUR."))
        return given

    def blamed(self) -> str:
        return "number"
