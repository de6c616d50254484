"""Flags nobody acknowledged in time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.tasks import task_backends
from django.urls import reverse

from tests import makers
from troth_site.actions.trust import escalating, settling
from troth_site.jobs import trust as jobs
from troth_site.models import AuditEntry, Membership, RedFlag

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def flag(cast):
    return make_flag(cast)


def make_flag(cast, side="factory", **more):
    given = {
        "relationship": cast.pair, "side": side, "dimension": "delivery", "rule": "consistent_delays",
        "severity": "serious", "raised_on": cast.today, "due_on": cast.today, "false_alarm": 0.04,
        "acknowledge_by": NOW - timedelta(hours=1),
        "data": {"template": "%(n)s late.", "params": {"n": 2}, "actions": ["agree_joint_plan"]},
    } | more  # fmt: skip
    return RedFlag.objects.create(**given)


def queued():
    """Return the letters that wait to be written."""
    from django_ox.models import OxTask  # reason: models load once pytest has the settings, after this file

    return [task.kwargs for task in OxTask.objects.all() if task.task_path == "troth_site.jobs.trust.mail_escalation"]


def test_a_flag_is_handed_to_the_judge_s_manager_once(cast, flag):
    assert [escalating.escalate_flags(now=NOW) for _again in range(2)] == [1, 0]
    flag.refresh_from_db()

    assert (flag.escalated_to, flag.escalated_on) == (cast.ana, NOW.date())
    assert AuditEntry.objects.filter(verb="flag.escalated", organisation=cast.buyer).count() == 1


def test_the_factory_judges_the_buyer_the_same_way(cast):
    flag = make_flag(cast, side="buyer")
    escalating.escalate_flags(now=NOW)
    flag.refresh_from_db()

    # No manager is seated at the factory: its owner answers for it.
    assert flag.escalated_to == cast.lin


def test_the_letter_goes_to_the_manager_alone_and_once(cast, flag, mailoutbox):
    for _again in range(2):
        escalating.escalate_flags(now=NOW)
    assert len(queued()) == 1
    jobs.mail_escalation.func(flag.pk, key_nobody_knows=1)
    (letter,) = mailoutbox

    assert letter.to == [cast.ana.email]
    assert cast.pair.factory.name in letter.subject
    assert f"/flags/{flag.pk}/" in letter.body
    assert "2026-11-20 11:00 UTC" in letter.body


def test_the_demonstration_writes_to_nobody(cast, flag):
    assert escalating.escalate_flags(now=NOW, by_mail=False) == 1
    assert queued() == []


@pytest.mark.parametrize(
    "change",
    [
        {"acknowledge_by": NOW + timedelta(seconds=1)},
        {"acknowledge_by": None},
        {"closed_on": NOW.date()},
        {"acknowledged_on": NOW.date()},
    ],
)
def test_what_is_in_time_acknowledged_or_closed_is_left_alone(cast, flag, change):
    RedFlag.objects.update(**change)
    assert escalating.escalate_flags(now=NOW) == 0


def test_only_the_judge_s_word_keeps_a_flag_from_being_escalated(cast, flag):
    settling.acknowledge_flag(by=makers.make_actor(cast.lin), flag=flag.pk)
    assert escalating.escalate_flags(now=NOW) == 1
    other = make_flag(cast, side="buyer")
    settling.acknowledge_flag(by=makers.make_actor(cast.lin), flag=other.pk)
    assert escalating.escalate_flags(now=NOW) == 0


def test_without_a_manager_the_flag_waits_for_one(cast, flag):
    Membership.objects.filter(organisation=cast.buyer, role="manager").update(active=False)
    assert escalating.escalate_flags(now=NOW) == 0
    Membership.objects.filter(organisation=cast.buyer, person=cast.ana).update(active=True)
    assert escalating.escalate_flags(now=NOW) == 1


def test_a_letter_about_a_flag_settled_since_is_not_sent(cast, flag, mailoutbox):
    escalating.escalate_flags(now=NOW)
    settling.acknowledge_flag(by=makers.make_actor(cast.ana), flag=flag.pk)
    jobs.mail_escalation.func(flag.pk)
    assert mailoutbox == []


def test_the_hours_run_in_the_judge_s_zone(cast):
    cast.buyer.zone, cast.pair.factory.zone = "Europe/Berlin", "Asia/Shanghai"
    cast.buyer.save()
    cast.pair.buyer = cast.buyer
    saturday = datetime(2026, 11, 14, tzinfo=UTC).date()

    assert escalating.acknowledge_by(cast.pair, "factory", as_of=saturday).isoformat() == "2026-11-18T15:00:00+01:00"
    by_factory = escalating.acknowledge_by(cast.pair, "buyer", as_of=saturday)
    assert by_factory == datetime(2026, 11, 18, 15, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_both_pages_say_that_it_was_escalated_and_to_whom_only_at_home(cast, flag):
    manager = makers.make_person(cast.buyer, name="Zora Manager")
    Membership.objects.filter(person=cast.ana).update(role="sourcing")
    escalating.escalate_flags(now=NOW)

    def read(person, name, *args):
        return cast.browser(person).get(reverse(name, args=args)).content.decode()

    assert "escalated to you on 20 Nov 2026" in read(manager, "today")
    for name, args in (("flag", [flag.pk]), ("today", [])):
        assert "escalated to Zora Manager on 20 Nov 2026" in read(cast.ana, name, *args)
        assert "escalated on 20 Nov 2026" in read(cast.lin, name, *args)
        assert "Zora Manager" not in read(cast.lin, name, *args)


def test_the_job_runs_every_hour(settings):
    schedules = task_backends["default"].options.get("SCHEDULES", {})
    assert schedules["escalate"] == {"task": "troth_site.jobs.trust.escalate", "cron": "41 * * * *"}
    assert jobs.escalate.module_path == "troth_site.jobs.trust.escalate"
