"""The Spring Festival of 2026, and calendars of any place."""

from datetime import date, timedelta

from hypothesis import strategies as st

from troth.basis.calendars import Closure, Holiday, OwnLayer, PlaceCalendar, PublicLayer
from troth.basis.spans import Span
from troth.basis.working_time import MONDAY_TO_SATURDAY

SPRING = Holiday(name="Spring Festival", local_name="春节", key="Chinese New Year")
FESTIVAL = Span(date(2026, 2, 15), date(2026, 2, 24))
CHINA = PublicLayer(
    country="CN",
    holidays=dict.fromkeys(FESTIVAL.each_day(), SPRING),
    makeup_days=frozenset({date(2026, 2, 14), date(2026, 2, 28)}),
)
DAYS = st.dates(date(2026, 1, 1), date(2026, 4, 30))


@st.composite
def closures(draw):
    start = draw(DAYS)
    return Closure(Span(start, start + timedelta(days=draw(st.integers(1, 20)))), "Own")


@st.composite
def calendars(draw):
    public = PublicLayer(
        holidays=dict.fromkeys(draw(st.sets(DAYS, max_size=20)), SPRING),
        makeup_days=draw(st.frozensets(DAYS, max_size=6)),
    )
    own = OwnLayer(
        closures=tuple(draw(st.lists(closures(), max_size=3))),
        openings=draw(st.frozensets(DAYS, max_size=10)),
        not_kept=frozenset({SPRING.key} if draw(st.booleans()) else ()),
    )
    week = draw(st.sampled_from([frozenset(range(5)), MONDAY_TO_SATURDAY, frozenset({6})]))
    return PlaceCalendar(public=public, own=own, workdays=week)
