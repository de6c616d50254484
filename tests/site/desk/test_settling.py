from datetime import date, timedelta

import pytest
from django.urls import reverse

from troth_site.models import Action, ActionLine, AuditEntry, LedgerEntry, RedFlag
from troth_site.queries.settling.rows import AttachedLine
from troth_site.templatetags.troth_parts import short_day


@pytest.fixture
def action(cast):
    row = Action.objects.create(
        relationship=cast.pair, side="factory", dimension="delivery", kind="review_production_schedules",
        opened_on=cast.today, due_on=cast.today + timedelta(days=7), data={"kept": 8, "n": 10, "target": 0.95},
    )  # fmt: skip
    ActionLine.objects.create(action=row, line=cast.lines[2])
    return row


@pytest.fixture
def flag(cast):
    return RedFlag.objects.create(
        relationship=cast.pair, side="factory", dimension="delivery", rule="consistent_delays", severity="serious",
        raised_on=cast.today, due_on=cast.today, false_alarm=0.04,
        data={"template": "%(n)s late.", "params": {"n": 2}, "actions": ["agree_joint_plan"]},
    )  # fmt: skip


def post(cast, name, row, data, person=None):
    return cast.browser(person or cast.ana).post(reverse(name, args=[row.pk]), data)


def test_an_action_says_what_opened_it_and_shows_the_late_lines(cast, action):
    text = cast.browser(cast.lin).get(reverse("action", args=[action.pk])).content.decode()
    for said in (
        "Review production schedules",
        f"By {short_day(cast.today)}, 8 of 10 promises of",
        "We look again after the next 10 lines",
        "The late lines behind it",
        "PO-3 · 1",
        "nobody has taken it yet",
        "in 7 days",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("side", "dimension", "noun", "leads_to_promises"),
    [("buyer", "delivery", "promises", True), ("factory", "communication", "questions", False)],
)
def test_an_action_without_lines_speaks_of_what_its_side_promised(
    cast, action, side, dimension, noun, leads_to_promises
):
    ActionLine.objects.all().delete()
    Action.objects.update(side=side, dimension=dimension)

    text = cast.browser(cast.ana).get(reverse("action", args=[action.pk])).content.decode()

    assert f"We look again after the next 10 {noun}" in text
    assert (f"?side={side}&amp;state=late&amp;dimension=delivery#ledger" in text) is leads_to_promises
    assert "The late lines behind it" not in text


def test_an_action_is_done_with_evidence_once(cast, action):
    bare = post(cast, "complete-action", action, {"evidence": " "})
    assert (bare.status_code, sorted(bare.context["done"].errors)) == (422, ["evidence"])
    for _once_more in range(2):
        assert post(cast, "complete-action", action, {"evidence": "New plan"}).status_code == 302
    action.refresh_from_db()
    assert (action.state, action.done_on, action.lines_at_done) == ("done", cast.today, 10)
    assert LedgerEntry.objects.filter(kind="action.done").count() == 1
    assert AuditEntry.objects.filter(verb="action.done").count() == 1


def test_each_side_names_its_own_owner(cast, action):
    assert post(cast, "own-action", action, {"person": cast.ana.pk}).status_code == 302
    refused = post(cast, "own-action", action, {"person": cast.lin.pk})
    assert (refused.status_code, sorted(refused.context["owner"].errors)) == (422, ["person"])
    assert post(cast, "own-action", action, {"person": cast.lin.pk}, cast.lin).status_code == 302
    action.refresh_from_db()
    assert (action.owner_buyer, action.owner_factory) == (cast.ana, cast.lin)


def test_a_flag_is_read_once_and_stays_open(cast, flag):
    for person in (cast.lin, cast.ana, cast.ana):
        assert post(cast, "acknowledge-flag", flag, {}, person).status_code == 302
    flag.refresh_from_db()
    assert (flag.read_by, flag.acknowledged_by, flag.closed_on) == (cast.lin, cast.ana, None)
    assert AuditEntry.objects.filter(verb="flag.acknowledged").count() == 1


