"""Regular inspections: proposed by one side, agreed by the other, planned with one tap, ended with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.quality.sampling_values import NONE_ACCEPTED, Sampling, wrong_sampling
from troth.quality.schemes import counts_defects_alone
from troth.quality.verdicts import DefectClass
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.ledger import NewEntry
from troth_site.actions.quality import inspections, programmes_due
from troth_site.actions.quality.inspections_wishes import Limit, PlanRefused, Wish
from troth_site.models import InspectionProgramme, Product, Relationship
from troth_site.models.quality.choices import CheckpointKind, IntervalUnit, ProgrammeState
from troth_site.queries.communication import messages_readers
from troth_site.queries.quality import programme_facts

LONGEST = {"days": 730, "lots": 1000}
OTHER = {"buyer": "factory", "factory": "buyer"}
SOURCES = {"final": "final", "packing": "final", "loading": "final"}
"""Where units are looked at, by stage; elsewhere in production."""


class ProgrammeRefused(Exception):
    """A regular inspection cannot be proposed or changed like this; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProgramme:
    """A regular inspection as somebody proposes it; nothing has a default that decides how strictly is inspected.

    Attributes:
        kind: At which stage, of CheckpointKind.
        unit: "days" or "lots", and `base` how many of them lie between two looks where nothing speaks for fewer.
        lot_size: Units a lot usually holds.
        sampling: "edition", "level", and an AQL for each class as text; 0 accepts none.
        family: Taken from the product where one is named.
        inspector: Who looks; None where nobody is named yet.
    """

    kind: str
    unit: str
    base: int
    lot_size: int
    sampling: Mapping[str, str]
    product: int | None = None
    family: str = ""
    inspector: int | None = None


def propose(*, by: Actor, relationship: int, given: NewProgramme, now: datetime | None = None) -> int:
    """Propose a regular inspection; it counts once the other side agrees.

    Raises:
        ProgrammeRefused: Something lacks or cannot be, or the two sides have one of these goods and stage already.
    """
    seen, moment = access.relationship(by, relationship, "record"), now or timezone.now()
    _check(given)
    with transaction.atomic():
        locked = ledger.lock(seen.pk)
        product = _product(locked, given.product)
        family = (product.family if product else cleaned(given.family)).strip()[:120]
        same = InspectionProgramme.objects.filter(relationship=locked, product=product, family=family, kind=given.kind)
        if same.exclude(state=ProgrammeState.ENDED).exists():
            raise ProgrammeRefused(
                gettext_noop("There is a regular inspection of these goods at this stage already. End that one first.")
            )
        try:
            works_for = inspections.works_for(locked, given.inspector, by)
        except PlanRefused as error:
            raise ProgrammeRefused(str(error)) from error
        row = InspectionProgramme.objects.create(
            relationship=locked, product=product, family=family, kind=given.kind, unit=given.unit, base=given.base,
            lot_size=given.lot_size, sampling=dict(given.sampling), inspector_id=given.inspector,
            inspector_for=works_for, state=ProgrammeState.PROPOSED, proposed_side=access.side_of(by, locked),
            created_at=moment, created_by_id=by.person,
        )  # fmt: skip
        told = {"every": row.base, "unit": row.unit, "stage": row.kind, "sampling": row.sampling}
        _enter(by, locked, row, "programme.proposed", at=moment, more=told)
    return row.pk


def agree(*, by: Actor, programme: int, now: datetime | None = None) -> None:
    """Agree to what the other side proposed; from this day on looks are counted, and the first is promised.

    Raises:
        ProgrammeRefused: It has ended.
        access.NotAllowed: One's own side proposed it: the other agrees, or asks for another.
    """
    seen, moment = access.of_relationship(by, InspectionProgramme, programme, "record"), now or timezone.now()
    today = timezone.localdate(moment)
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = InspectionProgramme.objects.select_for_update().get(pk=seen.pk)
        if access.side_of(by, locked) == row.proposed_side:
            raise access.NotAllowed
        if row.state == ProgrammeState.AGREED:
            return
        if row.state == ProgrammeState.ENDED:
            raise ProgrammeRefused(gettext_noop("It has ended. Propose it anew."))
        row.state, row.agreed_on, row.agreed_by_id = ProgrammeState.AGREED, today, by.person
        row.save(update_fields=["state", "agreed_on", "agreed_by"])
        _enter(by, locked, row, "programme.agreed", at=moment)
        programmes_due.look_at(locked.pk, by=by, today=today)


def end(*, by: Actor, programme: int, reason: str, now: datetime | None = None) -> None:
    """End a regular inspection, or decline one that was proposed; a look that is overdue stays broken.

    Raises:
        ProgrammeRefused: No reason is given.
    """
    seen, moment = access.of_relationship(by, InspectionProgramme, programme, "record"), now or timezone.now()
    said, today = cleaned(reason).strip()[:300], timezone.localdate(moment)
    if not said:
        raise ProgrammeRefused(gettext_noop("Say why: the other side reads it."))
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = InspectionProgramme.objects.select_for_update(of=("self",)).select_related("promise").get(pk=seen.pk)
        if row.state == ProgrammeState.ENDED:
            return
        programmes_due.give_up(locked, row, by=by, today=today, reason=said)
        row.state, row.ended_on, row.ended_because = ProgrammeState.ENDED, today, said
        row.due_on, row.promise = None, None
        row.save(update_fields=["state", "ended_on", "ended_because", "due_on", "promise"])
        _enter(by, locked, row, "programme.ended", at=moment, more={"reason": said})


