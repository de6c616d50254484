"""What people fill in about a report: a decision, words beside it, the next version."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth_site.actions.quality.reports import LONGEST_CONCLUSION, LONGEST_WHY, Counted, Edit
from troth_site.actions.quality.reports_answering import LONGEST_TEXT, MOST_FILES, Said
from troth_site.desk.forms import Day, DeskForm, choices
from troth_site.form_fields import Files
from troth_site.templatetags.troth_reports import CHOICES, CLASSES, PARTS

MOST = 10**8
ABOUT = ("classes", "defects", "measurements", "answers", "photos", "draw", "plan", "who")
LARGEST_FILE = 64 * 1024 * 1024


class DecisionForm(DeskForm):
    """What the buyer decides about the lot; nothing is chosen beforehand."""

    name = "decision"
    choice = forms.ChoiceField(
        label=gettext_lazy("What we decide"), choices=list(CHOICES.items()), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you decide.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3, "dir": "auto"})
    )
    planned_on = Day(label=gettext_lazy("To inspect again: on the day"), required=False)


class RemarkForm(DeskForm):
    """Words beside a report, with the files that speak for them."""

    name = "remark"
    about = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    text = forms.CharField(
        label=gettext_lazy("What you say"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4, "dir": "auto"})
    )
    contests = forms.BooleanField(label=gettext_lazy("We contest this part: it is wrong"), required=False)
    files = Files(label=gettext_lazy("Counter-evidence: photos, PDFs, tables"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, defects: list[tuple[str, str]] | None = None) -> None:
        super().__init__(data, files=files)
        parts = [("", PARTS[""]), *((part, PARTS[part]) for part in ABOUT)]
        named = [(f"defects/{uid}", f"{PARTS['defects']}: {name}") for uid, name in defects or []]
        self.fields["about"].choices = parts + named  # type: ignore[attr-defined]

    def clean_files(self) -> list[tuple[str, bytes]]:
        """Return names and contents; too many or too large is said at the field."""
        found = self.cleaned_data["files"]
        if len(found) > MOST_FILES:
            raise forms.ValidationError(_("At most 10 files go with one remark: send the others with another."))
        if any(each.size > LARGEST_FILE for each in found):
            raise forms.ValidationError(_("A file is larger than 64 megabytes. Send a smaller one."))
        return [(each.name, each.read()) for each in found]

    def said(self) -> Said:
        """Return what is said."""
        return Said(**self.cleaned_data)


class AmendForm(DeskForm):
    """The next version: what is counted anew, the inspector's words, and why."""

    name = "amend"
    why = forms.CharField(label=gettext_lazy("Why there is another version"), max_length=LONGEST_WHY)
    conclusion = forms.CharField(
        label=gettext_lazy("Words of the inspector"), max_length=LONGEST_CONCLUSION, required=False,
        widget=forms.Textarea({"rows": 5, "dir": "auto"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, content: dict[str, Any]) -> None:
        super().__init__(data, initial={"conclusion": content["conclusion"]})
        self.rows = content["classes"]
        for row in self.rows:
            self._count(f"{row['class']}-looked", _("%(kind)s: units looked at"), row, "looked_at")
            self._count(f"{row['class']}-found", _("%(kind)s: found"), row, "found")

    def _count(self, name: str, label: str, row: dict[str, Any], of: str) -> None:
        kind = str(CLASSES.get(row["class"], row["class"])).capitalize()
        widget = forms.NumberInput({"class": "form-control", "inputmode": "numeric"})
        self.fields[name] = forms.IntegerField(
            label=label % {"kind": kind}, min_value=0, max_value=MOST, required=False, initial=row[of], widget=widget
        )

    def edit(self) -> Edit:
        """Return what the next version says otherwise; a count left empty is unknown."""
        given = self.cleaned_data
        counts = {}
        for row in self.rows:
            counted = Counted(looked_at=given[f"{row['class']}-looked"], found=given[f"{row['class']}-found"])
            if (counted.looked_at, counted.found) != (row["looked_at"], row["found"]):
                counts[row["class"]] = counted
        return Edit(conclusion=given["conclusion"], counts=counts)

    def blamed(self) -> str | None:
        return None


class PaperForm(DeskForm):
    """The two languages that stand side by side."""

    name = "paper"
    language = forms.ChoiceField(label=gettext_lazy("Left"))
    beside = forms.ChoiceField(label=gettext_lazy("Right"))

    def __init__(self, data: Any = None, *, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for field in ("language", "beside"):
            self.fields[field].choices = choices(languages)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse one language twice."""
        given = super().clean() or self.cleaned_data
        if given.get("language") and given.get("language") == given.get("beside"):
            self.add_error("beside", _("Choose two different languages."))
        return given
