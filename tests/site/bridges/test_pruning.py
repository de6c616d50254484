"""What was only meant to travel is forgotten after its days; the record never is."""

from datetime import timedelta

import pytest
from django.tasks import task_backends
from django.utils import timezone
from django_ox.models import OxTask

from tests.site.bridges.loopback import Reply
from tests.site.bridges.places import NOON, deliver, shift
from troth_site.actions.bridges import pruning
from troth_site.jobs import bridges as jobs
from troth_site.models import AuditEntry, Delivery, LedgerEntry, LiveEvent, Notification

DAY = timedelta(days=1)


def aged(pair, subject, days, **more):
    """Tell Ana of something so many days ago."""
    pair.tell(subject, to=[pair.ana], **more)
    told = Notification.objects.filter(subject=subject)
    told.update(at=NOON - days * DAY)
    return told.get().pk


def test_old_notices_go_and_young_ones_stay(pair):
    old, young = aged(pair, "message 1", 366), aged(pair, "message 2", 364)
    audited = AuditEntry.objects.count()

    assert pruning.prune(now=NOON) == {"notices": 1, "live": 0}
    assert list(Notification.objects.values_list("pk", flat=True)) == [young]
    assert pruning.prune(now=NOON) == {"notices": 0, "live": 0}
    assert AuditEntry.objects.filter(verb="notices.pruned").get().data == {"notices": 1, "live": 0}
    assert AuditEntry.objects.count() == audited + 1
    assert not Notification.objects.filter(pk=old).exists()


def test_how_old_is_a_setting(pair, settings):
    settings.TROTH_KEEP_NOTICES_DAYS = 30
    aged(pair, "message 1", 31)

    assert pruning.prune(now=NOON)["notices"] == 1


def test_a_notice_under_way_stays_until_it_arrived_or_was_given_up(pair, outer):
    pair.place()
    aged(pair, "message 1", 400)
    assert Delivery.objects.count() == 1
    assert pruning.prune(now=NOON)["notices"] == 0

    outer.answer(Reply())
    shift(NOON)
    deliver(outer)
    assert Delivery.objects.exclude(delivered_at=None).count() == 1
    assert pruning.prune(now=NOON)["notices"] == 1
    assert Delivery.objects.count() == 0


def test_a_reminder_of_silence_stays_as_long_as_it_could_be_given_again(pair):
    kept, gone = aged(pair, "quiet 1", 729, event="quiet"), aged(pair, "quiet 2", 731, event="quiet")

    assert pruning.prune(now=NOON)["notices"] == 1
    assert set(Notification.objects.values_list("pk", flat=True)) == {kept}
    assert gone != kept


def test_signs_of_change_go_after_a_day_and_the_newest_stays(pair):
    for days in (3, 2, 0.5, 2):
        LiveEvent.objects.create(relationship=pair.pair, kind="card", subject="card 1", at=NOON - days * DAY)

    assert pruning.prune(now=NOON)["live"] == 2
    assert [row.at for row in LiveEvent.objects.order_by("pk")] == [NOON - 0.5 * DAY, NOON - 2 * DAY]


def test_the_record_has_no_age(pair):
    aged(pair, "message 1", 4000)
    before = (LedgerEntry.objects.count(), AuditEntry.objects.count())
    AuditEntry.objects.update(at=NOON - 4000 * DAY)
    pruning.prune(now=NOON)

    assert (LedgerEntry.objects.count(), AuditEntry.objects.count()) == (before[0], before[1] + 1)


@pytest.mark.parametrize(
    ("status", "days", "stays"),
    [("SUCCESSFUL", 6, True), ("SUCCESSFUL", 8, False), ("FAILED", 27, True), ("FAILED", 29, False),
     ("READY", 90, True)],
)  # fmt: skip
def test_finished_jobs_go_and_failed_ones_stay_longer(db, status, days, stays):
    then = timezone.now() - days * DAY
    finished = None if status == "READY" else then
    OxTask.objects.create(
        task_path="troth_site.jobs.bridges.deliver", backend_name="default", status=status, enqueued_at=then,
        finished_at=finished,
    )  # fmt: skip
    jobs.prune.call()

    assert OxTask.objects.exists() is stays


def test_the_job_runs_every_night():
    schedules = task_backends["default"].options.get("SCHEDULES", {})

    assert schedules["prune"] == {"task": "troth_site.jobs.bridges.prune", "cron": "52 2 * * *"}
    assert jobs.prune.module_path == "troth_site.jobs.bridges.prune"
