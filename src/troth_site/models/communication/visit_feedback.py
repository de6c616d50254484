"""What both sides say of a visit. Never an input to a number."""

from django.db import models
from django.db.models import Q

from troth_site.models.choices import Party, one_of


class VisitRating(models.Model):
    """What one side says of a visit in three answers from 1 to 5; read once both gave theirs, or after a week."""

    meeting = models.ForeignKey("troth_site.Meeting", on_delete=models.CASCADE, related_name="ratings", db_index=False)
    side = models.CharField(max_length=7, choices=Party.choices)
    prepared = models.PositiveSmallIntegerField()
    polite = models.PositiveSmallIntegerField()
    useful = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    given_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "side"], name="visit_rating_once"),
            one_of("side", Party.values, name="visit_rating_side"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__gte": 1, f"{name}__lte": 5}), name=f"visit_rating_{name}"
                )
                for name in ("prepared", "polite", "useful")
            ),
        ]

    def __str__(self) -> str:
        return f"rating of {self.meeting_id}"


class VisitFinding(models.Model):
    """What one side saw during a visit or after it, and what the other side answers."""

    meeting = models.ForeignKey("troth_site.Meeting", on_delete=models.CASCADE, related_name="findings")
    side = models.CharField(max_length=7, choices=Party.choices)
    text = models.CharField(max_length=1000)
    written_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    # What one side promised about it, on the record like any promise.
    commitment = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [one_of("side", Party.values, name="visit_finding_side")]

    def __str__(self) -> str:
        return self.text[:80]
