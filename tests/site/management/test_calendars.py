"""`troth calendar`: fair times to meet, and the last day to begin, without a database."""

from datetime import datetime, timedelta

import pytest

from tests.site.record import troth


def slots(*options, zones="Europe/Berlin,Asia/Shanghai", first="2026-09-29", weeks=6):
    return troth("calendar", "slots", "--zones", zones, "--from", first, "--weeks", weeks, *options)


def latest(due, days, *options, country="CN"):
    return troth("calendar", "latest-start", "--country", country, "--due", due, "--working-days", days, *options)


def test_slots_lie_in_both_working_days_and_miss_the_holidays_of_both():
    answer = slots("--json")

    assert (answer.code, answer.err) == (0, "")
    assert [(slot["day"], slot["moved_from"], slot["local"]) for slot in answer.json["slots"][:2]] == [
        ("2026-09-29", None, ["2026-09-29T09:00:00+02:00", "2026-09-29T15:00:00+08:00"]),
        ("2026-10-08", "2026-10-06", ["2026-10-08T09:00:00+02:00", "2026-10-08T15:00:00+08:00"]),
    ]
    assert answer.json["discomfort"] == [0.0, 0.0]
    assert answer.json["sides"] == [
        {"zone": "Europe/Berlin", "country": "DE", "hours": "09:00-18:00"},
        {"zone": "Asia/Shanghai", "country": "CN", "hours": "09:00-18:00"},
    ]


def test_slots_warn_of_the_week_in_which_one_side_changes_its_clocks():
    assert slots("--json").json["warnings"] == [
        "From 2026-10-27 the clocks of Europe/Berlin and Asia/Shanghai are 7 hours apart, not 6: tell both sides."
    ]


def test_slots_of_swapped_zones_are_the_same_moments_with_mirrored_discomfort():
    there = slots("--json", zones="America/New_York,Asia/Ho_Chi_Minh", weeks=13).json
    back = slots("--json", zones="Asia/Ho_Chi_Minh,America/New_York", weeks=13).json

    assert [slot["start"] for slot in back["slots"]] == [slot["start"] for slot in there["slots"]]
    assert [slot["discomfort"][::-1] for slot in back["slots"]] == [slot["discomfort"] for slot in there["slots"]]
    assert sum(there["discomfort"]) > 0


def test_slots_take_hours_countries_cadence_and_length():
    options = ("--hours", "09:00-17:00,08:00-17:00", "--countries", "DE,-", "--every", 2, "--minutes", 90)

    answer = slots("--json", *options, first="2026-10-06").json

    assert [side["country"] for side in answer["sides"]] == ["DE", None]
    assert [slot["day"] for slot in answer["slots"]] == ["2026-10-06", "2026-10-20", "2026-11-03"]
    lengths = {datetime.fromisoformat(s["end"]) - datetime.fromisoformat(s["start"]) for s in answer["slots"]}
    assert lengths == {timedelta(minutes=90)}
    assert "No holidays are known for Asia/Shanghai." in answer["warnings"]


def test_slots_say_that_a_years_makeup_days_are_not_announced():
    answer = slots("--json", first="2027-02-02", weeks=2).json

    assert "CN: the make-up days and exchanged days off of 2027 are not yet announced." in answer["warnings"]


def test_slots_for_people_show_both_clocks():
    first = slots(weeks=1).out.splitlines()

    assert first[1].split("  ")[:3] == ["2026-09-29", "Tue 2026-09-29 09:00", "Tue 2026-09-29 15:00"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"zones": "Europe/Berlin"}, "--zones takes the zones of two sides"),
        ({"zones": "Europe/Berln,UTC"}, "'Europe/Berln' is no time zone"),
        ({"zones": ",UTC"}, "'' is no time zone"),
        ({"zones": "../../etc/passwd,UTC"}, "is no time zone"),
        ({"weeks": 0}, "at least one week"),
        ({"weeks": "two"}, "'two' is not a whole number: write it like 30"),
        ({"first": "9999-12-30"}, ""),
    ],
)
def test_slots_asked_wrongly_answer_with_code_two_and_one_line(options, reason):
    answer = slots(**options)

    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert reason in answer.err


@pytest.mark.parametrize(
    "option",
    [
        ("--hours", "9"),
        ("--hours", "18:00-09:00,09:00-18:00"),
        ("--countries", "DE"),
        ("--countries", "DE,XX"),
        ("--minutes", 0),
    ],
)
def test_slots_refuse_impossible_options(option):
    answer = slots(*option)

    assert (answer.code, answer.err.count("\n")) == (2, 1)


