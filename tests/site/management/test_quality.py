"""`troth plan`, `oc` and `switch`: the library at the prompt, no database."""

import csv
import io

import pytest

from tests.shared import vectors
from tests.site.record import troth

LOTS = "lot,aql,letter,nonconforming,resubmitted,steady,approved\n"


@pytest.fixture
def written(tmp_path):
    def write(text, name="lots.csv"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def table(answer):
    return list(csv.DictReader(io.StringIO(answer.out)))


def test_plan_says_what_to_look_at_and_what_still_passes():
    answer = troth("plan", "--lot", 3200, "--aql", "2.5")
    assert answer.out.splitlines() == [
        "Letter K: look at 125 units; accept with 7 nonconforming or fewer, refuse with 8 or more.",
        "A lot with 9.2 % defective still passes one time in ten.",
        "Where a refused lot is sorted whole, 167 of 3,200 units are looked at on average in lots as bad as the AQL, "
        "and 2,893 in lots of which one in ten passes.",
        "With switching between normal and tightened inspection, lots with 7.3 % defective pass one time in ten in the "
        "long run, and with 3.1 % defective 95 times in a hundred.",
    ]
    document = troth("plan", "--lot", 80, "--aql", "2.5", "--json").json
    found = [document[name] for name in ("letter", "plan_letter", "sample_size", "accept", "reject")]
    assert found == ["E", "F", 20, 1, 2]
    assert document["curve"]["p10"] == pytest.approx(0.1810, abs=1e-4)
    assert document["scheme"]["p10"] < document["curve"]["p10"]
    assert 20 < document["sorted"]["at_aql"] < document["sorted"]["at_p10"] < 80


def test_plan_of_a_small_lot_looks_at_every_unit():
    answer = troth("plan", "--lot", 8, "--aql", "0.65")
    assert answer.out.splitlines() == [
        "Letter A, whose arrow leads to F: look at all 8 units; accept with none nonconforming, refuse with 1 or more.",
        "Every unit is looked at, so the verdict is the lot's own.",
    ]
    assert troth("plan", "--lot", 8, "--aql", "0.65", "--json").json["curve"] is None


def test_between_the_numbers_of_reduced_inspection_a_lot_passes_so_the_curve_counts_them_in():
    asked = ("plan", "--lot", 100, "--aql", "2.5", "--state", "reduced", "--edition", "mil-std-105e")
    document = troth(*asked, "--json").json
    assert [document[name] for name in ("sample_size", "accept", "reject")] == [8, 0, 2]
    # With 0 or 1 of 8: (1 - p)^8 + 8 p (1 - p)^7 = 0.1 at 40.6 %; with none it would be 25.0 %.
    assert (1 - document["curve"]["p10"]) ** 7 * (1 + 7 * document["curve"]["p10"]) == pytest.approx(0.1)
    assert "A lot with 40.6 % defective still passes one time in ten." in troth(*asked).out


def test_double_plan_is_offered_under_its_own_name_alone():
    document = troth("plan", "--lot", 3200, "--aql", "2.5", "--type", "double", "--json").json
    assert document["edition"] == "mil-std-105e"
    assert document["stages"] == [
        {"sample_size": 80, "accept": 3, "reject": 7}, {"sample_size": 80, "accept": 8, "reject": 9},
    ]  # fmt: skip
    assert document["curve"]["p10"] == pytest.approx(0.0875, abs=1e-4)
    assert document["average_sample"] == pytest.approx({"at_aql": 90.93, "most": 120.9, "most_at": 0.0615}, abs=0.01)
    assert document["sentence"] == "A lot with 8.7 % defective still passes one time in ten."
    said = troth("plan", "--lot", 3200, "--aql", "2.5", "--type", "double").out.splitlines()
    assert (said[1][:26], said[2]) == ("Between them look at 80 mo", document["sentence"])
    assert said[3].startswith("On average 91 units are looked at in lots as bad as the AQL, and at most 121, in lots")
    answer = troth("plan", "--lot", 3200, "--aql", "2.5", "--type", "double", "--edition", "iso2859-1")
    assert (answer.code, "mil-std-105e alone" in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("lot", "aql", "said"),
    [(1, "2.5", "2 units or more"), (50, "3", "the next are 2.5 and 4.0"), (50, "x", "write one of")],
)
def test_plan_without_an_answer_says_why(lot, aql, said):
    answer = troth("plan", "--lot", lot, "--aql", aql)
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert said in answer.err


def test_plan_needs_a_lot_and_a_limit():
    assert troth("plan", "--lot", 50).code == 2


def test_batch_writes_each_row_with_its_plan_and_names_those_without(written):
    text = "lot,level,aql,state,edition,po\n3200,II,2.5,normal,iso2859-1,PO 1\n1,II,2.5,normal,iso2859-1,PO 2\n"
    more = "1000,II,2.5,reduced,mil-std-105e,PO 3\n90,II,2.5,odd,iso2859-1,\n"
    answer = troth("plan", "--batch", written(text + more))
    assert answer.code == 1
    assert answer.err.startswith("troth: 2 rows have no plan; row 3: A lot has 2 units or more")
    rows = table(answer)
    assert [[row[name] for name in ("po", "letter", "sample_size", "accept", "reject")] for row in rows] == [
        ["PO 1", "K", "125", "7", "8"], ["PO 2", "", "", "", ""], ["PO 3", "J", "32", "2", "5"], ["", "", "", "", ""],
    ]  # fmt: skip


def test_batch_of_no_rows_writes_a_header(written):
    answer = troth("plan", "--batch", written("lot,level,aql,state,edition\n"))
    assert answer.out == "lot,level,aql,state,edition,letter,sample_size,accept,reject\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lot,aql\n1,2\n", "has no column level, state, edition"),
        ("", "is empty; its first line names the columns lot, level"),
        ("lot,lot,level,aql,state,edition\n", "names the column lot twice"),
    ],
)
def test_batch_without_its_columns_is_refused(written, text, said):
    answer = troth("plan", "--batch", written(text))
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err


