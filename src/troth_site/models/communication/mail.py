"""Mail on its way in and out: dropped files and mailboxes read, attachments kept, letters sent."""

import uuid

from django.db import models

from troth_site.models.choices import MailState, Party, UnplacedWhy, one_of


class MailBatch(models.Model):
    """One dropped file, or one visit to a mailbox; it can be undone as a whole."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # The side that dropped it; of the other side's words it is one side's record.
    side = models.CharField(max_length=7, choices=Party.choices, default="", blank=True)
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.READING)
    name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, blank=True)
    # Which side an address belongs to, where a person said so: "buyer", "factory" or "neither".
    answers = models.JSONField(default=dict)
    read_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    # Counts and findings, as shown to whoever dropped it.
    report = models.JSONField(default=dict)

    class Meta:
        constraints = [
            one_of("side", ["", *Party.values], name="mail_batch_side"),
            one_of("state", MailState.values, name="mail_batch_state"),
        ]

    def __str__(self) -> str:
        return self.name


class Attachment(models.Model):
    """A file that came with a message; what is dangerous is named and not kept."""

    message = models.ForeignKey("troth_site.Message", on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=300)
    media_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    # Below the installation's folder of files; empty where it was not kept.
    path = models.CharField(max_length=300, blank=True)
    refused = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name


class OutgoingMail(models.Model):
    """A letter of a message to one person, with the token a reply must carry; only its hash is kept."""

    message = models.ForeignKey(
        "troth_site.Message", on_delete=models.CASCADE, null=True, blank=True, related_name="letters"
    )
    person = models.ForeignKey("troth_site.Person", on_delete=models.CASCADE, related_name="+")
    mail_id = models.CharField(max_length=300, unique=True)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="outgoing_mail_once")]

    def __str__(self) -> str:
        return self.mail_id


class Mailbox(models.Model):
    """How far the installation's mailbox has been read; its letters are never changed there."""

    name = models.CharField(max_length=300, unique=True)
    validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    visited_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    # What became of the letters read so far, by kind.
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name


class UnplacedMail(models.Model):
    """A letter of somebody an organisation knows that belongs to no thread; only that organisation sees it."""

    organisation = models.ForeignKey(
        "troth_site.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    person = models.ForeignKey("troth_site.Person", on_delete=models.CASCADE, related_name="+")
    mail_id = models.CharField(max_length=300)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    why = models.CharField(max_length=8, choices=UnplacedWhy.choices)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "mail_id"], name="unplaced_mail_once"),
            one_of("why", UnplacedWhy.values, name="unplaced_mail_why"),
        ]

    def __str__(self) -> str:
        return self.subject
