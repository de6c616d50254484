from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.trust.tallies_made import make_outcome
from troth.commitments.outcomes import NEVER_RECORDED, rows_of
from troth.trust.effort import WEEKS, DatedEntry, contact_days, effort, effort_sentence
from troth.trust.judgement import judge
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.tallies import Tallies

TODAY = date(2026, 3, 18)  # a Wednesday
MONDAY = date(2026, 3, 16)
days = st.lists(st.dates(date(2024, 12, 1), date(2026, 6, 1)), max_size=40)


def entry(kind, **given):
    plain = {"kind": kind, "side": "factory", "happened_on": TODAY, "recorded_on": TODAY}
    return DatedEntry(**{**plain, **given})


def weeks_back(*back):
    return [MONDAY - timedelta(weeks=n) for n in back]


def both(*entries, as_of=TODAY):
    found = contact_days(entries, as_of=as_of)
    return found["factory"], found["buyer"]


def test_weeks_are_52_iso_weeks_with_the_running_one_last():
    found = effort([], as_of=TODAY)

    assert [week.monday for week in found.weeks] == weeks_back(*range(51, -1, -1))
    assert {week.monday.isocalendar().weekday for week in found.weeks} == {1}
    assert effort([], as_of=date(2026, 1, 1)).weeks[-1].monday == date(2025, 12, 29)


@pytest.mark.parametrize(
    ("back", "current", "longest", "quiet"),
    [
        ((), 0, 0, None),
        ((0,), 1, 1, 0),
        ((1,), 1, 1, 0),
        ((0, 1, 2), 3, 3, 0),
        ((1, 2), 2, 2, 0),
        ((2, 3, 4), 0, 3, 1),
        ((0, 5, 6, 7), 1, 3, 0),
        ((51,), 0, 1, 50),
        (range(52), 52, 52, 0),
    ],
)
def test_streaks_and_silence(back, current, longest, quiet):
    found = effort(weeks_back(*back), as_of=TODAY)

    assert (found.active, found.current_streak, found.longest_streak, found.quiet_weeks) == (
        len(list(back)), current, longest, quiet
    )  # fmt: skip


def test_sunday_belongs_to_the_week_before():
    found = effort([MONDAY - timedelta(days=1), MONDAY], as_of=TODAY)
    assert [week.contacts for week in found.weeks[-2:]] == [1, 1]


@given(days)
@settings(max_examples=60, deadline=None)
def test_laws_of_the_calendar(acts):
    found = effort(acts, as_of=TODAY)

    inside = [day for day in acts if found.weeks[0].monday <= day <= TODAY]
    assert sum(week.contacts or 0 for week in found.weeks) == len(inside)
    assert found.active == len({day.isocalendar()[:2] for day in inside})
    assert 0 <= found.current_streak <= found.longest_streak <= found.active <= found.counted == WEEKS
    assert effort(reversed(acts), as_of=TODAY) == found
    assert effort([*acts, TODAY + timedelta(days=1)], as_of=TODAY) == found
    assert (found.quiet_weeks is None) == (not inside)
    assert found.current_streak == 0 or found.quiet_weeks == 0


def test_weeks_before_the_record_began_are_unknown_not_empty():
    found = effort([], as_of=TODAY, since=MONDAY - timedelta(days=10))

    assert found.counted == 3
    assert [week.contacts for week in found.weeks[-4:]] == [None, 0, 0, 0]
    earlier = effort(weeks_back(5), as_of=TODAY, since=TODAY)
    assert (earlier.counted, earlier.active) == (6, 1)


def test_a_delivery_is_the_factorys_act_and_an_approval_the_buyers_whoever_wrote_it_down():
    filed = entry("delivery.reported", done=True, happened_on=MONDAY)
    approved = entry("duty.done", side="buyer", by=(), happened_on=MONDAY)

    assert both(filed, approved) == ([MONDAY], [MONDAY])


@pytest.mark.parametrize("kind", ["entry.confirmed", "entry.contested", "commitment.close_kept", "flag.answered"])
def test_answers_are_acts_of_who_gave_them(kind):
    assert both(entry(kind, by=("buyer",))) == ([], [TODAY])
    assert both(entry(kind, side="buyer", by=("factory",))) == ([TODAY], [])


def test_a_promise_is_an_act_of_who_made_it():
    assert both(entry("commitment.proposed", side="buyer")) == ([], [TODAY])


