"""The page behind an invitation: opening it shows who invites whom to what; only its button takes the seat."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from troth_site import access
from troth_site.actions.invitations import accepting
from troth_site.actions.invitations.making import InvitationRefused
from troth_site.portal.forms import AddressForm, SeatForm
from troth_site.queries import invitations as rows

SIGNING_IN = "login"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show an invitation and take the seat; what cannot be used any more is closed, whatever the reason."""
    door = rows.door(token)
    if door is None:
        return _closed(request)
    if request.method == "POST" and not ratelimit.consume(request, action=SIGNING_IN):
        return _page(request, door, wait=True, status=429)
    if not door.email:
        return _code(request, token, door)
    if request.user.is_authenticated or door.is_known:
        return _known(request, token, door)
    return _new(request, token, door)


def _new(request: HttpRequest, token: str, door: rows.Door) -> HttpResponseBase:
    """Take the seat as somebody new."""
    form = SeatForm(request.POST or None, door=door)
    if request.method != "POST" or not form.is_valid():
        return _page(request, door, form=form, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    guest = accepting.Guest(
        name=given["name"], password=given["password"] or None, language=translation.get_language() or "",
        zone=given.get("zone", ""),
    )  # fmt: skip
    house = accepting.House(
        name=given["house"], name_latin=given["house_latin"], country=given["country"], zone=given["zone"]
    ) if door.is_first else None  # fmt: skip
    try:
        person = accepting.accept(token=token, guest=guest, house=house)
    except accepting.DoorClosed:
        return _closed(request)
    except accepting.ForSomebodyElse:
        return redirect_to_login(request.path, reverse("sign-in"))
    record_authentication(request, person, method="invitation")
    return perform_login(request, person, redirect_url=reverse("today"))


def _known(request: HttpRequest, token: str, door: rows.Door) -> HttpResponseBase:
    """Take the seat as somebody who is here already, once they have signed in."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path, reverse("sign-in"))
    by = access.actor(request.user)  # type: ignore[arg-type]
    if by.email.casefold() != door.email.casefold():
        # Whose invitation it is stays between its writer and its reader.
        return render(request, "portal/invitations/somebody_else.html", {"name": by.name}, status=403)
    own = [seat for seat in by.seats if seat.kind == door.kind and seat.organisation in by.organisations("people")]
    shown = {"own": own if door.is_first and door.partner else [], "by": by}
    if request.method != "POST":
        return _page(request, door, **shown)
    chosen = request.POST.get("organisation", "")
    if shown["own"] and chosen not in {"0", *(str(seat.organisation) for seat in own)}:
        return _page(request, door, problem=_("Choose which company is meant."), status=422, **shown)
    try:
        accepting.accept_as(by=by, token=token, organisation=int(chosen) if chosen not in {"", "0"} else None)
    except accepting.DoorClosed:
        return _closed(request)
    except InvitationRefused as refused:
        return _page(request, door, problem=_(str(refused)), status=422, **shown)
    return redirect("today")


def _code(request: HttpRequest, token: str, door: rows.Door) -> HttpResponse:
    """Mail whoever scanned a code a door of their own."""
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, door, form=form, status=422 if form.is_bound else 200)
    try:
        accepting.ask_for_own_door(token=token, email=form.cleaned_data["email"])
    except accepting.DoorClosed:
        return _closed(request)
    return render(request, "portal/invitations/sent.html", {"email": form.cleaned_data["email"]})


def _page(request: HttpRequest, door: rows.Door, *, status: int = 200, **shown: object) -> HttpResponse:
    return render(request, "portal/invitations/door.html", {"door": door, "wide": True, **shown}, status=status)


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/invitations/closed.html", status=404)
