from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import makers
from troth_site.models import Commitment, Relationship
from troth_site.queries.today import first_owed


def today(cast, person=None):
    return cast.browser(person or cast.ana).get(reverse("today"))


def owed(answer):
    return [[row["what"] for row in side["rows"]] for side in answer.context["sides"]]


def test_the_same_list_stands_mirrored_for_the_other_side(cast):
    makers.make_line(
        cast.buyer, cast.pair.factory.name, promised=cast.today + timedelta(days=3), late_days=None, today=cast.today
    )
    ours, theirs = owed(today(cast)), owed(today(cast, cast.lin))

    assert ours == [[], ["PO-12 · 1 · Wash bag", "PO-11 · 1 · Wash bag"]]
    assert theirs == [ours[1], ours[0]]


def test_what_is_overdue_comes_first_and_is_counted(cast):
    makers.make_line(
        cast.buyer, "Ege Tekstil", promised=cast.today - timedelta(days=3), late_days=None, today=cast.today
    )
    answer = today(cast)
    side = answer.context["sides"][1]
    assert (side["overdue"], side["total"]) == ("1", 2)
    assert (side["rows"][0]["state"], side["rows"][0]["left"]) == ("overdue", "3 days over")
    assert "One promise to us is overdue." in answer.content.decode()


def test_ten_promises_stand_there_and_all_are_a_link_away(cast):
    for ahead in range(13):
        day = cast.today + timedelta(days=9 + ahead)
        makers.make_line(cast.buyer, f"Firm {ahead}", promised=day, late_days=None, today=cast.today)
    answer = today(cast)
    side = answer.context["sides"][1]
    assert (len(side["rows"]), side["hidden"], side["total"]) == (10, 4, 14)
    assert "and 4 more" in answer.content.decode()
    whole = cast.browser(cast.ana).get(reverse("today"), {"all": "1"})
    assert [len(side["rows"]) for side in whole.context["sides"]] == [0, 14]


def test_beyond_fifty_the_page_says_that_there_are_more(cast):
    day = cast.today - timedelta(days=2)
    line = makers.make_line(cast.buyer, cast.pair.factory.name, promised=day, late_days=None, today=cast.today)
    Commitment.objects.bulk_create(
        Commitment(
            relationship=cast.pair, side="factory", dimension="delivery", kind="promise", what=f"P{number}",
            due_on=day, state="accepted",
        )
        for number in range(60)
    )  # fmt: skip
    text = today(cast).content.decode()
    assert "more than 50 promises to us are overdue" in text
    assert "more than 50 overdue" in text
    assert "and more" in text
    assert line.pk < Commitment.objects.latest("pk").pk


def test_what_is_owed_first_is_read_in_the_order_of_its_index(cast):
    """However many promises are open, a page reads those it shows."""
    by = makers.make_actor(cast.ana)
    with CaptureQueriesContext(connection) as asked:
        first_owed(by, today=cast.today)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN' if connection.vendor == 'sqlite' else ''} {asked[0]['sql']}")
        plan = str(cursor.fetchall())
    if connection.vendor == "sqlite":
        assert ("commitment_due" in plan, "TEMP B-TREE" in plan) == (True, False)


def test_the_first_day_says_what_to_do(cast):
    Relationship.objects.update(hidden=True)
    assert "Your partners will stand here" in today(cast).content.decode()


def test_the_page_costs_the_same_queries_for_one_row_and_three(cast, django_assert_num_queries):
    client = cast.browser(cast.ana)
    # The countries of one's partners are remembered for a minute.
    client.get(reverse("today"))
    for more in (0, 2):
        for back in range(more):
            day = cast.today + timedelta(days=9 + back)
            makers.make_line(cast.buyer, f"Firm {back}", promised=day, late_days=None, today=cast.today)
        with django_assert_num_queries(14):
            client.get(reverse("today"))
