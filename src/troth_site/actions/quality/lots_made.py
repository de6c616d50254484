"""Saying where a lot was made: on which line or machine, and with whose materials and work."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from troth.basis.text import gettext_noop
from troth.quality.origin_questions import LINE, SUPPLIERS, Made, read_origin
from troth.quality.replication import named_once
from troth_site import access
from troth_site.access import Actor
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.quality import inspections
from troth_site.models import Inspection
from troth_site.models.quality.choices import InspectionState

LONGEST = 120
MOST = 40


class MadeRefused(Exception):
    """It cannot be kept like this; the text says what to mend."""


def say_made(*, by: Actor, inspection: int, line: str, suppliers: Iterable[str], at: datetime | None = None) -> None:
    """Keep the line and the sub-suppliers of a lot, in place of what stood there; the same sent twice is kept once.

    It can be said after the report too, like an answer to a second look: the report tells what was found, not this.

    Raises:
        MadeRefused: There are more names, or longer ones, than anybody reads, or the inspection was cancelled.
        access.NotThere: There is none for this person.
        access.NotAllowed: The person sees it, but records nothing here.
    """
    seen = access.inspection(by, inspection, "record")
    named, on = named_once(cleaned(name) for name in suppliers), " ".join(cleaned(line).split())
    if len(named) > MOST or any(len(name) > LONGEST for name in (on, *named)):
        raise MadeRefused(gettext_noop("Name at most 40 of them, each in 120 characters or fewer."))
    with transaction.atomic():
        row = Inspection.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=seen.pk)
        if row.state == InspectionState.CANCELLED:
            raise MadeRefused(gettext_noop("This inspection was cancelled: nothing can be added to it."))
        _keep(by, row, Made(line=on, suppliers=named), at=at)


def keep_answered(*, by: Actor, row: Inspection, said: Mapping[str, object], at: datetime) -> None:
    """Keep what the inspector answered on the phone, inside the act that hands in; what was said before stays."""
    found = read_origin(
        cleaned(str(said.get(LINE) or "")), cleaned(str(said.get(SUPPLIERS) or "")), most=MOST, longest=LONGEST
    )
    line, suppliers = row.line or found.line, tuple(row.suppliers.splitlines()) or found.suppliers
    _keep(by, row, Made(line=line, suppliers=suppliers), at=at)


def _keep(by: Actor, row: Inspection, made: Made, *, at: datetime | None) -> None:
    written = "\n".join(made.suppliers)
    if (row.line, row.suppliers) == (made.line, written):
        return
    row.line, row.suppliers = made.line, written
    row.save(update_fields=["line", "suppliers"])
    # The entry lasts for ever and a sub-supplier may be one person: their names stay out of it.
    told = sha256(written.encode()).hexdigest()
    inspections.enter(by, row, "inspection.made", at=at, more={"line": made.line, "suppliers": told})
