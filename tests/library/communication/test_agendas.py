from datetime import date

from troth.communication.agendas import APPROVAL, Feedback, MilestoneFact, OpenIssue, build_agenda

ON = date(2026, 3, 10)


def milestone(name, due, slack=None, **facts):
    return MilestoneFact(name=name, side="factory", due=due, slack_days=slack, **facts)


def issue(name, side, due=None, since=date(2026, 3, 1)):
    return OpenIssue(name=name, side=side, kind=APPROVAL, due=due, since=since)


def test_overdue_approval_of_the_buyer_stands_among_the_challenges():
    agenda = build_agenda(milestones=[], issues=[issue("Approve lab dip", "buyer", date(2026, 3, 2))], on=ON)

    (challenge,) = agenda.challenges
    assert (challenge.issue.side, challenge.days_overdue, challenge.is_overdue) == ("buyer", 8, True)


def test_challenges_of_both_sides_stand_in_one_list_by_urgency():
    issues = [
        issue("no day", "factory", since=date(2026, 1, 1)),
        issue("due soon", "buyer", date(2026, 3, 12)),
        issue("late", "factory", date(2026, 3, 8)),
        issue("later", "buyer", date(2026, 3, 1)),
    ]

    agenda = build_agenda(milestones=[], issues=issues, on=ON)

    assert [each.issue.name for each in agenda.challenges] == ["later", "late", "due soon", "no day"]
    assert [each.is_overdue for each in agenda.challenges] == [True, True, False, False]


def test_progress_names_only_milestones_at_risk_the_tightest_first():
    milestones = [
        milestone("safe", date(2026, 3, 20), 3),
        milestone("on its day", ON),
        milestone("passed", date(2026, 3, 9)),
        milestone("tight", date(2026, 3, 20), -4),
        milestone("done", date(2026, 3, 1), -9, is_done=True),
    ]

    agenda = build_agenda(milestones=milestones, issues=[], on=ON)

    assert [each.name for each in agenda.progress] == ["tight", "passed"]


def test_feedback_asks_both_sides_whoever_spoke():
    agenda = build_agenda(milestones=[], issues=[], feedback=[Feedback(side="buyer", keep="Photos")], on=ON)

    assert agenda.feedback == (Feedback(side="factory"), Feedback(side="buyer", keep="Photos"))


def test_agenda_of_a_quiet_week_has_three_empty_parts():
    agenda = build_agenda(milestones=[], issues=[], on=ON)

    assert (agenda.progress, agenda.challenges) == ((), ())
    assert [each.side for each in agenda.feedback] == ["factory", "buyer"]


def test_progress_names_what_is_due_soon_where_asked():
    milestones = [milestone("in a week", date(2026, 3, 17)), milestone("later", date(2026, 3, 25))]

    agenda = build_agenda(milestones=milestones, issues=[], on=ON, soon_days=14)

    assert [each.name for each in agenda.progress] == ["in a week"]
