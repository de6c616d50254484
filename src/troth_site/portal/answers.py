"""The page behind a one-tap link: opening it shows one question; only its button answers, once."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from troth.communication.attached import AttachedFile
from troth_site.actions.communication import messages_files
from troth_site.actions.communication import requests_doors as acts
from troth_site.form_fields import Files
from troth_site.form_words import OwnWords
from troth_site.queries.communication import doors as rows
from troth_site.templatetags.troth_parts import clock, day
from troth_site.world import city

ANSWERING = "login"


class AnswerForm(OwnWords, forms.Form):
    """An answer: yes, no, a day, or words."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[
            ("yes", gettext_lazy("Yes")),
            ("no", gettext_lazy("No")),
            ("day", gettext_lazy("By this day")),
            ("words", gettext_lazy("In my own words")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    day = forms.DateField(
        label=gettext_lazy("Day"), required=False, input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Your words"), required=False, max_length=acts.MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    files = Files(label=gettext_lazy("Add files"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, owner: str) -> None:
        super().__init__(data, files)
        self.owner = owner
        self.held: list[messages_files.Held] = []

    def clean(self) -> dict[str, Any]:
        """Ask for the day or the words that the choice speaks of."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("choice") and "choice" not in self.errors:
            # Whoever writes has answered, whether or not they touched the list above.
            given["choice"] = "words" if given.get("text", "").strip() else ""
            if not given["choice"]:
                self.add_error("choice", _("Choose an answer, or write one."))
        if given.get("choice") == "day" and not given.get("day") and "day" not in self.errors:
            self.add_error("day", _("Choose the day."))
        if given.get("choice") == "words" and not given.get("text", "").strip() and "text" not in self.errors:
            self.add_error("text", _("Write your answer."))
        self.held, problems = messages_files.gather(
            owner=self.owner, keys=self.data.getlist("held"), uploads=given.get("files", [])
        )
        for problem in problems:
            self.add_error("files", problem)
        return given

    def words(self) -> str:
        """Return the answer as the other side reads it."""
        given = self.cleaned_data
        said = {"yes": _("Yes."), "no": _("No."), "words": ""}.get(given["choice"])
        if said is None:
            said = _("By %(day)s.") % {"day": day(given["day"])}
        return "\n\n".join(part for part in (said, given["text"].strip()) if part)

    def added(self) -> tuple[AttachedFile, ...]:
        """Return the files that go with the answer."""
        return messages_files.content_of(owner=self.owner, keys=[each.key for each in self.held])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show one question and take its answer; what cannot be used any more is closed, whatever the reason."""
    door = rows.door(token)
    if door is None:
        return render(request, "portal/answers/closed.html", status=404)
    with translation.override(_language(request, door)):
        if request.method == "POST" and not ratelimit.consume(request, action=ANSWERING):
            return _page(request, door, _form(request, token), status=429, wait=True)
        form = _form(request, token)
        if request.method != "POST" or not form.is_valid():
            return _page(request, door, form, status=422 if form.is_bound else 200)
        try:
            is_choice = form.cleaned_data["choice"] != "words"
            done = acts.answer_by_door(token=token, text=form.words(), is_choice=is_choice, files=form.added())
        except acts.DoorClosed:
            return render(request, "portal/answers/closed.html", status=404)
        except acts.DoorRefused as refused:
            form.add_error("text", _(str(refused)))
            return _page(request, door, form, status=422)
        context = {"door": door, "stops": done.stops_the_clock, "said": form.words()}
        return render(request, "portal/answers/thanks.html", context)


def _form(request: HttpRequest, token: str) -> AnswerForm:
    owner = f"door {token}"
    return AnswerForm(request.POST, request.FILES, owner=owner) if request.method == "POST" else AnswerForm(owner=owner)


def _language(request: HttpRequest, door: rows.Door) -> str:
    """Return the receiver's own language, else the one the browser asks for."""
    known = dict(settings.LANGUAGES)
    return door.language if door.language in known else translation.get_language_from_request(request)


def _page(request: HttpRequest, door: rows.Door, form: AnswerForm, *, status: int, wait: bool = False) -> HttpResponse:
    context = {
        "door": door,
        "form": form,
        "wait": wait,
        "wide": True,
        "due": _both(door.due_at, door),
        "asked": _both(door.asked_at, door),
        "is_over": door.due_at < timezone.now(),
    }
    return render(request, "portal/answers/door.html", context, status=status)


def _both(at: datetime, door: rows.Door) -> str:
    """Write a moment in the receiver's zone and in the asker's."""
    here, there = (at.astimezone(_zone(name)) for name in (door.zone, door.their_zone))
    said = f"{day(here)} · {clock(here)} {_place(door.zone)}"
    if here.utcoffset() == there.utcoffset():
        return said
    other_day = "" if there.date() == here.date() else f"{day(there)} · "
    return f"{said} · {other_day}{clock(there)} {_place(door.their_zone)}"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _place(name: str) -> str:
    return city(_zone(name).key, translation.get_language() or "en")
