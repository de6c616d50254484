import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests import makers
from troth_site.models import Commitment, Judgement, LedgerEntry, RedFlag
from troth_site.queries.trust import judge_relationships

# Session, person, seats, relationship, numbers, whose record, lines, open promises, actions, flags, entries.
QUERIES = 13


def page(cast, query="", person=None):
    return cast.browser(person or cast.ana).get(reverse("partner", args=[cast.pair.pk]) + query)


def tile(answer, name):
    return next(tile for tile in answer.context["tiles"] if name in tile["name"])


def test_the_tile_says_everything_that_makes_the_number_honest(cast):
    shown = tile(page(cast), cast.pair.factory.name)

    assert (shown["kept"], shown["n"], shown["rate"], shown["target"]) == (8, 10, 0.8, 0.95)
    assert shown["state"] == "watch"
    assert shown["sentence"] == (
        "8 of 10 on time; the true rate is probably 49 to 94 %; too early to say 95 % is missed."
    )
    assert shown["definition"].startswith("Measured against the first confirmed day;")
    assert shown["source"] == "From the buyer’s records, not confirmed by the factory."


def test_no_data_is_an_en_dash_and_why(cast):
    shown = tile(page(cast), "Nordlicht")
    assert (shown["n"], shown["rate"], shown["state"], shown["links"]) == (0, None, "no data", [])
    assert "Nothing of this kind has fallen due yet." in page(cast).content.decode()


def test_both_sides_read_the_same_numbers_mirrored(cast):
    ours, theirs = page(cast), page(cast, person=cast.lin)

    for side in ("buyer", "factory"):
        assert [row["standing"] for row in ours.context["pair"][side]["rows"]] == [
            row["standing"] for row in theirs.context["pair"][side]["rows"]
        ]
    assert ours.context["pair"]["factory"]["heading"] == f"We rely on {cast.pair.factory.name}"
    assert theirs.context["pair"]["factory"]["heading"] == "Nordlicht relies on us"
    assert [t["rate"] for t in ours.context["tiles"]] == [t["rate"] for t in theirs.context["tiles"]]


def test_a_forecast_is_shown_to_its_judge_alone(cast):
    from troth_site.actions.trust import judging

    days = [(cast.today - timedelta(days=9 * back), 0 if back % 5 else 6) for back in range(2, 50)]
    makers.make_lines(cast.buyer, "Ege Tekstil", days, key="E", today=cast.today)
    judging.judge_portfolio(cast.buyer.pk, as_of=cast.today)

    chances = {row["side"]: row["chance"] for row in page(cast).context["forecasts"]}
    assert chances["buyer"] is None
    assert 0.5 < chances["factory"] < 1
    hidden = {row["side"]: row for row in page(cast, person=cast.lin).context["forecasts"]}
    assert hidden["factory"]["chance"] is None
    assert hidden["factory"]["why"] == "It draws on all partners of Nordlicht, and is shown to Nordlicht alone."


def test_the_judged_side_sees_its_own_test_alone(cast):
    """The buyer's alarm is softened by its other partners' tests; the factory must not learn of them through it."""
    for number in range(30):
        day = cast.today - timedelta(days=20)
        makers.make_lines(cast.buyer, f"F{number}", [(day, 0)] * 6, key=f"F{number}-", today=cast.today)
    days = [cast.today - timedelta(days=200 + back) for back in range(7)]
    makers.make_lines(cast.buyer, cast.pair.factory.name, [(day, 3) for day in days[:2]], key="X", today=cast.today)
    numbers = judge_relationships([cast.pair.pk], as_of=cast.today)[0].of(0)

    own = tile(page(cast, person=cast.lin), cast.pair.factory.name)["state"]
    assert (own, numbers.state, numbers.p_value < 0.05) == ("alarm", "alarm", True)
    assert tile(page(cast), cast.pair.factory.name)["state"] in {"watch", "alarm"}


