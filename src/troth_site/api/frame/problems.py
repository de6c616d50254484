"""How a refusal reads: a problem with its details (RFC 9457), in words that say what to write instead."""

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from troth_site.access import NotAllowed, NotThere
from troth_site.api.frame.forms import BadParameter

MEDIA_TYPE = "application/problem+json"
READS = ("GET", "HEAD", "OPTIONS")
View = Callable[..., HttpResponseBase]


class Problem(Exception):
    """A request is not answered as it was asked; `where` names the field, parameter or header it is about."""

    def __init__(self, status: int, detail: str, *, where: str | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.where = status, detail, where


def refuse(api: NinjaAPI) -> None:
    """Give every refusal of an API the same form."""
    for kind, told in TOLD.items():
        api.add_exception_handler(kind, told)


def _problem(_request: HttpRequest, error: Problem) -> HttpResponse:
    return _answer(error.status, error.detail, error.where)


def _not_there(_request: HttpRequest, _error: NotThere) -> HttpResponse:
    return _answer(404, _("There is nothing here for you."))


def _not_allowed(request: HttpRequest, _error: NotAllowed) -> HttpResponse:
    if request.method in READS:
        return _answer(404, _("There is nothing here for you."))
    told = _("You may read this, but your role does not change it. Ask a manager of your organisation.")
    return _answer(403, told)


def _nobody(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    refusal = _answer(401, _("Say who you are: send a token, or sign in first."), "Authorization")
    refusal["WWW-Authenticate"] = "Bearer"
    return refusal


def _bad_parameter(_request: HttpRequest, error: BadParameter) -> HttpResponse:
    return _answer(422, error.detail, error.where)


def _unreadable(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = [{"where": _where(each["loc"]), "detail": _sentence(each)} for each in error.errors]
    return _answer(422, found[0]["detail"], found[0]["where"], errors=found)


def _too_much(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return _answer(413, _("This is more than one request may hold. Send it in several."))


def _too_often(request: HttpRequest, _error: Throttled) -> HttpResponse:
    seconds = request.troth_retry_after  # type: ignore[attr-defined]
    told = _("This token has asked %(limit)s times within a minute. Go on in %(seconds)s seconds.")
    limit = settings.TROTH_API_REQUESTS_A_MINUTE
    refusal = _answer(429, told % {"limit": limit, "seconds": seconds}, "Authorization")
    refusal["Retry-After"] = str(seconds)
    return refusal


def _other(_request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 400:
        return _answer(400, _("The body cannot be read. Send it as JSON, in UTF-8."), "body")
    return _answer(error.status_code, error.message)


@csrf_exempt
def no_such_address(_request: HttpRequest, address: str) -> HttpResponse:
    """Answer where no address of the API is."""
    told = _("This API has no address %(address)s. All it has stand in %(description)s.")
    return _answer(404, told % {"address": address, "description": reverse("api:openapi-json")})


def by_another_method(view: View) -> View:
    """Let a view say in the form of all refusals which methods its address takes."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return answer
        allowed = answer["Allow"]
        refusal = _answer(405, _("This address takes %(methods)s.") % {"methods": allowed})
        refusal["Allow"] = allowed
        return refusal

    return told


TOLD: dict[type[Exception], Callable[..., HttpResponse]] = {
    Problem: _problem,
    NotThere: _not_there,
    NotAllowed: _not_allowed,
    AuthenticationError: _nobody,
    BadParameter: _bad_parameter,
    ValidationError: _unreadable,
    RequestDataTooBig: _too_much,
    Throttled: _too_often,
    HttpError: _other,
}


def _answer(status: int, detail: str, where: str | None = None, **more: Any) -> HttpResponse:
    told = {"type": "about:blank", "title": _title(status), "status": status, "detail": detail, "where": where, **more}
    answer = HttpResponse(_json(told), status=status, content_type=MEDIA_TYPE)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _json(told: dict[str, Any]) -> str:
    # A part of what was sent may be quoted, and need not be text that UTF-8 can hold.
    return json.dumps(told)


def _title(status: int) -> str:
    titles = {
        400: _("It cannot be read"),
        401: _("Nobody is named"),
        403: _("It is not yours to change"),
        404: _("Not here"),
        405: _("Not by this method"),
        409: _("It does not go together with what stands"),
        413: _("It is too large"),
        422: _("Something has to be mended"),
        429: _("Too many requests"),
    }
    return titles.get(status, _("It was not done"))


def _where(loc: tuple[Any, ...]) -> str:
    """Return the name of what an error is about; inside a body, the way to it."""
    if loc[0] in ("body", "form", "file"):
        return ".".join(str(part) for part in loc[2:] or loc[1:] or loc)
    return str(loc[-1])


def _sentence(error: dict[str, Any]) -> str:
    """Return what is wrong with a parameter, in words that say what to write instead."""
    name, limits = _where(error["loc"]), error.get("ctx", {})
    said = {
        "not_a_day": _("%(name)s: write a day as 2026-03-12, not before 1900."),
        "not_text": _("%(name)s: the text holds a character that cannot be searched for."),
        "not_kept": _("%(name)s: the text holds a character that cannot be kept. Take it out."),
        "string_unicode": _("%(name)s: the text holds a character that cannot be kept. Take it out."),
        "nothing_said": _("%(name)s: write something here; it was left empty."),
        "not_a_moment": _("%(name)s: write a moment with its zone, as 2026-03-12T17:00:00+08:00."),
        "missing": _("%(name)s lacks, and is needed."),
        "extra_forbidden": _("%(name)s is no field of this form. Take it out, or see how it is spelled in the docs."),
        "int_parsing": _("%(name)s: write a whole number."),
        "int_type": _("%(name)s: write a whole number."),
        "int_from_float": _("%(name)s: write a whole number."),
        "bool_parsing": _("%(name)s: write true or false."),
        "bool_type": _("%(name)s: write true or false."),
        "string_type": _("%(name)s: write a text."),
        "list_type": _("%(name)s: write a list."),
        "dict_type": _("%(name)s: write an object, with a name for each of its parts."),
        "model_attributes_type": _("%(name)s: write an object, with a name for each of its parts."),
        "decimal_parsing": _("%(name)s: write a decimal number as text, such as “12.50”."),
        "decimal_max_digits": _("%(name)s: write fewer digits."),
        "decimal_max_places": _("%(name)s: write fewer digits behind the point."),
        "greater_than": _("%(name)s: write more than %(gt)s."),
        "greater_than_equal": _("%(name)s: write %(ge)s or more."),
        "less_than_equal": _("%(name)s: write %(le)s or less."),
        "literal_error": _("%(name)s: write one of %(expected)s."),
        "string_too_long": _("%(name)s: write at most %(max_length)s characters."),
        "string_too_short": _("%(name)s: write at least %(min_length)s characters."),
        "too_long": _("%(name)s: list at most %(max_length)s."),
        "too_short": _("%(name)s: list at least %(min_length)s."),
        "string_pattern_mismatch": _("%(name)s: write it as in the docs; a character in it cannot be meant."),
        "time_parsing": _("%(name)s: write an hour as 09:30."),
        "uuid_parsing": _("%(name)s: write the key as it stands in the list."),
    }
    return said.get(error["type"], _("%(name)s cannot be read.")) % {"name": name, **limits}
