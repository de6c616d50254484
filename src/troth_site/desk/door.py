"""The door of every page: who is there, what the gate says, a form sent twice, and answers in our own words."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.defaults import bad_request

from troth_site import access
from troth_site.access import Actor

View = Callable[..., HttpResponseBase]
TICKET_SECONDS = 24 * 3600
READING = ("GET", "HEAD", "OPTIONS")
BARE = (405, 413, 429)
PROGRAMS = "/api/"


def signed_in(view: View) -> View:
    """Let in whoever is signed in, as `by`; what is not theirs does not exist, what they may not do is closed."""

    @wraps(view)
    def let_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        try:
            return view(request, actor_of(request), *args, **kwargs)
        except access.NotThere as error:
            raise Http404 from error
        except access.NotAllowed as error:
            raise PermissionDenied from error

    return let_in


def _sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """Ask to sign in and lead back: to the page asked for, or to the one a form was sent from, which is not kept."""
    if request.method in READING:
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    messages.warning(request, _("You were signed out meanwhile, so nothing was saved. Sign in and send it again."))
    return redirect_to_login(way_back(request), settings.LOGIN_URL)


def way_back(request: HttpRequest) -> str:
    """Return the page a person came from, else the nearest one above an address that is none."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    is_ours = url_has_allowed_host_and_scheme(came_from.geturl(), allowed_hosts={request.get_host()})
    if is_ours and came_from.path not in ("", request.path):
        return came_from._replace(scheme="", netloc="", fragment="").geturl()
    parts = request.path.strip("/").split("/")
    above = ("/".join(["", *parts[:kept], ""]) for kept in range(len(parts) - 1, 0, -1))
    return next((path for path in above if _is_page(path)), "/")


def _is_page(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def own_words(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Give a page to answers that would be a blank one: a step opened as a page, too much at once, too often."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        found = get_response(request)
        is_bare = found.status_code in BARE and not getattr(found, "content", b"-")
        if not is_bare or request.path.startswith(PROGRAMS):
            return found
        page = render(request, f"{found.status_code}.html", {"back": way_back(request)}, status=found.status_code)
        if "Allow" in found:
            page["Allow"] = found["Allow"]
        return page

    return answer


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tell a form that is too large from one that cannot be read."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", {"back": way_back(request)}, status=413)
    return bad_request(request, exception)


def actor_of(request: HttpRequest) -> Actor:
    """Return the signed-in person with their seats, read once for each request."""
    known: Actor | None = getattr(request, "troth_actor", None)
    if known is None:
        known = access.actor(request.user)  # type: ignore[arg-type]
        request.troth_actor = known  # type: ignore[attr-defined]
    return known


def new_ticket() -> str:
    """Return a ticket for a form: what carries it is done once, however often it is sent."""
    return secrets.token_urlsafe(12)


def take_ticket(request: HttpRequest) -> bool:
    """Tell whether a form is sent for the first time; one without a ticket always is."""
    ticket = request.POST.get("ticket", "")
    return not ticket or cache.add(_key(request, ticket), True, TICKET_SECONDS)


def give_ticket_back(request: HttpRequest) -> None:
    """Let a form be sent again: nothing was done this time."""
    ticket = request.POST.get("ticket", "")
    if ticket:
        cache.delete(_key(request, ticket))


def _key(request: HttpRequest, ticket: str) -> str:
    return f"ticket-{request.user.pk}-{ticket[:40]}"
