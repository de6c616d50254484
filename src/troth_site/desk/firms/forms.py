"""What people type about who a firm is, and why two are one or not."""

from django import forms
from django.utils.translation import gettext_lazy

from troth_site.actions.firms import deciding, facts
from troth_site.desk.forms import DeskForm
from troth_site.queries.firms.said import KINDS_NAMED, SOURCES_NAMED


class FactForm(DeskForm):
    """One fact about a firm."""

    name = "fact"
    kind = forms.ChoiceField(label=gettext_lazy("What it tells"), choices=KINDS_NAMED)
    value = forms.CharField(
        label=gettext_lazy("As it is written, in the firm’s own script"), max_length=facts.LONGEST, strip=True
    )
    source = forms.ChoiceField(label=gettext_lazy("Where it is known from"), choices=SOURCES_NAMED)

    def blamed(self) -> str:
        return "value"


class FactAnswerForm(DeskForm):
    """What a firm answers to what is said of it."""

    name = "answer"
    answer = forms.CharField(
        label=gettext_lazy("What is so instead, if it is not right"), max_length=facts.LONGEST, required=False
    )

    def blamed(self) -> str:
        return "answer"


class DecisionForm(DeskForm):
    """Why something is decided about two partners; which button was pressed says what."""

    name = "decision"
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=deciding.LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def blamed(self) -> str:
        return "reason"
