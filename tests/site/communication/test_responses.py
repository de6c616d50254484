from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.communication import asked
from tests.site.communication.asked import HOUR, MONDAY, answer, ask, past, thread, write
from troth.communication.clock import Request, response_summary
from troth_site.actions.communication import requests, responses, responses_decay
from troth_site.actions.trust import judging
from troth_site.models import (
    Action,
    ActionLine,
    AuditEntry,
    Commitment,
    Judgement,
    MeetingSeries,
    Notification,
    RedFlag,
    ReplyRequest,
    ResponseSummary,
)
from troth_site.queries.communication import response_facts
from troth_site.queries.communication.calendars import work_calendar_of
from troth_site.queries.communication.responses import response_lines

pytestmark = pytest.mark.django_db
YES = "It is 19-4052."


@pytest.fixture
def topic(cast):
    asked.places(cast)
    return thread(cast)


def test_the_summary_counts_open_requests_and_equals_the_library_s(cast, topic):
    waits = [2, 30, 100, None, 5, None]
    past(cast, waits)
    now = MONDAY + 40 * 24 * HOUR
    with asked.at(now):
        responses.recompute(cast.pair, now=now)
    row = ResponseSummary.objects.get(side="factory")
    calendar = work_calendar_of(cast.pair.factory_id, now.date())
    told = [
        Request(asked=MONDAY + at * 24 * HOUR, answered=None if hours is None else MONDAY + (at * 24 + hours) * HOUR)
        for at, hours in enumerate(waits)
    ]
    found = response_summary(told, as_of=now, calendar=calendar)

    assert (row.requests, row.answered, row.open) == (6, 4, 2)
    assert (row.share, row.low, row.high) == pytest.approx((found.share, found.low, found.high))
    assert (row.median_hours, row.median_low) == (found.median_hours, found.median_low)
    assert ResponseSummary.objects.get(side="buyer").requests == 0


def test_every_answer_brings_the_summary_up_to_date_at_once(cast, topic):
    row = ask(topic, cast.ana)
    assert response_lines(cast.pair.pk)["factory"].open == 1
    answer(topic, cast.lin, YES, MONDAY + HOUR)
    assert response_lines(cast.pair.pk)["factory"].open == 0
    with asked.at(MONDAY + 2 * HOUR):
        requests.say(by=makers.make_actor(cast.ana), request=row.pk, message=row.message_id + 1, answers=False)

    assert response_lines(cast.pair.pk)["factory"].open == 1


def test_response_lines_take_one_query(cast, topic, django_assert_num_queries):
    ask(topic, cast.ana)
    response_lines(cast.pair.pk)
    with django_assert_num_queries(1):
        lines = response_lines(cast.pair.pk)
    assert (lines["factory"].requests, lines["buyer"].requests) == (1, 0)


def test_what_was_taken_back_and_what_is_older_than_a_year_is_left_out(cast, topic):
    past(cast, [2], first=MONDAY - timedelta(days=400))
    row = ask(topic, cast.ana)
    with asked.at(MONDAY + HOUR):
        requests.withdraw(by=makers.make_actor(cast.ana), request=row.pk)

    assert response_lines(cast.pair.pk)["factory"].requests == 0


def test_the_night_computes_every_relationship_anew_and_leaves_one_entry(cast, topic):
    ask(topic, cast.ana)
    night = MONDAY + timedelta(days=30)

    assert responses.recompute_all(now=night) == 1
    assert ResponseSummary.objects.get(side="factory").computed_at == night
    assert AuditEntry.objects.filter(verb="responses.recomputed").count() == 1


def test_last_contact_is_what_a_person_wrote(cast, topic):
    assert response_facts.last_substantive_contact(cast.pair.pk) is None
    write(topic, cast.ana, "Hello", MONDAY)
    write(topic, cast.lin, "I am away", MONDAY + HOUR, automatic="out-of-office")

    assert response_facts.last_substantive_contact(cast.pair.pk) == MONDAY


def test_a_missed_target_opens_reassign_contacts_without_order_lines(cast, topic):
    past(cast, [200] * 8, gap=3 * HOUR)
    with asked.at(MONDAY + 20 * 24 * HOUR):
        judging.judge([cast.pair.pk], as_of=date(2026, 3, 22))
    action = Action.objects.get(dimension="communication")

    assert (action.kind, action.side, action.state) == ("reassign_contacts", "factory", "open")
    assert ActionLine.objects.filter(action=action).count() == 0
    assert Judgement.objects.get(dimension="communication", side="factory").state == "alarm"


