"""Notifications, where each person wants them, and every attempt to deliver one."""

import uuid

from django.db import models

from troth_site.models.choices import ChannelKind, one_of


class Channel(models.Model):
    """A place where a person, or a whole organisation, wants to be told: an address, a robot, a browser, a webhook."""

    person = models.ForeignKey(
        "troth_site.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="channels"
    )
    organisation = models.ForeignKey(
        "troth_site.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="channels"
    )
    kind = models.CharField(max_length=10, choices=ChannelKind.choices)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=600)
    # Signed with the installation's key, as the vendor's secret must be sent again; never shown once saved.
    secret = models.TextField(blank=True)
    settings = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    # Letters given up in a row, and why the last one was.
    failures = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("kind", ChannelKind.values, name="channel_kind"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ models.Q(organisation__isnull=False), name="channel_of_one"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Subscription(models.Model):
    """That a channel is told of one kind of event, at once or in batches."""

    channel = models.ForeignKey(
        "troth_site.Channel", on_delete=models.CASCADE, related_name="subscriptions", db_index=False
    )
    event = models.CharField(max_length=40)
    batch_minutes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "event"], name="subscription_once")]

    def __str__(self) -> str:
        return f"{self.event} to {self.channel_id}"


class Notification(models.Model):
    """One thing one person is told, once."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        "troth_site.Person", on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    event = models.CharField(max_length=40)
    # The same happening is told once, whoever asks twice.
    subject = models.CharField(max_length=120)
    data = models.JSONField(default=dict)
    path = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "event", "subject"], name="notification_once"),
        ]
        indexes = [models.Index(fields=["person", "read_at", "at"], name="notification_unread")]

    def __str__(self) -> str:
        return f"{self.event} for {self.person_id}"


class Delivery(models.Model):
    """One notification on its way through one channel."""

    notification = models.ForeignKey(
        "troth_site.Notification", on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    channel = models.ForeignKey("troth_site.Channel", on_delete=models.CASCADE, related_name="deliveries")
    # What happened, for a channel of several people: it is told of it once.
    once = models.CharField(max_length=170, default="")
    # The letter it travels in, which keeps its name and its contents however often it is tried.
    batch = models.UUIDField(null=True, blank=True)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notification", "channel"], name="delivery_once"),
            models.UniqueConstraint(fields=["channel", "once"], name="delivery_told_once"),
        ]
        indexes = [models.Index(fields=["delivered_at", "given_up_at", "due_at"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.notification_id} through {self.channel_id}"


class OutsideBoard(models.Model):
    """A Trello board that mirrors the cards of one relationship, both ways."""

    relationship = models.OneToOneField("troth_site.Relationship", on_delete=models.CASCADE, related_name="outside")
    board_id = models.CharField(max_length=60)
    # Column of ours to the list of theirs.
    lists = models.JSONField(default=dict)
    key = models.CharField(max_length=120)
    secret = models.TextField()
    created_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    synced_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"board of {self.relationship_id}"
