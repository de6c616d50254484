"""What people fill in to ask for a change, and to answer one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.communication.requests_process import LocalConstraint, Trial
from troth_site.actions.communication.changes import LONGEST_TEXT, Wish
from troth_site.desk.forms import DeskForm

CONSTRAINTS = [
    ("", "–"),
    ("law", gettext_lazy("A law or rule")),
    ("custom", gettext_lazy("A custom")),
    ("climate", gettext_lazy("The climate")),
    ("equipment", gettext_lazy("The equipment")),
]


def _text(label: Any, *, required: bool = True, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST_TEXT, required=required, widget=forms.Textarea({"rows": rows})
    )  # fmt: skip


class WishForm(DeskForm):
    """A change one asks for."""

    name = "wish"
    thing = forms.CharField(label=gettext_lazy("Product, order or process"), max_length=120)
    attribute = forms.CharField(label=gettext_lazy("What of it, such as the colour"), max_length=120)
    value = forms.CharField(label=gettext_lazy("What it is to become"), max_length=300)
    why = _text(gettext_lazy("Why"))
    is_process = forms.BooleanField(label=gettext_lazy("It is about how the work is done"), required=False)
    limit = forms.CharField(
        label=gettext_lazy("Of a process: what the result must meet, with its unit"), max_length=300, required=False
    )

    def wish(self, thread: int | None) -> Wish:
        """Return what is asked for."""
        return Wish(**self.cleaned_data, thread=thread)


class OfferForm(DeskForm):
    """Another way to the same end, and what binds the place."""

    name = "offer"
    alternative = _text(gettext_lazy("Your way to the same result"), required=False)
    constraint = _text(gettext_lazy("What binds you here, if something does"), required=False)
    constraint_kind = forms.ChoiceField(label=gettext_lazy("What binds us"), choices=CONSTRAINTS, required=False)
    constraint_source = forms.CharField(
        label=gettext_lazy("Where it is written, or who says so"), max_length=300, required=False
    )

    def bound(self) -> LocalConstraint | None:
        """Return what binds the place, None where nothing was said."""
        given = self.cleaned_data
        if not given["constraint"].strip() and not given["constraint_kind"]:
            return None
        return LocalConstraint(
            kind=given["constraint_kind"], text=given["constraint"], source=given["constraint_source"]
        )  # fmt: skip


class DeclineForm(DeskForm):
    """Why a change is not possible."""

    name = "decline"
    reason = _text(gettext_lazy("Why it is not possible"))


class TrialForm(DeskForm):
    """The trial that shows whether another way meets the limit."""

    name = "trial"
    sample_size = forms.IntegerField(label=gettext_lazy("Pieces tried"), min_value=1, max_value=10**9)
    measured = forms.DecimalField(label=gettext_lazy("Measured"), max_digits=18, decimal_places=6)
    limit = forms.DecimalField(label=gettext_lazy("Limit"), max_digits=18, decimal_places=6)
    better = forms.ChoiceField(
        label=gettext_lazy("The limit is"),
        choices=[("lower", gettext_lazy("the most allowed")), ("higher", gettext_lazy("the least allowed"))],
    )
    record = forms.CharField(label=gettext_lazy("Where the data lie"), max_length=300)

    def trial(self) -> Trial:
        """Return the trial."""
        given = self.cleaned_data
        return Trial(
            sample_size=given["sample_size"], measured=given["measured"], limit=given["limit"],
            higher_is_better=given["better"] == "higher", record=given["record"],
        )  # fmt: skip


class PressForm(DeskForm):
    """A button without fields."""

    name = "press"


FORMS: dict[str, type[DeskForm]] = {
    "accept": PressForm,
    "accept-alternative": PressForm,
    "withdraw": PressForm,
    "offer": OfferForm,
    "decline": DeclineForm,
    "reject": TrialForm,
}
STATES = {
    "open": ("open", gettext_lazy("waits for an answer")),
    "alternative": ("watch", gettext_lazy("another way is offered")),
    "accepted": ("kept", gettext_lazy("accepted")),
    "declined": ("broken", gettext_lazy("declined")),
    "withdrawn": ("unknown", gettext_lazy("taken back")),
}


def constraint_word(kind: str) -> str:
    """Return what binds a place, in a word."""
    return str(dict(CONSTRAINTS).get(kind, _("Something else")))
