from datetime import timedelta

import pytest
from django.urls import reverse

from tests import makers
from troth_site.models import Judgement


def page(cast, query="", person=None, side="factory", dimension="delivery"):
    path = reverse("why", args=[cast.pair.pk, side, dimension])
    return cast.browser(person or cast.ana).get(path + query)


def added_up(why):
    return why["start"] + sum(step["step"] + step["passed"] for step in why["steps"])


def test_the_steps_add_up_to_the_stored_standing(cast):
    why = page(cast).context["why"]

    assert added_up(why) == pytest.approx(why["score"], abs=1e-9)
    assert why["score"] == pytest.approx(Judgement.objects.get(side="factory").standing, abs=1e-9)


def test_every_page_adds_up_and_leads_to_the_next(cast):
    days = [(cast.today - timedelta(days=4 * back), back % 3) for back in range(1, 60)]
    makers.make_lines(cast.buyer, cast.pair.factory.name, days, key="M", today=cast.today)
    first, second = page(cast), page(cast, "?page=2")

    total = first.context["reason"].total
    assert [len(answer.context["why"]["steps"]) for answer in (first, second)] == [50, total - 50]
    shown = [{name: answer.context["pager"][name] for name in ("first", "last", "total")} for answer in (first, second)]
    assert shown == [{"first": 1, "last": 50, "total": total}, {"first": 51, "last": total, "total": total}]
    assert [answer.context["pager"]["next_url"][-7:] for answer in (first, second)] == ["?page=2", ""]
    for answer in (first, second):
        why = answer.context["why"]
        assert added_up(why) == pytest.approx(why["score"], abs=1e-9)
    assert second.context["why"]["score"] == pytest.approx(first.context["why"]["start"], abs=1e-9)
    assert "earlier steps" in first.content.decode()


def test_what_time_took_stands_with_the_entry_after_it(cast):
    answer = page(cast)
    *entries, last = answer.context["why"]["steps"]
    assert [bool(step["url"]) for step in entries] == [True] * len(entries)
    assert any(step["passed"] for step in entries)
    assert last["passed"] == 0.0 or last["url"]
    assert "for time passed" in answer.content.decode()


def test_a_step_leads_to_its_entry(cast):
    step = next(step for step in page(cast).context["why"]["steps"] if step["url"])
    answer = cast.browser(cast.ana).get(step["url"])
    assert (answer.status_code, answer.context["entry"].what) == (200, "PO-1 · 1 · Wash bag")


def test_what_would_raise_it_names_the_open_line(cast):
    raising = page(cast).context["why"]["raise_it"]
    assert [way["sentence"].split(" kept on ")[0] for way in raising] == ["PO-11 · 1 · Wash bag"]
    assert raising[0]["step"] > 0
    then = cast.today - timedelta(days=30)
    assert page(cast, f"?as_of={then}").context["why"]["raise_it"] == []


def test_the_forecast_is_taken_apart_for_its_judge_alone(cast):
    from troth_site.actions.trust import judging

    days = [(cast.today - timedelta(days=9 * back), 0 if back % 5 else 6) for back in range(2, 50)]
    makers.make_lines(cast.buyer, "Ege Tekstil", days, key="E", today=cast.today)
    judging.judge_portfolio(cast.buyer.pk, as_of=cast.today)

    parts = page(cast).context["forecast"]["parts"]
    made = parts.own_weight * parts.own_rate + (1 - parts.own_weight) * parts.level
    assert made == pytest.approx(parts.forecast, abs=1e-12)
    assert parts.forecast == pytest.approx(Judgement.objects.get(relationship=cast.pair, side="factory").forecast)
    assert "parts" not in page(cast, person=cast.lin).context["forecast"]


def test_a_dimension_nobody_knows_is_not_there(cast):
    assert page(cast, dimension="price").status_code == 404
