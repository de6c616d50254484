"""`troth serve` and `troth sign-in`: the way in, what is refused, and that nothing stays behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests import makers
from tests.site.record import troth
from troth_site.models import SignInLink

SECONDS = 60


def test_sign_in_prints_a_link_of_the_first_manager(db, client):
    makers.make_person(makers.make_organisation("Bursa", kind="factory"), role="owner")
    ana = makers.make_person(makers.make_organisation("Nordlicht"))

    answer = troth("sign-in", "--port", "8123")

    path = re.fullmatch(r"http://127\.0\.0\.1:8123(/sign-in/[\w-]{43}/)\n", answer.out).group(1)
    client.post(path)
    assert client.session["_auth_user_id"] == str(ana.pk)


def test_sign_in_for_programs_is_one_document(db):
    makers.make_person(makers.make_organisation("Nordlicht"))

    answer = troth("sign-in", "--json")

    assert list(answer.json) == ["sign_in"]
    assert answer.json["sign_in"].startswith("http://127.0.0.1:8000/sign-in/")


@pytest.mark.parametrize("port", ["many", "0", "-1", "65536", "99999"])
def test_port_that_is_none_is_wrong_use(port):
    answer = troth("serve", f"--port={port}")

    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "name a number from 1 to 65535" in answer.err


def test_sign_in_of_somebody_named(db):
    lin = makers.make_person(makers.make_organisation("Bursa", kind="factory"), role="owner")

    troth("sign-in", lin.email.upper())

    assert SignInLink.objects.get().person == lin


def test_sign_in_of_nobody_is_an_answer_of_no(db):
    answer = troth("sign-in", "nobody@somewhere.example")

    assert (answer.code, answer.err) == (1, "troth: Nobody here has the address nobody@somewhere.example.\n")


@pytest.mark.parametrize(("kept", "port"), [("8188", 8188), ("", 8000), ("many", 8000), ("99999", 8000)])
def test_sign_in_leads_to_the_port_at_which_the_site_was_served_last(db, settings, tmp_path, kept, port):
    settings.TROTH_HOME = tmp_path
    (tmp_path / "port").write_text(kept, "utf-8")

    assert troth("sign-in").out == f"http://127.0.0.1:{port}/set-up/\n"


def test_sign_in_before_set_up_leads_there(db):
    assert troth("sign-in").out == "http://127.0.0.1:8000/set-up/\n"


def test_serving_others_needs_their_names(db, monkeypatch):
    monkeypatch.delenv("TROTH_HOSTS", raising=False)

    answer = troth("serve", "--host", "0.0.0.0")

    assert answer.code == 2
    assert "TROTH_HOSTS" in answer.err


def asleep(pids):
    """Wait until processes are gone, and return those that stay."""
    until = time.monotonic() + SECONDS
    while (left := [pid for pid in pids if Path(f"/proc/{pid}").exists()]) and time.monotonic() < until:
        time.sleep(0.1)
    return left


def children(pid):
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed] + [grand for child in listed for grand in children(child)]


@pytest.fixture
def taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to see every process")
def test_serve_answers_on_a_free_port_keeps_its_worker_and_stops_wholly(tmp_path, taken_port):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
    command = [sys.executable, "-m", "troth_site.management.cli", "serve", "--port", str(taken_port)]
    served = subprocess.Popen(
        command, env=environment | {"TROTH_HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        said = [served.stdout.readline() for _line in range(4)]
        assert said[0].startswith(f"Port {taken_port} is taken by another program; using ")
        address = re.fullmatch(r"Troth is at (http://127\.0\.0\.1:\d+)/\n", said[1]).group(1)
        assert said[2] == f"Begin your record: {address}/set-up/\n"
        assert (tmp_path / "port").read_text("utf-8") == address.rpartition(":")[2]
        with urllib.request.urlopen(f"{address}/set-up/") as page:
            assert b"Begin your record" in page.read()

        worker = next(pid for pid in children(served.pid) if b"ox_worker" in Path(f"/proc/{pid}/cmdline").read_bytes())
        os.kill(worker, signal.SIGKILL)
        assert "job worker stopped with code -9; it starts again" in served.stderr.readline()
        until = time.monotonic() + SECONDS
        while time.monotonic() < until and not [
            pid for pid in children(served.pid)
            if pid != worker and b"ox_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]:  # fmt: skip
            time.sleep(0.2)
        family = children(served.pid)
        assert len(family) >= 3
    finally:
        served.send_signal(signal.SIGTERM)
        code = served.wait(SECONDS)
        served.stdout.close()
        served.stderr.close()

    assert (code, asleep(family)) == (0, [])
