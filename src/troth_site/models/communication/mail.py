"""Mail on its way in and out: dropped files and mailboxes read, attachments kept, letters sent."""

import uuid

from django.db import models


class MailBatch(models.Model):
    """One dropped file, or one visit to a mailbox; it can be undone as a whole."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, blank=True)
    read_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    # Counts and findings, as shown to whoever dropped it.
    report = models.JSONField(default=dict)

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
