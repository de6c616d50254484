"""Corrective action as both sides read it: how far each has come, what lacks, and how soon each side answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from troth.basis.findings import Finding
from troth.basis.survival import kaplan_meier, median
from troth.quality.corrective import BeforeAfter, what_lacks
from troth.quality.ideas import Split, split
from troth_site import access
from troth_site.access import Actor
from troth_site.models import CorrectiveAction, CorrectiveDuty, CorrectiveStep, EffectCheck, Product
from troth_site.queries.partners import Partnership, as_partnership, partnership
from troth_site.queries.quality.catalogue import named
from troth_site.queries.quality.effects import compared, lots_since, round_start, steps_done

SHOWN, DAY_SECONDS = 100, 86400
OVER = ("closed", "dropped")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """A corrective action in a list."""

    pk: int
    number: int
    title: str
    grade: str
    grade_name: str
    family: str
    state: str
    state_name: str
    opened_side: str
    opened_at: datetime
    closed_at: datetime | None
    reopened: int
    open_steps: int
    next_due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How soon the other side answers what one side opened, and how soon it is resolved: medians, open ones counted.

    Attributes:
        opened_side: Which side opened them.
        n: How many it opened.
        first_answer_days: Median; None while fewer than half were answered.
        resolve_days: As above.
        reopened: How often they came back.
    """

    opened_side: str
    n: int
    first_answer_days: float | None
    resolve_days: float | None
    reopened: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionsPage:
    """The corrective actions with a partner."""

    partnership: Partnership
    rows: tuple[ActionRow, ...]
    paces: tuple[Pace, ...]
    products: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that proves something; `preview`, the smaller picture below the folder of files, empty without one."""

    uid: str
    name: str
    preview: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A step as both sides read it.

    Attributes:
        is_promised: Its side took it on.
        is_current: It belongs to the running round; after a recurrence the earlier ones do not, nor what fell away.
        dropped_because: Why it fell away, where it did.
    """

    pk: int
    stage: str
    stage_name: str
    side: str
    text: str
    owner: str
    due_on: date
    is_promised: bool
    done_at: datetime | None
    done_by: str
    proof: str
    files: tuple[File, ...]
    confirmed_at: datetime | None
    confirmed_by: str
    refused_because: str
    is_current: bool
    dropped_at: datetime | None = None
    dropped_by: str = ""
    dropped_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """A lot that was watched."""

    lot: str
    uid: str
    looked_at: int
    came_back: int
    checked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OneAction:
    """One corrective action whole.

    Attributes:
        cause_name: Whose the cause was, in words; empty while the sides differ or have not said.
        said: What each side says of it.
        escapes: Why nobody noticed before it left.
        shares: What each side bears, percent or amount; None where it is not agreed.
        lacks: What stands between it and its end.
    """

    pk: int
    partnership: Partnership
    row: ActionRow
    problem: str
    product: str
    defect: str
    inspection: str
    inspection_uid: str
    opened_by: str
    owners: dict[str, str]
    cause_side: str
    said: dict[str, str]
    whys: tuple[str, ...]
    cost: Decimal | None
    currency: str
    buyer_share: Decimal | None
    shares: Split | None
    lots_to_watch: int
    closed_by: str
    revision: int
    steps: tuple[StepRow, ...]
    checks: tuple[CheckRow, ...]
    clean_lots: int
    lacks: tuple[Finding, ...]
    compared: BeforeAfter | None
    escapes: tuple[str, ...] = ()


def actions(by: Actor, relationship: int, *, now: datetime | None = None) -> ActionsPage:
    """Return the corrective actions with a partner, the open ones first.

    Raises:
        access.NotThere: There is no such relationship for this person.
    """
    found = partnership(by, relationship)
    rows = list(_rows().filter(relationship=found.pk).exclude(pk__in=by.unseen.correctives).order_by("-pk"))
    # What was opened by mistake asked nobody for an answer.
    asked = [row for row in rows if row.state != "dropped"]
    shown = sorted(rows[:SHOWN], key=lambda row: row.state in OVER)
    due = _next_due(row.pk for row in shown)
    return ActionsPage(
        partnership=found, rows=tuple(_row(row, due.get(row.pk)) for row in shown),
        paces=tuple(_pace(side, asked, now or timezone.now()) for side in ("buyer", "factory")),
        products=tuple(Product.objects.filter(relationship=found.pk).order_by("name").values_list("pk", "name")),
    )  # fmt: skip


