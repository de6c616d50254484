"""Today: what asks for an answer, what we owe, what they owe."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from troth.basis.text import BETWEEN_SENTENCES
from troth_site.access import ASSIGNED_ROLES, Actor
from troth_site.desk import words
from troth_site.desk.communication.calendars_shown import stop_words
from troth_site.desk.door import signed_in
from troth_site.desk.frame import addresses
from troth_site.desk.partners.page import promise_row
from troth_site.desk.today_waiting import papers_of, waiting_rows
from troth_site.desk.trust import cards
from troth_site.queries import settling, value_at_risk
from troth_site.queries import today as queries
from troth_site.queries.communication.calendars_ahead import stops_ahead
from troth_site.queries.communication.greetings import greetings
from troth_site.queries.communication.mail import unplaced
from troth_site.queries.communication.mix import calls_due
from troth_site.queries.quality.second_looks_own import waiting_looks
from troth_site.templatetags.troth_parts import count, promised

ROWS_SHOWN = 10
CARDS_SHOWN = 6


@require_GET
@signed_in
def today(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show the first page of the day: the most urgent of everything, or as much as one page holds."""
    day = timezone.localdate()
    show_all, inspects = request.GET.get("all") == "1", any(seat.role in ASSIGNED_ROLES for seat in by.seats)
    ours, theirs = queries.first_owed(by, today=day, most=queries.COUNTED if show_all else ROWS_SHOWN)
    asking = queries.asking(by, most=settling.SHOWN if show_all else CARDS_SHOWN)
    waits = queries.waiting(by)
    papers = settling.Counted(len(waits.ours) + len(waits.looks))
    asked = _together(asking.flags_in_all, asking.actions_in_all, asking.contests.asked_in_all, papers)
    is_clear = not (ours.total or theirs.total or asked.number or waits.theirs)
    first = queries.beginning(by) if is_clear else None
    context = {
        "day": day,
        "first": first and _first(first),
        "sides": [
            _side(request, ours, title=_("What we owe"), none=_("We owe nothing that is on the record."))
            | papers_of(request, waits.ours, title=_("Waiting for our signature or answer")),
            _side(request, theirs, title=_("What they owe us"), none=_("Nobody owes us anything on the record."))
            | papers_of(request, waits.theirs, title=_("Waiting for their signature or answer")),
        ],
        "flags": [_flag(request, row) for row in asking.flags],
        "flags_in_all": _in_all(asking.flags_in_all, len(asking.flags)),
        "actions": [_action(request, action) for action in asking.actions],
        "actions_in_all": _in_all(asking.actions_in_all, len(asking.actions)),
        **_contests(asking.contests),
        "looks": waiting_rows(request, waits.looks),
        "show_all": show_all,
        "imports": queries.imports(by),
        "sentence": _sentence(ours, theirs, asked),
        **_soon(request, by, day),
        "looks_waiting": waiting_looks(by) if inspects else 0,
        "inspects": inspects,
        "is_empty": is_clear and first is None and not queries.has_partners(by),
    }
    return render(request, "desk/today.html", context)


def _first(found: queries.Beginning) -> dict[str, Any]:
    """Return the first steps with a partner: its record before all, as long as another is left."""
    partner, ours = found.partner, found.partner.organisation(found.partner.our_side)
    ways = {
        "import": ("download", _("Import an order history"), reverse("imports")),
        "first-person": ("mail-forward", _("Invite their first person"), reverse("invite", args=[partner.pk])),
        "contacts": ("users", _("Say who answers for what"), reverse("contacts", args=[partner.pk])),
        "week": ("calendar", _("Say when you work"), reverse("calendar-week", args=[partner.pk])),
        "card": ("user", _("Say how you like to work"), reverse("own-card")),
        "colleague": ("mail-forward", _("Invite a colleague"), reverse("members", args=[ours])),
    }
    record = ("list-check", _("Look at the record both of you read"), reverse("partner", args=[partner.pk]))
    steps = [record, *(ways[step] for step in found.steps)]
    return {
        "partner": partner.partner,
        "steps": [dict(zip(("icon", "label", "url"), step, strict=True)) for step in steps],
    }


