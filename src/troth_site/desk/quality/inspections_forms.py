"""What people fill in about an inspection: planning one, cancelling it, a word for its draw."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.quality.schemes import AQL_SERIES, Level
from troth.quality.verdicts import DefectClass
from troth_site.actions.quality.inspections_wishes import Limit, Wish
from troth_site.actions.quality.lots_made import LONGEST
from troth_site.desk.forms import Day, DeskForm, choices
from troth_site.desk.quality.corrective_forms import lines
from troth_site.desk.quality.sampling_forms import COUNTED, COUNTINGS, EDITIONS, counting_of, refuse_counting
from troth_site.queries.quality.inspections_planning import NONE_ACCEPTED, Start, third_party
from troth_site.templatetags.troth_reports import KINDS

MOST = 100_000_000
SOURCES = {
    "in-line": gettext_lazy("in production"), "final": gettext_lazy("when it is finished"),
    "arrival": gettext_lazy("when it arrived"), "customer": gettext_lazy("at customers"),
}  # fmt: skip
AQL_HELP = gettext_lazy("Of the series, such as 1.0, 2.5 or 4.0; 0 accepts none; empty leaves the class out.")
STRICTNESS = (
    "edition", "level", "critical", "major", "minor", "counting", "sample", "steady", "agrees", "clearance", "share",
)  # fmt: skip
"""What is not asked where it was agreed otherwise than by AQL."""
YES_NO = [("", gettext_lazy("nobody said")), ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]


class PlanForm(DeskForm):
    """An inspection; how strictly is proposed by what both signed, or asked for, and never assumed."""

    name = "inspection"
    lot_name = forms.CharField(label=gettext_lazy("Lot, as it is called where it lies"), max_length=120)
    lot_size = forms.IntegerField(label=gettext_lazy("Units in the lot"), min_value=1, max_value=MOST)
    cartons = forms.IntegerField(
        label=gettext_lazy("Cartons; empty where it lies open"), min_value=1, max_value=MOST, required=False
    )
    units_per_carton = forms.IntegerField(
        label=gettext_lazy("Units in each carton"), min_value=1, max_value=MOST, required=False
    )
    product = forms.TypedChoiceField(label=gettext_lazy("Product"), coerce=int, empty_value=None, required=False)
    family = forms.CharField(label=gettext_lazy("Or the product family"), max_length=120, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Stage"))
    source = forms.ChoiceField(label=gettext_lazy("Where it is looked at"))
    site = forms.TypedChoiceField(label=gettext_lazy("Site"), coerce=int, empty_value=None, required=False)
    planned_on = Day(label=gettext_lazy("Day"))
    inspector = forms.TypedChoiceField(label=gettext_lazy("Inspector"), coerce=int, empty_value=None, required=False)
    third = forms.EmailField(label=gettext_lazy("Or the address of an inspector of a third party"), required=False)
    edition = forms.ChoiceField(label=gettext_lazy("Whose tables"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Inspection level"), required=False)
    critical = forms.CharField(label=gettext_lazy("AQL, critical"), max_length=8, required=False, help_text=AQL_HELP)
    major = forms.CharField(label=gettext_lazy("AQL, major"), max_length=8, required=False)
    minor = forms.CharField(label=gettext_lazy("AQL, minor"), max_length=8, required=False)
    counting = forms.ChoiceField(label=COUNTED, required=False)
    sample = forms.IntegerField(
        label=gettext_lazy("Or a fixed number of units, none of which may be bad"), min_value=1, max_value=MOST,
        required=False,
    )  # fmt: skip
    steady = forms.ChoiceField(label=gettext_lazy("Does production run steadily?"), choices=YES_NO, required=False)
    agrees = forms.ChoiceField(
        label=gettext_lazy("Does whoever answers for it agree to reduced inspection?"), choices=YES_NO, required=False
    )
    clearance = forms.IntegerField(
        label=gettext_lazy("Skip lots once so many in a row were accepted; empty looks at every lot"), min_value=1,
        max_value=1000, required=False,
    )  # fmt: skip
    share = forms.FloatField(
        label=gettext_lazy("Then look at this share of lots, percent"), min_value=1, max_value=99, required=False
    )
    resubmitted_of = forms.TypedChoiceField(
        label=gettext_lazy("This lot was refused before"), coerce=int, empty_value=None, required=False
    )
    blind_of = forms.TypedChoiceField(
        label=gettext_lazy("A second look, whose inspector does not see the first"), coerce=int, empty_value=None,
        required=False,
    )  # fmt: skip
    order_checkpoint = forms.IntegerField(required=False, min_value=1, max_value=10**15, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, start: Start) -> None:
        super().__init__(data, initial=start.proposed)
        self.began_with = start
        for name in STRICTNESS if start.agreed else ():
            del self.fields[name]
        listed: dict[str, tuple[list[tuple[Any, Any]], str]] = {
            "product": (list(start.products), _("None of them")),
            "kind": (list(KINDS.items()), _("Choose a stage")),
            "source": (list(SOURCES.items()), _("Choose where")),
            "site": (list(start.sites), _("The partner’s usual site")),
            "inspector": (_people(start), _("Nobody yet")),
            "edition": (EDITIONS, _("Choose the tables")),
            "level": ([(str(level), str(level)) for level in Level], _("Choose a level")),
            "counting": (COUNTINGS, _("Choose what is counted")),
            "resubmitted_of": (list(start.refused), _("No, it is offered for the first time")),
            "blind_of": (list(start.judged), _("No, it is the first look")),
        }
        for name, (named, first) in listed.items():
            if name in self.fields:
                self.fields[name].choices = choices(named, first=first)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read the limits of each class, and find the inspector of a third party."""
        given = super().clean() or self.cleaned_data
        for kind in DefectClass:
            self._check_aql(str(kind), (given.get(kind) or "").strip())
        self._check_counting()
        if (given.get("clearance") is None) != (given.get("share") is None) and not {"clearance", "share"} & {
            *self.errors
        }:
            lacking = "share" if given.get("share") is None else "clearance"
            self.add_error(lacking, _("Give both the lots in a row and the share, or neither."))
        if given.get("third"):
            given["inspector"] = third_party(given["third"])
            if given["inspector"] is None:
                self.add_error(
                    "third", _("Nobody inspects for others under this address. Ask them to take a seat here.")
                )
        return given

    def _check_aql(self, name: str, said: str) -> None:
        if said in ("", NONE_ACCEPTED) or said in AQL_SERIES:
            return
        try:
            same = next((one for one in AQL_SERIES if Decimal(one) == Decimal(said)), None)
        except InvalidOperation:
            same = None
        if same is None:
            self.add_error(name, _("This is no AQL of the series of 26, such as 1.0, 1.5, 2.5, 4.0 or 6.5."))
        else:
            self.cleaned_data[name] = same

    def _check_counting(self) -> None:
        of = self.cleaned_data
        # A fixed number of units accepts no bad one, so there is nothing to choose between.
        by_aql = of.get("sample") is None and any(of.get(kind) not in (None, "", NONE_ACCEPTED) for kind in DefectClass)
        if by_aql and not of.get("counting") and not {"counting", "sample"} & {*self.errors}:
            self.add_error("counting", _("Say whether bad units are counted, or the defects on them."))
        refuse_counting(self, NONE_ACCEPTED)

    def wish(self) -> Wish:
        """Return the inspection as the action takes it."""
        of = dict.fromkeys(STRICTNESS) | self.cleaned_data
        of["edition"] = of["edition"] or ""
        said = {"yes": True, "no": False}
        return Wish(
            limits=self._limits(), skip=(of["clearance"], of["share"] / 100) if of["share"] else None,
            steady=said.get(of["steady"] or ""), authority_agrees=said.get(of["agrees"] or ""),
            **{name: of[name] for name in (
                "lot_name", "lot_size", "cartons", "units_per_carton", "product", "family", "kind", "source", "site",
                "planned_on", "inspector", "edition", "sample", "resubmitted_of", "blind_of", "order_checkpoint",
            )},
        )  # fmt: skip

    def _limits(self) -> dict[DefectClass, Limit]:
        found = {}
        for kind in DefectClass:
            said = (self.cleaned_data.get(str(kind)) or "").strip()
            if said:
                aql = None if said == NONE_ACCEPTED else said
                counted = self.cleaned_data["counting"]
                counting = str(counting_of(counted, aql)) if counted else "units"
                found[kind] = Limit(aql=aql, level=self.cleaned_data["level"], counting=counting)
        return found