@pytest.mark.parametrize("kind", ["duty.agreed", "delivery.promised", "flag.raised", "import.undone", "delivery.delay"])
def test_what_goes_by_itself_is_nobodys_act(kind):
    assert both(entry(kind)) == ([], [])


def test_a_day_moved_by_both_is_an_act_of_both():
    assert both(entry("delivery.moved", by=("factory", "buyer"))) == ([TODAY], [TODAY])


def test_a_correction_replaces_what_the_file_said_from_the_day_it_was_recorded():
    wrong, right = MONDAY - timedelta(days=7), MONDAY
    told = [
        entry("delivery.reported", commitment=4, done=True, happened_on=wrong, recorded_on=wrong),
        entry("entry.confirmed", commitment=4, by=("factory",), happened_on=right, recorded_on=right),
        entry("delivery.corrected", commitment=4, done=True, happened_on=right, recorded_on=TODAY),
    ]

    assert both(*told) == ([right, right], [])
    assert both(*told, as_of=right) == ([wrong, right], [])


def test_an_undone_import_was_never_there_and_the_version_before_it_stands_again():
    first = entry("delivery.reported", commitment=4, batch=1, done=True, happened_on=MONDAY, recorded_on=MONDAY)
    again = entry("delivery.corrected", commitment=4, batch=2, done=True)
    gone = entry("import.undone", commitment=4, batch=2, recorded_on=NEVER_RECORDED)

    assert both(first, again) == ([TODAY], [])
    assert both(first, again, gone) == ([MONDAY], [])
    assert both(first, again, entry("import.undone", commitment=5, batch=2)) == ([TODAY], [])


def test_a_promise_taken_out_of_the_record_was_never_kept_whoever_told_of_it():
    told = entry("delivery.reported", commitment=4, batch=1, done=True, happened_on=MONDAY, recorded_on=MONDAY)
    other = entry("delivery.reported", commitment=5, batch=1, done=True)
    out = entry("import.undone", commitment=4, batch=2, recorded_on=NEVER_RECORDED, takes_out=True)
    again = entry("delivery.reported", commitment=4, batch=3, done=True)

    assert both(told, other, out) == ([TODAY], [])
    assert both(told, other, out, again) == ([TODAY, TODAY], [])


@given(days, st.dates(date(2025, 1, 1), date(2026, 3, 1)))
@settings(max_examples=40, deadline=None)
def test_a_past_day_shows_what_was_recorded_by_then(acts, then):
    told = [entry("duty.done", happened_on=day, recorded_on=day + timedelta(days=9)) for day in acts]

    assert both(*told, as_of=then)[0] == [day for day in acts if day + timedelta(days=9) <= then]


def standing_of(dues):
    outcomes = [make_outcome(due=due) for due in dues]
    tallies = Tallies.from_rows([row for outcome in outcomes for row in rows_of(outcome)])
    return judge(tallies, groups=1, as_of=TODAY, policy=DEFAULT_POLICY.of("delivery")).of(0)


def test_silence_of_nine_months_costs_standing_by_ageing_alone():
    """The same totals, one of them silent for nine months: its evidence is older, and its lower bound lower."""
    steady = [TODAY - timedelta(days=30 * n) for n in range(12)]
    silent = [TODAY - timedelta(days=275 + 7 * n) for n in range(12)]

    assert (standing_of(steady).n, standing_of(silent).n) == (12, 12)
    assert standing_of(silent).standing < standing_of(steady).standing
    assert standing_of(silent).n_eff < standing_of(steady).n_eff


def of(*back, **given):
    return effort(weeks_back(*back), as_of=TODAY, **given)


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        (of(0, 1, 5), of(3), "Contact in 3 of the last 52 weeks from us, 1 from them."),
        (of(4), of(2), "Contact in 1 of the last 52 weeks from us, 1 from them; quiet for the last week."),
        (of(4, 7), of(), "Contact in 2 of the last 52 weeks from us, 0 from them; quiet for 3 weeks."),
        (of(), of(), "No contact from either side in the last 52 weeks."),
        (of(since=TODAY), of(since=TODAY), "The record began this week."),
    ],
)
def test_one_sentence_for_both_sides(ours, theirs, said):
    assert effort_sentence(ours=ours, theirs=theirs).text() == said