def test_whether_reassigning_worked_is_told_by_the_answers_since(cast, topic):
    past(cast, [200] * 8, gap=3 * HOUR)
    with asked.at(MONDAY + 20 * 24 * HOUR):
        judging.judge([cast.pair.pk], as_of=date(2026, 3, 22))
    Action.objects.filter(dimension="communication").update(state="done", done_on=date(2026, 3, 22))
    start = datetime(2026, 3, 30, 2, tzinfo=UTC)
    past(cast, [1] * 9, first=start, gap=HOUR / 4)
    with asked.at(start + 9 * 24 * HOUR):
        judging.judge([cast.pair.pk], as_of=date(2026, 4, 8))
        assert Action.objects.get(dimension="communication").state == "done"
        past(cast, [1], first=start + 5 * HOUR)
        judging.judge([cast.pair.pk], as_of=date(2026, 4, 8))

    assert Action.objects.get(dimension="communication").state == "worked"


def slowing(cast, *, first=datetime(2025, 3, 3, 2, tzinfo=UTC), months=10, what="Is lot KD-7 packed?"):
    """Ask three questions a month that wait longer from month to month, by the wall clock."""
    rows = []
    for month in range(months):
        when = first + timedelta(days=30.4 * month)
        past(cast, [2 + 2 * month] * 4, first=when, gap=26 * HOUR, severity="critical", what=what)
        rows.append(when)
    return rows[-1]


def test_communication_that_decays_raises_one_flag_that_both_sides_see(cast, topic):
    cast.pair.owner_buyer, cast.pair.owner_factory = cast.ana, cast.lin
    cast.pair.save(update_fields=["owner_buyer", "owner_factory"])
    now = slowing(cast) + timedelta(days=20)
    with asked.at(now):
        assert responses_decay.watch_decay(cast.buyer.pk, now=now) == 1
        assert responses_decay.watch_decay(cast.buyer.pk, now=now) == 0
    flag = RedFlag.objects.get(rule="communication_decay")

    assert (flag.side, flag.dimension, flag.closed_on) == ("factory", "communication", None)
    assert flag.data["signals"] == ["decay.slower"]
    assert flag.false_alarm < 0.05
    assert Notification.objects.filter(event="flag").count() == 2
    for person in (cast.ana, cast.lin):
        text = cast.browser(person).get(reverse("flag", args=[flag.pk])).content.decode()
        assert "Communication decays" in text
        assert "% a month over 10 months" in text


def test_the_flag_closes_once_answers_recover_and_cools_down(cast, topic):
    now = slowing(cast) + timedelta(days=20)
    with asked.at(now):
        responses_decay.watch_decay(cast.buyer.pk, now=now)
    ReplyRequest.objects.update(answered_at=None, withdrawn_at=now)
    # With nothing open either side may be quiet.
    Commitment.objects.update(state="kept")
    for days, is_open in ((10, True), (40, False)):
        with asked.at(now + timedelta(days=days)):
            responses_decay.watch_decay(cast.buyer.pk, now=now + timedelta(days=days))
        assert RedFlag.objects.filter(rule="communication_decay", closed_on=None).exists() is is_open
    assert AuditEntry.objects.filter(verb="flag.closed").count() == 1


def test_no_flag_is_raised_while_our_own_questions_are_unclear(cast, topic):
    now = slowing(cast, what="Which blue is it, soon?") + timedelta(days=20)
    with asked.at(now):
        assert responses_decay.watch_decay(cast.buyer.pk, now=now) == 0


def test_steady_answers_raise_no_flag(cast, topic):
    for month in range(10):
        past(cast, [5] * 4, first=datetime(2025, 3, 3, 2, tzinfo=UTC) + timedelta(days=30.4 * month), gap=26 * HOUR)
    now = datetime(2025, 12, 20, tzinfo=UTC)
    with asked.at(now):
        assert responses_decay.watch_decay(cast.buyer.pk, now=now) == 0


def quiet_after_a_question(cast):
    """Ask and be answered once while a series of weekly meetings runs; nobody writes afterwards."""
    MeetingSeries.objects.create(
        relationship=cast.pair, title="Weekly", every_weeks=1, first_on=MONDAY.date(), starts="09:00", zone="UTC",
        minutes=30, created_at=MONDAY,
    )  # fmt: skip
    past(cast, [2], what="Is lot KD-7 packed?")


