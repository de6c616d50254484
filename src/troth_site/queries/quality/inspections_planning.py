"""What planning an inspection starts from: what both sides agreed where they did, and who and where it could be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from troth.quality.sampling_values import Sampling
from troth.quality.schemes import counts_defects_alone
from troth_site import access
from troth_site.access import Actor
from troth_site.models import (
    Inspection,
    InspectionProgramme,
    Membership,
    OrderCheckpoint,
    Person,
    Product,
    Relationship,
    Site,
)
from troth_site.models.quality.choices import LotVerdict
from troth_site.queries.quality.looks_compared import told_how_ended
from troth_site.queries.quality.wordings import reading

INSPECTING_ROLES = ("quality", "sourcing", "sales", "manager", "owner")
NONE_ACCEPTED = "0"
BY_AQL = "by-aql"
"""Each class is counted as its AQL means it: bad units up to 10, defects above."""
SOURCES = {"in-line": "in-line", "first-article": "in-line", "final": "final", "packing": "final", "loading": "final"}
Named = list[tuple[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a new inspection can be made of.

    Attributes:
        proposed: What the active plan says, by the fields of the form; empty where nothing was agreed.
        checkpoint: The checkpoint of an order it is planned for, as both call it.
        refused: Lots that were not accepted, which may come back.
        judged: Lots that were handed in, of which a second look can be taken.
        second_of: The lot whose second look this is, as it is called; empty where it is a first.
        told: Who was told how that first look ended.
        agreed: How it is sampled where that was agreed and not by AQL; it is asked nothing more about it then.
    """

    proposed: dict[str, Any]
    checkpoint: str
    products: Named
    sites: Named
    people: Named
    refused: Named
    judged: Named
    second_of: str = ""
    told: frozenset[int] = frozenset()
    agreed: Sampling | None = None


def start(
    by: Actor, pk: int, *, checkpoint: int | None = None, programme: int | None = None, second_of: int | None = None
) -> Start:  # fmt: skip
    """Return what planning an inspection starts from.

    Raises:
        access.NotThere: The partner, or the checkpoint, is none of this person's.
    """
    row = access.relationship(by, pk, "answer")
    proposed, called = _of_checkpoint(row, checkpoint) if checkpoint is not None else ({}, "")
    if programme is not None:
        proposed, called = _of_programme(row, programme)
    first = None if second_of is None else _first_look(by, row, second_of)
    people = _people(row)
    if first is not None:
        proposed, people = _again(first), [one for one in people if one[0] != first.inspector_id]
    seen = access.inspections(by).filter(relationship=row, handed_in_at__isnull=False).order_by("-handed_in_at")[:50]
    lots = list(seen)
    return Start(
        proposed=proposed, checkpoint=called, people=people, second_of=first.lot_name if first else "",
        told=frozenset(person for person, _at in told_how_ended([first.pk])[first.pk]) if first else frozenset(),
        products=list(Product.objects.filter(relationship=row).order_by("name").values_list("pk", "name")),
        sites=list(
            Site.objects.filter(organisation__in=(row.buyer_id, row.factory_id))
            .order_by("name")
            .values_list("pk", "name")
        ),
        agreed=_agreed(checkpoint, first),
        refused=_named([one for one in lots if one.verdict == LotVerdict.NOT_ACCEPTED]),
        judged=_named([one for one in lots if one.blind_of_id is None]),
    )  # fmt: skip


def _first_look(by: Actor, row: Relationship, pk: int) -> Inspection:
    found = access.inspections(by).filter(pk=pk, relationship=row, handed_in_at__isnull=False, blind_of=None).first()
    if found is None:
        raise access.NotThere
    return found


def _again(first: Inspection) -> dict[str, Any]:
    """Return the lot and the strictness of a first look: two counts are compared where as many were looked at."""
    classes = first.frozen.get("classes", {})
    levels = [each["level"] for each in classes.values() if each["aql"]]
    limits = {kind: each["aql"] or NONE_ACCEPTED for kind, each in classes.items()}
    same = ("lot_name", "lot_size", "cartons", "units_per_carton", "kind", "source")
    return {name: getattr(first, name) for name in same} | limits | {
        "product": first.product_id, "family": "" if first.product_id else first.family, "site": first.site_id,
        "edition": first.frozen.get("edition", ""), "level": levels[0] if levels else "", "blind_of": first.pk,
        "counting": _counting(classes.values()),
    }  # fmt: skip


