"""What people type about meals and gifts, and about what they eat themselves."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.commitments.outcomes import SIDES
from troth.communication.hospitality import GIVERS, RECEIVERS, ImpossibleAmount, worth
from troth.communication.table_needs import DRINKS, LONGEST_WORDS, NEEDS
from troth_site.actions.communication.hospitality import AHEAD, HospitalityGiven
from troth_site.actions.communication.table_needs import LONGEST_PLACE, LONGEST_WHAT, Meal
from troth_site.actions.communication.table_needs import LONGEST_WORDS as LONGEST_PLAN
from troth_site.desk.forms import Day, DeskForm, choices

WORDS = {
    "given": gettext_lazy("given"),
    "accepted": gettext_lazy("accepted"),
    "refused": gettext_lazy("refused"),
    "returned": gettext_lazy("given back"),
}
"""What a side says of a meal or gift."""


class Currency(forms.CharField):
    """A currency as three letters, in any case."""

    def __init__(self) -> None:
        super().__init__(label=gettext_lazy("Currency, as three letters"), min_length=3, max_length=3)

    def clean(self, value: Any) -> str:
        """Refuse what is no currency."""
        written: str = super().clean(value)
        try:
            return worth(Decimal(0), written).currency
        except ImpossibleAmount as error:
            raise forms.ValidationError(_("Write the currency as three letters, such as CNY.")) from error


class HospitalityForm(DeskForm):
    """A meal or gift."""

    name = "hospitality"
    given_by = forms.ChoiceField(label=gettext_lazy("Given or paid for by"))
    day = Day(label=gettext_lazy("Day"))
    what = forms.CharField(label=gettext_lazy("What is given, such as a dinner or a book"), max_length=300)
    amount = forms.DecimalField(label=gettext_lazy("Worth"), min_value=0, max_digits=12, decimal_places=2)
    currency = Currency()
    people = forms.CharField(label=gettext_lazy("Who took part"), max_length=500, required=False)
    word = forms.ChoiceField(label=gettext_lazy("What became of it on our side"), required=False)

    def __init__(self, data: Any = None, *, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["given_by"].choices = [(side, names[side]) for side in SIDES]
        said = [(word, WORDS[word]) for word in (*GIVERS, *RECEIVERS) if word != "returned"]
        fields["word"].choices = choices(said, first=_("nothing yet: it is planned"))

    def clean_day(self) -> date:
        """Refuse a day that lies further ahead than anybody plans a meal."""
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate() + AHEAD:
            raise forms.ValidationError(_("Its day lies more than a year ahead: look at its year."))
        return day

    def blamed(self) -> str:
        return "word"

    def given(self) -> HospitalityGiven:
        """Return the meal or gift as the action takes it."""
        return HospitalityGiven(**self.cleaned_data)


class LimitForm(DeskForm):
    """Up to which amount one's own people give or accept without asking."""

    name = "limit"
    amount = forms.DecimalField(
        label=gettext_lazy("Without asking, up to"), min_value=0, max_digits=12, decimal_places=2
    )
    currency = Currency()

    def blamed(self) -> str:
        return "amount"


class DecideForm(DeskForm):
    """Approving or declining a meal or gift above a limit."""

    name = "decide"
    reason = forms.CharField(label=gettext_lazy("Why, for whoever recorded it"), max_length=500, required=False)
    decision = forms.ChoiceField(choices=[("approve", ""), ("decline", "")], widget=forms.HiddenInput)

    def blamed(self) -> str:
        return "reason"


class SayForm(DeskForm):
    """What became of a meal or gift on our side; the button says it."""

    name = "say"
    because = forms.CharField(label=gettext_lazy("A word about it, for the other side"), max_length=500, required=False)
    word = forms.ChoiceField(choices=[(word, word) for word in WORDS], widget=forms.HiddenInput)


class MealForm(DeskForm):
    """The meal of a visit."""

    name = "meal"
    what = forms.CharField(label=gettext_lazy("What you plan, such as lunch in the canteen"), max_length=LONGEST_WHAT)
    place = forms.CharField(label=gettext_lazy("Where"), max_length=LONGEST_PLACE, required=False)
    pays = forms.ChoiceField(label=gettext_lazy("Who pays"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Anything else both sides should know"), max_length=LONGEST_PLAN, required=False
    )

    def __init__(self, data: Any = None, *, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        payers = choices([(side, names[side]) for side in reversed(SIDES)], first=_("not said yet"))
        self.fields["pays"].choices = payers  # type: ignore[attr-defined]

    def meal(self) -> Meal:
        """Return the meal as the action takes it."""
        return Meal(**self.cleaned_data)


class TableForm(DeskForm):
    """What somebody eats and drinks, told by themselves; nothing is chosen beforehand."""

    name = "table"
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What I eat, and what I do not"), required=False, widget=forms.CheckboxSelectMultiple
    )
    drink = forms.ChoiceField(label=gettext_lazy("Alcohol"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Anything else, in your own words"), max_length=LONGEST_WORDS, required=False
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["needs"].choices = [(key, _(word)) for key, word in NEEDS.items()]
        fields["needs"].widget.attrs["class"] = "form-check-input"
        drinks = [(key, _(word)) for key, word in DRINKS.items()]
        fields["drink"].choices = choices(drinks, first=_("I say nothing of it"))
