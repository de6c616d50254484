"""What somebody types at a door."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from troth_site.form_words import OwnWords
from troth_site.queries.invitations import Door
from troth_site.world import countries

WHOLE_ADDRESS = _("Write your whole address, such as ana@example.com.")


class AddressForm(OwnWords, forms.Form):
    """Where to mail somebody's own door."""

    email = forms.EmailField(
        label=_("Your e-mail address"), error_messages={"required": WHOLE_ADDRESS, "invalid": WHOLE_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip


class SeatForm(OwnWords, forms.Form):
    """Who comes, and what their company is where nobody of theirs is here yet."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, help_text=_("In the order you write it."),
        error_messages={"required": _("Write your name.")}, widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("A password, if you want one"), required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Without one you sign in by a mailed link."),
    )  # fmt: skip
    house = forms.CharField(
        label=_("Your company’s name"), max_length=300, help_text=_("In its own script."),
        error_messages={"required": _("Write your company’s name.")},
    )  # fmt: skip
    house_latin = forms.CharField(
        label=_("Its name in Latin letters"), max_length=300, required=False,
        help_text=_("As it stands on your papers; empty if there is none."),
    )  # fmt: skip
    country = forms.ChoiceField(
        label=_("Its country"), choices=lambda: [("", _("Choose")), *countries(get_language() or "en")],
        error_messages={"required": _("Choose the country your company is in.")},
    )  # fmt: skip
    zone = forms.ChoiceField(
        label=_("Its time zone"), choices=lambda: [("", _("Choose")), *((z, z) for z in sorted(available_timezones()))],
        error_messages={"required": _("Choose the time zone your company works in.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, door: Door) -> None:
        known = {"name": door.name, "house": door.organisation_name, "house_latin": door.organisation_latin,
                 "country": door.country, "zone": door.zone}  # fmt: skip
        super().__init__(data, initial=known)
        if not door.is_first:
            for field in ("house", "house_latin", "country", "zone"):
                del self.fields[field]

    def clean_password(self) -> str:
        """Refuse a weak password; none at all is a choice."""
        password: str = self.cleaned_data.get("password", "")
        if password:
            password_validation.validate_password(password)
        return password
