"""Series of meetings, each meeting with its agenda and who came, and every person's private calendar feed."""

import uuid

from django.db import models
from django.db.models import Q

from troth_site.models.choices import AgendaPart, AttendanceState, MeetingState, MeetingWay, Party, one_of


class MeetingSeries(models.Model):
    """A meeting that comes again every week or every second week, on a weekday and hour of one place."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="series")
    title = models.CharField(max_length=200)
    every_weeks = models.PositiveSmallIntegerField()
    first_on = models.DateField()
    # Half-open: the first day after the last meeting; None goes on.
    until = models.DateField(null=True, blank=True)
    starts = models.TimeField()
    zone = models.CharField(max_length=64)
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=300, blank=True)
    # Alternate between the fairest slot of either side, so that discomfort is shared.
    alternates = models.BooleanField(default=False)
    organiser = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # As of a meeting: what calendars count, and what two editors notice each other by.
    sequence = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(every_weeks__in=[1, 2]), name="meeting_series_weeks")]

    def __str__(self) -> str:
        return self.title


class Meeting(models.Model):
    """One meeting: planned, held and closed, or cancelled. Two editors notice each other by its revision."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="meetings", db_index=False
    )
    series = models.ForeignKey(
        "troth_site.MeetingSeries", on_delete=models.SET_NULL, null=True, blank=True, related_name="meetings"
    )
    # Where the series would have put it, for calendars: its recurrence id.
    original_at = models.DateTimeField(null=True, blank=True)
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=64)
    place = models.CharField(max_length=300, blank=True)
    # By which way both sides meet; empty where nobody said.
    way = models.CharField(max_length=5, choices=MeetingWay.choices, blank=True, default="", db_default="")
    # In a person's own words; what closed days moved, by side in moved_by, is told in the reader's language.
    moved_because = models.CharField(max_length=300, blank=True)
    moved_by = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=9, choices=MeetingState.choices)
    # Counts up with every change others must hear of (RFC 5545 SEQUENCE).
    sequence = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    notes = models.TextField(blank=True)
    # From then on the agenda stands as it was.
    held_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("state", MeetingState.values, name="meeting_state"),
            one_of("way", ["", *MeetingWay.values], name="meeting_way"),
            models.UniqueConstraint(
                fields=["series", "original_at"], condition=Q(series__isnull=False), name="meeting_of_series_once"
            ),
        ]
        indexes = [models.Index(fields=["relationship", "starts_at"], name="meeting_by_time")]

    def __str__(self) -> str:
        return f"{self.title}, {self.starts_at:%Y-%m-%d}"


class Attendance(models.Model):
    """A person asked to a meeting, and whether they came; it counts for their side as a promise does."""

    meeting = models.ForeignKey("troth_site.Meeting", on_delete=models.CASCADE, related_name="people", db_index=False)
    person = models.ForeignKey("troth_site.Person", on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=7, choices=Party.choices)
    state = models.CharField(max_length=9, choices=AttendanceState.choices)
    answered_at = models.DateTimeField(null=True, blank=True)
    # False: read from a calendar file that the other side brought, until the person says so here.
    verified = models.BooleanField(default=True)
    commitment = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once"),
            one_of("state", AttendanceState.values, name="attendance_state"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.meeting_id}"


class AgendaItem(models.Model):
    """One point of an agenda; a promise made in the meeting, or an earlier one that needs a status, is tied to it."""

    meeting = models.ForeignKey("troth_site.Meeting", on_delete=models.CASCADE, related_name="agenda")
    part = models.CharField(max_length=10, choices=AgendaPart.choices)
    side = models.CharField(max_length=7, blank=True)
    text = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField(default=0)
    # True for what the record put there, False for what a person wrote.
    from_record = models.BooleanField(default=False)
    source = models.CharField(max_length=60, blank=True)
    commitment = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=20, blank=True)
    status_note = models.CharField(max_length=500, blank=True)
    written_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [one_of("part", AgendaPart.values, name="agenda_item_part")]
        indexes = [models.Index(fields=["meeting", "part", "position"], name="agenda_in_order")]

    def __str__(self) -> str:
        return self.text[:80]


class CalendarFeed(models.Model):
    """The private address of one person's calendar; only its hash is kept."""

    person = models.ForeignKey("troth_site.Person", on_delete=models.CASCADE, related_name="feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"feed of {self.person_id}"