@pytest.mark.parametrize("who", ["ana", "lin"])
def test_numbers_as_stored_are_those_judged_anew(cast, who, django_assert_num_queries):
    """Read as stored on the day they were judged, and computed from the tallies on any other: the same numbers."""
    from troth_site.actions import commitments
    from troth_site.actions.trust import judging
    from troth_site.queries import partner_page
    from troth_site.queries.partners import partnership

    late = [(cast.today - timedelta(days=200), 3)]
    makers.make_lines(cast.buyer, cast.pair.factory.name, late, key="L", today=cast.today)
    for number in range(8):
        kept = [(cast.today - timedelta(days=9 * back), 0) for back in range(12)]
        makers.make_lines(cast.buyer, f"F{number}", kept, key=f"F{number}-", today=cast.today)
    judging.judge_portfolio(cast.buyer.pk, as_of=cast.today)
    ours, theirs = makers.make_actor(cast.ana), makers.make_actor(cast.lin)
    promise = commitments.propose(
        by=ours, relationship=cast.pair.pk, dimension="quality", what="Test report", due_on=cast.today
    )
    for side, event in ((theirs, "accept"), (ours, "close_kept"), (theirs, "confirm")):
        commitments.step(by=side, commitment=promise, event=event, evidence="the report", done_on=cast.today)
    # Judged, and nothing on the record: a dimension that no page shows.
    kept = Judgement.objects.get(relationship=cast.pair.pk, side="factory", dimension="quality")
    for side in ("buyer", "factory"):
        Judgement.objects.create(
            relationship=cast.pair, judge=kept.judge, side=side, dimension="partnership", judged_on=cast.today,
            policy_version=kept.policy_version, state="no data", own_state="no data", standing=5, expected=50, upper=95,
        )  # fmt: skip
    by = makers.make_actor(getattr(cast, who))
    found = partnership(by, cast.pair.pk)

    with django_assert_num_queries(1):
        stored = partner_page.shown_sides(by, found, as_of=cast.today)
    Judgement.objects.filter(relationship=cast.pair.pk, side="buyer").update(judged_on=cast.today - timedelta(days=1))
    anew = partner_page.shown_sides(by, found, as_of=cast.today)
    assert stored == anew
    assert [set(stored.dimensions[side]) for side in ("buyer", "factory")] == [{"delivery", "quality"}] * 2
    shown = stored.delivery("factory")
    assert (shown.state, shown.forecast is None) == (("watch", False) if who == "ana" else ("alarm", True))


def test_a_past_day_shows_what_was_recorded_by_then_and_says_what_came_later(cast):
    then = cast.today - timedelta(days=30 * 5)
    answer = page(cast, f"?as_of={then}")
    numbers = judge_relationships([cast.pair.pk], as_of=then)[0].of(0)

    shown = tile(answer, cast.pair.factory.name)
    assert (shown["n"], shown["kept"]) == (numbers.window_n, numbers.window_kept) == (5, 4)
    assert len(answer.context["timeline"]["lines"]) == 8
    assert [line["days"] for line in answer.context["timeline"]["lines"]] == [0, 0, 9, 0, 0, None, None, None]
    # Every entry was entered today; five lines were recorded by then, three promised by then and still open.
    assert answer.context["entered_later"] == LedgerEntry.objects.filter(recorded_on__lte=then).count()
    text = answer.content.decode()
    assert "You are looking at" in text
    owed = next(side for side in answer.context["sides_owe"] if side["side"] == "factory")["rows"]
    assert [(row["what"][:4], row["state"]) for row in owed] == [
        ("PO-6", "open"), ("PO-7", "open"), ("PO-8", "open")
    ]  # fmt: skip
    assert "were entered here after this day" in text
    assert 'action="/promises/' not in text


def test_the_day_ahead_is_refused_in_words(cast):
    ahead = cast.today + timedelta(days=1)
    answer = page(cast, f"?as_of={ahead}")
    assert "lies ahead" in answer.content.decode()
    assert answer.context["as_of"].past is False


def test_the_timeline_says_who_caused_what(cast):
    shown = page(cast).context["timeline"]
    assert shown["sentence"] == ("2 of the last 11 lines came late, 13 days in all; nobody else is named as the cause.")
    assert [line["days"] for line in shown["lines"]] == [0, 0, 9, 0, 0, 0, 4, 0, 0, 0, None]


@pytest.mark.parametrize(("query", "count"), [("?state=late", 2), ("?state=kept", 8), ("?side=buyer", 0), ("", 11)])
def test_the_ledger_is_narrowed_by_what_came_of_it(cast, query, count):
    assert page(cast, query).context["entries_total"] == count


@pytest.mark.parametrize(("state", "says"), [("late", [True, True]), ("kept", [False] * 8)])
def test_an_entry_says_for_when_it_was_promised_unless_it_came_that_day(cast, state, says):
    answer = page(cast, f"?state={state}")

    assert [row["due"].startswith("due ") for row in answer.context["entries"]] == says
    assert len(re.findall(r"due \d+ \w+ \d+ · recorded", answer.content.decode())) == sum(says)


def test_the_ledger_finds_an_order(cast):
    assert [row["what"] for row in page(cast, "?q=PO-3").context["entries"]] == ["PO-3 · 1 · Wash bag"]


