from dataclasses import replace
from datetime import date

import pytest

from troth.communication.minutes import (
    EarlierPromise,
    Invited,
    MeetingPromise,
    MinuteItem,
    Minutes,
    PromiseStatus,
    attendance,
    closing_problems,
    read_minutes,
)

ON = date(2026, 3, 2)
ITEM = MinuteItem(text=" Send lab dips ", side="factory", owner="Li Na ", due=date(2026, 3, 9))
PEOPLE = [
    Invited(person="Li Na", side="factory", came=True),
    Invited(person="Chen", side="factory", came=False),
    Invited(person="Anna", side="buyer", came=False),
]
OTHER = {"factory": "buyer", "buyer": "factory"}
NOTHING = Minutes(promises=(), findings=())


def test_line_with_side_owner_and_day_becomes_a_promise():
    minutes = read_minutes([ITEM, MinuteItem(text="  ")], on=ON)

    assert minutes.promises == (
        MeetingPromise(text="Send lab dips", side="factory", owner="Li Na", due=date(2026, 3, 9)),
    )
    assert minutes.findings == ()


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ({"owner": " "}, "Line 1, “Send lab dips”, has no owner: name the side and the person."),
        ({"side": None}, "Line 1, “Send lab dips”, has no owner: name the side and the person."),
        ({"due": None}, "Line 1, “Send lab dips”, has no day: say by when."),
        ({"due": date(2026, 3, 1)}, "Line 1, “Send lab dips”, is promised for 2026-03-01, before the meeting."),
    ],
)
def test_line_that_lacks_something_is_asked_about_and_promises_nothing(lacking, sentence):
    minutes = read_minutes([replace(ITEM, **lacking)], on=ON)

    assert (minutes.promises, [finding.sentence() for finding in minutes.findings]) == ((), [sentence])


def test_attendance_counts_a_side_with_one_person_there():
    factory, buyer = attendance(PEOPLE)

    assert (factory.came, factory.missing) == (True, ("Chen",))
    assert (buyer.came, buyer.missing) == (False, ("Anna",))


def test_attendance_of_swapped_people_is_swapped():
    swapped = [replace(each, side=OTHER[each.side]) for each in PEOPLE]

    factory, buyer = attendance(PEOPLE)
    assert attendance(swapped) == (replace(buyer, side="factory"), replace(factory, side="buyer"))


def test_unknown_attendance_is_neither_there_nor_missing():
    factory, buyer = attendance([Invited(person="Li Na", side="factory")])

    assert (factory.came, factory.missing, buyer.came) == (None, (), None)


def test_meeting_closes_only_when_every_earlier_promise_has_a_status():
    earlier = [
        EarlierPromise(text="A", side="factory", due=ON, status=PromiseStatus.KEPT),
        EarlierPromise(text="B", side="buyer", due=ON),
    ]

    problems = closing_problems(earlier=earlier, invited=PEOPLE, minutes=NOTHING)

    assert [problem.sentence() for problem in problems] == ["Say what came of “B”, promised for 2026-03-02."]
    said = [replace(promise, status=PromiseStatus.WAIVED) for promise in earlier]
    assert closing_problems(earlier=said, invited=PEOPLE, minutes=NOTHING) == ()


def test_meeting_stays_open_while_attendance_or_a_line_is_unclear():
    invited = [Invited(person="Li Na", side="factory"), Invited(person="Anna", side="buyer")]
    minutes = read_minutes([replace(ITEM, due=None)], on=ON)

    problems = closing_problems(earlier=[], invited=invited, minutes=minutes)

    assert [problem.code for problem in problems] == [
        "meeting.attendance-unknown-factory",
        "meeting.attendance-unknown-buyer",
        "meeting.promise-without-day",
    ]
