"""Terms of planning, what a buyer expects to order, and how many large orders were told in time."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from troth_site.actions.demand import firm, forecasts, terms
from troth_site.api.demand.forms import (
    AccuracyShown,
    ChangesAccepted,
    FirmPeriodShown,
    ForecastGiven,
    ForecastShown,
    LargeOrderShown,
    NoticeShown,
    OrderAsked,
    PeriodShown,
    ScoreShown,
    TermsAnswered,
    TermsGiven,
    TermsShown,
)
from troth_site.api.frame.forms import Key, answers
from troth_site.api.frame.problems import Problem
from troth_site.api.frame.writing import Done, asker, done, writes, written
from troth_site.queries.demand import firm as firm_told
from troth_site.queries.demand import forecasts as told
from troth_site.queries.demand import notices
from troth_site.queries.demand import terms as agreed
from troth_site.queries.partners import partnership

router = Router(tags=["Planning ahead"])


@router.get("partners/{partner}/planning-terms", response=answers(list[TermsShown], 404, 422),
            operation_id="planning_terms", url_name="planning_terms")  # fmt: skip
def list_terms(request: HttpRequest, partner: Key) -> list[TermsShown]:
    """List the terms of planning: what holds, what waits for an answer, what held before."""
    page = agreed.terms(asker(request), partner)
    rows = [row for row in (page.waiting, page.holding) if row] + list(page.before)
    names = [name for name in TermsShown.model_fields if name != "id"]
    return [TermsShown(id=row.pk, **{name: getattr(row, name) for name in names}) for row in rows]


@router.post("partners/{partner}/planning-terms", response=written(), operation_id="propose_planning_terms",
             url_name="planning_terms")  # fmt: skip
@writes(terms.TermsRefused, blames="lead_days")
def propose_terms(request: HttpRequest, partner: Key, given: TermsGiven) -> Done:
    """Propose terms; they hold once the other side agrees."""
    made = terms.propose(by=asker(request), relationship=partner, given=terms.NewTerms(**given.model_dump()))
    return done(made, "planning_terms", partner=partner)


@router.post("planning-terms/{terms_id}/answer", response=written(), operation_id="answer_planning_terms",
             url_name="answer_planning_terms")  # fmt: skip
@writes(conflicts=(terms.TermsRefused,))
def answer_terms(request: HttpRequest, terms_id: Key, given: TermsAnswered) -> Done:
    """Agree to terms of the other side, or decline them."""
    by = asker(request)
    partner = agreed.of(by, terms_id)
    terms.answer(by=by, terms=terms_id, is_agreed=given.agree)
    return done(terms_id, "planning_terms", partner=partner)


@router.get("partners/{partner}/demand", response=answers(ForecastShown, 404, 422), operation_id="demand",
            url_name="demand")  # fmt: skip
def show_demand(request: HttpRequest, partner: Key) -> ForecastShown:
    """Show what the buyer expects to order, and how well earlier forecasts came true."""
    page = told.demand(asker(request), partner, today=timezone.localdate())
    found, accuracy = page.told, page.accuracy
    cells = sorted(found.units.items(), key=lambda cell: (cell[0][1], cell[0][0])) if found else []
    return ForecastShown(
        number=found.number if found else None, grain=found.grain if found else None,
        told_on=found.told_on if found else None, breaks=found.breaks if found else 0,
        periods=[PeriodShown(item=item, starts_on=day, quantity=units) for (item, day), units in cells],
        accuracy=None if accuracy is None else _fields(accuracy, AccuracyShown),
    )  # fmt: skip


@router.post("partners/{partner}/demand", response=written(), operation_id="tell_demand", url_name="demand")
@writes(forecasts.ForecastRefused, blames="periods", conflicts=(forecasts.ZonesBroken,))
def tell_demand(request: HttpRequest, partner: Key, given: ForecastGiven) -> Done:
    """Tell what the buyer expects to order; what changes firm periods too far is asked back about (409)."""
    units = {(each.item, each.starts_on): each.quantity for each in given.periods}
    new = forecasts.NewForecast(units=units, grain=given.grain, note=given.note, is_meant=given.is_meant)
    return done(forecasts.tell(by=asker(request), relationship=partner, given=new), "demand", partner=partner)


@router.get("partners/{partner}/firm-periods", response=answers(list[FirmPeriodShown], 404, 422),
            operation_id="firm_periods", url_name="firm_periods")  # fmt: skip
def list_firm_periods(request: HttpRequest, partner: Key) -> list[FirmPeriodShown]:
    """List the firm periods of the forecast that were kept or changed, the latest first."""
    return [_fields(row, FirmPeriodShown) for row in firm_told.firm_periods_of(asker(request), partner)]


@router.post("partners/{partner}/firm-periods/accept", response=written(), operation_id="accept_demand",
             url_name="accept_demand")  # fmt: skip
@writes(firm.NothingToAccept, blames="forecast")
def accept_demand(request: HttpRequest, partner: Key, given: ChangesAccepted) -> Done:
    """Accept as the factory what a forecast changed in firm periods: it counts against nobody then."""
    firm.accept(by=asker(request), relationship=partner, forecast=given.forecast)
    return done(given.forecast, "firm_periods", partner=partner)


@router.get("partners/{partner}/notice", response=answers(ScoreShown, 404, 422), operation_id="notice",
            url_name="notice")  # fmt: skip
def show_notice(request: HttpRequest, partner: Key) -> ScoreShown:
    """Show how many large orders of the last twelve months were told in time, and each of them."""
    page = notices.notices(asker(request), partner, today=timezone.localdate())
    known = page.score.orders > 0
    return ScoreShown(
        kept=page.score.kept, orders=page.score.orders, rate=page.score.rate,
        low=page.score.interval.low if known else None, high=page.score.interval.high if known else None,
        large_orders=[_fields(row, LargeOrderShown) for row in page.orders],
    )  # fmt: skip


@router.get("partners/{partner}/notice/check", response=answers(NoticeShown, 404, 422), operation_id="check_notice",
            url_name="check_notice")  # fmt: skip
def check_notice(request: HttpRequest, partner: Key, asked: Query[OrderAsked]) -> NoticeShown:
    """Say before an order is placed whether it is large, and which day would keep the notice; nothing is recorded."""
    by = asker(request)
    partnership(by, partner)
    if asked.quantity is None or asked.wanted_on is None:
        told = _("Say how many units are wanted, and on which day: quantity and wanted_on.")
        raise Problem(422, told, where="quantity" if asked.quantity is None else "wanted_on")
    planned = notices.Planned(
        number="", quantity=asked.quantity, placed_on=timezone.localdate(), wanted_on=asked.wanted_on,
        reservation=asked.reservation,
    )  # fmt: skip
    judged = notices.check(by, partner, planned).judged
    if judged is None:
        return NoticeShown(**dict.fromkeys(NoticeShown.model_fields) | {"with_orders": []})
    notice = judged.notice
    return NoticeShown(
        is_large=judged.largeness.is_large, limit=judged.largeness.limit, given_days=notice.given,
        required_days=notice.required, shortfall_days=notice.shortfall, keeps_notice=notice.is_kept,
        keeps_from=notice.keeps_from, with_orders=[each.number for each in judged.together],
        with_quantity=judged.with_quantity,
    )  # fmt: skip


def _fields[Form: Schema](row: Any, form: type[Form]) -> Form:
    return form(**{name: getattr(row, name) for name in form.model_fields})
