"""The real delivery history, imported by the command and held against pandas written straight from the file."""

from datetime import date

import pandas as pd
import pytest

from tests.site.real.oracle import HISTORY, counted, delivery_history, told
from tests.site.record import kept_for_a_module, troth
from troth_site.models import Relationship, Tally
from troth_site.queries.trust import judge_relationships

EPOCH = pd.Timestamp("1970-01-01")

pytestmark = [pytest.mark.shared, pytest.mark.django_db]


@pytest.fixture(scope="module")
def oracle():
    return delivery_history()


@pytest.fixture(scope="module", params=["Vendor", "Manufacturing Site"])
def column(request, django_db_setup, django_db_blocker):
    """The column that names the factory, under which the history was imported."""
    with kept_for_a_module(django_db_blocker):
        answer = troth("import", "orders", HISTORY, "--factory-column", request.param, "--key", "ID", "--json")
        assert answer.code == 0
        assert [answer.json[name] for name in ("read", "new", "refused", "set_aside")] == [10324, 10324, 0, 0]
        yield request.param


def test_every_factory_has_the_counts_and_rate_of_pandas(column, oracle):
    assert told() == counted(oracle, column)


@pytest.mark.parametrize("day", ["2007-12-31", "2010-06-30", "2013-11-01"])
def test_a_past_day_counts_what_had_been_recorded_by_then(column, oracle, day):
    assert told("--as-of", day) == counted(oracle[oracle["known"] <= day], column)


def test_a_period_counts_the_days_promised_in_it(column, oracle):
    within = oracle[(oracle["due"] >= "2010-01-01") & (oracle["due"] < "2011-01-01")]

    assert told("--from", "2010-01-01", "--to", "2011-01-01") == counted(within, column)


def test_monthly_trend_of_every_factory_equals_that_of_pandas(column, oracle):
    names = dict(Relationship.objects.values_list("pk", "factory__name"))
    rows = Tally.objects.filter(side="factory", dimension="delivery").values(
        "relationship", "happened", "lines", "kept"
    )
    tallies = pd.DataFrame(rows)
    tallies["name"] = tallies["relationship"].map(names)
    tallies["month"] = (EPOCH + pd.to_timedelta(tallies["happened"], unit="D")).dt.to_period("M")
    ours = tallies.groupby(["name", "month"])[["lines", "kept"]].sum()
    ours = ours[(ours["lines"] != 0)]

    theirs = oracle.groupby([oracle[column].str.strip(), oracle["due"].dt.to_period("M")])["kept"].agg(["size", "sum"])

    assert ours.to_records().tolist() == theirs.to_records().tolist()


def test_trend_on_the_page_is_the_last_twelve_months_of_pandas(column, oracle):
    """What the portfolio's small picture shows, as of the day the file ends."""
    day = date(2015, 9, 30)
    keys = list(Relationship.objects.order_by("pk").values_list("pk", flat=True))
    names = dict(Relationship.objects.values_list("pk", "factory__name"))
    judged, _tallies = judge_relationships(keys, as_of=day)
    months = pd.period_range(end=pd.Timestamp(day).to_period("M"), periods=12, freq="M")
    grouped = oracle.groupby([oracle[column].str.strip(), oracle["due"].dt.to_period("M")])["kept"].agg(["size", "sum"])

    for at, pk in enumerate(keys):
        numbers = judged.of(2 * at)
        expected = grouped.loc[names[pk]].reindex(months, fill_value=0)
        assert list(numbers.monthly_n[-12:]) == expected["size"].tolist()
        assert list(numbers.monthly_kept[-12:]) == expected["sum"].tolist()


def test_every_explanation_adds_up_to_the_standing(column):
    for document in troth("partners", "--as-of", "2012-03-01", "--json").json[::9]:
        answer = troth("explain", document["name"], "--side", "factory", "--as-of", "2012-03-01", "--json").json

        assert answer["start"] + sum(step["step"] for step in answer["steps"]) == pytest.approx(
            answer["score"], abs=1e-6
        )
        assert answer["score"] == pytest.approx(document["factory"]["delivery"]["standing"], abs=1e-6)


def test_forecast_holds_its_figures_against_the_plain_average():
    found = troth("backtest", HISTORY, "--factory-column", "Vendor", "--json").json

    assert found["scored"] == 10324 - 500
    assert found["forecast"]["log_loss"] <= 0.90 * found["average"]["log_loss"]
    assert found["forecast"]["ece"] <= 0.03
    assert found["forecast"]["auc"] >= 0.77
