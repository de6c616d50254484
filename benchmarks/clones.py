"""How long a fresh clone takes to its first useful page: one command, with warm download caches and with cold ones."""

import os
import re
import signal
import subprocess
import tempfile
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from time import perf_counter

from benchmarks.report import ROOT, Row

MOST_SECONDS = 60
PEER = "Tryton 110 s, Odoo 175 s, ERPNext 560 s"
SIGN_IN = re.compile(r"https?://\S+/sign-in/\S+")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
CACHES = {"UV_CACHE_DIR": "uv", "PIP_CACHE_DIR": "pip", "npm_config_cache": "npm"}


def rows() -> list[Row]:
    """Return a row with the caches as they are on this machine, once filled, and one with none."""
    _first_page({})
    warm = _first_page({})
    with tempfile.TemporaryDirectory(prefix="troth-cold-") as empty:
        cold = _first_page({name: str(Path(empty, folder)) for name, folder in CACHES.items()})
    work = "fresh clone, make run, to the first page behind its sign-in link"
    return [
        Row(work=f"{work}, warm download caches", ours=f"{warm:.1f} s", peer=PEER, hold=f"≤ {MOST_SECONDS} s",
            holds=warm <= MOST_SECONDS),
        Row(work=f"{work}, nothing downloaded before", ours=f"{cold:.1f} s", peer=PEER),
    ]  # fmt: skip


def _first_page(environment: dict[str, str]) -> float:
    with tempfile.TemporaryDirectory(prefix="troth-clone-") as folder:
        clone, began = Path(folder, "troth"), perf_counter()
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        # What this environment tells Python must not reach the clone's.
        outside = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
        server = subprocess.Popen(
            ["make", "run"], cwd=clone, env={**outside, "TROTH_HOME": str(Path(folder, "home")), **environment},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
        try:
            _open(_link(server))
            return perf_counter() - began
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)


def _link(server: subprocess.Popen[str]) -> str:
    told = []
    for line in server.stdout or ():
        told.append(line)
        if found := SIGN_IN.search(line):
            return found.group()
    raise SystemExit(f"make run ended without a sign-in link: {''.join(told)[-500:]}")


def _open(link: str) -> None:
    """Follow the link as a person does: a page with one button, which leads to the portfolio's first page."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with browser.open(link, timeout=60) as answer:
        token = TOKEN.search(answer.read().decode())
    pressed = urllib.parse.urlencode({"csrfmiddlewaretoken": token.group(1) if token else ""}).encode()
    with browser.open(urllib.request.Request(link, pressed, {"Referer": link}), timeout=60) as answer:
        if urllib.parse.urlsplit(answer.url).path != "/" or b"t-card" not in answer.read():
            raise SystemExit(f"the sign-in link leads to {answer.url} and not to the first page")
