"""What people type on the desk, read strictly; what they typed stays on the page when something is wrong."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.trust.pulse import HIGHEST, LOWEST, QUESTIONS
from troth_site.desk import words
from troth_site.desk.door import give_ticket_back, new_ticket, take_ticket
from troth_site.form_words import OwnWords

LONGEST = 300


class Day(forms.DateField):
    """A day, written one way only."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **kwargs)


class DeskForm(OwnWords, forms.Form):
    """A form of the desk: its name keeps the fields of several forms on one page apart."""

    name = "form"
    use_required_attribute = True

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"{self.name}-%s", label_suffix="", **kwargs)
        self.ticket = new_ticket() if data is None else data.get("ticket", "")
        for field in self.fields.values():
            kind = field.widget.__class__
            css = {
                forms.CheckboxInput: "form-check-input",
                forms.RadioSelect: "form-check-input",
                forms.Select: "form-select",
            }
            field.widget.attrs.setdefault("class", css.get(kind, "form-control"))

    def __getitem__(self, name: str) -> forms.BoundField:
        """Return a field as the page shows it: a list that nobody has chosen from begins with no answer."""
        field = self.fields.get(name)
        if isinstance(field, forms.ChoiceField) and type(field.widget) is forms.Select:
            named: list[Any] = list(field.choices)
            is_open = self.get_initial_for_field(field, name) in (None, "")
            if is_open and len(named) > 1 and all(key != "" for key, _word in named):
                field.choices = choices(named, first=_("Choose"))
        return super().__getitem__(name)

    def act(self, request: HttpRequest, doing: Callable[[], object], *, refusals: tuple[type[Exception], ...]) -> bool:
        """Do what the form asks, once however often it is sent, and tell whether it is done.

        A refusal stands at the form, beside what was typed.
        """
        if not self.is_valid():
            return False
        if not take_ticket(request):
            return True
        try:
            doing()
        except refusals as refusal:
            give_ticket_back(request)
            self.add_error(self.blamed(), _(str(refusal)))
            return False
        return True

    def blamed(self) -> str | None:
        """Return the field at which a refusal is shown; None is the form as a whole."""
        return None


def choices(named: Iterable[tuple[str, Any]], *, first: str = "") -> list[tuple[str, Any]]:
    """Return choices, an empty one first where a sentence for it is given."""
    return ([("", first)] if first else []) + list(named)


class ReceiptForm(DeskForm):
    """Goods that came."""

    name = "receipt"
    day = Day(label=gettext_lazy("Day the goods came"))
    quantity = forms.DecimalField(
        label=gettext_lazy("Quantity, empty for the whole line"),
        required=False,
        min_value=0,
        max_digits=18,
        decimal_places=4,
    )

    def clean_quantity(self) -> Any:
        quantity = self.cleaned_data.get("quantity")
        if quantity is not None and quantity == 0:
            raise forms.ValidationError(_("A quantity is more than zero; leave it empty for the whole line."))
        return quantity

    def blamed(self) -> str:
        return "day"


