"""What makes the field an app of the phone: its manifest, and the worker with the list of its files."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

FOLDER = Path(settings.HERE) / "static" / "field"
OTHERS = ("troth.css", "favicon.svg", "vendor/idb.js", "vendor/icons.svg")
WORKER, HELPER = "worker.js", "helper.js"


@cache
def shell() -> tuple[str, ...]:
    """Return the files that pages of the field are made of, as names below the folder of static files."""
    own = sorted(path.name for path in FOLDER.iterdir() if path.name not in (WORKER, HELPER))
    return (*OTHERS, *(f"field/{name}" for name in own))


@cache
def version() -> str:
    """Return a name that changes with any of those files or pages."""
    said = hashlib.sha256()
    found = [Path(str(finders.find(name))) for name in shell()]
    pages = sorted((Path(settings.HERE) / "templates" / "field").rglob("*.html"))
    for path in [*found, FOLDER / WORKER, FOLDER / HELPER, *pages]:
        said.update(path.read_bytes())
    return said.hexdigest()[:16]


@require_GET
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """Return the worker of this version."""
    told = {
        "version": version(), "files": [reverse("field-helper"), *(static(name) for name in shell())],
        "fallback": reverse("field"), "live": [".json", "/take/", "/sync/", "/worker.js"],
    }  # fmt: skip
    return HttpResponse(
        f"const TROTH = {json.dumps(told)};\n{(FOLDER / WORKER).read_text('utf-8')}", content_type="text/javascript"
    )


@require_GET
@never_cache
def helper(request: HttpRequest) -> HttpResponse:
    """Return what hashes photos beside the page; below the field, so that the worker keeps it too."""
    return HttpResponse((FOLDER / HELPER).read_text("utf-8"), content_type="text/javascript")


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """Return what the phone's home screen needs to know."""
    icons = [(192, "any"), (512, "any"), (512, "maskable")]
    told = {
        "id": reverse("field"), "start_url": reverse("field"), "scope": reverse("field"), "display": "standalone",
        "name": _("Troth inspections"), "short_name": _("Inspections"), "lang": getattr(request, "LANGUAGE_CODE", "en"),
        "background_color": "#f7f8fa", "theme_color": "#4f46e5",
        "icons": [
            {"src": static(f"field/icon-{n}.png"), "sizes": f"{n}x{n}", "type": "image/png", "purpose": purpose}
            for n, purpose in icons
        ],
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json")
