"""Who answers for what on each side, and how each person likes to work, in their own words."""

import uuid

from django.db import models

from troth_site.models.choices import Party, PersonFileKind, Topic, one_of


class ContactRole(models.Model):
    """The named person and the deputy for one topic on one side of a relationship."""

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="contacts", db_index=False
    )
    side = models.CharField(max_length=7, choices=Party.choices)
    topic = models.CharField(max_length=12, choices=Topic.choices)
    person = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    deputy = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "side", "topic"], name="contact_role_once"),
            one_of("side", Party.values, name="contact_role_side"),
            one_of("topic", Topic.values, name="contact_role_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} on the {self.side}'s side"


class PreferenceCard(models.Model):
    """How a person likes to work, written by that person alone, deleted when they wish."""

    person = models.OneToOneField("troth_site.Person", on_delete=models.CASCADE, related_name="card")
    channel = models.CharField(max_length=20, blank=True)
    best_hours = models.CharField(max_length=200, blank=True)
    style = models.TextField(blank=True)
    # Language codes, best first.
    languages = models.JSONField(default=list)
    # Local time of the working day, "09:00" to "18:00"; empty where not said.
    day_from = models.TimeField(null=True, blank=True)
    day_to = models.TimeField(null=True, blank=True)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"card of {self.person_id}"


class PersonFile(models.Model):
    """A photo or voice note that a person added to their own card, gone when they wish."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    person = models.ForeignKey("troth_site.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=5, choices=PersonFileKind.choices)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    # Below the installation's folder of files.
    path = models.CharField(max_length=300)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="person_file_once"),
            one_of("kind", PersonFileKind.values, name="person_file_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class ContactPolicy(models.Model):
    """After how many weeks of writing alone an organisation's people want to be told to call."""

    organisation = models.OneToOneField(
        "troth_site.Organisation", on_delete=models.CASCADE, related_name="contact_policy"
    )
    chat_only_weeks = models.PositiveSmallIntegerField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(chat_only_weeks__gte=1, chat_only_weeks__lte=104), name="contact_policy_weeks"
            )
        ]

    def __str__(self) -> str:
        return f"{self.chat_only_weeks} weeks"
