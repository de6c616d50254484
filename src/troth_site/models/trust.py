"""Tallies, the current judgement read from them, the forecast's fit, red flags and actions."""

from django.db import models
from django.db.models import Q

from troth_site.models.choices import Finding, Party, one_of


class Tally(models.Model):
    """Sums per relationship, side, dimension, day happened and day known; days are counted from 1970-01-01."""

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="tallies", db_index=False
    )
    side = models.CharField(max_length=7)
    dimension = models.CharField(max_length=20)
    happened = models.IntegerField()
    known = models.IntegerField()
    lines = models.IntegerField(default=0)
    kept = models.IntegerField(default=0)
    excused = models.IntegerField(default=0)
    kept_weight = models.FloatField(default=0)
    broken_weight = models.FloatField(default=0)
    excused_weight = models.FloatField(default=0)
    light_weight = models.FloatField(default=0)

    class Meta:
        constraints = [
            # By the day known first: what lies beside a pack is then one stretch of the index.
            models.UniqueConstraint(
                fields=["relationship", "side", "dimension", "known", "happened"], name="tally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.relationship_id} {self.side} {self.dimension} {self.happened}"


class PackedTallies(models.Model):
    """The tallies of a relationship and dimension that were known before a day, all in one value.

    A few thousand rows take longer to be handed over than to be judged. A copy, made where many rows lie loose and gone
    as soon as one of its rows changes: Tally alone is the truth.
    """

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    dimension = models.CharField(max_length=20)
    known_before = models.IntegerField()
    columns = models.CharField(max_length=200)
    rows = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "dimension"], name="packed_tallies_once")]

    def __str__(self) -> str:
        return f"{self.relationship_id} {self.dimension} before {self.known_before}"


class Judgement(models.Model):
    """The numbers of one side in one dimension as of the day they were judged; the tallies can make them again."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="judgements")
    judge = models.ForeignKey("troth_site.Organisation", on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=7, choices=Party.choices)
    dimension = models.CharField(max_length=20)
    judged_on = models.DateField()
    changes_on = models.DateField(null=True, blank=True)
    policy_version = models.CharField(max_length=20)
    lines = models.IntegerField(default=0)
    kept = models.IntegerField(default=0)
    excused = models.IntegerField(default=0)
    rate = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    window_from = models.DateField(null=True, blank=True)
    window_lines = models.IntegerField(default=0)
    window_kept = models.IntegerField(default=0)
    window_rate = models.FloatField(null=True, blank=True)
    window_low = models.FloatField(null=True, blank=True)
    window_high = models.FloatField(null=True, blank=True)
    p_value = models.FloatField(null=True, blank=True)
    state = models.CharField(max_length=20)
    own_state = models.CharField(max_length=20)
    standing = models.FloatField()
    expected = models.FloatField()
    upper = models.FloatField()
    kept_evidence = models.FloatField(default=0)
    broken_evidence = models.FloatField(default=0)
    forecast = models.FloatField(null=True, blank=True)
    months = models.TextField(default="[]")
    last_on = models.DateField(null=True, blank=True)
    open_flags = models.PositiveSmallIntegerField(default=0)
    attention = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "side", "dimension"], name="judgement_once"),
            one_of("side", Party.values, name="judgement_side"),
        ]
        indexes = [
            # In the very order of the list of partners, so that its first page is not sorted out of all.
            models.Index(
                fields=["judge", "dimension", "side", "-attention", "relationship"], name="judgement_attention"
            ),
            models.Index(fields=["judge", "dimension", "side", "rate"], name="judgement_rate"),
            models.Index(fields=["judge", "dimension", "side", "standing"], name="judgement_standing"),
            models.Index(fields=["judge", "dimension", "side", "forecast"], name="judgement_forecast"),
            # With the relationship in it, the tests of all but one partner are read from the index alone.
            models.Index(fields=["judge", "dimension", "side", "p_value", "relationship"], name="judgement_p_value"),
        ]

    def __str__(self) -> str:
        return f"{self.relationship_id} {self.side} {self.dimension}: {self.state}"


class ForecastFit(models.Model):
    """What was fitted on one organisation's own past; shown to that organisation alone."""

    organisation = models.ForeignKey("troth_site.Organisation", on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=7)
    dimension = models.CharField(max_length=20)
    fitted_on = models.DateField()
    fit = models.JSONField()
    # The portfolio's level on the day it was last judged as a whole; single events use it until the next night.
    level = models.FloatField(null=True, blank=True)
    report = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "side", "dimension"], name="forecast_fit_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.dimension}"


class RedFlag(models.Model):
    """A rule that fired about one side, with its data, its owner and what is to be done."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="flags")
    side = models.CharField(max_length=7, choices=Party.choices)
    dimension = models.CharField(max_length=20)
    rule = models.CharField(max_length=40)
    severity = models.CharField(max_length=20)
    data = models.JSONField()
    false_alarm = models.FloatField(null=True, blank=True)
    raised_on = models.DateField()
    due_on = models.DateField()
    owner = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # The judge's side answers for it in time; the flagged side reads it in its own.
    acknowledge_by = models.DateTimeField(null=True, blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    read_on = models.DateField(null=True, blank=True)
    read_by = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    escalated_on = models.DateField(null=True, blank=True)
    escalated_to = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "side", "dimension", "rule"], condition=Q(closed_on=None), name="flag_open_once"
            )
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(closed_on=None), name="flag_due")]

    def __str__(self) -> str:
        return f"{self.rule} {self.relationship_id}"


class FlagAnswer(models.Model):
    """What one side says of a red flag: what it found, and whether the flag was right."""

    flag = models.ForeignKey("troth_site.RedFlag", on_delete=models.CASCADE, related_name="answers", db_index=False)
    side = models.CharField(max_length=7, choices=Party.choices)
    text = models.TextField()
    finding = models.CharField(max_length=12, choices=Finding.choices, blank=True)
    person = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    answered_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["flag", "side"], name="flag_answer_once"),
            one_of("finding", ["", *Finding.values], name="flag_answer_finding"),
        ]

    def __str__(self) -> str:
        return f"{self.flag_id} {self.side}: {self.finding}"


class Action(models.Model):
    """What a missed target opens: a review with an owner on each side and a check that it worked."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="actions")
    side = models.CharField(max_length=7, choices=Party.choices)
    dimension = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=20, default="open")
    opened_on = models.DateField()
    due_on = models.DateField()
    owner_buyer = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    owner_factory = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    data = models.JSONField()
    evidence = models.TextField(blank=True)
    done_on = models.DateField(null=True, blank=True)
    lines_at_done = models.IntegerField(null=True, blank=True)
    check_lines = models.PositiveSmallIntegerField(default=10)
    checked_on = models.DateField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("state", ["open", "done", "worked", "reopened", "withdrawn"], name="action_state"),
            models.UniqueConstraint(
                fields=["relationship", "side", "dimension", "kind"],
                condition=Q(state__in=["open", "done", "reopened"]),
                name="action_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state__in=["open", "done", "reopened"]), name="action_due")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.relationship_id}"


class ActionLine(models.Model):
    """A late line attached to an action."""

    action = models.ForeignKey("troth_site.Action", on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey("troth_site.OrderLine", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "line"], name="action_line_once")]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.line_id}"
