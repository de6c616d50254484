"""Attacks on the record itself: what somebody claims of a day does not move the ledger's own clock."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import makers
from troth.trust.judgement import judge
from troth.trust.tallies import day_number
from troth_site import access
from troth_site.actions import commitments
from troth_site.models import LedgerEntry, Relationship, Tally
from troth_site.queries import ledger, trust
from troth_site.queries.tallies import tallies_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    buyer, factory = makers.make_organisation("Nordlicht"), makers.make_organisation("Yongfa", kind="factory")
    return makers.make_relationship(buyer, factory)


@pytest.fixture
def sides(pair):
    return [makers.make_actor(makers.make_person(each)) for each in (pair.buyer, pair.factory)]


def closed(pair, sides, *, done_on):
    buyer, factory = sides
    due = timezone.localdate() - timedelta(days=300)
    pk = commitments.propose(by=factory, relationship=pair.pk, dimension="delivery", what="Samples", due_on=due)
    commitments.step(by=buyer, commitment=pk, event="accept")
    commitments.step(by=factory, commitment=pk, event="close_kept", evidence="Sent.", done_on=done_on)
    commitments.step(by=buyer, commitment=pk, event="confirm")
    return pk


def standing(pair, day):
    numbers = judge(tallies_of([pair.pk], "delivery"), groups=2, as_of=day, policy=trust.POLICY.of("delivery"))
    return numbers.of(0).standing


def test_back_dated_evidence_is_known_from_the_server_s_day(pair, sides):
    began, today = timezone.now(), timezone.localdate()

    closed(pair, sides, done_on=today - timedelta(days=310))

    for entry in LedgerEntry.objects.all():
        assert began <= entry.entered_at <= timezone.now()
        assert entry.recorded_on == today
    assert standing(pair, today - timedelta(days=1)) == 5.0
    assert standing(pair, today) > 5.0
    assert Tally.objects.filter(known__lt=day_number(today)).count() == 0


def test_a_history_that_says_when_it_was_recorded_still_carries_the_server_s_moment(pair):
    began = timezone.now()
    makers.make_lines(pair.buyer, "Yongfa", [(date(2015, 3, 2), 0)], today=timezone.localdate())
    row = Relationship.objects.get(factory__name="Yongfa")

    entry = LedgerEntry.objects.get(relationship=row)

    assert (entry.recorded_on, began <= entry.entered_at <= timezone.now()) == (date(2015, 3, 3), True)
    by = makers.make_actor(makers.make_person(row.buyer))
    assert ledger.check(by, row.pk).what is None
    # The moment is sealed into the chain: nobody moves it afterwards unseen.
    LedgerEntry.objects.filter(pk=entry.pk).update(entered_at=entry.entered_at - timedelta(days=4000))
    assert ledger.check(by, row.pk).what is not None


def test_nothing_was_done_on_a_day_still_to_come(pair, sides):
    with pytest.raises(commitments.PromiseRefused, match="not come yet"):
        closed(pair, sides, done_on=timezone.localdate() + timedelta(days=2))

    assert access.relationship(sides[0], pair.pk, "see").pk == pair.pk
    assert Tally.objects.filter(kept_weight__gt=0).count() == 0
