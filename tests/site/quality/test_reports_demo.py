from types import SimpleNamespace

import pytest

from tests.site.quality.reported import actor, handed_in
from troth_site.actions.demo import quality_reports
from troth_site.actions.quality import reports
from troth_site.models import InspectionReport, LotDecision, ReportRemark

pytestmark = pytest.mark.django_db


def test_the_demonstration_speaks_of_the_reports_there_are(cast):
    speaker, other = actor(cast.ana), actor(cast.lin)
    buyer, place = SimpleNamespace(person=speaker), SimpleNamespace(person=other, relationship=cast.pair.pk)
    quality_reports.speak(buyer, {"recovering": place})
    assert ReportRemark.objects.count() == LotDecision.objects.count() == 0
    for major in (9, 2):
        reports.make_first(inspection=handed_in(cast, major=major).pk, by=speaker)
    quality_reports.speak(buyer, {"recovering": place})
    assert set(LotDecision.objects.values_list("choice", flat=True)) == {"rework", "ship"}
    assert ReportRemark.objects.get().contests is True
    assert InspectionReport.objects.filter(number=2).count() == 1
