"""Order rows: what is read, refused, set aside and repeated."""

import datetime as dt
import time
import tracemalloc
from decimal import Decimal

import pytest

from tests.site.sheets.files import put, text
from troth_site.sheets import orders
from troth_site.sheets.mapping import Mapping
from troth_site.sheets.messages import UnreadableFile
from troth_site.sheets.order_rows import OrderRow, RefusedRow, RepeatedRow, SetAsideRow, grouped
from troth_site.sheets.reading import open_table

HEADER = ("Order", "Mill", "Ordered", "Due", "Done", "Seen", "Qty", "Worth", "Money")
FIELDS = dict(
    zip(
        ("order", "factory", "ordered", "promised", "delivered", "recorded", "quantity", "value", "currency"),
        HEADER,
        strict=True,
    )
)
GOOD = ("PO-1", "Saigon Knit", "2026-01-01", "2026-02-01", "2026-02-03", "2026-02-04", "100", "1500.50", "USD")


def changed(**changes):
    """Return the good row with some cells changed, by field."""
    return tuple(changes.get(field, cell) for field, cell in zip(FIELDS, GOOD, strict=True))


def studied(folder, *rows, mapping=None, answers=None, content=None):
    table = open_table(put(folder, content or text((HEADER, *rows), delimiter=";")))
    return table, orders.study(table, mapping or Mapping(FIELDS, ("Order",)), answers)


def read(folder, *rows, **options):
    return list(orders.rows(*studied(folder, *rows, **options)))


def test_good_row_becomes_an_order_line(tmp_path):
    assert read(tmp_path, GOOD) == [
        OrderRow(
            number=2,
            key="PO-1",
            factory="Saigon Knit",
            order="PO-1",
            line="",
            promised=dt.date(2026, 2, 1),
            delivered=dt.date(2026, 2, 3),
            recorded=dt.date(2026, 2, 4),
            quantity=Decimal(100),
            value=Decimal("1500.50"),
            currency="USD",
            item="",
            ordered=dt.date(2026, 1, 1),
            unit="",
        )
    ]


def test_blanks_and_words_are_unknown_and_never_zero(tmp_path):
    table, study = studied(
        tmp_path, changed(delivered="not yet", recorded="", quantity="", value="see annex", currency="")
    )

    (row,) = orders.rows(table, study)

    assert (row.delivered, row.recorded, row.quantity, row.value, row.currency) == (None,) * 5
    assert (study.unknown["delivered"], study.unknown["value"]) == ({"not yet": 1}, {"see annex": 1})


@pytest.mark.parametrize(
    ("changes", "field", "value", "message"),
    [
        ({"factory": " "}, "factory", "", "This cell is blank, but every line needs it."),
        ({"promised": ""}, "promised", "", "This cell is blank, but every line needs it."),
        ({"promised": "soon"}, "promised", "soon", "soon is not a date."),
        ({"promised": "2026-02-29"}, "promised", "2026-02-29", "2026-02-29 does not exist: 2026 is not a leap year."),
        ({"delivered": "2026..7"}, "delivered", "2026..7", "2026..7 is not a date."),
        (
            {"delivered": "2025-12-31", "recorded": ""},
            "delivered",
            "2025-12-31",
            "Delivered on 2025-12-31, before the order of 2026-01-01.",
        ),
        ({"quantity": "-5"}, "quantity", "-5", "A quantity cannot be negative."),
        ({"quantity": "2.5"}, "quantity", "2.5", "A quantity of pieces cannot be a fraction."),
        ({"quantity": "12x"}, "quantity", "12x", "12x is not a number."),
        ({"value": "€5.10"}, "value", "€5.10", "The amount is in EUR, but the currency column says USD."),
        ({"currency": "Taler"}, "currency", "Taler", "This is no currency we know."),
        ({"order": ""}, "key", "", "This cell is blank, but it names the line."),
    ],
)
def test_bad_row_is_refused_with_column_value_and_reason(tmp_path, changes, field, value, message):
    good = [changed(order=f"PO-{i}") for i in range(2, 9)]

    found = read(tmp_path, changed(**changes), *good)

    assert [type(row) for row in found] == [RefusedRow] + [OrderRow] * 7
    assert [(r.field, r.column, r.value, str(r.said)) for r in found[0].reasons] == [
        (field, FIELDS.get(field, "Order"), value, message)
    ]


