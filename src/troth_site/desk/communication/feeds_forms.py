"""What people send about their calendars: answers that a calendar wrote into a file."""

import base64
import binascii
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth_site.desk.forms import DeskForm, choices

MOST_HELD = 150_000
"""Bytes of a calendar file."""


class RepliesForm(DeskForm):
    """Answers that a calendar sent as a file; where its zone is not known, it is asked and the file is kept."""

    name = "replies"
    data_of_file: bytes = b""
    file = forms.FileField(label=gettext_lazy("Calendar file (.ics) with an answer"), required=False)
    zone = forms.ChoiceField(label=gettext_lazy("In which time zone it is meant"), required=False)
    held = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200_000)

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files=files, **kwargs)
        zones = [(zone, zone) for zone in sorted(available_timezones())]
        self.fields["zone"].choices = choices(zones, first=_("as the file says"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take the file that was dropped, or the one kept while its zone was asked about."""
        given = super().clean() or self.cleaned_data
        if "file" in self.errors:
            return given
        file = given["file"]
        if file is not None:
            self.data_of_file = file.read() if file.size <= MOST_HELD else b""
        else:
            self.data_of_file = _held(given.get("held", ""))
        if not self.data_of_file:
            self.add_error("file", _("Choose a calendar file (.ics) of at most 150 kB."))
        return given

    def blamed(self) -> str:
        return "file"


def _held(kept: str) -> bytes:
    try:
        return base64.b64decode(kept, validate=True)
    except (binascii.Error, ValueError):
        return b""
