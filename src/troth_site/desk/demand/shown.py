"""Notice, forecasts and reservations in words."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from troth.basis.spans import Span
from troth.basis.text import BETWEEN_SENTENCES
from troth.orders.demand import Grain
from troth.orders.demand_accuracy import FEWEST_PERIODS, DemandAccuracy
from troth.orders.large_orders import FEWEST_ORDERS
from troth_site.queries.demand.forecasts import DemandPage
from troth_site.queries.demand.notices import Check, NoticePage
from troth_site.queries.demand.terms import Terms
from troth_site.templatetags.troth_parts import amount, count, days, month, rate, short_day

ENOUGH = 5
LEANS = 4
ZONES = {
    "frozen": gettext_lazy("firm"),
    "slush": gettext_lazy("may change a little"),
    "liquid": gettext_lazy("free"),
    "past": gettext_lazy("past"),
}
FIRM_STATES = {"kept": "kept", "broken": "broken", "accepted": "waived"}
STATES = {
    "asked": "open", "countered": "open", "held": "ok", "refused": "noted", "withdrawn": "cancelled",
    "ordered": "done", "released": "cancelled", "lost": "broken", "lapsed": "late",
}  # fmt: skip


def units(value: Decimal | float | None) -> str:
    """Show a number of units without the zeros behind its point."""
    if value is None:
        return "–"
    exact = Decimal(str(value)).normalize()
    return amount(int(exact) if exact == exact.to_integral_value() else round(exact, 2))


def period(span: Span, grain: str) -> str:
    """Name a period: its month, or the Monday of its week."""
    return month(span.start) if grain == Grain.MONTH else short_day(span.start)


def definition(terms: Terms | None) -> str:
    """Say what a large order is and what it needs, under the number."""
    if terms is None:
        return _("What a large order is, and how early it has to be told, is not agreed yet.")
    rules = [
        _("more than the usual order by %(times)s times its usual spread (12 months, at least %(orders)s orders)")
        % {"times": f"{terms.deviations:g}", "orders": FEWEST_ORDERS}
    ]
    if terms.monthly_capacity is not None:
        told = {"percent": units(terms.capacity_percent), "units": units(terms.monthly_capacity)}
        rules.append(_("more than %(percent)s %% of the %(units)s units the factory keeps in a month") % told)
    needs = _("It has to be told %(lead)s + %(extra)s = %(all)s before its first day.") % {
        "lead": terms.lead_days, "extra": terms.extra_days, "all": days(terms.notice.required_days),
    }  # fmt: skip
    large = _("Large: %(rules)s.") % {"rules": _("; or ").join(rules)}
    sentences = [large, needs]
    if terms.together_days:
        once = ngettext(
            "Orders with less notice than that, placed on the same day, count as one.",
            "Orders with less notice than that, placed within %(n)s days, count as one.", terms.together_days,
        )  # fmt: skip
        sentences.append(once % {"n": count(terms.together_days)})
    return _(BETWEEN_SENTENCES).join(sentences)


def tile(page: NoticePage) -> dict[str, Any]:
    """Return the notice score as a number with everything that makes it honest."""
    score = page.score
    told = {"kept": count(score.kept), "n": count(score.orders)}
    sentence = ""
    if score.orders:
        told |= {"low": rate(score.interval.low, 0), "high": rate(score.interval.high, 0)}
        sentence = _("%(kept)s of %(n)s came in time; of the next ones probably %(low)s to %(high)s.") % told
    why = _("No large order has been placed since the terms were agreed.")
    return {
        "name": _("Large orders told in time"), "sentence": sentence, "n": score.orders, "kept": score.kept,
        "state": "no data" if not score.orders else "insufficient" if score.orders < ENOUGH else "noted",
        "unit": _("large orders"), "rate": score.rate, "target": None,
        "low": score.interval.low if score.orders else None, "high": score.interval.high if score.orders else None,
        "definition": definition(page.terms), "window": _("Placed since %(day)s.") % {"day": short_day(page.since)},
        "why": why if page.terms else _("Agree on the terms first: then each large order counts."),
    }  # fmt: skip


def warning(found: Check) -> dict[str, Any] | None:
    """Say what an order would break before it is placed, and which day would keep it."""
    judged = found.judged
    if judged is None or not found.breaks:
        return None
    notice, large = judged.notice, judged.largeness
    told = {"quantity": units(judged.order.quantity), "limit": units(large.limit)}
    asked = {"given": days(notice.given), "required": days(notice.required), "lack": days(notice.shortfall)}
    what = _("%(quantity)s units are a large order: anything above %(limit)s is.") % told
    if judged.together:
        told |= {"all": units((judged.order.quantity or 0) + judged.with_quantity)}
        told |= {"n": count(len(judged.together)), "day": short_day(judged.together[0].placed_on)}
        what = ngettext(
            "With %(n)s order placed since %(day)s, which counts as one with it, it comes to %(all)s units: anything"
            " above %(limit)s is large.",
            "With %(n)s orders placed since %(day)s, which count as one with it, it comes to %(all)s units: anything"
            " above %(limit)s is large.", len(judged.together),
        ) % told  # fmt: skip
    return {
        "what": what,
        "lacks": _("It gives %(given)s of notice where %(required)s were agreed; %(lack)s are missing.") % asked,
        "keeps": notice.keeps_from,
    }


def accuracy(page: DemandPage) -> dict[str, Any]:
    """Say how well forecasts came true."""
    found = page.accuracy
    how = _("What was forecast when a period began, beside what was ordered for it.")
    if page.terms and page.terms.lead_days:
        how = _("What was forecast %(lag)s before a period began, beside what was ordered for it.") % {
            "lag": days(page.terms.lead_days)
        }
    if found is None or found.wape is None:
        few = ngettext(
            "Not enough periods yet to say: it takes %(n)s.", "Not enough periods yet to say: it takes %(n)s.",
            FEWEST_PERIODS,
        )  # fmt: skip
        return {"how": how, "sentences": [few % {"n": FEWEST_PERIODS}], "found": None}
    return {"how": how, "sentences": _told(found), "found": found}


def _told(found: DemandAccuracy) -> list[str]:
    off = _("Forecasts missed the orders by %(wape)s over %(n)s periods.")
    said = [off % {"wape": rate(found.wape, 0), "n": count(found.periods)}]
    if found.bias is not None and abs(found.bias) >= 0.005:
        high, low = _("Together they were %(share)s too high."), _("Together they were %(share)s too low.")
        said.append((high if found.bias > 0 else low) % {"share": rate(abs(found.bias), 0)})
    if found.tracking_signal is not None and found.tracking_signal > LEANS:
        said.append(_("They keep missing to the same side: that is habit, not chance."))
    return said


def window(first: date, last: date) -> str:
    """Name the days for which capacity is wanted."""
    return _("%(first)s to %(last)s") % {"first": short_day(first), "last": short_day(last)}
