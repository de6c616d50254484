"""What a person was told of: a list, read and unread."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from troth_site.access import Actor
from troth_site.actions.bridges import letters, planning, problems, reading
from troth_site.desk.door import signed_in
from troth_site.desk.frame import pager
from troth_site.queries.bridges import notifications as rows
from troth_site.queries.bridges.notifications import Told


@dataclass(frozen=True, slots=True)
class Shown:
    """A notification in words."""

    pk: int
    says: str
    path: str
    partner: str
    at: datetime
    is_read: bool
    undelivered: tuple[tuple[str, str], ...]


@require_GET
@signed_in
def notifications(request: HttpRequest, by: Actor) -> HttpResponse:
    """List what a person was told of."""
    asked, unread_alone = request.GET.get("page", ""), request.GET.get("unread") == "1"
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    inbox = rows.own(by, unread_alone=unread_alone, page=number)
    with timezone.override(planning.zone_of(by.person, own=getattr(request.user, "zone", ""))):
        told = [_shown(row) for row in inbox.page.rows]
        shown = {
            "told": told, "unread": inbox.unread, "unread_alone": unread_alone,
            "pager": pager(request, inbox.page, target="#told"),
        }  # fmt: skip
        return render(request, "desk/bridges/notifications.html", shown)


def _shown(row: Told) -> Shown:
    undelivered = tuple((one.place, problems.said(one.error)) for one in row.undelivered)
    says = letters.sentence(row.event, row.data)
    return Shown(row.pk, says, row.path, row.partner, timezone.localtime(row.at), row.is_read, undelivered)


@require_POST
@signed_in
def read(request: HttpRequest, by: Actor) -> HttpResponse:
    """Note that one notification, or every one, is read."""
    one = request.POST.get("one", "")
    is_one = one.isascii() and one.isdigit() and len(one) < 19
    reading.mark_read(by=by, one=int(one) if is_one else None)
    return redirect("notifications")
