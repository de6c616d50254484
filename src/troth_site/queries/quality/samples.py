"""The approved samples of a product: photos, where each piece lies, who approved it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from troth.commitments.outcomes import SIDES, Side
from troth_site.access import Actor
from troth_site.models import ApprovedSample
from troth_site.queries.partners import may, named
from troth_site.queries.quality.products import Product


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSide:
    """What one side says of a sample."""

    side: Side
    name: str
    kept_where: str
    person: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sample both sides keep as the measure, or are to.

    Attributes:
        version: Number of the specification it was proposed for; None where none was signed.
        photos: Each by its key and name, and whether there is a smaller picture of it to show.
        may_approve: The viewer may approve it for their side; `may_refuse`, refuse it.
    """

    pk: int
    kind: str
    label: str
    version: int | None
    photos: tuple[tuple[UUID, str, bool], ...]
    sides: tuple[SampleSide, ...]
    refused_because: str
    may_approve: bool
    may_refuse: bool

    @property
    def is_measure(self) -> bool:
        """Tell whether both sides approved it."""
        return not self.refused_because and all(each.at is not None for each in self.sides)


def samples(by: Actor, product: Product) -> tuple[Sample, ...]:
    """Return the samples of a product the person was let through the gate for, the newest first."""
    rows = ApprovedSample.objects.filter(product=product.pk).select_related(
        "version", "approved_buyer_by", "approved_factory_by"
    )
    can = may(by, product.partnership, "record")
    return tuple(_sample(row, product, can) for row in rows.prefetch_related("photos").order_by("-asked_at", "-pk"))


def _sample(row: ApprovedSample, product: Product, can: bool) -> Sample:
    found = product.partnership
    sides = tuple(_side(row, side, found.name(side)) for side in SIDES)
    ours = next(each for each in sides if each.side == found.our_side)
    is_open = not row.refused_because
    return Sample(
        pk=row.pk, kind=row.kind, label=row.label, version=row.version.number if row.version else None,
        photos=tuple((photo.uid, photo.name, bool(photo.preview)) for photo in row.photos.all()), sides=sides,
        refused_because=row.refused_because, may_approve=can and is_open and ours.at is None,
        may_refuse=can and is_open and any(each.at is None for each in sides),
    )  # fmt: skip


def _side(row: ApprovedSample, side: Side, name: str) -> SampleSide:
    person = getattr(row, f"approved_{side}_by")
    return SampleSide(
        side=side, name=name, kept_where=getattr(row, f"kept_where_{side}"),
        person=named(person.name, person.email) if person else "", at=getattr(row, f"approved_{side}_at"),
    )  # fmt: skip