class MoveForm(DeskForm):
    """A promised day that moves."""

    name = "move"
    day = Day(label=gettext_lazy("New promised day"))
    moved_by = forms.ChoiceField(label=gettext_lazy("Moved by"))
    reason = forms.CharField(label=gettext_lazy("Why it moved"), max_length=LONGEST)

    def __init__(self, data: Any = None, *, side: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        # A day the other side moved replaces the first: the factory does not say that for the buyer.
        movers = ("factory",) if side == "factory" else ("buyer", "agreed", "factory", "force_majeure")
        self.fields["moved_by"].choices = [(key, words.MOVERS[key]) for key in movers]  # type: ignore[attr-defined]


class DelayForm(DeskForm):
    """Days of lateness that somebody else caused."""

    name = "delay"
    cause = forms.ChoiceField(
        label=gettext_lazy("Caused by"), choices=[(key, word) for key, word in words.CAUSES.items() if key != "factory"]
    )
    days = forms.IntegerField(label=gettext_lazy("Days"), min_value=1, max_value=3650)
    reason = forms.CharField(label=gettext_lazy("What happened"), max_length=LONGEST)
    accepted = forms.BooleanField(label=gettext_lazy("We accept it: these days are not the factory’s"), required=False)

    def __init__(self, data: Any = None, *, side: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if side == "factory":
            # Nobody excuses themselves: until the buyer accepts it, it stands beside the line and excuses nothing.
            del self.fields["accepted"]


class PromiseForm(DeskForm):
    """A promise of one's own side."""

    name = "promise"
    what = forms.CharField(label=gettext_lazy("What we promise"), max_length=LONGEST)
    due_on = Day(label=gettext_lazy("By which day"))
    dimension = forms.ChoiceField(label=gettext_lazy("What it is about"), choices=list(words.DIMENSIONS.items()))


class ContestForm(DeskForm):
    """What is wrong with an entry."""

    name = "contest"
    reason = forms.CharField(
        label=gettext_lazy("What is wrong with this entry"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ContestAnswerForm(DeskForm):
    """Why an entry stands, or is taken back."""

    name = "answer"
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class EvidenceForm(DeskForm):
    """What shows that something is done."""

    name = "evidence"
    evidence = forms.CharField(
        label=gettext_lazy("What shows that it is done"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(DeskForm):
    """An answer to a red flag."""

    name = "answer"
    answer = forms.CharField(
        label=gettext_lazy("What was found, and what is done about it"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    finding = forms.ChoiceField(
        label=gettext_lazy("Was the flag right?"),
        choices=list(words.FINDINGS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether the flag was right; “we cannot say” is an answer too.")},
    )


class NoteForm(DeskForm):
    """A note, and who reads it: nobody is chosen beforehand, so that nothing is shared by accident."""

    name = "note"
    text = forms.CharField(label=gettext_lazy("Note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who reads it"),
        choices=[(key, reader["label"]) for key, reader in words.READERS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who reads this note.")},
    )
    about = forms.IntegerField(required=False, min_value=1, max_value=10**15, widget=forms.HiddenInput)


class NoteTextForm(DeskForm):
    """The words of a note one wrote."""

    name = "note"
    text = forms.CharField(label=gettext_lazy("Note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))


class PulseForm(DeskForm):
    """The five questions; none is answered beforehand, and each may be left open."""

    name = "pulse"

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        steps = [(str(step), str(step)) for step in range(LOWEST, HIGHEST + 1)]
        for question in QUESTIONS:
            widget = forms.RadioSelect(attrs={"class": "form-check-input"})
            self.fields[question.key] = forms.TypedChoiceField(
                label=_(question.text), choices=steps, coerce=int, empty_value=None, required=False, widget=widget
            )


class OwnerForm(DeskForm):
    """Who of one's own people looks after something."""

    name = "owner"
    person = forms.TypedChoiceField(label=gettext_lazy("Owner on our side"), coerce=int)

    def __init__(self, data: Any = None, *, people: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        named = list(people)
        # Nobody is suggested: the first name of a list would be taken for the owner.
        has_owner = self.initial.get("person") in dict(named)
        self.fields["person"].choices = choices(named, first="" if has_owner else _("Choose a person"))  # type: ignore[attr-defined]


class StepForm(DeskForm):
    """One step in the life of a promise."""

    name = "step"
    event = forms.CharField(widget=forms.HiddenInput)
    evidence = forms.CharField(
        label=gettext_lazy("What shows it"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    done_on = Day(label=gettext_lazy("Day it was done"), required=False)
    found = forms.ChoiceField(
        label=gettext_lazy("What it was found to be"),
        required=False,
        choices=[
            ("", "–"),
            ("kept", gettext_lazy("kept")),
            ("kept_late", gettext_lazy("kept late")),
            ("broken", gettext_lazy("broken")),
            ("excused", gettext_lazy("excused")),
        ],
    )


class TokenForm(DeskForm):
    """A key for a program: what it is for, what it may do, and for how long."""

    name = "token"
    called = forms.CharField(label=gettext_lazy("What it is for"), max_length=120)
    scope = forms.ChoiceField(
        label=gettext_lazy("What it may do"),
        choices=[
            ("read", gettext_lazy("read what you may see")),
            ("write", gettext_lazy("read, and write in your name what you may write")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether a program with it may write.")},
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long it works"),
        choices=[
            ("30", gettext_lazy("30 days")),
            ("90", gettext_lazy("90 days")),
            ("365", gettext_lazy("a year")),
            ("0", gettext_lazy("until it is revoked")),
        ],
        help_text=gettext_lazy("90 days is usual; then make another. What never ends is easily forgotten."),
        # Zero, which is no number of days, stands for a token without an end.
        coerce=lambda days: int(days) or None,
        error_messages={"required": gettext_lazy("Choose how long it works.")},
    )


class ProfileNameForm(DeskForm):
    """The name of a saved mapping."""

    name = "profile"
    called = forms.CharField(label=gettext_lazy("Name"), max_length=120)

    def blamed(self) -> str:
        return "called"