def _people(start: Start) -> list[tuple[int, str]]:
    """Return who can inspect; of a second look, who was told how the first ended stands last, and it is said."""
    told = _("%(name)s · was told how the first ended")
    rows = [(pk, told % {"name": name} if pk in start.told else name) for pk, name in start.people]
    return sorted(rows, key=lambda row: row[0] in start.told)


class CancelForm(DeskForm):
    """Why an inspection is cancelled."""

    name = "cancel"
    reason = forms.CharField(label=gettext_lazy("Why it is cancelled"), max_length=300)


class WordForm(DeskForm):
    """The word of the side that does not inspect."""

    name = "word"
    word = forms.CharField(label=gettext_lazy("Our word for the draw"), max_length=64)


class PresentForm(DeskForm):
    """The word with which a lot is presented."""

    name = "present"
    word = forms.CharField(label=gettext_lazy("Our word for the draw"), max_length=64)


class MadeForm(DeskForm):
    """On which line and with whose materials and work a lot was made."""

    name = "made"
    line = forms.CharField(label=gettext_lazy("Line or machine"), max_length=LONGEST, required=False)
    suppliers = lines(gettext_lazy("Sub-suppliers of its materials and work, one a line"), required=False, longest=5000)

    def blamed(self) -> str:
        return "suppliers"


class AssignForm(DeskForm):
    """Who inspects."""

    name = "assign"
    inspector = forms.TypedChoiceField(label=gettext_lazy("Inspector"), coerce=int)

    def __init__(self, data: Any = None, *, people: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["inspector"].choices = choices(people, first=_("Choose a person"))  # type: ignore[attr-defined]
