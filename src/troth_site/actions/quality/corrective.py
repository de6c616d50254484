"""Corrective action of two parties: opened by either, looked after on both sides, closed once shown to work."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.quality.corrective import what_lacks
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.quality import corrective_counted, corrective_duties
from troth_site.actions.quality.corrective_duties import OTHER
from troth_site.models import (
    CorrectiveAction,
    DefectType,
    Inspection,
    InspectionDefect,
    Membership,
    Product,
    Relationship,
)
from troth_site.names import folded
from troth_site.queries.communication.messages_readers import people_for
from troth_site.queries.quality.effects import lots_since, proposed_lots, steps_done
from troth_site.unseen import told_of

GRADES = ("critical", "major", "minor")
MOST_LOTS = 50
EVENTS = {"corrective.opened": "corrective-opened", "corrective.reopened": "corrective-back"}
"""What people are told apart from an action that has moved on."""


class CorrectiveRefused(Exception):
    """It cannot be recorded like this; the message says what lacks."""


class Unknown(CorrectiveRefused):
    """The action names something that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAction:
    """A corrective action about to be opened.

    Attributes:
        grade: "critical", "major" or "minor".
        inspection: In which the problem was found; its product and family are taken from it, and the defect where
            the title is one that was found in it.
        defect_type: Which defect of the catalogue; `defect_name` is what an inspection calls it in words. A later lot
            in which it is found is a recurrence; where neither is named, one in which something is found that is
            called like the title.
        lots_to_watch: How many clean lots are to show that it works; proposed from the record where left out.
        owner: Who looks after it on the side that opens it; whoever opens it where left out.
        uid: The key a device gave it without signal: sent again it is the same action.
    """

    title: str
    problem: str
    grade: str
    inspection: int | None = None
    product: int | None = None
    family: str = ""
    defect_type: int | None = None
    defect_name: str = ""
    lots_to_watch: int | None = None
    owner: int | None = None
    uid: UUID | None = None


def open_action(*, by: Actor, relationship: int, given: NewAction, at: datetime | None = None) -> int:
    """Open a corrective action; both sides own it from then on.

    Raises:
        CorrectiveRefused: It says neither what happened nor how grave it is, or names what is not there.
    """
    row = access.relationship(by, relationship, "record")
    with transaction.atomic():
        return opened_in(ledger.lock(row.pk), given, by=by, side=access.side_of(by, row), at=at or timezone.now())


def opened_in(locked: Relationship, given: NewAction, *, by: Actor, side: str, at: datetime) -> int:
    """Open a corrective action for an act that has been through the gate, inside its transaction."""
    known = CorrectiveAction.objects.filter(uid=given.uid).first() if given.uid else None
    if known is not None and known.relationship_id == locked.pk:
        return known.pk
    title, problem = cleaned(given.title).strip()[:200], cleaned(given.problem).strip()
    if known is not None or not title or not problem or given.grade not in GRADES:
        raise CorrectiveRefused(gettext_noop("Say what happened in one line and in full, and how grave it is."))
    row = _unsaved(locked, given, title=title, problem=problem)
    lots = given.lots_to_watch or proposed_lots(row)
    if not 1 <= lots <= MOST_LOTS:
        raise CorrectiveRefused(gettext_noop("Watch 1 to 50 lots."))
    last = CorrectiveAction.objects.filter(relationship=locked).aggregate(last=Max("number"))["last"] or 0
    ours = by.organisations() if given.owner is None else ()
    is_guest = given.owner is None and getattr(locked, f"{side}_id") not in ours
    # Who inspects for others opens it and owns nothing of it.
    if not is_guest:
        setattr(row, f"owner_{side}_id", _owner(locked, side, given.owner or by.person))
    row.number, row.lots_to_watch, row.opened_side, row.opened_by_id, row.opened_at = (
        last + 1, lots, side, by.person, at
    )  # fmt: skip
    row.save(force_insert=True)
    corrective_duties.owe_answer(row, locked, side=OTHER[side], by=by, now=at)
    told(row, locked, "corrective.opened", by=by, other_than="" if is_guest else side)
    return row.pk


def own(*, by: Actor, corrective: int, person: int) -> None:
    """Say who of one's own side looks after it.

    Raises:
        Unknown: The person holds no seat on this side.
    """
    seen = access.of_relationship(by, CorrectiveAction, corrective, "record")
    side = access.side_of(by, seen.relationship)
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = open_row(seen.pk, None)
        setattr(row, f"owner_{side}_id", _owner(locked, side, person))
        answered(row, locked, by=by, at=timezone.now())
        row.save()
        audit.record("corrective.owned", by=by, relationship=locked, subject=f"corrective {row.pk}")
        live.tell(locked.pk, "corrective", f"corrective {row.pk}")


def close(*, by: Actor, corrective: int, at: datetime | None = None) -> None:
    """Close an action that has been shown to work; nothing else closes it.

    Raises:
        CorrectiveRefused: Something lacks; the message names all of it.
    """
    seen = access.of_relationship(by, CorrectiveAction, corrective, "record")
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        if CorrectiveAction.objects.filter(pk=seen.pk, state="closed").exists():
            return
        row = open_row(seen.pk, None)
        lacking = what_lacks(
            steps_done(row.pk), cause_side=row.cause_side, lots=lots_since(row), lots_to_watch=row.lots_to_watch
        )
        if lacking:
            raise CorrectiveRefused(
                gettext_noop("It cannot be closed yet. What it still lacks is listed with it, and whose turn it is.")
            )
        row.state, row.closed_at, row.closed_by_id = "closed", at or timezone.now(), by.person
        row.save(update_fields=["state", "closed_at", "closed_by"])
        corrective_counted.effect(row, locked, held=True, by=by, at=row.closed_at)
        told(row, locked, "corrective.closed", by=by, other_than=access.side_of(by, locked),
             subject=f"corrective {row.pk} closed {row.reopened}")  # fmt: skip


