"""Names of trained workers: written, marked and erased by the factory alone; to a buyer they do not exist."""

from django.db import transaction

from troth.basis.text import gettext_noop
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication.keeping import cleaned
from troth_site.models import Trainee
from troth_site.queries.quality import trainees as known

MOST_NAMES = 2_000


class TraineeRefused(Exception):
    """A name cannot be kept like this; the message says what lacks."""


def write_down(*, by: Actor, training: int, names: list[str], passed: bool | None = None) -> int:
    """Keep who was trained, in the factory's own view; a name that is there already is marked anew.

    Nothing of it reaches the ledger, a notice, a page that is open elsewhere, or the trail but its number.

    Raises:
        access.NotThere: The person is not of this factory.
        TraineeRefused: No name was given, or far too many.
    """
    row = known.own_training(by, training, "record")
    told = list(dict.fromkeys(name for name in (cleaned(each).strip()[:200] for each in names) if name))
    if not told:
        raise TraineeRefused(gettext_noop("Write the names of the workers, one a line."))
    with transaction.atomic():
        there = Trainee.objects.filter(training=row).count()
        if there + len(told) > MOST_NAMES:
            raise TraineeRefused(gettext_noop("A training keeps 2,000 names at most."))
        for name in told:
            Trainee.objects.update_or_create(training=row, name=name, defaults={"passed": passed})
        audit.record("trainees.written", by=by, organisation=row.relationship.factory_id, subject=f"training {row.pk}")
    return len(told)


def erase(*, by: Actor, training: int, trainee: int) -> None:
    """Erase the name of a worker for good; erased twice it is gone.

    Raises:
        access.NotThere: The person is not of this factory.
    """
    row = known.own_training(by, training, "record")
    with transaction.atomic():
        gone, _kinds = Trainee.objects.filter(training=row, pk=trainee).delete()
        if gone:
            factory = row.relationship.factory_id
            audit.record("trainee.erased", by=by, organisation=factory, subject=f"training {row.pk}")