def test_every_reason_of_a_row_is_told_at_once(tmp_path):
    found = read(tmp_path, changed(factory="", quantity="-1"), changed(order="PO-2"))

    assert [reason.field for reason in found[0].reasons] == ["quantity", "factory"]


def test_recorded_before_delivered_is_kept_with_a_warning(tmp_path):
    (row,) = read(tmp_path, changed(recorded="2026-02-02"))

    assert [str(warning.said) for warning in row.warnings] == [
        "Recorded on 2026-02-02, before the delivery of 2026-02-03; kept as it is."
    ]


def test_ragged_rows_are_refused_one_by_one(tmp_path):
    rows = [changed(order=f"PO-{i}") for i in range(5)]
    found = read(tmp_path, *rows[:2], rows[2][:-1], (*rows[3], "more"), rows[4])

    assert [type(row) for row in found] == [OrderRow, OrderRow, RefusedRow, RefusedRow, OrderRow]
    assert [str(row.reasons[0].said)[:40] for row in found[2:4]] == [
        "The row has 8 cells, the header 9. Put a",
        "The row has 10 cells, the header 9. Put ",
    ]


def test_same_order_with_two_promises_refuses_both_and_names_the_other(tmp_path):
    found = read(tmp_path, GOOD, changed(order="PO-2"), changed(promised="2026-03-01"))

    assert [type(row) for row in found] == [RefusedRow, OrderRow, RefusedRow]
    assert [found[i].reasons[0].said.params["other"] for i in (0, 2)] == [4, 2]


def test_same_line_twice_counts_once(tmp_path):
    found = read(tmp_path, GOOD, changed(order="PO-2"), GOOD)

    assert [type(row) for row in found] == [OrderRow, OrderRow, RepeatedRow]
    assert (found[2].number, found[2].first) == (4, 2)


def test_rows_set_aside_by_a_rule_are_counted_and_prove_nothing(tmp_path):
    mapping = Mapping(FIELDS, ("Order",), (("Mill", "central depot"),))
    table, study = studied(
        tmp_path, changed(factory="Central Depot ", promised="soon"), changed(order="PO-2"), mapping=mapping
    )

    found = list(orders.rows(table, study))

    assert found[0] == SetAsideRow(2, "Mill", "Central Depot")
    assert (study.read, study.set_aside, type(found[1])) == (2, 1, OrderRow)


def test_open_question_stops_the_rows_until_it_is_answered(tmp_path):
    rows = (changed(promised="03/04/2026", delivered="", recorded="", ordered=""),)
    table, study = studied(tmp_path, *rows)
    assert [question.column for question in study.questions] == ["Due"]
    with pytest.raises(ValueError, match="1 questions are still open"):
        orders.rows(table, study)

    (row,) = read(tmp_path, *rows, answers={"Due": "month-first"})

    assert row.promised == dt.date(2026, 3, 4)


def test_header_shifted_by_one_column_is_refused(tmp_path):
    shifted = [(f"{i}", f"PO-{i}", *GOOD[1:-1]) for i in range(5)]

    with pytest.raises(
        UnreadableFile, match=r"The column Ordered holds no dates|the header is shifted against the data"
    ):
        studied(tmp_path, *shifted, mapping=Mapping({"factory": "Mill", "promised": "Ordered"}, ("Order",)))


def test_one_broken_day_of_two_refuses_its_row_and_not_the_file(tmp_path):
    good, broken = read(tmp_path, GOOD, changed(order="PO-2", promised="2026..7"))

    assert isinstance(good, OrderRow)
    assert [str(reason.said) for reason in broken.reasons] == ["2026..7 is not a date."]


