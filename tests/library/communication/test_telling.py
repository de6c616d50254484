from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.spans import NaiveDatetime
from troth.communication.telling import DAY, PAUSES, next_attempt, speaking_time

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def utc(day, hour, minute=0, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "zone", "day", "expected"),
    [
        (utc(21, 9), BERLIN, DAY, utc(21, 9)),
        (utc(21, 7), BERLIN, DAY, utc(21, 7)),  # eight o'clock is day
        (utc(21, 6, 59), BERLIN, DAY, utc(21, 7)),
        (utc(21, 19), BERLIN, DAY, utc(22, 7)),  # twenty o'clock is night
        (utc(21, 9), SHANGHAI, (time(9), time(17)), utc(22, 1)),
        (utc(21, 23), SHANGHAI, DAY, utc(22, 0)),
        (utc(21, 14), SHANGHAI, (time(21), time(5)), utc(21, 14)),  # somebody who works at night
        (utc(21, 4), SHANGHAI, (time(21), time(5)), utc(21, 13)),
        (utc(21, 18), SHANGHAI, (time(0), time(0)), utc(21, 18)),
        # The night in which clocks jump from two to three: half past two is half past three.
        (utc(29, 0, 45, month=3), BERLIN, (time(2, 30), time(20)), utc(29, 1, 30, month=3)),
    ],
)  # fmt: skip
def test_speaking_time_waits_for_the_person_s_morning(at, zone, day, expected):
    assert speaking_time(at, zone=zone, day=day) == expected


def test_speaking_time_refuses_a_moment_without_a_zone():
    with pytest.raises(NaiveDatetime):
        speaking_time(datetime(2026, 11, 21, 12), zone=BERLIN)


ZONES = st.sampled_from(
    [SHANGHAI, BERLIN, ZoneInfo("America/Mexico_City"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("UTC")]
)
HOURS = st.times(max_value=time(23, 59)).map(lambda one: one.replace(second=0, microsecond=0))


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), ZONES, HOURS, HOURS)
@settings(max_examples=150, deadline=None)
def test_speaking_time_is_never_earlier_never_a_day_and_an_hour_later_and_stays(at, zone, first, last):
    found = speaking_time(at, zone=zone, day=(first, last))

    assert timedelta(0) <= found - at <= timedelta(hours=25)
    assert speaking_time(found, zone=zone, day=(first, last)) == found


@pytest.mark.parametrize(("failed", "pause"), list(enumerate(PAUSES, start=1)))
def test_pauses_grow(failed, pause):
    assert next_attempt(NOON, failed=failed) == NOON + pause


def test_next_attempt_stops_after_the_last_pause():
    assert next_attempt(NOON, failed=len(PAUSES) + 1, asked=timedelta(hours=1)) is None


@pytest.mark.parametrize(
    ("asked", "waited"),
    [(timedelta(seconds=5), PAUSES[0]), (timedelta(minutes=9), timedelta(minutes=9)), (timedelta(days=9), PAUSES[-1])],
)
def test_next_attempt_waits_as_long_as_it_is_asked_to_within_reason(asked, waited):
    assert next_attempt(NOON, failed=1, asked=asked) == NOON + waited
