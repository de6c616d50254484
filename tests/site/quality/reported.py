"""An inspection that was handed in, as the field leaves it, for the tests of its report."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

from django.utils import timezone
from PIL import Image

from tests import makers
from troth.basis.draws import commitment, joint_seed
from troth.commitments.evidence import QUALITY
from troth.quality.frozen_plans import ClassLimit, as_json, digest, freeze
from troth.quality.lot_draws import draw_lot
from troth.quality.verdicts import DefectClass
from troth_site import access
from troth_site.actions.quality import evidence
from troth_site.models import (
    ClassSample,
    Commitment,
    EvidenceFile,
    FieldEntry,
    FieldSignature,
    Inspection,
    InspectionDefect,
    InspectionPhoto,
    Measurement,
    Organisation,
    Product,
    Requirement,
    SpecificationVersion,
)

NOON = datetime(2026, 3, 12, 4, tzinfo=UTC)
LOT, CARTONS, EACH = 3_200, 100, 32
LIMITS = {
    DefectClass.CRITICAL: ClassLimit(aql=None),
    DefectClass.MAJOR: ClassLimit(aql="2.5"),
    DefectClass.MINOR: ClassLimit(aql="4.0"),
}
"""125 units: no critical, up to 7 major, up to 10 minor."""


def picture(colour=(180, 40, 40)):
    """Return a small photo."""
    out = BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "JPEG")
    return out.getvalue()


def handed_in(cast, *, major=7, minor=3, critical=0, looked_at=125, inspector=None, due=2, full=True, **more):
    """Return an inspection that somebody of the buyer handed in, with its promise to report due in so many days."""
    Organisation.objects.filter(pk=cast.buyer.pk).update(zone="Europe/Berlin")
    plan, uid, now = freeze(LOT, LIMITS), uuid4(), timezone.now()
    secret, nonce = "9f2c4e17a0b35d68", "6d1b"
    seed = joint_seed(secret, "harbour")
    lot = draw_lot(seed, lot=LOT, sample=plan.largest, cartons=CARTONS, units_per_carton=EACH)
    item = {"code": "carton-marks", "label": {"en": "Are the carton marks right?", "zh-hans": "箱唛正确吗？"}}
    frozen = as_json(plan) | {"requirements": [{"code": "length", "lower": 70.5}], "checklist": [item]}
    given = {
        "uid": uid, "relationship": cast.pair, "product": product(cast), "kind": "final", "source": "final",
        "family": "Cardigans", "lot_name": "PO-7, lot 1", "lot_size": LOT, "cartons": CARTONS,
        "units_per_carton": EACH, "planned_on": timezone.localdate(), "inspector": inspector or cast.ana,
        "inspector_for": "buyer", "state": "handed-in", "frozen": frozen, "frozen_digest": digest(frozen),
        "draw_commitment": commitment(secret=secret, nonce=nonce, subject=f"inspection {uid}"),
        "draw_secret": secret, "draw_nonce": nonce, "draw_word": "harbour", "draw_seed": seed,
        "drawn": {"cartons": list(lot.cartons), "units": [asdict(unit) for unit in lot.units]},
        "started_at": now - timedelta(hours=5), "handed_in_at": now - timedelta(minutes=1), "clock_ahead": 900,
        "created_at": now - timedelta(days=3), "report_commitment": promise(cast, due),
    } | more  # fmt: skip
    row = Inspection.objects.create(**given)
    found = {"critical": critical, "major": major, "minor": minor}
    for kind, one in plan.classes.items():
        ClassSample.objects.create(
            inspection=row, defect_class=str(kind), stage=one.stage, aql=one.aql, letter=one.letter,
            sample_size=one.plan.sample_size, accept=one.plan.accept, reject=one.plan.reject, looked_at=looked_at,
            nonconforming=found[kind], defects=found[kind],
        )  # fmt: skip
    if full:
        fill(cast, row)
    return row


def promise(cast, due):
    """Return the buyer's promise to report, due in so many days; None where nobody promised."""
    if due is None:
        return None
    return Commitment.objects.create(
        relationship=cast.pair, side="buyer", dimension="quality", kind="report", what="Report of PO-7, lot 1",
        due_on=timezone.localdate() + timedelta(days=due), zone="Europe/Berlin", state="accepted",
        accepted_by="contract", quality=QUALITY["system_observed"],
    )  # fmt: skip


def product(cast):
    """Return what was inspected, with a specification that limits a length."""
    row, made = Product.objects.get_or_create(
        relationship=cast.pair, name="Heathered cardigan",
        defaults={"family": "Cardigans", "category": "apparel", "created_at": timezone.now()},
    )  # fmt: skip
    if made:
        version = SpecificationVersion.objects.create(
            product=row, number=1, state="active", made_for="buyer", made_at=timezone.now()
        )
        Requirement.objects.create(
            version=version, position=1, code="length", name="Body length", kind="measured", defect_class="major",
            target=71.5, lower=70.5, upper=72.5, unit="cm",
        )  # fmt: skip
    return row


def fill(cast, row):
    """Leave a defect with its photo, readings, answers of two people and a signature of somebody not listed."""
    at, who = timezone.now() - timedelta(hours=3), {"person": cast.ana, "device": "phone-1"}
    came = {"received_at": timezone.now(), **who}
    seam = InspectionDefect.objects.create(
        uid=UUID(int=1000 * row.pk + 1), inspection=row, name="Open seam", defect_class="major", unit=17, carton=12,
        note="Left sleeve, 3 cm", answered_at=at, latitude=22.9, longitude=113.7, **came,
    )  # fmt: skip
    for number, value in enumerate([71.2, 71.9, 70.1, 71.4], 1):
        Measurement.objects.create(
            uid=UUID(int=1000 * row.pk + 10 + number), inspection=row, requirement=Requirement.objects.get(),
            code="length", unit_number=number, value=value, instrument="Tape 4", answered_at=at, **came,
        )  # fmt: skip
    for number, (person, value) in enumerate([(cast.ana, "yes"), (cast.lin, "no")], 1):
        FieldEntry.objects.create(
            uid=UUID(int=1000 * row.pk + 20 + number), inspection=row, field="carton-marks", value=value,
            answered_at=at, latitude=22.9, longitude=113.7, accuracy=8.5, **(came | {"person": person}),
        )  # fmt: skip
    FieldSignature.objects.create(
        uid=UUID(int=1000 * row.pk + 30), inspection=row, side="factory", name="Somebody Else", is_listed=False,
        strokes=[[[0.1, 0.5], [0.4, 0.2], [0.9, 0.6]]], digest=row.frozen_digest, signed_at=at,
        received_at=timezone.now(),
    )  # fmt: skip
    photo(cast, row, seam, picture())


def photo(cast, row, defect, content):
    """Let a photo of a defect come."""
    key = evidence.keep(
        by=access.actor(cast.ana), relationship=cast.pair.pk, name="seam.jpg", content=content, side="buyer"
    )
    file = EvidenceFile.objects.get(pk=key)
    return InspectionPhoto.objects.create(
        uid=uuid4(), inspection=row, defect=defect, caption="Left sleeve", sha256=file.sha256, size=file.size,
        taken_at=timezone.now(), marks=[{"shape": "circle", "x": 0.5, "y": 0.5, "r": 0.1}],
        person=cast.ana, device="phone-1", received=file.size, file=file,
    )  # fmt: skip


def actor(person):
    """Return somebody at the gate."""
    return makers.make_actor(person)
