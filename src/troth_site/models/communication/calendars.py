"""When a place works: its week, and the days on which it differs from its country's calendar."""

from django.db import models
from django.db.models import F, Q

from troth_site.models.choices import SiteDayKind, one_of


class WorkWeek(models.Model):
    """The working week of a place; public holidays come from the calendar of its country and region."""

    organisation = models.OneToOneField("troth_site.Organisation", on_delete=models.CASCADE, related_name="work_week")
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=10, blank=True)
    zone = models.CharField(max_length=64)
    # Days of the week that are worked, Monday 0 to Sunday 6, such as "012345".
    workdays = models.CharField(max_length=7)
    day_from = models.TimeField()
    day_to = models.TimeField()
    lunch_from = models.TimeField(null=True, blank=True)
    lunch_to = models.TimeField(null=True, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(day_from__lt=F("day_to")), name="work_week_forward")]

    def __str__(self) -> str:
        return f"week of {self.organisation_id}"


class SiteDay(models.Model):
    """Days on which a place is closed, open, or keeps no holiday, whatever its country's calendar says."""

    organisation = models.ForeignKey(
        "troth_site.Organisation", on_delete=models.CASCADE, related_name="site_days", db_index=False
    )
    first = models.DateField()
    # Half-open: the first day after it.
    until = models.DateField()
    kind = models.CharField(max_length=7, choices=SiteDayKind.choices)
    name = models.CharField(max_length=200, blank=True)
    # How well the place works around a long stop, days and factors; null where the usual ones hold.
    ramp = models.JSONField(null=True, blank=True)
    announced_on = models.DateField()
    written_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("kind", SiteDayKind.values, name="site_day_kind"),
            models.CheckConstraint(condition=Q(first__lt=F("until")), name="site_day_forward"),
        ]
        indexes = [models.Index(fields=["organisation", "first"], name="site_day_by_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.first}"
