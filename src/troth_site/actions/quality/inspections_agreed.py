"""How strictly a lot is looked at where its planner says nothing: as its checkpoint agreed, or as it was before."""

from dataclasses import replace

from troth.quality.sampling_values import Sampling, class_limits
from troth.quality.verdicts import DefectClass
from troth_site.actions.quality.inspections_wishes import Limit, Wish
from troth_site.models import Inspection, OrderCheckpoint, Product, Requirement


def sampling_of(wish: Wish) -> Sampling | None:
    """Return what was agreed: by the checkpoint, or by the inspection that is repeated; None where nothing was."""
    if wish.sample is not None:
        return None
    if wish.order_checkpoint is not None:
        found = OrderCheckpoint.objects.filter(pk=wish.order_checkpoint)
        for method, values in found.values_list("checkpoint__sampling", "checkpoint__sampling_values"):
            return Sampling(method=method, values=values or {})
    before = wish.blind_of or wish.resubmitted_of
    frozen = Inspection.objects.filter(pk=before).values_list("frozen", flat=True).first() if before else None
    way = (frozen or {}).get("way")
    return Sampling(method=way["method"], values=way["values"]) if way else None


def by_aql(wish: Wish, agreed: Sampling) -> Wish:
    """Return a wish with the limits that a plan by AQL agreed."""
    limits = {
        kind: Limit(aql=limit.aql, level=str(limit.level), counting=str(limit.counting))
        for kind, limit in class_limits(agreed).items()
    }
    return replace(wish, limits=limits, edition=agreed.values["edition"])


def measured_classes(product: Product | None) -> list[DefectClass]:
    """Return the class of each requirement of the signed specification that has a limit to measure against."""
    if product is None:
        return []
    rows = Requirement.objects.filter(version__product=product, version__state="active", kind="measured").exclude(
        lower=None, upper=None
    )
    return [DefectClass(kind) for kind in rows.order_by("position").values_list("defect_class", flat=True)]
