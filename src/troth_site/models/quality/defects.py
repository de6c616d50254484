"""The catalogue of defects, and problems that a side told of before the other found them."""

from django.db import models
from django.db.models import Q

from troth_site.models.choices import Party, one_of
from troth_site.models.quality.choices import DefectClass


class DefectType(models.Model):
    """A kind of defect of a product category; shipped ones belong to nobody, an organisation adds its own."""

    organisation = models.ForeignKey(
        "troth_site.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="defect_types"
    )
    code = models.CharField(max_length=60)
    category = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=500, blank=True)
    defect_class = models.CharField(max_length=8, choices=DefectClass.choices)
    photo = models.ForeignKey(
        "troth_site.EvidenceFile", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="defect_type_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(organisation__isnull=True), name="shipped_defect_type_once"
            ),
            one_of("defect_class", DefectClass.values, name="defect_type_class"),
        ]
        indexes = [models.Index(fields=["category", "name"], name="defect_type_by_category")]

    def __str__(self) -> str:
        return self.name


class Disclosure(models.Model):
    """A problem, when it happened, who told of it and when, and whether the other side had found it by then."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="disclosures")
    side = models.CharField(max_length=7, choices=Party.choices)
    title = models.CharField(max_length=200)
    text = models.TextField()
    order = models.ForeignKey("troth_site.Order", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    inspection = models.ForeignKey(
        "troth_site.Inspection", on_delete=models.SET_NULL, null=True, blank=True, related_name="disclosures"
    )
    corrective = models.ForeignKey(
        "troth_site.CorrectiveAction", on_delete=models.SET_NULL, null=True, blank=True, related_name="disclosures"
    )
    occurred_on = models.DateField()
    # When the side that caused it knew, as it says itself; None where nobody said.
    known_on = models.DateField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    found_at = models.DateTimeField(null=True, blank=True)
    found_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # What shows that it was found then.
    found_because = models.TextField(blank=True)
    knew_before = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    commitment = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The problem itself, in quality; the commitment above speaks of honesty.
    mistake = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [one_of("side", Party.values, name="disclosure_side")]

    def __str__(self) -> str:
        return self.title
