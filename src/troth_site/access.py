"""The one gate: which rows a person may see or change. Organisation scope comes first, then what the role allows.

A row outside one's scope does not exist: every door raises NotThere, and faces answer it as a page that is not found.
"""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import Exists, Model, Q, QuerySet

from troth_site.models import (
    Action,
    ApprovedSample,
    Channel,
    Commitment,
    DefectType,
    EvidenceFile,
    ImportBatch,
    ImportProfile,
    Inspection,
    InspectionPhoto,
    Membership,
    Note,
    Organisation,
    Person,
    RedFlag,
    Relationship,
)
from troth_site.prepared import Prepared, given
from troth_site.unseen import NOTHING, Unseen, blind_looks, files, unseen_by

Verb = Literal["see", "record", "answer", "import", "results", "settle", "invite", "people"]

ROLE_MAY: dict[str, frozenset[Verb]] = {
    "operator": frozenset({"see", "record", "answer", "import", "results", "settle", "invite", "people"}),
    "manager": frozenset({"see", "record", "answer", "import", "results", "settle", "invite", "people"}),
    "owner": frozenset({"see", "record", "answer", "import", "results", "settle", "invite", "people"}),
    "sourcing": frozenset({"see", "record", "answer", "import", "results", "settle", "invite"}),
    "sales": frozenset({"see", "record", "answer", "settle", "invite"}),
    "quality": frozenset({"see", "record", "answer", "results"}),
    "finance": frozenset({"see", "answer"}),
    # Those who work for others see the inspections they are assigned to, and nothing beside them.
    "representative": frozenset(),
    "inspector": frozenset(),
}
"""What a role may do: see the record; record receipts and promises; answer (confirm, contest); import files; import
results of inspections, without orders; settle actions and flags; invite a partner's first person; look after people of
one's own."""

ASSIGNED_ROLES = frozenset({"representative", "inspector"})
ASSIGNED_MAY: frozenset[Verb] = frozenset({"see", "record", "answer"})
"""What those who work for others may do to an inspection they are assigned to."""

_SEATS = Prepared(
    lambda: (
        Membership.objects.filter(person=given("person"), active=True)
        .order_by("organisation__name", "organisation_id")
        .values_list(
            "organisation_id", "organisation__name", "organisation__kind", "role", Exists(blind_looks(given("person")))
        )
    )
)
_RELATIONSHIP = Prepared(lambda: Relationship.objects.filter(pk=given("pk")).select_related("buyer", "factory"))
_COMMITMENT = Prepared(lambda: Commitment.objects.filter(pk=given("pk")).select_related("relationship"))


class NotThere(Exception):
    """The row does not exist for this person, whether or not it exists at all."""


class NotAllowed(Exception):
    """The person sees the row but their role may not do this to it."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in an organisation."""

    organisation: int
    organisation_name: str
    kind: str
    role: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at the gate, with every seat they hold, and what a blind look of theirs keeps from them."""

    person: int
    name: str
    email: str
    as_operator: bool
    seats: tuple[Seat, ...]
    unseen: Unseen = NOTHING

    def organisations(self, verb: Verb = "see") -> tuple[int, ...]:
        """Return the organisations in which this person may do something."""
        return tuple(seat.organisation for seat in self.seats if verb in ROLE_MAY[seat.role])


def actor(person: Person, *, as_operator: bool = False) -> Actor:
    """Return the person with their seats, read in one query; who takes a blind look, with what it keeps from them."""
    rows = _SEATS.rows(person=person.pk)
    seats = tuple(Seat(*row[:4]) for row in rows)
    unseen = unseen_by(person.pk) if rows and rows[0][4] else NOTHING
    return Actor(person.pk, person.name or person.email, person.email, as_operator, seats, unseen)


def relationships(by: Actor, verb: Verb = "see") -> QuerySet[Relationship]:
    """Return the relationships in which one of the person's organisations stands on either side."""
    mine = by.organisations(verb)
    return Relationship.objects.filter(Q(buyer__in=mine) | Q(factory__in=mine))


