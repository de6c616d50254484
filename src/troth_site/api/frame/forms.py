"""Forms that several rooms share: days, keys, pages, refusals."""

from datetime import date
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from troth_site.queries.partners import Partnership

FIRST_DAY = date(1900, 1, 1)
MOST_PAGES = 1_000_000
HIGHEST_KEY = 2**63 - 1


class Wrong(Schema):
    """One thing that is wrong with a request."""

    where: str
    detail: str


class Refusal(Schema):
    """Why a request was not answered: a problem with its details, as RFC 9457 writes it."""

    type: str = "about:blank"
    title: str = Field(description="What kind of refusal it is.")
    status: int
    detail: str = Field(description="What is wrong and how to mend it, as a sentence.")
    where: str | None = Field(None, description="The field, parameter or header it is about.")
    errors: list[Wrong] | None = Field(None, description="Everything that is wrong, where several things are.")


class BadParameter(Exception):
    """Parameters that can be read and still cannot be meant."""

    def __init__(self, detail: str, *, where: str) -> None:
        super().__init__(detail)
        self.detail, self.where = detail, where


def answers(form: Any, *refusals: int) -> dict[int, Any]:
    """Return what an operation may answer: its form, and refusals; nobody asks unnamed or without end."""
    return {200: form, **dict.fromkeys((401, 429, *refusals), Refusal)}


def _day(written: object) -> date:
    try:
        day = date.fromisoformat(str(written))
    except ValueError:
        day = None
    if day is None or day < FIRST_DAY or len(str(written)) != len("2026-03-12"):
        raise PydanticCustomError("not_a_day", "not a day")
    return day


def _searchable(text: str) -> str:
    if "\x00" in text:
        raise PydanticCustomError("not_text", "not text")
    return text


Day = Annotated[date, BeforeValidator(_day)]
Key = Annotated[int, Field(ge=1, le=HIGHEST_KEY)]
Page = Annotated[int, Field(ge=1, le=MOST_PAGES)]
Text = Annotated[str, Field(max_length=200), AfterValidator(_searchable)]
Side = Literal["factory", "buyer"]
Dimension = Literal["delivery", "quality", "communication", "money", "honesty", "ethics", "partnership"]


def day_or_today(asked: date | None) -> date:
    """Return the day looked from: today where none is asked for.

    Raises:
        BadParameter: It lies ahead.
    """
    today = timezone.localdate()
    if asked is not None and asked > today:
        raise BadParameter(_("Nothing is recorded yet of a day that lies ahead."), where="as_of")
    return asked or today


class PartnerName(Schema):
    """The other side of a relationship."""

    id: int
    name: str = Field(description="As they write it themselves.")
    name_latin: str
    our_side: Side = Field(description="The side you stand on.")


def partner_name(found: Partnership) -> PartnerName:
    """Return whose relationship a row belongs to."""
    return PartnerName(id=found.pk, name=found.partner, name_latin=found.partner_latin, our_side=found.our_side)
