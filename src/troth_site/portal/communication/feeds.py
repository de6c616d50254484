"""The private address at which a person's own program reads their meetings; whoever has it is taken for them."""

import hashlib
from datetime import UTC, datetime, time

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troth_site.actions.communication import feeds as acts
from troth_site.queries.communication import feeds as rows


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a person's meetings and what falls due as a calendar; a wrong or revoked address is not there."""
    from troth_site.sheets.meeting_files import feed_file  # noqa: PLC0415  reason: 5 MB of each worker until one asks

    found = rows.holder(token)
    if found is None:
        raise Http404
    now = timezone.now()
    with translation.override(found.language or settings.LANGUAGE_CODE):
        # One stamp a day: what has not changed answers alike, and a program that asks every hour is told so.
        stamp = datetime.combine(now.date(), time(), tzinfo=UTC)
        data = feed_file(rows.feed_content(found.by, now=now), name=_("Meetings of %(name)s") % {"name": found.name},
                         stamp=stamp)  # fmt: skip
    acts.note_use(by=found.by, feed=found.pk, last_used_at=found.last_used_at)
    etag = quote_etag(hashlib.sha256(data).hexdigest())
    unchanged = get_conditional_response(request, etag=etag)
    answer = unchanged or HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = etag
    # Kept by nobody on the way; the program itself asks again and is told when nothing changed.
    answer["Cache-Control"] = "private, no-cache"
    return answer
