from datetime import date

from tests.library.basis.places import CHINA, FESTIVAL
from troth.basis.calendars import Holiday, Mark, PlaceCalendar, PublicLayer
from troth.basis.spans import Span
from troth.orders.capacity import Plant, Season
from troth.orders.planning_board import BoardOrder, BoardSite, planning_board
from troth.orders.stops import stop_around

WINTER = Span(date(2026, 1, 1), date(2026, 4, 1))
DONGGUAN = BoardSite(
    name="Dongguan", plant=Plant(calendar=PlaceCalendar(public=CHINA), stops=(stop_around(date(2026, 2, 17)),))
)
EID = PublicLayer(holidays={date(2026, 3, 20): Holiday(name="Eid al-Fitr", mark=Mark.ESTIMATED)})
DHAKA = BoardSite(name="Dhaka", plant=Plant(calendar=PlaceCalendar(public=EID)))


def order(name, site, day):
    return BoardOrder(name=name, site=site, due=day)


def test_board_shows_closures_seasons_and_orders_of_each_site():
    orders = [
        order("usual", "Dongguan", date(2026, 1, 12)),
        order("ramp", "Dongguan", date(2026, 3, 4)),
        order("stop", "Dongguan", date(2026, 2, 19)),
        order("eid", "Dhaka", date(2026, 3, 20)),
        order("outside", "Dhaka", date(2026, 4, 1)),
    ]

    china, bangladesh = planning_board([DONGGUAN, DHAKA], span=WINTER, orders=orders)

    assert [(run.span, run.names, run.mark) for run in china.closures] == [
        (FESTIVAL, ("Spring Festival",), Mark.ANNOUNCED)
    ]
    assert [(each.season, each.span.start, each.span.end) for each in china.seasons] == [
        (Season.RUSH, date(2026, 1, 29), date(2026, 2, 12)),
        (Season.STOP, date(2026, 2, 12), date(2026, 2, 28)),
        (Season.RAMP, date(2026, 2, 28), date(2026, 3, 21)),
    ]
    assert [(each.low, each.high) for each in china.seasons[:2]] == [(0.7, 0.7), (0.0, 0.0)]
    assert [each.name for each in china.affected] == ["stop", "ramp"]
    assert [(run.names, run.mark) for run in bangladesh.closures] == [(("Eid al-Fitr",), Mark.ESTIMATED)]
    assert ([each.name for each in bangladesh.affected], bangladesh.seasons) == (["eid"], ())


def test_board_cuts_seasons_at_its_own_ends():
    (row,) = planning_board([DONGGUAN], span=Span(date(2026, 2, 20), date(2026, 3, 2)))

    assert [(each.season, each.span.days) for each in row.seasons] == [(Season.STOP, 8), (Season.RAMP, 2)]


def test_board_without_sites_is_empty():
    assert planning_board([], span=WINTER) == ()
