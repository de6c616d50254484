from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction

from tests.site.actions.told_demo import MEASURES, told_again, told_by_the_ledgers
from troth_site import access
from troth_site.actions import demo
from troth_site.actions.demo.cast import BUYER, FACTORIES
from troth_site.actions.demo.stories import storm_of
from troth_site.models import (
    Action,
    AuditEntry,
    Commitment,
    Judgement,
    LedgerEntry,
    Meeting,
    Membership,
    OrderLine,
    Person,
    PromisedDate,
    Receipt,
    RedFlag,
    Relationship,
    Tally,
)
from troth_site.queries import ledger
from troth_site.queries.communication.contacts import card_of
from troth_site.queries.communication.hospitality import register
from troth_site.queries.communication.meetings import meeting
from troth_site.queries.communication.reading import reading
from troth_site.queries.communication.table_needs import meal_of
from troth_site.queries.communication.visit_feedback import visit_of
from troth_site.queries.demo import contents
from troth_site.queries.partners import partnership
from troth_site.queries.portfolio.report import report

TODAY = date(2026, 11, 20)
NAMES = {firm.tells: firm.name for firm in FACTORIES}


@pytest.fixture(scope="module")
def filled_before(django_db_setup, django_db_blocker):
    """What a filling told that was taken back, so that another could follow."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.fill(today=TODAY)
        told = told_by_the_ledgers()
        transaction.set_rollback(True)
    return told


@pytest.fixture(scope="module")
def filled(filled_before, django_db_blocker):
    """The demonstration, filled once for all tests of this file, none of which writes."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.fill(today=TODAY)
        yield
        transaction.set_rollback(True)


def row(story):
    return Relationship.objects.get(factory__name=NAMES[story])


def numbers(story, side="factory", dimension="delivery"):
    return Judgement.objects.get(relationship=row(story), side=side, dimension=dimension)


@pytest.mark.parametrize(
    ("story", "state"),
    [
        ("steady", "ok"), ("drifting", "alarm"), ("recovering", "ok"), ("hiding", "alarm"), ("new", "insufficient"),
        ("buyer_caused", "ok"), ("typhoon", "ok"), ("moved", "watch"), ("split", "ok"), ("confirmed", "ok"),
        ("untouched", "no data"), ("silent", "ok"),
    ],
)  # fmt: skip
def test_every_story_reaches_its_state(filled, story, state):
    assert numbers(story).state == state


def test_the_cast_is_a_dozen_factories_in_six_countries(filled):
    assert len(FACTORIES) == 12
    assert len({firm.country for firm in FACTORIES}) == 6
    assert Relationship.objects.filter(buyer__name=BUYER.name).count() == 12
    assert all(one.email.endswith(".example") for firm in (BUYER, *FACTORIES) for one in firm.people)


def test_the_drifting_factory_has_an_open_flag_and_an_open_action(filled):
    flags = RedFlag.objects.filter(relationship=row("drifting"), side="factory", closed_on=None)
    assert set(flags.values_list("rule", flat=True)) == {"consistent_delays", "communication_decay"}
    assert Action.objects.get(relationship=row("drifting"), dimension="communication").kind == "reassign_contacts"
    action = Action.objects.get(relationship=row("drifting"), dimension="delivery")
    assert (action.kind, action.state, action.side) == ("review_production_schedules", "open", "factory")
    assert action.owner_buyer is not None
    assert action.owner_factory is not None
    assert action.lines.count() > 5


def test_the_recovering_factory_s_action_was_done_with_evidence_and_worked(filled):
    action = Action.objects.get(relationship=row("recovering"))
    assert (action.state, action.result["verdict"]) == ("worked", "worked")
    assert action.opened_on <= action.done_on <= action.due_on < action.checked_on
    assert action.evidence
    flag = RedFlag.objects.get(relationship=row("recovering"))
    assert flag.closed_on is not None


def test_the_hiding_factory_s_lateness_was_recorded_weeks_later(filled):
    late = OrderLine.objects.filter(relationship=row("hiding"), factory_days__gt=0)
    waited = [(receipt.recorded_on - receipt.day).days for receipt in Receipt.objects.filter(line__in=late)]
    assert len(waited) >= 20
    assert min(waited) >= 20
    assert not PromisedDate.objects.filter(line__in=late).exclude(moved_by="").exists()


def test_days_the_buyer_lost_are_the_buyer_s(filled):
    lines = OrderLine.objects.filter(relationship=row("buyer_caused"), buyer_days__gt=0)
    assert lines.count() >= 10
    assert not lines.filter(factory_days__gt=0).exists()
    assert numbers("buyer_caused").excused == lines.count()
    assert numbers("buyer_caused", "buyer").state == "alarm"
    assert numbers("steady", "buyer").state == "ok"


