"""Sampling plans on their page and over the API: the library's numbers, and refusals with a reason."""

import pytest
from django.urls import reverse

LOT = {
    "kind": "aql", "lot": "5000", "level": "II", "critical": "none", "major": "2.5", "minor": "4.0",
    "state": "normal", "edition": "iso2859-1",
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
    assert text.count("two samples") == 1
    small = page(cast, **LOT | {"lot": "20", "edition": "mil-std-105e", "critical": "", "minor": ""})
    assert "There is no plan in two samples here." in small
    assert "two samples" not in page(cast, **LOT)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lot": "0"}, "is too little. Write a whole number from 1 to"),
        ({"lot": "many"}, "“many” at “Units in the lot” is not a whole number."),
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
