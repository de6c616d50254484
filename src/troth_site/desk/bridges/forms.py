"""What people type to be told of things; nothing is chosen beforehand."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth_site.actions.bridges.events import CHOSEN, EVENTS
from troth_site.desk.bridges.words import BATCHES, GROUPS, KINDS, OTHERS
from troth_site.desk.forms import DeskForm, choices

MINE = "0"
ALL, NOT_TOLD = "all-", -1
NEEDED = gettext_lazy("Copy the whole address, which begins with https://.")


class PlaceForm(DeskForm):
    """A place of a service."""

    name = "place"
    called = forms.CharField(label=gettext_lazy("What you call it"), max_length=120)
    url = forms.CharField(max_length=1500, error_messages={"required": NEEDED})
    secured = forms.ChoiceField(
        label=gettext_lazy("How the robot is secured there"),
        choices=[
            ("signature", gettext_lazy("by its signature: the service shows a secret, and refuses what is not signed")),
            ("keyword", gettext_lazy("by a keyword alone: write Troth as its keyword there, then no secret is needed")),
        ],
        help_text=gettext_lazy(
            "A signature is safer: with a keyword alone, whoever learns the address can write into the group."
        ),
        error_messages={"required": gettext_lazy("Choose how the robot is secured there.")},
    )
    secret = forms.CharField(max_length=200, required=False, strip=True)
    whose = forms.ChoiceField(
        label=gettext_lazy("Whose it is"), error_messages={"required": gettext_lazy("Choose whose place it is.")}
    )

    def __init__(self, data: Any = None, *, kind: str, houses: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        about, fields = KINDS[kind], dict[str, Any](self.fields)
        fields["url"].label = about.label
        # What opens somebody's group chat is kept by no browser.
        fields["url"].widget.attrs |= {"autocomplete": "off", "inputmode": "url", "spellcheck": "false"}
        fields["secret"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        fields["secret"].label = _("Secret, where it signs")
        if not about.secret:
            del self.fields["secret"], self.fields["secured"]
        named = [(MINE, _("Mine: told of what I am told of"))]
        named += [(str(pk), _("%(house)s: told of what our people are told of") % {"house": name})
                  for pk, name in houses]  # fmt: skip
        fields["whose"].choices = choices(named, first="" if len(named) == 1 else _("Choose"))

    def clean(self) -> dict[str, Any]:
        """Ask for the secret of a robot that signs, and for none of one that goes by a keyword."""
        of = self.cleaned_data
        secured, secret = of.get("secured"), of.get("secret", "")
        if secured == "signature" and not secret and "secret" not in self.errors:
            self.add_error("secret", _("Copy the secret too: without it the service refuses what is sent."))
        if secured == "keyword" and secret:
            self.add_error("secret", _("A robot with a keyword alone has no secret. Leave it empty, or say it signs."))
        return of

    def blamed(self) -> str:
        return "url"


class PushForm(DeskForm):
    """What a browser says of itself."""

    name = "push"
    called = forms.CharField(max_length=120, required=False)
    endpoint = forms.CharField(max_length=1500)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=100)


def grouped() -> list[tuple[str, Any, list[str]]]:
    """Return the events to choose from in their groups: key, name, events; those that stand nowhere come last."""
    found = [(key, called, [name for name in events if name in CHOSEN]) for key, called, events in GROUPS]
    placed = {name for _key, _called, events in found for name in events}
    others = [name for name in CHOSEN if name not in placed]
    return [*found, ("others", OTHERS, others)] if others else found


class ChosenForm(DeskForm):
    """What a place is told of, and how soon."""

    name = "chosen"

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["called"] = forms.CharField(
            label=_("What you call it"), max_length=120, widget=forms.TextInput(attrs={"class": "form-control"})
        )
        for key, called, events in grouped():
            self.fields[ALL + key] = forms.TypedChoiceField(
                label=_("All of these: %(group)s") % {"group": called}, coerce=int, empty_value=None, required=False,
                choices=[("", _("as chosen below")), (NOT_TOLD, _("not told")), *BATCHES.items()],
                widget=forms.Select(attrs={"class": "form-select"}),
            )  # fmt: skip
            self._add(events)

    def _add(self, events: Iterable[str]) -> None:
        for event in events:
            soon = list(BATCHES.items())
            if EVENTS[event].is_urgent:
                soon = [(0, _("at once, at night too"))]
            self.fields[event] = forms.TypedChoiceField(
                label=EVENTS[event].called, coerce=int, empty_value=None, required=False,
                choices=[("", _("not told")), *soon], widget=forms.Select(attrs={"class": "form-select"}),
            )  # fmt: skip

    @property
    def events(self) -> dict[str, int]:
        """Return what was chosen: of a group at once, else each by itself; what is urgent is never gathered."""
        found: dict[str, int] = {}
        for key, _called, events in grouped():
            whole = self.cleaned_data.get(ALL + key)
            for name in events:
                soon = self.cleaned_data.get(name) if whole is None else whole
                if soon is not None and soon != NOT_TOLD:
                    found[name] = 0 if EVENTS[name].is_urgent else soon
        return found

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Return the fields as the page shows them: what sets a whole group, and its events."""
        return [
            {"key": key, "called": called, "whole": self[ALL + key], "fields": [self[name] for name in events]}
            for key, called, events in grouped()
        ]


class BoardForm(DeskForm):
    """A board of Trello, and what opens it."""

    name = "board"
    board = forms.CharField(label=gettext_lazy("Address of the board"), max_length=300)
    key = forms.CharField(label=gettext_lazy("API key"), max_length=120)
    token = forms.CharField(label=gettext_lazy("Token"), max_length=120)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for secret in ("key", "token"):
            self.fields[secret].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
