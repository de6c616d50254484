"""What people type into specifications and plans."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.quality.checkpoints import MOST_DAYS, STAGES, Checkpoint
from troth.quality.sampling_values import METHODS, NEEDED, Sampling
from troth.quality.specifications import KINDS, MOST_READINGS, Requirement
from troth.quality.verdicts import DefectClass
from troth_site.desk.forms import DeskForm, choices
from troth_site.desk.quality.sampling_forms import COUNTED_SO, EDITIONS, LEVELS

CLASSES = {
    "critical": gettext_lazy("critical: a hazard, or unlawful"),
    "major": gettext_lazy("major: likely to fail or be refused"),
    "minor": gettext_lazy("minor: a blemish"),
}
SIDES = {"factory": gettext_lazy("the factory"), "buyer": gettext_lazy("the buyer")}
_ROWS = {"rows": 2}


class RevisionForm(DeskForm):
    """A form that names the revision it was read at."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)


class TextForm(RevisionForm):
    """A specification as a whole."""

    name = "text"
    summary = forms.CharField(
        label=gettext_lazy("What the product is"), max_length=4000, required=False, widget=forms.Textarea(attrs=_ROWS)
    )
    packing = forms.CharField(
        label=gettext_lazy("How it is packed"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class RequirementForm(RevisionForm):
    """One requirement."""

    name = "requirement"
    code = forms.CharField(label=gettext_lazy("Short code"), max_length=40)
    called = forms.CharField(label=gettext_lazy("What must be right"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("How it is told"))
    defect_class = forms.ChoiceField(label=gettext_lazy("A unit that misses it is"))
    lower = forms.FloatField(label=gettext_lazy("Lower limit"), required=False)
    target = forms.FloatField(label=gettext_lazy("Target"), required=False)
    upper = forms.FloatField(label=gettext_lazy("Upper limit"), required=False)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=20, required=False)
    words = forms.CharField(
        label=gettext_lazy("In words, where no number says it"), max_length=500, required=False,
        widget=forms.Textarea(attrs=_ROWS),
    )  # fmt: skip
    method = forms.CharField(label=gettext_lazy("Test method, such as a standard"), max_length=300, required=False)
    readings = forms.IntegerField(
        label=gettext_lazy("Units of the sample to measure, 0 for none"),
        min_value=0,
        max_value=MOST_READINGS,
    )  # fmt: skip

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        kinds = [(key, _(word)) for key, word in KINDS.items()]
        self.fields["kind"].choices = choices(kinds, first=_("Choose"))  # type: ignore[attr-defined]
        self.fields["defect_class"].choices = choices(CLASSES.items(), first=_("Choose"))  # type: ignore[attr-defined]

    def given(self) -> Requirement:
        """Return the requirement as the library knows it."""
        of = self.cleaned_data
        same = {name: of[name] for name in ("code", "kind", "lower", "target", "upper", "unit", "words", "method")}
        return Requirement(
            name=of["called"], defect_class=DefectClass(of["defect_class"]), readings=of["readings"], **same
        )


class PlanTextForm(RevisionForm):
    """A plan as a whole."""

    name = "plan"
    why = forms.CharField(
        label=gettext_lazy("Why this version is made"), max_length=500, required=False,
        widget=forms.Textarea(attrs=_ROWS),
    )  # fmt: skip
    moves = forms.BooleanField(
        label=gettext_lazy("It also takes the place of what older versions put on open orders"), required=False
    )


class StartForm(RevisionForm):
    """How a plan begins."""

    name = "start"
    category = forms.ChoiceField(label=gettext_lazy("Begin with"))

    def __init__(self, data: Any = None, *, named: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        first = [("", _("Choose how to begin")), ("empty", _("an empty plan"))]
        self.fields["category"].choices = [*first, *named]  # type: ignore[attr-defined]


class CheckpointForm(RevisionForm):
    """One checkpoint; of the values of sampling only those are read that the chosen way needs."""

    name = "checkpoint"
    called = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"))
    owner = forms.ChoiceField(label=gettext_lazy("Who answers for it"))
    method = forms.CharField(
        label=gettext_lazy("How it is checked"), max_length=500, required=False, widget=forms.Textarea(attrs=_ROWS)
    )
    limits = forms.CharField(label=gettext_lazy("Green when"), max_length=500, required=False)
    evidence = forms.CharField(label=gettext_lazy("What proves it"), max_length=300, required=False)
    days_before_due = forms.IntegerField(
        label=gettext_lazy("Days before the order is due"), min_value=0, max_value=MOST_DAYS
    )
    holds_bulk = forms.BooleanField(
        label=gettext_lazy("Bulk may not begin before it is green or waived"), required=False
    )
    checklist = forms.ChoiceField(
        label=gettext_lazy("Checklist that its inspections ask, without any answer beforehand"), required=False
    )
    sampling = forms.ChoiceField(label=gettext_lazy("Sampling"))
    edition = forms.ChoiceField(label=gettext_lazy("Tables"), choices=EDITIONS, required=False)
    level = forms.ChoiceField(
        label=gettext_lazy("Inspection level"), choices=LEVELS, required=False,
        help_text=gettext_lazy("II is usual; III looks at more, I and S at less."),
    )  # fmt: skip
    critical = forms.CharField(
        label=gettext_lazy("AQL, critical (0 accepts none)"), max_length=12, required=False, help_text=COUNTED_SO
    )
    major = forms.CharField(label=gettext_lazy("AQL, major"), max_length=12, required=False)
    minor = forms.CharField(label=gettext_lazy("AQL, minor"), max_length=12, required=False)
    units = forms.CharField(label=gettext_lazy("Units"), max_length=12, required=False)
    good = forms.CharField(label=gettext_lazy("Good quality, fraction bad"), max_length=12, required=False)
    bad = forms.CharField(label=gettext_lazy("Bad quality, fraction bad"), max_length=12, required=False)
    risk = forms.CharField(label=gettext_lazy("Risk that a bad lot passes, fraction"), max_length=12, required=False)
    producer_risk = forms.CharField(
        label=gettext_lazy("Risk that a good lot is refused, fraction"), max_length=12, required=False
    )
    consumer_risk = forms.CharField(
        label=gettext_lazy("Risk that a bad lot is accepted, fraction"), max_length=12, required=False
    )
    clearance = forms.CharField(label=gettext_lazy("Good units in a row"), max_length=12, required=False)
    share = forms.CharField(label=gettext_lazy("Share looked at afterwards, fraction"), max_length=12, required=False)
    readings = forms.CharField(label=gettext_lazy("Readings"), max_length=12, required=False)
    most = forms.CharField(label=gettext_lazy("Most outside the limits, fraction"), max_length=12, required=False)

    VALUES = {name: needed for name, needed in NEEDED.items() if needed}

    def __init__(self, data: Any = None, *, checklists: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        # One that was retired since stays where a checkpoint names it.
        before = self["checklist"].value() or ""
        kept = [(before, before)] if before and before not in dict(checklists) else []
        self.fields["checklist"].choices = choices([*checklists, *kept], first=_("None"))  # type: ignore[attr-defined]
        for name, named in (("stage", STAGES), ("sampling", METHODS)):
            words = [(key, _(word)) for key, word in named.items()]
            self.fields[name].choices = choices(words, first=_("Choose"))  # type: ignore[attr-defined]
        self.fields["owner"].choices = choices(SIDES.items(), first=_("Choose"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Name each value that the chosen way of sampling needs and that nobody has said, at its field."""
        of = self.cleaned_data
        for name in NEEDED.get(of.get("sampling", ""), ()):
            if name not in self.errors and not str(of.get(name, "")).strip():
                self.add_error(name, _("The way of sampling you chose needs this."))
        return of

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields of each way of sampling, for the page."""
        chosen = self["sampling"].value()
        return [
            {"name": _(METHODS[method]), "fields": [self[each] for each in needed], "is_chosen": method == chosen}
            for method, needed in self.VALUES.items()
        ]

    def plain(self) -> list[Any]:
        """Return the fields that every checkpoint has."""
        values = {name for needed in self.VALUES.values() for name in needed}
        return [field for field in self if field.name not in values]

    def given(self) -> Checkpoint:
        """Return the checkpoint as the library knows it."""
        of = self.cleaned_data
        values = {name: of[name].strip() for name in NEEDED[of["sampling"]]}
        names = ("stage", "owner", "method", "limits", "evidence", "days_before_due", "checklist")
        same = {name: of[name] for name in names}
        return Checkpoint(
            name=of["called"], sampling=Sampling(method=of["sampling"], values=values), holds_bulk=of["holds_bulk"],
            **same,
        )  # fmt: skip


def initial_of(checkpoint: Checkpoint) -> dict[str, Any]:
    """Return what a checkpoint's form holds at first."""
    names = ("stage", "owner", "method", "limits", "evidence", "days_before_due", "holds_bulk", "checklist")
    values = {name: getattr(checkpoint, name) for name in names}
    return {"called": checkpoint.name, "sampling": checkpoint.sampling.method, **values, **checkpoint.sampling.values}
