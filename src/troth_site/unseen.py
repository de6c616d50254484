"""What a blind second look keeps from whoever takes it: the first look, and all that tells how it ended.

It is read once, with the person, and is nothing for nearly everybody. Each door leaves it out until the second look is
handed in or cancelled; what is said of many lots at once stays, and cannot be opened down to this one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet

from troth_site.models import (
    Commitment,
    CorrectiveAction,
    CorrectiveDuty,
    CorrectiveStep,
    Disclosure,
    Inspection,
    InspectionPhoto,
    LedgerEntry,
    OrderCheckpoint,
    ReportRemark,
)

TELL_NOTHING = ("inspection.planned", "inspection.assigned", "inspection.cancelled")
"""Kinds of entries about a look that stand before anybody knows how it ends."""
_LOOK = ("pk", "uid", "relationship_id", "handed_in_at", "order_checkpoint_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """Keys of what one person does not see yet.

    Attributes:
        inspections: First looks, others' second looks at the same lots, and the lots presented again since.
        checkpoints: On orders, which such a look settled: they read as they stood before.
        correctives: Corrective actions that such a look opened, or says something of.
        disclosures: Problems told of that such a look found.
        promises: Which the lot kept or broke, and those of the checkpoints, actions and problems.
        entries: Of ledgers: relationship and number.
    """

    inspections: frozenset[int] = frozenset()
    checkpoints: frozenset[int] = frozenset()
    correctives: frozenset[int] = frozenset()
    disclosures: frozenset[int] = frozenset()
    promises: frozenset[int] = frozenset()
    entries: frozenset[tuple[int, int]] = frozenset()

    def hides(self, row: Model) -> bool:
        """Tell whether the person does not know of a row yet, or of how it stands."""
        kept: dict[type[Model], frozenset[int]] = {
            Inspection: self.inspections, Commitment: self.promises, CorrectiveAction: self.correctives,
            Disclosure: self.disclosures, OrderCheckpoint: self.checkpoints,
        }  # fmt: skip
        return row.pk in kept.get(type(row), ())

    def numbers(self, relationship: int) -> frozenset[int]:
        """Return the numbers of one ledger's entries that are left out."""
        return frozenset(seq for of, seq in self.entries if of == relationship)


NOTHING = Unseen()


def blind_looks(person: Any) -> QuerySet[Inspection]:
    """Return the blind second looks that a person has not handed in."""
    return Inspection.objects.filter(
        inspector__id=person, blind_of__isnull=False, handed_in_at__isnull=True, cancelled_because=""
    )


def unseen_by(person: int) -> Unseen:
    """Return what the blind looks of a person keep from them."""
    firsts = list(blind_looks(person).values_list("blind_of", flat=True))
    after = Q(blind_of__in=firsts, handed_in_at__isnull=False) | Q(resubmitted_of__in=firsts)
    after &= ~Q(inspector__id=person, inspector__isnull=False)
    looks = list(Inspection.objects.filter(Q(pk__in=firsts) | after).values_list(*_LOOK))
    judged = [look for look in looks if look[3] is not None]
    hidden = frozenset(look[0] for look in looks)
    if not judged:
        return Unseen(inspections=hidden)
    checkpoints = frozenset(look[4] for look in judged if look[4] is not None)
    of_lot = Q(inspection__in=hidden) | Q(checks__inspection__in=hidden)
    correctives = frozenset(CorrectiveAction.objects.filter(of_lot).values_list("pk", flat=True))
    disclosures = frozenset(Disclosure.objects.filter(inspection__in=hidden).values_list("pk", flat=True))
    told = _entries(judged, _telling(judged, checkpoints))
    promises = {promise for _of, _seq, promise in told if promise is not None}
    promises |= _promised(checkpoints, correctives, disclosures)
    since = Q(commitment__in=promises, entered_at__gte=min(look[3] for look in judged))
    found = [*told, *_entries(judged, since)]
    return Unseen(
        inspections=hidden, checkpoints=checkpoints, correctives=correctives, disclosures=disclosures,
        promises=frozenset(promises), entries=frozenset((of, seq) for of, seq, _promise in found),
    )  # fmt: skip


def told_of(row: Model, people: Sequence[int], *, relationship: int) -> list[int]:
    """Return who of some people may be told of a row, inside the act that changed it."""
    blind = set(
        Inspection.objects.filter(
            blind_of__relationship=relationship, inspector__in=people, handed_in_at__isnull=True, cancelled_because=""
        ).values_list("inspector", flat=True)
    )
    return [person for person in people if person not in blind or not unseen_by(person).hides(row)]


def files(hidden: Unseen) -> frozenset[int]:
    """Return the files that show what the looks found: photos, what is said beside their reports, proofs of actions."""
    if not hidden.inspections:
        return frozenset()
    photos = InspectionPhoto.objects.filter(inspection__in=hidden.inspections, file__isnull=False)
    remarks = ReportRemark.files.through.objects.filter(reportremark__report__inspection__in=hidden.inspections)
    proofs = CorrectiveStep.files.through.objects.filter(correctivestep__corrective__in=hidden.correctives)
    found: Iterable[int] = photos.values_list("file", flat=True)
    return frozenset(found).union(*(rows.values_list("evidencefile", flat=True) for rows in (remarks, proofs)))


def _telling(judged: Sequence[tuple[Any, ...]], checkpoints: Iterable[int]) -> Q:
    """Return which entries speak of the looks: they name it, or the checkpoint it settled, in their sealed words."""
    found = Q()
    for look in judged:
        found |= Q(content__contains=f'"inspection":"{look[1]}"')
    for checkpoint in checkpoints:
        found |= Q(kind__startswith="checkpoint.", content__contains=f'"checkpoint":{checkpoint},')
    return found & ~Q(kind__in=TELL_NOTHING)


def _entries(judged: Sequence[tuple[Any, ...]], which: Q) -> list[tuple[int, int, int | None]]:
    # A day more: a look handed in at night may be recorded on the day before, of another zone.
    since = min(look[3] for look in judged).date() - timedelta(days=1)
    rows = LedgerEntry.objects.filter(
        which, relationship__in={look[2] for look in judged}, recorded_on__gte=since
    )  # fmt: skip
    return list(rows.order_by().values_list("relationship_id", "seq", "commitment_id"))


def _promised(checkpoints: Iterable[int], correctives: Iterable[int], disclosures: Iterable[int]) -> set[int]:
    problems = Disclosure.objects.filter(pk__in=disclosures)
    found = [
        OrderCheckpoint.objects.filter(pk__in=checkpoints).values_list("commitment_id", flat=True),
        CorrectiveStep.objects.filter(corrective__in=correctives).values_list("commitment_id", flat=True),
        CorrectiveDuty.objects.filter(corrective__in=correctives).values_list("commitment_id", flat=True),
        problems.values_list("commitment_id", flat=True), problems.values_list("mistake_id", flat=True),
    ]  # fmt: skip
    return {key for keys in found for key in keys if key is not None}
