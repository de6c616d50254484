"""What waits for a signature, an answer or a second look, as rows of the first page of the day."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth_site.desk.frame import addresses
from troth_site.desk.trust import cards
from troth_site.queries.today import Waiting
from troth_site.templatetags.troth_parts import short_day

WHAT = {
    "specification": ("specification", gettext_lazy("Sign the specification of %(name)s")),
    "plan": ("plan", gettext_lazy("Sign the quality plan of %(name)s")),
    "charter": ("charter", gettext_lazy("Sign the charter of how you talk to each other")),
    "terms": ("planning-terms", gettext_lazy("Answer the proposed terms of planning")),
    "programme": ("quality-programme", gettext_lazy("Answer the regular inspections of %(name)s")),
    "training": ("quality-training", gettext_lazy("Answer the training “%(name)s”")),
    "resumption": ("switching-class", gettext_lazy("Answer whether inspection that stands still is taken up again")),
    "look": ("quality-second-looks", gettext_lazy("Look at %(name)s again")),
    "double": ("quality-second-looks", gettext_lazy("Look at the second inspection of %(name)s again")),
}
"""The page on which each is signed or answered, and what is to be done there."""


def papers_of(request: HttpRequest, found: Sequence[Waiting], *, title: str) -> dict[str, Any]:
    """Return the papers that wait for one side, under their title."""
    return {"papers": waiting_rows(request, found), "papers_title": title}


def waiting_rows(request: HttpRequest, found: Sequence[Waiting]) -> list[dict[str, Any]]:
    """Return what waits as the tag for what is owed writes it: overdue where a day is known and past."""
    today = timezone.localdate()
    pages = {kind: addresses(request, page) for kind, (page, _said) in WHAT.items()}
    partner = addresses(request, "partner")
    return [
        {
            "what": WHAT[each.kind][1] % {"name": each.name}, "url": pages[each.kind](each.pk),
            "partner": {"name": each.partner, "url": partner(each.relationship)}, "due": each.due_on,
            "state": "overdue" if each.due_on is not None and each.due_on < today else "open",
            "left": cards.left(each.due_on, today)
            if each.due_on is not None
            else _("since %(day)s") % {"day": short_day(each.asked_on)},
        }
        for each in found
    ]  # fmt: skip
