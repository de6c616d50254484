"""The page on which anybody can check a report they hold: by its hash, or by dropping the file itself."""

import json
import time
from hashlib import sha256
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from troth.quality.frozen_plans import digest
from troth_site.queries.quality.reports_checked import Checked, checked

A_MINUTE, MOST_A_MINUTE = 60, 30
LARGEST = 64 * 1024 * 1024
LARGEST_JSON = 8 * 1024 * 1024


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest) -> HttpResponse:
    """Take a PDF or JSON file, and say whether it is a report's as it was made."""
    if request.method != "POST":
        return _page(request, {})
    if _too_often(request):
        return _page(request, {"wait": True}, status=429)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, {"problem": "none"}, status=422)
    if (file.size or 0) > LARGEST:
        return _page(request, {"problem": "large"}, status=422)
    hashes = _hashes(file)
    found = next(filter(None, map(checked, hashes)), None)
    return _answer(request, found, {"hash": hashes[0], "dropped": file.name})


@never_cache
@require_GET
def check(request: HttpRequest, hashed: str) -> HttpResponse:
    """Say whether a report of this hash exists, and nothing that names a party."""
    if _too_often(request):
        return _page(request, {"wait": True}, status=429)
    return _answer(request, checked(hashed.lower()), {"hash": hashed.lower()})


def _answer(request: HttpRequest, found: Checked | None, context: dict[str, Any]) -> HttpResponse:
    return _page(request, context | {"found": found, "is_asked": True}, status=200 if found else 404)


def _page(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    answer = render(request, "portal/quality/check.html", {"wide": True} | context, status=status)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _hashes(file: UploadedFile) -> list[str]:
    """Return the hash of a file as it is, and of JSON that a program has spaced otherwise the hash of its content."""
    hashing = sha256()
    for part in file.chunks():
        hashing.update(part)
    found = [hashing.hexdigest()]
    if (file.size or 0) > LARGEST_JSON or not str(file.name).lower().endswith(".json"):
        return found
    file.seek(0)
    try:
        content = json.loads(file.read())
        return [*found, digest(content)] if isinstance(content, dict) else found
    # What is no JSON after all has one hash; so has what nests too deep or cannot be written again.
    except (ValueError, RecursionError):
        return found


def _too_often(request: HttpRequest) -> bool:
    """Count what one address asks in a minute; a count that a neighbour overtakes loses one, which does no harm."""
    address = get_adapter(request).get_client_ip(request)
    key = f"check-{sha256(address.encode()).hexdigest()[:16]}-{int(time.time()) // A_MINUTE}"
    seen = cache.get(key, 0) + 1
    cache.set(key, seen, A_MINUTE)
    return bool(seen > MOST_A_MINUTE)
