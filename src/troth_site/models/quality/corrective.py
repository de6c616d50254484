"""Corrective action of two parties: what was contained, whose the cause was, what changed, and whether it worked."""

from django.db import models
from django.db.models import Q

from troth_site.models.choices import Party, one_of
from troth_site.models.quality.choices import (
    CauseSide,
    CorrectiveDutyKind,
    CorrectiveStage,
    CorrectiveState,
    DefectClass,
)


class CorrectiveAction(models.Model):
    """One problem and what both sides do about it; it closes only with evidence over the next lots."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="corrective")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    problem = models.TextField()
    grade = models.CharField(max_length=8, choices=DefectClass.choices)
    inspection = models.ForeignKey(
        "troth_site.Inspection", on_delete=models.SET_NULL, null=True, blank=True, related_name="corrective"
    )
    product = models.ForeignKey(
        "troth_site.Product", on_delete=models.SET_NULL, null=True, blank=True, related_name="corrective"
    )
    family = models.CharField(max_length=120, blank=True)
    defect_type = models.ForeignKey(
        "troth_site.DefectType", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # As the inspection calls it; lots that a file tells of name their defects in words.
    defect_name = models.CharField(max_length=200, blank=True, db_default="")
    opened_side = models.CharField(max_length=7, choices=Party.choices)
    opened_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField()
    # When the side that did not open it first did something about it.
    answered_at = models.DateTimeField(null=True, blank=True)
    # Why, and why that, up to five times: one text each.
    whys = models.JSONField(default=list, blank=True)
    # Why nobody noticed before it left, and why that.
    escapes = models.JSONField(default=list, blank=True)
    # Found in the field without signal, it keeps the key the device gave it.
    uid = models.UUIDField(null=True, blank=True, unique=True)
    owner_buyer = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    owner_factory = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    cause_side = models.CharField(max_length=7, choices=CauseSide.choices, blank=True)
    # Each side's own word on whose the cause was, where they differ.
    cause_side_buyer = models.CharField(max_length=7, blank=True)
    cause_side_factory = models.CharField(max_length=7, blank=True)
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    # Percent of the cost that the buyer bears; the factory bears the rest.
    buyer_share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    lots_to_watch = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=CorrectiveState.choices)
    watched_from = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    dropped_because = models.CharField(max_length=500, blank=True, db_default="")
    reopened = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "number"], name="corrective_number_once"),
            one_of("grade", DefectClass.values, name="corrective_grade"),
            one_of("state", CorrectiveState.values, name="corrective_state"),
            one_of("cause_side", ["", *CauseSide.values], name="corrective_cause_side"),
            models.CheckConstraint(
                condition=Q(buyer_share__isnull=True) | Q(buyer_share__gte=0, buyer_share__lte=100),
                name="corrective_share",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CorrectiveStep(models.Model):
    """One part of a corrective action: a promise of a side with an owner, a due day and what proves it."""

    corrective = models.ForeignKey(
        "troth_site.CorrectiveAction", on_delete=models.CASCADE, related_name="steps", db_index=False
    )
    stage = models.CharField(max_length=11, choices=CorrectiveStage.choices)
    side = models.CharField(max_length=7, choices=Party.choices)
    text = models.TextField()
    owner = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    commitment = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    proof = models.TextField(blank=True)
    files = models.ManyToManyField("troth_site.EvidenceFile", blank=True, related_name="+")
    # The other side's word that it was done.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    refused_because = models.CharField(max_length=500, blank=True)
    # No longer part of the action: declined, or taken back before it was done.
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    dropped_because = models.CharField(max_length=500, blank=True, db_default="")
    written_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        constraints = [one_of("stage", CorrectiveStage.values, name="corrective_step_stage")]
        indexes = [models.Index(fields=["corrective", "stage"], name="corrective_step_in_order")]

    def __str__(self) -> str:
        return self.text[:80]


class CauseSaid(models.Model):
    """What a side said of the cause at one time; what it says later is another row, and none is overwritten."""

    corrective = models.ForeignKey(
        "troth_site.CorrectiveAction", on_delete=models.CASCADE, related_name="said", db_index=False
    )
    side = models.CharField(max_length=7, choices=Party.choices)
    person = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField()
    cause_side = models.CharField(max_length=7, choices=CauseSide.choices, blank=True)
    whys = models.JSONField(default=list, blank=True)
    escapes = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [one_of("side", Party.values, name="cause_said_side")]
        indexes = [models.Index(fields=["corrective", "said_at"], name="cause_said_in_order")]

    def __str__(self) -> str:
        return f"{self.side}: {self.cause_side}"


class CorrectiveDuty(models.Model):
    """What follows from a corrective action for a side beside its steps: to answer, to confirm, to bear the cause."""

    corrective = models.ForeignKey(
        "troth_site.CorrectiveAction", on_delete=models.CASCADE, related_name="duties", db_index=False
    )
    step = models.ForeignKey(CorrectiveStep, on_delete=models.CASCADE, null=True, blank=True, related_name="duties")
    kind = models.CharField(max_length=8, choices=CorrectiveDutyKind.choices)
    side = models.CharField(max_length=7, choices=Party.choices)
    # How often it had come back by then: each round is answered and shown to work anew.
    round = models.PositiveSmallIntegerField(default=0)
    commitment = models.OneToOneField("troth_site.Commitment", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [one_of("kind", CorrectiveDutyKind.values, name="corrective_duty_kind")]
        indexes = [models.Index(fields=["corrective", "kind"], name="corrective_duty_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.side}"


class EffectCheck(models.Model):
    """One of the next lots, and whether the problem came back in it."""

    corrective = models.ForeignKey(
        "troth_site.CorrectiveAction", on_delete=models.CASCADE, related_name="checks", db_index=False
    )
    inspection = models.ForeignKey("troth_site.Inspection", on_delete=models.CASCADE, related_name="+")
    looked_at = models.PositiveIntegerField()
    came_back = models.PositiveIntegerField()
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["corrective", "inspection"], name="effect_check_once")]

    def __str__(self) -> str:
        return f"{self.came_back} of {self.looked_at}"
