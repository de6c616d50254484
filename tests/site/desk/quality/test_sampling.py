"""Sampling plans on their page and over the API: the library's numbers, and refusals with a reason."""

import csv
import json
import re

import pytest
from django.urls import reverse

from tests.shared import shared_path
from troth.quality.operating_curves import acceptance_per_hundred
from troth.quality.schemes import AQL_SERIES

LOT = {
    "kind": "aql", "lot": "5000", "level": "II", "critical": "none", "major": "2.5", "minor": "4.0",
    "counting": "units", "state": "normal", "edition": "iso2859-1",
}  # fmt: skip


def page(cast, **asked):
    answer = cast.browser(cast.ana).get(reverse("sampling"), asked)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_nothing_is_chosen_for_anybody(cast):
    text = page(cast)
    assert "selected" not in text.split("t-fields")[1].split("</form>")[0].replace('value="" selected', "")


def test_each_class_has_its_numbers_and_its_sentence(cast):
    text = page(cast, **LOT)
    assert "Of 5,000 units look at 200." in text
    for numbers in (("200", "10", "11"), ("200", "14", "15"), ("200", "0", "1")):
        assert '</td><td class="t-number">'.join(numbers) in text
    assert "A lot with 7.6 % bad units still passes one time in ten." in text


def test_what_a_number_between_the_two_means_is_said(cast):
    asked = LOT | {"lot": "3200", "edition": "mil-std-105e", "state": "reduced", "critical": "", "minor": ""}
    said = "With more than 3 and fewer than 6 the lot passes, and the next is inspected as normal."
    assert page(cast, **asked).count(said) == 1
    assert said not in page(cast, **asked | {"edition": "iso2859-1"})


def test_a_plan_in_two_samples_stands_beside_the_single_one(cast):
    text = page(cast, **LOT | {"lot": "3200", "edition": "mil-std-105e", "minor": ""})
    assert "Or in two samples: look at 80, accept up to 3 and refuse from 7." in text
    assert "look at 80 more, and accept up to 8 and refuse from 9 in both together." in text
    assert text.count("Or in two samples") == 1
    small = page(cast, **LOT | {"lot": "20", "edition": "mil-std-105e", "critical": "", "minor": ""})
    assert "There is no plan in two samples here." in small
    assert "two samples" not in page(cast, **LOT)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lot": "0"}, "is too little. Write a whole number from 1 to"),
        ({"lot": "many"}, "“many” at “Units in the lot” is not a whole number."),
        ({"counting": ""}, "Nothing is chosen at “What is counted”."),
        ({"minor": "15"}, "An AQL of 15 is in defects per 100 units: count defects, or take 10 or less."),
        ({"level": ""}, "Nothing is chosen at “Inspection level”. Choose one of the list, such as “S-1”."),
        ({"critical": "", "major": "", "minor": ""}, "Give at least one class of defects an AQL."),
        ({"major": "3"}, "What came for “AQL for major defects” is not on its list."),
    ],
)
def test_what_cannot_be_looked_up_says_why(cast, change, said):
    assert said in page(cast, **(LOT | change))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kind": "zero", "bad": "1", "risk": "5"}, "Look at 299 units"),
        ({"kind": "zero", "bad": "5", "risk": "5", "lot": "100"}, "Look at 45 units"),
        ({"kind": "zero", "bad": "7", "risk": "5", "lot": "100"}, "Look at 34 units"),
        ({"kind": "zero", "bad": "0.3", "risk": "5", "lot": "334"}, "So a lot of 334 with 2 bad units or more"),
        (
            {"kind": "sequential", "good": "1", "bad": "10", "producer": "5", "consumer": "10"},
            "With nothing bad, accept after 24 units.",
        ),
        ({"kind": "sequential", "good": "10", "bad": "1", "producer": "5", "consumer": "10"}, "the larger fraction"),
        ({"kind": "line", "clearance": "40", "share": "10", "bad": "2"}, "20.0 % of the units are looked at"),
        ({"kind": "skip", "clearance": "8", "share": "50", "passes": "95"}, "60.1 % of the lots are looked at"),
        (
            {"kind": "readings", "values": "197 188 184 205 201", "upper": "209", "most": "3.32"},
            "From 5 readings, 2.18 % of the lot",
        ),
        ({"kind": "readings", "values": "197 about", "upper": "209"}, "“about” is not a reading"),
        ({"kind": "readings", "values": "197 198 199"}, "needs a lower or an upper limit"),
        ({"kind": "nonsense"}, "Sampling plans"),
    ],
)
def test_other_plans_answer_too(cast, asked, said):
    assert said in page(cast, **asked)


