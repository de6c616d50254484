"""What sampling plans let through, in the reader's words and numbers."""

from django.utils.translation import gettext as _

from troth.quality.operating_curves import CurvePoints
from troth.quality.plan_curves import AverageSample
from troth.quality.verdicts import Counting
from troth_site.templatetags.troth_figures import figures


def shown_quality(quality: float, *, counting: Counting, places: int = 1) -> str:
    """Return a fraction nonconforming as a percentage, or defects per unit as defects per 100 units."""
    return figures().decimal(100 * quality, places) if counting is Counting.DEFECTS else figures().rate(quality, places)


def passing_sentence(points: CurvePoints, *, counting: Counting) -> str:
    """Return what still passes one time in ten."""
    if counting is Counting.DEFECTS:
        sentence = _("A lot with %(bad)s defects per 100 units still passes one time in ten.")
    else:
        sentence = _("A lot with %(bad)s bad units still passes one time in ten.")
    return sentence % {"bad": shown_quality(points.consumer, counting=counting)}


def sorted_sentence(*, at_limit: float, at_consumer: float) -> str:
    """Return how many units are looked at on average where refused lots are sorted (ATI)."""
    said = _(
        "Where a refused lot is sorted whole, on average %(units)s of its units are looked at in lots as bad as the "
        "AQL, and %(many)s in lots of which one in ten passes."
    )
    return said % {"units": figures().count(round(at_limit)), "many": figures().count(round(at_consumer))}


def scheme_sentence(points: CurvePoints, *, counting: Counting) -> str:
    """Return what normal and tightened inspection together let through in the long run."""
    if counting is Counting.DEFECTS:
        said = _(
            "With switching between normal and tightened inspection, in the long run lots with %(bad)s defects per 100 "
            "units pass one time in ten, and with %(good)s 95 times in a hundred."
        )
    else:
        said = _(
            "With switching between normal and tightened inspection, in the long run lots with %(bad)s bad units pass "
            "one time in ten, and with %(good)s 95 times in a hundred."
        )
    return said % {
        "bad": shown_quality(points.consumer, counting=counting),
        "good": shown_quality(points.producer, counting=counting, places=2),
    }


def average_sentence(units: AverageSample) -> str:
    """Return how many units two samples come to on average (ASN)."""
    said = _("On average %(units)s units are looked at in lots as bad as the AQL, and %(most)s at most.")
    return said % {"units": figures().count(round(units.at_limit)), "most": figures().count(round(units.most))}
