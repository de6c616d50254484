import pytest

from tests import makers
from tests.site.communication.talking import begin, page, post, settle
from troth_site import access
from troth_site.actions.communication import decisions
from troth_site.models import AuditEntry, Decision, LedgerEntry, Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def talking(cast):
    return settle(cast)


@pytest.fixture
def thread(talking):
    return begin(talking, talking.ana, "Agreed: cartons of 20 pcs. Do we agree on the colour?").thread_id


def propose(talking, thread, person=None, text="Cartons of 20 pcs"):
    return decisions.propose(by=makers.make_actor(person or talking.ana), thread=thread, text=text)


def test_a_sentence_that_reads_like_a_decision_is_offered_and_written_down_once(talking, thread):
    shown = page(talking, talking.lin, "thread", thread)
    assert "Reads like a decision: “cartons of 20 pcs”" in " ".join(shown.replace("</span>", "").split()).replace(
        '<span class="t-small">', ""
    )
    for _time in range(2):
        answer = post(talking, talking.lin, "propose-decision", thread, text="cartons of 20 pcs", ticket="one")
        assert answer.headers["Location"] == f"/threads/{thread}/#decisions"
    assert Decision.objects.count() == 1
    assert "Reads like a decision" not in page(talking, talking.lin, "thread", thread)


def test_a_decision_of_one_side_waits_and_stands_once_both_confirmed(talking, thread):
    pk = propose(talking, thread)
    assert "waiting for the other side" in page(talking, talking.ana, "thread", thread)
    assert "We confirm these words" not in page(talking, talking.ana, "thread", thread)
    assert "We confirm these words" in page(talking, talking.lin, "thread", thread)

    for _time in range(2):
        post(talking, talking.lin, "decision-step", pk, event="confirm", version="1")
    assert "confirmed by both" in page(talking, talking.ana, "thread", thread)
    kinds = LedgerEntry.objects.filter(kind__startswith="decision").order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["decision.proposed", "decision.confirmed"]
    assert Notification.objects.filter(event="decision").values_list("person", flat=True).get() == talking.lin.pk


def test_changed_words_are_confirmed_anew_and_old_ones_cannot_be(talking, thread):
    pk = propose(talking, thread)
    answer = post(talking, talking.lin, "decision", pk, text="Cartons of 24 pcs", version="1")
    assert answer.status_code == 302
    row = Decision.objects.get()
    assert (row.version, row.buyer_confirmed_at, row.factory_confirmed_by) == (2, None, talking.lin)

    with pytest.raises(decisions.DecisionRefused, match="changed meanwhile"):
        decisions.step(by=makers.make_actor(talking.ana), decision=pk, event="confirm", version=1)
    decisions.step(by=makers.make_actor(talking.ana), decision=pk, event="confirm", version=2)
    with pytest.raises(decisions.DecisionRefused, match="closed"):
        decisions.step(by=makers.make_actor(talking.ana), decision=pk, event="change", version=2, text="More")
    assert Decision.objects.get().text == "Cartons of 24 pcs"


def test_a_decision_is_taken_off_the_table_until_both_confirmed_it(talking, thread):
    pk = propose(talking, thread)
    post(talking, talking.lin, "decision-step", pk, event="withdraw", version="1")

    assert Decision.objects.get().withdrawn_at is not None
    assert "withdrawn" in page(talking, talking.ana, "thread", thread)
    assert AuditEntry.objects.filter(verb="decision.withdrawn").count() == 1


@pytest.mark.parametrize("words", ["", "  ", "x" * 2001])
def test_a_decision_says_something_short(talking, thread, words):
    with pytest.raises(decisions.DecisionRefused):
        propose(talking, thread, text=words)
    post(talking, talking.ana, "propose-decision", thread, text=words)
    assert Decision.objects.count() == 0


def test_a_step_nobody_offers_does_nothing(talking, thread):
    pk = propose(talking, thread)
    for given in ({"event": "shred", "version": "1"}, {"event": "confirm", "version": "x"}, {}):
        assert post(talking, talking.lin, "decision-step", pk, **given).status_code == 302
    assert Decision.objects.get().factory_confirmed_at is None


def test_a_stranger_can_neither_read_nor_step(talking, thread):
    pk = propose(talking, thread)
    page(talking, talking.stranger, "decision", pk, status=404)
    with pytest.raises(access.NotThere):
        decisions.step(by=makers.make_actor(talking.stranger), decision=pk, event="confirm", version=1)
    with pytest.raises(access.NotThere):
        propose(talking, thread, talking.stranger)


def test_a_message_of_another_thread_says_nothing_here(talking, thread):
    other = begin(talking, talking.ana, subject="Another topic")
    with pytest.raises(access.NotThere):
        decisions.propose(by=makers.make_actor(talking.ana), thread=thread, text="So", message=other.pk)
