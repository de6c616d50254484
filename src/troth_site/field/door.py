"""The door of the field: pages lead to the sign-in; what the phone asks by itself is answered in words it can read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse, UnreadablePostError
from django.utils.translation import gettext as _

from troth_site import access
from troth_site.access import Actor
from troth_site.actions.quality import field_photos

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Let in whoever is signed in; what is not theirs does not exist, what they may not do is closed."""

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


def known_device(view: View) -> View:
    """Answer a phone: every refusal is JSON, so that nothing unsent is taken for sent."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return refused(401, "signed-out")
        try:
            return view(request, actor_of(request), *args, **kwargs)
        except access.NotThere:
            return refused(404, _("This inspection is not there, or not yours any more."))
        except access.NotAllowed:
            return refused(403, _("You may look at this inspection, and not carry it out."))
        except RequestDataTooBig:
            return refused(413, field_photos.too_large())
        except UnreadablePostError:
            return refused(408, "cut-off")

    return answer


def actor_of(request: HttpRequest) -> Actor:
    """Return the signed-in person with their seats."""
    return access.actor(request.user)  # type: ignore[arg-type]


def refused(status: int, error: str, **more: Any) -> JsonResponse:
    """Return a refusal that a phone can show."""
    return JsonResponse({"error": error, **more}, status=status)
