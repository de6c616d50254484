"""What specifications and plans have in common: one open version, changed by either side, signed by both or void."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.commitments.outcomes import SIDES
from troth.quality.papers import signed_digest
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.ledger import NewEntry
from troth_site.models import (
    PlanSignature,
    Product,
    QualityPlanVersion,
    Relationship,
    SpecificationSignature,
    SpecificationVersion,
)
from troth_site.queries.communication import messages_readers

OPEN = ("draft", "offered")
MOVED = gettext_noop("This version was changed meanwhile. Read what it says now, then send yours again.")
MOVED_BEFORE_SIGNING = gettext_noop("This version was changed after you read it. Read what it says now, then sign it.")


class PaperRefused(Exception):
    """The version cannot be written, signed or withdrawn like this; the message says why."""


class PaperMoved(Exception):
    """Somebody changed the version meanwhile: both ways are to be shown to whoever writes or signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """Specifications or plans.

    Attributes:
        name: As the ledger calls it.
        versions: The rows of versions; `signatures`, of who signed them.
        of_product: How versions are found from the key of their product.
        page: Which page of the product shows it.
    """

    name: str
    versions: Any
    signatures: Any
    of_product: str
    page: str


SPECIFICATION = Sort(
    name="specification", versions=SpecificationVersion, signatures=SpecificationSignature, of_product="product",
    page="specification",
)  # fmt: skip
PLAN = Sort(
    name="quality_plan", versions=QualityPlanVersion, signatures=PlanSignature, of_product="plan__product", page="plan"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where and when a person writes or signs: of which product, in which record, locked."""

    sort: Sort
    by: Actor
    product: Product
    relationship: Relationship
    on: date

    @property
    def side(self) -> str:
        """Return the side the person stands on."""
        return access.side_of(self.by, self.relationship)


def gate(sort: Sort, by: Actor, product: int, *, on: date | None = None) -> Place:
    """Return a product whose papers the person may write and sign, its relationship locked; on a day, else today."""
    seen = access.of_relationship(by, Product, product, "record")
    locked = ledger.lock(seen.relationship_id)
    return Place(sort=sort, by=by, product=seen, relationship=locked, on=on or timezone.localdate())


def open_one(place: Place) -> Any:
    """Return the version that is being written or waits for a signature, locked; None where there is none."""
    return place.sort.versions.objects.select_for_update(of=("self",)).filter(**_of(place), state__in=OPEN).first()


def to_sign(place: Place, *, number: int, digest: str) -> Any:
    """Return the open version that a person read and signs; None where both sides have signed it already.

    Raises:
        PaperRefused: It is not open any more.
    """
    row = open_one(place)
    if row is not None and row.number == number:
        return row
    signed = place.sort.versions.objects.filter(**_of(place), number=number, digest=digest, state="active")
    if signed.exists():
        return None
    raise PaperRefused(gettext_noop("This version is not open any more. Read the newest one."))


def take_up(place: Place, *, revision: int, columns: dict[str, Any]) -> Any:
    """Begin a version, or change the open one: whoever signed it has signed nothing any more.

    Raises:
        PaperMoved: The open version is not at the revision that was read.
    """
    row, sort = open_one(place), place.sort
    if (row.revision if row is not None else 0) != revision:
        raise PaperMoved(MOVED)
    if row is None:
        numbers = sort.versions.objects.filter(**_of(place)).values_list("number", flat=True)
        return sort.versions.objects.create(
            number=max(numbers, default=0) + 1, state="draft", made_by_id=place.by.person, made_for=place.side,
            made_at=timezone.now(), revision=1, **columns,
        )  # fmt: skip
    for name, value in columns.items():
        setattr(row, name, value)
    voided = sorted(sort.signatures.objects.filter(version=row).values_list("side", flat=True))
    row.state, row.digest, row.revision = "draft", "", row.revision + 1
    row.save()
    if voided:
        sort.signatures.objects.filter(version=row).delete()
        _note(place, row, "changed", {"voided": voided})
    return row


def put_signature(place: Place, row: Any, *, written: dict[str, Any], digest: str) -> bool:
    """Sign the open version for one's own side, and tell whether both sides have now signed it.

    Raises:
        PaperMoved: It does not say any more what the person read.
    """
    now, signatures = timezone.now(), place.sort.signatures.objects.filter(version=row)
    if signed_digest(written) != digest:
        raise PaperMoved(MOVED_BEFORE_SIGNING)
    if signatures.filter(side=place.side).exists():
        return False
    signatures.create(version=row, side=place.side, person_id=place.by.person, digest=digest, signed_at=now)
    both = signatures.count() == len(SIDES)
    row.state, row.digest = "active" if both else "offered", digest
    if both:
        place.sort.versions.objects.filter(**_of(place), state="active").update(state="replaced")
        row.active_from = now
    row.save(update_fields=["state", "digest", "active_from"])
    _note(place, row, "signed", {"digest": digest, "active": both})
    if not both:
        _ask(place, row)
    return both


def withdraw(place: Place, *, number: int) -> None:
    """Take an open version back; what both sides signed before stays as it is.

    Raises:
        PaperRefused: It is signed by both, or the other side began it.
    """
    row = open_one(place)
    if row is None or row.number != number:
        raise PaperRefused(gettext_noop("This version is not open any more, so it cannot be withdrawn."))
    if row.made_for != place.side:
        raise PaperRefused(gettext_noop("Only the side that began this version can withdraw it. Change it instead."))
    row.state = "withdrawn"
    row.save(update_fields=["state"])
    _note(place, row, "withdrawn", {})


def record_change(place: Place, row: Any) -> None:
    """Write into the audit trail that a version was written, and tell open pages."""
    data, subject = {"number": row.number, "revision": row.revision}, f"product {place.product.pk}"
    audit.record(f"{place.sort.name}.written", by=place.by, relationship=place.relationship, subject=subject, data=data)
    live.tell(place.relationship.pk, "quality", subject)


def _of(place: Place) -> dict[str, Product]:
    return {place.sort.of_product: place.product}


def _note(place: Place, row: Any, verb: str, more: dict[str, Any]) -> None:
    day, kind = place.on, f"{place.sort.name}.{verb}"
    product, relationship = place.product, place.relationship
    content = {"product": product.pk, "name": product.name, "version": row.number, "by": place.side, **more}
    entry = NewEntry(kind=kind, person=place.by.person, happened_on=day, recorded_on=day, content=content)
    ledger.append(relationship, [entry])
    subject = f"product {product.pk}"
    audit.record(kind, by=place.by, relationship=relationship, subject=subject, data={"version": row.number})
    live.tell(relationship.pk, "quality", subject)


def _ask(place: Place, row: Any) -> None:
    other = "factory" if place.side == "buyer" else "buyer"
    notices.notify(
        event="paper", relationship=place.relationship.pk,
        subject=f"{place.sort.name} {row.pk} revision {row.revision}",
        path=f"/products/{place.product.pk}/{place.sort.page}/",
        to=messages_readers.people_for(place.relationship, side=other, topic="quality"),
        data={"who": place.by.name, "subject": place.product.name},
    )  # fmt: skip