def test_programs_get_the_same_numbers(cast):
    browser = cast.browser(cast.ana)
    plan = browser.get("/api/v1/sampling/plan/80/2.5").json()
    assert [plan[name] for name in ("letter", "plan_letter", "sample_size", "accept")] == ["E", "F", 20, 1]
    double = browser.get("/api/v1/sampling/double/3200/2.5").json()
    assert [stage["accept"] for stage in double["stages"]] == [3, 8]
    curve = browser.get("/api/v1/sampling/curve/50/3?p=0.05&lot=500").json()
    assert curve["points"] == [{"p": 0.05, "accepted": pytest.approx(0.767083, abs=1e-6)}]
    assert browser.get("/api/v1/sampling/zero-of-lot/100/5/0.05").json() == {"sample_size": 45}


@pytest.mark.parametrize(
    "path",
    ["plan/1/2.5", "plan/50/3", "double/20/2.5", "curve/5/9", "curve/50/3?p=0.0501&lot=500", "curve/50/3?p=inf&lot=500",
     "curve/50/3?p=nan&lot=500", "zero/2/0.05"],
)  # fmt: skip
def test_programs_are_told_why_not(cast, path):
    answer = cast.browser(cast.ana).get(f"/api/v1/sampling/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["detail"]


def test_a_lot_of_one_is_looked_at_itself(cast):
    assert "Of a single unit no sample is drawn: look at the unit itself." in page(cast, **(LOT | {"lot": "1"}))


def test_a_letter_without_a_plan_shows_where_its_arrow_leads(cast):
    shown = page(cast, **(LOT | {"lot": "30", "major": "2.5", "minor": "4.0"}))
    assert '<td>D <span class="t-quiet">→ C</span></td>' in shown
    assert "its arrow leads to this one, whose sample is taken" in shown


def test_sequential_says_when_it_ends_and_a_line_when_it_fails(cast):
    wald = {"kind": "sequential", "good": "1", "bad": "10", "producer": "5", "consumer": "10"}
    assert "After 78 units at the latest it is decided." in page(cast, **wald)
    line = {"kind": "line", "clearance": "38", "share": "33.3", "bad": "2"}
    assert "never has 38 good ones in a row within 88 units" in page(cast, **line)
    assert "one unit in" not in page(cast, **(line | {"share": "60"}))


# A lot of each letter at level II.
LOTS = {"A": 8, "B": 15, "C": 25, "D": 50, "E": 90, "F": 150, "G": 280, "H": 500, "J": 1_200, "K": 3_200}
ABOVE = {
    "lot": "1200", "critical": "", "major": "15", "minor": "", "counting": "defects", "edition": "mil-std-105e",
}  # fmt: skip


def charts(text):
    return {
        name: json.loads(spec)
        for name, spec in re.findall(r'<script id="(curve-[a-z]+)" type="application/json">(.*?)</script>', text)
    }


def test_the_whole_series_is_offered_in_two_groups(cast):
    for name in ("critical", "major", "minor"):
        offered = page(cast).split(f'name="{name}"')[1].split("</select>")[0]
        groups = [re.findall(r'<option value="([0-9.]+)"', each) for each in offered.split("<optgroup")[1:]]
        assert groups == [list(AQL_SERIES[:16]), list(AQL_SERIES[16:])]
        assert 'label="Above 10: defects per 100 units alone"' in offered


@pytest.mark.shared
@pytest.mark.parametrize("severity", ["normal", "tightened", "reduced"])
@pytest.mark.parametrize("letter", LOTS)
def test_the_page_has_the_numbers_of_the_published_table_above_ten(cast, letter, severity):
    with shared_path("data/05_aql/z14_table_II_single_master.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if (row["severity"], row["letter"]) == (severity, letter)]
    above = [row for row in rows if float(row["aql_pct"]) > 10 and "arrow" not in row["cell"]]
    # From letter K on there are arrows alone.
    assert bool(above) == (letter != "K")
    for row in above:
        asked = ABOVE | {"lot": str(LOTS[letter]), "major": row["aql_pct"], "state": severity}
        text = page(cast, **LOT | asked)
        size = min(int(row["sample_size"]), LOTS[letter])
        numbers = (f"{row['aql_pct']}</td><td>defects</td><td>{letter}", str(size), *row["cell"].split("/"))
        assert '</td><td class="t-number">'.join(numbers) in text


def test_bad_units_above_ten_are_refused_at_their_field(cast):
    refused = re.findall(r'id="lot-([a-z]+)_error"', page(cast, **LOT | {"counting": "units", "minor": "15"}))
    assert refused == ["minor"]


def test_defects_are_judged_by_poisson_on_an_axis_of_their_own(cast):
    # 80 units, 21 accepted: bad units at such a quality would be a third of the lot.
    text = page(cast, **LOT | ABOVE)
    assert "A lot with 35.2 defects per 100 units still passes one time in ten." in text
    assert "Ninety-five in a hundred pass at 18.62 defects per 100 units, half of them at 27.1." in text
    drawn = charts(text)
    assert list(drawn) == ["curve-defects"]
    x = drawn["curve-defects"]["encoding"]["x"]
    assert (x["title"], x.get("axis")) == ("Defects per 100 units of the lot", None)
    points = [each for each in drawn["curve-defects"]["data"]["values"] if each["kind"] == "Major"]
    rates = [point["bad"] / 100 for point in points]
    chances = acceptance_per_hundred(sample_size=80, accept=21, defects_per_unit=rates)
    assert [point["passes"] for point in points] == pytest.approx(chances.tolist())


def test_more_defects_than_units_may_be_accepted(cast):
    text = page(cast, **LOT | ABOVE | {"lot": "90", "major": "100"})
    assert '13</td><td class="t-number">21</td><td class="t-number">22' in text
    assert "A lot with 216.8 defects per 100 units still passes one time in ten." in text


def test_classes_that_count_otherwise_are_drawn_apart(cast):
    text = page(cast, **LOT | ABOVE | {"critical": "none", "major": "2.5", "minor": "15", "counting": "by-aql"})
    drawn = charts(text)
    kinds = {name: {point["kind"] for point in spec["data"]["values"]} for name, spec in drawn.items()}
    assert kinds == {
        "curve-units": {"Critical", "Major", "Major, in two samples"},
        "curve-defects": {"Minor", "Minor, in two samples"},
    }
    assert text.count("<td>bad units</td>") == 2


def test_defects_may_be_counted_below_ten_too(cast):
    text = page(cast, **LOT | {"counting": "defects", "critical": "", "minor": ""})
    assert "A lot with 7.7 defects per 100 units still passes one time in ten." in text


def test_two_samples_are_offered_above_ten_too(cast):
    text = page(cast, **LOT | ABOVE)
    assert "Or in two samples: look at 50, accept up to 11 and refuse from 16." in text
    assert "look at 50 more, and accept up to 26 and refuse from 27 in both together." in text


def test_programs_are_told_what_is_counted_and_how_often_it_passes(cast):
    browser = cast.browser(cast.ana)
    counted = {aql: browser.get(f"/api/v1/sampling/plan/1200/{aql}").json()["counting"] for aql in ("10", "15")}
    assert counted == {"10": "units", "15": "defects"}
    assert browser.get("/api/v1/sampling/double/1200/15").json()["counting"] == "defects"
    curve = browser.get("/api/v1/sampling/curve/13/21?counting=defects&p=0&p=2.168").json()
    assert [point["accepted"] for point in curve["points"]] == [1.0, pytest.approx(0.1, abs=1e-3)]
    assert (curve["p10"], curve["aoql"]) == (pytest.approx(2.168, abs=1e-3), None)
    for wrong in ("13/21?p=2", "13/21?counting=defects&p=inf", "13/21?counting=defects&p=1&lot=90"):
        assert browser.get(f"/api/v1/sampling/curve/{wrong}").status_code == 422
