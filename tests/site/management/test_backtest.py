"""`troth backtest`: a history in, scores out, no database."""

import sys
from datetime import date, timedelta
from random import Random
from subprocess import run

import pytest

from tests.site.record import troth, written

HEADER = ("PO", "Factory", "Due", "Delivered", "Qty")
SCORES = {"log_loss", "brier", "ece", "auc"}


def made(lines=700, *, seed=1):
    """A history in which two factories differ; every seventh line of the second is a warehouse's."""
    random = Random(seed)
    for number in range(lines):
        due = date(2020, 1, 1) + timedelta(days=number)
        good = number % 2
        late = 0 if random.random() < (0.95 if good else 0.5) else 9
        yield (number, "Good" if good else "Bad", due, due + timedelta(days=late), "1.000,5" if number % 3 else "2,5")


@pytest.fixture
def file(tmp_path):
    return written(tmp_path / "history.csv", HEADER, *made(), delimiter=";")


def backtest(file, *options):
    return troth("backtest", file, "--factory-column", "Factory", *options, "--json")


def test_backtest_prints_one_document_of_the_agreed_shape(file):
    answer = backtest(file)

    assert (answer.code, answer.err) == (0, "")
    found = answer.json
    assert found["scored"] == 200
    for name in ("forecast", "average", "twelve_months", "base_rate"):
        assert found[name].keys() == SCORES
    assert {"half_life_days", "strength", "crowding"} - found["fitted"].keys() == set()
    assert sum(each["lines"] for each in found["calibration"]) == 200


def test_forecast_that_tells_factories_apart_beats_the_portfolios_rate(file):
    found = backtest(file).json

    assert found["forecast"]["log_loss"] < found["base_rate"]["log_loss"]
    assert found["forecast"]["auc"] > 0.65


def test_lines_without_delivery_are_left_out_and_counted(file, tmp_path):
    rows = [(*row[:3], "", row[4]) if row[0] % 50 == 0 else row for row in made()]

    found = backtest(written(tmp_path / "open.csv", HEADER, *rows, delimiter=";")).json

    assert (found["read"], found["undelivered"], found["scored"]) == (700, 14, 186)


def test_rows_set_aside_are_left_out_and_counted(file):
    answer = backtest(file, "--set-aside", "PO=3", "--set-aside", "PO=4")

    assert (answer.json["set_aside"], answer.json["scored"]) == (2, 198)


def test_too_short_a_history_exits_with_1_and_one_line(tmp_path):
    answer = backtest(written(tmp_path / "short.csv", HEADER, *made(500), delimiter=";"))

    assert (answer.code, answer.json["scored"]) == (1, 0)
    assert len(answer.err.splitlines()) == 1
    assert "There are 500 lines; more than 500 are needed" in answer.err


def test_column_can_be_named_by_hand(file):
    answer = backtest(file, "--map", "promised=Delivered", "--map", "delivered=Due")

    assert answer.json["forecast"] != backtest(file).json["forecast"]
    assert (answer.code, answer.json["scored"]) == (0, 200)


def test_wrong_column_is_answered_with_those_there_are(file):
    answer = troth("backtest", file, "--factory-column", "Vendor", "--json")

    assert (answer.code, answer.err) == (1, f"troth: {answer.json['error']}\n")
    assert answer.err.endswith(
        "no column named Vendor. Choose among these columns: PO, Factory, Due, Delivered, Qty.\n"
    )


def test_question_left_open_scores_nothing(tmp_path):
    rows = [(n, "A", f"0{n % 9 + 1}/0{n % 7 + 1}/2024", f"0{n % 9 + 1}/0{n % 7 + 1}/2024", 1) for n in range(20)]

    answer = backtest(written(tmp_path / "which.csv", HEADER, *rows))

    assert answer.code == 1
    assert {question["column"] for question in answer.json["questions"]} == {"Due", "Delivered"}
    assert "nothing was scored" in answer.err


def test_backtest_for_people_says_how_much_better(file):
    lines = troth("backtest", file, "--factory-column", "Factory").out.splitlines()

    assert lines[0] == "200 of 700 lines scored, each forecast 30 days before its day."
    assert lines[1].startswith("The forecast's log-loss is ")
    assert [line.split("  ")[0] for line in lines[4:8]] == [
        "the forecast", "all-time average", "12-month average", "portfolio's rate",
    ]  # fmt: skip


def test_backtest_needs_no_site_and_no_database():
    code = "import sys, troth_site.management.backtest; sys.exit(any(n.split('.')[0] == 'django' for n in sys.modules))"

    assert run([sys.executable, "-c", code], check=False).returncode == 0
