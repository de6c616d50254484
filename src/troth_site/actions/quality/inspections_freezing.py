"""What is frozen on an inspection: the numbers of each class, the requirements and the checklist, as they stand now."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from troth.basis.text import gettext_noop
from troth.quality.agreed_ways import plan_agreed
from troth.quality.frozen_plans import ClassLimit, FrozenClass, FrozenPlan, NotPlanned, as_json, freeze
from troth.quality.origin_questions import questions_of_origin
from troth.quality.requirement_questions import questions_about
from troth.quality.schemes import Edition, Level
from troth.quality.skip_lots import SkipPlan, may_skip
from troth.quality.specifications import Requirement as Wanted
from troth.quality.switching import Stage
from troth.quality.verdicts import ClassPlan, Counting, DefectClass
from troth_site.actions.quality import inspections_agreed
from troth_site.actions.quality.inspections_wishes import Limit, PlanRefused, Wish
from troth_site.models import (
    ChecklistItem,
    Inspection,
    OrderCheckpoint,
    Product,
    QualityPlanVersion,
    Relationship,
    Requirement,
    SamplingState,
    Site,
    SpecificationVersion,
)
from troth_site.queries.quality.inspections_seen import has_limits
from troth_site.queries.quality.shipped_checklists import usual_answers

_REQUIREMENT = (
    "code", "name", "kind", "defect_class", "target", "lower", "upper", "unit", "words", "method", "readings",
)  # fmt: skip
_ITEM = (
    "code", "section", "label", "hint", "kind", "choices", "required", "relevant", "constraint", "lower", "upper",
    "step", "defect_class", "failing",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A plan with everything kept beside it."""

    plan: FrozenPlan
    kept: dict[str, Any]
    specification: SpecificationVersion | None
    plan_version: QualityPlanVersion | None


def frozen(row: Relationship, wish: Wish, *, product: Product | None, site: Site | None) -> Frozen:
    """Look up the numbers of a plan and freeze what belongs to them.

    Raises:
        PlanRefused: There is no such plan; the text is the library's own.
    """
    family = (product.family if product else wish.family).strip()
    agreed = None if wish.limits else inspections_agreed.sampling_of(wish)
    try:
        if agreed is not None and agreed.method == "aql":
            wish = inspections_agreed.by_aql(wish, agreed)
        if agreed is not None and agreed.method != "aql":
            plan = plan_agreed(agreed, lot=wish.lot_size, measured_classes=inspections_agreed.measured_classes(product))
        else:
            plan = _plan(wish, _stands(row.pk, wish, site.pk if site else None, family))
        skip = _skip(wish, plan)
    except (ValueError, KeyError) as error:
        raise PlanRefused(str(error)) from error
    specification = SpecificationVersion.objects.filter(product=product, state="active").first() if product else None
    version = QualityPlanVersion.objects.filter(plan__product=product, state="active").first() if product else None
    requirements = list(Requirement.objects.filter(version=specification).order_by("position").values(*_REQUIREMENT))
    if plan.way is not None and plan.way.method == "variables":
        wanted = {"readings": plan.way.numbers["readings"]}
        requirements = [each | wanted if has_limits(each) else each for each in requirements]
    kept = as_json(plan) | {
        "specification": specification.number if specification else None,
        "plan_version": version.number if version else None,
        "requirements": requirements,
        "checklist": [*_checklist(wish.order_checkpoint), *_asked_of(requirements, wish.kind)],
        "skip": {"clearance": skip.clearance, "share": skip.share} if skip else None,
    }
    return Frozen(plan=plan, kept=kept, specification=specification, plan_version=version)


def _stages(relationship: int, site: int | None, kind: str, family: str) -> dict[DefectClass, Stage]:
    """Return how strictly each class of a site, stage and family is inspected; a class without lots is not named."""
    rows = SamplingState.objects.filter(relationship=relationship, site=site, kind=kind, family=family)
    return {DefectClass(kind): Stage(stage) for kind, stage in rows.values_list("defect_class", "stage")}