def test_curve_is_drawn_and_printed():
    document = troth("oc", "--n", 200, "--ac", 7, "--p", "0.01,0.058", "--json").json
    assert [point["accepted"] for point in document["points"]] == pytest.approx([0.9990, 0.1], abs=2e-3)
    assert document["p10"] == pytest.approx(0.058, abs=1e-3)
    assert "one time in ten" in troth("oc", "--n", 200, "--ac", 7).out


def test_curve_of_the_lot_at_hand_needs_whole_units():
    document = troth("oc", "--n", 50, "--ac", 3, "--p", "0.05", "--lot", 500, "--json").json
    assert document["points"][0]["accepted"] == pytest.approx(0.767083, abs=1e-6)
    assert troth("oc", "--n", 50, "--ac", 3, "--p", "0.0501", "--lot", 500).code == 1
    small = troth("oc", "--n", 50, "--ac", 3, "--lot", 60, "--json").json
    assert (small["p10"], small["p95"], round(small["aoql"], 4)) == (5 / 60, 3 / 60, 0.0111)
    said = troth("oc", "--n", 50, "--ac", 3, "--lot", 50).out
    assert "A lot of 50 with 3 bad units, 6.0 %, still passes one time in ten or more often; with 4" in said
    assert "at worst 0.0 % defective goes out" in said.replace("0.00 %", "0.0 %")
    assert troth("oc", "--n", 5, "--ac", 9).code == 1
    assert troth("oc", "--n", 5, "--ac", 0, "--p", "5").code == 2


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("c13"), ids=lambda vector: vector["id"])
def test_switch_says_how_each_lot_was_inspected_and_the_score_after_it(written, vector):
    given = vector["inputs"]
    lines = [f"{n},{given['aql']},{given['code']},{x},no,yes,yes" for n, x in enumerate(given["nonconforming"], 1)]
    rows = table(troth("switch", written(LOTS + "\n".join(lines))))
    trace = vector["expected"]["trace"]
    assert [row["state"] for row in rows] == ["normal", *(state for _, _, state, _ in trace[:-1])]
    assert [[row["result"], row["score"]] for row in rows] == [
        [{"A": "accepted", "R": "not accepted"}[result], str(score)] for _, result, _, score in trace
    ]


def test_switch_stops_and_is_taken_up_again_where_action_was_shown_to_work(written):
    lots = LOTS + "".join(f"{n},2.5,L,11,no,,\n" for n in range(1, 9)) + "9,2.5,L,0,no,,\n"
    rows = table(troth("switch", written(lots)))
    assert [row["state"] for row in rows][-3:] == ["tightened", "discontinued", "discontinued"]
    assert [rows[-1][name] for name in ("sample_size", "accept", "result")] == ["", "", ""]
    rows = table(troth("switch", written(lots), "--resume-before", "9"))
    assert [rows[-1][name] for name in ("state", "accept", "result")] == ["tightened", "8", "accepted"]
    assert troth("switch", written(lots), "--resume-before", "10").code == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1,2.5,L,3,,yes,yes", "resubmitted is empty"),
        ("1,2.5,I,3,no,yes,yes", "letter is 'I'"),
        ("1,2.5,L,,no,yes,yes", "nonconforming is empty"),
        ("1,2.5,L,201,no,yes,yes", "do not fit a sample of 200"),
        ("1,3,L,1,no,yes,yes", "the next are 2.5 and 4.0"),
        ("1,2.5,L,1,no,perhaps,yes", "write yes or no"),
    ],
)
def test_switch_judges_nothing_past_a_row_it_cannot_read(written, line, said):
    answer = troth("switch", written(LOTS + "0,2.5,L,1,no,yes,yes\n" + line))
    assert (answer.code, answer.out) == (1, "")
    assert "row 3: " in answer.err
    assert said in answer.err


