"""Pages of the field: the day's inspections, and one inspection as a shell that the phone fills."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET

from troth_site.access import Actor
from troth_site.actions.quality import field_photos
from troth_site.field import installed
from troth_site.field.door import signed_in
from troth_site.field.words import DEFECT_CLASSES, KINDS, SIDES, STATES, said
from troth_site.queries.quality import field as kept
from troth_site.queries.quality.second_looks_own import has_looks

# Photos taken on this phone are shown from its own memory.
OWN_PICTURES = csp_override({**settings.SECURE_CSP, "img-src": [CSP.SELF, "data:", "blob:"]})
NO_UID = UUID(int=0)
# On one bar of signal half a megabyte comes through before the signal goes.
PART = 512 * 1024


def _shell(request: HttpRequest, template: str, context: dict[str, Any], uid: UUID) -> HttpResponse:
    addresses = {
        name: reverse(f"field-{name}", args=[uid]) for name in ("take", "pack", "sync")
    } | {
        "photo": reverse("field-photo", args=[NO_UID]), "page": reverse("field-inspection", args=[uid]),
        "list": reverse("field"), "worker": reverse("field-worker"),
        "helper": reverse("field-helper"), "sign_in": reverse(settings.LOGIN_URL),
    }  # fmt: skip
    sizes = {"photo": field_photos.LARGEST, "part": min(PART, field_photos.LARGEST_PART)}
    answer = render(request, template, context | {"addresses": addresses, "sizes": sizes, "words": said()})
    answer["X-Field-Version"] = installed.version()
    # The worker keeps what is taken along; nothing else on the phone does.
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
@OWN_PICTURES
@signed_in
def inspections(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show the inspections a person carries out, today's and those that wait."""
    today = timezone.localdate()
    context = {"rows": [_card(row) for row in kept.mine(by)], "today": today, "has_looks": has_looks(by)}
    return _shell(request, "field/list.html", context, NO_UID)


def _card(row: kept.Mine) -> dict[str, Any]:
    return {
        "uid": row.uid, "lot_name": row.lot_name, "lot_size": row.lot_size, "product": row.product or row.family,
        "partner": f"{row.buyer} · {row.factory}", "site": row.site, "planned_on": row.planned_on,
        "kind_name": KINDS.get(row.kind, row.kind), "state_name": STATES.get(row.state, row.state),
        "may_work": row.handed_in_at is None,
    }  # fmt: skip


@require_GET
@OWN_PICTURES
@signed_in
def inspection(request: HttpRequest, by: Actor, uid: UUID) -> HttpResponse:
    """Show the shell of one inspection; what it holds is the phone's pack."""
    lot = kept.pack(by, uid)["lot"]
    context = {"row": {"uid": uid, "lot_name": lot["name"]}, "classes": DEFECT_CLASSES, "sides": SIDES}
    return _shell(request, "field/inspection.html", context, uid)
