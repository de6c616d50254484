"""Keeping the processes of a served site alive, and stopping them together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from django.conf import settings

from troth_site.management.answers import No

BEAT = "worker.beat"
STOPPING = (signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else []))
LOOK_SECONDS = 0.2
# Four for pages, and one for each stream an open page may hold (desk/communication/streams.py).
THREADS = 4 + 8
READY_SECONDS = 60
GRACE_SECONDS = 15
# One that dies at once is started again ever more slowly, so that a broken installation does not spin.
SHORTEST_PAUSE, LONGEST_PAUSE, LIVED_SECONDS = 1.0, 60.0, 60.0


@dataclass(slots=True)
class Process:
    """One process of the site: how it is started, and how often it died."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    running: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = SHORTEST_PAUSE
    again_at: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches its keeper alone."""
        self.started = time.monotonic()
        self.running = subprocess.Popen(self.command, env=self.environment, start_new_session=True)  # noqa: S603

    def clear(self) -> None:
        """End what a process that is gone left behind: its own children would hold the port."""
        if self.running is not None and hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.running.pid, signal.SIGKILL)

    def keep(self) -> None:
        """Start it again where it died, after a pause."""
        now = time.monotonic()
        if self.running is not None and self.running.poll() is not None:
            self.pause = SHORTEST_PAUSE if now - self.started > LIVED_SECONDS else min(2 * self.pause, LONGEST_PAUSE)
            code = self.running.returncode
            message = f"The {self.name} stopped with code {code}; it starts again in {self.pause:.0f} s."
            print(message, file=sys.stderr, flush=True)
            self.clear()
            self.running, self.again_at = None, now + self.pause
        if self.running is None and now >= self.again_at:
            self.start()


@dataclass(slots=True)
class Site:
    """The processes that make a site."""

    processes: list[Process] = field(default_factory=list)
    stopping: bool = False

    def stop(self) -> None:
        """End all of them, gently first."""
        running = [process for process in self.processes if process.running is not None]
        for process in running:
            process.running.terminate()
        until = time.monotonic() + GRACE_SECONDS
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.running.wait(max(0.1, until - time.monotonic()))
            process.clear()
            process.running.kill()
            process.running.wait()


def site(*, host: str, port: int, workers: int, origin: str) -> Site:
    """Return the web server and the worker of background jobs, not started yet."""
    environment = os.environ | {"TROTH_ORIGIN": origin, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    # It warns of more threads than cores, which streams need; what fails is said by whoever keeps the processes.
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--no-ws", "--blocking-threads", str(THREADS), "--backpressure", "64",
        "--respawn-failed-workers", "--log-level", "error",
        "troth_site.wsgi:application",
    ]  # fmt: skip
    jobs = [
        sys.executable,
        "-m",
        "django",
        "ox_worker",
        "--verbosity",
        "0",
        "--heartbeat-file",
        str(settings.TROTH_HOME / BEAT),
    ]
    return Site([Process("web server", web, environment), Process("job worker", jobs, environment)])


def run(served: Site, *, address: tuple[str, int], ready: Callable[[], None]) -> int:
    """Start the processes, say when the site answers, and keep them until somebody stops it."""

    def stop(_signal: int, _frame: object) -> None:
        served.stopping = True

    before = {number: signal.signal(number, stop) for number in STOPPING}
    try:
        for process in served.processes:
            process.start()
        if _answers(served, address):
            ready()
        while not served.stopping:
            for process in served.processes:
                process.keep()
            time.sleep(LOOK_SECONDS)
    finally:
        served.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0


def _answers(served: Site, address: tuple[str, int]) -> bool:
    """Wait until the web server takes connections; it is not kept before it ever ran."""
    web = served.processes[0].running
    until = time.monotonic() + READY_SECONDS
    while not served.stopping and time.monotonic() < until:
        if web is None or web.poll() is not None:
            raise No("The web server did not start; its reason stands above.")
        try:
            socket.create_connection(address, timeout=1).close()
        except OSError:
            time.sleep(LOOK_SECONDS)
        else:
            return True
    if not served.stopping:
        raise No(f"The web server did not answer within {READY_SECONDS} seconds.")
    return False
