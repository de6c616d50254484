from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import makers
from troth_site.models import Judgement, Membership, Relationship

# Session, person, seats, sides with their counts, keys, rows with the own sides' standings, countries, and the
# forecast's report.
QUERIES = 8


def page(cast, query="", person=None):
    return cast.browser(person or cast.ana).get(reverse("partners") + query)


def names(answer):
    return [each["row"].name for each in answer.context["rows"]]


def more_factories(cast, *firms):
    for firm in firms:
        makers.make_lines(cast.buyer, firm, [(cast.today - timedelta(days=9), 5)], key=firm, today=cast.today)


def test_a_row_says_rate_interval_and_lines(cast):
    row = page(cast).context["rows"][0]["row"]

    assert (row.n, row.kept, row.rate) == (10, 8, 0.8)
    assert (round(row.low, 3), round(row.high, 3)) == (0.490, 0.943)
    assert row.latin == "Dongguan Yongfa Zhiyichang"


@pytest.mark.parametrize("firms", [(), ("Ege Tekstil", "Hoa Phat")])
def test_the_table_costs_the_same_queries_for_one_row_and_three(cast, firms, django_assert_num_queries):
    more_factories(cast, *firms)
    client = cast.browser(cast.ana)
    with django_assert_num_queries(QUERIES):
        answer = client.get(reverse("partners"))
    assert len(answer.context["rows"]) == 1 + len(firms)


def test_as_many_as_a_page_holds_are_found_and_counted_at_once(cast, django_assert_num_queries):
    more_factories(cast, "Ege Tekstil", "Ege Malhas")
    client = cast.browser(cast.ana)
    with django_assert_num_queries(QUERIES):
        answer = client.get(reverse("partners") + "?q=ege&sort=name")
    assert (names(answer), answer.context["page"].total) == (["Ege Malhas", "Ege Tekstil"], 2)


def test_more_than_a_page_holds_are_found_page_by_page(cast):
    more_factories(cast, "Ege Tekstil", *(f"Firm {number:02}" for number in range(51)))
    pages = [page(cast, f"?q=firm&sort=name&page={number}") for number in (1, 2)]
    assert [answer.context["page"].total for answer in pages] == [51, 51]
    assert names(pages[0]) + names(pages[1]) == [f"Firm {number:02}" for number in range(51)]


def test_a_factory_finds_its_buyer_by_name(cast):
    assert names(page(cast, "?q=nordl", person=cast.lin)) == ["Nordlicht"]
    assert names(page(cast, "?q=yongfa", person=cast.lin)) == []


@pytest.mark.parametrize("text", ["东莞", "dongguan", "YONGFA", "zhiyi"])
def test_a_name_is_found_in_any_script(cast, text):
    more_factories(cast, "Ege Tekstil")
    assert names(page(cast, f"?q={text}")) == [cast.pair.factory.name]


def test_columns_sort_both_ways(cast):
    more_factories(cast, "Ege Tekstil")
    for sort in ("name", "rate", "state", "forecast", "standing", "ours", "flags", "contact", "trend"):
        up, down = (names(page(cast, f"?sort={sort}&order={order}")) for order in ("up", "down"))
        assert sorted(up) == sorted(down) == sorted(["Ege Tekstil", cast.pair.factory.name])
    assert names(page(cast, "?sort=rate&order=up"))[0] == "Ege Tekstil"
    assert names(page(cast, "?sort=rate&order=down"))[0] == cast.pair.factory.name


def test_filters_leave_what_they_say(cast):
    more_factories(cast, "Ege Tekstil")
    assert names(page(cast, "?state=insufficient")) == ["Ege Tekstil"]
    assert names(page(cast, "?flags=1")) == []
    assert "No partner matches this." in page(cast, "?flags=1").content.decode()


def test_the_factory_sees_its_buyers_in_the_same_table(cast):
    answer = page(cast, person=cast.lin)
    assert names(answer) == ["Nordlicht"]
    row = answer.context["rows"][0]["row"]
    assert (row.n, row.ours) == (0, Judgement.objects.get(relationship=cast.pair, side="factory").standing)


