"""What a product must be: versioned requirements and approved samples, each version signed by both sides."""

from django.db import models
from django.db.models import Q

from troth_site.models.choices import Party, one_of
from troth_site.models.quality.choices import DefectClass, PaperState, RequirementKind, SampleKind


class Product(models.Model):
    """What a factory makes for a buyer; its family and category decide targets and switching."""

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="products", db_index=False
    )
    name = models.CharField(max_length=200)
    # As order lines name it, so that an order finds its plan.
    item = models.CharField(max_length=300, blank=True)
    family = models.CharField(max_length=120)
    category = models.CharField(max_length=40)
    # Agreed defect rate, a fraction; None where the category's stands.
    defect_target = models.FloatField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "name"], name="product_once")]

    def __str__(self) -> str:
        return self.name


class SpecificationVersion(models.Model):
    """One version of a product's specification; signed it changes no more."""

    product = models.ForeignKey("troth_site.Product", on_delete=models.CASCADE, related_name="specifications")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=PaperState.choices)
    summary = models.TextField(blank=True)
    packing = models.TextField(blank=True)
    # SHA-256 of what was signed; empty while it is a draft.
    digest = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_for = models.CharField(max_length=7, choices=Party.choices)
    made_at = models.DateTimeField()
    active_from = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="specification_number_once"),
            models.UniqueConstraint(fields=["product"], condition=Q(state="active"), name="specification_active_once"),
            one_of("state", PaperState.values, name="specification_state"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} v{self.number}"


class SpecificationSignature(models.Model):
    """A side's signature under a version, by a named person, of the digest they saw."""

    version = models.ForeignKey(
        "troth_site.SpecificationVersion", on_delete=models.CASCADE, related_name="signatures", db_index=False
    )
    side = models.CharField(max_length=7, choices=Party.choices)
    person = models.ForeignKey("troth_site.Person", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "side"], name="specification_signed_once")]

    def __str__(self) -> str:
        return f"{self.side} under {self.version_id}"


class Requirement(models.Model):
    """One thing a unit must be: a limit with its unit, or words, with the way it is tested."""

    version = models.ForeignKey(
        "troth_site.SpecificationVersion", on_delete=models.CASCADE, related_name="requirements"
    )
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=RequirementKind.choices)
    defect_class = models.CharField(max_length=8, choices=DefectClass.choices)
    target = models.FloatField(null=True, blank=True)
    lower = models.FloatField(null=True, blank=True)
    upper = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=500, blank=True)
    method = models.CharField(max_length=300, blank=True)
    # Units of the sample on which it is measured; 0 means on none unless somebody chooses to.
    readings = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="requirement_code_once"),
            one_of("kind", RequirementKind.values, name="requirement_kind"),
            one_of("defect_class", DefectClass.values, name="requirement_class"),
            models.CheckConstraint(
                condition=Q(lower__isnull=True) | Q(upper__isnull=True) | Q(lower__lt=models.F("upper")),
                name="requirement_limits_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApprovedSample(models.Model):
    """A sample both sides keep as the measure, with photos and where each of the two pieces lies."""

    product = models.ForeignKey("troth_site.Product", on_delete=models.CASCADE, related_name="samples")
    version = models.ForeignKey(
        "troth_site.SpecificationVersion", on_delete=models.SET_NULL, null=True, blank=True, related_name="samples"
    )
    kind = models.CharField(max_length=14, choices=SampleKind.choices)
    label = models.CharField(max_length=120)
    kept_where_buyer = models.CharField(max_length=200, blank=True)
    kept_where_factory = models.CharField(max_length=200, blank=True)
    photos = models.ManyToManyField("troth_site.EvidenceFile", blank=True, related_name="+")
    approved_buyer_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    approved_buyer_at = models.DateTimeField(null=True, blank=True)
    approved_factory_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    approved_factory_at = models.DateTimeField(null=True, blank=True)
    refused_because = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [one_of("kind", SampleKind.values, name="approved_sample_kind")]

    def __str__(self) -> str:
        return self.label