def relationship(by: Actor, pk: int, verb: Verb = "see") -> Relationship:
    """Return one relationship, its organisations loaded.

    Raises:
        NotThere: The person may not know it exists.
        NotAllowed: The person sees it, but may not do this.
    """
    return let_in(by, _RELATIONSHIP.first(pk=pk), verb)


def side_of(by: Actor, row: Relationship) -> Literal["buyer", "factory"]:
    """Return the side the person stands on; who holds seats on both sides stands on the buyer's."""
    return "buyer" if row.buyer_id in by.organisations() else "factory"


def commitment(by: Actor, pk: int, verb: Verb) -> Commitment:
    """Return one commitment of a relationship the person may act in."""
    return _through(by, _COMMITMENT.first(pk=pk), verb)


def flag(by: Actor, pk: int, verb: Verb) -> RedFlag:
    """Return one red flag of a relationship the person may act in."""
    found = RedFlag.objects.filter(pk=pk).select_related("relationship").order_by().first()
    return _through(by, found, verb)


def notes(by: Actor) -> QuerySet[Note]:
    """Return the notes a person may read: what is shared with them, what their own side keeps, what they keep alone."""
    ours = Q(organisation__in=by.organisations())
    readable = Q(visibility="shared") | (ours & (Q(visibility="side") | Q(visibility="private", author=by.person)))
    rows = Note.objects.filter(readable, relationship__in=relationships(by))
    return rows.exclude(commitment__in=by.unseen.promises)


def note(by: Actor, pk: int, verb: Verb) -> Note:
    """Return one note; whoever may read it sees it, its author alone changes it, and only while they may still write.

    Raises:
        NotThere: The person may not know it exists.
        NotAllowed: Somebody else wrote it, or the person may not write here any more.
    """
    found = notes(by).filter(pk=pk).select_related("author", "organisation").first()
    if found is None:
        raise NotThere
    if verb != "see" and (found.author_id != by.person or found.organisation_id not in by.organisations(verb)):
        raise NotAllowed
    return found


def action(by: Actor, pk: int, verb: Verb) -> Action:
    """Return one action of a relationship the person may act in."""
    found = Action.objects.filter(pk=pk).select_related("relationship").order_by().first()
    return _through(by, found, verb)


def of_relationship[Row: Model](by: Actor, kind: type[Row], pk: int, verb: Verb = "see") -> Row:
    """Return one row of any kind that belongs to a relationship, both organisations loaded.

    Raises:
        NotThere: The person may not know it exists.
        NotAllowed: The person sees it, but may not do this.
    """
    rows = kind._default_manager.filter(pk=pk).select_related("relationship__buyer", "relationship__factory")
    found = rows.first()
    if found is None or by.unseen.hides(found):
        raise NotThere
    let_in(by, found.relationship, verb)  # type: ignore[attr-defined]
    return found


def inspections(by: Actor, verb: Verb = "see") -> QuerySet[Inspection]:
    """Return the inspections of one's own records and those one is assigned to, without unseen ones."""
    seen = Q(relationship__in=relationships(by, verb))
    if verb in ASSIGNED_MAY and any(seat.role in ASSIGNED_ROLES for seat in by.seats):
        seen |= Q(inspector=by.person)
    return Inspection.objects.filter(seen).exclude(pk__in=by.unseen.inspections)


def inspection(by: Actor, key: int | UUID, verb: Verb = "see") -> Inspection:
    """Return one inspection by its key or its public name, both organisations loaded.

    Raises:
        NotThere: The person may not know it exists.
        NotAllowed: The person sees it, but may not do this.
    """
    wanted = {"uid": key} if isinstance(key, UUID) else {"pk": key}
    rows = inspections(by).select_related("relationship__buyer", "relationship__factory")
    found = rows.filter(**wanted).first()
    if found is None:
        raise NotThere
    if verb != "see" and not _stands_in(by, found.relationship, verb):
        is_assigned = found.inspector_id == by.person and any(seat.role in ASSIGNED_ROLES for seat in by.seats)
        if not is_assigned or verb not in ASSIGNED_MAY:
            raise NotAllowed
    return found


