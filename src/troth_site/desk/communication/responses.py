"""How fast both sides answer: tiles, months, and every question, open, overdue and answered."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from troth.commitments.outcomes import SIDES, Side
from troth_site.access import Actor
from troth_site.actions.communication import contacts as naming_acts
from troth_site.desk import words
from troth_site.desk.communication.messages_times import both, deadline, language, zones_of
from troth_site.desk.communication.response_forms import AssignForm
from troth_site.desk.door import signed_in
from troth_site.desk.frame import choices, pager
from troth_site.desk.tabs import tabs
from troth_site.desk.trust.answering import SEVERITIES, drawn, hours, response_tile, tile_state
from troth_site.queries.communication import reassigning, responses
from troth_site.queries.communication import requests as rows
from troth_site.queries.partners import Partnership, may, partnership
from troth_site.templatetags.troth_parts import MARKS

TOPICS = reassigning.TOPICS


@require_GET
@signed_in
def response(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show how fast one side answers, and what it was asked."""
    found = partnership(by, pk)
    side = _side(request, found)
    lines, judged = responses.response_lines(pk), responses.judged_states(by, found)
    chosen, number = _chosen(request, side)
    calendars = rows.calendars(found)
    page = rows.requests_of(found, chosen, calendars=calendars, page=number)
    in_zones = zones_of(found, {each: calendar.zone.key for each, calendar in calendars.items()})
    course = responses.course_of(found, side)
    context = {
        "partner": found,
        "is_top": True,
        "tabs": tabs(found, "response"),
        "side": side,
        "name": found.name(side),
        "other": {"side": found.our_side if side == found.their_side else found.their_side},
        "tiles": [response_tile(found, lines[each], state=tile_state(judged, each)) for each in ("buyer", "factory")],
        "chart": drawn(course.months, target_hours=lines[side].target_hours),
        "months": [_month(each) for each in reversed(course.months)],
        "signs": _signs(course),
        "counts": rows.counts(found, answering=side),
        "rows": [row(each, in_zones) for each in page.rows],
        "filters": _filters(request, found, chosen),
        "pager": pager(request, page, target="#requests", anchor="#requests"),
        "is_ours": side == found.our_side,
        "may_assign": side == found.our_side and may(by, found, "settle"),
    }
    return render(request, "desk/communication/responses/response.html", context)


def _side(request: HttpRequest, found: Partnership) -> Side:
    asked = request.GET.get("side", "")
    return cast(Side, asked) if asked in SIDES else found.their_side


def _chosen(request: HttpRequest, side: Side) -> tuple[rows.Chosen, int]:
    asked = request.GET
    state, severity, page = (asked.get(name, "") for name in ("state", "severity", "page"))
    chosen = rows.Chosen(
        answering=side,
        state=state if state in rows.STATES else "",
        severity=severity if severity in SEVERITIES else "",
        text=asked.get("q", "").strip()[:100].replace("\x00", ""),
    )
    return chosen, int(page) if page.isdecimal() and len(page) < 7 else 1


def row(each: rows.RequestRow, in_zones: Any) -> dict[str, Any]:
    """Return a line of the list of requests."""
    return {
        "row": each,
        "url": reverse("request", args=[each.pk]),
        "state": STATES[each.state][0],
        "state_word": STATES[each.state][1],
        "severity": SEVERITIES[each.severity],
        "asked": both(each.asked_at, in_zones),
        "deadline": deadline(each.target_at, in_zones, state="overdue" if each.state == "overdue" else "open"),
        "wall": hours(each.wall_hours),
        "business": hours(each.business_hours),
    }


# The colour and icon of a state, and its word where the mark's own does not say it.
STATES: dict[str, tuple[str, str]] = {
    "open": ("open", ""),
    "acknowledged": ("open", ""),
    "overdue": ("overdue", ""),
    "answered": ("done", ""),
    "withdrawn": ("cancelled", ""),
}


def _month(each: Any) -> dict[str, Any]:
    return {"month": each, "median": hours(each.median_hours)}


def _signs(course: responses.Course) -> dict[str, Any]:
    """Return the signs of decay, and how quiet it is against the cadence, in words."""
    kept, decay = course.rhythm, course.decay
    return {
        "signals": [words.found(finding) for finding in (*decay.signals, *decay.checks)],
        "rhythm": kept,
        "limit": "" if kept.gap is None else f"{kept.gap.limit_days:g}",
    }


def _filters(request: HttpRequest, found: Partnership, chosen: rows.Chosen) -> dict[str, Any]:
    states = [(state, MARKS[STATES[state][0]]["word"]) for state in rows.STATES]
    sides = [(side, found.name(side)) for side in ("buyer", "factory")]  # type: ignore[arg-type]
    narrowed = chosen.state or chosen.severity or chosen.text
    return {
        "url": reverse("response", args=[found.pk]),
        "target": "#requests",
        "fields": [
            {"name": "q", "label": _("What was asked"), "kind": "search", "value": chosen.text},
            {"name": "side", "label": _("Answered by"), "kind": "select",
             "choices": choices(sides, chosen.answering)[1:]},
            {"name": "state", "label": _("Where it stands"), "kind": "select",
             "choices": choices(states, chosen.state)},
            {"name": "severity", "label": _("How much hangs on it"), "kind": "select",
             "choices": choices(list(SEVERITIES.items()), chosen.severity)},
        ],
        "kept": [],
        "clear_url": f"{reverse('response', args=[found.pk])}?side={chosen.answering}#requests" if narrowed else "",
    }  # fmt: skip


@signed_in
def reassign(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show who of one's own people could answer instead, beside each other, and name another contact."""
    posted = request.method == "POST"
    found = partnership(by, pk, "settle" if posted else "see")
    topic = (request.POST if posted else request.GET).get("topic", "")
    topic = topic if topic in TOPICS else next(iter(TOPICS))
    seen = reassigning.candidates(found, topic=topic)
    form = AssignForm(request.POST if posted else None, topic=topic)

    def naming() -> None:
        naming_acts.name_instead(by=by, relationship=pk, topic=topic, person=form.cleaned_data["person"])

    if posted and form.act(request, naming, refusals=(naming_acts.NamingRefused,)):
        messages.success(request, _("Named. Open questions of this topic go to them from now on."))
        return redirect(f"{reverse('reassign', args=[pk])}?topic={topic}")
    context = {
        "partner": found,
        "is_top": True,
        "tabs": tabs(found, "response"),
        "topics": choices(list(TOPICS.items()), topic)[1:],
        "topic": topic,
        "current": seen.current,
        "people": [_person(each, topic) for each in seen.people],
        "form": form,
        "may_name": may(by, found, "settle"),
    }
    return render(request, "desk/communication/responses/reassign.html", context, status=422 if posted else 200)


def _person(each: reassigning.Beside, topic: str) -> dict[str, Any]:
    return {
        "person": each,
        "median": hours(each.median_hours),
        "languages": ", ".join(language(code) for code in each.languages) or "–",
        "reasons": [words.found(reason) for reason in each.reasons],
        "form": AssignForm(topic=topic, initial={"person": each.pk}),
    }
