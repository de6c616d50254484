"""How numbers, days and drawings are shown."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from troth_site.templatetags import troth_charts as charts
from troth_site.templatetags import troth_parts as parts

LINES = st.lists(
    st.builds(
        lambda days, shares: {
            "label": "x",
            "due": date(2025, 1, 1),
            "days": days,
            "factory_days": max(days or 0, 0) * shares[0] // 10,
            "buyer_days": max(days or 0, 0) * shares[1] // 10,
            "excused_days": 0,
        },
        days=st.none() | st.integers(-400, 400),
        shares=st.sampled_from([(0, 0), (5, 5), (10, 0), (3, 4)]),
    ),
    min_size=1,
    max_size=60,
)


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        (parts.rate(0.942), "94.2\u202f%"),
        (parts.rate(0.0), "0.0\u202f%"),
        (parts.rate(1), "100.0\u202f%"),
        (parts.rate(0.95, 0), "95\u202f%"),
        (parts.rate(None), "–"),
        (parts.rate_to(0.838, 0.979), "84–98"),
        (parts.rate_to(None, None), "–"),
        (parts.signed(2.1), "+2.1"),
        (parts.signed(-9.84), "−9.8"),
        (parts.signed(-0.04), "±0.0"),
        (parts.signed(None), "–"),
        (parts.score(58.3), "58"),
        (parts.score(None), "–"),
        (parts.count(1234567), "1,234,567"),
        (parts.count(0), "0"),
        (parts.count(None), "–"),
        (parts.days(1), "1 day"),
        (parts.days(9), "9 days"),
        (parts.days(-2), "−2 days"),
        (parts.days(1.5), "1.5 days"),
        (parts.days(None), "–"),
        (parts.day(date(2026, 3, 12)), "Thu 12 Mar 2026"),
        (parts.day(None), "–"),
        (parts.short_day(date(2026, 4, 3)), "3 Apr 2026"),
        (parts.month(date(2026, 4, 3)), "Apr 2026"),
        (parts.iso(date(2026, 4, 3)), "2026-04-03"),
    ],
)
def test_number_is_shown(shown, wanted):
    assert shown == wanted


def test_number_follows_the_language():
    with translation.override("de"):
        assert parts.rate(0.942) == "94,2\u202f%"


def test_place_on_a_drawing_ignores_the_language():
    with translation.override("de"):
        assert charts.at(0.942) == "94.20%"


def test_state_nobody_described_stays_readable_and_grey():
    found = parts.mark("half_kept")

    assert (found["tone"], found["word"]) == ("unknown", "half kept")


def test_every_state_has_tone_icon_and_word():
    assert {tuple(sorted(mark)) for mark in parts.MARKS.values()} == {("icon", "tone", "word")}
    assert {mark["tone"] for mark in parts.MARKS.values()} == {"kept", "risk", "broken", "excused", "unknown"}


def test_sparkline_leaves_a_gap_where_nothing_is_known():
    drawn = charts.sparkline([0.5, 0.6, None, 0.7, None, 0.9, 1.0])

    assert (len(drawn["runs"]), len(drawn["dots"])) == (2, 1)


def test_sparkline_without_data_draws_nothing():
    assert charts.sparkline([None] * 12) == {"runs": [], "dots": [], "last": None}


def test_timeline_splits_a_bar_by_who_caused_the_days():
    line = {"due": date(2026, 1, 1), "days": 9, "factory_days": 4, "buyer_days": 3, "excused_days": 2}
    [bar] = charts.timeline([line])["bars"]
    heights = [float(part["height"]) for part in bar["parts"]]

    assert [part["who"] for part in bar["parts"]] == ["factory", "buyer", "excused"]
    assert heights[0] / heights[2] == pytest.approx(2, rel=0.01)


def test_timeline_shows_days_nobody_was_named_for():
    [bar] = charts.timeline([{"due": date(2026, 1, 1), "days": 9}])["bars"]

    assert [part["who"] for part in bar["parts"]] == ["unattributed"]


def test_timeline_marks_a_bar_that_goes_on_beyond_the_picture():
    lines = [{"due": date(2026, 1, 1), "days": 2} for _ in range(40)] + [{"due": date(2026, 2, 1), "days": 300}]
    bars = charts.timeline(lines)["bars"]

    assert [bar["beyond"] for bar in bars] == [""] * 40 + ["up"]


@settings(max_examples=60, deadline=None)
@given(lines=LINES)
def test_timeline_stays_inside_its_frame(lines):
    drawn = charts.timeline(lines, {"late_days": 2, "early_days": 3})
    parts_ = [part for bar in drawn["bars"] for part in bar["parts"]]
    band = drawn["band"]

    assert all(float(part["y"]) >= 0 for part in parts_)
    assert all(float(part["y"]) + float(part["height"]) <= charts.TIMELINE_HEIGHT for part in parts_)
    assert float(band["y"]) + float(band["height"]) <= charts.TIMELINE_HEIGHT
    assert len(drawn["bars"]) == len(lines)


@settings(max_examples=60, deadline=None)
@given(days=st.integers(1, 7), factory=st.integers(0, 7), buyer=st.integers(0, 7))
def test_timeline_parts_add_up_to_the_bar(days, factory, buyer):
    factory, buyer = min(factory, days), min(buyer, days - min(factory, days))
    line = {"due": date(2026, 1, 1), "days": days, "factory_days": factory, "buyer_days": buyer}
    whole = charts.timeline([{**line, "factory_days": days, "buyer_days": 0}])["bars"][0]["parts"]
    split = charts.timeline([line])["bars"][0]["parts"]

    assert sum(float(p["height"]) for p in split) == pytest.approx(sum(float(p["height"]) for p in whole), abs=0.3)


@pytest.mark.parametrize("number", [5, 46, 300])
def test_timeline_names_fit_beside_each_other(number):
    lines = [{"due": date(2020 + place * 6 // number, 1 + place % 12, 1), "days": 0} for place in range(number)]
    places = [float(mark["x"].rstrip("%")) for mark in charts.timeline(lines)["marks"]]

    assert 1 <= len(places) <= charts.MOST_NAMES
    assert all(later - earlier >= 10 for earlier, later in pairwise(places))


def test_timeline_name_close_to_the_right_edge_ends_there():
    days = [date(2026, 1, 1) + timedelta(days=at) for at in range(31)]
    lines = [{"label": str(at), "due": day, "days": 0} for at, day in enumerate((*days, date(2026, 2, 1)))]

    marks = charts.timeline(lines)["marks"]

    assert [(mark["day"], mark["x"], mark["anchor"]) for mark in marks] == [
        (date(2026, 1, 1), "0.20%", "start"),
        (date(2026, 2, 1), "99.80%", "end"),
    ]
