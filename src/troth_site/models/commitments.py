"""Promises of either side."""

from django.db import models

from troth.commitments.outcomes import DIMENSIONS
from troth_site.models.choices import Party, one_of


class Commitment(models.Model):
    """One promise: who owes what to whom until when. Its outcome versions stand in the ledger."""

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.PROTECT, related_name="commitments", db_index=False
    )
    side = models.CharField(max_length=7, choices=Party.choices)
    dimension = models.CharField(max_length=20)
    kind = models.CharField(max_length=30)
    what = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    stake = models.FloatField(default=1.0)
    quality = models.FloatField(default=0.6)
    state = models.CharField(max_length=20)
    accepted_by = models.CharField(max_length=20, blank=True)
    contested_on = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.CharField(max_length=7, blank=True, db_default="")
    found = models.CharField(max_length=20, blank=True, db_default="")
    contest_until = models.DateField(null=True, blank=True)
    was_disputed = models.BooleanField(db_default=False, default=False)
    evidence = models.TextField(blank=True, db_default="")
    proposed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            one_of("side", Party.values, name="commitment_side"),
            one_of("dimension", list(DIMENSIONS), name="commitment_dimension"),
            models.CheckConstraint(condition=models.Q(stake__gt=0), name="commitment_stake_positive"),
        ]
        indexes = [
            models.Index(fields=["relationship", "state", "due_on"], name="commitment_open"),
            # Whose record a partner's promises are is counted from the index alone.
            models.Index(
                fields=["relationship", "dimension", "accepted_by", "side", "confirmed_on"], name="commitment_source"
            ),
            # What is due next over all partners is read in the order of this index, however many promises are open.
            models.Index(
                fields=["side", "due_on"],
                condition=models.Q(state__in=["proposed", "accepted", "at_risk", "disputed"]),
                name="commitment_due",
            ),
            # Few entries are ever contested: those that wait for an answer are found without reading the others.
            models.Index(
                fields=["contested_on"], condition=models.Q(contested_on__isnull=False), name="commitment_contested"
            ),
        ]

    def __str__(self) -> str:
        return self.what
