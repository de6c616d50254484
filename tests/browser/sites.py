"""A whole site as a person starts it: its own folder, web server and job worker, on this machine alone."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
START_SECONDS = 120
CAST = """
import dataclasses, json
from troth_site.management.door import open_site
open_site()
from django.db import transaction
from tests import cast
from tests.browser import doors
from tests.site.matrix import rooms
with transaction.atomic():
    found = rooms.furnish(cast.gather())
    left_open = doors.left_open(found)
from django.test import Client
from django.urls import reverse
from tests.site.matrix.table import ROWS
def reader(row):
    return next((part for part in ("buyer", "sales", "manager", *found.people) if part in row.get), None)
pages = {name: row for name, row in ROWS.items() if row.get and not name.startswith("api:")}
def cookie(person):
    browser = Client()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser.cookies["sessionid"].value
print(json.dumps({
    **dataclasses.asdict(found),
    "doors": left_open,
    "people": {part: who.email for part, who in found.people.items()},
    "pages": {name: [reader(row), reverse(name, kwargs=row.where(found, reader(row)))] for name, row in pages.items()},
    "cookies": {part: cookie(who) for part, who in found.people.items()},
}, default=str))
"""


class NotServing(Exception):
    """The site did not start; the message is what it said."""


@dataclass(slots=True)
class Site:
    """A running site.

    Attributes:
        made: What the cast of it is, where there is one.
    """

    home: Path
    address: str
    process: subprocess.Popen
    said: Path
    made: dict

    def command(self, *arguments: str) -> str:
        """Run a command of the same installation and return what it prints."""
        return _run([str(Path(sys.executable).with_name("troth")), *arguments], self.home, self.address)

    def python(self, source: str, *arguments: str) -> str:
        """Run a few lines inside the installation."""
        return _run([sys.executable, "-c", source, *arguments], self.home, self.address)

    def link_for(self, email: str) -> str:
        """Return a sign-in link."""
        return re.findall(r"https?://\S+", self.command("sign-in", email))[0].replace(
            "http://127.0.0.1:8000", self.address
        )

    def mailed_links(self) -> list[str]:
        """Return the links in all letters, the newest last."""
        letters = sorted((self.home / "files" / "mail").glob("*"), key=lambda path: path.stat().st_mtime)
        return re.findall(r"http://\S+/sign-in/\S+/", "".join(letter.read_text("utf-8") for letter in letters))

    def next_mailed_link(self, known: int) -> str:
        """Wait for a letter beyond those known, and return the link in it."""
        return _within(lambda: self.mailed_links()[known:] or None, "no letter came")[-1]

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)


def start(home: Path, *, cast: bool = False, port: int) -> Site:
    """Start a site in a folder and wait until it answers."""
    address = f"http://127.0.0.1:{port}"
    made = json.loads(_run([sys.executable, "-c", CAST], home, address).splitlines()[-1]) if cast else {}
    said = Path(tempfile.mkstemp(prefix="said-", dir=home)[1])
    with said.open("w") as out:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("troth")), "serve", "--port", str(port)],
            cwd=ROOT, env=_environment(home, address), stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    site = Site(home, address, process, said, made)
    try:
        _within(lambda: _answers(site), "the site does not answer", seconds=START_SECONDS)
    except NotServing as silent:
        site.stop()
        raise NotServing(f"{silent}: {said.read_text('utf-8')[-500:]}") from silent
    return site


def _answers(site: Site) -> bool | None:
    if site.process.poll() is not None:
        raise NotServing("the site stopped")
    try:
        with urllib.request.urlopen(f"{site.address}/sign-in/", timeout=5):
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None


def _within(found, otherwise: str, *, seconds: float = 30):
    until = time.monotonic() + seconds
    while (value := found()) is None:
        if time.monotonic() > until:
            raise NotServing(otherwise)
        time.sleep(0.1)
    return value


def _environment(home: Path, address: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
    ours = {"TROTH_HOME": str(home), "TROTH_ORIGIN": address, "DJANGO_SETTINGS_MODULE": "troth_site.settings"}
    return kept | ours | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}


def _run(command: list[str], home: Path, address: str) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(home, address), capture_output=True, text=True, timeout=180, check=False
    )
    if done.returncode:
        raise NotServing(done.stderr[-2000:])
    return done.stdout
