"""The board of an order, the weekly status of each side, and what just happened, for pages that are open."""

import uuid

from django.db import models

from troth_site.models.choices import CardColumn, Party, one_of


class Card(models.Model):
    """One card of a relationship's board, tied to an order, a promise or nothing."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="cards", db_index=False
    )
    order = models.ForeignKey(
        "troth_site.Order", on_delete=models.SET_NULL, null=True, blank=True, related_name="cards"
    )
    commitment = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    column = models.CharField(max_length=7, choices=CardColumn.choices)
    position = models.FloatField(default=0)
    side = models.CharField(max_length=7, choices=Party.choices)
    owner = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    # Counts up with every change, so that two movers notice each other.
    revision = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    # Its twin on an outside board.
    outside_id = models.CharField(max_length=60, blank=True)
    outside_seen = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            one_of("column", CardColumn.values, name="card_column"),
            one_of("side", Party.values, name="card_side"),
        ]
        indexes = [models.Index(fields=["relationship", "column", "position"], name="card_on_board")]

    def __str__(self) -> str:
        return self.title


class StatusPlan(models.Model):
    """That both sides report once a week on one day: proposed by one of them, it holds once the other has agreed."""

    relationship = models.OneToOneField("troth_site.Relationship", on_delete=models.CASCADE, related_name="status_plan")
    # Monday 0 to Sunday 6, in the zone of whoever reports.
    weekday = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=7, choices=Party.choices)
    proposed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("side", Party.values, name="status_plan_side"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="status_plan_weekday"),
        ]

    def __str__(self) -> str:
        return f"weekday {self.weekday} of {self.relationship_id}"


class StatusReport(models.Model):
    """The weekly status of one order, or the buyer's own; at most eight fields; late or missing ones count."""

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="statuses", db_index=False
    )
    side = models.CharField(max_length=7, choices=Party.choices, default=Party.FACTORY)
    # The buyer reports on the relationship as a whole: it has no order.
    order = models.ForeignKey(
        "troth_site.Order", on_delete=models.CASCADE, null=True, blank=True, related_name="statuses"
    )
    due_on = models.DateField()
    fields = models.JSONField(default=dict)
    sent_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    seconds = models.PositiveIntegerField(null=True, blank=True)
    commitment = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("side", Party.values, name="status_side"),
            models.UniqueConstraint(fields=["relationship", "side", "order", "due_on"], name="status_once"),
            models.UniqueConstraint(
                fields=["relationship", "side", "due_on"], condition=models.Q(order=None), name="status_of_all_once"
            ),
        ]

    def __str__(self) -> str:
        return f"status of {self.order_id or self.side} due {self.due_on}"


class LiveEvent(models.Model):
    """That something changed in a relationship: what open pages ask about. Kept for a day."""

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=60)
    # Empty, or the one side whose pages may hear of it.
    side = models.CharField(max_length=7, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["relationship", "id"], name="live_event_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