def test_the_typhoon_s_days_count_for_nobody(filled):
    storm = storm_of(TODAY)
    lines = OrderLine.objects.filter(relationship=row("typhoon"), excused_days__gt=0)
    found = numbers("typhoon")
    assert found.excused == lines.count() >= 4
    assert (
        found.lines == OrderLine.objects.filter(relationship=row("typhoon"), due_on__lt=TODAY).count() - lines.count()
    )
    told = LedgerEntry.objects.filter(relationship=row("typhoon"), kind="delivery.delay")
    assert set(told.values_list("recorded_on", flat=True)) == {storm + timedelta(days=1)}
    assert all(line.due_on > storm + timedelta(days=1) for line in lines)


def test_moved_promises_name_every_kind_of_mover_and_a_reason(filled):
    moves = PromisedDate.objects.filter(line__relationship=row("moved")).exclude(moved_by="")
    assert set(moves.values_list("moved_by", flat=True)) == {"factory", "buyer", "agreed", "force_majeure"}
    assert not moves.filter(reason="").exists()


def test_split_deliveries_add_up_to_the_quantity_ordered(filled):
    parts = Counter()
    for line, quantity in Receipt.objects.filter(quantity__isnull=False).values_list("line_id", "quantity"):
        parts[line] += quantity
    assert len(parts) >= 15
    assert all(OrderLine.objects.get(pk=pk).quantity == total for pk, total in parts.items())


def test_the_factory_confirmed_its_lines_and_contested_one(filled):
    promises = Commitment.objects.filter(relationship=row("confirmed"), kind="order line")
    assert set(promises.exclude(confirmed_on=None).values_list("quality", flat=True)) == {0.9}
    assert promises.exclude(confirmed_on=None).count() >= 20
    contested = LedgerEntry.objects.get(relationship=row("confirmed"), kind="entry.contested")
    assert (contested.held, contested.commitment.contested_on) == (0.5, TODAY - timedelta(days=6))


def test_the_standing_pair_has_several_dimensions(filled):
    pair = {(j.side, j.dimension) for j in Judgement.objects.filter(relationship=row("steady"), lines__gt=0)}
    assert pair == {
        ("factory", "delivery"), ("buyer", "delivery"), ("buyer", "money"), ("factory", "communication"),
        ("buyer", "communication"), ("factory", "partnership"), ("buyer", "partnership"), ("factory", "quality"),
        ("buyer", "quality"), ("factory", "honesty"),
    }  # fmt: skip


def test_both_sides_owe_something_soon_and_one_thing_each_is_overdue(filled):
    promises = Commitment.objects.filter(state="accepted", closed_on=None)
    overdue = promises.filter(due_on__lt=TODAY)
    soon = promises.filter(due_on__gte=TODAY, due_on__lte=TODAY + timedelta(days=42))
    assert sorted(overdue.values_list("side", "kind")) == [
        ("buyer", "promise"), ("buyer", "promise"), ("buyer", "sample_approval"), ("buyer", "status"),
        ("buyer", "status"), ("factory", "answer"), ("factory", "answer"), ("factory", "order line"),
    ]  # fmt: skip
    assert Counter(soon.values_list("side", flat=True)).keys() == {"buyer", "factory"}


def test_nothing_is_recorded_before_it_happened_or_after_today(filled):
    for happened, recorded, kind in LedgerEntry.objects.values_list("happened_on", "recorded_on", "kind"):
        assert recorded <= TODAY
        assert happened <= recorded or kind in {"delivery.promised", "delivery.moved", "delivery.delay",
                                                "delivery.received"}  # fmt: skip


def test_nothing_leaves_a_chinese_factory_on_new_year_s_day(filled):
    chinese = OrderLine.objects.filter(relationship__factory__country="CN")
    assert not chinese.filter(completed_on__in=[date(2025, 1, 29), date(2026, 2, 17)]).exists()
    assert chinese.filter(completed_on__isnull=False).count() > 200


def test_a_factory_s_person_sees_its_own_record_from_the_other_side(filled):
    seat = Membership.objects.get(person__email="elif@ege-ruzgari.example")
    seen = report(access.actor(seat.person), as_of=TODAY)
    assert [partner["name"] for partner in seen] == [BUYER.name]
    assert seen[0]["factory"]["delivery"]["n"] == numbers("drifting").lines


def seen(email):
    """Return the gate and the partnership with Sonali Suta as somebody of the demonstration sees them."""
    by = access.actor(Person.objects.get(email=email))
    return by, partnership(by, row("steady").pk)


