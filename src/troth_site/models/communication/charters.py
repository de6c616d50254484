"""What both sides agreed about talking, and the requests that change what was agreed about the goods."""

from django.db import models
from django.db.models import Q

from troth_site.models.choices import ChangeState, Party, one_of


class Charter(models.Model):
    """One version of how two sides talk: channels, hours to answer, the ladder. Both sign the same words."""

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="charters", db_index=False
    )
    version = models.PositiveIntegerField()
    terms = models.JSONField()
    proposed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    buyer_signed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    buyer_signed_at = models.DateTimeField(null=True, blank=True)
    factory_signed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    factory_signed_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "version"], name="charter_version_once")]

    def __str__(self) -> str:
        return f"charter {self.version} of {self.relationship_id}"


class ChangeRequest(models.Model):
    """A wish to change one attribute of one thing, or the way something is made, with its why and the answer's data."""

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="changes", db_index=False
    )
    thread = models.ForeignKey(
        "troth_site.Thread", on_delete=models.SET_NULL, null=True, blank=True, related_name="changes"
    )
    side = models.CharField(max_length=7, choices=Party.choices)
    thing = models.CharField(max_length=120)
    attribute = models.CharField(max_length=120)
    value = models.CharField(max_length=300)
    is_process = models.BooleanField(default=False)
    why = models.TextField()
    # Of a process: what its result must meet, so that another way can be measured against it.
    limit = models.CharField(max_length=300, blank=True)
    # The other side's way to the same end, and what law or custom stands in the way of the one asked for.
    alternative = models.TextField(blank=True)
    constraint = models.TextField(blank=True)
    constraint_kind = models.CharField(max_length=10, blank=True)
    constraint_source = models.CharField(max_length=300, blank=True)
    # How the alternative was answered, and the equivalence trial that a rejection rests on.
    verdict = models.CharField(max_length=8, blank=True)
    trial = models.JSONField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=ChangeState.choices)
    answer_data = models.TextField(blank=True)
    asked_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("side", Party.values, name="change_request_side"),
            one_of("state", ChangeState.values, name="change_request_state"),
        ]
        indexes = [
            models.Index(
                fields=["relationship", "thing", "attribute"], condition=Q(state="open"), name="change_request_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.thing}: {self.attribute}"