def _soon(request: HttpRequest, by: Actor, day: date) -> dict[str, Any]:
    """Return what comes up beside what is owed: letters in no thread, long holidays, feasts to greet for."""
    partner = addresses(request, "partner")
    ahead = stops_ahead(by, today=day, language=get_language() or "en")
    return {
        "letters": unplaced.waiting(by),
        "calls": [
            {"partner": each.partner, "text": words.found(each.call),
             "url": reverse("plan-meeting", args=[each.relationship])}
            for each in calls_due(by, now=timezone.now())
        ],
        "stops": [
            {**stop_words(each.long), "code": each.country,
             "is_past": each.long.order_by is not None and each.long.order_by < day}
            for each in ahead
        ],
        "greetings": [
            {"partner": each.partner, "feast": each.feast, "day": each.day, "text": words.found(each.suggestion),
             "url": partner(each.relationship), "pk": each.relationship}
            for each in greetings(by, today=day)
        ],
    }  # fmt: skip


def _flag(request: HttpRequest, row: value_at_risk.Waiting) -> dict[str, Any]:
    card = cards.flag_card(request, row.flag, today=timezone.localdate())
    # A flag about the partner names it already; one about us is said with whom.
    partner = row.flag.partnership.partner if card["ours"] else ""
    return card | {"partner": partner, "at_risk": cards.at_risk(row.at_risk)}


def _action(request: HttpRequest, action: settling.OpenAction) -> dict[str, Any]:
    card = cards.action_card(request, action, today=timezone.localdate())
    return card | {"title": f"{card['title']} · {action.partnership.partner}"}


def _contests(found: queries.Contested) -> dict[str, Any]:
    """Return the contests that wait for our answer, and our own, of which nothing is asked."""
    return {
        "contests": [_contest(each, "answer-contest") for each in found.asked],
        "contests_in_all": _in_all(found.asked_in_all, len(found.asked)),
        "contests_waiting": [_contest(each, "promise") for each in found.waiting],
        "contests_waiting_in_all": _in_all(found.waiting_in_all, len(found.waiting)),
    }


def _contest(entry: queries.ContestedEntry, page: str) -> dict[str, Any]:
    url = reverse(page, args=[entry.pk])
    return {"what": promised(entry.what), "partner": entry.partner, "on": entry.on, "url": url}


def _side(request: HttpRequest, side: queries.First, *, title: str, none: str) -> dict[str, Any]:
    today, partner = timezone.localdate(), addresses(request, "partner")
    rows = [
        promise_row(request, owed.promise, today)
        | {"partner": {"name": owed.partner, "url": partner(owed.promise.relationship)}}
        for owed in side.rows
    ]
    return {"title": title, "none": none, "rows": rows, "overdue": _overdue(side) if side.overdue else "",
            "hidden": side.total - len(rows), "is_part": side.is_part, "total": side.total}  # fmt: skip


def _overdue(side: queries.First) -> str:
    return _many(settling.Counted(side.overdue, is_part=side.is_part and side.overdue == side.total))


def _many(found: settling.Counted) -> str:
    """Say a number, and that there are more where not all were counted."""
    return _("more than %(n)s") % {"n": count(found.number)} if found.is_part else count(found.number)


def _in_all(found: settling.Counted, shown: int) -> str:
    """Say how many there are, nothing where all are shown."""
    return _many(found) if found.is_part or found.number > shown else ""


def _together(*found: settling.Counted) -> settling.Counted:
    return settling.Counted(sum(each.number for each in found), is_part=any(each.is_part for each in found))


def _sentence(ours: queries.First, theirs: queries.First, asked: settling.Counted) -> str:
    said = [
        ngettext("We are overdue with one promise.", "We are overdue with %(n)s promises.", ours.overdue)
        % {"n": _overdue(ours)}
        if ours.overdue
        else _("We are overdue with nothing."),
        ngettext("One promise to us is overdue.", "%(n)s promises to us are overdue.", theirs.overdue)
        % {"n": _overdue(theirs)}
        if theirs.overdue
        else _("Nothing promised to us is overdue."),
    ]
    if asked.number:
        things = ngettext("One thing asks for an answer.", "%(n)s things ask for an answer.", asked.number)
        said.append(things % {"n": _many(asked)})
    return _(BETWEEN_SENTENCES).join(said)
