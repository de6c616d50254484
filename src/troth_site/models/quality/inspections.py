"""Inspections with the plan frozen on them, and where switching stands for each site, family and class."""

import uuid

from django.db import models
from django.db.models import Q

from troth_site.models.choices import one_of
from troth_site.models.quality.choices import (
    CheckpointKind,
    DefectClass,
    InspectionState,
    LotVerdict,
    RateSource,
    ResumptionAnswer,
)


class Inspection(models.Model):
    """One look at one lot: planned, taken along, carried out, handed in, reported."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="inspections", db_index=False
    )
    product = models.ForeignKey(
        "troth_site.Product", on_delete=models.PROTECT, null=True, blank=True, related_name="inspections"
    )
    order = models.ForeignKey(
        "troth_site.Order", on_delete=models.SET_NULL, null=True, blank=True, related_name="inspections"
    )
    order_checkpoint = models.ForeignKey(
        "troth_site.OrderCheckpoint", on_delete=models.SET_NULL, null=True, blank=True, related_name="inspections"
    )
    site = models.ForeignKey("troth_site.Site", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Line or machine the lot was made on, and sub-suppliers of its materials and work, one a line; empty is unknown.
    line = models.CharField(max_length=120, blank=True)
    suppliers = models.TextField(blank=True)
    kind = models.CharField(max_length=14, choices=CheckpointKind.choices)
    source = models.CharField(max_length=8, choices=RateSource.choices)
    family = models.CharField(max_length=120)
    # What the lot is called where it lies, and how many units it holds.
    lot_name = models.CharField(max_length=120)
    lot_size = models.PositiveIntegerField()
    cartons = models.PositiveIntegerField(null=True, blank=True)
    units_per_carton = models.PositiveIntegerField(null=True, blank=True)
    planned_on = models.DateField()
    inspector = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="inspections"
    )
    # Whom the inspector works for: a side, or a third party.
    inspector_for = models.CharField(max_length=7)
    state = models.CharField(max_length=10, choices=InspectionState.choices)
    # Frozen when it is planned: edition, level, state and numbers per class, requirements, checklist, as JSON.
    frozen = models.JSONField()
    frozen_digest = models.CharField(max_length=64)
    specification = models.ForeignKey(
        "troth_site.SpecificationVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    plan_version = models.ForeignKey(
        "troth_site.QualityPlanVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The drawer's promise beforehand, the words shown afterwards, and the seed they make.
    draw_commitment = models.CharField(max_length=64, blank=True)
    draw_secret = models.CharField(max_length=64, blank=True)
    draw_nonce = models.CharField(max_length=32, blank=True)
    draw_word = models.CharField(max_length=64, blank=True)
    draw_seed = models.CharField(max_length=64, blank=True)
    drawn = models.JSONField(default=dict, blank=True)
    resubmitted_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="resubmissions"
    )
    # A second look at the same lot whose inspector does not see the first.
    blind_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="blind_seconds")
    steady = models.BooleanField(null=True, blank=True)
    authority_agrees = models.BooleanField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    # What the device's clock was ahead of ours when it handed in, seconds.
    clock_ahead = models.IntegerField(null=True, blank=True)
    verdict = models.CharField(max_length=12, choices=LotVerdict.choices, blank=True)
    report_commitment = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    batch = models.ForeignKey(
        "troth_site.ImportBatch", on_delete=models.PROTECT, null=True, blank=True, related_name="inspections"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    cancelled_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("kind", CheckpointKind.values, name="inspection_kind"),
            one_of("source", RateSource.values, name="inspection_source"),
            one_of("state", InspectionState.values, name="inspection_state"),
            one_of("verdict", ["", *LotVerdict.values], name="inspection_verdict"),
            models.CheckConstraint(condition=Q(lot_size__gte=1), name="inspection_lot_not_empty"),
        ]
        indexes = [
            models.Index(fields=["relationship", "planned_on"], name="inspection_by_day"),
            models.Index(fields=["inspector", "state", "planned_on"], name="inspection_of_inspector"),
        ]

    def __str__(self) -> str:
        return self.lot_name


class ClassSample(models.Model):
    """What one class of defects came to in one inspection: the plan's numbers and what was counted."""

    inspection = models.ForeignKey(
        "troth_site.Inspection", on_delete=models.CASCADE, related_name="classes", db_index=False
    )
    defect_class = models.CharField(max_length=8, choices=DefectClass.choices)
    stage = models.CharField(max_length=12)
    aql = models.CharField(max_length=8, blank=True)
    letter = models.CharField(max_length=1, blank=True)
    sample_size = models.PositiveIntegerField()
    accept = models.PositiveIntegerField()
    reject = models.PositiveIntegerField()
    # None where nobody said: unknown is not none.
    looked_at = models.PositiveIntegerField(null=True, blank=True)
    nonconforming = models.PositiveIntegerField(null=True, blank=True)
    defects = models.PositiveIntegerField(null=True, blank=True)
    # How many of those found answers and readings tell; None where the lot was handed in before they counted.
    from_checks = models.PositiveIntegerField(null=True, blank=True)
    verdict = models.CharField(max_length=12, choices=LotVerdict.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "defect_class"], name="class_sample_once"),
            one_of("defect_class", DefectClass.values, name="class_sample_class"),
            models.CheckConstraint(condition=Q(reject__gt=models.F("accept")), name="class_sample_numbers"),
        ]

    def __str__(self) -> str:
        return f"{self.defect_class} of {self.inspection_id}"


class SamplingState(models.Model):
    """How the next lot of one site, stage, family and class is inspected; replayed from the lots at any time."""

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="sampling", db_index=False
    )
    site = models.ForeignKey("troth_site.Site", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # Where the lots are looked at: final lots are one series, those of the line another.
    kind = models.CharField(max_length=14, choices=CheckpointKind.choices)
    family = models.CharField(max_length=120)
    defect_class = models.CharField(max_length=8, choices=DefectClass.choices)
    stage = models.CharField(max_length=12)
    score = models.PositiveIntegerField(default=0)
    recent = models.JSONField(default=list, blank=True)
    refused = models.PositiveIntegerField(default=0)
    skip_phase = models.CharField(max_length=10, blank=True)
    skip_in_a_row = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "site", "kind", "family", "defect_class"], name="sampling_state_once"
            ),
            models.UniqueConstraint(
                fields=["relationship", "kind", "family", "defect_class"],
                condition=Q(site__isnull=True),
                name="sampling_state_without_site_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family}, {self.defect_class}: {self.stage}"


class SamplingResumption(models.Model):
    """One side's word that corrective action works where inspection stands still, and what the buyer answered."""

    state = models.ForeignKey("troth_site.SamplingState", on_delete=models.CASCADE, related_name="resumptions")
    side = models.CharField(max_length=7)
    person = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    shown = models.TextField()
    corrective = models.ForeignKey(
        "troth_site.CorrectiveAction", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    # Empty while the buyer has not answered.
    answer = models.CharField(max_length=8, choices=ResumptionAnswer.choices, blank=True)
    words = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("answer", ["", *ResumptionAnswer.values], name="resumption_answer"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="resumption_answered_once",
            ),
            models.UniqueConstraint(fields=["state"], condition=Q(answer=""), name="resumption_asked_once"),
        ]

    def __str__(self) -> str:
        return self.shown[:40]
