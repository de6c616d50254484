"""Public holidays as read from the package, against the notices of China's State Council and what others know."""

import json
from datetime import date

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.test import override_settings

from tests.shared import shared_path, vectors
from troth.basis.calendars import Mark, PlaceCalendar, day_is_estimate, is_open
from troth.basis.spans import Span
from troth.communication.greetings import greeting_reminders
from troth_site.holiday_calendars import (
    UnknownCountry,
    countries,
    country_of_zone,
    feast_key,
    public_layer,
    regions,
    workdays,
)

NOVEMBER_2026 = date(2026, 11, 21)
YEARS = range(2015, 2025)
# The notice of 2020 was replaced in January: 3 February, first its make-up day, is a Monday and worked anyway.
WEEKDAY_IN_A_NOTICE = date(2020, 2, 3)


def layer(country, *years, **options):
    return public_layer(country, years=years, as_of=NOVEMBER_2026, **options)


def notices():
    """Return every day of the State Council's notices, and whether it is off."""
    found = {}
    for year in YEARS:
        text = shared_path(f"data/12_holidays/holiday-cn/{year}.json").read_text("utf-8")
        found |= {date.fromisoformat(day["date"]): day["isOffDay"] for day in json.loads(text)["days"]}
    return {day: off for day, off in found.items() if day.year in YEARS}


@pytest.mark.shared
@pytest.mark.parametrize("days_a_week", [5, 6])
def test_china_is_closed_on_every_day_off_and_works_on_every_makeup_day_of_ten_years(days_a_week):
    calendar = PlaceCalendar(public=layer("CN", *YEARS), workdays=workdays("CN", year=2020, days_a_week=days_a_week))

    wrong = {day for day, off in notices().items() if is_open(day, calendar=calendar) is off}

    assert wrong == set()


@pytest.mark.shared
def test_china_has_no_day_off_and_no_makeup_day_beyond_the_notices_of_ten_years():
    china, told = layer("CN", *YEARS), notices()
    decade = Span(date(2015, 1, 1), date(2025, 1, 1))

    # Days of the weekend beside a holiday are off by the week, and not all stand in the notices.
    weekdays_off = {day for day, feast in china.holidays.items() if feast.closes and day.weekday() < 5}
    makeup = {day for day, off in told.items() if not off} - {WEEKDAY_IN_A_NOTICE}

    assert weekdays_off - {day for day, off in told.items() if off} == set()
    assert {day for day in china.makeup_days if day in decade} == makeup
    assert (china.unannounced_years, china.missing_years) == (frozenset(), frozenset())


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("h01"), ids=lambda vector: vector["id"])
def test_chinese_new_year_falls_on_the_days_of_the_vector(vector):
    years = vector["inputs"]["years"]
    china = layer("CN", *years)

    found = {}
    for day, feast in china.holidays.items():
        if feast.key == "Chinese New Year (Spring Festival)":
            found.setdefault(day.year, day.isoformat())

    assert list(found.values()) == vector["expected"]["dates"]


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("h02"), ids=lambda vector: vector["id"])
def test_china_2026_is_the_vectors(vector):
    china = layer("CN", 2026)

    february = [day for day in china.holidays if day.month == 2 and day.weekday() < 5]

    assert [day.isoformat() for day in february] == vector["expected"]["weekday_off"]
    assert sorted(day.isoformat() for day in china.makeup_days) == vector["expected"]["weekend_workdays"]


def test_spring_festival_of_2026_is_the_notices_nine_days_in_a_six_day_week():
    china = PlaceCalendar(public=layer("CN", 2026), workdays=workdays("CN", year=2026, days_a_week=6))
    february = Span(date(2026, 2, 9), date(2026, 3, 1))

    closed = [day for day in february.each_day() if not is_open(day, calendar=china)]

    assert closed == list(Span(date(2026, 2, 15), date(2026, 2, 24)).each_day())


def test_chinas_next_year_is_not_yet_announced():
    china = PlaceCalendar(public=layer("CN", 2026, 2027))

    assert china.public.unannounced_years == {2027}
    assert china.public.holidays[date(2027, 2, 6)].mark is Mark.ESTIMATED
    assert china.public.holidays[date(2027, 10, 1)].mark is Mark.ANNOUNCED
    assert [day_is_estimate(date(year, 2, 13), calendar=china) for year in (2026, 2027)] == [False, True]


def test_islamic_days_are_estimates_until_they_are_confirmed():
    found = {year: layer("BD", year).holidays.values() for year in (2026, 2027)}

    eid = {year: next(each for each in feasts if each.key == "Eid al-Fitr") for year, feasts in found.items()}

    assert {year: feast.mark for year, feast in eid.items()} == {2026: Mark.ANNOUNCED, 2027: Mark.ESTIMATED}
    assert eid[2027].name == "Eid al-Fitr"


@pytest.mark.parametrize(
    ("country", "key", "days"),
    [
        ("IN", "Diwali", [date(2026, 11, 8)]),
        ("BD", "Eid al-Fitr", [date(2026, 3, 21), date(2026, 3, 22), date(2026, 3, 23)]),
        ("VN", "Lunar New Year", [date(2026, 2, day) for day in (17, 18, 19, 20)]),
        ("TH", "Songkran Festival", [date(2026, 4, day) for day in (13, 14, 15)]),
    ],
)
def test_observances_of_each_country_are_shown(country, key, days):
    found = layer(country, 2026).holidays

    assert [day for day, feast in found.items() if feast.key == key] == days


