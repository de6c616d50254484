"""Two partners that may be one firm: the facts side by side, what would follow, and what is decided."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth_site.access import Actor
from troth_site.actions.firms import deciding
from troth_site.desk import words
from troth_site.desk.door import signed_in
from troth_site.desk.firms.facts import said_of
from troth_site.desk.firms.forms import DecisionForm
from troth_site.queries.firms import Link, firm_link
from troth_site.queries.firms.said import KINDS_NAMED
from troth_site.queries.partners import may

DECISIONS: dict[str, tuple[Callable[..., None], Any]] = {
    "confirm": (
        deciding.confirm,
        gettext_lazy("Linked: the later record counts both, and the partner is told."),
    ),
    "reject": (deciding.reject, gettext_lazy("Kept: they are two firms. It is asked again only if more agrees.")),
    "ask_again": (deciding.ask_again, gettext_lazy("The question is open again.")),
    "undo": (deciding.undo, gettext_lazy("Undone: from today the record stands alone again, and the partner is told.")),
    "contest": (
        deciding.contest_link,
        gettext_lazy("Contested: half of it is withheld for 30 days. They are told."),
    ),
    "uphold": (deciding.uphold, gettext_lazy("Held to: what was withheld counts again, and the partner is told.")),
}
STATES = {"proposed": "watch", "confirmed": "noted", "rejected": "cancelled", "undone": "cancelled"}
STATE_WORDS = {
    "proposed": gettext_lazy("waits for your decision"),
    "confirmed": gettext_lazy("linked"),
    "rejected": gettext_lazy("two firms"),
    "undone": gettext_lazy("link undone"),
}
GRADES = {
    "strong": gettext_lazy("Much speaks for it."),
    "possible": gettext_lazy("Something speaks for it; look before you decide."),
}


@signed_in
def link(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show two partners that may be one firm, and decide about them."""
    found = firm_link(by, pk)
    posted = request.method == "POST"
    form = DecisionForm(request.POST if posted else None)
    asked = DECISIONS.get(request.POST.get("decision", ""))

    def doing() -> None:
        if asked is None:
            raise deciding.LinkRefused(_("Choose what you decide."))
        asked[0](by=by, link=pk, reason=form.cleaned_data["reason"])

    if posted and form.act(request, doing, refusals=(deciding.LinkRefused,)):
        messages.success(request, str(asked[1]) if asked else "")
        return redirect("firm-link", pk)
    return render(request, "desk/firms/link.html", _context(by, found, form), status=422 if posted else 200)


def _context(by: Actor, found: Link, form: DecisionForm) -> dict[str, Any]:
    buttons = _buttons(by, found)
    return {
        "partner": found.partnership,
        "is_top": True,
        "link": found,
        "title": _("May %(later)s be the same firm as %(earlier)s?") % {
            "later": found.later_name, "earlier": found.earlier_name,
        } if found.state == "proposed" else _("%(later)s and %(earlier)s") % {
            "later": found.later_name, "earlier": found.earlier_name,
        },
        "state": "contested" if found.is_contested else STATES[found.state],
        "state_word": _("contested") if found.is_contested else STATE_WORDS[found.state],
        "grade": GRADES.get(found.grade, ""),
        "reasons": [words.sentence(reason) for reason in found.reasons],
        "rows": _side_by_side(found) if found.is_judge else [],
        "ours": said_of(found.facts, found.partnership.organisation(found.side)),  # type: ignore[arg-type]
        "flags": [
            {"title": words.rule(flag.rule), "dimension": words.dimension(flag.dimension), "since": flag.raised_on}
            for flag in found.flags
        ],
        "carried": [
            {
                "row": row, "dimension": words.dimension(row.dimension),
                "why": reverse("why", args=[found.partnership.pk, found.side, row.dimension]),
            }
            for row in found.carried
        ],
        "buttons": buttons,
        "form": form if buttons else None,
    }  # fmt: skip


def _side_by_side(found: Link) -> list[dict[str, Any]]:
    """Return each kind of fact with what is said of both firms, and whether it agrees."""
    agree = set(found.signs)
    rows = [
        {"kind": _("Name"), "earlier": [found.earlier_name], "later": [found.later_name], "agrees": "name" in agree}
    ]
    for kind, label in KINDS_NAMED:
        earlier, later = ([fact for fact in facts if fact.kind == kind] for facts in (found.earlier_facts, found.facts))
        if earlier or later:
            rows.append(
                {
                    "kind": label,
                    "earlier": [_told(fact) for fact in earlier],
                    "later": [_told(fact) for fact in later],
                    "agrees": kind in agree,
                }
            )
    return rows


def _told(fact: Any) -> str:
    return _("%(value)s (they say it is not right)") % {"value": fact.value} if fact.is_right is False else fact.value


def _buttons(by: Actor, found: Link) -> list[dict[str, str]]:
    """Return what the viewer may decide now, the usual one first."""
    if not found.is_judge:
        waits = found.state == "confirmed" and found.contested_on is None
        return [_button("contest", _("We are not that firm"))] if waits and may(by, found.partnership, "answer") else []
    if not may(by, found.partnership, "settle"):
        return []
    if found.state == "proposed":
        return [_button("confirm", _("They are one firm")), _button("reject", _("They are two firms"))]
    if found.state == "confirmed":
        uphold = [_button("uphold", _("Hold to it"))] if found.is_contested else []
        return [*uphold, _button("undo", _("Undo the link"))]
    return [_button("ask_again", _("Ask again"))]


def _button(decision: str, label: str) -> dict[str, str]:
    return {"decision": decision, "label": label}
