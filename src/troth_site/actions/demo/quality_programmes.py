"""Regular inspections of the demonstration: two agreed, one of them closer after an alarm, and one that waits."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from troth_site.actions.demo.founding import Place
from troth_site.actions.demo.quality_inspections import TOMASZ
from troth_site.actions.quality import programmes
from troth_site.actions.quality.programmes import NewProgramme
from troth_site.models import Person, Product

SAMPLING = {"edition": "iso2859-1", "level": "II", "critical": "0", "major": "2.5", "minor": "4.0"}
AGREED_DAYS, PROPOSED_DAYS = 12, 2


def agree(buyer: Place, places: Mapping[str, Place], *, today: date) -> None:
    """Let two factories agree on regular inspections, and one of them propose looking in-line by itself."""
    tomasz = Person.objects.get(email=TOMASZ).pk
    for tells, days in (("buyer_caused", 45), ("steady", 30)):
        place = places[tells]
        made = programmes.propose(
            by=buyer.person, relationship=place.relationship, given=_given(place, base=days, inspector=tomasz),
            now=_at(today, AGREED_DAYS + 3),
        )  # fmt: skip
        programmes.agree(by=place.person, programme=made, now=_at(today, AGREED_DAYS))
    late = places["buyer_caused"]
    own = _given(late, kind="in-line", unit="lots", base=4, inspector=late.person.person)
    programmes.propose(by=late.person, relationship=late.relationship, given=own, now=_at(today, PROPOSED_DAYS))


def _given(
    place: Place, *, base: int, inspector: int, kind: str = "final", unit: str = "days"
) -> NewProgramme:  # fmt: skip
    product = Product.objects.filter(relationship=place.relationship).order_by("pk").first()
    return NewProgramme(
        kind=kind, unit=unit, base=base, lot_size=2_400, sampling=SAMPLING, product=product.pk if product else None,
        family=place.firm.family, inspector=inspector,
    )  # fmt: skip


def _at(today: date, days: int) -> datetime:
    return datetime.combine(today - timedelta(days=days), time(8), tzinfo=UTC)
