"""A lot that is looked at a second time blind, and everything that comes of the first look meanwhile."""

from hashlib import sha256
from uuid import uuid4

from tests.cast import Cast
from tests.site.quality.inspecting import all_looked, at, defect, make_inspection, send
from tests.site.quality.photos import make_photo
from troth_site.actions.quality import (
    corrective,
    corrective_causes,
    corrective_steps,
    field_photos,
    programmes,
    reports_answering,
    reports_deciding,
)
from troth_site.actions.quality.corrective import NewAction
from troth_site.actions.quality.corrective_causes import Cause
from troth_site.actions.quality.corrective_steps import NewStep
from troth_site.actions.quality.programmes import NewProgramme
from troth_site.actions.quality.reports_answering import Said
from troth_site.models import Inspection, InspectionReport

LOT, FAMILY, ITS_DEFECT = "Quillwort lot", "Knitwear", "Burdock thorn"
SAID = "Sundew"
"""What people write of the first look begins so: notes, captions, remarks, reasons, titles."""
SAMPLING = {"edition": "iso2859-1", "level": "II", "critical": "0", "major": "2.5", "minor": "4.0"}
BLIND = ("manager", "owner")


def watched(cast: Cast) -> int:
    """Leave an action carried out on the same family, whose effect the next lots tell, and whoever looks after it."""
    people = {"buyer": cast.actor("buyer"), "factory": cast.actor("sales")}
    given = NewAction(title="Thorns", problem="Some", grade="major", family=FAMILY, defect_name=ITS_DEFECT)
    pk = corrective.open_action(by=people["buyer"], relationship=cast.ours, given=given)
    for stage in corrective_steps.STAGES:
        new = NewStep(stage=stage, side="factory", text=f"Do {stage}")
        step = corrective_steps.add(by=people["factory"], corrective=pk, given=new)
        corrective_steps.done(by=people["factory"], step=step, proof="Photo")
        corrective_steps.confirm(by=people["buyer"], step=step)
    for by in people.values():
        corrective_causes.say_cause(by=by, corrective=pk, given=Cause(side="factory"))
    corrective.own(by=cast.actor("owner"), corrective=pk, person=cast.people["owner"].pk)
    return pk


def before(cast: Cast) -> Inspection:
    """Plan a first look and two blind ones, in a record where earlier lots, a programme and an action stand."""
    given = NewProgramme(kind="final", unit="days", base=30, lot_size=1_200, sampling=SAMPLING, family=FAMILY)
    agreed = programmes.propose(by=cast.actor("buyer"), relationship=cast.ours, given=given)
    programmes.agree(by=cast.actor("sales"), programme=agreed)
    for number in range(5):
        lot = make_inspection(cast, inspector="inspector", lot_name=f"Earlier {number}", family=FAMILY)
        send(cast, lot, part="inspector", counts=all_looked(), hand_in=True)
    cast.keys["watched"] = watched(cast)
    first = make_inspection(
        cast, inspector="inspector", lot_name=LOT, product=cast.keys["product"], family=FAMILY,
        order_checkpoint=cast.keys["on_order"],
    )  # fmt: skip
    for part in BLIND:
        make_inspection(
            cast, inspector=part, lot_name=f"Again by {part}", product=cast.keys["product"], blind_of=first.pk
        )
    return first


def hand_in(cast: Cast, first: Inspection, *, bad: int) -> None:
    """Hand the first look in with so many bad units, and let both sides speak of it, decide and act."""
    found = [defect(unit=unit + 1, name=ITS_DEFECT, note=f"{SAID} note") for unit in range(bad)]
    photos = []
    if bad:
        content = make_photo(shade=77)
        photos = [{
            "uid": str(uuid4()), "sha256": sha256(content).hexdigest(), "size": len(content), "taken_at": at(),
            "defect": found[0]["uid"], "caption": f"{SAID} photo",
        }]  # fmt: skip
    send(cast, first, part="inspector", counts=all_looked(), defects=found, photos=photos, hand_in=True)
    if bad:
        by = cast.actor("inspector")
        field_photos.photo_part(by=by, photo=photos[0]["uid"], offset=0, content=content)
    report = InspectionReport.objects.get(inspection=first)
    said = Said(text=f"{SAID} remark", contests=bool(bad))
    reports_answering.remark(by=cast.actor("sales"), report=report.pk, said=said)
    reports_deciding.decide(
        by=cast.actor("buyer"), report=report.pk, choice="rework" if bad else "ship", reason=f"{SAID} reason"
    )
    if bad:
        opened = corrective.open_action(
            by=cast.actor("buyer"), relationship=cast.ours,
            given=NewAction(
                title=f"{SAID} action", problem=f"{SAID} problem", grade="major", family=FAMILY, inspection=first.pk
            ),
        )  # fmt: skip
        new = NewStep(stage="containment", side="factory", text=f"{SAID} step")
        corrective_steps.add(by=cast.actor("sales"), corrective=opened, given=new)
        cast.keys["its_action"] = opened
    cast.keys["its_report"] = report.pk
