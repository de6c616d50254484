"""What people write to the other side: a message, what it asks, when it goes; a new thread."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.communication.zones import SkippedTime, at_zone
from troth_site.actions.communication import messages_files
from troth_site.actions.communication.messages import LONGEST, LONGEST_SUBJECT, About, Asking, Said
from troth_site.desk.communication.messages_times import languages, place
from troth_site.desk.forms import Day, DeskForm, choices
from troth_site.form_fields import Files
from troth_site.queries.communication.threads import TOPICS

SEVERITIES = [
    ("normal", gettext_lazy("Normal")),
    ("minor", gettext_lazy("Minor")),
    ("major", gettext_lazy("Major")),
    ("critical", gettext_lazy("Critical: the clock runs day and night")),
    ("safety", gettext_lazy("Safety: the clock runs day and night")),
]
WHEN = [("now", "now"), ("theirs", "theirs")]
START = gettext_lazy("What happened:\n\nWhat we need:\n\nBy when, and why:\n")
NO_DAY = gettext_lazy("Say by when you need the answer: a day and an hour. Without it nobody can keep it.")


class MessageForm(DeskForm):
    """A message with the question it may ask, and the files that hang on it.

    A file that came with a form is held at once, so that it is there again where the form is refused.
    """

    name = "message"
    text = forms.CharField(
        label=gettext_lazy("Message"), max_length=LONGEST, widget=forms.Textarea({"rows": 6, "dir": "auto"})
    )
    language = forms.ChoiceField(label=gettext_lazy("Written in"))
    # The button that sends it says when; kept for the second look at what was noticed.
    when = forms.ChoiceField(choices=WHEN, required=False, widget=forms.HiddenInput)
    asks = forms.BooleanField(label=gettext_lazy("This needs an answer"), required=False)
    what = forms.CharField(label=gettext_lazy("What you need, in one sentence"), max_length=300, required=False)
    day = Day(label=gettext_lazy("By the day"), required=False)
    hour = forms.TimeField(
        label=gettext_lazy("and the hour"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M"],
        help_text=gettext_lazy("Such as 17:00, the usual end of a working day."),
    )  # fmt: skip
    clock = forms.ChoiceField(label=gettext_lazy("on the clock of"), required=False)
    why = forms.CharField(label=gettext_lazy("Why you need it"), required=False, widget=forms.Textarea({"rows": 2}))
    severity = forms.ChoiceField(
        label=gettext_lazy("How much hangs on it"), choices=[("", "–"), *SEVERITIES], required=False
    )
    files = Files(label=gettext_lazy("Add files"), required=False)

    def __init__(
        self, data: Any = None, *, zones: tuple[ZoneInfo, ZoneInfo | None], language: str = "en", owner: str = "",
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, **kwargs)
        self.owner = owner
        self.held: list[messages_files.Held] = []
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]
        self.fields["language"].initial = language
        clocks = [(each.key, place(each)) for each in zones if each]
        self.fields["clock"].choices = [("", "–"), *clocks] if len(clocks) > 1 else clocks  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse what needs an answer without saying what, by when and why."""
        given = super().clean() or self.cleaned_data
        if given.get("asks"):
            self._need("what", _("Say in one sentence what you need."))
            self._need("why", _("Say why you need it: who knows the reason can offer another way."))
            self._need("severity", _("Say how much hangs on it: whether the clock runs at night too."))
            self._need("clock", _("Say on whose clock the hour is meant."))
            if "day" not in self.errors:
                self._need("day", str(NO_DAY))
            if given.get("day") and given.get("hour") and given.get("clock"):
                self._due()
            elif "hour" not in self.errors:
                self._need("hour", _("Say until which hour."))
        self.held, problems = messages_files.gather(
            owner=self.owner, keys=self.data.getlist("held"), uploads=given.get("files", [])
        )
        for problem in problems:
            self.add_error("files", problem)
        return given

    def _need(self, field: str, lacks: str) -> None:
        if not self.cleaned_data.get(field) and field not in self.errors:
            self.add_error(field, lacks)

    def _due(self) -> None:
        given = self.cleaned_data
        local = datetime.combine(given["day"], given["hour"])
        on = ZoneInfo(given["clock"])
        try:
            given["due_at"] = at_zone(local, source=on, target=ZoneInfo("UTC"))
        except SkippedTime:
            self.add_error("hour", _("The clocks jump over this hour on that day. Choose another one."))

    def said(self, *, send_at: datetime | None) -> Said:
        """Return the message as it was written."""
        given, asking = self.cleaned_data, None
        if given["asks"]:
            asking = Asking(
                what=given["what"], due_at=given.get("due_at"), why=given["why"],
                severity=given["severity"],
            )  # fmt: skip
        files = messages_files.content_of(owner=self.owner, keys=[each.key for each in self.held])
        return Said(text=given["text"], language=given["language"], send_at=send_at, asking=asking, files=files)

    def blamed(self) -> str:
        return "text"

    @property
    def asking_fields(self) -> list[Any]:
        """Return the fields of what a message asks."""
        return [self[name] for name in ("what", "day", "hour", "clock", "why", "severity")]

    @property
    def is_asking(self) -> bool:
        """Tell whether the block of the question stands open."""
        return bool(self.is_bound and (self.data.get("asks") or any(self[name].errors for name in ("what", "day"))))


class ThreadForm(MessageForm):
    """A new thread with its first message."""

    name = "thread"
    subject = forms.CharField(label=gettext_lazy("Subject: one topic"), max_length=LONGEST_SUBJECT)
    topic = forms.ChoiceField(label=gettext_lazy("It is about"), choices=choices(TOPICS, first="–"))
    order = forms.CharField(label=gettext_lazy("Order number, if it is about one"), max_length=120, required=False)
    commitment = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput())

    field_order = ("subject", "topic", "order", "text")

    def about(self, order: int | None) -> About:
        """Return what the thread is about."""
        given = self.cleaned_data
        return About(
            subject=given["subject"], topic=given["topic"], order=order, commitment=given.get("commitment")
        )  # fmt: skip
