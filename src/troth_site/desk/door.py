"""The door of every page: who is there, what the gate says, and a form sent twice."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from troth_site import access
from troth_site.access import Actor

View = Callable[..., HttpResponseBase]
TICKET_SECONDS = 24 * 3600


def signed_in(view: View) -> View:
    """Let in whoever is signed in, as `by`; what is not theirs does not exist, what they may not do is closed."""

    @wraps(view)
    def let_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        try:
            return view(request, actor_of(request), *args, **kwargs)
        except access.NotThere as error:
            raise Http404 from error
        except access.NotAllowed as error:
            raise PermissionDenied from error

    return let_in


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
