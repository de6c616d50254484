"""Writing: an act done once however often it is sent, its refusals as problems, and the forms of what is written."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Annotated, Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Header, Schema
from ninja.responses import NinjaJSONEncoder
from ninja.utils import contribute_operation_args
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from troth_site.access import Actor
from troth_site.actions.tokens_answers import KeyUsed, Sent, once
from troth_site.api.frame.forms import Refusal
from troth_site.api.frame.problems import Problem

HEADER = "Idempotency-Key"
FIRST_YEAR, LAST_YEAR = 1900, 2199
ABOUT_KEY = "Your own name for this request, such as a UUID: sent again with the same content it is done once."


def writes(
    *refusals: type[Exception], conflicts: tuple[type[Exception], ...] = (), blames: str | None = None,
    forgets: tuple[str, ...] = (),
) -> Callable[[Callable[..., Schema]], Callable[..., HttpResponse]]:  # fmt: skip
    """Make an operation one that writes.

    Args:
        refusals: What its act may refuse with; each says what to do instead.
        conflicts: Refusals because things have moved on meanwhile.
        blames: The field that a refusal is about.
        forgets: Fields of the answer that are told once and never kept.
    """

    def writing(view: Callable[..., Schema]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def written(request: HttpRequest, **given: Any) -> HttpResponse:
            key = given.pop("idempotency_key")
            sent = Sent(request.auth, getattr(request, "troth_token", None), key, _hash_of(request))  # type: ignore[attr-defined]

            def doing() -> Any:
                return view(request, **given).model_dump(mode="json", by_alias=True)

            try:
                found = once(sent, doing, kept=lambda answer: answer | dict.fromkeys(forgets))
            except KeyUsed as error:
                told = _("This key was used for another request within a day. Choose another key for another request.")
                raise Problem(409, told, where=HEADER) from error
            except conflicts as error:
                raise Problem(409, _(str(error)), where=blames) from error
            except refusals as error:
                raise Problem(422, _(str(error)), where=blames) from error
            answer = HttpResponse(NinjaJSONEncoder().encode(found.answer), content_type="application/json")
            answer["Cache-Control"] = "private, no-store"
            if found.is_repeated:
                answer["Idempotency-Replayed"] = "true"
            return answer

        key_of = Header(..., alias=HEADER, min_length=1, max_length=200, pattern=r"^[!-~]+$", description=ABOUT_KEY)
        contribute_operation_args(written, "idempotency_key", str, key_of)
        return written

    return writing


def _hash_of(request: HttpRequest) -> str:
    """Return what stands for a request: its address, and everything in it."""
    digest = hashlib.sha256(request.get_full_path().encode() + b"\n")
    if request.content_type != "multipart/form-data":
        digest.update(request.body)
        return digest.hexdigest()
    for name, values in sorted(request.POST.lists()):
        digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name, file.size)).encode())
            for part in file.chunks():
                digest.update(part)
            file.seek(0)
    return digest.hexdigest()


def asker(request: HttpRequest) -> Actor:
    """Return in whose name a program writes."""
    return cast(Actor, request.auth)  # type: ignore[attr-defined]


class Done(Schema):
    """What was written."""

    id: int | None = Field(description="Its key; null where it has none of its own, or is gone.")
    see: str | None = Field(description="Where it can be read now; null where it is gone.")


def done(pk: int | None, name: str = "", **where: Any) -> Done:
    """Return what is answered after an act: the key of what was written, and the route that shows it."""
    return Done(id=pk, see=reverse(f"api:{name}", kwargs=where) if name else None)


def written(form: Any = Done) -> dict[int, Any]:
    """Return what an operation that writes may answer."""
    return {200: form, **dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Refusal)}


class Given(Schema):
    """What a program writes; a field that is not known is refused, for nobody would notice that it was left out."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def example(**said: Any) -> ConfigDict:
    """Return what shows one way to write a form, for its description."""
    return ConfigDict(json_schema_extra={"examples": [said]})


def _kept(text: str) -> str:
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise PydanticCustomError("not_kept", "not kept")
    return text


def _said(text: str) -> str:
    if not text:
        raise PydanticCustomError("nothing_said", "nothing said")
    return _kept(text)


def _day(value: object) -> date:
    written = str(value)
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR or len(written) != len("2026-03-12"):
        raise PydanticCustomError("not_a_day", "not a day")
    return day


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise PydanticCustomError("not_a_moment", "not a moment")
    return moment


OnDay = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
# As long as the forms of the pages let people write.
Line = Annotated[str, Field(max_length=300), AfterValidator(_said)]
LineOrNothing = Annotated[str, Field(max_length=300), AfterValidator(_kept)]
Words = Annotated[str, Field(max_length=4000), AfterValidator(_said)]
WordsOrNothing = Annotated[str, Field(max_length=4000), AfterValidator(_kept)]
LongText = Annotated[str, Field(max_length=20_000), AfterValidator(_said)]
Language = Annotated[str, Field(max_length=10, pattern=r"^[A-Za-z-]*$")]
