"""Who asks: a token, or the session of somebody signed in; who may write with it, and how much at once."""

from copy import deepcopy
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from troth_site import access
from troth_site.access import Actor
from troth_site.actions.tokens import note_use
from troth_site.api.frame.problems import MEDIA_TYPE, READS, Problem
from troth_site.queries import tokens

AROUND_A_FILE = 1024**2
"""Bytes that a request may hold beside its file."""


class Api(NinjaAPI):
    """Answers are for the one who asked alone: no cache on the way keeps them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._descriptions: dict[str, Any] = {}

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """Return the response that an operation fills."""
        answer = super().create_temporal_response(request)
        answer["Cache-Control"] = "private, no-store"
        return answer

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> Any:
        """Return the description, not to be changed; it takes a second to make, so each address makes it once."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._descriptions:
            self._descriptions[prefix] = self._describe(prefix)
        return self._descriptions[prefix]

    def _describe(self, prefix: str) -> Any:
        """Return the description; refusals are problems, with a media type of their own."""
        schema = _Description(self, prefix)
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "content" in answer:
                        answer["content"] = {MEDIA_TYPE: next(iter(answer["content"].values()))}
        return schema


class _Description(OpenAPISchema):
    """The description, in which the same answer of hundreds of operations is described once."""

    def __init__(self, api: NinjaAPI, path_prefix: str) -> None:
        self._answers: dict[Any, Any] = {}
        # It describes everything as it is made.
        super().__init__(api, path_prefix)

    def _create_schema_from_model(self, model: Any, *given: Any, **named: Any) -> Any:
        # Each operation wraps what it answers in a model of its own, all of them alike but for what they wrap.
        answer = model.model_fields["response"].annotation if model.__name__ == "NinjaResponseSchema" else None
        if answer is None:
            return super()._create_schema_from_model(model, *given, **named)
        key = (answer, given, tuple(named.items()))
        if key not in self._answers:
            self._answers[key] = super()._create_schema_from_model(model, *given, **named)
        return deepcopy(self._answers[key])


class Token(HttpBearer):
    """A person's own token."""

    def __call__(self, request: HttpRequest) -> Any:
        """Look at how much comes before anything reads it: this is asked first of every request."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.TROTH_UPLOAD_LIMIT_BYTES + AROUND_A_FILE:
            told = _("The request is larger than %(limit)d MB. Split what it holds, or ask the operator for more.")
            raise Problem(413, told % {"limit": settings.TROTH_UPLOAD_LIMIT_BYTES // 1024**2})
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return whose token it is; nobody for one that has ended, was revoked or never made."""
        held = tokens.holder(tokens.hash_of(token))
        if held is None:
            return None
        note_use(token=held.token, last_used_at=held.last_used_at)
        request.troth_token = held.token  # type: ignore[attr-defined]
        if request.method not in READS and not held.writes:
            told = _("This token only reads. Make one that also writes under Settings, API tokens.")
            raise Problem(403, told, where="Authorization")
        return held.by


class Session(APIKeyCookie):
    """The cookie of somebody who is signed in on the pages; it writes only beside the token of a form."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Return who is signed in."""
        if not request.user.is_authenticated:
            return None
        if request.method not in READS and check_csrf(request) is not None:
            told = _("A browser writes only with the token of a form: send it as X-CSRFToken, or use an API token.")
            raise Problem(403, told, where="X-CSRFToken")
        return access.actor(request.user)  # type: ignore[arg-type]