def test_a_flag_is_answered_with_words_for_both(cast, flag):
    bare = post(cast, "answer-flag", flag, {"answer": ""}, cast.lin)
    assert (bare.status_code, sorted(bare.context["answer"].errors)) == (422, ["answer", "finding"])
    said = {"answer": "A machine broke", "finding": "not so"}
    for _once_more in range(2):
        assert post(cast, "answer-flag", flag, said, cast.lin).status_code == 302
    assert "A machine broke" in cast.browser(cast.ana).get(reverse("flag", args=[flag.pk])).content.decode()
    assert LedgerEntry.objects.filter(kind="flag.answered").count() == 1


def test_who_may_only_look_is_offered_no_form(cast, action, flag):
    client = cast.browser(cast.finance)
    assert client.get(reverse("action", args=[action.pk])).context["done"] is None
    assert client.get(reverse("flag", args=[flag.pk])).context["answer"] is None
    assert post(cast, "acknowledge-flag", flag, {}, cast.finance).status_code == 403


def test_today_shows_what_asks_for_an_answer(cast, action, flag):
    for person, partner in ((cast.ana, cast.pair.factory.name), (cast.lin, "Nordlicht")):
        context = cast.browser(person).get(reverse("today")).context
        assert [card["title"] for card in context["actions"]] == [f"Review production schedules · {partner}"]
        assert [(card["title"], card["name"]) for card in context["flags"]] == [
            ("Consistent delays", cast.pair.factory.name)
        ]


def test_a_flag_names_the_side_it_is_about_and_with_whom(cast, flag):
    for person, ours, partner in ((cast.ana, False, ""), (cast.lin, True, "Nordlicht")):
        answer = cast.browser(person).get(reverse("today"))
        assert [(card["ours"], card["partner"]) for card in answer.context["flags"]] == [(ours, partner)]
        assert ("with Nordlicht" in answer.content.decode()) is ours


def test_the_owner_of_today_is_chosen_and_nobody_where_there_is_none(cast, action, flag):
    def chosen(name, row):
        form = cast.browser(cast.ana).get(reverse(name, args=[row.pk])).context["owner"]
        return [str(label) for value, label in form.fields["person"].choices if value == (form["person"].value() or "")]

    assert [chosen("action", action), chosen("flag", flag)] == [["Choose a person"], ["Choose a person"]]
    post(cast, "own-action", action, {"person": cast.ana.pk})
    post(cast, "own-flag", flag, {"person": cast.ana.pk})
    assert [chosen("action", action), chosen("flag", flag)] == [[str(cast.ana)], [str(cast.ana)]]


def test_the_pages_of_a_partner_stand_under_partners(cast, action, flag):
    client = cast.browser(cast.ana)
    for name, row in (("action", action), ("flag", flag), ("line", cast.open_line)):
        nav = client.get(reverse(name, args=[row.pk])).context["nav"]
        assert [place["url"] for place in nav if place["current"]] == [reverse("partners")]


@pytest.mark.parametrize(
    ("number", "item", "label"),
    [
        ("3", "Shirts", "PO-7 · 3"),
        ("", "Shirts", "PO-7 · Shirts"),
        ("", "", "PO-7"),
        ("", "Long sleeved shirts of organic cotton, washed", "PO-7 · Long sleeved shirts of organic cotton, …"),
        ("", "衬" * 41, f"PO-7 · {'衬' * 39}…"),
    ],
)
def test_lines_of_one_order_without_numbers_are_told_apart(number, item, label):
    line = AttachedLine(
        pk=1, order="PO-7", number=number, item=item, due_on=date(2026, 3, 1), completed_on=None, factory_days=None,
        buyer_days=0, excused_days=0,
    )  # fmt: skip

    assert line.label == label


def test_you_is_said_to_the_owner_alone(cast, action):
    for person in (cast.ana, cast.lin):
        post(cast, "own-action", action, {"person": person.pk}, person)
    for reader, theirs in ((cast.ana, [True, False]), (cast.lin, [False, True]), (cast.finance, [False, False])):
        for page in (reverse("today"), reverse("partner", args=[cast.pair.pk]), reverse("action", args=[action.pk])):
            context = cast.browser(reader).get(page).context
            card = context["actions"][0] if "actions" in context else context["action"]
            assert [owner["ours"] for owner in card["owners"]] == theirs, page
