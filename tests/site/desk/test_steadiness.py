"""Contact and pace on a partner's page: both sides alike, shown and never scored, and as of the day looked from."""

from datetime import timedelta

from django.urls import reverse

from tests import makers
from troth_site.actions import commitments
from troth_site.models import LedgerEntry
from troth_site.queries import partner_page
from troth_site.queries.partners import partnership
from troth_site.queries.trust import judge_relationships


def card(cast, query="", person=None):
    path = reverse("partner", args=[cast.pair.pk]) + "?show=pace" + query.replace("?", "&")
    return cast.browser(person or cast.ana).get(path).context["effort"]


def steady(cast, *, as_of=None):
    by, day = makers.make_actor(cast.ana), as_of or cast.today
    found = partnership(by, cast.pair.pk)
    return partner_page.steadiness(found, partner_page.both_sides(by, found, as_of=day), as_of=day)


def test_both_sides_stand_in_one_shape_for_both_readers(cast):
    ours, theirs = card(cast), card(cast, person=cast.lin)

    assert [side["side"] for side in ours["sides"]] == ["buyer", "factory"]
    for mine, yours in zip(ours["sides"], theirs["sides"], strict=True):
        assert mine | {"ours": None} == yours | {"ours": None}
    assert {len(side["cells"]) for side in ours["sides"]} == {52}


def test_deliveries_are_contact_of_the_factory_in_the_week_they_came(cast):
    shown = card(cast)

    came = {line.completed_on - timedelta(days=line.completed_on.weekday()) for line in cast.lines}
    assert {week["monday"] for week in shown["weeks"] if week["factory"]} == came
    assert not any(week["buyer"] for week in shown["weeks"])
    assert f"Contact in 0 of the last {shown['sides'][0]['counted']} weeks from us, 10 from them" in shown["sentence"]
    theirs = card(cast, person=cast.lin)["sentence"]
    assert f"Contact in 10 of the last {shown['sides'][0]['counted']} weeks from us, 0 from them" in theirs


def test_effort_is_shown_and_never_scored(cast):
    """Weeks full of contact that closes no promise change no number of either side by a hair."""
    before, numbers = steady(cast), judge_relationships([cast.pair.pk], as_of=cast.today)[0].rows()
    for back in range(0, 350, 7):
        for person in (cast.ana, cast.lin):
            commitments.propose(
                by=makers.make_actor(person), relationship=cast.pair.pk, dimension="delivery", what="Call again",
                due_on=cast.today, on=cast.today - timedelta(days=back),
            )  # fmt: skip
    after = steady(cast)

    assert (before["buyer"].effort.active, after["buyer"].effort.longest_streak) == (0, 50)
    assert after["factory"].effort.longest_streak == 50
    assert judge_relationships([cast.pair.pk], as_of=cast.today)[0].rows() == numbers
    assert [after[side].projection for side in after] == [before[side].projection for side in before]


def test_confirming_is_contact_of_who_confirms(cast):
    commitments.confirm(by=makers.make_actor(cast.lin), commitment=cast.lines[2].pk)
    confirmed = LedgerEntry.objects.get(kind="entry.confirmed")

    week = steady(cast)["factory"].effort.weeks[-1]
    assert (week.monday, week.contacts) == (confirmed.happened_on - timedelta(days=confirmed.happened_on.weekday()), 1)


def test_a_past_day_shows_the_weeks_before_it_as_they_were_known(cast):
    then = cast.lines[5].completed_on
    found = steady(cast, as_of=then)["factory"].effort

    # The sixth line came that day, and was recorded the day after.
    assert (found.active, found.weeks[-1].monday) == (5, then - timedelta(days=then.weekday()))
    assert card(cast, f"?as_of={then}")["sides"][1]["active"] == 5


def test_a_side_without_promises_says_so_and_shows_no_pace(cast):
    buyer = card(cast)["sides"][0]

    assert buyer["consistency"] == "Too few months with something due to say how steady it is."
    assert buyer["projection"] == "Fewer than 5 promises have closed: too early to speak of a pace."
    assert card(cast)["sides"][1]["projection"].startswith("At this pace, a standing of 60 is")


def test_the_same_stands_in_a_table(cast):
    text = cast.browser(cast.ana).get(reverse("partner", args=[cast.pair.pk]) + "?show=pace").content.decode()

    assert "Contacts in each week" in text
    assert text.count('class="t-week t-week-') >= 104
