"""Show every piece on one page, to be looked at: `python tests/site/parts/gallery.py FOLDER`.

Writes the page into the folder, serves it with our content security policy on this machine alone, and takes pictures
of it with Chromium: wide and on a phone, light and dark. What the policy refuses is printed, and so is what axe finds.
"""

import shutil
import sys
from pathlib import Path

import django
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[3]
SITE = ROOT / "src" / "troth_site"
sys.path.insert(0, str(ROOT))
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


def look(folder: Path, address: str) -> None:
    """Take the pictures."""
    from tests.chromium import chromium_path  # the project's folder is on the path only now

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
    from tests.site.parts import shown  # the samples need settings

    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(SITE / "static", folder / "static", dirs_exist_ok=True)
    (folder / "index.html").write_text(shown.page(""), "utf-8")
    server = shown.serve(folder)
    look(folder, f"http://127.0.0.1:{server.server_port}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