def told(
    row: CorrectiveAction, locked: Relationship, verb: str, *, by: Actor | None, other_than: str = "", subject: str = ""
) -> None:
    """Note a change of an action: audit, open pages, and the people of the sides that did not make it."""
    audit.record(verb, by=by, relationship=locked, subject=f"corrective {row.pk}")
    live.tell(locked.pk, "corrective", f"corrective {row.pk}")
    to: list[int] = []
    for side in ("buyer", "factory"):
        if side != other_than:
            owner = row.owner_buyer_id if side == "buyer" else row.owner_factory_id
            to += [owner] if owner else people_for(locked, side=side, topic="quality")
    to = told_of(row, [person for person in to if by is None or person != by.person], relationship=locked.pk)
    notices.notify(
        event=EVENTS.get(verb, "corrective"), relationship=locked.pk, subject=subject or f"corrective {row.pk}",
        path=f"/corrective/{row.pk}/", to=to,
        data={"subject": f"{row.number}. {row.title}"},
    )  # fmt: skip


def open_row(pk: int, revision: int | None) -> CorrectiveAction:
    """Return an action that goes on, locked; None as the revision where nothing is written over."""
    row = CorrectiveAction.objects.select_for_update().get(pk=pk)
    raise_if_over(row)
    if revision is not None and revision != row.revision:
        raise CorrectiveRefused(gettext_noop("Somebody changed it meanwhile. Read it again, then write."))
    return row


def raise_if_over(row: CorrectiveAction) -> None:
    """Refuse to go on with an action that has ended.

    Raises:
        CorrectiveRefused: It is closed, or was taken back.
    """
    if row.state == "closed":
        raise CorrectiveRefused(gettext_noop("It is closed. It opens again when the problem comes back."))
    if row.state == "dropped":
        raise CorrectiveRefused(gettext_noop("It was taken back. Open another one if the problem is there."))


def answered(row: CorrectiveAction, locked: Relationship, *, by: Actor, at: datetime) -> None:
    """Note that the side that acts said its first word, on the row alone: whoever calls saves it."""
    if row.answered_at is None and access.side_of(by, locked) != row.opened_side:
        row.answered_at = at
    corrective_duties.kept(row, locked, kind="answer", by=by, now=at)


def _unsaved(locked: Relationship, given: NewAction, *, title: str, problem: str) -> CorrectiveAction:
    """Return an action with everything it is about, and by which later lots tell whether it works."""
    inspection, product = _found_in(locked, given)
    family = cleaned(given.family).strip() or (inspection.family if inspection else "")
    family = (product.family if product and product.family and not inspection else family)[:120]
    if not family and product is None:
        raise CorrectiveRefused(
            gettext_noop("Name the product or its family: the next lots of it show whether it works.")
        )
    kind, name = _kind(locked, given.defect_type), cleaned(given.defect_name).strip()[:200]
    if kind is None and inspection is not None:
        kind, name = _defect_in(inspection, name or title, name)
    return CorrectiveAction(
        relationship=locked, title=title, problem=problem, grade=given.grade, inspection=inspection, product=product,
        family=family, defect_type_id=kind, defect_name=name, uid=given.uid, state="open",
    )  # fmt: skip


def _defect_in(inspection: Inspection, called: str, name: str) -> tuple[int | None, str]:
    """Return the defect of an inspection that is called so, and the name it has there."""
    for kind, found in InspectionDefect.objects.filter(inspection=inspection, removed_at=None).values_list(
        "defect_type", "name"
    ):
        if folded(found) == folded(called):
            return kind, found
    return None, name


def _found_in(locked: Relationship, given: NewAction) -> tuple[Inspection | None, Product | None]:
    inspections = Inspection.objects.filter(relationship=locked).select_related("product")
    inspection = inspections.filter(pk=given.inspection).first() if given.inspection else None
    product = Product.objects.filter(relationship=locked, pk=given.product).first() if given.product else None
    if (given.inspection and inspection is None) or (given.product and product is None):
        raise Unknown(gettext_noop("There is no such inspection or product with this partner."))
    return inspection, product or (inspection.product if inspection else None)


def _kind(locked: Relationship, pk: int | None) -> int | None:
    owners: list[Any] = [locked.buyer_id, locked.factory_id]
    found = DefectType.objects.filter(pk=pk).first() if pk else None
    if pk and (found is None or found.organisation_id not in (None, *owners)):
        raise Unknown(gettext_noop("There is no such defect in the catalogue."))
    return pk


def _owner(locked: Relationship, side: str, person: int) -> int | None:
    organisation = locked.buyer_id if side == "buyer" else locked.factory_id
    seated = Membership.objects.filter(organisation=organisation, person=person, active=True).exists()
    if not seated:
        raise Unknown(gettext_noop("Choose somebody who works on your side."))
    return person
