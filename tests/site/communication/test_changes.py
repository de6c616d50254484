from decimal import Decimal

import pytest

from tests import makers
from tests.site.communication.talking import begin, page, post, settle
from troth.communication.requests_process import LocalConstraint, Trial
from troth_site import access
from troth_site.actions.communication import changes, changes_answering
from troth_site.actions.communication.changes import ChangeRefused, Wish
from troth_site.models import ChangeRequest, LedgerEntry, Notification

pytestmark = pytest.mark.django_db
WISH = {"thing": "Roll-top 24 l", "attribute": "colour", "value": "Pantone 19-4052", "why": "The spring campaign"}
PROCESS = WISH | {
    "thing": "Towel", "attribute": "drying", "value": "Tumble dry", "is_process": True, "limit": "at most 3.0 %"
}  # fmt: skip
OFFER = {"alternative": "Line dry, relaxed 24 h"}


@pytest.fixture
def talking(cast):
    return settle(cast)


def ask(talking, person=None, **more):
    wish = Wish(**WISH | more)
    return changes.ask(by=makers.make_actor(person or talking.ana), relationship=talking.pair.pk, wish=wish)


def lin(talking):
    return makers.make_actor(talking.lin)


def ana(talking):
    return makers.make_actor(talking.ana)


def trial(measured, **more):
    given = {"sample_size": 20, "limit": Decimal("3.0"), "higher_is_better": False, "record": "Lab 7"} | more
    return Trial(measured=Decimal(measured), **given)


def offered(talking, **more):
    pk = ask(talking, **PROCESS)
    changes_answering.offer(by=lin(talking), change=pk, alternative=OFFER["alternative"], **more)
    return pk


def test_a_change_is_asked_and_accepted_by_the_other_side_alone(talking):
    assert post(talking, talking.ana, "changes", talking.pair.pk, **WISH).status_code == 302
    row = ChangeRequest.objects.get()
    assert post(talking, talking.ana, "answer-change", row.pk, "accept").status_code == 422
    for _time in range(2):
        assert post(talking, talking.lin, "answer-change", row.pk, "accept", ticket="one").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("accepted", talking.lin)
    kinds = LedgerEntry.objects.filter(kind__startswith="change").order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["change.asked", "change.accepted"]
    told = Notification.objects.filter(subject__startswith="change")
    assert set(told.values_list("event", flat=True)) == {"change"}
    assert talking.lin.pk in told.values_list("person", flat=True)
    assert "Pantone 19-4052" in page(talking, talking.ana, "change", row.pk)


@pytest.mark.parametrize("name", ["thing", "attribute", "value", "why"])
def test_a_change_says_what_and_why(talking, name):
    with pytest.raises(ChangeRefused):
        ask(talking, **{name: " "})
    assert post(talking, talking.ana, "changes", talking.pair.pk, **WISH | {name: ""}).status_code == 422
    assert ChangeRequest.objects.count() == 0


def test_a_process_names_the_limit_its_result_must_meet(talking):
    with pytest.raises(ChangeRefused, match="which limit"):
        ask(talking, **PROCESS | {"limit": ""})


def test_two_open_values_of_one_attribute_alarm_both_screens_until_one_is_gone(talking):
    ask(talking)
    ask(talking, value="PANTONE 194052")
    for person in (talking.ana, talking.lin):
        assert "These contradict each other" not in page(talking, person, "changes", talking.pair.pk)
    ask(talking, value="Pantone 18-1662")
    for person in (talking.ana, talking.lin):
        for name in ("changes", "partner-messages"):
            shown = page(talking, person, name, talking.pair.pk)
            assert "These contradict each other" in shown
            assert "two open values for colour" in shown
    for pk in ChangeRequest.objects.exclude(value="Pantone 18-1662").values_list("pk", flat=True):
        changes.withdraw(by=ana(talking), change=pk)
    assert "These contradict each other" not in page(talking, talking.lin, "changes", talking.pair.pk)


def test_a_change_is_declined_with_a_reason(talking):
    pk = ask(talking)
    assert post(talking, talking.lin, "answer-change", pk, "decline", reason="  ").status_code == 422
    assert post(talking, talking.lin, "answer-change", pk, "decline", reason="The dye is banned.").status_code == 302
    assert "The dye is banned." in page(talking, talking.ana, "change", pk)


