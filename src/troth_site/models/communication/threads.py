"""Threads of one topic each, their messages, translations, terms, and the decisions taken in them."""

import uuid

from django.db import models
from django.db.models import Q

from troth_site.models.choices import MessageOrigin, Party, Topic, TranslationState, one_of


class Thread(models.Model):
    """One topic between two sides, tied to a promise, an order or nothing."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="threads", db_index=False
    )
    subject = models.CharField(max_length=300)
    topic = models.CharField(max_length=12, choices=Topic.choices)
    order = models.ForeignKey(
        "troth_site.Order", on_delete=models.SET_NULL, null=True, blank=True, related_name="threads"
    )
    commitment = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="threads"
    )
    opened_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    messages_count = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [one_of("topic", Topic.values, name="thread_topic")]
        indexes = [models.Index(fields=["relationship", "last_at"], name="thread_latest")]

    def __str__(self) -> str:
        return self.subject


class Message(models.Model):
    """One message; its words never change, the original is authoritative.

    sent_at is when its writer says it was sent (None where a mail carries no date, or an impossible one); recorded_at
    is when it came here. A message with send_at and without sent_at waits, readable by its own side alone.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    thread = models.ForeignKey("troth_site.Thread", on_delete=models.CASCADE, related_name="messages", db_index=False)
    # Empty where a mail's sender belongs to neither side.
    side = models.CharField(max_length=7, blank=True)
    author = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=200, blank=True)
    author_address = models.CharField(max_length=254, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    origin = models.CharField(max_length=8, choices=MessageOrigin.choices)
    sent_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    send_at = models.DateTimeField(null=True, blank=True)
    # What a waiting message will ask once it is sent: what, due_at, why, severity; None where it asks nothing.
    asking = models.JSONField(null=True, blank=True)
    # The Message-ID of a mail, received or sent.
    mail_id = models.CharField(max_length=300, blank=True)
    in_reply_to = models.CharField(max_length=300, blank=True)
    # Kind of automatic mail, such as "bounce" or "out of office"; empty for what a person wrote.
    automatic = models.CharField(max_length=20, blank=True)
    # False: by mail, the sender not verified, until somebody of that side confirms it.
    verified = models.BooleanField(default=True)
    # What the reading found odd: no date, an implausible date, a dangerous attachment.
    findings = models.JSONField(default=list)
    batch = models.ForeignKey(
        "troth_site.MailBatch", on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )

    class Meta:
        constraints = [
            one_of("side", ["", *Party.values], name="message_side"),
            one_of("origin", MessageOrigin.values, name="message_origin"),
            models.UniqueConstraint(
                fields=["relationship", "mail_id"], condition=~Q(mail_id=""), name="message_mail_once"
            ),
        ]
        indexes = [
            models.Index(fields=["thread", "recorded_at"], name="message_in_thread"),
            models.Index(
                fields=["send_at"], condition=Q(send_at__isnull=False, sent_at__isnull=True), name="message_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"


class MessageTranslation(models.Model):
    """A message in another language, beside the original."""

    message = models.ForeignKey(
        "troth_site.Message", on_delete=models.CASCADE, related_name="translations", db_index=False
    )
    language = models.CharField(max_length=12)
    text = models.TextField()
    state = models.CharField(max_length=9, choices=TranslationState.choices)
    by = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "language"], name="message_translation_once"),
            one_of("state", TranslationState.values, name="message_translation_state"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} in {self.language}"


class ReadMark(models.Model):
    """That a person read a message, and said they understood it."""

    message = models.ForeignKey("troth_site.Message", on_delete=models.CASCADE, related_name="reads", db_index=False)
    person = models.ForeignKey("troth_site.Person", on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()
    understood_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.message_id} read by {self.person_id}"


class Decision(models.Model):
    """What was decided in a thread; it stands once both sides have confirmed the same words."""

    thread = models.ForeignKey("troth_site.Thread", on_delete=models.CASCADE, related_name="decisions")
    message = models.ForeignKey(
        "troth_site.Message", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.TextField()
    # One more for each change of its words, which both then confirm anew.
    version = models.PositiveIntegerField(default=1)
    proposed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    buyer_confirmed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    buyer_confirmed_at = models.DateTimeField(null=True, blank=True)
    factory_confirmed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    factory_confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:80]


class GlossaryTerm(models.Model):
    """A product term of a relationship: the same thing in several languages, and what it means."""

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="glossary", db_index=False
    )
    term = models.CharField(max_length=200)
    # Language code to word, such as {"zh-hans": "拉链"}.
    words = models.JSONField(default=dict)
    meaning = models.TextField(blank=True)
    by = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "term"], name="glossary_term_once")]

    def __str__(self) -> str:
        return self.term
