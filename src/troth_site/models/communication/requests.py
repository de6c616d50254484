"""Requests that wait for an answer, the doors through which one may answer, and how fast each side answers."""

from django.db import models

from troth_site.models.choices import Party, Severity, one_of


class ReplyRequest(models.Model):
    """What one side asks of the other: what, by when, why. Its answer is a promise of the other side."""

    message = models.OneToOneField("troth_site.Message", on_delete=models.CASCADE, related_name="request")
    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="requests", db_index=False
    )
    thread = models.ForeignKey("troth_site.Thread", on_delete=models.CASCADE, related_name="requests")
    # The side that asks; the other one answers.
    side = models.CharField(max_length=7, choices=Party.choices)
    what = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # Until when the charter, or the policy without one, wants an answer; the clock's hours end here.
    target_at = models.DateTimeField()
    assigned_to = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.ForeignKey("troth_site.Message", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Message key to who says that it answers: {"12": {"read": true, "factory": true, "buyer": false}}.
    verdicts = models.JSONField(default=dict)
    # Hours by both clocks, once answered.
    wall_hours = models.FloatField(null=True, blank=True)
    business_hours = models.FloatField(null=True, blank=True)
    rung = models.PositiveSmallIntegerField(default=0)
    escalated_at = models.DateTimeField(null=True, blank=True)
    # Who was told on the way up, oldest first: step, person, moment. Outside the ledger, because people can be erased.
    told = models.JSONField(default=list)
    commitment = models.OneToOneField(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="request"
    )

    class Meta:
        constraints = [
            one_of("side", Party.values, name="reply_request_side"),
            one_of("severity", Severity.values, name="reply_request_severity"),
        ]
        indexes = [models.Index(fields=["relationship", "answered_at", "due_at"], name="reply_request_open")]

    def __str__(self) -> str:
        return self.what


class OneTapLink(models.Model):
    """A mailed door to one request: opening it shows a page, only its POST answers, once. Only its hash is kept."""

    request = models.ForeignKey("troth_site.ReplyRequest", on_delete=models.CASCADE, related_name="doors")
    person = models.ForeignKey("troth_site.Person", on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"door of request {self.request_id}"


class ResponseSummary(models.Model):
    """How fast one side answers, as last computed from its requests, the open ones included."""

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="responses", db_index=False
    )
    # The side that answers.
    side = models.CharField(max_length=7, choices=Party.choices)
    computed_at = models.DateTimeField()
    # Hours within which an answer was agreed when this was computed.
    target_hours = models.FloatField(default=24)
    requests = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    open = models.PositiveIntegerField(default=0)
    share = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    median_hours = models.FloatField(null=True, blank=True)
    median_low = models.FloatField(null=True, blank=True)
    median_high = models.FloatField(null=True, blank=True)
    trend_percent = models.FloatField(null=True, blank=True)
    trend_p = models.FloatField(null=True, blank=True)
    regularity = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "side"], name="response_summary_once")]

    def __str__(self) -> str:
        return f"{self.relationship_id} {self.side}"