def test_latest_start_counts_back_over_the_spring_festival():
    """Vector h06: 30 effective days before 31 March 2026 must start on 28 January."""
    answer = latest("2026-03-31", 30, "--json")

    assert (answer.code, answer.err) == (0, "")
    found = answer.json
    assert (found["latest_start"], found["calendar_days"], found["accumulated"]) == ("2026-01-28", 62, 30.428571)
    assert found["closures"] == [
        {
            "from": "2026-02-12",
            "to": "2026-02-27",
            "names": ["Chinese New Year (Spring Festival)"],
            "basis": "practice",
            "mark": "estimated",
        }
    ]
    assert found["model"] == {"rush_days": 14, "rush_factor": 0.7, "ramp_days": 21, "ramp_start": 0.4}


def test_latest_start_in_summer_needs_no_closure():
    found = latest("2026-08-31", 30, "--json").json

    assert (found["calendar_days"], found["closures"]) == (35, [])


def test_latest_start_skips_public_holidays_and_works_makeup_days():
    """1 to 3 January 2026 were off in China, and Sunday 4 January was worked for them."""
    days = [latest(due, 1, "--json").json["latest_start"] for due in ("2026-01-04", "2026-01-05")]

    assert days == ["2025-12-31", "2026-01-04"]


def test_latest_start_counts_the_rush_before_a_closure_that_begins_after_the_due_day():
    """At 0.7 a day, 5 days of work take the eight working days before 10 February 2026."""
    found = latest("2026-02-10", 5, "--json").json

    assert (found["latest_start"], [each["from"] for each in found["closures"]]) == ("2026-01-31", ["2026-02-12"])


def test_latest_start_lists_the_single_closed_days_it_counted():
    """Dragon Boat 2026 is Friday 19 to Sunday 21 June in China: two days off in a week of six."""
    told = latest("2026-07-01", 30, "--json").json

    assert told["closures"] == []
    assert told["closed_days"] == [
        {"from": "2026-06-19", "to": "2026-06-20", "name": "Dragon Boat Festival", "mark": "announced"}
    ]
    assert "Counted: Dragon Boat Festival, closed 2026-06-19 to 2026-06-20 (announced)." in latest("2026-07-01", 30).out


def test_latest_start_lists_no_day_twice():
    told = latest("2026-03-31", 30, "--json").json

    assert told["closed_days"] == []


def test_latest_start_believes_the_factorys_own_closure():
    found = latest("2026-03-31", 30, "--closed", "2026-02-05..2026-03-01", "--json").json

    assert found["latest_start"] < "2026-01-28"
    assert [(each["from"], each["to"], each["basis"]) for each in found["closures"]] == [
        ("2026-02-05", "2026-03-01", "own")
    ]


def test_latest_start_in_vietnam_stands_on_the_official_days_of_tet():
    found = latest("2026-03-10", 10, "--json", country="VN").json

    assert [(each["basis"], each["from"], each["to"]) for each in found["closures"]] == [
        ("calendar", "2026-02-15", "2026-02-20")
    ]


def test_latest_start_says_what_is_not_announced_and_what_has_passed():
    told = latest("2027-03-31", 30).out

    assert "CN: the make-up days and exchanged days off of 2027 are not yet announced." in told
    assert "2019-12-02 has passed." in latest("2019-12-03", 1).out


def test_latest_start_is_never_later_for_more_work():
    days = [latest("2026-03-31", count, "--json").json["latest_start"] for count in (1, 10, 20, 30, 200)]

    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ({"country": "XX"}, "No list of holidays is known for 'XX'"),
        ({"days": 0}, "--working-days"),
        ({"days": 5000}, "--working-days"),
        ({"due": "0001-01-05"}, "lies outside the calendar"),
        ({"closed": "2026-03-01..2026-02-01"}, "--closed"),
        ({"closed": "soon"}, "--closed"),
    ],
)
def test_latest_start_asked_wrongly_answers_with_code_two_and_one_line(call, reason):
    options = ("--closed", call["closed"]) if "closed" in call else ()

    answer = latest(call.get("due", "2026-03-31"), call.get("days", 30), *options, country=call.get("country", "CN"))

    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert reason in answer.err


@pytest.mark.parametrize("kind", ["slots", "latest-start"])
def test_help_shows_an_example(kind):
    answer = troth("calendar", kind, "--help")

    assert (answer.code, f"troth calendar {kind} --" in answer.out.partition("example:")[2]) == (0, True)
