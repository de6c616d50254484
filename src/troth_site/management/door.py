"""Opening the installation for a command: settings, database, and the person in whose name it acts."""

import hashlib
import os
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.apps import apps
from django.conf import settings

from troth_site.environment import EMBEDDED
from troth_site.management.answers import WrongUse

if TYPE_CHECKING:
    from troth_site.access import Actor

STAMP = "migrated"


def open_site() -> None:
    """Set the site up and bring its database to the current form; seconds the first time, nothing afterwards.

    A program that has set the site up itself, such as a test, looks after its database itself too.
    """
    if apps.ready:
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth_site.settings")
    django.setup()
    schema = _schema()
    database = settings.DATABASES["default"]
    stamp, mark = Path(settings.TROTH_HOME) / STAMP, f"{schema} {database['NAME']} {database.get('HOST', '')}"
    is_new = database["ENGINE"] == EMBEDDED and not Path(database["NAME"]).exists()
    if not is_new and stamp.exists() and stamp.read_text("utf-8") == mark:
        return
    from django.core.management import call_command  # noqa: PLC0415  reason: seldom needed, a tenth of the start

    from troth_site.management import new_database  # noqa: PLC0415  reason: as above

    if new_database.is_wanted():
        new_database.make()
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


def _schema() -> str:
    """Return what changes whenever a migration of ours, of Django or of a part we use is added."""
    own = sorted(
        path.name + path.read_text("utf-8") for path in (Path(__file__).parents[1] / "migrations").glob("0*.py")
    )
    parts = [f"{name} {version(name)}" for name in ("django", "django-allauth", "django-ox")]
    return hashlib.sha256("\n".join((*own, *parts)).encode()).hexdigest()
