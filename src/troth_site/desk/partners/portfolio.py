"""The portfolio: every partner as one row of one table, and how well the forecast has been doing."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from troth_site.access import Actor
from troth_site.desk.door import signed_in
from troth_site.desk.frame import address, addresses, choices, look_from, pager, with_query
from troth_site.desk.partners.adding import houses_of
from troth_site.desk.partners.calibration import calibrations
from troth_site.queries import portfolio
from troth_site.queries.portfolio import Choice, PartnerRow
from troth_site.templatetags.troth_parts import MARKS

TARGET = "#partners"
# Key, label, definition, and whether it is a number.
COLUMNS = (
    ("name", gettext_lazy("Partner"), "", False),
    (
        "rate",
        gettext_lazy("On time"),
        gettext_lazy(
            "Lines kept, of all delivery lines of the partner that have fallen due; behind it the range in which the "
            "true rate probably lies, and how many lines there are."
        ),
        True,
    ),
    (
        "state",
        gettext_lazy("State"),
        gettext_lazy(
            "Whether the target is met in the last 12 months, or the last 50 lines where that is more. One late line "
            "of three is no alarm; with many partners, false alarms are held down over all of them together."
        ),
        False,
    ),
    (
        "forecast",
        gettext_lazy("Forecast"),
        gettext_lazy("Of a hundred promises like the next one, how many will probably be kept."),
        True,
    ),
    (
        "standing",
        gettext_lazy("Standing"),
        gettext_lazy(
            "What we can already rely on, from 0 to 100: slow to earn, quick to lose, low where little is known."
        ),
        True,
    ),
    (
        "ours",
        gettext_lazy("Ours"),
        gettext_lazy("What they can already rely on from us, measured in the same way."),
        True,
    ),
    ("flags", gettext_lazy("Flags"), gettext_lazy("Red flags about the partner that are open."), True),
    (
        "contact",
        gettext_lazy("Last contact"),
        gettext_lazy("The newest day on which anything happened that is on the record."),
        False,
    ),
    (
        "trend",
        gettext_lazy("12 months"),
        gettext_lazy(
            "On-time rate of each of the last twelve months; sorted by the rate over the time the state looks at."
        ),
        False,
    ),
)
DESCENDING_FIRST = {"state", "rate", "forecast", "standing", "ours", "flags", "contact", "trend"}


@require_GET
@signed_in
def partners(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show the portfolio."""
    as_of = look_from(request)
    chosen = _chosen(request)
    table = (portfolio.table_of_past if as_of.past else portfolio.table_today)(by, chosen, day=as_of.day)
    page = table.page
    is_part = bool(request.headers.get("HX-Request")) and request.headers.get("HX-Target", "").endswith("partners")
    context = {
        "page": page,
        "rows": _rows(request, page.rows),
        "columns": _columns(request, chosen),
        "pager": pager(request, page, target=TARGET),
        "chosen": chosen,
        "target": TARGET,
        "may_add": bool(houses_of(by)),
    }
    if not is_part:
        context |= {"filters": _filters(request, chosen, table.countries), "calibrations": calibrations(by)}
    return render(request, "desk/partners/table.html" if is_part else "desk/partners/portfolio.html", context)


def _chosen(request: HttpRequest) -> Choice:
    asked = request.GET
    sort = asked.get("sort", "")
    sort = sort if sort in portfolio.SORTS else "state"
    order = asked.get("order", "")
    state = asked.get("state", "")
    page = asked.get("page", "")
    return Choice(
        text=asked.get("q", "")[:100],
        state=state if state in portfolio.STATES else "",
        country=asked.get("country", "")[:2],
        flags=asked.get("flags") == "1",
        sort=sort,
        descending=order == "down" if order in {"up", "down"} else sort in DESCENDING_FIRST,
        page=int(page) if page.isdecimal() and len(page) < 7 else 1,
    )


def _columns(request: HttpRequest, chosen: Choice) -> list[dict[str, Any]]:
    found = []
    for key, label, definition, number in COLUMNS:
        is_sorted = chosen.sort == key
        down = not chosen.descending if is_sorted else key in DESCENDING_FIRST
        query = request.GET.copy()
        query.pop("page", None)
        query["sort"], query["order"] = key, "down" if down else "up"
        order = "descending" if chosen.descending else "ascending"
        found.append(
            {
                "key": key,
                "label": label,
                "definition": definition,
                "number": number,
                "url": with_query(request.path, query),
                "order": order if is_sorted else "",
            }
        )
    return found


def _rows(request: HttpRequest, rows: Sequence[PartnerRow]) -> list[dict[str, Any]]:
    url = addresses(request, "partner")
    return [{"row": row, "url": url(row.relationship)} for row in rows]


def _filters(request: HttpRequest, chosen: Choice, countries: Sequence[str]) -> dict[str, Any]:
    kept = [{"name": name, "value": value} for name in ("sort", "order", "as_of") if (value := request.GET.get(name))]
    states = [(state, MARKS[state]["word"]) for state in portfolio.STATES]
    fields: list[dict[str, Any]] = [
        {"name": "q", "label": _("Name, in any script"), "kind": "search", "value": chosen.text},
        {"name": "state", "label": _("State"), "kind": "select", "choices": choices(states, chosen.state)},
    ]
    if countries:
        named = [(code, code) for code in countries]
        fields.append(
            {"name": "country", "label": _("Country"), "kind": "select", "choices": choices(named, chosen.country)}
        )
    fields.append({"name": "flags", "label": _("with open flags"), "kind": "check", "value": chosen.flags})
    return {
        "url": reverse("partners"),
        "fields": fields,
        "kept": kept,
        "target": TARGET,
        "clear_url": address(request, "partners") if chosen.is_narrowed else "",
    }
