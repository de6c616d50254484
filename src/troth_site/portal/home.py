"""The portal's first page: every partner of the person at one glance, each kept apart from the others."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from troth_site import access
from troth_site.queries.home import SHOWN, neighbours


@require_GET
def home(request: HttpRequest) -> HttpResponseBase:
    """Show what waits for us and what they owe, partner by partner."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    by = access.actor(request.user)  # type: ignore[arg-type]
    rows = neighbours(by, today=timezone.localdate(), now=timezone.now())
    return render(request, "portal/home.html", {"rows": rows, "is_part": len(rows) == SHOWN})