def evidence(by: Actor, uid: UUID) -> EvidenceFile:
    """Return a file of one's own records, or of an inspection one is assigned to: its photos, its product's samples.

    What shows a kind of defect is seen by everybody whose catalogue has that kind.
    """
    is_assigned = any(seat.role in ASSIGNED_ROLES for seat in by.seats)
    mine = Inspection.objects.filter(inspector=by.person) if is_assigned else Inspection.objects.none()
    photos = InspectionPhoto.objects.filter(inspection__in=mine, file__isnull=False)
    samples = ApprovedSample.photos.through.objects.filter(approvedsample__product__in=mine.values("product"))
    met = Relationship.objects.filter(Q(pk__in=relationships(by).values("pk")) | Q(inspections__in=mine))
    sides = Q(organisation__in=met.values("buyer")) | Q(organisation__in=met.values("factory"))
    kinds = DefectType.objects.filter(sides, photo__isnull=False, retired_at=None)
    of_mine = Q(relationship__in=relationships(by)) | Q(pk__in=kinds.values("photo"))
    of_mine |= Q(pk__in=photos.values("file")) | Q(pk__in=samples.values("evidencefile"))
    return _there(EvidenceFile.objects.filter(of_mine, uid=uid).exclude(pk__in=files(by.unseen)).first())


def _there[Row: Model](found: Row | None) -> Row:
    if found is None:
        raise NotThere
    return found


def _through[Row: (Action, Commitment, RedFlag)](by: Actor, found: Row | None, verb: Verb) -> Row:
    """Let a row of a relationship through the gate; its relationship came with it, so nothing more is asked."""
    if found is None or by.unseen.hides(found):
        raise NotThere
    let_in(by, found.relationship, verb)
    return found


def let_in(by: Actor, found: Relationship | None, verb: Verb) -> Relationship:
    """Return a relationship found in another way, if it was found and the person may do this in it."""
    if found is None or not _stands_in(by, found, "see"):
        raise NotThere
    if not _stands_in(by, found, verb):
        raise NotAllowed
    return found


def _stands_in(by: Actor, row: Relationship, verb: Verb) -> bool:
    mine = by.organisations(verb)
    return row.buyer_id in mine or row.factory_id in mine


def organisation(by: Actor, pk: int, verb: Verb = "see") -> Organisation:
    """Return one of the person's own organisations."""
    if pk not in by.organisations():
        raise NotThere
    if pk not in by.organisations(verb):
        raise NotAllowed
    return Organisation.objects.get(pk=pk)


def channels(by: Actor) -> QuerySet[Channel]:
    """Return where the person is told of things, and where organisations are whose people they look after."""
    return Channel.objects.filter(Q(person=by.person) | Q(organisation__in=by.organisations("people")))


def channel(by: Actor, pk: int) -> Channel:
    """Return one of these places."""
    return _there(channels(by).filter(pk=pk).select_related("person", "organisation").first())


def import_batches(by: Actor) -> QuerySet[ImportBatch]:
    """Return the imports that the person may read, go on with and undo."""
    return ImportBatch.objects.filter(_imported(by))


def import_batch(by: Actor, uid: str) -> ImportBatch:
    """Return one import by its public name."""
    return _there(import_batches(by).filter(uid=uid).select_related("organisation").first())


def import_profiles(by: Actor) -> QuerySet[ImportProfile]:
    """Return the saved mappings of the files that the person may import."""
    return ImportProfile.objects.filter(_imported(by))


def import_profile(by: Actor, pk: int) -> ImportProfile:
    """Return one saved mapping."""
    return _there(import_profiles(by).filter(pk=pk).select_related("organisation").first())


def _imported(by: Actor) -> Q:
    """Tell the imports of organisations for which the person imports all, and those of results where only these."""
    results = Q(organisation__in=by.organisations("results"), mapping__kind="inspections")
    return Q(organisation__in=by.organisations("import")) | results
