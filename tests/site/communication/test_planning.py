from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from troth_site.actions.communication import calendars
from troth_site.actions.communication.calendars import DaysGiven
from troth_site.models import Relationship
from troth_site.queries.communication import planning
from troth_site.queries.communication.planning import BoardAsked, board
from troth_site.queries.communication.planning_start import StartAsked, start_plan
from troth_site.queries.partners import partnership

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 21)


def asked(**changed):
    return BoardAsked(**({"today": NOVEMBER, "months": 6, "order_days": 30} | changed))


@pytest.fixture
def china(cast):
    cast.pair.factory.country = "CN"
    cast.pair.factory.save()
    return cast


def by(cast):
    return makers.make_actor(cast.ana)


def row_of(cast, **changed):
    [row] = board(by(cast), asked(**changed)).rows
    return row


def test_the_lunar_new_year_stands_on_the_board_with_the_last_day_to_begin(china):
    [stop] = row_of(china).stops
    long = stop.long

    assert (long.stop.span.start, long.stop.span.end) == (date(2027, 2, 1), date(2027, 2, 17))
    assert (long.stop.basis, long.stop.mark.value) == ("practice", "estimated")
    # January's new year holiday and the rush at 70 % lie between.
    assert long.order_by < date(2027, 1, 31) - timedelta(days=30)
    assert long.bent.end == date(2027, 3, 10)


def test_the_factory_s_own_closure_and_its_own_ramp_replace_what_others_do(china):
    sales = makers.make_actor(china.lin)
    days = DaysGiven(kind="closed", first=date(2027, 1, 25), last=date(2027, 2, 21), name="春节")
    calendars.add_days(by=sales, organisation=china.pair.factory_id, days=days)
    [stop] = row_of(china).stops

    assert (stop.long.stop.basis, stop.long.stop.span.days) == ("own", 30)
    assert stop.long.last_open == date(2027, 1, 22)


@pytest.mark.parametrize(("due", "number"), [
    (date(2027, 1, 31), 0), (date(2027, 2, 1), 1), (date(2027, 3, 9), 1), (date(2027, 3, 10), 0),
])  # fmt: skip
def test_open_lines_due_in_a_stop_or_soon_after_are_named(china, due, number):
    makers.make_line(china.buyer, china.pair.factory.name, promised=due, late_days=None, today=china.today, key="N")
    makers.make_line(china.buyer, china.pair.factory.name, promised=due, late_days=0, today=china.today, key="D")
    [stop] = row_of(china).stops

    assert (stop.due, [line.due_on for line in stop.lines]) == (number, [due] * number)


def test_more_lines_than_are_shown_are_counted(china):
    days = [(date(2027, 2, 3) + timedelta(days=at), None) for at in range(6)]
    makers.make_lines(china.buyer, china.pair.factory.name, days, today=china.today, key="M")
    [stop] = row_of(china).stops

    assert (stop.due, len(stop.lines)) == (6, planning.LINES_SHOWN)


def test_the_board_costs_the_same_with_one_partner_and_with_three(china, django_assert_num_queries):
    for number in (1, 3):
        while Relationship.objects.count() < number:
            factory = makers.make_organisation(f"F{Relationship.objects.count()}", kind="factory", country="VN")
            makers.make_relationship(china.buyer, factory)
        actor = by(china)
        with django_assert_num_queries(6):
            assert len(board(actor, asked()).rows) == number


def test_a_page_of_the_board_holds_fifty_and_countries_stand_together(china):
    for at in range(52):
        factory = makers.make_organisation(f"F{at:02d}", kind="factory", country="VN" if at % 2 else "BD")
        Relationship.objects.create(buyer=china.buyer, factory=factory)
    first, second = board(by(china), asked()), board(by(china), asked(page=2))

    assert [(len(page.rows), page.pages) for page in (first, second)] == [(50, 2), (3, 2)]
    found = [row.partnership.country for row in (*first.rows, *second.rows)]
    assert found == ["BD"] * 26 + ["CN"] + ["VN"] * 26
    assert board(by(china), asked(country="CN")).total == 1
    assert planning.countries(by(china)) == ("BD", "CN", "VN")
    assert board(by(china), asked(page=99)).number == 2


def test_the_factory_sees_its_buyers_on_the_board(china):
    page = board(makers.make_actor(china.lin), asked())

    assert [row.partnership.partner for row in page.rows] == ["Nordlicht"]


