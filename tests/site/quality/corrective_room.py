"""A buyer, a factory, and what they do about broken zips, for tests of corrective action."""

from uuid import uuid4

from django.utils import timezone

from tests import makers
from troth_site.actions.quality import corrective, corrective_causes, corrective_steps, effects
from troth_site.actions.quality.corrective import NewAction
from troth_site.actions.quality.corrective_causes import Cause
from troth_site.actions.quality.corrective_steps import NewStep
from troth_site.models import ClassSample, Inspection, InspectionDefect


class Room:
    """A buyer, a factory, and what they do about broken zips."""

    def __init__(self, cast):
        self.cast, self.pair = cast, cast.pair
        self.buyer, self.factory = makers.make_actor(cast.ana), makers.make_actor(cast.lin)
        self.lots = 0
        self.people = {"buyer": self.buyer, "factory": self.factory}

    def open(self, by=None, **given):
        told = {
            "title": "Zip breaks",
            "problem": "11 of 200 zips broke.",
            "grade": "major",
            "family": "jackets",
        } | given
        return corrective.open_action(by=by or self.buyer, relationship=self.pair.pk, given=NewAction(**told))

    def step(self, pk, stage, side, **given):
        new = NewStep(stage=stage, side=side, text=f"{stage} by {side}", **given)
        return corrective_steps.add(by=self.people[side], corrective=pk, given=new)

    def carry_out(self, pk):
        """Do and confirm a step of every part, each by the factory, and agree on the cause."""
        for stage in corrective_steps.STAGES:
            step = self.step(pk, stage, "factory")
            corrective_steps.done(by=self.factory, step=step, proof="Photo of the new jig")
            corrective_steps.confirm(by=self.buyer, step=step)
        for side in self.people:
            corrective_causes.say_cause(by=self.people[side], corrective=pk, given=Cause(side="both"))

    def lot(self, *, bad=0, units=80, family="jackets", name="zip breaks", at=None, watched=True):
        """Hand in an inspection, as the field does, and let it be watched."""
        at = at or timezone.now()
        self.lots += 1
        row = Inspection.objects.create(
            relationship=self.pair, kind="final", source="final", family=family, lot_name=f"Lot {self.lots}",
            lot_size=800, planned_on=at.date(), inspector_for="buyer", state="handed-in", frozen={}, frozen_digest="",
            created_at=at, handed_in_at=at,
        )  # fmt: skip
        ClassSample.objects.create(
            inspection=row, defect_class="major", stage="normal", sample_size=units, accept=5, reject=6, looked_at=units
        )
        if bad:
            InspectionDefect.objects.create(
                uid=uuid4(), inspection=row, name=name, defect_class="major", units=bad, defects=bad,
                person=self.cast.ana, device="test", answered_at=at, received_at=at,
            )  # fmt: skip
        if watched:
            effects.watch(row.pk, at=at)
        return row.pk

    def watch(self, inspection):
        return effects.watch(inspection)
