"""One's own settings: the language, the password, a second factor."""

from django.conf import settings as installation
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth_site.access import Actor
from troth_site.actions import people
from troth_site.desk.door import signed_in
from troth_site.desk.imports.pages import buyers_seats


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settings(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show what is a person's own, and change the language."""
    if request.method == "POST":
        return _choose_language(request, by)
    looked_after, readable = by.organisations("people"), by.organisations()
    shown = {
        "by": by,
        "seats": [
            {
                "name": seat.organisation_name,
                "role": _(seat.role.capitalize()),
                "firm": reverse("own-firm", args=[seat.organisation]) if seat.organisation in readable else "",
                "members": reverse("members", args=[seat.organisation]) if seat.organisation in looked_after else "",
            }
            for seat in by.seats
        ],
        "has_password": request.user.has_usable_password(),
        "chosen": translation.get_language(),
        "choices": installation.LANGUAGES,
        "may_import": bool(buyers_seats(by)),
    }
    return render(request, "entry/settings.html", shown)


def _choose_language(request: HttpRequest, by: Actor) -> HttpResponse:
    chosen = request.POST.get("language", "")
    answer = redirect("settings")
    if chosen in dict(installation.LANGUAGES):
        people.prefer(by=by, language=chosen)
        answer.set_cookie(
            installation.LANGUAGE_COOKIE_NAME, chosen, max_age=installation.SESSION_COOKIE_AGE,
            samesite="Lax", secure=installation.SESSION_COOKIE_SECURE,
        )  # fmt: skip
        with translation.override(chosen):
            messages.success(request, _("Your language is remembered."))
    return answer
