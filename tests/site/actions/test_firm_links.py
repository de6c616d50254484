"""Two partners confirmed to be one firm, contested, held to, undone: what is inherited."""

from datetime import timedelta

import pytest

from tests import makers
from tests.site.actions.firm_record import OLD, TODAY, Record
from troth.trust.inherited_record import RULE
from troth_site.access import NotAllowed, NotThere
from troth_site.actions.firms import deciding
from troth_site.actions.firms.watching import watch_firms
from troth_site.actions.trust import judging
from troth_site.actions.trust.rebuilding import rebuild_tallies
from troth_site.models import (
    Commitment,
    FirmLink,
    Judgement,
    LedgerEntry,
    Notification,
    RedFlag,
    Relationship,
    Tally,
)
from troth_site.queries import firms, ledger
from troth_site.queries.trust import explain

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    return Record()


def test_confirmed_counts_both_records_together_and_is_told(record):
    own, old = record.standing(), record.standing(record.old)
    link = record.confirmed()
    together = record.standing()

    assert old < together < own
    assert record.standing(record.old) == pytest.approx(old)
    assert (link.state, link.decided_by_id, link.decided_on) == ("confirmed", record.ana.person, TODAY)
    numbers = Judgement.objects.get(relationship=record.new, side="factory", dimension="delivery")
    before = Judgement.objects.get(relationship=record.old, side="factory", dimension="delivery")
    assert numbers.broken_evidence == pytest.approx(before.broken_evidence)
    assert (numbers.lines, numbers.kept, numbers.rate) == (1, 1, 1.0)
    assert list(Notification.objects.filter(person=record.lin.person).values_list("event", flat=True)) == ["firm"]
    assert Notification.objects.filter(person=record.wei.person).count() == 0
    kinds = LedgerEntry.objects.filter(relationship=record.new).order_by("seq").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["firm.confirmed", "firm.carried"]


def test_chain_holds_the_reason_adds_up_and_a_rebuild_finds_the_same(record):
    record.confirmed()
    why = explain(record.new.pk, side="factory", dimension="delivery", as_of=TODAY)

    assert why.start + sum(step.step for step in why.steps) == pytest.approx(why.score)
    assert why.score == pytest.approx(record.standing())
    assert "counted together" in why.steps[-1].reason.text()
    assert ledger.check(record.ana, record.new.pk).what is None
    before = sorted(Tally.objects.values_list("relationship", "dimension", "known", "happened", "broken_weight"))
    rebuild_tallies(by=makers.make_operator())
    after = sorted(Tally.objects.values_list("relationship", "dimension", "known", "happened", "broken_weight"))
    assert [row[:4] for row in after] == [row[:4] for row in before]
    assert [row[4] for row in after] == pytest.approx([row[4] for row in before])


def test_day_before_the_link_is_as_it_was(record):
    own = explain(record.new.pk, side="factory", dimension="delivery", as_of=TODAY).score
    record.confirmed(on=TODAY + timedelta(days=3))

    assert explain(record.new.pk, side="factory", dimension="delivery", as_of=TODAY).score == own


def test_open_flags_are_inherited_as_one_flag_that_both_sides_read(record):
    judging.judge([record.old.pk], as_of=TODAY)
    standing_open = RedFlag.objects.filter(relationship=record.old, side="factory", closed_on=None)
    assert standing_open.count() == 1
    record.confirmed()

    flag = RedFlag.objects.get(relationship=record.new, rule=RULE)
    assert (flag.side, flag.severity, flag.data["n"], flag.closed_on) == ("factory", "serious", 1, None)
    assert (flag.raised_on, flag.due_on) == (TODAY, TODAY + timedelta(days=14))
    assert flag.data["params"]["name"] == OLD
    numbers = Judgement.objects.get(relationship=record.new, side="factory", dimension="delivery")
    assert numbers.open_flags == 1
    standing_open.update(closed_on=TODAY)
    watch_firms(record.house.pk, today=TODAY + timedelta(days=1))
    flag.refresh_from_db()
    assert flag.closed_on == TODAY + timedelta(days=1)


def test_what_the_earlier_record_learns_later_is_taken_over_at_night(record):
    record.confirmed()
    entries = LedgerEntry.objects.filter(relationship=record.new).count()
    watch_firms(record.house.pk, today=TODAY + timedelta(days=40))
    assert LedgerEntry.objects.filter(relationship=record.new).count() == entries

    late = [(TODAY + timedelta(days=20), 9)]
    makers.make_lines(record.house, OLD, late, key="more-", today=TODAY + timedelta(days=40))
    contact = Relationship.objects.get(pk=record.new.pk).last_contact_on
    watch_firms(record.house.pk, today=TODAY + timedelta(days=41))
    assert LedgerEntry.objects.filter(relationship=record.new).count() == entries + 1
    assert Relationship.objects.get(pk=record.new.pk).last_contact_on == contact
    rows = LedgerEntry.objects.filter(relationship=record.new, kind="firm.carried").order_by("seq")
    first, then = rows.values_list("broken_weight", flat=True)
    assert then > first * 2 ** (-41 / 730) + 0.3


