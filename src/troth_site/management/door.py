"""Opening the installation for a command: settings, database, and the person in whose name it acts."""

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.core.management import call_command

from troth_site.management.answers import WrongUse

if TYPE_CHECKING:
    from troth_site.access import Actor

STAMP = "migrated"


def open_site() -> None:
    """Set the site up and bring its database to the current form; seconds the first time, nothing afterwards."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth_site.settings")
    django.setup()
    mark = _mark()
    stamp = Path(settings.TROTH_HOME) / STAMP
    if stamp.exists() and stamp.read_text("utf-8") == mark and _database_there():
        return
    call_command("migrate", verbosity=0, interactive=False)
    stamp.write_text(mark, "utf-8")


def operator(email: str | None = None) -> "Actor":
    """Return who acts: the local operator, or the person with this address.

    Raises:
        WrongUse: Nobody has the address.
    """
    from troth_site import access  # noqa: PLC0415  reason: rows load only once the site is set up
    from troth_site.actions import people  # noqa: PLC0415  reason: rows load only once the site is set up
    from troth_site.queries import people as known  # noqa: PLC0415  reason: rows load only once the site is set up

    if email is None:
        return access.actor(people.local_operator(), as_operator=True)
    person = known.by_email(email)
    if person is None:
        raise WrongUse(f"Nobody here has the address {email}.")
    return access.actor(person, as_operator=True)


def _mark() -> str:
    """Return what changes whenever a migration is added or another database is named."""
    names = sorted(path.name for path in (Path(__file__).parents[1] / "migrations").glob("0*.py"))
    database = settings.DATABASES["default"]
    parts = (*names, django.get_version(), str(database["NAME"]), str(database.get("HOST", "")))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _database_there() -> bool:
    database = settings.DATABASES["default"]
    return not database["ENGINE"].endswith("sqlite3") or Path(database["NAME"]).exists()
