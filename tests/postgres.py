"""A PostgreSQL server of our own for the tests: loopback only, in a temporary folder, gone afterwards."""

import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MINIMUM_VERSION = 15
START_SECONDS = 30


class NoServer(Exception):
    """This machine has no PostgreSQL that could be started."""


def folder_of_programs(debian: Path = Path("/usr/lib/postgresql")) -> Path:
    """Return the folder of the newest initdb that will do: Debian's by version, else the one on the path."""
    found = {int(path.parts[-3]): path.parent for path in debian.glob("*/bin/initdb") if path.parts[-3].isdigit()}
    if found and max(found) >= MINIMUM_VERSION:
        return found[max(found)]
    on_path = shutil.which("initdb")
    if on_path:
        folder = Path(on_path).resolve().parent
        told = subprocess.run([folder / "initdb", "--version"], capture_output=True, text=True, check=True).stdout
        if int(re.findall(r"\d+", told)[0]) >= MINIMUM_VERSION:
            return folder
    raise NoServer(f"no PostgreSQL {MINIMUM_VERSION} or newer is installed")


def _unprivileged() -> str | None:
    """Return whom the server runs as: the server refuses to run as root."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(server: subprocess.Popen, programs: Path, port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ready, check=False).returncode:
        if server.poll() is not None or time.monotonic() > until:
            raise NoServer(f"PostgreSQL did not start: {log.read_text('utf-8', 'replace')[-300:].strip()}")
        time.sleep(0.1)


@contextmanager
def server() -> Iterator[str]:
    """Start a server and yield its address in the form of TROTH_DATABASE; raise NoServer where there is none."""
    programs, user, port, password = folder_of_programs(), _unprivileged(), _free_port(), secrets.token_urlsafe(16)
    folder = Path(tempfile.mkdtemp(prefix="troth-postgres-"))
    data, log, key = folder / "data", folder / "log", folder / "key"
    try:
        key.write_text(password)
        if user:
            for path in (folder, key):
                shutil.chown(path, user)
        initdb = [programs / "initdb", "-D", data, "-U", "troth", "-A", "scram-sha-256", "--pwfile", key]
        made = subprocess.run(
            [*initdb, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            user=user, cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            raise NoServer(f"initdb failed: {made.stderr.strip()[-300:]}")
        with log.open("w") as lines:
            # Nothing here outlives the tests, so nothing needs to survive a power cut.
            options = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "full_page_writes=off")
            command = [programs / "postgres", "-D", data, "-p", str(port), *(f"--{option}" for option in options)]
            running = subprocess.Popen(command, user=user, cwd=folder, stdout=lines, stderr=lines)
        try:
            _wait(running, programs, port, log)
            yield f"postgresql://troth:{password}@127.0.0.1:{port}/troth"
        finally:
            running.terminate()
            running.wait(START_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