def _counting(classes: Iterable[Mapping[str, Any]]) -> str:
    """Return what was counted of the classes that have an AQL, empty where no one word says it of all of them."""
    by_aql = [each for each in classes if each["aql"]]
    counted = {each["counting"] for each in by_aql}
    if len(counted) == 1:
        return counted.pop()
    above = all((each["counting"] == "defects") == counts_defects_alone(each["aql"]) for each in by_aql)
    return BY_AQL if by_aql and above else ""


def open_checkpoints(by: Actor, pk: int) -> list[tuple[int, str, str, Any]]:
    """Return the checkpoints of orders that wait for an inspection: key, name, order, due day."""
    row = access.relationship(by, pk)
    rows = OrderCheckpoint.objects.filter(order__relationship=row, state="open").exclude(checkpoint__sampling="none")
    found = list(rows.order_by("due_on", "pk").values_list("pk", "checkpoint__name", "order__number", "due_on")[:20])
    words = reading(row.pk, [name for _pk, name, _number, _day in found])
    return [(pk, words.of(name), number, day) for pk, name, number, day in found]


def third_party(email: str) -> int | None:
    """Return the person who inspects for others under an address, None where nobody does."""
    found = Person.objects.filter(
        email__iexact=email.strip(), is_active=True, memberships__active=True,
        memberships__role__in=list(access.ASSIGNED_ROLES),
    )  # fmt: skip
    return found.values_list("pk", flat=True).first()


def _of_checkpoint(row: Relationship, pk: int) -> tuple[dict[str, Any], str]:
    rows = OrderCheckpoint.objects.select_related("checkpoint__version__plan__product__relationship", "order")
    found = rows.filter(pk=pk, order__relationship=row).first()
    if found is None:
        raise access.NotThere
    point, product = found.checkpoint, found.checkpoint.version.plan.product
    values = point.sampling_values or {}
    proposed: dict[str, Any] = {
        "product": product.pk, "kind": point.kind, "source": SOURCES.get(point.kind, "in-line"),
        "planned_on": found.due_on, "lot_name": found.order.number, "order_checkpoint": found.pk,
    }  # fmt: skip
    if point.sampling == "aql":
        proposed |= {name: values.get(name, "") for name in ("edition", "level", "critical", "major", "minor")}
        proposed["counting"] = BY_AQL
    return proposed, f"{point.name} · {found.order.number}"


def _agreed(checkpoint: int | None, first: Inspection | None) -> Sampling | None:
    """Return the way a checkpoint agreed, or a first look went, where it is not by AQL and something is drawn."""
    if first is not None:
        kept = first.frozen.get("way")
        return Sampling(method=kept["method"], values=kept["values"]) if kept else None
    rows = OrderCheckpoint.objects.filter(pk=checkpoint).values_list(
        "checkpoint__sampling", "checkpoint__sampling_values"
    )
    for method, values in rows if checkpoint is not None else ():
        return None if method in ("aql", "none") else Sampling(method=method, values=values or {})
    return None


def _of_programme(row: Relationship, pk: int) -> tuple[dict[str, Any], str]:
    found = InspectionProgramme.objects.select_related("product").filter(pk=pk, relationship=row).first()
    if found is None:
        raise access.NotThere
    name = found.product.name if found.product else found.family
    proposed = {
        "product": found.product_id, "family": "" if found.product else found.family, "kind": found.kind,
        "source": SOURCES.get(found.kind, "in-line"), "planned_on": found.due_on, "lot_size": found.lot_size,
        "inspector": found.inspector_id, "counting": BY_AQL, **found.sampling,
    }  # fmt: skip
    return proposed, name


def _people(row: Relationship) -> Named:
    """Return who can inspect: both sides' people, and those who inspected here for others before."""
    sides = {row.buyer_id: row.buyer.name, row.factory_id: row.factory.name}
    seats = Membership.objects.filter(
        organisation__in=sides, active=True, role__in=INSPECTING_ROLES, person__is_active=True
    ).select_related("person")
    found = {
        one.person_id: f"{one.person.name or one.person.email} · {sides[one.organisation_id]}"
        for one in seats.order_by("organisation", "person__name")
    }
    hired = Person.objects.filter(inspections__relationship=row, inspections__inspector_for="third").distinct()
    found |= {one.pk: one.name or one.email for one in hired.order_by("name")}
    return list(found.items())


def _named(rows: list[Inspection]) -> Named:
    return [(one.pk, f"{one.lot_name} · {one.planned_on.isoformat()}") for one in rows]
