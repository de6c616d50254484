"""Commands run in this process against the tests' own database, and a record that a whole module shares."""

import json
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO

from django.db import transaction

from troth_site.management.cli import main


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """Return its one document; more or less than one fails."""
        return json.loads(self.out)


def troth(*arguments):
    """Run one command as the shell would."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as left:
            code = left.code
    return Answer(code, out.getvalue(), err.getvalue())


@contextmanager
def kept_for_a_module(blocker):
    """Open the database for a module's shared record, and leave nothing of it behind."""
    with blocker.unblock(), transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def written(path, *rows, delimiter=","):
    """Write a file of rows, a line each, and return its path."""
    path.write_text("".join(delimiter.join(map(str, row)) + "\n" for row in rows), "utf-8")
    return path
