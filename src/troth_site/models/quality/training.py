"""Trainings of a factory's workers; whose names they are stays in the factory's own view."""

from django.db import models
from django.db.models import F, Q

from troth_site.models.choices import Party, one_of
from troth_site.models.quality.choices import TrainingState


class Training(models.Model):
    """One training: what it is about, who gives it, what it costs, how many came and what the tests said."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="trainings")
    topic = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=60)
    # Who gives it, and the trainer's name or firm; a trainer is no worker of the factory.
    giver = models.CharField(max_length=7, choices=Party.choices)
    trainer = models.CharField(max_length=200, blank=True)
    # Which lots it is to make better; empty for all of the factory's.
    family = models.CharField(max_length=120, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    hours = models.DecimalField(max_digits=6, decimal_places=2)
    trainees = models.PositiveIntegerField()
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    buyer_percent = models.DecimalField(max_digits=5, decimal_places=2, default=50)
    side = models.CharField(max_length=7, choices=Party.choices)
    planned_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    planned_on = models.DateField()
    state = models.CharField(max_length=9, choices=TrainingState.choices)
    answered_on = models.DateField(null=True, blank=True)
    because = models.CharField(max_length=300, blank=True)
    held_on = models.DateField(null=True, blank=True)
    came = models.PositiveIntegerField(null=True, blank=True)
    tested_before = models.PositiveIntegerField(null=True, blank=True)
    passed_before = models.PositiveIntegerField(null=True, blank=True)
    tested_after = models.PositiveIntegerField(null=True, blank=True)
    passed_after = models.PositiveIntegerField(null=True, blank=True)
    commitment = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("state", TrainingState.values, name="training_state"),
            one_of("giver", Party.values, name="training_giver"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="training_days_in_order"),
            models.CheckConstraint(
                condition=Q(buyer_percent__gte=0, buyer_percent__lte=100), name="training_share_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.topic


class Trainee(models.Model):
    """A worker who was trained, by name: read by the factory alone, and erased by it whenever it wants."""

    training = models.ForeignKey("troth_site.Training", on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    passed = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training", "name"], name="trainee_once")]

    def __str__(self) -> str:
        return f"trainee {self.pk}"