@pytest.mark.parametrize(("days", "raised"), [(10, 0), (11, 1)])
def test_silence_beyond_the_agreed_rhythm_raises_the_flag(cast, topic, days, raised):
    quiet_after_a_question(cast)
    now = MONDAY + timedelta(days=days)
    with asked.at(now):
        assert responses_decay.watch_decay(cast.buyer.pk, now=now) == raised
        assert responses_decay.watch_decay(cast.pair.factory_id, now=now) == raised
    signals = RedFlag.objects.order_by("side").values_list("side", "data__signals", "false_alarm")

    assert list(signals) == [("buyer", ["decay.silent"], None), ("factory", ["decay.silent"], None)][: 2 * raised]


def test_silence_raises_nothing_where_nobody_expects_a_word(cast, topic):
    past(cast, [2], what="Is lot KD-7 packed?")
    Commitment.objects.update(state="kept")
    now = MONDAY + timedelta(days=90)
    with asked.at(now):
        assert responses_decay.watch_decay(cast.buyer.pk, now=now) == 0


def test_both_sides_read_the_signs_and_the_rhythm(cast, topic):
    quiet_after_a_question(cast)
    with asked.at(MONDAY + timedelta(days=11)):
        texts = [page(cast, person).content.decode() for person in (cast.ana, cast.lin)]

    for text in texts:
        assert "The last contact was 11 days ago, closed days left out; that is overdue." in text
        assert "The agreed meetings set a rhythm of 7 days; from 10.5 days on silence counts" in text


def page(cast, person, **query):
    return cast.browser(person).get(reverse("response", args=[cast.pair.pk]), query)


def test_the_page_shows_both_sides_mirrored(cast, topic):
    past(cast, [2, None], first=timezone.now() - timedelta(days=20))
    past(cast, [3], first=timezone.now() - timedelta(days=20), asker=cast.lin, replier=cast.ana)
    ours, theirs = (page(cast, person, side="factory").content.decode() for person in (cast.ana, cast.lin))

    for text in (ours, theirs):
        assert "0 open, 1 overdue, 1 answered, 0 taken back" in text
        assert "2 questions, 1 open" in text
        assert "1 question, 0 open" in text
        assert "Which blue is it?" in text
    assert cast.browser(cast.stranger).get(reverse("response", args=[cast.pair.pk])).status_code == 404


def test_the_page_narrows_to_states_and_words(cast, topic):
    past(cast, [2, None], first=timezone.now() - timedelta(days=20))
    ask(topic, cast.ana, timezone.now() - timedelta(minutes=5), what="Where is the parcel?")

    def found(**query):
        return [row["row"].what for row in page(cast, cast.ana, side="factory", **query).context["rows"]]

    assert found(state="open") == ["Where is the parcel?"]
    assert found(state="overdue") == ["Which blue is it?"]
    assert found(q="parcel") == ["Where is the parcel?"]
    assert found(severity="safety") == []
    assert len(found(state="nonsense", page="zero")) == 3


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_as_many_queries_for_three_requests_as_for_one(cast, topic, django_assert_num_queries, number):
    past(cast, [2] * number, first=timezone.now() - timedelta(days=20))
    page(cast, cast.ana, side="factory")
    browser = cast.browser(cast.ana)
    with django_assert_num_queries(24):
        browser.get(reverse("response", args=[cast.pair.pk]), {"side": "factory"})


def test_fifty_a_page(cast, topic):
    past(cast, [None] * 51, first=timezone.now() - timedelta(days=20), gap=HOUR / 10)
    first, second = page(cast, cast.ana, side="factory"), page(cast, cast.ana, side="factory", page="2")

    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 1)


def test_an_unknown_side_says_so_and_never_zero(cast):
    text = page(cast, cast.ana).content.decode()

    assert "Nothing has been asked yet." in text
    assert "nothing known yet" in text


def test_the_api_tells_the_same(cast, topic):
    past(cast, [2, None], first=timezone.now() - timedelta(days=20))
    browser = cast.browser(cast.lin)
    listed = browser.get(reverse("api:requests", args=[cast.pair.pk]), {"state": "overdue"}).json()
    told = {row["side"]: row for row in browser.get(reverse("api:response", args=[cast.pair.pk])).json()}

    assert (listed["total"], listed["requests"][0]["state"], listed["requests"][0]["answered_by"]) == (
        1,
        "overdue",
        "factory",
    )
    assert (told["factory"]["requests"], told["factory"]["open"], told["buyer"]["share_within_target"]) == (2, 1, None)
