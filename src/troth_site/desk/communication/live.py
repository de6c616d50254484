"""What an open page listens to: a stream of what changed, or the same asked again and again."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from troth_site.access import Actor
from troth_site.desk.communication.streams import WATCHER, last_known, stream
from troth_site.desk.door import signed_in
from troth_site.queries.communication import live

FULL = 503


@never_cache
@require_GET
@signed_in
def events(request: HttpRequest, by: Actor, pk: int) -> HttpResponseBase:
    """Stream what changes in a relationship (text/event-stream)."""
    side = live.listening_side(by, pk)
    known = last_known(request.headers.get("Last-Event-ID", "") or request.GET.get("since", ""))
    turn = WATCHER.enter(known)
    if turn is None:
        return HttpResponse(status=FULL, headers={"Retry-After": "60"})
    missed = live.changes_after(known, relationship=pk)
    heard = stream(
        lambda change: change.relationship == pk and change.is_for(side), turn=turn, since=known, missed=missed
    )
    # A stream waits long and asks nothing itself: it gives its connection back.
    connection.close()
    answer = StreamingHttpResponse(heard, content_type="text/event-stream")
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


@never_cache
@require_GET
@signed_in
def since(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Tell what changed after a number, at once: for pages that a proxy lets have no stream."""
    side = live.listening_side(by, pk)
    number = last_known(request.GET.get("after", ""))
    found = [change for change in live.changes_after(number, relationship=pk) if change.is_for(side)]
    told = [{"kind": change.kind, "subject": change.subject} for change in found]
    return JsonResponse({"last": found[-1].id if found else number, "changes": told})