def test_the_newest_ten_entries_stand_there_and_the_whole_is_a_link_away(cast):
    first, whole = page(cast), page(cast, "?page=1")
    assert [len(answer.context["entries"]) for answer in (first, whole)] == [10, 11]
    assert first.context["entries"] == whole.context["entries"][:10]
    assert "The whole ledger, 11 entries" in first.content.decode()
    assert "The whole ledger" not in whole.content.decode()


def test_the_days_of_the_picture_have_a_page_as_a_table(cast):
    text = page(cast, "?show=lateness").content.decode()
    assert (text.count("<tr><th"), "?show=lateness" in page(cast).content.decode()) == (11 + 1, True)


def test_a_swap_gets_the_ledger_alone(cast):
    answer = cast.browser(cast.ana).get(
        reverse("partner", args=[cast.pair.pk]), headers={"HX-Request": "true", "HX-Target": "ledger"}
    )
    assert ("t-ledger" in answer.content.decode(), "t-tile" in answer.content.decode()) == (True, False)


def test_only_the_side_that_did_not_report_it_may_answer(cast):
    ours, theirs = page(cast), page(cast, person=cast.lin)
    assert not any(row.get("confirm_url") for row in ours.context["entries"])
    assert all(row.get("confirm_url") for row in theirs.context["entries"])


def test_confirming_twice_is_confirming_once(cast):
    client, line = cast.browser(cast.lin), cast.lines[2].pk
    for _once_more in range(2):
        answer = client.post(reverse("confirm-entry", args=[line]))
        assert (answer.status_code, answer["Location"]) == (302, f"/partners/{cast.pair.pk}/#ledger")
    assert LedgerEntry.objects.filter(commitment=line, kind="entry.confirmed").count() == 1
    source = tile(page(cast), cast.pair.factory.name)["source"]
    assert source == "From the buyer’s records; the factory has confirmed 1 of 11 lines."


def test_the_reporting_side_cannot_confirm_its_own_record(cast):
    cast.browser(cast.ana).post(reverse("confirm-entry", args=[cast.lines[0].pk]))
    assert Commitment.objects.get(pk=cast.lines[0].pk).confirmed_on is None


def test_contesting_asks_for_the_reason_and_keeps_what_was_typed(cast):
    client, line = cast.browser(cast.lin), cast.lines[2].pk
    url = reverse("contest-entry", args=[line])
    assert client.post(url)["Location"] == url
    empty = client.post(url, {"reason": "  "})
    assert (empty.status_code, Commitment.objects.get(pk=line).contested_on) == (422, None)

    assert client.post(url, {"reason": "It left on time."}).status_code == 302
    assert Commitment.objects.get(pk=line).contested_on == cast.today
    again = client.post(url, {"reason": "Once more."})
    assert (again.status_code, "Once more." in again.content.decode()) == (422, True)


def test_flags_stand_on_the_page_of_the_day_they_were_open(cast):
    RedFlag.objects.all().delete()
    RedFlag.objects.create(
        relationship=cast.pair, side="factory", dimension="delivery", rule="consistent_delays", severity="serious",
        raised_on=cast.today - timedelta(days=60), due_on=cast.today, closed_on=cast.today - timedelta(days=20),
        data={"template": "%(n)s late.", "params": {"n": 2}, "actions": ["agree_joint_plan"]},
    )  # fmt: skip

    def shown(back):
        return [flag["title"] for flag in page(cast, f"?as_of={cast.today - timedelta(days=back)}").context["flags"]]

    on_the_day = page(cast, f"?as_of={cast.today - timedelta(days=30)}").context["flags"]
    assert [flag["state"] for flag in on_the_day] == ["red flag"]
    assert [shown(back) for back in (61, 60, 21, 20, 1)] == [
        [], ["Consistent delays"], ["Consistent delays"], [], []
    ]  # fmt: skip


def test_the_page_costs_the_same_queries_for_one_promise_and_three(cast, django_assert_num_queries):
    from troth_site.actions import commitments

    client = cast.browser(cast.ana)
    client.get(reverse("partner", args=[cast.pair.pk]))
    for more in (0, 2):
        for number in range(more):
            commitments.propose(
                by=makers.make_actor(cast.ana), relationship=cast.pair.pk, dimension="delivery",
                what=f"Promise {number}", due_on=cast.today,
            )  # fmt: skip
        with django_assert_num_queries(QUERIES):
            client.get(reverse("partner", args=[cast.pair.pk]))