def _stands(relationship: int, wish: Wish, site: int | None, family: str) -> dict[DefectClass, Stage]:
    """Return how strictly each class is inspected: of a second look as strictly as of the first, to be compared."""
    first = Inspection.objects.filter(pk=wish.blind_of, relationship=relationship).first() if wish.blind_of else None
    if first is None:
        return _stages(relationship, site, wish.kind, family)
    classes = first.frozen.get("classes", {})
    return {DefectClass(kind): Stage(each["stage"]) for kind, each in classes.items() if each["stage"] in set(Stage)}


def _plan(wish: Wish, stands: Mapping[DefectClass, Stage]) -> FrozenPlan:
    if not wish.limits:
        raise PlanRefused(
            gettext_noop(
                "Give an AQL to at least one class of defects; or plan it from a checkpoint, as both sides agreed."
            )
        )
    if wish.sample is not None:
        return _fixed(wish.lot_size, wish.sample, wish.limits)
    if wish.edition not in Edition:
        raise PlanRefused(gettext_noop("Choose whose tables are used."))
    limits = {}
    for kind, limit in wish.limits.items():
        if limit.aql is not None and limit.level not in Level:
            raise PlanRefused(gettext_noop("Choose an inspection level for each class that has an AQL."))
        stage = stands.get(kind, Stage.NORMAL)
        if stage is Stage.DISCONTINUED:
            raise NotPlanned(
                gettext_noop(
                    "Five lots were refused on tightened inspection, so inspection of this class stands still until "
                    "corrective action is shown to work and the buyer takes it up again, under “How strictly”."
                )
            )
        limits[kind] = ClassLimit(
            aql=limit.aql, stage=stage, level=Level(limit.level or "II"), counting=Counting(limit.counting)
        )
    return freeze(wish.lot_size, limits, edition=Edition(wish.edition))


def _skip(wish: Wish, plan: FrozenPlan) -> SkipPlan | None:
    if wish.skip is None:
        return None
    skip = SkipPlan(clearance=wish.skip[0], share=wish.skip[1])
    if not may_skip(list(plan.classes)):
        raise PlanRefused(gettext_noop("Lots are never skipped where critical defects are looked for."))
    if wish.resubmitted_of is not None or wish.blind_of is not None:
        raise PlanRefused(gettext_noop("A lot that is offered again, and a second look, are never skipped."))
    return skip


def _fixed(lot: int, sample: int, limits: Mapping[DefectClass, Limit]) -> FrozenPlan:
    """Return a plan of a fixed number of units, none accepted; of the whole lot where the number is as large."""
    drawn = min(sample, lot)
    none = ClassPlan(sample_size=drawn, accept=0, reject=1)
    one = FrozenClass(aql="", level="", stage=str(Stage.NORMAL), letter="", plan=none, every_unit=drawn == lot)
    classes = {kind: one for kind in DefectClass if kind in limits}
    return FrozenPlan(lot=lot, edition=Edition.ISO_2859_1, classes=classes)


def _checklist(order_checkpoint: int | None) -> list[dict[str, Any]]:
    if order_checkpoint is None:
        return []
    checklist = OrderCheckpoint.objects.filter(pk=order_checkpoint).values("checkpoint__checklist")
    return list(ChecklistItem.objects.filter(checklist__in=checklist).order_by("position").values(*_ITEM))


def _asked_of(requirements: Sequence[Mapping[str, Any]], stage: str) -> list[dict[str, Any]]:
    """Return what is asked beside a checklist: requirements that no number tells, and where the lot was made."""
    wanted = [Wanted(**each) for each in requirements]
    questions = questions_about(wanted, stage=stage, answers=usual_answers()) + questions_of_origin(stage)
    asked = [asdict(each) for each in questions]
    return [{name: each[name] for name in _ITEM} for each in asked]
