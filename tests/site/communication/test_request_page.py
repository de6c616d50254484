"""The page of one question: each thing that happened with its own moment, and when it was entered here."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.communication import asked
from tests.site.communication.asked import HOUR, MONDAY
from troth_site.actions.communication import calendars
from troth_site.actions.communication.requests_history import Told, record_history
from troth_site.models import ContactRole, ReplyRequest

pytestmark = pytest.mark.django_db


def history_of(cast, row, person):
    page = cast.browser(person).get(reverse("request", args=[row.pk]))
    return [(each["at"], each["later"]) for each in page.context["history"]]


def told(cast, at: datetime) -> ReplyRequest:
    people = {"buyer": cast.ana.pk, "factory": cast.lin.pk}
    one = Told(
        subject="Lab dips", topic="orders", side="buyer", what="Which blue?", why="", people=people, asked_at=at,
        due_at=at + 48 * HOUR, answered_at=at + 3 * HOUR, answer="19-4052",
    )  # fmt: skip
    record_history(by=makers.make_actor(cast.ana), relationship=cast.pair.pk, told=[one], now=timezone.now())
    return ReplyRequest.objects.get()


def test_what_was_entered_later_tells_both_days(cast):
    asked.places(cast)
    shown = history_of(cast, told(cast, MONDAY), cast.ana)

    assert [at for at, _later in shown] == [
        "Mon 2 Mar 2026 · 03:00 Berlin · 10:00 Shanghai", "Mon 2 Mar 2026 · 06:00 Berlin · 13:00 Shanghai",
    ]  # fmt: skip
    assert all(later.startswith("entered here ") for _at, later in shown)


def test_what_was_entered_at_once_tells_one_moment(cast):
    asked.places(cast)
    now = timezone.now() - timedelta(minutes=2)
    row = asked.ask(asked.thread(cast), cast.ana, now)

    ((at, later),) = history_of(cast, row, cast.lin)
    assert (now.astimezone(timezone.get_fixed_timezone(480)).strftime("%H:%M") in at, later) == (True, "")


def test_ladder_ahead_says_who_is_told_when_and_lends_words_to_the_asker_alone(cast):
    asked.places(cast)
    wei = makers.make_person(cast.pair.factory, name="Wei")
    ContactRole.objects.create(relationship=cast.pair, side="factory", topic="orders", person=wei, named_at=MONDAY)
    # A closed Thursday costs the contact no hour: eight working hours from Wednesday 16:00 end on Friday.
    row = asked.ask(asked.thread(cast), cast.ana)
    closed = calendars.DaysGiven(kind="closed", first=date(2026, 3, 5), last=date(2026, 3, 5), name="Stocktaking")
    calendars.add_days(by=makers.make_actor(cast.lin), organisation=cast.pair.factory_id, days=closed)
    with asked.at(MONDAY + HOUR):
        ours, theirs = (
            cast.browser(person).get(reverse("request", args=[row.pk])).context["ahead"]
            for person in (cast.ana, cast.lin)
        )

    assert [(each["step"], each["person"], each["at"].partition(" · ")[0]) for each in ours] == [
        ("Contact", "Wei", "Wed 4 Mar 2026"), ("Owner", "林晓梅", "Fri 6 Mar 2026"),
    ]  # fmt: skip
    assert ours[0]["letter"].startswith("Dear Wei, on 2 Mar 2026 we asked about")
    assert [each["letter"] for each in theirs] == ["", ""]


def test_ladder_ends_with_the_answer(cast):
    asked.places(cast)
    thread = asked.thread(cast)
    row = asked.ask(thread, cast.ana)
    asked.answer(thread, cast.lin, "It is Pantone 19-4052.", MONDAY + HOUR)

    assert cast.browser(cast.ana).get(reverse("request", args=[row.pk])).context["ahead"] == []
