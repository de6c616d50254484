"""What people type and press about questions, contacts and the charter."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.communication.charter import MOST_HOURS, Charter, ReplyTime, gaps_in_charter
from troth.communication.contacts import TOPIC_NAMES, TOPICS
from troth.communication.contacts_cards import CHANNELS
from troth.communication.escalation import NAMES, STEPS
from troth_site.desk.communication.messages_times import languages
from troth_site.desk.forms import DeskForm


class AssignForm(DeskForm):
    """Who answers for a topic from now on."""

    name = "assign"
    person = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**15)
    topic = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, topic: str, **kwargs: Any) -> None:
        kwargs["initial"] = {**kwargs.get("initial", {}), "topic": topic}
        super().__init__(data, **kwargs)


class SayForm(DeskForm):
    """Whether a message answers a question."""

    name = "say"
    message = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**15)
    answers = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda said: said == "yes", widget=forms.HiddenInput
    )


class CharterForm(DeskForm):
    """A charter as it is written; both sides sign the same words."""

    name = "charter"

    def __init__(self, data: Any = None, *, terms: Charter, **kwargs: Any) -> None:
        super().__init__(data, initial=_typed(terms), **kwargs)
        for topic in TOPICS:
            channels = [(code, _(word)) for code, word in CHANNELS.items()]
            self.fields[f"channel_{topic}"] = forms.ChoiceField(
                label=_("%(topic)s: channel") % {"topic": _(TOPIC_NAMES[topic]).capitalize()}, choices=channels
            )
        self.fields["critical"] = _hours(_("Critical and safety: answer within hours, by the wall clock"))
        self.fields["question"] = _hours(_("Everything else: answer within working hours"))
        for step in STEPS:
            self.fields[f"ladder_{step}"] = _hours(_("Working hours of the %(step)s") % {"step": _(NAMES[step])})
        self.fields["languages"] = forms.MultipleChoiceField(
            label=_("Languages both sides read, the first preferred"), choices=languages()
        )
        self.fields["containment_hours"] = _hours(_("Hours to contain a critical problem"))
        self.fields["report_days"] = forms.IntegerField(
            label=_("Days to the full report of a problem"), min_value=1, max_value=365
        )
        for field in self.fields.values():
            kind = "form-select" if isinstance(field.widget, forms.Select | forms.SelectMultiple) else "form-control"
            field.widget.attrs.setdefault("class", kind)

    def clean(self) -> dict[str, Any]:
        """Refuse what contradicts itself, in the library's own words."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for gap in gaps_in_charter(self.terms()):
                self.add_error(None, gap.sentence(_))
        return given

    def terms(self) -> Charter:
        """Return the charter that was typed."""
        given = self.cleaned_data
        business = ReplyTime(hours=given["question"], clock="business")
        return Charter(
            channels={topic: given[f"channel_{topic}"] for topic in TOPICS},
            reply_times={"critical": ReplyTime(hours=given["critical"], clock="wall"), "major": business,
                         "minor": business, "question": business},
            ladder_hours={step: given[f"ladder_{step}"] for step in STEPS},
            languages=tuple(given["languages"]),
            containment_hours=given["containment_hours"],
            report_days=given["report_days"],
        )  # fmt: skip


def _hours(label: str) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=0.5, max_value=MOST_HOURS)


def _typed(terms: Charter) -> dict[str, Any]:
    return {
        **{f"channel_{topic}": terms.channels.get(topic, "message") for topic in TOPICS},
        **{f"ladder_{step}": terms.ladder_hours[step] for step in STEPS},
        "critical": terms.reply_times["critical"].hours,
        "question": terms.reply_times["question"].hours,
        "languages": list(terms.languages),
        "containment_hours": terms.containment_hours,
        "report_days": terms.report_days,
    }


SENT = gettext_lazy("Signed for your side. It holds once the other side has signed the same words.")
