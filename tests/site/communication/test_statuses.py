"""Weekly statuses: a day both agreed to, each due one a promise, told in time or late, on both sides alike."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests import makers
from tests.site.communication.talking import page, post, settle
from troth_site import access
from troth_site.actions.communication import statuses
from troth_site.actions.communication.statuses import StatusRefused
from troth_site.models import Commitment, LedgerEntry, Notification, StatusReport
from troth_site.queries.communication import statuses as rows

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
FRIDAY = date(2026, 3, 6)


@pytest.fixture
def pair(cast):
    settle(cast)
    makers.make_lines(cast.buyer, cast.pair.factory.name, [(date(2026, 4, 1), None)], key="S", today=date(2026, 3, 1))
    return cast


def by(person):
    return makers.make_actor(person)


def agree(cast, now=MONDAY, weekday=4):
    statuses.propose_day(by=by(cast.ana), relationship=cast.pair.pk, weekday=weekday, now=now)
    statuses.agree(by=by(cast.lin), relationship=cast.pair.pk, now=now)


def due(side):
    return StatusReport.objects.filter(side=side, sent_at=None).order_by("due_on").first()


def tell(cast, person, status, days=0, **told):
    now = MONDAY + timedelta(days=4 + days)
    statuses.tell(by=by(person), status=status.pk, told=told or {"risks": "None"}, now=now)


def test_nothing_is_due_until_both_agreed_to_a_day(pair):
    statuses.propose_day(by=by(pair.ana), relationship=pair.pair.pk, weekday=4, now=MONDAY)
    assert statuses.make_due(now=MONDAY) == 0
    with pytest.raises(StatusRefused):
        statuses.agree(by=by(pair.ana), relationship=pair.pair.pk, now=MONDAY)
    statuses.agree(by=by(pair.lin), relationship=pair.pair.pk, now=MONDAY)

    due_now = StatusReport.objects.order_by("side").values_list("side", "order__lines__due_on", "due_on")
    assert list(due_now) == [("buyer", None, FRIDAY), ("factory", date(2026, 4, 1), FRIDAY)]
    assert statuses.make_due(now=MONDAY) == 0
    assert statuses.make_due(now=MONDAY + timedelta(days=5)) == 2


def test_each_due_status_is_a_promise_and_people_are_told(pair):
    agree(pair)
    promised = Commitment.objects.filter(kind="status").order_by("side")

    assert [(row.side, row.dimension, row.state, row.due_on, row.quality) for row in promised] == [
        (side, "communication", "accepted", FRIDAY, 1.0) for side in ("buyer", "factory")
    ]
    assert Notification.objects.filter(event="status", person=pair.lin).count() == 1


@pytest.mark.parametrize(("days", "state", "kept"), [(0, "kept", 1), (3, "kept_late", 0)])
def test_told_in_time_it_is_kept_and_told_later_it_is_late(pair, days, state, kept):
    agree(pair)
    status = due("factory")
    tell(pair, pair.lin, status, days=days)

    row = Commitment.objects.get(pk=status.commitment_id)
    last = LedgerEntry.objects.filter(commitment=row, counted_on__isnull=False).order_by("seq").last()
    assert (row.state, row.closed_on, last.kept) == (state, FRIDAY + timedelta(days=days), kept)


def test_day_is_that_of_the_side_that_tells(pair):
    agree(pair)
    status, late_evening = due("factory"), datetime(2026, 3, 6, 17, tzinfo=UTC)
    statuses.tell(by=by(pair.lin), status=status.pk, told={"risks": "None"}, now=late_evening)
    mirror = due("buyer")
    statuses.tell(by=by(pair.ana), status=mirror.pk, told={"forecast": "Two orders"}, now=late_evening)

    assert Commitment.objects.get(pk=status.commitment_id).state == "kept_late"
    assert Commitment.objects.get(pk=mirror.commitment_id).state == "kept"


def test_a_status_never_told_counts_as_broken_after_its_day_and_punctuality_says_so(pair):
    agree(pair)
    tell(pair, pair.ana, due("buyer"), forecast="Two orders")
    seen = rows.statuses(by(pair.lin), pair.pair.pk, now=MONDAY + timedelta(days=6))

    assert (seen.punctual["factory"].due, seen.punctual["factory"].missing) == (1, 1)
    assert (seen.punctual["buyer"].due, seen.punctual["buyer"].on_time) == (1, 1)
    assert [each.state for each in seen.due] == ["overdue"]


def test_each_side_tells_its_own_once_and_a_blank_tells_nothing(pair):
    agree(pair)
    status = due("factory")
    with pytest.raises(access.NotAllowed):
        tell(pair, pair.ana, status)
    with pytest.raises(access.NotThere):
        tell(pair, pair.stranger, status)
    with pytest.raises(StatusRefused):
        statuses.tell(by=by(pair.lin), status=status.pk, told={"risks": "", "pieces_finished": None}, now=MONDAY)
    tell(pair, pair.lin, status, pieces_finished=0)
    with pytest.raises(StatusRefused):
        tell(pair, pair.lin, status)
    assert StatusReport.objects.get(pk=status.pk).fields["pieces_finished"] == 0


def test_form_shows_last_week_beside_and_fills_in_nothing(pair):
    agree(pair)
    tell(pair, pair.lin, due("factory"), percent_complete={"production": 40}, risks="Dye house full")
    statuses.make_due(now=MONDAY + timedelta(days=7))
    status = due("factory")
    text = page(pair, pair.lin, "status", status.pk)

    assert ("40 %" in text, "Dye house full" in text) == (True, True)
    assert 'value="40"' not in text
    assert ">Dye house full</textarea>" not in text
    sent = post(pair, pair.lin, "status", status.pk, percent_production="55", next_milestone="Packing")
    assert sent.status_code == 302
    told = StatusReport.objects.get(pk=status.pk)
    assert told.fields["percent_complete"] == {"production": 55}
    assert "risks" not in told.fields
    assert "55 %" in page(pair, pair.ana, "status", status.pk)


def test_gaps_are_named_and_a_step_back_is_asked_about(pair):
    agree(pair)
    tell(pair, pair.lin, due("factory"), percent_complete={"production": 40}, next_milestone="x",
         next_milestone_on="2026-03-20")  # fmt: skip
    statuses.make_due(now=MONDAY + timedelta(days=7))
    status = due("factory")
    tell(pair, pair.lin, status, days=7, percent_complete={"production": 30})

    gaps = rows.status(by(pair.ana), status.pk).gaps
    assert [gap.code for gap in gaps] == ["status.went-back", "status.milestone"]


def test_ending_leaves_what_is_due_and_makes_no_more(pair):
    agree(pair)
    statuses.end(by=by(pair.lin), relationship=pair.pair.pk, now=MONDAY)

    assert statuses.make_due(now=MONDAY + timedelta(days=7)) == 0
    assert StatusReport.objects.count() == 2


def test_list_costs_as_many_queries_however_much_was_told(pair, django_assert_num_queries):
    for week in range(3):
        if not week:
            agree(pair)
        statuses.make_due(now=MONDAY + timedelta(days=7 * week))
        actor = by(pair.ana)
        with django_assert_num_queries(5):
            rows.statuses(actor, pair.pair.pk, now=MONDAY)
