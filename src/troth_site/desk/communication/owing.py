"""What we owe and what they owe: the same list on both screens."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from troth_site.access import Actor
from troth_site.desk.door import signed_in
from troth_site.desk.partners.page import promise_row
from troth_site.desk.tabs import tabs
from troth_site.queries.communication import owed as rows
from troth_site.queries.communication.live import newest
from troth_site.queries.partners import partnership

TARGET = "owed"


@require_GET
@signed_in
def owing(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show what each side owes, overdue first."""
    found = partnership(by, pk)
    today = timezone.localdate()
    debts = rows.owed(by, pk, today=today)
    sides = [
        {"side": side, "name": found.name(side), "is_ours": side == found.our_side, "debt": debts[side],
         "rows": [promise_row(request, row, today) for row in debts[side].rows]}
        for side in ("buyer", "factory")
    ]  # fmt: skip
    context = {
        "partner": found, "sides": sides, "tabs": tabs(found, "owed"),
        "live": {"pk": pk, "last": newest(), "target": TARGET},
    }  # fmt: skip
    return render(request, "desk/communication/boards/owed.html", context)
