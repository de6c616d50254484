"""Approved samples: proposed by either side with photos, approved or refused by each, one piece kept by both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.communication import live
from troth_site.actions.ledger import NewEntry
from troth_site.actions.quality import evidence
from troth_site.models import ApprovedSample, Product, Relationship, SpecificationVersion

MOST_PHOTOS = 12
KINDS = ("pre-production", "size-set", "limit", "first-article", "shipment")


class SampleRefused(Exception):
    """The sample cannot be proposed, approved or refused like this; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleGiven:
    """A sample as somebody proposes it.

    Attributes:
        label: What stands on its tag.
        kept_where: Where the piece of the proposing side lies.
        photos: Names and contents of files.
    """

    kind: str
    label: str
    kept_where: str = ""
    photos: Sequence[tuple[str, bytes]] = ()


def propose(*, by: Actor, product: int, given: SampleGiven) -> int:
    """Propose a sample as the measure and return its key; it is one once both sides have approved it.

    Raises:
        SampleRefused: It has no kind or no label.
        evidence.EvidenceRefused: A file is no photo, or damaged.
    """
    if given.kind not in KINDS or not given.label.strip():
        raise SampleRefused(gettext_noop("A sample has a kind, and a label that stands on its tag."))
    if len(given.photos) > MOST_PHOTOS:
        raise SampleRefused(gettext_noop("A sample carries at most 12 photos."))
    seen = access.of_relationship(by, Product, product, "record")
    with transaction.atomic():
        row = ledger.lock(seen.relationship_id)
        side = access.side_of(by, row)
        active = SpecificationVersion.objects.filter(product=seen, state="active").first()
        where = {f"kept_where_{side}": given.kept_where.strip()[:200]}
        made = ApprovedSample.objects.create(
            product=seen, version=active, kind=given.kind, label=given.label.strip()[:120], asked_at=timezone.now(),
            **where,
        )  # fmt: skip
        for name, content in given.photos:
            made.photos.add(evidence.kept_in(seen.relationship, by=by, name=name, content=content, side=side))
        _note(row, made, by=by, verb="proposed", more={"kind": made.kind})
    return made.pk


def approve(*, by: Actor, sample: int, kept_where: str) -> None:
    """Approve a sample for one's own side, with where its piece lies; approving twice changes nothing.

    Raises:
        SampleRefused: It was refused, or nobody says where the piece lies.
    """
    if not kept_where.strip():
        raise SampleRefused(gettext_noop("Say where your piece lies: each side keeps one as the measure."))
    _decide(by, sample, kept_where=kept_where.strip()[:200], because="")


def refuse(*, by: Actor, sample: int, because: str) -> None:
    """Refuse a sample with a reason; the next one is proposed anew.

    Raises:
        SampleRefused: Both sides approved it already, or no reason is given.
    """
    if not because.strip():
        raise SampleRefused(gettext_noop("Say what is wrong with it, so that the next one is right."))
    _decide(by, sample, kept_where="", because=because.strip()[:500])


def _decide(by: Actor, sample: int, *, kept_where: str, because: str) -> None:
    product = ApprovedSample.objects.filter(pk=sample).values_list("product", flat=True).first()
    if product is None:
        raise access.NotThere
    seen = access.of_relationship(by, Product, product, "record")
    with transaction.atomic():
        relationship = ledger.lock(seen.relationship_id)
        row = ApprovedSample.objects.select_for_update(of=("self",)).get(pk=sample)
        side = access.side_of(by, relationship)
        if because == row.refused_because and (because or getattr(row, f"approved_{side}_at")):
            return
        if row.refused_because:
            raise SampleRefused(gettext_noop("This sample was refused. Propose the next one."))
        if because and row.approved_buyer_at and row.approved_factory_at:
            raise SampleRefused(gettext_noop("Both sides approved this sample already, so it stays the measure."))
        _keep(row, side, by=by, kept_where=kept_where, because=because)
        _note(relationship, row, by=by, verb="refused" if because else "approved", more={"reason": because})


def _keep(row: ApprovedSample, side: str, *, by: Actor, kept_where: str, because: str) -> None:
    if because:
        row.refused_because = because
    else:
        setattr(row, f"kept_where_{side}", kept_where)
        setattr(row, f"approved_{side}_by_id", by.person)
        setattr(row, f"approved_{side}_at", timezone.now())
    row.save()


def _note(relationship: Relationship, row: ApprovedSample, *, by: Actor, verb: str, more: dict[str, Any]) -> None:
    day: date = timezone.localdate()
    side = access.side_of(by, relationship)
    content = {"sample": row.pk, "label": row.label, "product": row.product_id, "by": side} | more
    entry = NewEntry(kind=f"sample.{verb}", person=by.person, happened_on=day, recorded_on=day, content=content)
    ledger.append(relationship, [entry])
    audit.record(f"sample.{verb}", by=by, relationship=relationship, subject=f"sample {row.pk}")
    live.tell(relationship.pk, "quality", f"product {row.product_id}")
