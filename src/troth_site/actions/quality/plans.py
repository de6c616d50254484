"""Quality plans: written by either side, signed by both; an active one puts its checkpoints on every order."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from troth.basis.text import gettext_noop
from troth.quality.checkpoints import Checkpoint, gaps_in_plan, read_checkpoints
from troth.quality.sampling_values import wrong_sampling
from troth_site.access import Actor
from troth_site.actions.quality import checklists, order_checkpoints, papers
from troth_site.actions.quality.order_checkpoints import Asker
from troth_site.actions.quality.papers import PLAN, PaperRefused, Place
from troth_site.actions.trust import judging
from troth_site.models import Checkpoint as CheckpointRow
from troth_site.models import QualityPlan, QualityPlanVersion, SpecificationVersion
from troth_site.queries.quality.papers import plan_of

MOST_CHECKPOINTS = 40
_LENGTHS = {"name": 200, "method": 500, "limits": 500, "evidence": 300}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGiven:
    """What somebody writes of a plan.

    Attributes:
        why: Why this version is made.
        moves_open_orders: Whether it also takes the place of what older versions put on open orders.
    """

    checkpoints: tuple[Checkpoint, ...]
    why: str = ""
    moves_open_orders: bool = False


def write(*, by: Actor, product: int, given: PlanGiven, revision: int) -> int:
    """Write the open version of a plan, or begin one, and return its number; it is active only once both signed it.

    Args:
        by: Who writes, of either side.
        product: Of which product.
        given: What it says now, as a whole.
        revision: Of the open version that was read; 0 where there was none.

    Raises:
        PaperRefused: There is no specification yet, or a checkpoint can never be carried out.
        PaperMoved: Somebody changed the open version meanwhile.
    """
    _refuse_nonsense(given)
    with transaction.atomic():
        place = papers.gate(PLAN, by, product)
        plan, _is_new = QualityPlan.objects.get_or_create(
            product=place.product, defaults={"created_at": timezone.now()}
        )
        columns = {
            "plan": plan, "specification": _specification(place), "why": given.why[:500],
            "moves_open_orders": given.moves_open_orders,
        }  # fmt: skip
        row = papers.take_up(place, revision=revision, columns=columns)
        row.checkpoints.all().delete()
        CheckpointRow.objects.bulk_create(
            CheckpointRow(version=row, position=position, **_columns(place, each))
            for position, each in enumerate(given.checkpoints, start=1)
        )
        papers.record_change(place, row)
    number: int = row.number
    return number


def sign(*, by: Actor, product: int, number: int, digest: str, on: date | None = None) -> None:
    """Sign the open version for one's own side; signed by both it is active, and stands on every open order.

    Raises:
        PaperRefused: It is not open any more, something lacks, or its specification is not signed.
        PaperMoved: It does not say any more what the person read.
    """
    with transaction.atomic():
        place = papers.gate(PLAN, by, product, on=on)
        row: QualityPlanVersion | None = papers.to_sign(place, number=number, digest=digest)
        if row is None:
            return
        written = plan_of(row)
        _refuse_unready(row, written)
        if papers.put_signature(place, row, written=written, digest=digest):
            _put_on_orders(place, moves=row.moves_open_orders)


def withdraw(*, by: Actor, product: int, number: int) -> None:
    """Take an open version back.

    Raises:
        PaperRefused: It is not open any more, or the other side began it.
    """
    with transaction.atomic():
        papers.withdraw(papers.gate(PLAN, by, product), number=number)


def _put_on_orders(place: Place, *, moves: bool) -> None:
    today = place.on
    asker = Asker(person=place.by.person, known_on=today)
    wanted = order_checkpoints.open_orders(place.product)
    put = order_checkpoints.replace_on if moves else order_checkpoints.put_on
    if put(place.relationship, wanted, asker):
        judging.judge([place.relationship.pk], as_of=today)


def _specification(place: Place) -> SpecificationVersion:
    """Return the specification a plan is for: the signed one, else the one being written."""
    versions = SpecificationVersion.objects.filter(product=place.product)
    found = versions.filter(state="active").first() or versions.filter(state__in=papers.OPEN).first()
    if found is None:
        raise PaperRefused(gettext_noop("Write the specification first: the plan says how it is checked."))
    return found


def _refuse_unready(row: QualityPlanVersion, written: dict[str, Any]) -> None:
    gaps = gaps_in_plan(read_checkpoints(written))
    if gaps:
        raise PaperRefused(gaps[0].sentence(_))
    if row.specification.state in papers.OPEN:
        raise PaperRefused(gettext_noop("Both sides sign the specification first, then the plan that checks it."))
    if row.specification.state != "active":
        raise PaperRefused(
            gettext_noop("The specification has a newer version. Save the plan once more, so that it checks that one.")
        )


def _refuse_nonsense(given: PlanGiven) -> None:
    if len(given.checkpoints) > MOST_CHECKPOINTS:
        raise PaperRefused(gettext_noop("A plan holds at most 40 checkpoints."))
    names = [each.name.strip() for each in given.checkpoints]
    if not all(names) or len(set(names)) < len(names):
        raise PaperRefused(gettext_noop("Every checkpoint has a name of its own."))
    for each in given.checkpoints:
        wrong = wrong_sampling(each.sampling)
        if wrong is not None:
            raise PaperRefused(wrong.sentence(_))
        if not 0 <= each.days_before_due <= 365:
            raise PaperRefused(gettext_noop("A checkpoint is due 0 to 365 days before the order."))


def _columns(place: Place, each: Checkpoint) -> dict[str, Any]:
    words = {name: getattr(each, name).strip()[:most] for name, most in _LENGTHS.items()}
    return words | {
        "kind": each.stage, "sampling": each.sampling.method, "sampling_values": dict(each.sampling.values),
        "owner_side": each.owner, "days_before_due": each.days_before_due, "holds_bulk": each.holds_bulk,
        "checklist_id": _checklist(place, each),
    }  # fmt: skip


def _checklist(place: Place, each: Checkpoint) -> int | None:
    try:
        return checklists.version_of(place.relationship, each.checklist.strip())
    except checklists.UnknownChecklist as error:
        raise PaperRefused(gettext_noop("Neither side has this checklist. Choose one of the list.")) from error
