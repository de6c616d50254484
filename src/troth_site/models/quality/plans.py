"""Where quality is checked on every order: versions of a plan that both sides signed, and their checkpoints."""

from django.db import models
from django.db.models import Q

from troth_site.models.choices import Party, one_of
from troth_site.models.quality.choices import CheckpointKind, CheckpointState, PaperState, SamplingMethod


class QualityPlan(models.Model):
    """The plan of one product; its versions hold what it says."""

    product = models.OneToOneField("troth_site.Product", on_delete=models.CASCADE, related_name="plan")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"plan of {self.product_id}"


class QualityPlanVersion(models.Model):
    """One version of a plan; only one that both sides signed is active, and it changes no more."""

    plan = models.ForeignKey("troth_site.QualityPlan", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=PaperState.choices)
    specification = models.ForeignKey("troth_site.SpecificationVersion", on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=500, blank=True)
    # Both sides sign that it takes the place of what older versions put on open orders.
    moves_open_orders = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_for = models.CharField(max_length=7, choices=Party.choices)
    made_at = models.DateTimeField()
    active_from = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="quality_plan_number_once"),
            models.UniqueConstraint(fields=["plan"], condition=Q(state="active"), name="quality_plan_active_once"),
            one_of("state", PaperState.values, name="quality_plan_state"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class PlanSignature(models.Model):
    """A side's signature under a version of a plan."""

    version = models.ForeignKey(
        "troth_site.QualityPlanVersion", on_delete=models.CASCADE, related_name="signatures", db_index=False
    )
    side = models.CharField(max_length=7, choices=Party.choices)
    person = models.ForeignKey("troth_site.Person", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "side"], name="quality_plan_signed_once")]

    def __str__(self) -> str:
        return f"{self.side} under {self.version_id}"


class Checkpoint(models.Model):
    """One check of a plan: what, how, how many, who answers for it, what proves it."""

    version = models.ForeignKey("troth_site.QualityPlanVersion", on_delete=models.CASCADE, related_name="checkpoints")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=14, choices=CheckpointKind.choices)
    name = models.CharField(max_length=200)
    method = models.CharField(max_length=500)
    limits = models.CharField(max_length=500, blank=True)
    sampling = models.CharField(max_length=10, choices=SamplingMethod.choices)
    # What the method needs: level, edition and AQL per class; risk and quality; clearance and share; a number.
    sampling_values = models.JSONField(default=dict, blank=True)
    owner_side = models.CharField(max_length=7, choices=Party.choices)
    evidence = models.CharField(max_length=300, blank=True)
    # Days before the order's due day; the promise is dated by it.
    days_before_due = models.PositiveSmallIntegerField()
    # Without it green or waived, bulk production may not begin.
    holds_bulk = models.BooleanField(default=False)
    checklist = models.ForeignKey(
        "troth_site.Checklist", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            one_of("kind", CheckpointKind.values, name="checkpoint_kind"),
            one_of("sampling", SamplingMethod.values, name="checkpoint_sampling"),
        ]

    def __str__(self) -> str:
        return self.name


class OrderCheckpoint(models.Model):
    """A checkpoint put on one order: a promise of its owner's side, with a due day."""

    order = models.ForeignKey("troth_site.Order", on_delete=models.CASCADE, related_name="checkpoints", db_index=False)
    checkpoint = models.ForeignKey("troth_site.Checkpoint", on_delete=models.PROTECT, related_name="on_orders")
    due_on = models.DateField()
    state = models.CharField(max_length=6, choices=CheckpointState.choices)
    commitment = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True)
    evidence = models.ManyToManyField("troth_site.EvidenceFile", blank=True, related_name="+")
    settled_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "checkpoint"], name="checkpoint_on_order_once"),
            one_of("state", CheckpointState.values, name="order_checkpoint_state"),
        ]
        indexes = [models.Index(fields=["due_on"], name="order_checkpoint_due")]

    def __str__(self) -> str:
        return f"{self.checkpoint_id} on {self.order_id}"
