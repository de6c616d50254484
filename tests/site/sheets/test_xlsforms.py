"""Checklists from XLSForm files."""

import zipfile

import pytest
import xlsxwriter

from troth.quality.checklists import Kind, check_answer, check_items
from troth_site.sheets.messages import UnreadableFile
from troth_site.sheets.xlsforms import read_form

SURVEY = [
    ["type", "name", "label::English (en)", "label::中文 (zh)", "required", "relevant", "constraint", "calculation",
     "default", "hint", "failing", "class"],
    ["start", "start"],
    ["begin_group", "arrival", "Arrival", "到货"],
    ["select_one yes_no", "dry", "Is it dry?", "干燥吗？", "yes", "", "", "", "", "Look inside", "no", "major"],
    ["calculate", "is_wet", "", "", "", "", "", "${dry} = 'no'"],
    ["text", "why", "Why is it wet?", "", "", "${is_wet}"],
    ["end_group"],
    ["integer", "cartons", "Cartons", "", "true", "", ". >= 1 and . <= 500"],
    ["decimal", "height", "Height", "", "", "", "", "", "12"],
    ["select_multiple marks", "found", "Found"], ["date", "day", "Day"], ["image", "photo", "Photo"],
    ["geopoint", "place", "Place"], ["note", "told", "Thank you"],
]  # fmt: skip
CHOICES = [
    ["list_name", "name", "label::English (en)"], ["yes_no", "yes", "Yes"], ["yes_no", "no", "No"],
    ["marks", "rust", "Rust"], ["marks", "dents", "Dents"],
]  # fmt: skip
SETTINGS = [["form_title", "form_id", "version"], ["Goods that come in", "goods-in", "3"]]


def make(path, survey=SURVEY, choices=CHOICES, settings=SETTINGS):
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def told(path, *rows, choices=CHOICES):
    survey = [["type", "name", "label", "relevant", "constraint", "calculation", "choice_filter", "class"], *rows]
    form = read_form(make(path, survey, choices, []), file_name="form.xlsx")
    return [(problem.sheet, problem.row, problem.column, str(problem.said)) for problem in form.problems]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "form.xlsx"


def test_read_form_keeps_every_question(path):
    form = read_form(make(path), file_name="form.xlsx")

    assert (form.code, form.name, form.problems) == ("goods-in", "Goods that come in", ())
    assert [(item.code, item.kind) for item in form.items] == [
        ("dry", Kind.CHOICE), ("why", Kind.TEXT), ("cartons", Kind.WHOLE), ("height", Kind.NUMBER),
        ("found", Kind.CHOICES), ("day", Kind.DAY), ("photo", Kind.PHOTO), ("place", Kind.PLACE), ("told", Kind.NOTE),
    ]  # fmt: skip
    dry, why, cartons = form.items[:3]
    assert (dry.label, dry.hint, dry.section) == (
        {"en": "Is it dry?", "zh-hans": "干燥吗？"}, {"en": "Look inside"}, "Arrival"
    )  # fmt: skip
    assert (dry.required, dry.failing, dry.defect_class) == (True, ("no",), "major")
    assert why.relevant == "(${dry} = 'no')"
    assert (cartons.section, cartons.lower, cartons.upper) == ("", 1.0, 500.0)
    check_items(form.items)


def test_read_form_says_what_it_leaves_out(path):
    notes = read_form(make(path), file_name="form.xlsx").notes

    assert [(note.row, str(note.said)) for note in notes] == [
        (2, "start is left out: it is kept with every answer anyway."),
        (5, "is_wet is calculated and left out as a question: it stands in the conditions naming it."),
        (9, "The answer filled in beforehand is left out: people answer each question."),
    ]


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        (["audio", "a", "Say it"], "type",
         "Questions of the type audio are not supported: ask in another way or take the row out."),
        (["begin_repeat", "a", "Each carton"], "type",
         "Repeated questions are not supported: write them once, in a group."),
        (["select_one yes_no or_other", "a", "Dry?"], "type",
         "Questions of the type select_one yes_no or_other are not supported: ask in another way or take the row out."),
        (["select_one gone", "a", "Dry?"], "type", "The sheet choices has no list named gone."),
        (["text", "", "Why?"], "name", "– is no name for a question: write letters, digits and _, a letter first."),
        (["text", "two words", "Why?"], "name",
         "two words is no name for a question: write letters, digits and _, a letter first."),
        (["text", "a"], "label", "The question has no label."),
        (["", "a", "Why?"], "type", "The row has no type."),
        (["text", "a", "Why?", "count(${b}) > 1"], "relevant", "The condition count(${b}) > 1 is not supported."),
        (["text", "a", "Why?", "${gone} = 1"], "relevant", "A condition asks about gone, which is not there."),
        (["text", "a", "Why?", "", "regex(., 'x')"], "constraint", "The condition regex(., 'x') is not supported."),
        (["calculate", "a", "", "", "", "${b} * 2"], "calculation", "The calculation ${b} * 2 is not supported."),
        (["select_one yes_no", "a", "Dry?", "", "", "", "x = 1"], "choice_filter",
         "Options that depend on other answers are not supported."),
        (["text", "a", "Why?", "", "", "", "", "huge"], "class", "huge is no class: write critical, major or minor."),
        (["end group"], "type", "A group ends that was never begun."),
        (["begin group", "g", "Group"], "type", "A group is begun and never ended."),
    ],
)  # fmt: skip
def test_read_form_names_the_row_it_cannot_keep(path, row, column, why):
    assert told(path, ["text", "b", "First"], row) == [("survey", 3, column, why)]


