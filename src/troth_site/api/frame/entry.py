"""Who asks, and how a refusal reads."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.security import APIKeyCookie, HttpBearer

from troth_site import access
from troth_site.access import Actor, NotAllowed, NotThere
from troth_site.actions.tokens import note_use
from troth_site.api.frame.forms import BadParameter
from troth_site.queries import tokens


class Api(NinjaAPI):
    """Answers are for the one who asked alone: no cache on the way keeps them."""

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """Return the response that an operation fills."""
        answer = super().create_temporal_response(request)
        answer["Cache-Control"] = "private, no-store"
        return answer


class Token(HttpBearer):
    """A person's own token."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return whose token it is; nobody for one that has ended, was revoked or never made."""
        held = tokens.holder(tokens.hash_of(token))
        if held is None:
            return None
        note_use(token=held.token, last_used_at=held.last_used_at)
        request.troth_token = held.token  # type: ignore[attr-defined]
        return held.by


class Session(APIKeyCookie):
    """The cookie of somebody who is signed in on the pages."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Return who is signed in."""
        return access.actor(request.user) if request.user.is_authenticated else None  # type: ignore[arg-type]


def refuse(api: NinjaAPI) -> None:
    """Give every refusal of an API the same form."""

    def answer(request: HttpRequest, status: int, detail: str, where: str | None = None) -> HttpResponse:
        return api.create_response(request, {"detail": detail, "where": where}, status=status)

    @api.exception_handler(NotThere)
    @api.exception_handler(NotAllowed)
    def not_there(request: HttpRequest, _error: Exception) -> HttpResponse:
        return answer(request, 404, _("There is nothing here for you."))

    @api.exception_handler(AuthenticationError)
    def nobody(request: HttpRequest, _error: Exception) -> HttpResponse:
        refusal = answer(request, 401, _("Say who you are: send a token, or sign in first."), "Authorization")
        refusal["WWW-Authenticate"] = "Bearer"
        return refusal

    @api.exception_handler(BadParameter)
    def bad_parameter(request: HttpRequest, error: BadParameter) -> HttpResponse:
        return answer(request, 422, error.detail, error.where)

    @api.exception_handler(ValidationError)
    def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
        first = error.errors[0]
        return answer(request, 422, _sentence(first), str(first["loc"][-1]))

    @api.exception_handler(Throttled)
    def too_often(request: HttpRequest, _error: Throttled) -> HttpResponse:
        seconds = request.troth_retry_after  # type: ignore[attr-defined]
        told = _("This token has asked %(limit)s times within a minute. Go on in %(seconds)s seconds.")
        limit = settings.TROTH_API_REQUESTS_A_MINUTE
        refusal = answer(request, 429, told % {"limit": limit, "seconds": seconds}, "Authorization")
        refusal["Retry-After"] = str(seconds)
        return refusal

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(request, error.status_code, error.message)


def _sentence(error: dict[str, Any]) -> str:
    """Return what is wrong with a parameter, in words that say what to write instead."""
    name, limits = error["loc"][-1], error.get("ctx", {})
    said = {
        "not_a_day": _("%(name)s: write a day as 2026-03-12, not before 1900."),
        "not_text": _("%(name)s: the text holds a character that cannot be searched for."),
        "int_parsing": _("%(name)s: write a whole number."),
        "greater_than_equal": _("%(name)s: write %(ge)s or more."),
        "less_than_equal": _("%(name)s: write %(le)s or less."),
        "literal_error": _("%(name)s: write one of %(expected)s."),
        "string_too_long": _("%(name)s: write at most %(max_length)s characters."),
        "uuid_parsing": _("%(name)s: write the key as it stands in the list."),
    }
    return said.get(error["type"], _("%(name)s cannot be read.")) % {"name": name, **limits}
