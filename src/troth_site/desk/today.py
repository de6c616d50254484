"""Today: what asks for an answer, what we owe, what they owe."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from troth.basis.text import BETWEEN_SENTENCES
from troth_site.access import Actor
from troth_site.desk.door import signed_in
from troth_site.desk.frame import address
from troth_site.desk.partners.page import promise_row
from troth_site.desk.trust import cards
from troth_site.queries import settling, value_at_risk
from troth_site.queries import today as queries
from troth_site.templatetags.troth_parts import count

ROWS_SHOWN = 10


@require_GET
@signed_in
def today(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show the first page of the day."""
    day = timezone.localdate()
    ours, theirs = queries.owed(by, today=day)
    flags, actions = settling.flags(by), settling.actions(by)
    waiting = value_at_risk.inbox(by, flags)
    context = {
        "day": day,
        "sides": [
            _side(request, ours, title=_("What we owe"), none=_("We owe nothing that is on the record.")),
            _side(request, theirs, title=_("What they owe us"), none=_("Nobody owes us anything on the record.")),
        ],
        "flags": [_flag(request, row) for row in waiting],
        "actions": [_action(request, action) for action in actions],
        "imports": queries.imports(by),
        "sentence": _sentence(ours, theirs, len(flags), len(actions)),
        "is_empty": not (ours.total or theirs.total or flags or actions) and not queries.has_partners(by),
    }
    return render(request, "desk/today.html", context)


def _flag(request: HttpRequest, row: value_at_risk.Waiting) -> dict[str, Any]:
    card = cards.flag_card(request, row.flag, today=timezone.localdate())
    # A flag about the partner names it already; one about us is said with whom.
    partner = row.flag.partnership.partner if card["ours"] else ""
    return card | {"partner": partner, "at_risk": cards.at_risk(row.at_risk)}


def _action(request: HttpRequest, action: settling.OpenAction) -> dict[str, Any]:
    card = cards.action_card(request, action, today=timezone.localdate())
    return card | {"title": f"{card['title']} · {action.partnership.partner}"}


def _side(request: HttpRequest, side: queries.Side, *, title: str, none: str) -> dict[str, Any]:
    today = timezone.localdate()
    rows = []
    for owed in side.rows:
        partner = {"name": owed.partnership.partner, "url": address(request, "partner", owed.partnership.pk)}
        rows.append(promise_row(request, owed.promise, today) | {"partner": partner})
    shown = rows[:ROWS_SHOWN]
    return {"title": title, "none": none, "rows": shown, "rest": rows[ROWS_SHOWN:], "total": side.total,
            "overdue": side.overdue, "more": side.total - len(rows), "hidden": side.total - len(shown)}  # fmt: skip


def _sentence(ours: queries.Side, theirs: queries.Side, flags: int, actions: int) -> str:
    said = [
        ngettext("We are overdue with one promise.", "We are overdue with %(n)s promises.", ours.overdue)
        % {"n": count(ours.overdue)}
        if ours.overdue
        else _("We are overdue with nothing."),
        ngettext("One promise to us is overdue.", "%(n)s promises to us are overdue.", theirs.overdue)
        % {"n": count(theirs.overdue)}
        if theirs.overdue
        else _("Nothing promised to us is overdue."),
    ]
    if flags or actions:
        said.append(
            ngettext("One thing asks for an answer.", "%(n)s things ask for an answer.", flags + actions)
            % {"n": flags + actions}
        )
    return _(BETWEEN_SENTENCES).join(said)
