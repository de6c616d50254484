"""The choice of chart on the page of the defect rate, and the same for programs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from troth_site.actions import tokens
from troth_site.models import ClassSample, Inspection

pytestmark = pytest.mark.django_db
BAD = [2, 3] * 10 + [6, 7] * 5


@pytest.fixture
def lots(cast):
    for at, bad in enumerate(BAD, start=1):
        inspection = Inspection.objects.create(
            relationship=cast.pair, kind="final", source="final", family="bags", lot_name=f"LOT-{at}", lot_size=5000,
            planned_on=cast.today - timedelta(days=60 - at), inspector_for="buyer", state="reported",
            frozen={"form": 1, "lot": 5000, "edition": "iso2859-1", "classes": {}}, created_at=timezone.now(),
        )  # fmt: skip
        ClassSample.objects.create(
            inspection=inspection, defect_class="major", stage="normal", sample_size=100, accept=10, reject=11,
            looked_at=100, nonconforming=bad, defects=bad + (40 if at == 12 else 0),
        )  # fmt: skip


def page(cast, chart):
    answer = cast.browser(cast.ana).get(reverse("quality-rates", args=[cast.pair.pk]), {"chart": chart})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("chart", "told", "began"),
    [
        ("p", None, None), ("nonsense", None, None), ("u", "LOT-12", "LOT-12"), ("cusum", "LOT-26", "LOT-21"),
        ("ewma", "LOT-30", "LOT-24"),
    ],
)  # fmt: skip
def test_each_chart_marks_its_signal_once_and_dates_it(cast, lots, chart, told, began):
    text = page(cast, chart)
    assert text.count("worse than chance explains") == (1 if told else 0)
    assert f'<option value="{chart if told else "p"}" selected>' in text
    if told:
        assert f"Lot {told}, " in text
        assert f"The change probably began with lot {began}." in text


def test_programs_read_the_same(cast, lots):
    key = tokens.make_token(by=makers.make_actor(cast.lin), person=cast.lin.pk)
    where, headers = f"/api/v1/partners/{cast.pair.pk}/lot-charts", {"authorization": f"Bearer {key}"}
    [chart] = cast.browser().get(where, {"chart": "cusum"}, headers=headers).json()
    assert (chart["source"], chart["kind"], chart["centre"], len(chart["lots"])) == ("final", "cusum", 0, 30)
    [signal] = chart["signals"]
    assert (signal["upward"], signal["first"]["name"], signal["began"]["name"]) == (True, "LOT-26", "LOT-21")
    assert cast.browser().get(where, {"chart": "c"}, headers=headers).status_code == 422
    [plain] = cast.browser().get(where, headers=headers).json()
    assert (plain["kind"], plain["signals"]) == ("p", [])


def test_defects_per_unit_stand_beside_the_rate(cast, lots):
    defects = sum(BAD) + 40
    shown = " ".join(page(cast, "p").replace("\u202f", ",").split())
    assert f'<td class="t-number">{defects}</td><td class="t-number">3,000</td>' in shown
    key = tokens.make_token(by=makers.make_actor(cast.ana), person=cast.ana.pk)
    where, headers = f"/api/v1/partners/{cast.pair.pk}/defect-density", {"authorization": f"Bearer {key}"}
    [found] = cast.browser().get(where, {"opportunities": 12}, headers=headers).json()
    assert (found["source"], found["defects"], found["units"]) == ("final", defects, 3000)
    assert found["per_million"] == pytest.approx(1e6 * defects / (3000 * 12))
    assert cast.browser().get(where, {"opportunities": 0}, headers=headers).status_code == 422