@pytest.mark.parametrize("query", ["months=9&country=CN&days=45", "months=x&days=-3&page=0", "days=99999999999&page=9"])
def test_a_board_is_shown_whatever_is_asked(china, query):
    answer = china.browser(china.ana).get(reverse("planning-board") + "?" + query)

    assert answer.status_code == 200


def plan(cast, due, today=NOVEMBER, **days):
    return start_plan(by(cast), partnership(by(cast), cast.pair.pk), StartAsked(due=due, days=days, today=today))


def test_the_latest_start_is_the_vector_s(china):
    sales = makers.make_actor(china.lin)
    week = calendars.WeekGiven(
        country="", zone="Asia/Shanghai", workdays=frozenset(range(6)), hours=(calendars.time(8), calendars.time(17))
    )
    calendars.set_week(by=sales, organisation=china.pair.factory_id, week=week)
    stop = DaysGiven(kind="closed", first=date(2026, 2, 12), last=date(2026, 2, 27), name="New Year")
    calendars.add_days(by=sales, organisation=china.pair.factory_id, days=stop)
    found = plan(china, date(2026, 3, 31), today=date(2026, 1, 10), production=30)

    assert (found.begin, found.begin_calendar_days) == (date(2026, 1, 28), 62)
    assert ([stop.basis for stop in found.stops], found.is_at_risk) == (["own"], False)


def test_each_stage_is_counted_in_its_own_calendar_and_slack_runs_through(china):
    found = plan(china, date(2027, 6, 1), approval=5, production=30, port=3, ocean=28, inland=4)
    names = [slack.milestone.stage.name for slack in found.slacks]
    ocean = found.slacks[3].milestone

    assert names == ["approval", "production", "port", "ocean", "inland"]
    assert (ocean.finish - ocean.start).days == 28
    assert [a.milestone.finish for a in found.slacks[:-1]] == [b.milestone.start for b in found.slacks[1:]]
    assert (found.order_by, found.is_at_risk) == (found.slacks[0].milestone.start, False)
    assert plan(china, date(2027, 1, 10), production=60).is_at_risk


def test_lots_made_first_after_a_stop_are_to_be_inspected_tightened(china):
    makers.make_lines(
        china.buyer, china.pair.factory.name, [(date(2027, 3, day), None) for day in (1, 8, 20)], today=china.today,
        key="T",
    )  # fmt: skip
    found = plan(china, date(2027, 3, 31), production=30)

    assert len(found.hints) == 2
    assert plan(china, date(2027, 7, 30), production=20).hints == ()


def test_a_page_counts_back_and_refuses_what_cannot_be(china):
    browser, path = china.browser(china.ana), reverse("latest-start", args=[china.pair.pk])
    due = timezone.localdate() + timedelta(days=100)
    right = browser.get(path, {"due": str(due), "production": "30", "ocean": "28"})
    assert (right.status_code, len(right.context["plan"]["stages"])) == (200, 2)

    for wrong in ({"due": "2199-01-01", "production": "30"}, {"due": str(due), "production": "0"}, {"due": "soon"}):
        answer = browser.get(path, wrong)
        assert (answer.context["plan"], answer.context["form"].is_valid()) == (None, False)


def test_a_program_counts_back_as_the_page_does(china):
    due = timezone.localdate() + timedelta(days=100)
    told = china.browser(china.ana).get(
        f"/api/v1/partners/{china.pair.pk}/latest-start", {"due": str(due), "production": 30}
    )

    found = plan(china, due, today=timezone.localdate(), production=30)
    assert (told.json()["begin"], told.json()["calendar_days"]) == (str(found.begin), found.begin_calendar_days)
    too_far = china.browser(china.ana).get(f"/api/v1/partners/{china.pair.pk}/latest-start", {"due": "2199-01-01"})
    assert too_far.status_code == 422


def test_feasts_too_short_to_be_long_stops_stand_beside_them(cast):
    cast.pair.factory.country = "BD"
    cast.pair.factory.save()
    makers.make_line(cast.buyer, cast.pair.factory.name, promised=date(2027, 3, 10), late_days=None, today=cast.today)
    row = row_of(cast)

    assert row.stops == ()
    assert [feast.due for feast in row.feasts if "Eid al-Fitr" in str(feast.run.names)] == [1]
    page = cast.browser(cast.ana).get(reverse("planning-board") + "?months=12").content.decode()
    assert "Eid al-Fitr" in page