def test_optional_days_are_shown_and_worked():
    found = layer("IN", 2026).holidays[date(2026, 10, 29)]

    assert (found.key, found.closes) == ("Karaka Chaturthi (Karwa Chouth)", False)


def test_names_are_in_the_readers_language_where_the_package_has_it_and_in_the_places_own():
    new_year = date(2026, 2, 17)

    names = [layer("VN", 2026, language=language).holidays[new_year].name for language in ("vi", "en")]

    assert names == ["Tết Nguyên Đán", "Lunar New Year"]
    assert layer("CN", 2026).holidays[new_year].local_name == "春节"


def test_feasts_the_package_cannot_say_are_said_in_our_words(tmp_path):
    said = Catalog(locale="zh_Hans")
    for english, chinese in (("Good Friday", "耶稣受难日"), ("Boxing Day", "节礼日"), ("Eid al-Fitr", "开斋节")):
        said.add(english, chinese)
    said.add("%(feast)s (day in lieu)", "%(feast)s（补假）")
    (tmp_path / "zh_Hans" / "LC_MESSAGES").mkdir(parents=True)
    with (tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.mo").open("wb") as file:
        write_mo(file, said)

    with override_settings(LOCALE_PATHS=[tmp_path]):
        british = layer("GB", 2026, subdivision="NIR", language="zh-hans").holidays
        bengali = layer("BD", 2026, language="zh-hans").holidays

    named = [british[date(2026, *day)].name for day in ((4, 3), (12, 28), (7, 13))]
    assert named == ["耶稣受难日", "节礼日（补假）", "Battle of the Boyne (observed)"]
    assert british[date(2026, 4, 3)].local_name == "Good Friday"
    assert (bengali[date(2026, 3, 21)].name, bengali[date(2026, 3, 21)].key) == ("开斋节", "Eid al-Fitr")


def test_exchanged_days_are_told_without_an_american_date():
    found = layer("CN", 2026).holidays[date(2026, 2, 20)]

    assert (found.name, found.key, found.substitutes) == ("Day off (substituted from 2026-02-14)", "Day off", True)


def test_region_has_holidays_of_its_own():
    epiphany = date(2026, 1, 6)

    assert epiphany in layer("DE", 2026, subdivision="BY").holidays
    assert epiphany not in layer("DE", 2026).holidays
    assert "BY" in regions("DE")


def test_year_without_a_list_is_named():
    found = layer("LK", 2026, 2050)

    assert found.missing_years == {2050}
    assert {day.year for day in found.holidays} == {2026}


def test_day_off_that_lies_before_its_own_year_is_found():
    """New Year's Day of 2022 was a Saturday: the United States took 31 December 2021 off."""
    assert date(2021, 12, 31) in layer("US", 2021).holidays


def test_makeup_day_of_another_year_than_its_day_off_is_found():
    """Vietnam took 31 December 2018 off and worked on 5 January 2019 for it."""
    worked = date(2019, 1, 5)

    assert [worked in layer("VN", year).makeup_days for year in (2018, 2019)] == [False, True]


@pytest.mark.parametrize(("country", "region"), [("XX", None), ("CHN", None), ("", None), ("DE", "XX"), ("CN", "44")])
def test_unknown_country_or_region_is_refused(country, region):
    with pytest.raises(UnknownCountry, match="No list of holidays is known"):
        layer(country, 2026, subdivision=region)


def test_week_follows_the_country():
    assert workdays("CN", year=2026) == {0, 1, 2, 3, 4}
    assert workdays("CN", year=2026, days_a_week=6) == {0, 1, 2, 3, 4, 5}
    assert workdays("BD", year=2026) == {0, 1, 2, 3, 6}
    assert workdays("BD", year=2026, days_a_week=6) == {0, 1, 2, 3, 5, 6}
    assert len(workdays("BD", year=2026, days_a_week=7)) == 7


def test_country_of_a_zone_is_known():
    zones = ("Asia/Shanghai", "Europe/Berlin", "Asia/Ho_Chi_Minh", "Asia/Dhaka", "UTC", "Mars/Base")

    assert [country_of_zone(zone) for zone in zones] == ["CN", "DE", "VN", "BD", None, None]


def test_every_country_we_speak_of_has_a_list():
    assert {"BD", "CN", "DE", "ID", "IN", "KH", "LK", "MX", "PK", "TH", "TR", "US", "VN"} - set(countries()) == set()


@pytest.mark.parametrize(
    ("english", "key"),
    [
        ("Chinese New Year (Spring Festival) (observed)", "Chinese New Year (Spring Festival)"),
        ("Eid al-Fitr Second Day (estimated)", "Eid al-Fitr"),
        ("Fifth Day of Lunar New Year", "Lunar New Year"),
        ("Day off (substituted from 2026-02-14)", "Day off"),
        ("Karaka Chaturthi (Karwa Chouth)", "Karaka Chaturthi (Karwa Chouth)"),
    ],
)
def test_days_of_a_feast_share_its_key(english, key):
    assert feast_key(english) == key


def test_greeting_for_tet_names_the_feast_in_its_own_language():
    vietnam = PlaceCalendar(public=layer("VN", 2026))
    days = Span(date(2026, 2, 1), date(2026, 3, 1)).each_day()

    sentences = [each.suggestion.sentence() for day in days for each in greeting_reminders(vietnam, today=day)]

    assert sentences == ["Tết Nguyên Đán is near: we wish you and your families health and a good year."]