def test_contested_weighs_half_for_thirty_days_and_is_marked(record):
    judging.judge([record.old.pk], as_of=TODAY)
    link = record.confirmed()
    whole = record.standing()
    deciding.contest_link(by=record.lin, link=link.pk, reason="We bought the hall, not the firm.", on=TODAY)
    deciding.contest_link(by=record.lin, link=link.pk, reason="We bought the hall, not the firm.", on=TODAY)

    assert record.standing() > whole
    found = firms.firm_link(record.lin, link.pk)
    assert (found.is_contested, found.contest, found.contested_by) == (True, "We bought the hall, not the firm.", "Lin")
    assert [row.held_until for row in found.carried] == [TODAY + timedelta(days=30)]
    assert "contested" in RedFlag.objects.get(relationship=record.new, rule=RULE).data["template"]
    within, after = (
        explain(record.new.pk, side="factory", dimension="delivery", as_of=TODAY + timedelta(days=days)).score
        for days in (29, 30)
    )
    assert after < within
    with pytest.raises(deciding.LinkRefused, match="contested before"):
        deciding.contest_link(by=record.lin, link=link.pk, reason="Again.", on=TODAY)
    assert LedgerEntry.objects.filter(relationship=record.new, kind="firm.contested").count() == 2


def test_upheld_it_weighs_whole_again(record):
    judging.judge([record.old.pk], as_of=TODAY)
    link = record.confirmed()
    whole = record.standing()
    deciding.contest_link(by=record.lin, link=link.pk, reason="No.", on=TODAY)
    for _ in range(2):
        deciding.uphold(by=record.ana, link=link.pk, reason="The register names the same owner.", on=TODAY)

    assert record.standing() == pytest.approx(whole)
    assert not firms.firm_link(record.lin, link.pk).is_contested
    assert "is contested" not in RedFlag.objects.get(relationship=record.new, rule=RULE).data["template"]


def test_undone_leaves_the_later_record_alone_and_may_be_asked_and_linked_again(record):
    judging.judge([record.old.pk], as_of=TODAY)
    own = record.standing()
    link = record.confirmed()
    together = record.standing()
    for _ in range(2):
        deciding.undo(by=record.ana, link=link.pk, reason="A mistake of ours.", on=TODAY)

    assert record.standing() == pytest.approx(own)
    assert RedFlag.objects.filter(relationship=record.new, rule=RULE, closed_on=None).count() == 0
    assert ledger.check(record.ana, record.new.pk).what is None
    assert watch_firms(record.house.pk, today=TODAY) == 0
    deciding.ask_again(by=record.ana, link=link.pk, reason="The licence has come.", on=TODAY)
    deciding.confirm(by=record.ana, link=link.pk, reason="The licence says so.", on=TODAY)
    assert record.standing() == pytest.approx(together)
    assert Commitment.objects.filter(kind="same_firm").count() == 1


def test_evidence_comes_by_one_way_and_never_round(record):
    third = makers.make_relationship(record.house, makers.make_organisation("Third Works", kind="factory"))
    link = record.confirmed()
    other = FirmLink.objects.create(
        relationship=record.new, earlier=third, judge=record.house, side="factory", grade="strong", state="proposed",
        signs={"signs": [], "reasons": []}, proposed_on=TODAY,
    )  # fmt: skip
    with pytest.raises(deciding.LinkRefused, match="already"):
        deciding.confirm(by=record.ana, link=other.pk, reason="So it seems.", on=TODAY)
    round_about = FirmLink.objects.create(
        relationship=record.old, earlier=record.new, judge=record.house, side="factory", grade="strong",
        state="proposed", signs={"signs": [], "reasons": []}, proposed_on=TODAY,
    )  # fmt: skip
    with pytest.raises(deciding.LinkRefused, match="undo that link first"):
        deciding.confirm(by=record.ana, link=round_about.pk, reason="So it seems.", on=TODAY)
    assert FirmLink.objects.get(pk=link.pk).state == "confirmed"


@pytest.mark.parametrize("act", ["confirm", "reject", "undo", "uphold", "ask_again"])
def test_only_who_asks_decides(record, act):
    link = record.confirmed()
    for other in (record.lin, record.wei):
        with pytest.raises((NotAllowed, NotThere)):
            getattr(deciding, act)(by=other, link=link.pk, reason="I say so.", on=TODAY)
    with pytest.raises((NotAllowed, NotThere)):
        deciding.contest_link(by=record.ana, link=link.pk, reason="I say so.", on=TODAY)


@pytest.mark.parametrize("reason", ["", "   ", "\0", "x" * 2_001])
def test_no_reason_no_decision(record, reason):
    link = record.ask()
    for act in (deciding.confirm, deciding.reject):
        with pytest.raises(deciding.LinkRefused):
            act(by=record.ana, link=link.pk, reason=reason, on=TODAY)
    assert FirmLink.objects.get().state == "proposed"
