"""What people type about how they work, and what they ask about it."""

from datetime import date
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.communication.quiz import FEWEST_CHOICES, LONGEST_CHOICE, LONGEST_QUESTION, MOST_CHOICES
from troth.communication.reading_links import LONGEST_LINK, LinkRefused, checked_link
from troth_site.actions.communication.customs import LONGEST, CustomGiven
from troth_site.desk.forms import Day, DeskForm, choices
from troth_site.queries.communication.customs import categories


class CustomForm(DeskForm):
    """A note on how one's own side works, or the partner's."""

    name = "custom"
    about = forms.ChoiceField(label=gettext_lazy("It is about"))
    category = forms.ChoiceField(label=gettext_lazy("What it tells of"))
    text = forms.CharField(label=gettext_lazy("Note"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    source = forms.CharField(label=gettext_lazy("Where it is known from: a person, a visit, a book"), max_length=300)
    link = forms.CharField(
        label=gettext_lazy("Where more can be read: an address, if there is one"), max_length=LONGEST_LINK,
        required=False, widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr"}),
    )  # fmt: skip
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
            dated_on=of["dated_on"], language=of["language"], link=of["link"],
        )  # fmt: skip

    def clean_link(self) -> str:
        """Refuse what leads nowhere, or where nobody should go."""
        try:
            return checked_link(self.cleaned_data["link"])
        except LinkRefused as error:
            raise forms.ValidationError(_(str(error))) from error

    def clean_dated_on(self) -> date:
        day = cast(date, self.cleaned_data["dated_on"])
        if day > timezone.localdate():
            raise forms.ValidationError(_("A note tells how it is or was: its day does not lie ahead."))
        return day


class QuestionForm(DeskForm):
    """A question about one's own note, with its answers; none is right beforehand."""

    name = "question"
    note = forms.TypedChoiceField(label=gettext_lazy("About which note"), coerce=int)
    text = forms.CharField(label=gettext_lazy("Question"), max_length=LONGEST_QUESTION)
    right = forms.TypedChoiceField(label=gettext_lazy("Which answer is yours"), coerce=int)

    def __init__(self, data: Any = None, *, notes: list[tuple[int, str]], **kwargs: Any) -> None:
        places = range(1, MOST_CHOICES + 1)
        for at in places:
            self.base_fields[f"choice{at}"] = forms.CharField(
                label=_("Answer %(n)s") % {"n": at}, max_length=LONGEST_CHOICE, required=at <= FEWEST_CHOICES
            )
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["note"].choices = choices(notes, first=_("Choose a note"))
        numbered = [(at, _("Answer %(n)s") % {"n": at}) for at in places]
        fields["right"].choices = choices(numbered, first=_("Choose one"))
        self.order_fields(["note", "text", *(f"choice{at}" for at in places), "right"])

    def given(self) -> dict[str, Any]:
        """Return the question as the action takes it."""
        of = self.cleaned_data
        typed = [of[f"choice{at}"] for at in range(1, MOST_CHOICES + 1)]
        return {"note": of["note"], "text": of["text"], "choices": typed, "right": of["right"] - 1}


class ChosenForm(DeskForm):
    """What somebody answers to a question; nothing is chosen beforehand."""

    name = "chosen"
    chosen = forms.IntegerField(
        min_value=0, max_value=MOST_CHOICES, error_messages={"required": gettext_lazy("Choose one of the answers.")}
    )
