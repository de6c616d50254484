"""Corrective action of two parties: opened by either, its cause agreed, its cost shared, closed once shown to work."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.quality.corrective import what_lacks
from troth.quality.ideas import ImpossibleShare, split
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.communication.keeping import cleaned
from troth_site.models import CorrectiveAction, DefectType, Inspection, Membership, Product, Relationship
from troth_site.queries.communication.messages_readers import people_for
from troth_site.queries.quality.effects import lots_since, proposed_lots, steps_done

GRADES = ("critical", "major", "minor")
CAUSES = ("factory", "buyer", "both", "third")
MOST_WHYS, MOST_LOTS = 5, 50
OPEN = ("open", "reopened", "watched")


class CorrectiveRefused(Exception):
    """It cannot be recorded like this; the message says what lacks."""


class Unknown(CorrectiveRefused):
    """The action names something that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAction:
    """A corrective action about to be opened.

    Attributes:
        grade: "critical", "major" or "minor".
        inspection: In which the problem was found; its product and family are taken from it.
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
    lots_to_watch: int | None = None
    owner: int | None = None
    uid: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What one side says of the cause and of who bears its cost; what is None stays as it was.

    Attributes:
        side: Whose the cause was, in the eyes of the side that speaks.
        whys: Why, and why that: up to five.
        buyer_share: Percent of the cost for the buyer, 0 to 100; the factory bears the rest.
    """

    side: str = ""
    whys: Sequence[str] = field(default_factory=tuple)
    cost: Decimal | None = None
    currency: str = ""
    buyer_share: Decimal | None = None


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
    inspection, product = _found_in(locked, given)
    family = (inspection.family if inspection else product.family if product else cleaned(given.family).strip())[:120]
    lots = given.lots_to_watch or proposed_lots(locked.pk, family, given.defect_type, title)
    if not 1 <= lots <= MOST_LOTS:
        raise CorrectiveRefused(gettext_noop("Watch 1 to 50 lots."))
    last = CorrectiveAction.objects.filter(relationship=locked).aggregate(last=Max("number"))["last"] or 0
    ours = by.organisations() if given.owner is None else ()
    is_guest = given.owner is None and getattr(locked, f"{side}_id") not in ours
    # Who inspects for others opens it and owns nothing of it.
    owners = {} if is_guest else {f"owner_{side}_id": _owner(locked, side, given.owner or by.person)}
    row = CorrectiveAction.objects.create(
        relationship=locked, number=last + 1, title=title, problem=problem, grade=given.grade, inspection=inspection,
        product=product, family=family, defect_type_id=_kind(locked, given.defect_type), opened_side=side,
        opened_by_id=by.person, opened_at=at, uid=given.uid, lots_to_watch=lots, state="open", **owners,
    )  # fmt: skip
    told(row, locked, "corrective.opened", by=by, other_than="" if is_guest else side)
    return row.pk


def say_cause(*, by: Actor, corrective: int, given: Cause, revision: int | None = None) -> None:
    """Say whose the cause was, why, what it cost and who bears it; agreed once both sides say the same.

    Raises:
        CorrectiveRefused: A share outside 0 to 100 %, a cost without its currency, or somebody changed it meanwhile.
    """
    seen = access.of_relationship(by, CorrectiveAction, corrective, "record")
    side = access.side_of(by, seen.relationship)
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = _open_row(seen.pk, revision)
        if given.side and given.side not in CAUSES:
            raise CorrectiveRefused(gettext_noop("A cause is the factory’s, the buyer’s, of both, or a third party’s."))
        if given.side:
            setattr(row, f"cause_side_{side}", given.side)
            agreed = row.cause_side_buyer == row.cause_side_factory
            row.cause_side = row.cause_side_buyer if agreed else ""
        whys = [cleaned(why).strip()[:1000] for why in given.whys if why.strip()][:MOST_WHYS]
        row.whys = whys or row.whys
        _keep_cost(row, given)
        _answered(row, side)
        row.revision += 1
        row.save()
        told(
            row, locked, "corrective.cause", by=by, other_than=side, subject=f"corrective {row.pk} cause {row.revision}"
        )


def own(*, by: Actor, corrective: int, person: int) -> None:
    """Say who of one's own side looks after it.

    Raises:
        Unknown: The person holds no seat on this side.
    """
    seen = access.of_relationship(by, CorrectiveAction, corrective, "record")
    side = access.side_of(by, seen.relationship)
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = _open_row(seen.pk, None)
        setattr(row, f"owner_{side}_id", _owner(locked, side, person))
        _answered(row, side)
        row.save()
        audit.record("corrective.owned", by=by, relationship=locked, subject=f"corrective {row.pk}")
        live.tell(locked.pk, "corrective", f"corrective {row.pk}")


def close(*, by: Actor, corrective: int, at: datetime | None = None) -> None:
    """Close an action that has been shown to work; nothing else closes it.

    Raises:
        CorrectiveRefused: Something lacks; the message names all of it.
    """
    seen = access.of_relationship(by, CorrectiveAction, corrective, "settle")
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = _open_row(seen.pk, None)
        lacking = what_lacks(
            steps_done(row.pk), cause_side=row.cause_side, lots=lots_since(row), lots_to_watch=row.lots_to_watch
        )
        if lacking:
            raise CorrectiveRefused(gettext_noop("It cannot be closed yet: see below what lacks."))
        row.state, row.closed_at, row.closed_by_id = "closed", at or timezone.now(), by.person
        row.save(update_fields=["state", "closed_at", "closed_by"])
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
    notices.notify(
        event="corrective", relationship=locked.pk, subject=subject or f"corrective {row.pk}",
        path=f"/corrective/{row.pk}/", to=[person for person in to if by is None or person != by.person],
        data={"subject": f"{row.number}. {row.title}"},
    )  # fmt: skip


def _open_row(pk: int, revision: int | None) -> CorrectiveAction:
    row = CorrectiveAction.objects.select_for_update().get(pk=pk)
    if row.state == "closed":
        raise CorrectiveRefused(gettext_noop("It is closed. It opens again when the problem comes back."))
    if revision is not None and revision != row.revision:
        raise CorrectiveRefused(gettext_noop("Somebody changed it meanwhile. Read it again, then write."))
    return row


def _answered(row: CorrectiveAction, side: str) -> None:
    if row.answered_at is None and side != row.opened_side:
        row.answered_at = timezone.now()


def _keep_cost(row: CorrectiveAction, given: Cause) -> None:
    if given.cost is not None:
        currency = given.currency.strip().upper()
        if given.cost < 0 or len(currency) != 3 or not currency.isalpha():
            raise CorrectiveRefused(gettext_noop("A cost is 0 or more, its currency three letters, such as EUR."))
        row.cost, row.currency = given.cost, currency
    if given.buyer_share is not None:
        try:
            split(Decimal(100), proposer_percent=given.buyer_share)
        except ImpossibleShare as error:
            raise CorrectiveRefused(gettext_noop("The shares of both sides make 100 %: write 0 to 100.")) from error
        row.buyer_share = given.buyer_share


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
