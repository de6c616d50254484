"""Proposals from headers in six languages and from the values below them."""

import pytest

from tests.shared import shared_path
from tests.site.sheets.files import HEADER, LINES, put, text
from troth_site.sheets.mapping import Mapping, apply
from troth_site.sheets.messages import UnreadableFile
from troth_site.sheets.proposing import propose
from troth_site.sheets.reading import open_table

VALUES = ("PO-1", "东莞工厂", "2026-01-15", "2026-01-14", "100", "1500.50", "USD", "Shirt")


def proposed(folder, header, *rows, **choices):
    return propose(open_table(put(folder, text((header, *rows)))), **choices)


def columns(proposal):
    return {name: found.column for name, found in proposal.fields.items()}


@pytest.mark.parametrize(
    "header",
    [
        ("PO Number", "Supplier", "Promised Date", "Actual Delivery Date", "Qty", "Amount", "Currency", "Item"),
        ("order_no", "vendor_name", "due_date", "received_date", "quantity", "line_value", "ccy", "sku"),
        ("订单号", "供应商", "计划交货日", "实际交货日期", "数量", "金额", "币种", "品名"),
        ("订单编号", "工厂名称", "交货日期", "到货日期", "订单数量", "总金额", "货币", "产品名称"),
        ("訂單號", "供應商", "預計交貨日期", "實際到貨日期", "數量", "金額", "幣種", "產品名稱"),
        (
            "Bestellnummer",
            "Lieferant",
            "Zugesagter Liefertermin",
            "Geliefert am",
            "Menge",
            "Betrag",
            "Währung",
            "Artikel",
        ),
        (
            "Número de pedido",
            "Proveedor",
            "Fecha prometida",
            "Fecha de entrega real",
            "Cantidad",
            "Importe",
            "Moneda",
            "Artículo",
        ),
        (
            "Số đơn hàng",
            "Nhà cung cấp",
            "Ngày giao dự kiến",
            "Ngày giao thực tế",
            "Số lượng",
            "Giá trị",
            "Loại tiền",
            "Sản phẩm",
        ),
        (
            "Sipariş No",
            "Tedarikçi",
            "Planlanan Teslim Tarihi",
            "Gerçek Teslim Tarihi",
            "Miktar",
            "Tutar",
            "Para Birimi",
            "Ürün",
        ),
    ],
)
def test_headers_are_recognised_in_many_languages(tmp_path, header):
    proposal = proposed(tmp_path, header, VALUES, ("PO-2", "Mill", *VALUES[2:]), factory=header[1])

    names = ("order", "promised", "delivered", "quantity", "value", "currency", "item")
    assert columns(proposal) == dict(zip(names, header[:1] + header[2:], strict=True))
    assert (proposal.key, proposal.questions) == ((header[0],), ())


def test_list_of_facilities_offers_its_names_and_says_that_it_holds_no_days():
    proposal = propose(open_table(shared_path("data/04_facilities/osh/lists_2.csv")))

    asked = {question.kind: question for question in proposal.questions}
    assert "name" in [offer.answer for offer in asked["factory"].readings]
    assert str(asked["promised"].message).startswith("No column is left that holds days.")


def test_factory_is_offered_and_never_chosen(tmp_path):
    proposal = proposed(tmp_path, HEADER, *LINES)

    assert "factory" not in proposal.fields
    assert [(q.kind, [offer.answer for offer in q.readings]) for q in proposal.questions] == [("factory", ["Factory"])]


def test_single_delivery_date_may_be_promise_or_outcome_and_is_asked(tmp_path):
    proposal = proposed(tmp_path, ("Order", "Mill", "Delivery Date"), ("1", "A", "2026-01-02"), factory="Mill")

    assert [(q.kind, [offer.answer for offer in q.readings]) for q in proposal.questions] == [
        ("promised", ["Delivery Date"])
    ]


def test_delivery_date_beside_a_promised_one_is_the_outcome(tmp_path):
    proposal = proposed(
        tmp_path, ("Order", "Mill", "Promised", "Delivery Date"), ("1", "A", "2026-01-02", "2026-01-02"), factory="Mill"
    )

    assert columns(proposal) == {"order": "Order", "promised": "Promised", "delivered": "Delivery Date"}


def test_name_without_fitting_values_is_not_proposed(tmp_path):
    proposal = proposed(tmp_path, ("Order", "Mill", "Due", "Qty"), ("1", "A", "soon", "many"), factory="Mill")

    assert columns(proposal) == {"order": "Order"}


