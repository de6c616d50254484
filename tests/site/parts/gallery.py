"""Show every piece on one page, to be looked at: `python tests/site/parts/gallery.py FOLDER`.

Writes the page into the folder, serves it with our content security policy on this machine alone, and takes pictures
of it with Chromium: wide and on a phone, light and dark. What the policy refuses is printed, and so is what axe finds.
"""

import functools
import http.server
import shutil
import sys
import threading
from datetime import date
from pathlib import Path

import django
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.template import engines
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[3]
SITE = ROOT / "src" / "troth_site"
sys.path.insert(0, str(ROOT))

from tests.chromium import chromium_path  # noqa: E402
from tests.site.parts import samples  # noqa: E402 - the path comes first where this file is run by itself

POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
TOO_WIDE = """[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1
  && !e.parentElement.closest(".t-scroll, svg")).slice(0, 8).map(e => e.outerHTML.slice(0, 80))"""
PICTURES = [("wide", 1280, 900), ("phone", 360, 740)]


def configure() -> None:
    """Prepare just enough of Django to render templates."""
    settings.configure(
        INSTALLED_APPS=["django.contrib.staticfiles"],
        STATIC_URL="/static/",
        USE_TZ=True,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [SITE / "templates"],
                "APP_DIRS": False,
                "OPTIONS": {
                    "libraries": {
                        "troth_parts": "troth_site.templatetags.troth_parts",
                        "troth_charts": "troth_site.templatetags.troth_charts",
                        "troth_drawings": "troth_site.templatetags.troth_drawings",
                    }
                },
            }
        ],
    )
    django.setup()


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


def look(folder: Path, address: str) -> None:
    """Take the pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        for name, width, height in PICTURES:
            for theme in ("light", "dark"):
                tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
                tab.on("console", lambda message: print("console:", message.text[:300]))
                tab.on("pageerror", lambda error: print("error:", error))
                tab.goto(f"{address}/index.html")
                tab.wait_for_timeout(1500)
                tab.screenshot(path=folder / f"{name}-{theme}.png", full_page=True)
                over = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
                if over > 0:
                    print(f"{name}: {over} px too wide:", tab.evaluate(TOO_WIDE))
                tab.close()
                # axe puts a script of its own into the page, which our policy rightly refuses
                tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme, bypass_csp=True)
                tab.goto(f"{address}/index.html")
                tab.wait_for_timeout(800)
                found = Axe().run(tab).response["violations"]
                for violation in found:
                    print(f"axe {name} {theme}: {violation['id']}: {violation['help']}")
                    for node in violation["nodes"][:4]:
                        print("   ", node["html"][:150], "|", node["failureSummary"][:200].replace("\n", " "))
                tab.close()
        browser.close()


def main(folder: Path) -> None:
    """Render, serve, look."""
    configure()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(SITE / "static", folder / "static", dirs_exist_ok=True)
    (folder / "index.html").write_text(page(""), "utf-8")
    server = serve(folder)
    look(folder, f"http://127.0.0.1:{server.server_port}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
