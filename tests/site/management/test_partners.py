"""`troth partners`, `partner`, `explain` and `recompute`: both sides' numbers, as of any day."""

from datetime import date

import pytest

from tests.site.record import kept_for_a_module, troth, written

HEADER = ("PO", "Supplier", "Promised", "Delivered", "Recorded")
# Due day, delivered, recorded: what is known on which day differs from what had happened.
LINES = (
    ("1", "Kim Loi", "2024-01-10", "2024-01-09", "2024-01-15"),
    ("2", "Kim Loi", "2024-02-10", "2024-02-20", "2024-02-21"),
    ("3", "Kim Loi", "2024-03-10", "2024-03-10", "2024-03-10"),
    ("4", "Kim Loi", "2024-04-10", "2024-04-01", "2024-04-02"),
    ("5", "Bursa", "2024-04-10", "2024-04-30", "2024-04-30"),
)
NUMBERS = {
    "n",
    "kept",
    "rate",
    "low",
    "high",
    "target",
    "state",
    "standing",
    "forecast",
    "definition",
    "window",
    "as_of",
}


@pytest.fixture(scope="module", autouse=True)
def record(django_db_setup, django_db_blocker, tmp_path_factory):
    with kept_for_a_module(django_db_blocker):
        file = written(tmp_path_factory.mktemp("record") / "orders.csv", HEADER, *LINES)
        assert troth("import", "orders", file, "--factory-column", "Supplier", "--key", "PO", "--json").code == 0
        yield


pytestmark = pytest.mark.django_db


def delivery(name, *options, side="factory"):
    answer = troth("partners", *options, "--json")
    assert (answer.code, answer.err) == (0, "")
    return next(document for document in answer.json if document["name"] == name)[side]["delivery"]


def counted(*options):
    found = delivery("Kim Loi", *options)
    return found["n"], found["kept"]


def test_partners_have_the_agreed_shape():
    documents = troth("partners", "--json").json

    assert [document["name"] for document in documents] == ["Bursa", "Kim Loi"]
    for document in documents:
        assert {"name", "factory", "buyer", "flags", "actions"} - document.keys() == set()
        for side in ("factory", "buyer"):
            assert NUMBERS - document[side]["delivery"].keys() == set()


def test_rate_is_kept_of_n_with_its_wilson_interval():
    found = delivery("Kim Loi")

    assert (found["n"], found["kept"], found["rate"]) == (4, 3, 0.75)
    assert (round(found["low"], 4), round(found["high"], 4)) == (0.3006, 0.9544)
    assert (found["target"], found["state"]) == (0.95, "insufficient")


def test_side_without_data_has_no_rate_and_is_not_called_bad():
    found = delivery("Kim Loi", side="buyer")

    assert (found["n"], found["rate"], found["low"], found["state"]) == (0, None, None, "no data")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-01-08", (0, 0)),
        ("2024-01-15", (1, 1)),
        ("2024-02-21", (2, 1)),
        ("2024-03-09", (2, 1)),
        ("2024-03-10", (3, 2)),
        ("2024-04-02", (4, 3)),
        ("2024-04-01", (3, 2)),
    ],
)
def test_as_of_counts_what_had_been_recorded_by_then(day, expected):
    assert counted("--as-of", day) == expected


def test_from_and_to_cut_by_due_day_half_open():
    assert counted("--from", "2024-02-10", "--to", "2024-04-10") == (2, 1)
    assert counted("--to", "2024-02-10") == (1, 1)
    assert counted("--from", "2024-02-10") == (3, 2)


def test_period_that_ends_before_it_begins_is_wrong_use():
    answer = troth("partners", "--from", "2024-04-10", "--to", "2024-02-10", "--json")

    assert (answer.code, answer.err) == (
        2,
        "troth: --from 2024-04-10 lies after --to 2024-02-10: no day is between them\n",
    )


def test_period_cut_in_two_adds_up():
    whole, first, second = counted(), counted("--to", "2024-03-10"), counted("--from", "2024-03-10")

    assert (first[0] + second[0], first[1] + second[1]) == whole


@pytest.mark.parametrize("command", [("partners",), ("partner", "Kim Loi"), ("explain", "Kim Loi")])
def test_day_before_every_record_is_wrong_use(command):
    answer = troth(*command, "--as-of", "0001-01-01", "--json")

    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "name a day since 1900-01-01" in answer.json["error"]


def test_as_of_stands_in_the_answer():
    found = delivery("Kim Loi", "--as-of", "2024-05-01")

    assert (found["as_of"], found["window"]["to"]) == ("2024-05-01", "2024-05-01")


