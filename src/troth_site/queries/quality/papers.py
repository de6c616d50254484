"""Specifications and plans of a product: every version, what it says, who signed it, what it changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Prefetch

from troth.basis.findings import Finding
from troth.commitments.outcomes import Side
from troth.quality.checkpoints import Checkpoint, gaps_in_plan, read_checkpoints, written_plan
from troth.quality.papers import Difference, differences, signed_digest
from troth.quality.sampling_values import Sampling
from troth.quality.specifications import (
    Requirement,
    Specification,
    gaps_in_specification,
    read_specification,
    written_specification,
)
from troth.quality.verdicts import DefectClass
from troth_site.access import Actor
from troth_site.models import Checkpoint as CheckpointRow
from troth_site.models import PlanSignature, QualityPlanVersion, SpecificationSignature, SpecificationVersion
from troth_site.models import Requirement as RequirementRow
from troth_site.queries.partners import named
from troth_site.queries.quality.products import Product, product

Kind = Literal["specification", "plan"]
_REQUIREMENT = ("code", "name", "kind", "target", "lower", "upper", "unit", "words", "method", "readings")
_CHECKPOINT = ("name", "method", "limits", "evidence", "days_before_due", "holds_bulk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed for a side, and when."""

    person: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperVersion:
    """One version of a specification or plan.

    Attributes:
        written: What it says in plain values, over which the digest is taken.
        digest: Of what it says now.
        signed: By side; a side that has not signed is left out.
        lacks: What lacks before it can be signed.
        changes: In what it differs from the version before it.
        before: Number of that version; None where there is none.
    """

    pk: int
    number: int
    state: str
    made_by: str
    made_for: Side
    made_at: datetime
    active_from: datetime | None
    revision: int
    written: Mapping[str, Any]
    digest: str
    signed: Mapping[Side, Signature]
    lacks: tuple[Finding, ...]
    changes: tuple[Difference, ...]
    before: int | None

    @property
    def is_open(self) -> bool:
        """Tell whether it can still be changed or signed."""
        return self.state in ("draft", "offered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """The versions of a product's specification or plan, the newest first."""

    product: Product
    versions: tuple[PaperVersion, ...]

    @property
    def active(self) -> PaperVersion | None:
        """Return what both sides signed and is not replaced."""
        return next((each for each in self.versions if each.state == "active"), None)

    @property
    def open(self) -> PaperVersion | None:
        """Return what is being written or waits for a signature."""
        return next((each for each in self.versions if each.is_open), None)


def specifications(by: Actor, pk: int) -> Papers:
    """Return the specification of a product, version by version.

    Raises:
        access.NotThere: There is no such product for this person.
    """
    found = product(by, pk)
    rows = list(
        SpecificationVersion.objects.filter(product=pk).select_related("made_by").prefetch_related("requirements")
    )
    signed = _signed(SpecificationSignature.objects.filter(version__product=pk).select_related("person"))
    said = {row.pk: written_specification(specification_of(row)) for row in rows}
    lacks = {row.pk: gaps_in_specification(read_specification(said[row.pk])) for row in rows}
    return Papers(product=found, versions=_versions(rows, said, lacks, signed, items=("requirements", "code")))


def plans(by: Actor, pk: int) -> Papers:
    """Return the plan of a product, version by version.

    Raises:
        access.NotThere: There is no such product for this person.
    """
    found = product(by, pk)
    rows = list(
        QualityPlanVersion.objects.filter(plan__product=pk)
        .select_related("made_by", "specification")
        .prefetch_related(Prefetch("checkpoints", queryset=CheckpointRow.objects.select_related("checklist")))
    )
    signed = _signed(PlanSignature.objects.filter(version__plan__product=pk).select_related("person"))
    said = {row.pk: plan_of(row) for row in rows}
    lacks = {row.pk: gaps_in_plan(read_checkpoints(said[row.pk])) for row in rows}
    return Papers(product=found, versions=_versions(rows, said, lacks, signed, items=("checkpoints", "name")))


def specification_of(row: SpecificationVersion) -> Specification:
    """Return what a version of a specification says."""
    requirements = tuple(_requirement(each) for each in row.requirements.all())
    return Specification(summary=row.summary, packing=row.packing, requirements=requirements)


def plan_of(row: QualityPlanVersion) -> dict[str, Any]:
    """Return what a version of a plan says, in its written form."""
    return written_plan(
        [checkpoint_of(each) for each in row.checkpoints.all()],
        specification=row.specification.digest, why=row.why, moves_open_orders=row.moves_open_orders,
    )  # fmt: skip


def checkpoint_of(row: CheckpointRow) -> Checkpoint:
    """Return one checkpoint as the library knows it."""
    values: dict[str, Any] = {name: getattr(row, name) for name in _CHECKPOINT}
    sampling = Sampling(method=row.sampling, values=row.sampling_values)  # type: ignore[arg-type]
    checklist = f"{row.checklist.code}/{row.checklist.number}" if row.checklist else ""
    return Checkpoint(
        stage=row.kind, owner=row.owner_side, sampling=sampling, checklist=checklist, **values,  # type: ignore[arg-type]
    )  # fmt: skip


def _requirement(row: RequirementRow) -> Requirement:
    values: dict[str, Any] = {name: getattr(row, name) for name in _REQUIREMENT}
    return Requirement(defect_class=DefectClass(row.defect_class), **values)


def _signed(rows: Iterable[Any]) -> dict[int, dict[Side, Signature]]:
    signed: dict[int, dict[Side, Signature]] = {}
    for row in rows:
        person = named(row.person.name, row.person.email)
        signed.setdefault(row.version_id, {})[row.side] = Signature(person=person, at=row.signed_at)
    return signed


def _versions(
    rows: list[Any],
    said: Mapping[int, Mapping[str, Any]],
    lacks: Mapping[int, tuple[Finding, ...]],
    signed: Mapping[int, Mapping[Side, Signature]],
    *,
    items: tuple[str, str],
) -> tuple[PaperVersion, ...]:
    found = []
    agreed: Any = None
    for row in sorted(rows, key=lambda row: row.number):
        before = said[agreed.pk] if agreed is not None else None
        found.append(
            PaperVersion(
                pk=row.pk, number=row.number, state=row.state, made_for=row.made_for, made_at=row.made_at,
                made_by=named(row.made_by.name, row.made_by.email) if row.made_by else "",
                active_from=row.active_from, revision=row.revision, written=said[row.pk],
                digest=signed_digest(said[row.pk]), signed=signed.get(row.pk, {}), lacks=lacks[row.pk],
                changes=differences(before, said[row.pk], items=items[0], key=items[1]) if before is not None else (),
                before=agreed.number if agreed is not None else None,
            )
        )  # fmt: skip
        # What was never signed by both is no version to compare with.
        if row.active_from is not None:
            agreed = row
    return tuple(reversed(found))
