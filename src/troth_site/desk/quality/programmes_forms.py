"""What people fill in about regular inspections."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.quality.schemes import Level
from troth.quality.verdicts import DefectClass
from troth_site.actions.quality.programmes import NewProgramme
from troth_site.desk.forms import DeskForm, choices
from troth_site.desk.quality.sampling_forms import AQLS, COUNTED_SO, EDITIONS
from troth_site.queries.quality.inspections_planning import NONE_ACCEPTED, Start
from troth_site.templatetags.troth_reports import KINDS

MOST = 100_000_000
UNITS: list[tuple[Any, Any]] = [("days", gettext_lazy("days")), ("lots", gettext_lazy("finished lots"))]


class ProposeForm(DeskForm):
    """A regular inspection to be agreed on."""

    name = "programme"
    product = forms.TypedChoiceField(label=gettext_lazy("Product"), coerce=int, empty_value=None, required=False)
    family = forms.CharField(label=gettext_lazy("Or the product family"), max_length=120, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Stage"))
    base = forms.IntegerField(label=gettext_lazy("Every so many"), min_value=1, max_value=1000)
    unit = forms.ChoiceField(label=gettext_lazy("Days, or finished lots"))
    lot_size = forms.IntegerField(label=gettext_lazy("Units a lot usually holds"), min_value=2, max_value=MOST)
    inspector = forms.TypedChoiceField(label=gettext_lazy("Inspector"), coerce=int, empty_value=None, required=False)
    edition = forms.ChoiceField(label=gettext_lazy("Whose tables"))
    level = forms.ChoiceField(label=gettext_lazy("Inspection level"))
    critical = forms.ChoiceField(label=gettext_lazy("AQL, critical"), help_text=COUNTED_SO)
    major = forms.ChoiceField(label=gettext_lazy("AQL, major"))
    minor = forms.ChoiceField(label=gettext_lazy("AQL, minor"))

    def __init__(self, data: Any = None, *, start: Start) -> None:
        super().__init__(data)
        series = [(NONE_ACCEPTED, _("0, none accepted")), *AQLS]
        listed: dict[str, tuple[list[tuple[Any, Any]], str]] = {
            "product": (list(start.products), _("None of them")),
            "kind": (list(KINDS.items()), _("Choose a stage")),
            "unit": (UNITS, _("Choose what is counted")),
            "inspector": (list(start.people), _("Somebody of our side")),
            "edition": (EDITIONS, _("Choose the tables")),
            "level": ([(str(level), str(level)) for level in Level], _("Choose a level")),
            **{str(kind): (series, _("Choose an AQL")) for kind in DefectClass},
        }
        for name, (named, first) in listed.items():
            self.fields[name].choices = choices(named, first=first)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for what is looked at."""
        given = super().clean() or self.cleaned_data
        if not given.get("product") and not (given.get("family") or "").strip() and "family" not in self.errors:
            self.add_error("family", _("Choose a product, or name the product family."))
        if given.get("unit") == "days" and (given.get("base") or 1) > 730:
            self.add_error("base", _("Two years are 730 days; look at least that often."))
        return given

    def given(self) -> NewProgramme:
        """Return the regular inspection as the action takes it."""
        of = self.cleaned_data
        return NewProgramme(
            sampling={name: of[name] for name in ("edition", "level", "critical", "major", "minor")},
            **{name: of[name] for name in ("product", "family", "kind", "base", "unit", "lot_size", "inspector")},
        )


class EndForm(DeskForm):
    """Why a regular inspection ends, or is declined."""

    name = "end"
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)
