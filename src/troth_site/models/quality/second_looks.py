"""What asks for a second look, and what people answer to it, beside it and seen by both sides."""

from django.db import models
from django.db.models import Q

_PERSON = {"on_delete": models.SET_NULL, "null": True, "blank": True, "related_name": "+"}


class SecondLook(models.Model):
    """One inspection, or all lots of an inspector, that asks for a second look; each side closes it for itself."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="second_looks")
    inspection = models.OneToOneField(
        "troth_site.Inspection", on_delete=models.CASCADE, null=True, blank=True, related_name="second_look"
    )
    inspector = models.ForeignKey("troth_site.Person", **(_PERSON | {"related_name": "second_looks"}))
    # What was noticed when it was asked for last; more than that asks anew.
    codes = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    buyer_closed_at = models.DateTimeField(null=True, blank=True)
    factory_closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "inspector"], condition=Q(inspection=None), name="second_look_record_once"
            ),
        ]

    def __str__(self) -> str:
        return f"second look at {self.inspection_id or self.inspector_id}"


class LookAnswer(models.Model):
    """An answer to what an inspection, or all lots of an inspector, ask for; nobody changes it afterwards."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="look_answers")
    inspector = models.ForeignKey("troth_site.Person", **_PERSON)
    # Without an inspection it answers what is said of all lots of the inspector with this partner.
    inspection = models.ForeignKey(
        "troth_site.Inspection", on_delete=models.CASCADE, null=True, blank=True, related_name="look_answers"
    )
    # Who speaks: a side, or the inspector and those he works with.
    side = models.CharField(max_length=9)
    text = models.TextField()
    # Whether it closed the entry for the side that speaks.
    closes = models.BooleanField(default=False)
    written_by = models.ForeignKey("troth_site.Person", **_PERSON)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text[:40]