def test_partners_for_people_are_a_table():
    lines = troth("partners", "--as-of", "2024-05-01").out.splitlines()

    assert lines[0].split() == ["partner", "n", "on", "time", "probably", "state", "standing", "forecast", "flags"]
    assert lines[2].split()[:5] == ["Kim", "Loi", "4", "75.0", "%"]


STEADY = {"effort", "consistency", "projection"}


def test_partner_is_one_of_the_partners_and_says_how_steady_both_sides_are():
    told = troth("partner", "kim loi", "--as-of", "2024-05-01", "--json").json
    steady = {side: {name: told[side].pop(name) for name in STEADY} for side in ("factory", "buyer")}

    assert told == next(
        document
        for document in troth("partners", "--as-of", "2024-05-01", "--json").json
        if document["name"] == "Kim Loi"
    )
    assert {side: found["effort"]["active"] for side, found in steady.items()} == {"factory": 4, "buyer": 0}
    assert steady["factory"]["effort"]["weeks"][-5] == {"monday": "2024-04-01", "contacts": 1}
    assert [reach["reason"] for reach in steady["factory"]["projection"]["reaches"]] == ["too few closed"] * 2
    assert (steady["factory"]["consistency"]["months"], steady["buyer"]["consistency"]) == (4, None)


def test_partner_for_people_is_a_sentence_with_its_interval():
    out = troth("partner", "Kim Loi", "--as-of", "2024-05-01").out

    assert out.startswith("Kim Loi, as of 1 May 2024\n")
    assert "factory: 3 of 4 on time (75.0 %, probably 30 to 95 %)" in out
    assert "buyer: no data yet" in out


@pytest.mark.parametrize("command", [("partner", "Nobody"), ("explain", "Nobody"), ("ledger", "export", "Nobody", "x")])
def test_unknown_partner_is_answered_with_1_and_one_line(command):
    answer = troth(*command, "--json")

    assert (answer.code, answer.err) == (1, "troth: No partner is called 'Nobody'.\n")
    assert answer.json == {"error": "No partner is called 'Nobody'."}


@pytest.mark.parametrize("side", ["factory", "buyer"])
@pytest.mark.parametrize("day", ["2024-01-01", "2024-02-25", "2024-05-01", "2026-01-01"])
def test_explained_steps_add_up_to_the_standing(side, day):
    told = troth("explain", "Kim Loi", "--dimension", "delivery", "--side", side, "--as-of", day, "--json").json

    assert told["start"] + sum(step["step"] for step in told["steps"]) == pytest.approx(told["score"], abs=1e-9)
    assert told["score"] == pytest.approx(delivery("Kim Loi", "--as-of", day, side=side)["standing"], abs=1e-9)
    for step in told["steps"]:
        assert step.keys() == {"at", "recorded_at", "entry", "step", "reason"}
        assert date.fromisoformat(step["at"]) <= date.fromisoformat(day)


def test_explanation_for_people_ends_in_the_score():
    day = "2024-05-01"
    told = troth("explain", "Kim Loi", "--as-of", day, "--json").json

    assert troth("explain", "Kim Loi", "--as-of", day).out.splitlines()[-1] == f"{told['score']:7.1f}  {day}"


def test_unknown_dimension_is_wrong_use():
    answer = troth("explain", "Kim Loi", "--dimension", "beauty", "--json")

    assert (answer.code, answer.err) == (2, f"troth: {answer.json['error']}\n")
    assert answer.err.startswith("troth: there is no dimension 'beauty'; the dimensions are delivery, quality,")


def test_recompute_makes_the_same_numbers_again():
    before = [troth("partners", "--as-of", day, "--json").json for day in ("2024-03-01", "2024-05-01")]

    answer = troth("recompute", "--json")

    assert answer.code == 0
    assert answer.json.keys() == {"entries", "tallies", "seconds"}
    assert answer.json["entries"] == 5
    assert [troth("partners", "--as-of", day, "--json").json for day in ("2024-03-01", "2024-05-01")] == before


@pytest.mark.parametrize("name", ["kim loi", "KIM", " loi "])
def test_a_partner_is_found_by_a_part_of_its_name(name):
    assert troth("partner", name, "--json").json["name"] == "Kim Loi"


@pytest.mark.parametrize("name", ["", "kimloi bursa", "%"])
def test_nobody_is_found_by_a_name_that_nobody_has(name):
    assert troth("partner", name, "--json").code == 1
