"""A person's own calendar over all partners, the address at which their program reads it, and single calendar files."""

import base64
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth_site.access import Actor
from troth_site.actions.communication import feeds as acts
from troth_site.actions.communication import meetings_answering
from troth_site.actions.communication.meetings_answering import CalendarReply, Taken
from troth_site.desk.communication import meetings_one
from troth_site.desk.communication.feeds_forms import RepliesForm
from troth_site.desk.communication.meetings_forms import REFUSALS
from troth_site.desk.communication.meetings_shown import ANSWERS
from troth_site.desk.communication.messages_times import place
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.trust.cards import left
from troth_site.queries.communication import feeds as rows
from troth_site.queries.communication import meetings as meetings_rows
from troth_site.queries.communication.feeds_own import PAGE_DAYS, Due, OwnMeeting, own_calendar
from troth_site.queries.communication.meetings import OneMeeting
from troth_site.queries.communication.meetings_files import seen_meeting_fact
from troth_site.sheets.messages import UnreadableFile

if TYPE_CHECKING:
    from troth_site.sheets.ics_reading import ReadCalendar

ZONE_PAGE = "desk/communication/meetings/zone.html"
PAGES = {"promise": "promise", "status": "status-of-promise", "request": "request"}


@require_GET
@signed_in
def own(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show what a person has before them in the next thirty days."""
    return _own_page(request, by)


@require_POST
@signed_in
def make(request: HttpRequest, by: Actor) -> HttpResponse:
    """Make an address of one's own feed; it is shown this once."""
    made: list[str] = []
    form = DeskForm(request.POST)
    if form.act(request, lambda: made.append(acts.make(by=by)), refusals=(acts.FeedRefused,)):
        if not made:
            return redirect("own-calendar")
        address = settings.TROTH_ORIGIN + reverse("calendar-feed", args=[made[0]])
        return _own_page(request, by, address=address)
    return _own_page(request, by, refused=form)


@require_POST
@signed_in
def revoke(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Close an address of one's own feed."""
    acts.revoke(by=by, feed=pk)
    messages.success(request, _("This address is closed. Programs that read it find nothing any more."))
    return redirect("own-calendar")


@require_GET
@signed_in
def download(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Give one meeting as a calendar file."""
    from troth_site.sheets import meeting_files  # noqa: PLC0415  reason: 5 MB of each worker, and few ask for a file

    fact = seen_meeting_fact(by, pk)
    answer = HttpResponse(
        meeting_files.meeting_file(fact, stamp=timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="meeting-{pk}.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@signed_in
def replies(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Take answers that a calendar sent as a file; a zone nobody knows is asked about, and the file kept meanwhile."""
    from troth_site.sheets import ics_reading, meeting_files  # noqa: PLC0415  reason: 5 MB of each worker, as above

    found = meetings_rows.meeting(by, pk)
    form = RepliesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, by, found, form)
    zone = form.cleaned_data["zone"]
    try:
        read = ics_reading.read_calendar(form.data_of_file, zone=ZoneInfo(zone) if zone else None)
    except UnreadableFile as error:
        form.add_error("file", error.text(_))
        return _refused(request, by, found, form)
    if any(problem.is_question for problem in read.problems):
        return _ask_zone(request, found.partnership, pk, form.data_of_file, read)
    uids = {meeting_files.uid_of(f"meeting/{found.row.uid}"), meeting_files.uid_of(_series_key(by, pk))}
    told = [
        CalendarReply(email=guest.email, partstat=guest.answer, planned_at=_moment(entry.planned))
        for entry in read.entries
        if entry.uid in uids
        for guest in entry.guests
    ]
    try:
        taken = meetings_answering.take_replies(by=by, meeting=pk, replies=told)
    except REFUSALS as refusal:
        form.add_error("file", _(str(refusal)))
        return _refused(request, by, found, form)
    return _taken(request, pk, taken)


def _refused(request: HttpRequest, by: Actor, found: OneMeeting, form: RepliesForm) -> HttpResponse:
    """Show what was refused at its field: the zone on the page that asks for it, the file on that of the meeting."""
    if "zone" in form.errors and "file" not in form.errors:
        context = {"partner": found.partnership, "is_top": True, "form": form, "pk": found.row.pk, "questions": []}
        return render(request, ZONE_PAGE, context, status=422)
    return meetings_one.page(request, by, found, refused=form)


def _taken(request: HttpRequest, pk: int, taken: tuple[Taken, ...]) -> HttpResponse:
    if not taken:
        messages.info(request, _("This file holds no new answer to this meeting."))
    for each in taken:
        said = _("%(name)s: %(answer)s.") if each.is_verified else _(
            "%(name)s: %(answer)s, as the file says. It counts once they say so here themselves."
        )  # fmt: skip
        messages.success(request, said % {"name": each.name, "answer": ANSWERS[each.state]["word"]})
    return redirect("meeting", pk)


def _ask_zone(
    request: HttpRequest, partner: Any, pk: int, data: bytes, read: "ReadCalendar"
) -> HttpResponse:  # fmt: skip
    questions = [problem for problem in read.problems if problem.is_question]
    form = RepliesForm(initial={"held": base64.b64encode(data).decode()})
    context = {
        "partner": partner, "is_top": True, "form": form, "pk": pk,
        "questions": [{"what": each.message.text(_), "mend": each.mend.text(_)} for each in questions],
    }  # fmt: skip
    return render(request, ZONE_PAGE, context, status=422)


def _series_key(by: Actor, pk: int) -> str:
    return seen_meeting_fact(by, pk).key


def _moment(planned: Any) -> datetime | None:
    return planned if isinstance(planned, datetime) else None


def _own_page(
    request: HttpRequest, by: Actor, *, address: str = "", refused: DeskForm | None = None
) -> HttpResponse:  # fmt: skip
    now = timezone.now()
    found = own_calendar(by, now=now, language=get_language() or "en")
    days: dict[Any, dict[str, list[Any]]] = {}
    for meeting in found.meetings:
        _day(days, meeting.local.date())["meetings"].append(_meeting(meeting))
    for due in found.dues:
        _day(days, due.day)["dues"].append(_due(due, now))
    context = {
        "days": [{"day": day, **listed, "left": left(day, now.date())} for day, listed in sorted(days.items())],
        "days_off": found.days_off, "addresses": rows.addresses(by), "address": address,
        "form": refused or DeskForm(), "until": now.date() + timedelta(days=PAGE_DAYS), "revoke_form": DeskForm(),
    }  # fmt: skip
    return render(request, "desk/communication/meetings/own.html", context, status=200 if refused is None else 422)


def _day(days: dict[Any, dict[str, list[Any]]], day: Any) -> dict[str, list[Any]]:
    return days.setdefault(day, {"meetings": [], "dues": []})


def _meeting(each: OwnMeeting) -> dict[str, Any]:
    when = {"at": each.local, "place": _city(each.local)}
    if each.local.utcoffset() != each.theirs.utcoffset():
        when |= {"there": each.theirs, "other_place": _city(each.theirs)}
    return {"each": each, "when": when, "answer": ANSWERS.get(each.my_answer)}


def _due(due: Due, now: datetime) -> dict[str, Any]:
    return {"due": due, "url": reverse(PAGES[due.kind], args=[due.key]), "left": left(due.day, now.date())}


def _city(moment: datetime) -> str:
    zone = moment.tzinfo
    return place(zone) if isinstance(zone, ZoneInfo) else "UTC"
