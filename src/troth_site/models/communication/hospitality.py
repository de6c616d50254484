"""Meals and gifts, the policy of each house, and what people eat. Never an input to a number."""

from django.db import models
from django.db.models import Q

from troth_site.models.choices import Drink, Party, Received, one_of


class Hospitality(models.Model):
    """A meal or gift of one side for the other; each side says its own half of what became of it."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="hospitality")
    given_by = models.CharField(max_length=7, choices=Party.choices)
    day = models.DateField()
    what = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    people = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    # The giver's half.
    given_at = models.DateTimeField(null=True, blank=True)
    given_said_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The receiver's half: accepted, refused, or accepted and given back; empty while nothing was said.
    received = models.CharField(max_length=8, choices=Received.choices, blank=True, default="", db_default="")
    received_at = models.DateTimeField(null=True, blank=True)
    received_said_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    received_because = models.CharField(max_length=500, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            one_of("given_by", Party.values, name="hospitality_side"),
            one_of("received", ["", *Received.values], name="hospitality_received"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="hospitality_amount"),
        ]

    def __str__(self) -> str:
        return self.what


class HospitalityApproval(models.Model):
    """What one side's own policy asks of a meal or gift; the other side never reads it."""

    hospitality = models.ForeignKey(
        "troth_site.Hospitality", on_delete=models.CASCADE, related_name="approvals", db_index=False
    )
    side = models.CharField(max_length=7, choices=Party.choices)
    # The limit it exceeded, or could not be compared with.
    limit = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    # None while it waits.
    approved = models.BooleanField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hospitality", "side"], name="hospitality_approval_once"),
            one_of("side", Party.values, name="hospitality_approval_side"),
        ]

    def __str__(self) -> str:
        return f"approval of {self.hospitality_id}"


class HospitalityLimit(models.Model):
    """Up to which amount an organisation's people give or accept a meal or gift without asking; its own affair."""

    organisation = models.OneToOneField(
        "troth_site.Organisation", on_delete=models.CASCADE, related_name="hospitality_limit"
    )
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="hospitality_limit_amount")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class MealPlan(models.Model):
    """The meal of a meeting in person: what, where, and who pays; both sides read it."""

    meeting = models.OneToOneField("troth_site.Meeting", on_delete=models.CASCADE, related_name="meal")
    what = models.CharField(max_length=200)
    place = models.CharField(max_length=300, blank=True)
    # Empty while nobody has said.
    pays = models.CharField(max_length=7, choices=Party.choices, blank=True)
    words = models.CharField(max_length=500, blank=True)
    planned_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    planned_at = models.DateTimeField()

    class Meta:
        constraints = [one_of("pays", ["", *Party.values], name="meal_plan_pays")]

    def __str__(self) -> str:
        return self.what


class TableNeeds(models.Model):
    """What a person eats and drinks, and does not: told by that person alone, gone when they wish."""

    person = models.OneToOneField("troth_site.Person", on_delete=models.CASCADE, related_name="+")
    needs = models.JSONField(default=list)
    drink = models.CharField(max_length=6, choices=Drink.choices, blank=True)
    words = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [one_of("drink", ["", *Drink.values], name="table_needs_drink")]

    def __str__(self) -> str:
        return f"needs of {self.person_id}"
