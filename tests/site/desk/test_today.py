from datetime import timedelta

from django.urls import reverse

from tests import makers
from troth_site.models import Relationship


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
    assert (side["overdue"], side["total"]) == (1, 2)
    assert (side["rows"][0]["state"], side["rows"][0]["left"]) == ("overdue", "3 days over")
    assert "One promise to us is overdue." in answer.content.decode()


def test_ten_promises_stand_open_and_the_rest_is_folded(cast):
    for ahead in range(13):
        day = cast.today + timedelta(days=9 + ahead)
        makers.make_line(cast.buyer, f"Firm {ahead}", promised=day, late_days=None, today=cast.today)
    answer = today(cast)
    side = answer.context["sides"][1]
    assert (len(side["rows"]), len(side["rest"]), side["hidden"], side["more"]) == (10, 4, 4, 0)
    assert "and 4 more" in answer.content.decode()


def test_the_first_day_says_what_to_do(cast):
    Relationship.objects.update(hidden=True)
    assert "Your partners will stand here" in today(cast).content.decode()


def test_the_page_costs_the_same_queries_for_one_row_and_three(cast, django_assert_num_queries):
    client = cast.browser(cast.ana)
    for more in (0, 2):
        for back in range(more):
            day = cast.today + timedelta(days=9 + back)
            makers.make_line(cast.buyer, f"Firm {back}", promised=day, late_days=None, today=cast.today)
        with django_assert_num_queries(8):
            client.get(reverse("today"))
