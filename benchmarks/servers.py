"""Web servers on loopback: their memory idle and after some use, and how soon they answer."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import monotonic, sleep

from benchmarks import clones, databases
from benchmarks.report import BYTECODE, ROOT, TROTH, Row, Section, child, run, seconds

REQUESTS = 200
MOST_IDLE, MOST_LOADED, WAIT_SECONDS, STARTS, THREADS = 120, 170, 120, 5, 4


def memory(lines: int, *, today: date) -> Section:
    """Return the table of memory."""
    found = Section(f"Memory of a worker process, {lines:,} lines")
    with databases.copy_of(databases.home_of(lines, today=today)) as home:
        visit = child("servers", TROTH_HOME=str(home))
        # What a first start compiles stays in its memory: each is measured as it runs from then on.
        for application in ("benchmarks.hello:application", "troth_site.wsgi:application"):
            with _granian(application, TROTH_HOME=str(home)):
                pass
        with _granian("benchmarks.hello:application") as (_port, worker):
            hello = _megabytes(worker)
        with _granian("troth_site.wsgi:application", TROTH_HOME=str(home)) as (port, worker):
            idle = _megabytes(worker)
            answered = _visit(port, visit["addresses"], visit["cookie"])
            loaded = _megabytes(worker)
    for work, value, most in (("idle", idle, MOST_IDLE), (f"after {REQUESTS} mixed requests", loaded, MOST_LOADED)):
        found.rows.append(
            Row(
                work=work,
                ours=f"{value:.0f} MB",
                limit=f"{hello:.0f} MB (hello)",
                ratio=f"{value / hello:.1f}",
                peer="ERPNext 98 → 171 MB, Odoo 189 → 385",
                hold=f"≤ {most} MB",
                holds=value <= most,
            )
        )
    bad = {address for address, status in zip(_mixed(visit["addresses"]), answered, strict=True) if status != 200}
    if bad:
        found.notes.append(f"Not answered with a page: {', '.join(sorted(bad))}.")
    return found


def _visit(port: int, addresses: Sequence[str], cookie: str) -> list[int | None]:
    """Ask as several people at once do, so that every thread of the server works."""
    with ThreadPoolExecutor(THREADS) as people:
        return list(people.map(lambda address: _get(port, address, cookie), _mixed(addresses)))


def starts() -> Section:
    """Return the table of starting times."""
    found = Section("Start")
    home = databases.cache() / "start"
    home.mkdir(exist_ok=True)
    for work, command in (("troth --help", ["--help"]), ("troth partners, empty home", ["partners", "--json"])):
        run([TROTH, *command], TROTH_HOME=str(home))
        times = sorted(run([TROTH, *command], TROTH_HOME=str(home)).seconds for _ in range(STARTS))
        bare = sorted(run([sys.executable, "-c", "pass"]).seconds for _ in range(STARTS))
        found.rows.append(
            Row(
                work=work,
                ours=f"{times[STARTS // 2]:.2f} s",
                limit=f"{bare[STARTS // 2]:.2f} s (bare Python)",
                ratio=f"{times[STARTS // 2] / bare[STARTS // 2]:.0f}",
            )
        )
    demo = databases.cache() / "demo"
    demo.mkdir(exist_ok=True)
    for work in ("serve --demo, first page, new home", "second make run to its first page"):
        if "second" not in work:
            run(["rm", "-rf", demo])
        took = seconds(lambda: _serve_once(demo))
        found.rows.append(
            Row(work=work, ours=f"{took:.1f} s", peer="Tryton 110 s, Odoo 175 s, ERPNext 560 s from a fresh clone")
        )
    found.rows += clones.rows()
    return found


def _serve_once(home: Path) -> None:
    port = _free_port()
    with _running([TROTH, "serve", "--demo", "--port", str(port)], TROTH_HOME=str(home)) as server:
        _await(port, server)


@contextmanager
def _granian(application: str, **environment: str) -> Iterator[tuple[int, int]]:
    port = _free_port()
    # With as many threads as `troth serve` gives a worker: each keeps a connection with its pages.
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--port", str(port),
               "--no-ws", "--blocking-threads", str(THREADS), "--backpressure", "64", "--log-level", "error",
               application]  # fmt: skip
    with _running(command, **environment) as server:
        _await(port, server)
        yield port, max(_children(server.pid) or [server.pid], key=_megabytes)


@contextmanager
def _running(command: Sequence[str | Path], **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    # A group of its own, so that workers end with it.
    server = subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, env={**os.environ, **BYTECODE, **environment},
        start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield server
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    until = monotonic() + WAIT_SECONDS
    while _get(port, "/sign-in/") is None:
        if server.poll() is not None or monotonic() > until:
            raise SystemExit(f"{server.args} does not answer")
        sleep(0.02)


def _get(port: int, address: str, cookie: str = "") -> int | None:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{address}", headers={"Cookie": cookie})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def _mixed(addresses: Sequence[str]) -> list[str]:
    return [addresses[at % len(addresses)] for at in range(REQUESTS)]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _children(pid: int) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in told.read_text().split()] if told.exists() else []


def _megabytes(pid: int) -> float:
    told = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmRSS")) / 1024


def visitor() -> dict[str, object]:
    """Return a signed-in session's cookie, and the addresses a visitor goes through."""
    # Rows can be loaded only once the site is set up.
    from troth_site.management import door  # noqa: PLC0415

    door.open_site()
    from django.test import Client  # noqa: PLC0415

    from troth_site.actions import people  # noqa: PLC0415
    from troth_site.models import Relationship  # noqa: PLC0415

    client = Client()
    client.force_login(people.local_operator())
    partners = [
        f"/partners/{pk}/" for pk in Relationship.objects.order_by("-head_seq").values_list("pk", flat=True)[:5]
    ]
    lists = ["/", "/partners/", "/partners/?sort=name", "/partners/?page=2", "/imports/"]
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return {"cookie": cookie, "addresses": [*lists, *partners]}


if __name__ == "__main__":
    print(json.dumps(visitor()))
