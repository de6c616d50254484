"""What a letter holds, whatever carries it: whole sentences in the language of whoever reads it, each with its page."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop, ngettext, pgettext
from django.utils.translation import gettext as _

from troth_site.actions.bridges import problems
from troth_site.actions.bridges.events import EVENTS
from troth_site.models import Notification
from troth_site.models.choices import CardColumn
from troth_site.queries.quality.shipped_words import is_ours, read_as
from troth_site.world import city

MOST_LINES = 20
OURS: dict[str, frozenset[str]] = {
    "change": frozenset({
        gettext_noop("planned"), gettext_noop("changed"), gettext_noop("cancelled"),
        gettext_noop("closed"), gettext_noop("the whole series changed"), gettext_noop("the whole series cancelled"),
        gettext_noop("you need not come"),
    }),
    "subject": frozenset({gettext_noop("Approvals, payments, forecast")}),
}  # fmt: skip
"""Words of data that are ours and not a person's: they are shown in the reader's language."""
LONGEST_LINE = 500
PAGE = "/notifications/"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened.

    Attributes:
        uid: Public name of the notification.
        event: One of EVENTS.
        says: The sentence.
        url: Whole address of the page that shows it.
    """

    uid: str
    event: str
    says: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is sent at once.

    Attributes:
        uid: Name of the letter, the same however often it is tried.
        title: What it is about, in one line.
        more: Things that happened beside the lines.
        rest: A sentence about those, empty where there are none.
        home: Whole address of the page that shows everything.
    """

    uid: str
    title: str
    lines: tuple[Line, ...]
    more: int
    rest: str
    home: str
    is_urgent: bool


def letter(uid: str, notifications: Iterable[Notification], *, language: str, zone: ZoneInfo) -> Letter:
    """Return the letter that tells of some notifications, the oldest first."""
    rows = list(notifications)
    with translation.override(language or settings.LANGUAGE_CODE), timezone.override(zone):
        lines = tuple(_line(row) for row in rows[:MOST_LINES])
        more = len(rows) - len(lines)
        title = lines[0].says
        if len(rows) > 1:
            counted = ngettext("%(count)d thing happened in Troth", "%(count)d things happened in Troth", len(rows))
            title = counted % {"count": len(rows)}
        rest = ngettext(
            "And %(count)d more, on the page of your notifications.",
            "And %(count)d more, on the page of your notifications.",
            more,
        )
        return Letter(
            uid=uid, title=title, lines=lines, more=more, rest=rest % {"count": more} if more else "",
            home=settings.TROTH_ORIGIN + PAGE, is_urgent=any(EVENTS[row.event].is_urgent for row in rows),
        )  # fmt: skip


def trial(uid: str, *, language: str, at: datetime) -> Letter:
    """Return the letter that shows that a place can be told."""
    home = settings.TROTH_ORIGIN + PAGE
    with translation.override(language or settings.LANGUAGE_CODE):
        says = _("This is a test: Troth can tell you here what you have chosen.")
    line = Line(uid, "test", says, home, at)
    return Letter(uid=uid, title=says, lines=(line,), more=0, rest="", home=home, is_urgent=False)


def _line(row: Notification) -> Line:
    return Line(str(row.uid), row.event, sentence(row.event, row.data), settings.TROTH_ORIGIN + row.path, row.at)


def sentence(event: str, data: Mapping[str, Any]) -> str:
    """Return what an event's notification says, in the language and the zone that are on."""
    if event not in EVENTS:
        return _("Something happened that this version of Troth has no words for.")
    given = defaultdict(lambda: "–", {name: _word(name, value) for name, value in data.items()})
    return _SPACE.sub(" ", str(EVENTS[event].says) % given).strip()[:LONGEST_LINE]


def _word(name: str, value: Any) -> str:
    text = str(value)
    if name == "column" and text in CardColumn.values:
        return str(CardColumn(text).label)
    if name == "reason":
        return problems.said(text)
    called, mark, order = text.partition(" · ")
    if name == "subject" and mark and is_ours(called):
        # A checkpoint and its order: what came with Troth is read in the reader's language.
        return f"{read_as(called)}{mark}{order}"
    if name in OURS:
        return _(text) if text in OURS[name] else text
    if not isinstance(value, str) or not _ISO.fullmatch(text):
        return text
    form = pgettext("a day, in the letters of Django's date filter", "D j M Y")
    try:
        if len(text) == len("2026-03-12"):
            return date_format(date.fromisoformat(text), form)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    moment = timezone.localtime(timezone.make_aware(moment) if timezone.is_naive(moment) else moment)
    place = city(timezone.get_current_timezone_name(), get_language() or "en")
    return f"{date_format(moment, form)}, {moment:%H:%M} ({place})"
