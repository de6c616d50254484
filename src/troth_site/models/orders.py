"""Orders, their lines, every promised day and every receipt."""

from django.db import models
from django.db.models import Q

from troth_site.models.choices import Mover, one_of


class Order(models.Model):
    """A purchase order of a relationship."""

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.PROTECT, related_name="orders", db_index=False
    )
    number = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "number"], name="order_number_once")]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """A line of an order; it is the object of exactly one commitment and shares its key."""

    commitment = models.OneToOneField(
        "troth_site.Commitment", on_delete=models.PROTECT, primary_key=True, related_name="line"
    )
    order = models.ForeignKey("troth_site.Order", on_delete=models.PROTECT, related_name="lines")
    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    key = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    item = models.CharField(max_length=300, blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    ordered_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    completed_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    factory_days = models.IntegerField(null=True, blank=True)
    buyer_days = models.IntegerField(default=0)
    excused_days = models.IntegerField(default=0)
    fingerprint = models.BinaryField(max_length=16)
    batch = models.ForeignKey(
        "troth_site.ImportBatch", on_delete=models.PROTECT, null=True, blank=True, related_name="lines"
    )

    class Meta:
        constraints = [
            # By the key first: a file is compared with what is known by its keys alone.
            models.UniqueConstraint(fields=["key", "relationship"], name="order_line_key_once"),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gte=0), name="line_quantity_not_negative"
            ),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(value__gte=0), name="line_value_not_negative"),
        ]
        indexes = [
            # The newest of a partner's lines are found without walking through all of them.
            models.Index(fields=["relationship", "due_on"], name="order_line_newest"),
            # What is still to come is little beside what has come, and is added up often.
            models.Index(
                fields=["relationship", "currency", "value"],
                condition=Q(completed_on=None, cancelled_on=None),
                name="order_line_open",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class PromisedDate(models.Model):
    """One promised day of a line; all are kept, with who moved it, why and when."""

    line = models.ForeignKey("troth_site.OrderLine", on_delete=models.CASCADE, related_name="promises")
    day = models.DateField()
    recorded_on = models.DateField()
    moved_by = models.CharField(max_length=20, choices=Mover.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [one_of("moved_by", Mover.values, name="promised_date_mover")]

    def __str__(self) -> str:
        return str(self.day)


class Receipt(models.Model):
    """Goods that arrived, were handed over or left the factory, as the definition says; no quantity means the line."""

    line = models.ForeignKey("troth_site.OrderLine", on_delete=models.CASCADE, related_name="receipts")
    day = models.DateField()
    recorded_on = models.DateField()
    quantity = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    person = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gt=0), name="receipt_quantity_positive"
            )
        ]

    def __str__(self) -> str:
        return str(self.day)


class OrderDelay(models.Model):
    """Days of a line's lateness that somebody else caused."""

    line = models.ForeignKey("troth_site.OrderLine", on_delete=models.CASCADE, related_name="delays")
    cause = models.CharField(max_length=20)
    days = models.PositiveIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    accepted = models.BooleanField(default=False)
    recorded_on = models.DateField()
    person = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [one_of("cause", ["buyer", "force_majeure", "carrier"], name="order_delay_cause")]

    def __str__(self) -> str:
        return f"{self.days} days: {self.cause}"
