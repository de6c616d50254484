"""Two writers at once on one relationship leave one chain: on SQLite as processes, on PostgreSQL as threads."""

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import timezone

from troth_site import access
from troth_site.actions import commitments, partners, people
from troth_site.models import Commitment, LedgerEntry, Person
from troth_site.queries import ledger

TIMES = 12
ROOT = Path(__file__).parents[3]
PREPARE = """
from troth_site.management.door import open_site; open_site()
from tests.site.actions.test_together import seat_two
print(*seat_two())
"""
CHECK = """
import django; django.setup()
from tests.site.actions.test_together import what_stands
print(*what_stands(int(__import__("sys").argv[1])))
"""


def seat_two():
    """Seat a buyer and a factory who keep a record; return its key and both people."""
    operator = access.actor(people.local_operator(), as_operator=True)
    seated = []
    for kind, role in (("buyer", "sourcing"), ("factory", "sales")):
        house = partners.found_organisation(by=operator, kind=kind, name=f"The {kind}").pk
        person = people.introduce(by=operator, name=kind, email=f"{kind}@together.example")
        people.take_seat(by=operator, person=person, organisation=house, role=role)
        seated.append((house, person.pk))
    (buyer, ana), (factory, lin) = seated
    pair = partners.relate(by=access.actor(Person.objects.get(pk=ana)), buyer=buyer, factory=factory).pk
    return pair, ana, lin


def what_stands(pair):
    """Return whether the chain holds, how many entries it has, and how many promises there are."""
    by = access.actor(people.local_operator(), as_operator=True)
    by = access.actor(Person.objects.get(email="buyer@together.example")) if not by.seats else by
    checked = ledger.check(by, pair).verification
    numbers = list(LedgerEntry.objects.filter(relationship=pair).order_by("seq").values_list("seq", flat=True))
    gapless = numbers == list(range(1, len(numbers) + 1))
    return checked.ok and gapless, checked.count, Commitment.objects.filter(relationship=pair).count()


def _python(home, *arguments):
    environment = {name: value for name, value in os.environ.items() if name != "TROTH_DATABASE"}
    environment |= {"TROTH_HOME": str(home), "DJANGO_SETTINGS_MODULE": "troth_site.settings", "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def _said(process):
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out.split()


def test_two_programs_on_sqlite_keep_one_chain(tmp_path):
    pair, ana, lin = _said(_python(tmp_path, "-c", PREPARE))
    writer = str(Path(__file__).with_name("two_writers.py"))
    people_and_marks = ((ana, "ours"), (lin, "theirs"))
    both = [_python(tmp_path, writer, pair, person, mark, str(TIMES)) for person, mark in people_and_marks]
    assert [process.stdout.readline() for process in both] == ["ready\n", "ready\n"]
    for process in both:
        process.stdin.close()
        process.stdin = None
    for process in both:
        _said(process)

    assert _said(_python(tmp_path, "-c", CHECK, pair)) == ["True", str(2 * TIMES), str(2 * TIMES)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_threads_on_postgres_keep_one_chain():
    pair, ana, lin = seat_two()
    start, failures = threading.Barrier(2), []

    def write(person):
        try:
            by = access.actor(Person.objects.get(pk=person))
            start.wait()
            for at in range(TIMES):
                commitments.propose(
                    by=by, relationship=pair, dimension="communication", what=f"{person} {at}",
                    due_on=timezone.localdate() + timedelta(days=30),
                )  # fmt: skip
        except Exception as failure:  # noqa: BLE001  reason: it is shown in the thread that can fail the test
            failures.append(failure)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=(person,)) for person in (ana, lin)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)

    assert connection.vendor == "postgresql"
    assert failures == []
    assert what_stands(pair) == (True, 2 * TIMES, 2 * TIMES)
