"""What people answer to the quarterly pulse."""

from django.db import models
from django.db.models import Q

from troth.trust.pulse import HIGHEST, LOWEST
from troth_site.models.choices import Party, one_of


def _step(field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": LOWEST, f"{field}__lte": HIGHEST}),
        name=f"pulse_{field}",
    )


class PulseAnswer(models.Model):
    """One person's answers about the other side in one quarter; a question left out is null."""

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="pulse", db_index=False
    )
    side = models.CharField(max_length=7, choices=Party.choices)
    person = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    quarter = models.DateField()
    promises = models.PositiveSmallIntegerField(null=True, blank=True)
    warning = models.PositiveSmallIntegerField(null=True, blank=True)
    requests = models.PositiveSmallIntegerField(null=True, blank=True)
    fairness = models.PositiveSmallIntegerField(null=True, blank=True)
    future = models.PositiveSmallIntegerField(null=True, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "quarter", "person"], name="pulse_once"),
            one_of("side", Party.values, name="pulse_side"),
            _step("promises"),
            _step("warning"),
            _step("requests"),
            _step("fairness"),
            _step("future"),
        ]

    def __str__(self) -> str:
        return f"{self.relationship_id} {self.side} {self.quarter}"
