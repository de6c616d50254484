"""What asks for a second look: whether bulk is what was approved, and how inspections were made."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from troth.basis.findings import Finding
from troth.quality.replication import Compared
from troth_site.access import Actor
from troth_site.desk.door import signed_in
from troth_site.desk.tabs import tabs
from troth_site.queries.quality import second_looks as queries


@require_GET
@signed_in
def second_looks(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show what a partner's inspections say beside each other; both sides see the same."""
    seen = queries.second_looks_of(by, pk, today=timezone.localdate())
    context = {
        "partner": seen.partnership, "tabs": tabs(seen.partnership, "quality-second-looks"),
        "looked_at": seen.looked_at, "products": [_product(each) for each in seen.products],
        "inspections": [
            {"row": each, "findings": [_said(finding) for finding in each.findings]} for each in seen.inspections
        ],
        "inspectors": [_inspector(each) for each in seen.inspectors],
    }  # fmt: skip
    return render(request, "desk/quality/second_looks/second_looks.html", context)


def _said(finding: Finding) -> dict[str, Any]:
    # However odd it is, it asks to look again: an alarm would name somebody who did wrong.
    return {"state": "watch", "text": finding.sentence(_)}


def _product(each: queries.ProductReplication) -> dict[str, Any]:
    return {
        "row": each,
        "findings": [_said(finding) for finding in each.found.findings],
        "properties": [_property(one, each.units.get(one.name, "")) for one in each.found.properties],
    }


def _property(one: Compared, unit: str) -> dict[str, Any]:
    return {"row": one, "unit": unit, "finding": None if one.finding is None else _said(one.finding)}


def _inspector(each: queries.NamedInspector) -> dict[str, Any]:
    record = each.found.record
    return {
        "name": each.name, "record": record, "share": record.accepted / record.lots,
        "findings": [_said(finding) for finding in each.found.findings],
    }  # fmt: skip
