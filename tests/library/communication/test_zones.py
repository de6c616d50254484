from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.shared import vectors
from troth.communication.zones import (
    ImpossibleHours,
    Office,
    SkippedTime,
    ZonedTime,
    at_zone,
    clock_changes,
    hours_apart,
    overlap_on,
    working_hours_on,
)

BERLIN, SHANGHAI, NEW_YORK = (ZoneInfo(key) for key in ("Europe/Berlin", "Asia/Shanghai", "America/New_York"))
HOME = Office(name="Berlin", zone=BERLIN)
AWAY = Office(name="Dongguan", zone=SHANGHAI)


def office(zone, hours):
    return Office(name=zone, zone=ZoneInfo(zone), hours=tuple(time(hour) for hour in hours))


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("h03"), ids=lambda vector: vector["id"])
def test_overlap_matches_the_vectors(vector):
    inputs, expected = vector["inputs"], vector["expected"]
    sides = [office(inputs[f"tz{number}"], inputs[f"hours{number}"]) for number in (1, 2)]
    day = date.fromisoformat(inputs["date"])

    found = overlap_on(day, first=sides[0], second=sides[1])

    assert found == overlap_on(day, first=sides[1], second=sides[0])
    assert (found.hours if found else 0) == pytest.approx(expected["hours"], abs=vector["tol"])
    assert (found and [found.start.isoformat(), found.end.isoformat()]) == expected["utc"]


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("h04"), ids=lambda vector: vector["id"])
def test_clock_times_convert_as_the_vector_says(vector):
    inputs = vector["inputs"]
    source, target = ZoneInfo(inputs["src"]), ZoneInfo(inputs["dst"])

    found = [at_zone(datetime.fromisoformat(each), source=source, target=target) for each in inputs["local"]]

    assert [each.isoformat() for each in found] == vector["expected"]["out"]


def test_clock_time_that_the_clocks_jump_over_is_refused():
    with pytest.raises(SkippedTime, match="does not exist in America/New_York"):
        at_zone(datetime(2026, 3, 8, 2, 30), source=NEW_YORK, target=SHANGHAI)


def test_clock_time_that_comes_twice_is_told_apart_by_its_fold():
    twice = datetime(2026, 11, 1, 1, 30)

    found = [at_zone(twice.replace(fold=fold), source=NEW_YORK, target=UTC) for fold in (0, 1)]

    assert [each.hour for each in found] == [5, 6]


def test_clock_time_with_a_zone_of_its_own_is_refused():
    with pytest.raises(ZonedTime):
        at_zone(datetime(2026, 3, 8, 12, tzinfo=UTC), source=NEW_YORK, target=SHANGHAI)


def test_hours_that_run_backwards_are_refused():
    with pytest.raises(ImpossibleHours, match="Berlin"):
        Office(name="Berlin", zone=BERLIN, hours=(time(18), time(9)))


def test_working_hours_follow_the_clock_through_a_change():
    winter, summer = (working_hours_on(day, office=HOME).start.hour for day in (date(2026, 3, 28), date(2026, 3, 30)))

    assert (winter, summer) == (8, 7)


def test_hours_apart_differ_by_season_and_mirror():
    july = datetime(2026, 7, 14, tzinfo=UTC)

    assert hours_apart(july, first=NEW_YORK, second=SHANGHAI) == 12
    assert hours_apart(july, first=SHANGHAI, second=NEW_YORK) == -12


def test_series_over_both_clock_changes_warns_once_for_each_week_of_difference():
    """New York changes its clocks on 8 March 2026, Berlin on 29 March: for three weeks they are five hours apart."""
    weekly = [datetime(2026, 3, 3, 14, tzinfo=UTC) + week * timedelta(weeks=1) for week in range(6)]

    found = clock_changes(weekly, first=Office(name="New York", zone=NEW_YORK), second=HOME)

    assert [finding.sentence() for finding in found] == [
        "From 2026-03-10 the clocks of New York and Berlin are 5 hours apart, not 6: tell both sides.",
        "From 2026-03-31 the clocks of New York and Berlin are 6 hours apart, not 5: tell both sides.",
    ]


def test_series_without_a_change_warns_of_nothing():
    weekly = [datetime(2026, 6, 2, 8, tzinfo=UTC) + week * timedelta(weeks=1) for week in range(6)]

    assert clock_changes(weekly, first=HOME, second=AWAY) == ()
