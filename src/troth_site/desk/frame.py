"""What pages of the desk carry around their content: who is there, where to go, as of when; pages of a list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from troth_site.access import Actor, Verb
from troth_site.actions import people
from troth_site.desk.door import actor_of
from troth_site.queries.ledger import Page
from troth_site.templatetags.troth_ways import way

THEMES = ("light", "dark")
YEAR_SECONDS = 365 * 24 * 3600
# Name of the address, label, icon, and what one must be allowed to do somewhere to see it.
PLACES: tuple[tuple[str, Any, dict[str, str], Verb], ...] = (
    ("today", gettext_lazy("Today"), {"icon": "list-check"}, "see"),
    ("partners", gettext_lazy("Partners"), {"icon": "building-factory-2"}, "see"),
    ("messages", gettext_lazy("Messages"), {"icon": "messages"}, "see"),
    ("own-calendar", gettext_lazy("Calendar"), {"icon": "calendar"}, "see"),
    ("imports", gettext_lazy("Imports"), {"icon": "download"}, "results"),
)
# Pages that belong to a partner and stand elsewhere.
OF_PARTNERS = (
    "promises/", "lines/", "actions/", "flags/", "notes/", "requests/", "statuses/", "cards/", "meetings/", "series/",
    "threads/", "decisions/", "terms/", "changes/", "mail/",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day a page looks from."""

    day: date
    past: bool
    today_url: str
    kept: tuple[dict[str, str], ...]


def look_from(request: HttpRequest) -> AsOf:
    """Return the day a page is asked for, today where none or an impossible one is; the frame shows it."""
    today = timezone.localdate()
    asked = request.GET.get("as_of", "").strip()
    day = _day(asked) if asked else today
    if day is None or not date(1900, 1, 1) <= day <= today:
        messages.warning(request, _wrong_day(asked, day))
        day = today
    rest = request.GET.copy()
    rest.pop("as_of", None)
    found = AsOf(day=day, past=day != today, today_url=with_query(request.path, rest), kept=_kept(rest))
    request.troth_as_of = found  # type: ignore[attr-defined]
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _wrong_day(asked: str, day: date | None) -> str:
    if day is None:
        return _("“%(asked)s” is not a day. Write it as 2026-03-12. You are looking at today.") % {"asked": asked[:40]}
    if day > timezone.localdate():
        return _("%(asked)s lies ahead: nothing is recorded of it yet. You are looking at today.") % {"asked": asked}
    return _("Nothing is recorded of %(asked)s. You are looking at today.") % {"asked": asked}


def _kept(query: QueryDict) -> tuple[dict[str, str], ...]:
    return tuple({"name": name, "value": value} for name, value in query.items() if name != "page")


def with_query(path: str, query: QueryDict) -> str:
    """Return an address with a query, without a question mark where there is nothing to ask."""
    return f"{path}?{query.urlencode()}" if query else path


def address(request: HttpRequest, name: str, *args: object, **query: object) -> str:
    """Return the address of a page, looking from the same day as this one."""
    as_of: AsOf | None = getattr(request, "troth_as_of", None)
    asked = {key: value for key, value in query.items() if value not in ("", None)}
    if as_of is not None and as_of.past:
        asked["as_of"] = as_of.day.isoformat()
    path = _path(name, *args)
    return f"{path}?{urlencode(asked)}" if asked else path


def _path(name: str, *args: object) -> str:
    """Return a path; for rows that differ in one number Django is asked for their way once."""
    return way(name, args[0]) if len(args) == 1 and isinstance(args[0], int) else reverse(name, args=args)


def addresses(request: HttpRequest, name: str) -> Callable[[int], str]:
    """Return what makes the addresses of rows that differ in one number: a list asks Django for its way once."""
    before, _number, after = address(request, name, 0).partition("/0/")
    return lambda pk: f"{before}/{pk}/{after}"


def choices(named: list[tuple[str, Any]], chosen: str) -> list[dict[str, Any]]:
    """Return what a filter offers, first of all everything."""
    found: list[dict[str, Any]] = [{"value": "", "label": _("all"), "selected": not chosen}]
    return found + [{"value": value, "label": label, "selected": value == chosen} for value, label in named]


def pager(request: HttpRequest, page: Page[Any], *, target: str, anchor: str = "") -> dict[str, Any] | None:
    """Return the pages of a list, None where there is one.

    Args:
        request: What was asked; its other choices are kept.
        page: The page shown.
        target: The element that a new page replaces.
        anchor: The place on its page under which the list stands, such as "#ledger".
    """
    if page.pages == 1:
        return None
    first = (page.number - 1) * page.size

    def url(number: int) -> str:
        if not 1 <= number <= page.pages:
            return ""
        query = request.GET.copy()
        query["page"] = str(number)
        return f"{with_query(request.path, query)}{anchor}"

    return {
        "first": first + 1 if page.rows else 0,
        "last": first + len(page.rows),
        "total": page.total,
        "previous_url": url(page.number - 1),
        "next_url": url(page.number + 1),
        "target": target,
    }


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the frame around every page."""
    language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    found: dict[str, Any] = {
        "theme": theme if (theme := request.COOKIES.get("theme", "")) in THEMES else "",
        "theme_url": way("theme"),
        "languages": [{"code": code, "name": name, "current": code == language} for code, name in settings.LANGUAGES],
        "language_url": way("language"),
        "here": request.get_full_path(),
        "as_of": getattr(request, "troth_as_of", None),
    }
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        found |= _of_person(request)
    return found


def _of_person(request: HttpRequest) -> dict[str, Any]:
    by = actor_of(request)
    places = [
        {"url": url, "label": label, "current": _is_here(request, name, url), **icon}
        for name, label, icon, verb in PLACES
        if _is_open(by, name, verb) and (url := _place(name))
    ]
    person = {
        "name": by.name,
        "organisation": " · ".join(seat.organisation_name for seat in by.seats),
        "sign_out_url": _place("sign-out"),
    }
    settings_url = _place("settings")
    if settings_url:
        person["links"] = [
            {"url": _place("notifications"), "label": _("Notifications")},
            {"url": settings_url, "label": _("Settings")},
        ]
    return {"nav": places, "person": person}


def _is_open(by: Actor, name: str, verb: Verb) -> bool:
    may = by.organisations(verb)
    # Files are of a buyer's record; a factory's people find that page closed.
    return any(name != "imports" or seat.kind == "buyer" for seat in by.seats if seat.organisation in may)


def _place(name: str) -> str:
    # Doors of other rooms appear when the room is there.
    try:
        return way(name)
    except NoReverseMatch:
        return ""


def _is_here(request: HttpRequest, name: str, url: str) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    is_under = url != "/" and request.path.startswith(url)
    return match.url_name == name or is_under or (name == "partners" and match.route.startswith(OF_PARTNERS))


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language, and remember it for whoever is signed in."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        people.prefer(by=actor_of(request), language=chosen)
    return set_language(request)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Change between light, dark and what the device prefers, for this browser."""
    chosen = request.POST.get("theme", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    answer = HttpResponseRedirect(back)
    if chosen in THEMES:
        answer.set_cookie("theme", chosen, max_age=YEAR_SECONDS, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    else:
        answer.delete_cookie("theme")
    return answer
