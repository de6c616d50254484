"""Red flags in the order in which they ask for attention, and what each says of itself."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from tests import makers
from tests.site.actions.test_escalating import NOW, make_flag
from troth_site.actions.trust import escalating, settling
from troth_site.models import OrderLine, RedFlag, Relationship
from troth_site.queries import settling as flags
from troth_site.queries import value_at_risk


def open_line(cast, factory, value=None, currency=""):
    day = cast.today + timedelta(days=9)
    line = makers.make_line(cast.buyer, factory, promised=day, late_days=None, today=cast.today)
    OrderLine.objects.filter(pk=line.pk).update(value=value, currency=currency)
    return Relationship.objects.select_related("factory").get(pk=line.relationship_id)


def inbox(cast, person=None):
    by = makers.make_actor(person or cast.ana)
    return value_at_risk.inbox(by, flags.open_flags(by)[0])


def test_flags_stand_by_their_share_of_what_is_open_in_one_currency(cast):
    """A tenth of all dollars is less than the whole of all rupees, whatever the numbers say."""
    rows = {
        "a tenth": open_line(cast, "A", 100, "USD"),
        "unflagged": open_line(cast, "B", 900, "USD"),
        "all rupees": open_line(cast, "C", 50, "INR"),
        "unknown": open_line(cast, "D"),
    }
    for name in ("unknown", "a tenth", "all rupees"):
        make_flag(cast, relationship=rows[name], acknowledge_by=None)
    found = inbox(cast)

    assert [row.flag.partnership.pk for row in found] == [rows[n].pk for n in ("all rupees", "a tenth", "unknown")]
    assert [row.at_risk.share for row in found] == [1.0, 0.1, None]


def test_currencies_are_never_added_and_the_unknown_is_said(cast):
    for value, currency in ((100, "USD"), (50, "USD"), (70, "EUR"), (None, "USD"), (5, "")):
        row = open_line(cast, "A", value, currency)
    make_flag(cast, relationship=row, acknowledge_by=None)
    (found,) = inbox(cast)
    text = cast.browser(cast.ana).get(reverse("today")).content.decode()

    assert {each.currency: each.value for each in found.at_risk.amounts} == {"USD": Decimal(150), "EUR": Decimal(70)}
    assert (found.at_risk.lines, found.at_risk.unknown) == (5, 2)
    assert "150 USD open, 100\u202f% of all that is open in USD" in text
    assert "2 open lines of unknown value" in text


def test_what_has_come_or_was_cancelled_is_not_at_risk(cast):
    row = open_line(cast, "A", 100, "USD")
    for value, change in ((30, {"completed_on": cast.today}), (20, {"cancelled_on": cast.today})):
        open_line(cast, "A", value, "USD")
        OrderLine.objects.filter(value=value).update(**change)
    make_flag(cast, relationship=row, acknowledge_by=None)
    assert inbox(cast)[0].at_risk.amounts[0].value == Decimal(100)


def test_nothing_open_is_said_and_is_no_zero(cast):
    makers.make_line(cast.buyer, "A", promised=cast.today - timedelta(days=9), late_days=0, today=cast.today)
    row = Relationship.objects.get(factory__name="A")
    make_flag(cast, relationship=row, acknowledge_by=None)
    assert "no order line is open" in cast.browser(cast.ana).get(reverse("today")).content.decode()


def test_what_was_handed_to_me_comes_first(cast):
    big, small = open_line(cast, "A", 900, "USD"), open_line(cast, "B", 1, "USD")
    make_flag(cast, relationship=big, acknowledge_by=None)
    handed = make_flag(cast, relationship=small)
    escalating.escalate_flags(now=NOW)
    assert inbox(cast)[0].flag.pk == handed.pk


def test_the_inbox_costs_the_same_queries_for_one_flag_and_three(cast, django_assert_num_queries):
    client = cast.browser(cast.ana)
    make_flag(cast, relationship=open_line(cast, "F", 1, "USD"), acknowledge_by=None)
    # What is open with all partners is added up once a minute.
    client.get(reverse("today"))
    for more in (0, 2):
        for _each in range(more):
            make_flag(cast, relationship=open_line(cast, f"F{RedFlag.objects.count()}", 1, "USD"), acknowledge_by=None)
        with django_assert_num_queries(16):
            client.get(reverse("today"))


def test_six_flags_stand_there_and_all_are_a_link_away(cast):
    for number in range(8):
        make_flag(cast, relationship=open_line(cast, f"F{number}", 1, "USD"), acknowledge_by=None)
    client = cast.browser(cast.ana)
    first, whole = client.get(reverse("today")), client.get(reverse("today"), {"all": "1"})
    assert [len(answer.context["flags"]) for answer in (first, whole)] == [6, 8]
    assert "The 6 most pressing of 8 are shown." in first.content.decode()
    assert "most pressing of" not in whole.content.decode()


@pytest.mark.parametrize("side", ["factory", "buyer"])
def test_every_flag_shows_rule_data_false_alarm_owner_action_and_due(cast, side):
    data = {
        "template": "%(n)s late.", "params": {"n": 2}, "actions": ["agree_joint_plan"], "n": 9, "kept": 5,
        "began_on": "2026-05-04", "cause": "run",
    }  # fmt: skip
    flag = make_flag(cast, side=side, data=data, owner=cast.ana)
    for person in (cast.ana, cast.lin):
        text = cast.browser(person).get(reverse("flag", args=[flag.pk])).content.decode()
        for said in (
            "Consistent delays", "2 late.", "5 of 9 kept", "Mon 4 May 2026", "late days close together",
            "4.0\u202f%", "Ana Petrova", "joint plan", "Answer due", "nobody has said yet whether this rule was right",
        ):  # fmt: skip
            assert said in text, said


def test_each_side_s_answer_stands_and_the_judge_s_counts(cast):
    flag, other = make_flag(cast), make_flag(cast, side="buyer")
    ana, lin = makers.make_actor(cast.ana), makers.make_actor(cast.lin)
    settling.answer_flag(by=ana, flag=flag.pk, answer="We saw it too", finding="confirmed")
    settling.answer_flag(by=lin, flag=flag.pk, answer="A machine broke", finding="not so")
    text = cast.browser(cast.ana).get(reverse("flag", args=[flag.pk])).content.decode()

    for said in ("We saw it too", "A machine broke", "It was right.", "It was not so."):
        assert said in text
    settling.answer_flag(by=lin, flag=other.pk, answer="No", finding="not so")
    found = flags.rule_precision(ana, "consistent_delays")
    assert (found.raised, found.n, found.confirmed, found.rate) == (2, 2, 1, 0.5)
    assert flags.rule_precision(makers.make_actor(cast.stranger), "consistent_delays").raised == 0


def test_a_finding_nobody_knows_is_refused(cast):
    with pytest.raises(settling.SettlingRefused):
        settling.answer_flag(by=makers.make_actor(cast.ana), flag=make_flag(cast).pk, answer="x", finding="maybe")
