"""The six lines that give on-time and in-full from 0 to 100 %, by definition."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.library.orders.lines import DUE, ORDERED, make_delay, make_line
from tests.shared import vectors
from troth.orders.definitions import DEFAULT
from troth.orders.facts import LineFacts, Promise, Receipt
from troth.orders.rates import OrderLabelsError, rate
from troth.orders.settlement import settle


@pytest.mark.parametrize("vector", vectors("b25"), ids=lambda vector: vector["id"])
def test_rate_gives_all_variants_of_the_six_lines(vector):
    bases = {
        "requested": "requested",
        "promised_original": "first_promised",
        "promised_buyer_amendments_only": "last_agreed",
        "promised_all_amendments": "last_promised",
    }
    for name, expected in vector["expected"].items():
        basis, early, late, short = name.split(",")
        definition = replace(
            DEFAULT,
            basis=bases[basis],
            early_days=int(early.removeprefix("early")),
            late_days=int(late.removeprefix("late")),
            short_share=Decimal(short.removeprefix("tol").removesuffix("pct")) / 100,
        )
        settled = [settle(line_of_vector(line), definition) for line in vector["inputs"]["lines"]]
        got = {
            "OTD": rate(settled, measure="on_time").fraction,
            "IF": rate(settled, measure="in_full").fraction,
            "OTIF": rate(settled).fraction,
            "OTIF_units": rate(settled, level="unit").fraction,
        }
        assert got == pytest.approx(expected, abs=vector["tol"]), name


def line_of_vector(line: dict) -> LineFacts:
    promises = [Promise(date.fromisoformat(line["promised"]), ORDERED)]
    if "promised_amended" in line:
        promises.append(Promise(date.fromisoformat(line["promised_amended"]), ORDERED, line["amended_by"]))
    actual = date.fromisoformat(line["actual"])
    return LineFacts(
        ordered_quantity=Decimal(line["ordered"]),
        promises=promises,
        receipts=[Receipt(actual, actual, Decimal(line["shipped"]))],
        closed_on=actual,
        requested_on=date.fromisoformat(line["requested"]),
    )


def test_overdue_line_counts_as_not_kept_and_an_open_one_not_at_all():
    today = DUE + timedelta(days=3)
    overdue, on_time = settle(make_line(), as_of=today), settle(make_line(received=((0, 100),)), as_of=today)
    still_open = settle(make_line(), as_of=DUE)

    assert rate([overdue, on_time, still_open]).fraction == 0.5
    assert rate([overdue, on_time], measure="in_full").fraction == 0.5
    assert rate([on_time, still_open], level="order", orders=["PO-1", "PO-1"]).fraction is None
    assert rate([overdue, still_open], level="order", orders=["PO-1", "PO-1"]).fraction == 0.0


def test_order_level_needs_a_label_for_every_line():
    with pytest.raises(OrderLabelsError):
        rate([settle(make_line())], level="order")


def test_wholly_excused_line_leaves_the_rate():
    excused = settle(make_line(received=((4, 100),), delays=(make_delay(4),)))

    assert (excused.kept, rate([excused]).fraction) == (True, None)
