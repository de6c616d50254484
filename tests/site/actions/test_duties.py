from datetime import date

import pytest

from troth_site import access
from troth_site.access import NotAllowed, NotThere
from troth_site.actions.orders.duties import Duty, DutyRefused, complete_duty, record_duties, record_duty
from troth_site.actions.trust import judging
from troth_site.models import (
    AuditEntry,
    Commitment,
    Judgement,
    LedgerEntry,
    Membership,
    Organisation,
    Person,
    Relationship,
)
from troth_site.queries.trust import judge_relationships

pytestmark = pytest.mark.django_db
AGREED, DUE, LATE = date(2026, 3, 2), date(2026, 3, 16), date(2026, 3, 20)


@pytest.fixture
def pair():
    buyer = Organisation.objects.create(kind="buyer", name="A brand")
    factory = Organisation.objects.create(kind="factory", name="A factory")
    return Relationship.objects.create(buyer=buyer, factory=factory)


def seated(organisation, role):
    person = Person.objects.create_user(f"{role}{organisation.pk if organisation else ''}@somewhere.example", name=role)
    if organisation:
        Membership.objects.create(person=person, organisation=organisation, role=role)
    return access.actor(person)


def duty(**changed):
    told = {"side": "buyer", "kind": "sample_approval", "what": "Approve the sample", "agreed_on": AGREED,
            "due_on": DUE}  # fmt: skip
    return Duty(**{**told, **changed})


def counts(pair, as_of, group=1):
    judged = judge_relationships([pair.pk], as_of=as_of)[0].of(group)
    return judged.n, judged.kept


def test_an_open_duty_counts_as_late_from_the_day_after_its_day(pair):
    record_duty(by=seated(pair.buyer, "sourcing"), relationship=pair.pk, duty=duty())

    assert [counts(pair, day) for day in (DUE, date(2026, 3, 17))] == [(0, 0), (1, 0)]


def test_a_duty_done_in_time_and_recorded_later_is_kept_once_it_is_known(pair):
    done = duty(done_on=date(2026, 3, 12), recorded_on=LATE)
    record_duty(by=seated(pair.buyer, "sourcing"), relationship=pair.pk, duty=done)

    assert [counts(pair, day) for day in (date(2026, 3, 17), LATE)] == [(1, 0), (1, 1)]
    entries = LedgerEntry.objects.order_by("seq").values_list("kind", "recorded_on")
    assert list(entries) == [("duty.agreed", AGREED), ("duty.done", LATE)]
    assert Commitment.objects.get().state == "kept"


def test_completing_a_duty_supersedes_what_stood_and_twice_changes_nothing(pair):
    by = seated(pair.buyer, "sourcing")
    commitment = record_duty(by=by, relationship=pair.pk, duty=duty(dimension="money", kind="invoice"))

    for _ in range(2):
        complete_duty(by=by, commitment=commitment, done_on=LATE)

    row = Commitment.objects.get()
    assert (row.state, row.closed_on, row.dimension) == ("kept_late", LATE, "money")
    assert LedgerEntry.objects.count() == 2
    assert AuditEntry.objects.filter(verb__startswith="dut").count() == 2
    with pytest.raises(DutyRefused):
        complete_duty(by=by, commitment=commitment, done_on=DUE)


def test_a_factory_s_duty_counts_for_the_factory(pair):
    done = duty(side="factory", done_on=DUE)
    record_duties(by=seated(pair.factory, "sales"), relationship=pair.pk, duties=[done, duty()])

    assert (counts(pair, LATE, group=0), counts(pair, LATE, group=1)) == ((1, 1), (1, 0))


@pytest.mark.parametrize("nonsense", [{"what": " "}, {"kind": ""}, {"done_on": date(2026, 3, 1)}])
def test_a_duty_that_says_nothing_or_was_done_too_early_is_refused_whole(pair, nonsense):
    with pytest.raises(DutyRefused):
        record_duties(by=seated(pair.buyer, "sourcing"), relationship=pair.pk, duties=[duty(), duty(**nonsense)])
    assert not Commitment.objects.exists()


def test_only_members_who_may_record_record_duties(pair):
    with pytest.raises(NotThere):
        record_duty(by=seated(None, "nobody"), relationship=pair.pk, duty=duty())
    with pytest.raises(NotAllowed):
        record_duty(by=seated(pair.buyer, "finance"), relationship=pair.pk, duty=duty())


def test_judging_can_wait_until_all_is_told(pair):
    by = seated(pair.buyer, "sourcing")

    with judging.postponed() as waiting:
        record_duty(by=by, relationship=pair.pk, duty=duty())
        assert (waiting, Judgement.objects.count()) == ({pair.pk}, 0)

    record_duties(by=by, relationship=pair.pk, duties=[duty()])
    assert Judgement.objects.exists()
    assert record_duties(by=by, relationship=pair.pk, duties=[]) == []
