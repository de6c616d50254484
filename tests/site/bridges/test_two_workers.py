"""Two workers at once, as processes on one database: every letter arrives, and none twice."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.site.bridges.loopback import Reply

ROOT = Path(__file__).parents[3]
PLACES = 12
PREPARE = """
from troth_site.management.door import open_site; open_site()
from tests.site.bridges.test_two_workers import seat
seat()
"""


def seat():
    """Tell people of something in a dozen places, all of it due."""
    from django.utils import timezone

    from tests.site.bridges.places import Pair, shift

    pair = Pair()
    for _ in range(PLACES):
        pair.place("slack")
    for number in range(3):
        pair.tell(f"message {number}")
    shift(timezone.now())


def _python(home, *arguments):
    environment = {name: value for name, value in os.environ.items() if name != "TROTH_DATABASE"}
    environment |= {"TROTH_HOME": str(home), "DJANGO_SETTINGS_MODULE": "troth_site.settings", "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


@pytest.mark.long
def test_two_workers_tell_everything_once(outer, tmp_path):
    outer.answer(Reply(seconds=0.05))
    prepared = _python(tmp_path, "-c", PREPARE)
    prepared.communicate()
    assert prepared.returncode == 0
    certificate = outer.certificate
    script = str(Path(__file__).with_name("two_workers.py"))
    port = str(outer.server.server_address[1])
    workers = [_python(tmp_path, script, port, str(certificate)) for _ in range(2)]
    assert [worker.stdout.readline().strip() for worker in workers] == ["ready", "ready"]
    for worker in workers:
        worker.stdin.close()
        worker.stdin = None

    sent = [int(worker.communicate()[0]) for worker in workers]

    assert [worker.returncode for worker in workers] == [0, 0]
    assert (sum(sent), len(outer.said)) == (PLACES, PLACES)
    assert min(sent) > 0
    assert Counter(len(said.json["blocks"]) for said in outer.said) == {3: PLACES}
