"""First-run set-up: the first organisation and its manager, once."""

from urllib.parse import urlsplit

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from troth_site.actions import people
from troth_site.form_words import OwnWords
from troth_site.queries import people as known
from troth_site.world import countries

WHOLE_ADDRESS = _("Write your whole address, such as ana@example.com.")
THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


class SetUp(OwnWords, forms.Form):
    """Who comes first."""

    organisation = forms.CharField(
        label=_("Your company’s name"), max_length=300, help_text=_("In its own script."),
        error_messages={"required": _("Write your company’s name.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    country = forms.ChoiceField(
        label=_("Its country"), choices=lambda: [("", _("Choose")), *countries(get_language() or "en")],
        error_messages={"required": _("Choose the country your company is in.")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("Your name"), max_length=200, help_text=_("In the order you write it."),
        error_messages={"required": _("Write your name.")}, widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Your e-mail address"), help_text=_("Sign-in links go there."),
        error_messages={"required": WHOLE_ADDRESS, "invalid": WHOLE_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("A password, if you want one"), required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Without one you sign in by a mailed link."),
    )  # fmt: skip

    def clean_password(self) -> str:
        """Refuse a weak password; none at all is a choice."""
        password: str = self.cleaned_data.get("password", "")
        if password:
            password_validation.validate_password(password)
        return password


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponseBase:
    """Found the first organisation; afterwards this page does not exist."""
    if known.is_set_up() or not _may(request):
        raise Http404
    form = SetUp(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    given = form.cleaned_data
    try:
        person = people.set_up(
            organisation=given["organisation"], country=given["country"], name=given["name"], email=given["email"],
            password=given["password"] or None,
        )  # fmt: skip
    except people.AlreadySetUp as error:
        raise Http404 from error
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, form)
    record_authentication(request, person, method="set-up")
    return perform_login(request, person, redirect_url=reverse("imports"))


def _may(request: HttpRequest) -> bool:
    """On this machine alone anybody may begin; where others can reach the site, only who holds the printed key."""
    if urlsplit(settings.TROTH_ORIGIN).hostname in THIS_MACHINE:
        return True
    return people.opens_set_up(request.GET.get("key", ""))


def _form(request: HttpRequest, form: SetUp) -> HttpResponse:
    return render(request, "entry/set_up.html", {"form": form, "wide": True}, status=422 if form.errors else 200)
