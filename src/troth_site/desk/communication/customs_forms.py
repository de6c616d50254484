"""What people type about how they work, and about meals and gifts."""

from datetime import date
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.commitments.outcomes import SIDES
from troth_site.actions.communication.customs import LONGEST, CustomGiven
from troth_site.actions.communication.hospitality import HospitalityGiven
from troth_site.desk.forms import Day, DeskForm, choices
from troth_site.queries.communication.customs import categories


class CustomForm(DeskForm):
    """A note on how one's own side works, or the partner's."""

    name = "custom"
    about = forms.ChoiceField(label=gettext_lazy("It is about"))
    category = forms.ChoiceField(label=gettext_lazy("What it tells of"))
    text = forms.CharField(label=gettext_lazy("Note"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    source = forms.CharField(label=gettext_lazy("Where it is known from: a person, a visit, a book"), max_length=300)
    dated_on = Day(label=gettext_lazy("Day on which it was so"))
    language = forms.ChoiceField(label=gettext_lazy("Language of the note"), required=False)

    def __init__(self, data: Any = None, *, partner: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["about"].choices = [  # type: ignore[attr-defined]
            ("us", _("us: all of our partners read it")),
            ("them", _("%(partner)s: both sides read it") % {"partner": partner}),
        ]
        self.fields["category"].choices = list(categories())  # type: ignore[attr-defined]
        self.fields["language"].choices = choices(settings.LANGUAGES, first=_("not said"))  # type: ignore[attr-defined]

    def given(self) -> CustomGiven:
        """Return the note as the action takes it."""
        of = self.cleaned_data
        return CustomGiven(
            about_ourselves=of["about"] == "us", category=of["category"], text=of["text"], source=of["source"],
            dated_on=of["dated_on"], language=of["language"],
        )  # fmt: skip

    def clean_dated_on(self) -> date:
        day = cast(date, self.cleaned_data["dated_on"])
        if day > timezone.localdate():
            raise forms.ValidationError(_("A note tells how it is or was: its day does not lie ahead."))
        return day


class HospitalityForm(DeskForm):
    """A meal or gift."""

    name = "hospitality"
    given_by = forms.ChoiceField(label=gettext_lazy("Given or paid for by"))
    day = Day(label=gettext_lazy("Day"))
    what = forms.CharField(label=gettext_lazy("What it was"), max_length=300)
    amount = forms.DecimalField(label=gettext_lazy("Worth"), min_value=0, max_digits=12, decimal_places=2)
    currency = forms.CharField(label=gettext_lazy("Currency, as three letters"), min_length=3, max_length=3)
    people = forms.CharField(label=gettext_lazy("Who took part"), max_length=500, required=False)
    needs = forms.CharField(
        label=gettext_lazy("What they eat and drink, and do not, as they say themselves"),
        max_length=500, required=False,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["given_by"].choices = [(side, names[side]) for side in SIDES]  # type: ignore[attr-defined]

    def given(self) -> HospitalityGiven:
        """Return the meal or gift as the action takes it."""
        return HospitalityGiven(**self.cleaned_data)


class LimitForm(DeskForm):
    """Up to which amount one's own people give or accept without asking."""

    name = "limit"
    amount = forms.DecimalField(
        label=gettext_lazy("Without asking, up to"), min_value=0, max_digits=12, decimal_places=2
    )
    currency = forms.CharField(label=gettext_lazy("Currency, as three letters"), min_length=3, max_length=3)


class DecideForm(DeskForm):
    """Approving or declining a meal or gift above a limit."""

    name = "decide"
    reason = forms.CharField(label=gettext_lazy("Why, for whoever recorded it"), max_length=500, required=False)
    decision = forms.ChoiceField(choices=[("approve", ""), ("decline", "")], widget=forms.HiddenInput)
