"""Every piece on one page, and a small server that keeps our content security policy."""

import functools
import http.server
import threading
from datetime import date
from pathlib import Path

from django.template import engines

from tests.site.parts import samples

SITE = Path(__file__).parents[3] / "src" / "troth_site"
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"


def page(theme: str) -> str:
    """Render the gallery."""
    template = engines["django"].from_string((Path(__file__).parent / "gallery.html").read_text("utf-8"))
    names = [
        ("Today", "list-check"),
        ("Partners", "building-factory-2"),
        ("Imports", "download"),
        ("Ledger", "link"),
        ("Calendar", "history"),
    ]
    context = {
        "theme": theme,
        "samples": samples.FULL,
        "bare": samples.BARE,
        "more": samples.variants(),
        "nav": [{"url": "#", "label": n, "icon": i, "current": n == "Partners"} for n, i in names],
        "as_of": {"day": date(2026, 3, 3), "past": True, "today_url": "#"},
        "person": {"name": "Ana Petrova", "organisation": "Nordlicht Outdoor GmbH", "sign_out_url": "#"},
        "languages": [{"code": "en", "name": "English", "current": True}, {"code": "zh-hans", "name": "简体中文"}],
        "language_url": "#",
        "csrf_token": "token",
    }
    return template.render(context)


def serve(folder: Path) -> http.server.ThreadingHTTPServer:
    """Serve the folder with our policy."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", POLICY)
            super().end_headers()

        def log_message(self, *words: object) -> None:
            """Stay silent."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
