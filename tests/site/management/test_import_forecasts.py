"""What an import changes in the forecasts: of the partners it tells of, and of all others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.site.management.imported import HEADER, ROWS, import_orders, numbers
from tests.site.record import troth, written
from troth_site.models import Judgement

pytestmark = pytest.mark.django_db


def test_forecast_of_two_newcomers_leans_on_the_whole_portfolio(tmp_path):
    days = [timezone.localdate() - timedelta(days=back) for back in range(20, 120)]
    steady = [
        (f"S{at}", 1, f"Steady {at % 10}", day, day, day, 5, "1.00", "EUR", "socks") for at, day in enumerate(days)
    ]
    import_orders(written(tmp_path / "steady.csv", HEADER, *steady))
    due, late = days[0], days[0] + timedelta(days=5)
    two = [("N1", 1, "New kept", due, due, due, *ROWS[0][6:]), ("N2", 1, "New late", due, late, late, *ROWS[0][6:])]

    import_orders(written(tmp_path / "two.csv", HEADER, *two))

    stored = dict(
        Judgement.objects.filter(
            side="factory", dimension="delivery", relationship__factory__name__startswith="New"
        ).values_list("relationship__factory__name", "forecast")
    )
    assert stored == {name: pytest.approx(numbers(name)["forecast"]) for name in ("New kept", "New late")}
    assert stored["New kept"] > 0.9


def test_every_stored_number_after_an_import_is_what_a_recomputation_finds(tmp_path):
    days = [timezone.localdate() - timedelta(days=back) for back in range(20, 120)]
    lines = [
        (f"S{at}", 1, f"Partner {at % 10}", day, day + timedelta(days=at % 3), day + timedelta(days=at % 3),
         *ROWS[0][6:])
        for at, day in enumerate(days)
    ]  # fmt: skip
    import_orders(written(tmp_path / "first.csv", HEADER, *lines[:80]))
    # The second file is of two partners alone, and changes what the portfolio expects of everybody.
    import_orders(written(tmp_path / "second.csv", HEADER, *(line for line in lines[80:] if line[2][-1] in "12")))
    stored = set(Judgement.objects.values_list("relationship", "side", "dimension", "forecast", "standing", "state"))

    assert troth("recompute", "--json").code == 0

    assert stored == set(
        Judgement.objects.values_list("relationship", "side", "dimension", "forecast", "standing", "state")
    )
