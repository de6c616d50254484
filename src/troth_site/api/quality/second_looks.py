"""What asks for a second look and what was answered to it, for programs."""

from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from troth.basis.findings import Finding
from troth.quality.machine_variation import MachineSpread
from troth_site.actions.quality import second_looks as acts
from troth_site.api.frame.forms import Key, answers
from troth_site.api.frame.writing import Done, Given, Words, asker, done, writes, written
from troth_site.queries.quality import second_looks as queries
from troth_site.queries.quality import second_looks_own

router = Router(tags=["Second looks"])


class LookAnswerShown(Schema):
    """What somebody answered."""

    side: str = Field(description="buyer, factory, or inspector for whoever inspects and their house.")
    name: str
    text: str
    written_at: datetime
    closes: bool = Field(description="It closed the entry for that side.")


class NoticedShown(Schema):
    """One inspection that asks for a second look."""

    inspection: int
    lot: str
    on: date
    inspector: str
    is_blind: bool
    was_told: bool = Field(description="It is a second look, and whoever took it had been told how the first ended.")
    findings: list[str]
    answers: list[LookAnswerShown]
    closed_for: list[str] = Field(description="The sides for which enough was said: buyer, factory, both or none.")


class InspectorShown(Schema):
    """How one inspector's lots went beside those of others."""

    inspector: int
    name: str
    lots: int
    accepted: int
    peer_rate: float | None = Field(description="Share accepted by others, a fraction; null where nobody else looked.")
    claims: int
    findings: list[str]
    answers: list[LookAnswerShown]
    closed_for: list[str]


class PropertyShown(Schema):
    """One property measured before bulk and in bulk."""

    name: str
    first: int = Field(description="Readings before bulk.")
    bulk: int
    shift_in_deviations: float | None = Field(description="null below three readings on a side.")
    finding: str | None


class ReplicationShown(Schema):
    """Bulk of one product beside what was approved."""

    product: int
    name: str
    findings: list[str]
    properties: list[PropertyShown]


class MachineShown(Schema):
    """How much one property varies within the lots of one line or machine."""

    product: str = Field(description="Product, or its family where no product is named.")
    property: str
    machine: str
    lots: int
    readings: int
    deviation: float | None = Field(description="Pooled standard deviation within lots; null below two readings a lot.")
    others: float | None = Field(description="The same of the other machines together.")
    finding: str | None


class SecondLooksShown(Schema):
    """What asks for a second look with one partner; the products are a side's to read."""

    partner: int
    looked_at: int = Field(description="How many inspections of the last two years were compared.")
    inspections: list[NoticedShown]
    inspectors: list[InspectorShown]
    products: list[ReplicationShown]
    machines: list[MachineShown]


class AnswerGiven(Given):
    """An answer to what asks for a second look."""

    text: Words
    closes: bool = Field(False, description="Enough was said for your side; whoever inspected cannot close it.")


@router.get("partners/{partner}/second-looks", response=answers(SecondLooksShown, 404, 422),
            operation_id="second_looks", url_name="second_looks")  # fmt: skip
def of_partner(request: HttpRequest, partner: Key) -> SecondLooksShown:
    """Show what a partner's inspections say beside each other, and what was answered."""
    seen = queries.second_looks_of(asker(request), partner, today=timezone.localdate())
    return SecondLooksShown(
        partner=partner, looked_at=seen.looked_at, inspections=[_noticed(each) for each in seen.inspections],
        inspectors=[_inspector(each) for each in seen.inspectors],
        products=[_product(each) for each in seen.products],
        machines=[_machine(each.name, name, one) for each in seen.machines
                  for name, spreads in each.properties.items() for one in spreads],
    )  # fmt: skip


@router.get("second-looks", response=answers(list[SecondLooksShown], 422), operation_id="own_second_looks",
            url_name="own_second_looks")  # fmt: skip
def own(request: HttpRequest) -> list[SecondLooksShown]:
    """Show what is noticed about one's own inspections, and those of people one looks after, record by record."""
    return [
        SecondLooksShown(
            partner=row.relationship, looked_at=row.looked_at, products=[], machines=[],
            inspections=[_noticed(each) for each in row.inspections],
            inspectors=[_inspector(each) for each in row.inspectors],
        )
        for row in second_looks_own.own_looks(asker(request), today=timezone.localdate())
    ]  # fmt: skip


@router.post("inspections/{inspection}/second-look", response=written(), operation_id="answer_second_look",
             url_name="answer_second_look")  # fmt: skip
@writes(acts.AnswerRefused, blames="text")
def answer_inspection(request: HttpRequest, inspection: Key, given: AnswerGiven) -> Done:
    """Answer what is noticed about one inspection."""
    made = acts.answer_inspection(by=asker(request), inspection=inspection, text=given.text, closes=given.closes)
    return done(made, "own_second_looks")


@router.post("partners/{partner}/inspectors/{person}/second-look", response=written(),
             operation_id="answer_inspector_record", url_name="answer_inspector_record")  # fmt: skip
@writes(acts.AnswerRefused, blames="text")
def answer_record(request: HttpRequest, partner: Key, person: Key, given: AnswerGiven) -> Done:
    """Answer what is noticed about all lots of an inspector with one partner."""
    said = {"text": given.text, "closes": given.closes}
    made = acts.answer_record(by=asker(request), relationship=partner, inspector=person, **said)
    return done(made, "own_second_looks")


def _machine(product: str, name: str, one: MachineSpread) -> MachineShown:
    return MachineShown(
        product=product, property=name, machine=one.machine, lots=one.lots, readings=one.readings,
        deviation=one.deviation, others=one.others, finding=one.finding.sentence(_) if one.finding else None,
    )  # fmt: skip


def _noticed(each: queries.NoticedInspection) -> NoticedShown:
    return NoticedShown(
        inspection=each.pk, lot=each.lot, on=each.on, inspector=each.inspector, is_blind=each.is_blind,
        was_told=each.was_told,
        findings=_said(each.findings), answers=_answers(each.answers), closed_for=list(each.closed),
    )  # fmt: skip


def _inspector(each: queries.NamedInspector) -> InspectorShown:
    record = each.found.record
    return InspectorShown(
        inspector=each.person, name=each.name, lots=record.lots, accepted=record.accepted, peer_rate=record.peer_rate,
        claims=record.claims, findings=_said(each.found.findings), answers=_answers(each.answers),
        closed_for=list(each.closed),
    )  # fmt: skip


def _product(each: queries.ProductReplication) -> ReplicationShown:
    properties = [
        PropertyShown(
            name=one.name, first=one.first, bulk=one.bulk,
            shift_in_deviations=None if one.shift is None else one.shift.in_deviations,
            finding=None if one.finding is None else one.finding.sentence(_),
        )
        for one in each.found.properties
    ]  # fmt: skip
    return ReplicationShown(product=each.pk, name=each.name, findings=_said(each.found.findings), properties=properties)


def _said(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.sentence(_) for finding in findings]


def _answers(said: tuple[queries.LookSaid, ...]) -> list[LookAnswerShown]:
    return [
        LookAnswerShown(side=each.side, name=each.name, text=each.text, written_at=each.written_at, closes=each.closes)
        for each in said
    ]
