"""The command that checks this machine, and prints for each lack the one line that mends it."""

import ctypes.util
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from troth_site import environment
from troth_site.home import home
from troth_site.management import old_undoings
from troth_site.management.answers import No, print_json
from troth_site.management.supervising import BEAT

OLDEST = (3, 12)
SITE = Path(__file__).parents[1]
BUILT = ("tabler.css", "htmx.js", "icons.svg")
FRESH_SECONDS = 60.0
PARTS = ("django", "granian", "django-ox", "python-calamine", "duckdb", "weasyprint")
# One line for each kind of machine; the first whose program is there is the one that mends.
PANGO = {
    "apt-get": "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "sudo dnf install pango harfbuzz",
    "brew": "brew install pango",
}
CJK = {
    "apt-get": "sudo apt-get install fonts-noto-cjk",
    "dnf": "sudo dnf install google-noto-sans-cjk-fonts",
    "brew": "brew install --cask font-noto-sans-cjk-sc",
}
NOTO = {
    "apt-get": "sudo apt-get install fonts-noto-core",
    "dnf": "sudo dnf install google-noto-sans-fonts google-noto-sans-bengali-fonts",
    "brew": "brew install --cask font-noto-sans font-noto-sans-bengali",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at: whether it is there, what was seen, and the line that mends it."""

    name: str
    ok: bool
    essential: bool
    seen: str
    mend: str = ""


def doctor(arguments: Namespace) -> None:
    """Check this machine; without something essential the answer is no."""
    findings = [replace(found, mend="") if found.ok else found for found in (check() for check in CHECKS)]
    lacking = [finding.name for finding in findings if not finding.ok and finding.essential]
    document = {"ok": not lacking, "checks": [asdict(finding) for finding in findings]}
    if not arguments.json:
        _print(findings)
    if lacking:
        raise No(f"Something Troth cannot do without is missing: {', '.join(lacking)}.", document)
    if arguments.json:
        print_json(document)


def _print(findings: list[Finding]) -> None:
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        mark = "ok  " if finding.ok else ("NO  " if finding.essential else "note")
        print(f"{mark} {finding.name:<{width}}  {finding.seen}")
        if not finding.ok and finding.mend:
            print(f"     {'':<{width}}  {finding.mend}")


def _python() -> Finding:
    return Finding(
        "Python", sys.version_info >= OLDEST, True, platform.python_version(),
        "install Python 3.13, remove .venv, and run make setup",
    )  # fmt: skip


def _parts() -> Finding:
    missing = []
    for name in PARTS:
        try:
            version(name)
        except PackageNotFoundError:
            missing.append(name)
    seen = f"missing: {', '.join(missing)}" if missing else "all parts are installed"
    return Finding("packages", not missing, True, seen, "make setup")


def _database() -> Finding:
    folder = home()
    try:
        found = environment.database("TROTH_DATABASE", folder=folder)
    except environment.BadSetting as wrong:
        return Finding(
            "database", False, True, str(wrong), "export TROTH_DATABASE=postgresql://user:password@host/name"
        )
    if found["ENGINE"] == environment.EMBEDDED:
        return _embedded(folder)
    return _postgres(found)


def _embedded(folder: Path) -> Finding:
    mend = f"make {folder} writable for you, or name another folder: export TROTH_HOME=…"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with sqlite3.connect(folder / "troth.sqlite3", timeout=5) as database:
            database.execute("BEGIN IMMEDIATE")
            database.rollback()
        database.close()
    except (OSError, sqlite3.Error) as error:
        return Finding("database", False, True, f"{folder}: {error}", mend)
    return Finding("database", True, True, f"SQLite in {folder}, writable")


def _postgres(found: dict[str, str]) -> Finding:
    name = f"PostgreSQL {found['HOST'] or 'on this machine'}, database {found['NAME']}"
    if not _has("psycopg"):
        mend = "uv pip install --python .venv/bin/python 'psycopg[binary]'"
        return Finding("database", False, True, f"{name}: its driver is missing", mend)
    import psycopg  # noqa: PLC0415  reason: it is installed only where PostgreSQL is used

    try:
        psycopg.connect(
            dbname=found["NAME"], user=found["USER"], password=found["PASSWORD"], host=found["HOST"],
            port=found["PORT"] or None, connect_timeout=5,
        ).close()  # fmt: skip
    except psycopg.Error as error:
        return Finding("database", False, True, f"{name}: {' '.join(str(error).split())}", "start the database server")
    return Finding("database", True, True, f"{name}, reachable")


def _numbers() -> Finding:
    try:
        found = environment.database("TROTH_DATABASE", folder=home())
    except environment.BadSetting:
        return Finding("numbers", True, False, "no record to look at")
    is_embedded = found["ENGINE"] == environment.EMBEDDED
    lines = old_undoings.in_embedded(home() / "troth.sqlite3") if is_embedded else old_undoings.in_postgres(found)
    seen = f"{lines:,} corrected lines left with their import before this version: past days may still count them"
    return Finding("numbers", not lines, False, seen if lines else "nothing to be made anew", "troth recompute")


def _has(package: str) -> bool:
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True


def _front() -> Finding:
    missing = [name for name in BUILT if not (SITE / "static" / "vendor" / name).exists()]
    seen = f"missing: {', '.join(missing)}" if missing else "built"
    return Finding("front-end files", not missing, True, seen, "make front")


def _worker() -> Finding:
    try:
        age = time.time() - (home() / BEAT).stat().st_mtime
    except OSError:
        age = FRESH_SECONDS
    beats = age < FRESH_SECONDS
    seen = "running" if beats else "not running: background work waits until it does"
    return Finding("job worker", beats, False, seen, "troth serve")


def _pango() -> Finding:
    found = ctypes.util.find_library("pango-1.0")
    seen = found or "not found: everything but PDF works"
    return Finding("Pango", found is not None, False, seen, _line(PANGO))


def _cjk() -> Finding:
    return _font("Chinese fonts", ":lang=zh", "Chinese names in PDF show boxes", CJK)


def _noto() -> Finding:
    return _font("Bengali fonts", ":lang=bn", "Bengali in PDF shows boxes", NOTO)


def _font(name: str, pattern: str, without: str, lines: dict[str, str]) -> Finding:
    program = shutil.which("fc-list")
    if program is None:
        return Finding(name, False, False, f"fontconfig is not found, so fonts are unknown; {without}", _line(lines))
    listed = subprocess.run([program, pattern, "family"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    families = sorted({line.split(",")[0].strip() for line in listed.splitlines() if "Noto" in line})
    seen = families[0] if families else f"no Noto font is found: {without}"
    return Finding(name, bool(families), False, seen, _line(lines))


def _mail() -> Finding:
    host = os.environ.get("TROTH_MAIL_HOST", "")
    seen = host or "none: sign-in links are printed by troth sign-in, and letters lie in files/mail"
    return Finding("mail server", bool(host), False, seen, "export TROTH_MAIL_HOST=… TROTH_MAIL_FROM=troth@your.host")


def _line(lines: dict[str, str]) -> str:
    """Return the line for this machine, by the program that installs things on it."""
    return next((line for program, line in lines.items() if shutil.which(program)), lines["apt-get"])


CHECKS: tuple[Callable[[], Finding], ...] = (
    _python, _parts, _database, _numbers, _front, _worker, _pango, _noto, _cjk, _mail,
)  # fmt: skip
