"""The keys of a person's own programs: made and shown once, looked at, revoked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from troth_site.access import Actor
from troth_site.actions import tokens as acts
from troth_site.desk.door import signed_in, take_ticket
from troth_site.desk.forms import DeskForm, TokenForm
from troth_site.queries import tokens as rows

REFUSALS = (acts.TokenRefused,)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def tokens(request: HttpRequest, by: Actor) -> HttpResponse:
    """List a person's tokens, and make one, which the answer alone ever shows."""
    if request.method != "POST":
        return _page(request, by, TokenForm())
    form = TokenForm(request.POST)
    made: list[str] = []

    def doing() -> None:
        given = form.cleaned_data
        writes = given["scope"] == "write"
        made.append(acts.make_token(by=by, person=by.person, name=given["called"], days=given["days"], writes=writes))

    if not form.act(request, doing, refusals=REFUSALS):
        return _page(request, by, form, status=422)
    if not made:
        messages.info(request, _("This token was made already. A token is shown only once: if you have lost it, "
                                 "revoke it and make another."))  # fmt: skip
        return redirect("tokens")
    return _page(request, by, TokenForm(), made={"name": form.cleaned_data["called"], "token": made[0]})


def _page(request: HttpRequest, by: Actor, form: TokenForm, *, status: int = 200, **more: Any) -> HttpResponse:
    about = request.build_absolute_uri("/api/v1/me")
    shown = {"form": form, "tokens": rows.own(by), "about": about, **more}
    return render(request, "entry/tokens.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def revoke(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Ask once more, then stop a token."""
    found = rows.own_one(by, pk)
    if request.method == "POST":
        if take_ticket(request) and acts.revoke_tokens(by=by, person=by.person, token=pk):
            messages.success(request, _("The token is revoked. A program that still sends it is turned away."))
        return redirect("tokens")
    if found.state != "works":
        return redirect("tokens")
    return render(request, "entry/revoke_token.html", {"token": found, "form": DeskForm()})