def action(by: Actor, pk: int) -> OneAction:
    """Return one corrective action with its steps, its lots and what lacks before it may close.

    Raises:
        access.NotThere: There is none for this person.
    """
    seen = access.of_relationship(by, CorrectiveAction, pk)
    names = ("product", "defect_type", "inspection", "opened_by", "closed_by", "owner_buyer", "owner_factory")
    row = _rows().select_related(*names).get(pk=seen.pk)
    done, lots = steps_done(row.pk), lots_since(row)
    steps = _steps(row)
    current = [step.due_on for step in steps if step.is_current and step.done_at is None]
    lacks = () if row.state in OVER else what_lacks(
        done, cause_side=row.cause_side, lots=lots, lots_to_watch=row.lots_to_watch
    )  # fmt: skip
    return OneAction(
        pk=row.pk, partnership=as_partnership(by, seen.relationship), row=_row(row, min(current, default=None)),
        problem=row.problem, product=row.product.name if row.product else "",
        defect=named(row.defect_type) if row.defect_type else "",
        inspection=row.inspection.lot_name if row.inspection else "",
        inspection_uid=str(row.inspection.uid) if row.inspection else "", opened_by=str(row.opened_by or ""),
        owners={"buyer": str(row.owner_buyer or ""), "factory": str(row.owner_factory or "")},
        cause_side=row.cause_side, said={"buyer": row.cause_side_buyer, "factory": row.cause_side_factory},
        whys=tuple(row.whys), cost=row.cost, currency=row.currency, buyer_share=row.buyer_share,
        shares=_shares(row), lots_to_watch=row.lots_to_watch, closed_by=str(row.closed_by or ""),
        revision=row.revision, steps=steps, checks=_checks(row), clean_lots=sum(not lot.came_back for lot in lots),
        lacks=lacks, compared=compared(row), escapes=tuple(row.escapes),
    )  # fmt: skip


def of_promise(by: Actor, commitment: int) -> int:
    """Return the corrective action behind the promise of a step, or behind another one that followed from it.

    Raises:
        access.NotThere: There is none for this person.
    """
    mine = {"commitment": commitment, "corrective__relationship__in": access.relationships(by)}
    found = CorrectiveStep.objects.filter(**mine).values_list("corrective", flat=True).first()
    found = found or CorrectiveDuty.objects.filter(**mine).values_list("corrective", flat=True).first()
    if found is None or found in by.unseen.correctives:
        raise access.NotThere
    return found


def _rows() -> QuerySet[CorrectiveAction]:
    undone = Count("steps", filter=Q(steps__done_at=None, steps__dropped_at=None), distinct=True)
    return CorrectiveAction.objects.annotate(open_steps=undone)


def _next_due(keys: Iterable[int]) -> dict[int, date]:
    rows = CorrectiveStep.objects.filter(corrective__in=list(keys), done_at=None, dropped_at=None).order_by("-due_on")
    return dict(rows.values_list("corrective", "due_on"))


def _row(row: CorrectiveAction, due: date | None) -> ActionRow:
    names = ("pk", "number", "title", "grade", "family", "state", "opened_side", "opened_at", "closed_at", "reopened")
    return ActionRow(
        grade_name=str(row.get_grade_display()), state_name=str(row.get_state_display()), next_due=due,
        open_steps=row.open_steps, **{name: getattr(row, name) for name in names},  # type: ignore[attr-defined]
    )  # fmt: skip


def _pace(side: str, rows: Sequence[CorrectiveAction], now: datetime) -> Pace:
    own = [row for row in rows if row.opened_side == side]

    def typical(ends: list[datetime | None]) -> float | None:
        if not ends:
            return None
        pairs = zip(own, ends, strict=True)
        days = [max(0.0, ((end or now) - row.opened_at).total_seconds() / DAY_SECONDS) for row, end in pairs]
        return median(kaplan_meier(durations=days, ended=[end is not None for end in ends]))

    return Pace(
        opened_side=side, n=len(own), first_answer_days=typical([row.answered_at for row in own]),
        resolve_days=typical([row.closed_at for row in own]), reopened=sum(row.reopened for row in own),
    )  # fmt: skip


def _shares(row: CorrectiveAction) -> Split | None:
    if row.buyer_share is None:
        return None
    return split(row.cost if row.cost is not None else Decimal(100), proposer_percent=row.buyer_share)


def _steps(row: CorrectiveAction) -> tuple[StepRow, ...]:
    rows = CorrectiveStep.objects.filter(corrective=row).prefetch_related("files").order_by("pk")
    since = round_start(row.pk)
    return tuple(
        _step(step, is_current=step.dropped_at is None and (since is None or step.written_at >= since))
        for step in rows.select_related("owner", "done_by", "confirmed_by", "dropped_by")
    )


def _step(step: CorrectiveStep, *, is_current: bool) -> StepRow:
    names = (
        "pk", "stage", "side", "text", "due_on", "done_at", "proof", "confirmed_at", "refused_because", "dropped_at",
        "dropped_because",
    )  # fmt: skip
    people = ("owner", "done_by", "confirmed_by", "dropped_by")
    return StepRow(
        stage_name=str(step.get_stage_display()), is_promised=step.commitment_id is not None, is_current=is_current,
        files=tuple(File(uid=str(file.uid), name=file.name, preview=file.preview) for file in step.files.all()),
        **{name: str(getattr(step, name) or "") for name in people},  # type: ignore[arg-type]
        **{name: getattr(step, name) for name in names},
    )  # fmt: skip


def _checks(row: CorrectiveAction) -> tuple[CheckRow, ...]:
    rows = EffectCheck.objects.filter(corrective=row).select_related("inspection").order_by("checked_at", "pk")
    return tuple(
        CheckRow(
            lot=check.inspection.lot_name, uid=str(check.inspection.uid), looked_at=check.looked_at,
            came_back=check.came_back, checked_at=check.checked_at,
        )
        for check in rows
    )  # fmt: skip
