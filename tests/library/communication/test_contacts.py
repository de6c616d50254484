from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from troth.commitments.outcomes import SIDES
from troth.communication.contacts import TOPICS, Holding, Seat, contact_gaps, hand_over
from troth.communication.remarks import said

FULL = tuple(Seat(side=side, topic=topic, person="Bao", deputy="Lin") for side in SIDES for topic in TOPICS)
HELD = (
    Holding(kind="request", what="Lab dip result", key="r1", topic="quality"),
    Holding(kind="meeting", what="Weekly call", key="m1"),
    Holding(kind="promise", what="Invoice by 5 May", key="p1", topic="finance"),
)


def test_all_topics_named_on_both_sides_leave_no_gap():
    assert contact_gaps(FULL) == ()


def test_relationship_without_qc_lead_shows_the_gap():
    seats = [seat for seat in FULL if (seat.side, seat.topic) != ("factory", "quality")]

    (gap,) = contact_gaps(seats)

    assert (gap.side, gap.topic) == ("factory", "quality")
    assert said(gap.finding) == "Nobody is named for quality. Name a person and a deputy."


def test_missing_and_own_deputy_are_told():
    seats = [replace(FULL[0], deputy=" "), replace(FULL[1], deputy="Bao"), *FULL[2:]]

    assert [gap.finding.code for gap in contact_gaps(seats)] == ["contacts.no-deputy", "contacts.own-deputy"]


def test_seat_of_somebody_who_left_is_empty():
    codes = {gap.finding.code for gap in contact_gaps(FULL, left=["Bao"])}

    assert (len(contact_gaps(FULL, left=["Bao"])), codes) == (10, {"contacts.no-person"})


@given(st.lists(st.sampled_from(FULL)))
@settings(max_examples=40, deadline=None)
def test_swapped_sides_swap_the_gaps(seats):
    swapped = [replace(seat, side="buyer" if seat.side == "factory" else "factory") for seat in seats]

    ours = {(gap.side, gap.topic) for gap in contact_gaps(seats)}
    theirs = {("buyer" if gap.side == "factory" else "factory", gap.topic) for gap in contact_gaps(swapped)}

    assert ours == theirs


def test_everything_a_leaving_person_holds_is_listed_with_who_could_take_it():
    seats = [
        Seat(side="factory", topic="quality", person="Bao", deputy="Lin"),
        Seat(side="factory", topic="finance", person="Bao"),
        Seat(side="buyer", topic="finance", person="Bao", deputy="Ana"),
    ]

    lines = hand_over(HELD, seats=seats, leaving="Bao", side="factory")

    assert [(line.holding.key, line.proposed) for line in lines] == [("r1", "Lin"), ("m1", ""), ("p1", "")]
    assert said(lines[0].finding) == "Lin, named for the same topic, could take over “Lab dip result”."
    assert lines[1].finding.code == "contacts.nobody-takes-over"


def test_lead_takes_over_from_a_leaving_deputy():
    (line,) = hand_over(HELD[:1], seats=FULL, leaving="Lin", side="factory")

    assert line.proposed == "Bao"