def test_header_shifted_so_that_days_stand_for_factories_is_refused(tmp_path):
    shifted = [(f"PO-{i}", *GOOD[2:], "") for i in range(5)]

    with pytest.raises(UnreadableFile) as refused:
        studied(tmp_path, *shifted, mapping=Mapping({"factory": "Mill", "promised": "Ordered"}, ("Order",)))

    assert str(refused.value) == (
        "The column Mill, chosen for Factory, holds days such as 2026-01-01: the header is shifted against the data, "
        "or another column is meant. Row 1. Put every name over its own column, or choose another column."
    )


@pytest.mark.parametrize("number", ["44562", "20010101"])
def test_number_may_name_a_factory_even_where_it_could_be_a_day(tmp_path, number):
    assert read(tmp_path, changed(factory=number))[0].factory == number


def test_column_without_dates_cannot_be_the_promise(tmp_path):
    with pytest.raises(UnreadableFile, match=r"The column Order, chosen for Promised day, holds no dates but"):
        studied(tmp_path, GOOD, mapping=Mapping({"factory": "Mill", "promised": "Order"}, ("Order",)))


def test_currency_named_by_the_header_of_the_amount_counts(tmp_path):
    content = "Order,Mill,Due,Worth (EUR)\n1,A,2026-01-01,5\n2,A,2026-01-01,$5\n"
    mapping = Mapping({"factory": "Mill", "promised": "Due", "value": "Worth (EUR)"}, ("Order",))

    found = read(tmp_path, content=content, mapping=mapping)

    assert found[0].currency == "EUR"
    assert str(found[1].reasons[0].said) == "The amount is in $, but the currency column says EUR."


@pytest.mark.parametrize(("currency", "told"), [({"currency": "Money"}, 0), ({}, 1)])
def test_shared_sign_is_told_only_where_no_currency_is_stated(tmp_path, currency, told):
    fields = {name: FIELDS[name] for name in ("factory", "promised", "value")} | currency

    _table, study = studied(tmp_path, changed(value="$5"), mapping=Mapping(fields, ("Order",)))

    assert len([note for note in study.notes if "belongs to several currencies" in str(note)]) == told


def test_nothing_that_names_a_line_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="Nothing tells one order line from another"):
        studied(tmp_path, GOOD, mapping=Mapping({"factory": "Mill", "promised": "Due"}))


def test_reasons_are_grouped_with_examples(tmp_path):
    found = read(
        tmp_path, changed(quantity="-1"), changed(order="PO-2", quantity="-2"), changed(order="PO-3", factory="")
    )

    groups = grouped((row.number, reason) for row in found for reason in row.reasons)

    assert [(g.field, g.count, [(row, value) for row, value, _ in g.examples]) for g in groups] == [
        ("quantity", 2, [(2, "-1"), (3, "-2")]),
        ("factory", 1, [(4, "")]),
    ]


def test_reading_stays_quick_and_small(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("Order,Mill,Due,Done,Qty\n")
        file.writelines(
            f"PO-{i},Mill {i % 90},2026-01-{i % 28 + 1:02},2026-02-{i % 28 + 1:02},{i % 900}\n" for i in range(60_000)
        )
    mapping = Mapping(
        {"order": "Order", "factory": "Mill", "promised": "Due", "delivered": "Done", "quantity": "Qty"}, ("Order",)
    )

    start = time.process_time()
    table = open_table(path)
    count = sum(isinstance(row, OrderRow) for row in orders.rows(table, orders.study(table, mapping)))
    seconds = time.process_time() - start
    sample = open_table(put(tmp_path, path.read_text()[:600_000], "sample.csv"))
    tracemalloc.start()
    orders.study(sample, mapping)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 60_000
    assert seconds < 12  # about 2 on an idle machine: only a mistake in kind fails here
    assert peak < 20_000_000
