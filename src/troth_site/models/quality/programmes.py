"""Regular inspections that two sides agree on: what is looked at, how often, by whom, and when next."""

from django.db import models

from troth_site.models.choices import Party, one_of
from troth_site.models.quality.choices import CheckpointKind, IntervalUnit, ProgrammeState


class InspectionProgramme(models.Model):
    """One regular look at one product or family; its next due day stands as a promise of the side that inspects."""

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="inspection_programmes"
    )
    product = models.ForeignKey("troth_site.Product", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    family = models.CharField(max_length=120)
    kind = models.CharField(max_length=14, choices=CheckpointKind.choices)
    unit = models.CharField(max_length=4, choices=IntervalUnit.choices)
    base = models.PositiveIntegerField()
    # Units a lot usually holds, and how strictly it is looked at: edition, level and an AQL for each class, as text.
    lot_size = models.PositiveIntegerField()
    sampling = models.JSONField()
    inspector = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    inspector_for = models.CharField(max_length=7)
    state = models.CharField(max_length=8, choices=ProgrammeState.choices)
    proposed_side = models.CharField(max_length=7, choices=Party.choices)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Looks are counted from the day on which the other side agreed.
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Day from which the interval that runs is counted: the last look, or the agreement.
    counted_from = models.DateField(null=True, blank=True)
    # As last worked out: how long the interval is, and by which day to look again; None while lots are awaited.
    interval = models.PositiveIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    promise = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("state", ProgrammeState.values, name="programme_state"),
            one_of("unit", IntervalUnit.values, name="programme_unit"),
            one_of("kind", CheckpointKind.values, name="programme_kind"),
            one_of("proposed_side", Party.values, name="programme_side"),
            models.CheckConstraint(condition=models.Q(base__gte=1), name="programme_interval_not_empty"),
            models.CheckConstraint(condition=models.Q(lot_size__gte=1), name="programme_lot_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.family}, every {self.base} {self.unit}"
