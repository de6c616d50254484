"""Specifications: written by either side, signed by both under the same digest, replaced by the next version."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from troth.basis.text import gettext_noop
from troth.quality.specifications import (
    Requirement,
    Specification,
    gaps_in_specification,
    impossible,
    written_specification,
)
from troth_site.access import Actor
from troth_site.actions.quality import papers
from troth_site.actions.quality.papers import SPECIFICATION, PaperRefused
from troth_site.models import Requirement as RequirementRow
from troth_site.models import SpecificationVersion
from troth_site.queries.quality.papers import specification_of

MOST_REQUIREMENTS = 200
_LENGTHS = {"code": 40, "name": 200, "unit": 20, "words": 500, "method": 300}


def write(*, by: Actor, product: int, given: Specification, revision: int) -> int:
    """Write the open version of a specification, or begin one, and return its number; it holds nothing until signed.

    Args:
        by: Who writes, of either side.
        product: Of which product.
        given: What it says now, as a whole.
        revision: Of the open version that was read; 0 where there was none.

    Raises:
        PaperRefused: A requirement has no name, or its numbers can never be kept.
        PaperMoved: Somebody changed the open version meanwhile.
    """
    _refuse_nonsense(given)
    with transaction.atomic():
        place = papers.gate(SPECIFICATION, by, product)
        columns = {"product": place.product, "summary": given.summary, "packing": given.packing}
        row = papers.take_up(place, revision=revision, columns=columns)
        row.requirements.all().delete()
        RequirementRow.objects.bulk_create(
            RequirementRow(version=row, position=position, **_columns(each))
            for position, each in enumerate(given.requirements, start=1)
        )
        papers.record_change(place, row)
    number: int = row.number
    return number


def sign(*, by: Actor, product: int, number: int, digest: str, on: date | None = None) -> None:
    """Sign the open version for one's own side; signed by both it is what the product must be.

    Raises:
        PaperRefused: It is not open any more, or something lacks.
        PaperMoved: It does not say any more what the person read.
    """
    with transaction.atomic():
        place = papers.gate(SPECIFICATION, by, product, on=on)
        row: SpecificationVersion | None = papers.to_sign(place, number=number, digest=digest)
        if row is None:
            return
        said = specification_of(row)
        gaps = gaps_in_specification(said)
        if gaps:
            raise PaperRefused(gaps[0].sentence(_))
        papers.put_signature(place, row, written=written_specification(said), digest=digest)


def withdraw(*, by: Actor, product: int, number: int) -> None:
    """Take an open version back.

    Raises:
        PaperRefused: It is not open any more, or the other side began it.
    """
    with transaction.atomic():
        papers.withdraw(papers.gate(SPECIFICATION, by, product), number=number)


def _refuse_nonsense(given: Specification) -> None:
    if len(given.requirements) > MOST_REQUIREMENTS:
        raise PaperRefused(gettext_noop("A specification holds at most 200 requirements."))
    codes = [each.code for each in given.requirements]
    if len(set(codes)) < len(codes):
        raise PaperRefused(gettext_noop("Two requirements have the same code. Give each its own."))
    for each in given.requirements:
        if not each.code.strip() or not each.name.strip():
            raise PaperRefused(gettext_noop("A requirement has a short code and a name."))
        wrong = impossible(each)
        if wrong is not None:
            raise PaperRefused(wrong.sentence(_))


def _columns(each: Requirement) -> dict[str, object]:
    words = {name: getattr(each, name)[:most] for name, most in _LENGTHS.items()}
    return words | {
        "kind": each.kind, "defect_class": each.defect_class.value, "target": each.target, "lower": each.lower,
        "upper": each.upper, "readings": each.readings,
    }  # fmt: skip
