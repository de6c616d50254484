"""Names of trained workers, for the factory's own people; to anybody else there are none."""

from dataclasses import dataclass

from troth_site import access
from troth_site.access import Actor, Verb
from troth_site.models import Trainee, Training


@dataclass(frozen=True, slots=True, kw_only=True)
class TraineeRow:
    """A trained worker, as the factory keeps them; `passed` is None where no test was held."""

    pk: int
    name: str
    passed: bool | None


def own_training(by: Actor, pk: int, verb: Verb = "see") -> Training:
    """Return a training whose names are the person's own house's to read.

    Raises:
        access.NotThere: The person is not of this factory: the names do not exist for them.
        access.NotAllowed: They are, but their role may not do this.
    """
    found = access.of_relationship(by, Training, pk)
    if found.relationship.factory_id not in by.organisations():
        raise access.NotThere
    if found.relationship.factory_id not in by.organisations(verb):
        raise access.NotAllowed
    return found


def own_trainee(by: Actor, pk: int, verb: Verb = "see") -> Trainee:
    """Return a trained worker of the person's own house.

    Raises:
        access.NotThere: There is none for this person.
        access.NotAllowed: Their role may not do this.
    """
    row = Trainee.objects.filter(pk=pk).select_related("training__relationship").first()
    if row is None:
        raise access.NotThere
    own_training(by, row.training_id, verb)
    return row


def trainees(by: Actor, training: int) -> tuple[TraineeRow, ...]:
    """Return the trained workers of the person's own house, by name.

    Raises:
        access.NotThere: The person is not of this factory.
    """
    row = own_training(by, training)
    rows = Trainee.objects.filter(training=row).order_by("name", "pk").values("pk", "name", "passed")
    return tuple(TraineeRow(**each) for each in rows)