@pytest.mark.parametrize("email", ["tomasz.wilk@tarnholm.example", "rubina@sonali-suta.example"])
def test_a_visit_was_held_and_both_sides_read_what_was_seen_promised_and_said(filled, email):
    by, found = seen(email)
    held = Meeting.objects.get(way="visit", state="closed")
    assert held.starts_at.date() < TODAY
    page = visit_of(by, found, meeting(by, held.pk).row)

    assert [each.side for each in page.ratings] == ["buyer", "factory"]
    assert [(each.side, bool(each.answer)) for each in page.findings] == [
        ("buyer", True), ("buyer", True), ("factory", True)
    ]  # fmt: skip
    assert [(each.promised_by, each.promise_state) for each in page.findings] == [
        ("", ""), ("factory", "kept"), ("buyer", "accepted"),
    ]  # fmt: skip


def test_the_next_visit_is_read_up_on_catered_for_and_its_gift_approved(filled):
    by, found = seen("tomasz.wilk@tarnholm.example")
    ahead = Meeting.objects.get(way="visit", state="planned")
    assert ahead.starts_at.date() > TODAY
    one = meeting(by, ahead.pk)
    assert {each.state for each in one.people} == {"coming"}
    listed = reading(by, found)
    assert [each.right for each in listed.asked] == [True]
    assert "dress" in {row.category for row in listed.own}
    assert "greeting" in {row.category for row in listed.noted}

    meal = meal_of(by, found, one.row, one.people, now=ahead.starts_at)
    assert (meal.what, meal.pays) == ("Lunch in the canteen", "factory")
    host, theirs = seen("rubina@sonali-suta.example")
    needs = meal_of(host, theirs, one.row, one.people, now=ahead.starts_at)
    assert {"no-shellfish", "vegetarian", "halal"} <= dict(needs.sums).keys()
    gift = register(by, found).rows[0]
    assert (gift.day, gift.ours.state, gift.is_given) == (ahead.starts_at.date(), "approved", False)
    assert register(host, theirs).rows[0].ours.state == "within"


def test_people_of_both_sides_say_how_they_like_to_work(filled):
    by, _found = seen("rubina@sonali-suta.example")
    tomasz = card_of(by, Person.objects.get(email="tomasz.wilk@tarnholm.example").pk)
    assert (tomasz.channel, tomasz.languages) == ("message", ("en",))
    assert card_of(by, by.person).languages == ("bn", "en")


def test_every_chain_verifies(filled):
    by = access.actor(Membership.objects.get(person__email=BUYER.people[0].email).person)
    found = [ledger.check(by, pk).what for pk in Relationship.objects.values_list("pk", flat=True)]
    assert found == [None] * 12


def test_the_tallies_are_what_the_ledgers_say(filled):
    keys = ("relationship_id", "side", "dimension", "happened", "known")
    stored = {
        (*row[:5], name): value
        for row in Tally.objects.values_list(*keys, *MEASURES)
        for name, value in zip(MEASURES, row[5:], strict=True)
        if abs(value) > 1e-9
    }
    assert len(stored) > 5000
    assert stored == pytest.approx(told_again(), abs=1e-9)


def test_the_portfolio_a_year_ago_did_not_know_of_the_drift(filled):
    person = Membership.objects.get(person__email=BUYER.people[0].email).person
    past = report(access.actor(person), as_of=TODAY - timedelta(days=365))
    then = {partner["name"]: partner["factory"]["delivery"]["state"] for partner in past}
    assert (then[NAMES["drifting"]], then[NAMES["recovering"]]) == ("ok", "alarm")


def test_filling_is_on_the_audit_trail_with_counts_to_show(filled):
    assert AuditEntry.objects.filter(verb="demo.filled").count() == 1
    assert (contents()["organisations"], contents()["relationships"], contents()["lines"]) == (14, 12, 905)
    assert len(contents()["people"]) == 29


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("today", ["2025-02-03", "2026-01-01", "2026-02-28", "2026-09-07", "2027-06-30"])
def test_the_stories_hold_on_any_day(today):
    demo.fill(today=date.fromisoformat(today))
    states = {story: numbers(story).state for story in NAMES}
    assert states == {
        "steady": "ok", "drifting": "alarm", "recovering": "ok", "hiding": "alarm", "new": "insufficient",
        "buyer_caused": "ok", "typhoon": "ok", "moved": "watch", "split": "ok", "confirmed": "ok",
        "untouched": "no data", "silent": "ok",
    }  # fmt: skip
    assert Action.objects.get(relationship=row("recovering")).state == "worked"
    assert numbers("buyer_caused", "buyer").state == "alarm"


@pytest.mark.django_db  # Tests so marked run first, in this order: after it the filling stays.
def test_two_fillings_tell_the_same(filled_before, filled):
    assert told_by_the_ledgers() == filled_before
    assert len(filled_before) > 2500
