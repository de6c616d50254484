"""Ideas of either side, answered in time and shared in what they save; other ways of working that meet a limit."""

from django.db import models
from django.db.models import Q

from troth_site.models.choices import Party, one_of
from troth_site.models.quality.choices import IdeaKind, IdeaState


class Idea(models.Model):
    """What a side proposes to change; the other owes it an answer by a day."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="ideas")
    side = models.CharField(max_length=7, choices=Party.choices)
    kind = models.CharField(max_length=10, choices=IdeaKind.choices)
    title = models.CharField(max_length=200)
    text = models.TextField()
    product = models.ForeignKey(
        "troth_site.Product", on_delete=models.SET_NULL, null=True, blank=True, related_name="ideas"
    )
    # What it is thought to save on a unit, and how many units a year.
    saving_per_unit = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    units_a_year = models.PositiveIntegerField(null=True, blank=True)
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    quality_risk = models.TextField(blank=True)
    files = models.ManyToManyField("troth_site.EvidenceFile", blank=True, related_name="+")
    proposed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    answer_due_on = models.DateField()
    state = models.CharField(max_length=9, choices=IdeaState.choices)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    # Percent of the realised saving that goes to the side that proposed it; agreed when it is adopted.
    proposer_share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    # What it saves on a unit in truth, and the lines it was realised on are read from orders since then.
    realised_per_unit = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    commitment = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("kind", IdeaKind.values, name="idea_kind"),
            one_of("state", IdeaState.values, name="idea_state"),
            models.CheckConstraint(
                condition=Q(proposer_share__isnull=True) | Q(proposer_share__gte=0, proposer_share__lte=100),
                name="idea_share",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MethodAlternative(models.Model):
    """Another way to meet a limit than the one asked for; it is turned down only with data."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="alternatives")
    requirement = models.ForeignKey(
        "troth_site.Requirement", on_delete=models.SET_NULL, null=True, blank=True, related_name="alternatives"
    )
    side = models.CharField(max_length=7, choices=Party.choices)
    asked = models.TextField()
    why = models.TextField()
    alternative = models.TextField()
    proposed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    # Readings of an equivalence trial, old way and new way; numbers alone turn an alternative down.
    trial_old = models.JSONField(default=list, blank=True)
    trial_new = models.JSONField(default=list, blank=True)
    margin = models.FloatField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.alternative[:80]