def assign(*, by: Actor, programme: int, inspector: int) -> None:
    """Name who looks regularly; it stays a promise of the same side.

    Raises:
        ProgrammeRefused: The person does not inspect here, or works for the other side.
    """
    seen = access.of_relationship(by, InspectionProgramme, programme, "record")
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = InspectionProgramme.objects.select_for_update().get(pk=seen.pk)
        if row.inspector_id == inspector:
            return
        try:
            works_for = inspections.works_for(locked, inspector, by)
        except PlanRefused as error:
            raise ProgrammeRefused(str(error)) from error
        if row.state == ProgrammeState.ENDED or (works_for == "factory") != (row.inspector_for == "factory"):
            raise ProgrammeRefused(
                gettext_noop("The side that promised to look goes on looking. End this, and propose it the other way.")
            )
        row.inspector_id, row.inspector_for = inspector, works_for
        row.save(update_fields=["inspector", "inspector_for"])
        _enter(by, locked, row, "programme.assigned", at=timezone.now(), more={"for": works_for})


def plan_next(*, by: Actor, programme: int, now: datetime | None = None) -> int:
    """Plan the inspection that is due next, and return its key; asked again it returns the one that is planned.

    Raises:
        ProgrammeRefused: It is not agreed, or there is no plan for such a lot; the text says why.
    """
    seen, moment = access.of_relationship(by, InspectionProgramme, programme, "answer"), now or timezone.now()
    with transaction.atomic():
        ledger.lock(seen.relationship_id)
        row = InspectionProgramme.objects.select_related("product").get(pk=seen.pk)
        if row.state != ProgrammeState.AGREED:
            raise ProgrammeRefused(gettext_noop("Both sides have to agree before an inspection is planned from it."))
        planned = programme_facts.planned_look(row)
        if planned is not None:
            return planned
        try:
            return inspections.plan(by=by, relationship=seen.relationship_id, wish=_wish(row, moment))
        except PlanRefused as error:
            raise ProgrammeRefused(str(error)) from error


def _wish(row: InspectionProgramme, moment: datetime) -> Wish:
    today = timezone.localdate(moment)
    on = max(row.due_on or today, today)
    name = row.product.name if row.product else row.family
    return Wish(
        lot_name=f"{name[:100]} · {on.isoformat()}", lot_size=row.lot_size, kind=row.kind,
        source=SOURCES.get(row.kind, "in-line"), planned_on=on, limits=_limits(row.sampling),
        edition=row.sampling["edition"], product=row.product_id, family=row.family, inspector=row.inspector_id,
        at=moment,
    )  # fmt: skip


def _limits(sampling: Mapping[str, str]) -> dict[DefectClass, Limit]:
    found = {}
    for kind in DefectClass:
        aql = None if sampling[str(kind)] == NONE_ACCEPTED else sampling[str(kind)]
        # Above 10 the series counts defects per hundred units.
        counting = "defects" if aql is not None and counts_defects_alone(aql) else "units"
        found[kind] = Limit(aql=aql, level=sampling["level"], counting=counting)
    return found


def _check(given: NewProgramme) -> None:
    if given.kind not in CheckpointKind.values:
        raise ProgrammeRefused(gettext_noop("Choose at which stage the lot is looked at."))
    if given.unit not in IntervalUnit.values or not 1 <= given.base <= LONGEST[given.unit]:
        raise ProgrammeRefused(gettext_noop("An interval is 1 to 730 days, or 1 to 1,000 lots."))
    if not 2 <= given.lot_size <= inspections.LARGEST_LOT:
        raise ProgrammeRefused(gettext_noop("Say how many units a lot usually holds: 2 to 100,000,000."))
    if given.product is None and not given.family.strip():
        raise ProgrammeRefused(gettext_noop("Choose a product, or name the product family."))
    wrong = wrong_sampling(Sampling(method="aql", values=given.sampling))
    if wrong is not None:
        raise ProgrammeRefused(wrong.sentence())


def _product(locked: Relationship, key: int | None) -> Product | None:
    if key is None:
        return None
    found = Product.objects.filter(pk=key, relationship=locked).first()
    if found is None:
        raise access.NotThere
    return found


def _enter(
    by: Actor, locked: Relationship, row: InspectionProgramme, kind: str, *, at: datetime,
    more: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Enter a step into the record of both sides, and tell the other side."""
    day, name = timezone.localdate(at), row.product.name if row.product else row.family
    entry = NewEntry(
        kind=kind, dimension="quality", person=by.person, happened_on=day, recorded_on=day,
        content={"programme": row.pk, "of": name, **(more or {})},
    )  # fmt: skip
    ledger.append(locked, [entry])
    audit.record(kind, by=by, relationship=locked, subject=f"programme {row.pk}")
    live.tell(locked.pk, "inspection", f"programme {row.pk}")
    people = messages_readers.people_for(locked, side=OTHER[access.side_of(by, locked)], topic="quality")
    notices.notify(
        event="programme", relationship=locked.pk, subject=f"programme {row.pk} {kind} {row.inspector_id}",
        path=f"/partners/{locked.pk}/quality/programme/", to=[one for one in people if one != by.person],
        data={"who": by.name, "subject": name},
    )  # fmt: skip