def test_ten_samples_stand_under_each_column(tmp_path):
    proposal = proposed(tmp_path, ("Order", "Mill", "Due"), *((f"PO-{i}", "A", "2026-01-02") for i in range(30)))

    assert proposal.samples["Order"] == tuple(f"PO-{i}" for i in range(10))
    assert proposal.samples["Mill"] == ("A",)


@pytest.mark.parametrize(
    ("header", "rows", "key"),
    [
        (("ID", "Order", "Due"), (("7", "A", "2026-01-01"), ("9", "A", "2026-01-01")), ("ID",)),
        (
            ("No", "Order", "Line", "Due"),
            (("1", "A", "1", "2026-01-01"), ("2", "A", "2", "2026-01-01")),
            ("Order", "Line"),
        ),
        (("ID", "Order", "Due"), (("1", "A", "2026-01-01"), ("2", "B", "2026-01-01")), ("Order",)),
        (("Order", "Item", "Due"), (("A", "x", "2026-01-01"), ("A", "y", "2026-01-01")), ("Order", "Item")),
        (("Order", "Due"), (("A", "2026-01-01"), ("A", "2026-02-01")), ("Order",)),
    ],
)
def test_key_is_an_id_or_the_order_with_what_tells_its_lines_apart(tmp_path, header, rows, key):
    """A running number 1, 2, 3 is no id: it belongs to this one export."""
    assert proposed(tmp_path, header, *rows, factory=None).key == key


def test_nothing_unique_is_a_question(tmp_path):
    proposal = proposed(tmp_path, ("Mill", "Due"), ("A", "2026-01-01"), ("A", "2026-01-01"), factory="Mill")

    assert [question.kind for question in proposal.questions] == ["key"]


def test_fields_chosen_by_hand_are_kept(tmp_path):
    proposal = proposed(tmp_path, HEADER, *LINES, factory="factory", chosen={"promised": "delivered"})

    assert columns(proposal)["promised"] == "Delivered"


@pytest.mark.shared
@pytest.mark.parametrize("factory", ["Vendor", "Manufacturing Site"])
def test_history_leaves_no_question_once_the_factory_is_chosen(factory):
    proposal = propose(open_table(shared_path("data/01_scms/SCMS_Delivery_History_Dataset.csv")), factory=factory)

    assert proposal.questions == ()
    assert proposal.mapping(factory=factory) == Mapping(
        {
            "factory": factory,
            "order": "PO / SO #",
            "promised": "Scheduled Delivery Date",
            "delivered": "Delivered to Client Date",
            "recorded": "Delivery Recorded Date",
            "quantity": "Line Item Quantity",
            "value": "Line Item Value",
            "item": "Item Description",
        },
        ("ID",),
    )


def test_profile_goes_to_json_and_back():
    mapping = Mapping({"factory": "Mill", "promised": "Due"}, ("Order",), (("Mill", "Depot"),), {"Due": "day-first"})

    assert Mapping.from_json(mapping.as_json()) == mapping


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"factory": "Mill", "promised": "Due"},
            r"The file has no column named Mill\. Choose among these columns: Order, F",
        ),
        ({"factory": "Factory"}, r"No column is chosen for the field promised\."),
        ({"factory": "Factory", "colour": "Order"}, r"There is no field named colour\. The fields are: factory,"),
    ],
)
def test_profile_that_does_not_fit_the_file_is_refused(tmp_path, fields, message):
    table = open_table(put(tmp_path, text((HEADER, *LINES))))

    with pytest.raises(UnreadableFile, match=message):
        apply(Mapping(fields), table)


def test_profile_forgives_case_and_blanks_in_headers(tmp_path):
    table = open_table(put(tmp_path, text((HEADER, *LINES))))

    assert apply(Mapping({"factory": " FACTORY ", "promised": "promised"}), table).names == {
        "factory": "Factory",
        "promised": "Promised",
    }


def test_reasons_beside_refused_rows_are_no_factory(tmp_path):
    rows = [("PO-1", "Kim Loi", "2026-01-15", "This is no day."), ("PO-2", "Kim Loi", "2026-01-16", "This is no day.")]
    found = proposed(tmp_path, ("PO Number", "Maker of it", "Promised Date", "Why refused"), *rows)
    assert found.factory_candidates == ("Maker of it",)
