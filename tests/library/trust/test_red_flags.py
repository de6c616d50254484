from dataclasses import replace
from datetime import date, timedelta

from troth.trust.delays import consistent_delays
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.tallies import Tallies


def flag_of_a_run():
    """A weekly partner that stopped keeping its days."""
    days = [date(2025, 6, 2) + timedelta(weeks=at) for at in range(29)]
    tallies = Tallies.from_tuples((0, day, day, 1, int(at < 20), 0, 0, 0, 0, 0) for at, day in enumerate(days))
    return consistent_delays(tallies, groups=1, as_of=days[-1], policy=DEFAULT_POLICY)[0][0]


def test_red_flag_has_rule_data_probability_owners_actions_and_due_day():
    flag = flag_of_a_run()

    assert flag.rule == "consistent_delays"
    assert 0 < flag.false_alarm_probability < 0.05
    assert set(flag.owners) == {"buyer", "factory"}
    assert [action.kind for action in flag.actions] == ["review_contract_clause", "audit_process", "agree_joint_plan"]
    assert flag.due_on == flag.raised_on + timedelta(days=14)
    assert flag.reason.text() == (
        "Misses come closer together than chance explains at a target of 95 %: 0 of 4 kept since 2025-10-20."
    )


def test_red_flag_is_open_until_it_has_a_closing_day():
    flag = flag_of_a_run()

    assert flag.is_open
    assert not replace(flag, closed_on=date(2026, 4, 1)).is_open


def test_flag_noticed_late_gives_the_same_time_from_then():
    flag = flag_of_a_run()

    assert flag.due_when_noticed(flag.raised_on) == flag.due_on
    assert flag.due_when_noticed(flag.raised_on - timedelta(days=3)) == flag.due_on
    assert flag.due_when_noticed(flag.raised_on + timedelta(days=900)) == flag.due_on + timedelta(days=900)