def test_plan_above_ten_counts_defects_several_of_which_one_unit_may_have():
    assert troth("plan", "--lot", 3200, "--aql", "25").out.splitlines()[:2] == [
        "Letter K, whose arrow leads to H: look at 50 units; accept with 21 defects or fewer, refuse with 22 or more.",
        "A lot with 56.4 defects per 100 units still passes one time in ten.",
    ]
    document = troth("plan", "--lot", 3200, "--aql", "650", "--json").json
    assert [document[name] for name in ("counting", "sample_size", "accept")] == ["defects", 5, 44]
    assert document["sentence"] == "A lot with 1075.7 defects per 100 units still passes one time in ten."
    assert troth("plan", "--lot", 3200, "--aql", "10", "--json").json["counting"] == "units"


def test_plan_says_what_counts_between_the_two_numbers_mean():
    answer = troth("plan", "--lot", 3200, "--aql", "2.5", "--state", "reduced", "--edition", "mil-std-105e")
    assert answer.out.splitlines()[1] == "With 4 or 5 the lot passes, and the next one is inspected as normal again."


def test_two_samples_say_what_counts_between_the_two_numbers_mean():
    asked = ("plan", "--lot", 3200, "--aql", "2.5", "--type", "double")
    assert troth(*asked, "--state", "reduced").out.splitlines()[1:3] == [
        "Between them look at 32 more; accept with 4 in both samples together or fewer, refuse with 7 or more.",
        "With 5 or 6 the lot passes, and the next one is inspected as normal again.",
    ]
    assert "the lot passes, and the next one" not in troth(*asked).out


def test_curve_of_the_lot_at_hand_draws_whole_units_alone():
    points = troth("oc", "--n", 50, "--ac", 3, "--lot", 500, "--json").json["points"]
    assert [round(point["p"] * 500, 9).is_integer() for point in points] == [True] * len(points)
    assert points[0] == {"p": 0.0, "accepted": 1.0}
    assert troth("oc", "--n", 50, "--ac", 3, "--lot", 0).code == 2
    assert troth("oc", "--n", 50, "--ac", 3, "--lot", 20).err == (
        "troth: A sample of 50 cannot be drawn from a lot of 20.\n"
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_files_are_read_in_the_encodings_and_delimiters_of_imports(tmp_path, encoding, delimiter):
    path = tmp_path / "lots.csv"
    text = "Lot,备注,Level,AQL,state,edition\r\n3200,工厂验货,II,2.5,normal,iso2859-1\r\n,,,,,\r\n"
    path.write_bytes(text.replace(",", delimiter).encode(encoding))
    answer = troth("plan", "--batch", path)
    assert (answer.code, answer.out.splitlines()) == (0, [
        "lot,备注,level,aql,state,edition,letter,sample_size,accept,reject",
        "3200,工厂验货,II,2.5,normal,iso2859-1,K,125,7,8",
    ])  # fmt: skip


def test_files_name_the_row_as_a_spreadsheet_counts_it(written):
    answer = troth("chart", "p", written("nonconforming,inspected\n\n4,10\n\n,\n-5,10\n"))
    assert (answer.code, "row 6: -5 of 10" in answer.err) == (1, True)
    answer = troth("chart", "p", written("nonconforming,inspected\n4,10\n1,000,10\n"))
    assert (answer.code, "row 3: 3 cells stand under 2 columns" in answer.err) == (1, True)
    long = troth("switch", written(LOTS + f"1,2.5,L,{'9' * 5000},no,yes,yes\n"))
    assert len(long.err) < 400


def test_switch_answers_programs_with_one_document(written):
    [first, second] = troth("switch", written(LOTS + "1,2.5,L,3,no,yes,\n2,2.5,L,11,yes,yes,\n"), "--json").json
    assert first == {
        "lot": "1", "aql": "2.5", "letter": "L", "nonconforming": 3, "resubmitted": False, "steady": True,
        "approved": None, "state": "normal", "sample_size": 200, "accept": 10, "result": "accepted", "score": 3,
    }  # fmt: skip
    assert [second[name] for name in ("result", "score")] == ["not accepted", 3]
