"""Whether a lot is inspected at all, where some are skipped: promised when planned, drawn when the lot is presented."""

from django.db import models

from troth_site.models.choices import one_of
from troth_site.models.quality.choices import LotOutcome


class LotDraw(models.Model):
    """The draw of one lot under a skip-lot plan; its secret leaves this row only once the lot was presented."""

    inspection = models.OneToOneField("troth_site.Inspection", on_delete=models.CASCADE, related_name="lot_draw")
    clearance = models.PositiveIntegerField()
    share = models.FloatField()
    commitment = models.CharField(max_length=64)
    secret = models.CharField(max_length=64)
    nonce = models.CharField(max_length=32)
    # Said by the side that does not inspect, at the moment at which it presents the lot.
    word = models.CharField(max_length=64, blank=True)
    presented_at = models.DateTimeField(null=True, blank=True)
    presented_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Where the product's lots stood when it was presented: every lot, or a drawn share of them.
    phase = models.CharField(max_length=10, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=9, choices=LotOutcome.choices, blank=True)

    class Meta:
        constraints = [
            one_of("outcome", ["", *LotOutcome.values], name="lot_draw_outcome"),
            models.CheckConstraint(condition=models.Q(share__gt=0, share__lt=1), name="lot_draw_share"),
        ]

    def __str__(self) -> str:
        return f"draw of {self.inspection_id}"
