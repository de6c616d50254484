"""Who answers for what on each side, and how each person likes to work, in their own words."""

from django.db import models

from troth_site.models.choices import Party, Topic, one_of


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
