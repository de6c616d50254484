"""Planning an inspection: its plan is frozen, its draw promised, its inspector told."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.quality.frozen_plans import digest
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.ledger import NewEntry
from troth_site.actions.quality import inspections_draws, inspections_freezing
from troth_site.actions.quality.inspections_wishes import PlanRefused, Wish
from troth_site.models import (
    ClassSample,
    Inspection,
    Membership,
    Order,
    OrderCheckpoint,
    Product,
    Relationship,
    Site,
)
from troth_site.models.quality.choices import CheckpointKind, InspectionState, RateSource

LARGEST_LOT = 100_000_000
OPEN = (InspectionState.PLANNED, InspectionState.TAKEN, InspectionState.WORKING)
INSPECTING_ROLES = ("quality", "sourcing", "sales", "manager", "owner", "representative", "inspector")


def plan(*, by: Actor, relationship: int, wish: Wish) -> int:
    """Plan an inspection and return its key.

    Raises:
        PlanRefused: The plan cannot be made like this; the text says what lacks.
        access.NotThere: Something it names is of another record.
    """
    seen = access.relationship(by, relationship, "answer")
    _check(wish)
    now = wish.at or timezone.now()
    with transaction.atomic():
        row = ledger.lock(seen.pk)
        named = _named(by, row, wish)
        frozen = inspections_freezing.frozen(row, wish, product=named["product"], site=named["site"])
        drawer = inspections_draws.promise()
        made = Inspection.objects.create(
            uid=drawer.uid, relationship=row, kind=wish.kind, source=wish.source,
            lot_name=cleaned(wish.lot_name).strip()[:120], lot_size=wish.lot_size,
            cartons=wish.cartons, units_per_carton=wish.units_per_carton,
            planned_on=wish.planned_on, inspector_id=wish.inspector, inspector_for=works_for(row, wish.inspector, by),
            state=InspectionState.PLANNED, frozen=frozen.kept, frozen_digest=digest(frozen.kept),
            specification=frozen.specification, plan_version=frozen.plan_version, steady=wish.steady,
            authority_agrees=wish.authority_agrees, draw_commitment=drawer.commitment, draw_secret=drawer.secret,
            draw_nonce=drawer.nonce, created_at=now, created_by_id=by.person, **named,
        )  # fmt: skip
        ClassSample.objects.bulk_create(
            ClassSample(
                inspection=made, defect_class=str(kind), stage=one.stage, aql=one.aql, letter=one.letter,
                sample_size=one.plan.sample_size, accept=one.plan.accept, reject=one.plan.reject,
            )
            for kind, one in frozen.plan.classes.items()
        )  # fmt: skip
        skip = frozen.kept["skip"]
        enter(by, made, "inspection.planned", at=now, more={
            "lot": made.lot_name, "size": made.lot_size, "plan": made.frozen_digest, "draw": made.draw_commitment,
            "on": made.planned_on, **({"lot_draw": inspections_draws.promise_lot(made, **skip)} if skip else {}),
        })  # fmt: skip
        tell_inspector(by, made)
    return made.pk


def assign(*, by: Actor, inspection: int, inspector: int) -> None:
    """Name who inspects, until the inspection begins.

    Raises:
        PlanRefused: It has begun, or the person does not inspect here.
    """
    seen = access.inspection(by, inspection, "answer")
    access.relationship(by, seen.relationship_id, "answer")
    with transaction.atomic():
        row = Inspection.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=seen.pk)
        if row.inspector_id == inspector:
            return
        if row.state not in (InspectionState.PLANNED, InspectionState.TAKEN):
            raise PlanRefused(gettext_noop("This inspection has begun: it stays with whoever began it."))
        row.inspector_id, row.inspector_for = inspector, works_for(row.relationship, inspector, by)
        row.save(update_fields=["inspector", "inspector_for"])
        enter(by, row, "inspection.assigned", more={"for": row.inspector_for})
        tell_inspector(by, row)


def cancel(*, by: Actor, inspection: int, reason: str) -> None:
    """Cancel an inspection that has not been handed in, with a reason both sides read.

    Raises:
        PlanRefused: No reason is given, or it was handed in.
    """
    seen = access.inspection(by, inspection, "answer")
    access.relationship(by, seen.relationship_id, "answer")
    if not reason.strip():
        raise PlanRefused(gettext_noop("Say why: the other side reads it."))
    with transaction.atomic():
        row = Inspection.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=seen.pk)
        if row.state == InspectionState.CANCELLED:
            return
        if row.state not in OPEN:
            raise PlanRefused(gettext_noop("It has been handed in, and what was found stays."))
        row.state, row.cancelled_because = InspectionState.CANCELLED, cleaned(reason).strip()[:300]
        row.save(update_fields=["state", "cancelled_because"])
        enter(by, row, "inspection.cancelled", more={"why": row.cancelled_because})


def enter(
    by: Actor, row: Inspection, kind: str, *, at: datetime | None = None, more: dict[str, Any] | None = None
) -> None:
    """Enter a step of an inspection into the record of both sides, inside an act."""
    day = timezone.localdate(at)
    content = {"inspection": str(row.uid), **(more or {})}
    locked = ledger.lock(row.relationship_id)
    entry = NewEntry(
        kind=kind, dimension="quality", person=by.person, happened_on=day, recorded_on=day, content=content
    )
    ledger.append(locked, [entry])
    audit.record(kind, by=by, relationship=locked, subject=f"inspection {row.pk}")
    live.tell(row.relationship_id, "inspection", f"inspection {row.pk}")


def tell_inspector(by: Actor, row: Inspection) -> None:
    """Tell whoever inspects, unless they planned it themselves."""
    if row.inspector_id is None or row.inspector_id == by.person:
        return
    notices.notify(
        event="inspection", relationship=row.relationship_id, subject=f"inspection {row.pk} for {row.inspector_id}",
        path=f"/inspections/{row.pk}/", to=[row.inspector_id],
        data={"who": by.name, "subject": row.lot_name, "day": row.planned_on.isoformat()},
    )  # fmt: skip


def side_that_inspects(row: Inspection) -> str:
    """Return the side whose promise a report is: the inspector's own, the buyer's where a third party inspects."""
    return row.inspector_for if row.inspector_for in ("buyer", "factory") else "buyer"


def _check(wish: Wish) -> None:
    if not wish.lot_name.strip():
        raise PlanRefused(gettext_noop("Name the lot as it is called where it lies, so that both find it."))
    if not 1 <= wish.lot_size <= LARGEST_LOT:
        raise PlanRefused(gettext_noop("Say how many units the lot holds: 1 to 100,000,000."))
    if wish.kind not in CheckpointKind.values or wish.source not in RateSource.values:
        raise PlanRefused(gettext_noop("Choose at which stage the lot is looked at."))
    if wish.product is None and not wish.family.strip():
        raise PlanRefused(gettext_noop("Choose a product, or name the product family."))
    if (wish.cartons is None) != (wish.units_per_carton is None):
        raise PlanRefused(gettext_noop("Give both the number of cartons and the units in each, or neither."))


def _named(by: Actor, row: Relationship, wish: Wish) -> dict[str, Any]:
    """Return the rows a wish names, each of this record."""
    product = _of(Product, wish.product, relationship=row)
    on_order = _of(OrderCheckpoint, wish.order_checkpoint, order__relationship=row)
    order = on_order.order if on_order else _of(Order, wish.order, relationship=row)
    site = _of(Site, wish.site, organisation__in=(row.buyer_id, row.factory_id)) or row.site
    resubmitted = _of(Inspection, wish.resubmitted_of, relationship=row)
    blind = access.inspection(by, wish.blind_of) if wish.blind_of is not None else None
    if blind is not None and (blind.relationship_id != row.pk or blind.inspector_id == wish.inspector):
        raise PlanRefused(gettext_noop("A second look is taken by somebody else than the first."))
    return {
        "product": product, "order": order, "order_checkpoint": on_order, "site": site,
        "family": (product.family if product else wish.family).strip()[:120],
        "resubmitted_of": resubmitted, "blind_of": blind,
    }  # fmt: skip


def _of(kind: type[Any], pk: int | None, **where: Any) -> Any:
    if pk is None:
        return None
    found = kind._default_manager.filter(pk=pk, **where).first()
    if found is None:
        raise access.NotThere
    return found


def works_for(row: Relationship, inspector: int | None, by: Actor) -> str:
    """Return whom an inspector works for; whoever may inspect sits on a side, or inspects for others."""
    if inspector is None:
        return access.side_of(by, row)
    seats = list(
        Membership.objects.filter(person=inspector, active=True, role__in=INSPECTING_ROLES)
        .values_list("organisation", "role")
    )  # fmt: skip
    for side, organisation in (("buyer", row.buyer_id), ("factory", row.factory_id)):
        if any(seat == organisation for seat, _role in seats):
            return side
    if any(role in access.ASSIGNED_ROLES for _seat, role in seats):
        return "third"
    raise PlanRefused(gettext_noop("This person does not inspect here. Choose somebody of the list."))
