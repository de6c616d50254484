"""What a buyer will need: agreed terms of planning, forecasts, reserved capacity, and the notice of large orders."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from troth.orders.demand import Grain
from troth.orders.reservations import State
from troth_site.models.choices import one_of

_PERSON = {"on_delete": models.SET_NULL, "null": True, "blank": True, "related_name": "+", "db_index": False}


class TermsState(models.TextChoices):
    """How far a proposal of terms has come."""

    PROPOSED = "proposed", _("Waiting for the other side")
    AGREED = "agreed", _("Agreed by both sides")
    DECLINED = "declined", _("Declined")
    REPLACED = "replaced", _("Replaced by later terms")


class ReservationState(models.TextChoices):
    """How far a reservation has come."""

    ASKED = "asked", _("Waiting for the factory")
    COUNTERED = "countered", _("Answered with another offer")
    HELD = "held", _("Capacity kept free")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Taken back")
    ORDERED = "ordered", _("Ordered")
    RELEASED = "released", _("Given back")
    LOST = "lost", _("No longer held")
    LAPSED = "lapsed", _("Not ordered in time")


class PlanningTerms(models.Model):
    """What both sides agree about notice, capacity and forecasts; a later version replaces it from its day on."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="planning_terms")
    lead_days = models.PositiveSmallIntegerField()
    extra_days = models.PositiveSmallIntegerField(default=30)
    deviations = models.FloatField(default=2.0)
    capacity_percent = models.DecimalField(max_digits=5, decimal_places=2, default=25)
    monthly_capacity = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    # Orders placed within so many days count as one; 0, as before anybody agreed about it, keeps each on its own.
    together_days = models.PositiveSmallIntegerField(default=0)
    grain = models.CharField(max_length=5)
    frozen = models.PositiveSmallIntegerField(default=1)
    slush = models.PositiveSmallIntegerField(default=2)
    flexibility_percent = models.DecimalField(max_digits=5, decimal_places=2, default=20)
    side = models.CharField(max_length=7)
    proposed_by = models.ForeignKey("troth_site.Person", **_PERSON)
    proposed_on = models.DateField()
    state = models.CharField(max_length=9, choices=TermsState.choices)
    answered_by = models.ForeignKey("troth_site.Person", **_PERSON)
    # From this day on orders are judged by them; until replaced, to the day before replaced_on.
    agreed_on = models.DateField(null=True, blank=True)
    replaced_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("grain", [grain.value for grain in Grain], name="planning_terms_grain"),
            one_of("state", TermsState.values, name="planning_terms_state"),
            models.UniqueConstraint(
                fields=["relationship", "state"],
                condition=Q(state__in=["proposed", "agreed"]),
                name="planning_terms_one_open",
            ),
            models.CheckConstraint(
                condition=Q(capacity_percent__gt=0, capacity_percent__lte=100), name="planning_terms_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead_days} + {self.extra_days}"


class DemandForecast(models.Model):
    """One version of what a buyer expects to order; earlier ones stay, so that accuracy can be told."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="forecasts")
    number = models.PositiveIntegerField()
    grain = models.CharField(max_length=5)
    told_on = models.DateField()
    told_at = models.DateTimeField()
    told_by = models.ForeignKey("troth_site.Person", **_PERSON)
    note = models.CharField(max_length=300, blank=True)
    # How many periods it changed beyond what their zones allow.
    breaks = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "number"], name="demand_forecast_number_once"),
            one_of("grain", [grain.value for grain in Grain], name="demand_forecast_grain"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class DemandPeriod(models.Model):
    """Units of one item in one period of a forecast; without an item, of everything."""

    forecast = models.ForeignKey("troth_site.DemandForecast", on_delete=models.CASCADE, related_name="periods")
    item = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    quantity = models.DecimalField(max_digits=18, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forecast", "item", "starts_on"], name="demand_period_once"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="demand_period_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}: {self.quantity}"


class FirmState(models.TextChoices):
    """What became of a firm period of a forecast."""

    KEPT = "kept", _("Kept as told")
    BROKEN = "broken", _("Changed beyond what was agreed")
    ACCEPTED = "accepted", _("Changed, and the factory accepted it")


class FirmPeriod(models.Model):
    """A period of a forecast that was firm: kept as told, or changed by more than its zone allows."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="firm_periods")
    grain = models.CharField(max_length=5)
    starts_on = models.DateField()
    state = models.CharField(max_length=8, choices=FirmState.choices)
    # Of what was firm, how much stayed, 0 to 1; and the version that changed the rest.
    share = models.FloatField()
    forecast = models.ForeignKey(
        "troth_site.DemandForecast", on_delete=models.CASCADE, null=True, blank=True, related_name="firm_periods"
    )
    commitment = models.ForeignKey("troth_site.Commitment", on_delete=models.PROTECT, related_name="firm_periods")
    accepted_by = models.ForeignKey("troth_site.Person", **_PERSON)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "grain", "starts_on"], name="firm_period_once"),
            one_of("state", FirmState.values, name="firm_period_state"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}: {self.state}"


class Reservation(models.Model):
    """Capacity a buyer asks a factory to keep free, before the order is placed."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="reservations")
    item = models.CharField(max_length=120, blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=4)
    first_day = models.DateField()
    last_day = models.DateField()
    order_by = models.DateField()
    note = models.TextField(blank=True)
    asked_by = models.ForeignKey("troth_site.Person", **_PERSON)
    asked_on = models.DateField()
    answer_due_on = models.DateField()
    state = models.CharField(max_length=9, choices=ReservationState.choices)
    # What the factory offers instead; it becomes the reservation once the buyer accepts it.
    offered_quantity = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    offered_first_day = models.DateField(null=True, blank=True)
    offered_last_day = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("troth_site.Person", **_PERSON)
    answered_on = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    order_number = models.CharField(max_length=120, blank=True)
    answer_promise = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    hold_promise = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    order_promise = models.ForeignKey(
        "troth_site.Commitment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("state", [state.value for state in State], name="reservation_state"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_quantity_positive"),
            models.CheckConstraint(condition=Q(last_day__gte=models.F("first_day")), name="reservation_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity}: {self.first_day}"


class LargeOrder(models.Model):
    """An order found to be large, with the figures of that day and the notice it gave; a promise of the buyer."""

    relationship = models.ForeignKey("troth_site.Relationship", on_delete=models.CASCADE, related_name="large_orders")
    number = models.CharField(max_length=120)
    quantity = models.DecimalField(max_digits=18, decimal_places=4)
    placed_on = models.DateField()
    told_on = models.DateField()
    wanted_on = models.DateField()
    given_days = models.IntegerField()
    required_days = models.PositiveIntegerField()
    # Orders placed shortly before that count as one with it, and their units.
    with_orders = models.PositiveSmallIntegerField(default=0)
    with_quantity = models.DecimalField(max_digits=18, decimal_places=4, default=0)
    limit = models.FloatField()
    usual_orders = models.PositiveIntegerField()
    usual_mean = models.FloatField(null=True, blank=True)
    usual_deviation = models.FloatField(null=True, blank=True)
    terms = models.ForeignKey("troth_site.PlanningTerms", on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey("troth_site.Commitment", on_delete=models.PROTECT, related_name="large_orders")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "number"], name="large_order_once")]

    def __str__(self) -> str:
        return self.number
