"""What people type and press about questions, contacts and the charter."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.commitments.outcomes import SIDES
from troth.communication.charter import MOST_HOURS, Charter, ReplyTime, Weight, gaps_in_charter
from troth.communication.contacts import TOPIC_NAMES, TOPICS
from troth.communication.contacts_cards import CHANNELS
from troth.communication.escalation import NAMES, STEPS
from troth_site.desk import words
from troth_site.desk.communication.messages_times import languages
from troth_site.desk.forms import DeskForm

PLACES = (1, 2, 3)
"""Languages that a side names, the best first."""

LANGUAGES_OF = {"buyer": gettext_lazy("Languages of the buyer"), "factory": gettext_lazy("Languages of the factory")}
IN_WORKING_HOURS: dict[Weight, Any] = {
    "major": gettext_lazy("Major"), "question": gettext_lazy("Normal"), "minor": gettext_lazy("Minor"),
}  # fmt: skip
WITHIN: dict[Weight, Any] = {
    "major": gettext_lazy("Major: answer within working hours"),
    "question": gettext_lazy("Normal: answer within working hours"),
    "minor": gettext_lazy("Minor: answer within working hours"),
}


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
        for weight, label in WITHIN.items():
            self.fields[weight] = _hours(str(label))
        for step in STEPS:
            self.fields[f"ladder_{step}"] = _hours(_("Working hours of the %(step)s") % {"step": _(NAMES[step])})
        self.fields |= _language_fields()
        self.fields["containment_hours"] = _hours(_("Hours to contain a critical problem"))
        self.fields["report_days"] = forms.IntegerField(
            label=_("Days to the full report of a problem"), min_value=1, max_value=365
        )
        for field in self.fields.values():
            kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs.setdefault("class", kind)

    def clean(self) -> dict[str, Any]:
        """Refuse what contradicts itself, in the library's own words."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for gap in gaps_in_charter(self.terms()):
                self.add_error(None, words.found(gap))
        return given

    def terms(self) -> Charter:
        """Return the charter that was typed."""
        given = self.cleaned_data
        return Charter(
            channels={topic: given[f"channel_{topic}"] for topic in TOPICS},
            reply_times={"critical": ReplyTime(hours=given["critical"], clock="wall"),
                         **{weight: ReplyTime(hours=given[weight], clock="business") for weight in WITHIN}},
            ladder_hours={step: given[f"ladder_{step}"] for step in STEPS},
            languages={side: _in_order(given, side) for side in SIDES},
            containment_hours=given["containment_hours"],
            report_days=given["report_days"],
        )  # fmt: skip


def _language_fields() -> dict[str, forms.Field]:
    """Return three places for each side: the order of preference is theirs, and needs no script."""
    none = [("", _("no other"))]
    return {
        f"language_{side}_{place}": forms.ChoiceField(
            label=_("%(whose)s: choice %(place)s") % {"whose": name, "place": place},
            choices=languages() if place == 1 else none + languages(),
            required=place == 1,
        )
        for side, name in LANGUAGES_OF.items()
        for place in PLACES
    }


def _in_order(given: dict[str, Any], side: str) -> tuple[str, ...]:
    chosen = (given[f"language_{side}_{place}"] for place in PLACES)
    return tuple(dict.fromkeys(code for code in chosen if code))


def _hours(label: str) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=0.5, max_value=MOST_HOURS)


def _typed(terms: Charter) -> dict[str, Any]:
    codes = {side: (*terms.languages.get(side, ()), "", "", "") for side in SIDES}
    return {
        **{f"channel_{topic}": terms.channels.get(topic, "message") for topic in TOPICS},
        **{f"ladder_{step}": _plain(terms.ladder_hours[step]) for step in STEPS},
        **{weight: _plain(terms.reply_times[weight].hours) for weight in ("critical", *WITHIN)},
        **{f"language_{side}_{place}": codes[side][place - 1] for side in SIDES for place in PLACES},
        "containment_hours": _plain(terms.containment_hours),
        "report_days": terms.report_days,
    }


def _plain(hours: float) -> float:
    """Return 24 for 24.0, as a person would type it."""
    return int(hours) if hours == int(hours) else hours


SENT = gettext_lazy("Signed for your side. It holds once the other side has signed the same words.")
