"""How well the forecast has been doing, kept for the portfolio's chart."""

from datetime import date, timedelta

import pytest

from tests.site.record import kept_for_a_module, troth, written
from troth_site.actions.trust import judging, reporting
from troth_site.jobs import trust as jobs
from troth_site.models import AuditEntry, ForecastFit, Organisation
from troth_site.queries import forecasts

FIRST = date(2022, 1, 3)
LAST = FIRST + timedelta(days=400)

pytestmark = pytest.mark.django_db


def lines(count):
    for number in range(count):
        due = FIRST + timedelta(days=number)
        late = number % 2 and number % 5
        yield (number, "Slow" if number % 2 else "Sure", due, due + timedelta(days=7 if late else 0))


@pytest.fixture(scope="module")
def buyer(django_db_setup, django_db_blocker, tmp_path_factory):
    with kept_for_a_module(django_db_blocker):
        file = written(tmp_path_factory.mktemp("past") / "past.csv", ("PO", "Firm", "Due", "Delivered"), *lines(300))
        assert troth("import", "orders", file, "--factory-column", "Firm", "--key", "PO", "--json").code == 0
        yield Organisation.objects.get(kind="buyer").pk


def test_report_is_kept_beside_the_fit_and_recorded(buyer):
    reporting.report_forecasts(buyer, as_of=LAST)

    report = forecasts.fit_report(buyer, side="factory")
    assert (report["scored"], report["as_of"]) == (200, LAST.isoformat())
    assert sum(each["lines"] for each in report["calibration"]) == 200
    assert report["forecast"]["log_loss"] < report["base_rate"]["log_loss"]
    assert AuditEntry.objects.filter(verb="forecast.reported", organisation=buyer).count() == 1


def test_report_reads_nothing_recorded_later(buyer):
    reporting.report_forecasts(buyer, as_of=FIRST + timedelta(days=150))

    # 151 lines were due, two of them not delivered yet; a third of 149 trains only.
    assert forecasts.fit_report(buyer, side="factory")["scored"] == 149 - 149 // 3


def test_report_waits_for_a_past_worth_telling_of(buyer):
    reporting.report_forecasts(buyer, as_of=FIRST + timedelta(days=40))

    assert forecasts.fit_report(buyer, side="factory") is None


def test_refitting_keeps_the_report(buyer):
    reporting.report_forecasts(buyer, as_of=LAST)

    judging.fit_forecasts(buyer, as_of=LAST)

    assert forecasts.fit_report(buyer, side="factory")["scored"] == 200


def test_job_and_night_report_and_may_run_twice(buyer):
    for job, payload in ((jobs.report, {"organisation": buyer, "unknown": 1}), (jobs.night, {})):
        ForecastFit.objects.update(report=None)
        job.call(**payload)
        first = forecasts.fit_report(buyer, side="factory")
        job.call(**payload)

        assert first["scored"] == 200
        assert forecasts.fit_report(buyer, side="factory") == first


def test_import_puts_the_report_on_the_queue(buyer):
    from django_ox.models import OxTask

    queued = [task for task in OxTask.objects.all() if task.task_path == "troth_site.jobs.trust.report"]

    assert len(queued) == 1
