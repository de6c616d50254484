"""What people type about corrective action; nothing is chosen beforehand."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth_site.desk.forms import Day, DeskForm, choices
from troth_site.form_fields import Files
from troth_site.queries.quality.corrective_around import Offered

LONG = 4000
GRADES = [
    ("critical", gettext_lazy("Critical: a hazard, or against the law")),
    ("major", gettext_lazy("Major: it fails or is refused")),
    ("minor", gettext_lazy("Minor: a blemish")),
]
STAGES = [
    ("containment", gettext_lazy("Containment: what is done at once")),
    ("cause", gettext_lazy("Cause: how it is found")),
    ("correction", gettext_lazy("Correction: what is put right")),
    ("prevention", gettext_lazy("Prevention: what keeps it from coming back")),
]
CAUSES = [
    ("factory", gettext_lazy("the factory’s")), ("buyer", gettext_lazy("the buyer’s")),
    ("both", gettext_lazy("both sides’")), ("third", gettext_lazy("a third party’s")),
]  # fmt: skip
WHYS, ESCAPES, CODE = 5, 3, 3


def lines(label: Any, *, rows: int = 3, required: bool = True, longest: int = LONG) -> forms.CharField:
    """Return a field for several lines."""
    area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, max_length=longest, required=required, widget=area)


class OpenForm(DeskForm):
    """A corrective action about to be opened."""

    name = "open"
    title = forms.CharField(label=gettext_lazy("What is wrong, in one line"), max_length=200)
    problem = lines(gettext_lazy("What was seen, where and when, in numbers"))
    grade = forms.ChoiceField(
        label=gettext_lazy("How grave it is"), choices=GRADES, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how grave it is.")},
    )  # fmt: skip
    defect = forms.ChoiceField(
        label=gettext_lazy("Which defect it is, as inspections call it"), required=False,
        help_text=gettext_lazy(
            "A later lot in which it is found opens this again. Left empty, one in which something is called like the "
            "line above."
        ),
    )  # fmt: skip
    product = forms.TypedChoiceField(
        label=gettext_lazy("Product"), coerce=int, required=False, empty_value=None
    )  # fmt: skip
    family = forms.CharField(
        label=gettext_lazy("Product family, where no product is named"), max_length=120, required=False,
        help_text=gettext_lazy("The next lots of it show whether what is done works."),
    )  # fmt: skip
    lots_to_watch = forms.IntegerField(
        label=gettext_lazy("Clean lots that show it works; left empty, the record proposes"), min_value=1, max_value=50,
        required=False,
    )  # fmt: skip
    inspection = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, offered: Offered, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["product"].choices = [("", "–"), *offered.products]  # type: ignore[attr-defined]
        self.fields["defect"].choices = [("", "–"), *offered.defects]  # type: ignore[attr-defined]
        self.fields["family"].widget.attrs["list"] = "families"
        if offered.lot and offered.family:
            # The inspection says it.
            del self.fields["product"], self.fields["family"]

    def clean(self) -> dict[str, Any]:
        """Return what was typed, the defect by its key in the catalogue or by its name."""
        told = super().clean() or self.cleaned_data
        kind, _mark, name = (told.pop("defect", "") or "").partition(":")
        told["defect_type"] = int(name) if kind == "type" else None
        told["defect_name"] = name if kind == "name" else ""
        if {"product", "family"} <= set(self.fields) and not (told.get("product") or told.get("family", "").strip()):
            self.add_error("family", _("Name the product or its family: the next lots of it show whether it works."))
        return told


class StepForm(DeskForm):
    """A step about to be written."""

    name = "step"
    stage = forms.ChoiceField(label=gettext_lazy("Which part"))
    side = forms.ChoiceField(label=gettext_lazy("Whose step"), widget=forms.RadioSelect)
    text = lines(gettext_lazy("What is done"))
    due_on = Day(label=gettext_lazy("By which day; left empty, by the grade"), required=False)

    def __init__(self, data: Any = None, *, names: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["stage"].choices = choices(STAGES, first="–")  # type: ignore[attr-defined]
        self.fields["side"].choices = list((names or {}).items())  # type: ignore[attr-defined]


class CauseForm(DeskForm):
    """Whose the cause was in our eyes, why, what it cost and who bears it."""

    name = "cause"
    side = forms.ChoiceField(
        label=gettext_lazy("Whose the cause was, in our eyes"), choices=[("", "–"), *CAUSES], required=False
    )
    why0 = lines(gettext_lazy("Why did it happen?"), rows=2, required=False, longest=1000)
    why1 = lines(gettext_lazy("And why that?"), rows=2, required=False, longest=1000)
    why2 = lines(gettext_lazy("And why that? (third)"), rows=2, required=False, longest=1000)
    why3 = lines(gettext_lazy("And why that? (fourth)"), rows=2, required=False, longest=1000)
    why4 = lines(gettext_lazy("And why that? (fifth)"), rows=2, required=False, longest=1000)
    escape0 = lines(
        gettext_lazy("Why did nobody notice before it left?"), rows=2, required=False, longest=1000
    )  # fmt: skip
    escape1 = lines(gettext_lazy("And why not? (not noticed, second)"), rows=2, required=False, longest=1000)
    escape2 = lines(gettext_lazy("And why not? (not noticed, third)"), rows=2, required=False, longest=1000)
    cost = forms.DecimalField(
        label=gettext_lazy("What it cost"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    currency = forms.CharField(label=gettext_lazy("Currency"), required=False, max_length=3)
    buyer_share = forms.DecimalField(
        label=gettext_lazy("Percent that the buyer bears; the factory bears the rest"), required=False, min_value=0,
        max_value=100, max_digits=5, decimal_places=2,
    )  # fmt: skip
    revision = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)

    def whys(self) -> list[str]:
        """Return the answers that were written."""
        return [self.cleaned_data[f"why{at}"] for at in range(WHYS) if self.cleaned_data.get(f"why{at}")]

    def escapes(self) -> list[str]:
        """Return why nobody noticed, as far as it was written."""
        return [self.cleaned_data[f"escape{at}"] for at in range(ESCAPES) if self.cleaned_data.get(f"escape{at}")]

    def clean(self) -> dict[str, Any]:
        """Refuse a cost without a currency there is, at the field that lacks it."""
        told = super().clean() or self.cleaned_data
        currency = (told.get("currency") or "").strip().upper()
        if told.get("cost") is not None and not (len(currency) == CODE and currency.isascii() and currency.isalpha()):
            self.add_error("currency", _("Name the currency in three letters, such as EUR."))
        if told.get("cost") is None and currency and "cost" not in self.errors:
            self.add_error("cost", _("Say how much it cost, or leave the currency empty."))
        return told


class DoneForm(DeskForm):
    """What proves that a step is done."""

    name = "done"
    proof = lines(gettext_lazy("What proves it"), rows=2)
    files = Files(label=gettext_lazy("Photos, PDFs, tables"), required=False)

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files=files, **kwargs)


class DropForm(DeskForm):
    """Why something falls away."""

    name = "drop"
    reason = lines(gettext_lazy("Why it falls away"), rows=2, longest=500)


class RefuseForm(DeskForm):
    """What lacks in a step."""

    name = "refuse"
    reason = lines(gettext_lazy("What lacks"), rows=2, longest=500)
