"""Quality with one partner at a glance, and the way to its parts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from troth_site.access import Actor
from troth_site.desk.door import signed_in
from troth_site.desk.tabs import tabs
from troth_site.queries.quality import overview as queries


@require_GET
@signed_in
def overview(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show what is agreed about quality, what waits for a signature, and what is due."""
    seen = queries.overview(by, pk, today=timezone.localdate())
    found = seen.partnership
    context = {"partner": found, "tabs": tabs(found, "quality"), "seen": seen}
    return render(request, "desk/quality/overview.html", context)