def test_a_past_day_knows_only_what_was_recorded_by_then(cast):
    then = cast.today - timedelta(days=30 * 5)
    row = page(cast, f"?as_of={then}").context["rows"][0]["row"]
    # The line due that very day was recorded on the day after.
    assert (row.n, row.kept) == (5, 4)


def test_numbers_judged_on_an_earlier_day_are_read_with_todays_decay(cast):
    stored = Judgement.objects.get(relationship=cast.pair, side="factory")
    Judgement.objects.filter(pk=stored.pk).update(judged_on=cast.today - timedelta(days=3), standing=1.0)

    row = page(cast).context["rows"][0]["row"]
    assert row.standing == pytest.approx(stored.standing, abs=1e-9)
    assert Judgement.objects.get(pk=stored.pk).standing == 1.0


def test_nonsense_in_the_address_is_no_error(cast):
    answer = page(cast, "?sort=price&order=x&page=999999&state=rich&as_of=2026-13-01")
    assert (answer.status_code, names(answer)) == (200, [cast.pair.factory.name])
    assert "is not a day" in answer.content.decode()


def test_nothing_sorts_by_price(cast):
    keys = [column["key"] for column in page(cast).context["columns"]]
    assert keys == ["name", "rate", "state", "forecast", "standing", "ours", "flags", "contact", "trend"]


def test_a_swap_gets_the_table_alone(cast):
    answer = cast.browser(cast.ana).get(reverse("partners"), headers={"HX-Request": "true", "HX-Target": "partners"})
    text = answer.content.decode()
    assert ("<table" in text, "<html" in text) == (True, False)


def test_an_empty_portfolio_says_how_to_fill_it(cast):
    Relationship.objects.update(hidden=True)
    text = page(cast).content.decode()
    assert "Your partners will stand here" in text


def test_an_hidden_relationship_is_left_out_of_the_past_too(cast):
    Relationship.objects.update(hidden=True)
    assert page(cast, f"?as_of={cast.today - timedelta(days=9)}").context["rows"] == []


def test_fifty_rows_stand_on_a_page(cast):
    rows = [f"Firm {number:02}" for number in range(50)]
    more_factories(cast, *rows)
    first, second = page(cast), page(cast, "?page=2")
    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 1)
    assert set(names(first)).isdisjoint(names(second))


def test_the_query_count_of_the_past_is_flat(cast):
    client, path = cast.browser(cast.ana), reverse("partners") + f"?as_of={cast.today - timedelta(days=40)}"
    # One partner alone is read from its pack, which is a query more.
    more_factories(cast, "Ege Tekstil")
    with CaptureQueriesContext(connection) as two:
        client.get(path)
    more_factories(cast, "Hoa Phat", "Oporto Malhas")
    with CaptureQueriesContext(connection) as four:
        client.get(path)
    assert len(two) == len(four)


@pytest.mark.parametrize("query", ["sort=name", "sort=name&order=down", "sort=name&q=o", "sort=flags&q=o"])
def test_names_are_looked_through_for_one_organisation_as_for_two(cast, query):
    """Who holds seats in one organisation is answered from its own index, who holds more is not: the same list."""
    more_factories(cast, "Ege Tekstil", "Hoa Phat", "Oporto Malhas", "Zhejiang Oda")
    browser = cast.browser(cast.ana)
    one = [row["row"] for row in browser.get(f"{reverse('partners')}?{query}").context["rows"]]
    Membership.objects.create(person=cast.ana, organisation=makers.make_organisation("Elsewhere"), role="manager")
    two = [row["row"] for row in browser.get(f"{reverse('partners')}?{query}").context["rows"]]
    assert one == two
    assert len(one) > 1


def test_the_glance_at_all_partners_is_reached_from_their_table(cast):
    assert f'href="{reverse("portal")}"' in page(cast).content.decode()