def test_read_form_keeps_codes_moments_what_is_acknowledged_and_ranges(path):
    survey = [
        ["type", "name", "label", "constraint", "parameters"],
        ["barcode", "carton", "Code of the carton"], ["dateTime", "loaded", "Loaded at"],
        ["acknowledge", "read", "I read the plan"], ["range", "shade", "Shade", ". != 2", "start=1, end=5; step=0.5"],
        ["range", "rating", "Rating"],
    ]  # fmt: skip
    form = read_form(make(path, survey, [], []), file_name="form.xlsx")

    assert form.problems == ()
    assert [(item.code, item.kind) for item in form.items] == [
        ("carton", Kind.TEXT), ("loaded", Kind.MOMENT), ("read", Kind.CHOICE), ("shade", Kind.NUMBER),
        ("rating", Kind.WHOLE),
    ]  # fmt: skip
    read, shade, rating = form.items[2:]
    assert [choice.value for choice in read.choices] == ["OK"]
    assert [(item.lower, item.upper, item.step) for item in (shade, rating)] == [(1, 5, 0.5), (1, 10, 1)]
    answers = (1.5, 2, 1.6, 5.5, 0.5)
    assert [not check_answer(shade, each).problem for each in answers] == [True, False, False, False, False]
    check_items(form.items)


@pytest.mark.parametrize("parameters", ["start=x", "start=5 end=1", "step=0", "step=nan"])
def test_read_form_refuses_a_range_without_bounds(path, parameters):
    survey = [["type", "name", "label", "parameters"], ["range", "a", "Shade", parameters]]
    [problem] = read_form(make(path, survey, [], []), file_name="form.xlsx").problems
    assert (problem.row, problem.column) == (2, "parameters")


def test_read_form_refuses_two_questions_of_one_name(path):
    rows = [["text", "a", "First"], ["text", "a", "Again"]]
    assert told(path, *rows) == [("survey", 3, "name", "Row 2 has the name a too.")]


def test_read_form_names_repeated_questions_once(path):
    rows = [["begin_repeat", "r", "Each"], ["text", "a", "What?"], ["end_repeat"]]
    assert [(row, column) for _sheet, row, column, _why in told(path, *rows)] == [(2, "type")]


def test_read_form_names_every_row_at_once(path):
    assert [
        row for _sheet, row, _column, _why in told(path, ["audio", "a", "A"], ["text", "b", "B"], ["video", "c", "C"])
    ] == [
        2,
        4,
    ]


def test_read_form_refuses_options_without_a_name(path):
    found = told(path, ["text", "a", "Why?"], choices=[["list_name", "name", "label"], ["yes_no", "", "Yes"]])
    assert found == [("choices", 2, "name", "An option has a list_name and a name without blanks.")]


def test_read_form_refuses_a_form_without_questions(path):
    assert told(path, ["start", "start"]) == [("survey", 2, "", "A checklist has 1 to 500 questions.")]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF-1.4", b"type,name\ntext,a", b"\0" * 99])
def test_read_form_refuses_what_is_no_form(path, content):
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        read_form(path, file_name="form.xlsx")


def test_read_form_refuses_a_workbook_without_a_survey_and_a_bomb(path):
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("orders").write_row(0, 0, ["Order", "Due"])
    with pytest.raises(UnreadableFile):
        read_form(path, file_name="form.xlsx")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>" + b" " * (30 << 20))
    with pytest.raises(UnreadableFile):
        read_form(path, file_name="form.xlsx")
