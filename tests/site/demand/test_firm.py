"""Firm periods of a forecast: kept as told, broken where changed too far, forgiven by the factory alone."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from troth_site.access import NotAllowed
from troth_site.actions.demand import firm, forecasts
from troth_site.actions.demand.forecasts import ForecastRefused, NewForecast
from troth_site.models import FirmPeriod, LedgerEntry
from troth_site.queries.orders import latest_outcome

pytestmark = pytest.mark.django_db


def test_a_firm_period_changed_too_far_breaks_a_promise_until_the_factory_accepts_it(pair):
    pair.agree()
    running = pair.today.replace(day=1)
    for units in (1000, 500, 400):
        given = NewForecast(units={("", running): Decimal(units)}, is_meant=True)
        forecasts.tell(by=pair.buyer, relationship=pair.pk, given=given)

    row = FirmPeriod.objects.select_related("commitment").get()
    # Half of a thousand and then a fifth of the rest: the larger change counts, once.
    assert (row.state, row.share, row.forecast.number) == ("broken", 0.5, 2)
    assert (row.commitment.side, row.commitment.dimension, row.commitment.state) == ("buyer", "delivery", "broken")
    entry = LedgerEntry.objects.get(commitment=row.commitment_id)
    assert (entry.kind, entry.kept, entry.kept_weight) == ("firm_period.judged", 0, pytest.approx(0.6 * 0.5))
    with pytest.raises(NotAllowed):
        firm.accept(by=pair.buyer, relationship=pair.pk, forecast=2)
    with pytest.raises(firm.NothingToAccept):
        firm.accept(by=pair.factory, relationship=pair.pk, forecast=1)

    for _again in range(2):
        firm.accept(by=pair.factory, relationship=pair.pk, forecast=2)
    row.refresh_from_db()
    assert (row.state, row.commitment.state) == ("accepted", "withdrawn")
    entries = LedgerEntry.objects.filter(commitment=row.commitment_id).order_by("seq")
    assert [entry.kind for entry in entries] == ["firm_period.judged", "firm_period.accepted"]
    assert latest_outcome(row.commitment_id).broken_weight == 0


def test_a_firm_period_that_is_over_as_told_keeps_a_promise_once(pair):
    pair.agree(on=pair.day(-100))
    before = (pair.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    moment = timezone.now() - timedelta(days=(pair.today - before).days + 10)
    given = NewForecast(units={("", before): Decimal(300), ("", pair.today.replace(day=1)): Decimal(300)})
    forecasts.tell(by=pair.buyer, relationship=pair.pk, given=given, now=moment)

    assert [firm.night(), firm.night()] == [1, 0]
    row = FirmPeriod.objects.select_related("commitment").get()
    assert (row.starts_on, row.state, row.commitment.state, row.commitment.due_on) == (
        before, "kept", "kept", pair.today.replace(day=1) - timedelta(days=1),
    )  # fmt: skip
    assert LedgerEntry.objects.get(commitment=row.commitment_id).kept == 1


def test_both_sides_read_firm_periods_and_only_the_factory_accepts_by_the_page(pair):
    pair.agree()
    running = pair.today.replace(day=1)
    for units in (1000, 500):
        given = NewForecast(units={("", running): Decimal(units)}, is_meant=True)
        forecasts.tell(by=pair.buyer, relationship=pair.pk, given=given)
    where, accept = reverse("planning", args=[pair.pk]), reverse("accept-demand", args=[pair.pk])

    pages = [pair.browser(part).get(where).text for part in ("buyer", "sales")]
    assert ["Accept what forecast 2 changed" in page for page in pages] == [False, True]
    assert all("0 of 1 stayed as told." in page for page in pages)
    factory = pair.browser("sales")
    assert "changed no firm period" in factory.post(accept, {"forecast": "1", "ticket": "a"}, follow=True).text
    lost = factory.post(accept, {"forecast": "x", "ticket": "b"}, follow=True).text
    assert "A part of this form was lost on its way." in lost
    assert "Accepted." in factory.post(accept, {"forecast": "2", "ticket": "c"}, follow=True).text


def test_a_forecast_in_other_periods_than_agreed_is_refused(pair):
    pair.agree()
    monday = pair.today - timedelta(days=pair.today.weekday())
    given = NewForecast(units={("", monday): Decimal(5)}, grain="week")
    with pytest.raises(ForecastRefused, match="by the month were agreed"):
        forecasts.tell(by=pair.buyer, relationship=pair.pk, given=given)
