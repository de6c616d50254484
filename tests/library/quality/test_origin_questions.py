import pytest

from troth.quality.checklists import check_items
from troth.quality.origin_questions import CODES, Made, parted_names, questions_of_origin, read_origin


def test_questions_of_origin_have_no_answer_and_need_none():
    asked = questions_of_origin("final")
    check_items(asked)

    assert [(each.code, each.required) for each in asked] == [("made.line", False), ("made.suppliers", False)]
    assert {each.code for each in asked} == CODES
    assert questions_of_origin("packing") == ()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Hongfa Dyeing\uff0cLida Print\u3001 hongfa  dyeing", ("Hongfa Dyeing", "Lida Print")),
        (" ;, \n", ()),
        ("A,B,C,D", ("A", "B", "C")),
        ("x" * 30, ("x" * 20,)),
    ],
)
def test_read_origin_parts_names_and_keeps_each_once(typed, read):
    assert read_origin("Line 2 ", typed, most=3, longest=20) == Made(line="Line 2", suppliers=read)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Hongfa Dyeing Co., Ltd., Lida Print", ("Hongfa Dyeing Co., Ltd.", "Lida Print")),
        ("Hongfa Co.,Ltd,Lida, Inc.", ("Hongfa Co.,Ltd", "Lida, Inc.")),
        ("Tejidos Sur, S.A. de C.V., Hilos", ("Tejidos Sur, S.A. de C.V.", "Hilos")),
        ("Cotton Company, Corporate Dyers, Sa Dec", ("Cotton Company", "Corporate Dyers", "Sa Dec")),
        (
            "\u5b8f\u53d1\u5370\u67d3\uff0c\u4e3d\u8fbe\u62c9\u94fe",
            ("\u5b8f\u53d1\u5370\u67d3", "\u4e3d\u8fbe\u62c9\u94fe"),
        ),
        ("Lida | Hongfa\nYih\r\nLida", ("Lida", "Hongfa", "Yih")),
        ("A & B / C", ("A & B / C",)),
        ("", ()),
    ],
)
def test_parted_names_leave_the_form_of_a_company_with_its_name(typed, read):
    assert parted_names(typed) == read
