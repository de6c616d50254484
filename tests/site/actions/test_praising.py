"""Praise for praise: the flag where both sides confirm everything and nobody ever contests."""

from datetime import date, timedelta

import pytest

from tests import makers
from troth_site.actions import commitments
from troth_site.actions.trust import judging, praising, settling
from troth_site.models import Commitment, LedgerEntry, Membership, RedFlag, Relationship
from troth_site.queries import settling as settled

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
LINES, DUTIES = 50, 10


@pytest.fixture
def both():
    """Fifty lines of the factory and ten promises of the buyer, all kept, all confirmed by the other side."""
    buyer = makers.make_organisation("Nordlicht")
    lines = [(TODAY - timedelta(days=7 * back), 0) for back in range(1, LINES + 1)]
    makers.make_lines(buyer, "Yongfa", lines, today=TODAY)
    pair = Relationship.objects.get()
    sides = {
        "buyer": makers.make_actor(makers.make_person(buyer)),
        "factory": makers.make_actor(makers.make_person(pair.factory)),
    }
    with judging.postponed():
        for pk in Commitment.objects.values_list("pk", flat=True):
            commitments.confirm(by=sides["factory"], commitment=pk, on=TODAY)
        for _ in range(DUTIES):
            keep_a_duty(pair, sides)
    return pair, sides


def keep_a_duty(pair, sides):
    pk = commitments.propose(
        by=sides["buyer"], relationship=pair.pk, dimension="money", what="Pay the deposit", due_on=TODAY, on=TODAY
    )
    commitments.step(by=sides["factory"], commitment=pk, event="accept", on=TODAY)
    commitments.step(by=sides["buyer"], commitment=pk, event="close_kept", evidence="Paid.", on=TODAY)
    commitments.step(by=sides["factory"], commitment=pk, event="confirm", on=TODAY)
    return pk


def watch(pair, today=TODAY):
    # The night looks at it from the books of both organisations.
    return praising.watch_praise(pair.buyer_id, today=today) + praising.watch_praise(pair.factory_id, today=today)


def test_both_sides_are_flagged_once_with_all_that_a_flag_says(both):
    pair, sides = both

    assert (watch(pair), watch(pair)) == (2, 0)
    flags = RedFlag.objects.order_by("side")
    assert [(row.side, row.dimension, row.rule, row.severity) for row in flags] == [
        ("buyer", "honesty", "never_contested", "minor"), ("factory", "honesty", "never_contested", "minor"),
    ]  # fmt: skip
    for row in flags:
        assert (row.data["n"], row.raised_on, row.due_on) == (60, TODAY, TODAY + timedelta(days=14))
        assert row.false_alarm == pytest.approx(0.95**60)
        assert (row.data["actions"], row.acknowledge_by is None) == (["check_a_sample"], False)
    assert [len(settled.flags(by)) for by in sides.values()] == [2, 2]


def test_its_page_says_what_was_seen_and_what_to_do(both, client):
    pair, _sides = both
    watch(pair)
    seat = Membership.objects.get(organisation=pair.factory)
    client.force_login(seat.person)

    page = client.get(f"/flags/{RedFlag.objects.get(side='buyer').pk}/").content.decode()

    for said in (
        "Confirmed without question", "all 60 were kept, none was late, none was ever contested", "4.6 %",
        "Check a few of the confirmed promises against documents",
        "What the side that relies on it found closes the flag",
    ):  # fmt: skip
        assert said in page
    assert "A full quarter on target" not in page


def test_one_contested_entry_closes_both_flags(both):
    pair, sides = both
    watch(pair)
    more = makers.make_lines(pair.buyer, "Yongfa", [(TODAY - timedelta(days=3), 0)], key="M", today=TODAY)

    commitments.contest_entry(by=sides["factory"], commitment=more[0].commitment_id, reason="Not ours.", on=TODAY)

    assert watch(pair, TODAY) == 0
    assert [row.closed_on for row in RedFlag.objects.all()] == [TODAY, TODAY]


def test_the_papers_close_it_until_twice_as_much_is_confirmed(both):
    pair, sides = both
    watch(pair)
    flags = {row.side: row for row in RedFlag.objects.all()}

    # What the flagged side says of itself closes nothing.
    settling.answer_flag(by=sides["factory"], flag=flags["factory"].pk, answer="All true.", finding="not so", on=TODAY)
    assert watch(pair) == 0
    assert RedFlag.objects.filter(closed_on=None).count() == 2

    settling.answer_flag(by=sides["buyer"], flag=flags["factory"].pk, answer="Saw six.", finding="not so", on=TODAY)
    assert watch(pair) == 0
    assert list(RedFlag.objects.filter(closed_on=None).values_list("side", flat=True)) == ["buyer"]
    assert watch(pair) == 0
    # As though only half as much had been confirmed when somebody looked.
    RedFlag.objects.filter(side="factory").update(data={**flags["factory"].data, "n": 30})
    assert watch(pair) == 1


def test_a_promise_confirmed_as_late_speaks_against_it(both):
    pair, _sides = both
    Commitment.objects.filter(pk=Commitment.objects.order_by("pk").first().pk).update(state="kept_late")

    assert watch(pair) == 0
    assert not RedFlag.objects.exists()


def test_what_is_confirmed_is_the_word_of_the_other_side_and_weighs_nine_tenths(both):
    last = LedgerEntry.objects.filter(kind="entry.confirmed")
    assert {round(weight, 9) for weight in last.values_list("kept_weight", flat=True)} == {0.9}
    promises = LedgerEntry.objects.filter(kind="commitment.confirm")
    assert {round(weight, 9) for weight in promises.values_list("kept_weight", flat=True)} == {0.9}