def test_another_way_is_accepted_without_more(talking):
    pk = offered(talking)
    assert post(talking, talking.ana, "answer-change", pk, "accept-alternative").status_code == 302
    row = ChangeRequest.objects.get()
    assert (row.state, row.verdict, row.alternative) == ("accepted", "accepted", OFFER["alternative"])


@pytest.mark.parametrize("data", [None, trial("3.4", sample_size=0), trial("3.4", record=" "), trial("2.8")])
def test_another_way_is_not_rejected_without_data_or_against_them(talking, data):
    pk = offered(talking)
    with pytest.raises(ChangeRefused):
        changes_answering.answer(by=ana(talking), change=pk, verdict="rejected", trial=data)
    assert ChangeRequest.objects.get().state == "alternative"


def test_another_way_is_rejected_with_a_trial_that_missed_the_limit_and_another_can_be_offered(talking):
    pk = offered(talking)
    given = {"sample_size": "20", "measured": "3.4", "limit": "3.0", "better": "lower", "record": "Lab 7"}
    assert post(talking, talking.ana, "answer-change", pk, "reject").status_code == 422
    assert post(talking, talking.ana, "answer-change", pk, "reject", **given).status_code == 302
    row = ChangeRequest.objects.get()
    assert (row.state, row.verdict, row.trial["measured"]) == ("open", "rejected", "3.4")
    assert "3.4 measured on 20 pieces, limit 3.0 (Lab 7)" in page(talking, talking.lin, "change", pk)
    changes_answering.offer(by=lin(talking), change=pk, alternative="Steam, relaxed 24 h")
    assert ChangeRequest.objects.get().verdict == ""


def test_where_local_law_leaves_no_other_way_nothing_is_rejected(talking):
    law = LocalConstraint(kind="law", text="No tumble dryers above 5 kW", source="Decree 12/2024")
    pk = offered(talking, constraint=law)
    assert "Decree 12/2024" in page(talking, talking.ana, "change", pk)
    with pytest.raises(ChangeRefused, match="Local law"):
        changes_answering.answer(by=ana(talking), change=pk, verdict="rejected", trial=trial("3.4"))


def test_a_constraint_says_of_what_kind_it_is_and_where_it_is_written(talking):
    pk = ask(talking, **PROCESS)
    for given in ({"constraint": "No dryers"}, {"constraint": "No dryers", "constraint_kind": "law"}, {}):
        assert post(talking, talking.lin, "answer-change", pk, "offer", **given).status_code == 422
    whole = {"constraint": "No dryers", "constraint_kind": "law", "constraint_source": "Decree 12/2024"}
    assert post(talking, talking.lin, "answer-change", pk, "offer", **whole).status_code == 302
    row = ChangeRequest.objects.get()
    assert (row.state, row.constraint) == ("open", "No dryers")


def test_taken_back_by_the_side_that_asked_while_nobody_answered(talking):
    pk = ask(talking)
    assert post(talking, talking.lin, "answer-change", pk, "withdraw").status_code == 422
    assert post(talking, talking.ana, "answer-change", pk, "withdraw").status_code == 302
    assert ChangeRequest.objects.get().state == "withdrawn"
    accepted = ask(talking, value="Pantone 18-1662")
    changes_answering.accept(by=lin(talking), change=accepted)
    with pytest.raises(ChangeRefused, match="answered"):
        changes.withdraw(by=ana(talking), change=accepted)


def test_an_unknown_button_does_not_exist_and_a_stranger_finds_nothing(talking):
    pk = ask(talking)
    assert post(talking, talking.lin, "answer-change", pk, "shred").status_code == 404
    page(talking, talking.stranger, "change", pk, status=404)
    with pytest.raises(access.NotThere):
        changes_answering.accept(by=makers.make_actor(talking.stranger), change=pk)
    with pytest.raises(access.NotAllowed):
        changes_answering.accept(by=makers.make_actor(talking.finance), change=pk)


def test_a_change_leads_back_to_the_thread_it_came_from(talking):
    said = begin(talking, talking.ana)
    pk = ask(talking, thread=said.thread_id)
    assert f'href="/threads/{said.thread_id}/"' in page(talking, talking.lin, "change", pk)
