"""Who a firm is said to be, and when it is asked whether two partners are one; what nobody else learns."""

import pytest

from tests import makers
from tests.site.actions.firm_record import DOOR, NUMBER, OWNER, TODAY, Record
from troth_site.access import NotAllowed, NotThere
from troth_site.actions.firms import deciding, facts
from troth_site.actions.firms.watching import watch_firms
from troth_site.models import (
    AuditEntry,
    FirmFact,
    FirmLink,
    LedgerEntry,
    Notification,
    RedFlag,
    Relationship,
    Tally,
)
from troth_site.queries import firms
from troth_site.queries.partners import partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    return Record()


def test_nothing_is_asked_until_enough_agrees(record):
    record.say(record.old, "owner", OWNER)
    record.say(record.new, "owner", OWNER)
    assert FirmLink.objects.count() == 0
    record.say(record.old, "address", DOOR)
    record.say(record.new, "address", "18 Qiming Rd., Nanhai, FOSHAN")

    link = FirmLink.objects.get()
    assert (link.state, link.grade, link.signs["signs"]) == ("proposed", "strong", ["address", "owner"])
    assert (link.earlier_id, link.relationship_id, link.side) == (record.old.pk, record.new.pk, "factory")
    assert (link.judge_id, link.proposed_on) == (record.house.pk, TODAY)


def test_question_moves_no_number_and_is_told_to_the_buyer_alone(record):
    before = (record.standing(), Tally.objects.count(), LedgerEntry.objects.count(), RedFlag.objects.count())
    link = record.ask()

    assert (record.standing(), Tally.objects.count(), LedgerEntry.objects.count(), RedFlag.objects.count()) == before
    assert list(Notification.objects.values_list("person", "event")) == [(record.ana.person, "firm")]
    assert firms.firm_link(record.ana, link.pk).is_judge
    for other in (record.lin, record.wei):
        with pytest.raises(NotThere):
            firms.firm_link(other, link.pk)
    assert firms.links_of(record.lin, partnership(record.lin, record.new.pk)) == ()


def test_sent_twice_is_asked_once_and_the_night_asks_nothing_new(record):
    record.ask()
    once = (FirmLink.objects.count(), FirmFact.objects.count(), Notification.objects.count())
    record.ask()

    assert watch_firms(record.house.pk, today=TODAY) == 0
    assert (FirmLink.objects.count(), FirmFact.objects.count(), Notification.objects.count()) == once == (1, 4, 1)


def test_question_goes_with_the_facts_that_raised_it(record):
    record.ask()
    for fact in FirmFact.objects.filter(kind="address"):
        facts.take_back_fact(by=record.ana, fact=fact.pk, on=TODAY)
        facts.take_back_fact(by=record.ana, fact=fact.pk, on=TODAY)

    assert FirmLink.objects.count() == 0
    assert AuditEntry.objects.filter(verb="firm.question_gone").count() == 1
    assert AuditEntry.objects.filter(verb="firm.fact_taken_back").count() == 2


def test_another_buyer_s_partners_are_never_compared(record):
    """Halcyon buys from the new firm and knows its owner; Nordlicht knows the owner of the old one. Nobody is asked."""
    halcyon = makers.make_organisation("Halcyon")
    row = makers.make_relationship(halcyon, record.new.factory)
    hal = makers.make_actor(makers.make_person(halcyon))
    for kind, value in (("address", DOOR), ("owner", OWNER), ("registration", NUMBER)):
        facts.say_of_partner(by=hal, relationship=row.pk, kind=kind, value=value, source="papers", on=TODAY)
        record.say(record.old, kind, value)

    assert FirmLink.objects.count() == 0
    assert watch_firms(record.house.pk, today=TODAY) + watch_firms(halcyon.pk, today=TODAY) == 0
    said = firms.facts_between(record.ana, partnership(record.ana, record.new.pk))
    assert said == ()
    with pytest.raises(NotThere):
        facts.take_back_fact(by=record.ana, fact=FirmFact.objects.filter(said_by=halcyon).first().pk)


def test_own_word_of_a_firm_is_read_and_compared_by_each_of_its_partners(record):
    record.say(record.old, "registration", NUMBER)
    facts.say_of_ourselves(
        by=record.lin, organisation=record.new.factory_id, kind="registration", value=NUMBER.lower(),
        source="own word", on=TODAY,
    )  # fmt: skip

    assert FirmLink.objects.get().signs["signs"] == ["registration"]
    [fact] = firms.facts_between(record.ana, partnership(record.ana, record.new.pk))
    assert (fact.is_own_word, fact.may_answer, fact.may_take_back) == (True, False, False)


def test_rejected_is_not_asked_again_until_more_agrees(record):
    link = record.ask()
    for _ in range(2):
        deciding.reject(by=record.ana, link=link.pk, reason="Two brothers, two firms.", on=TODAY)
    assert watch_firms(record.house.pk, today=TODAY) == 0
    assert LedgerEntry.objects.filter(kind__startswith="firm.").count() == 0
    with pytest.raises(NotThere):
        firms.firm_link(record.lin, link.pk)

    for row in (record.old, record.new):
        record.say(row, "registration", NUMBER)
    link.refresh_from_db()
    assert (link.state, link.reason, link.signs["signs"]) == ("proposed", "", ["registration", "address", "owner"])


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("registration", ""), ("registration", "n/a"), ("registration", "123456789"), ("address", "Foshan"),
        ("address", "x" * 10_000), ("owner", "Liang"), ("owner", "\0"), ("phone", "110"), ("domain", "liang@qq.com"),
        ("name", "Qiming"), ("", "Qiming"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_what_to_write_and_nothing_is_kept(record, kind, value):
    with pytest.raises(facts.FactRefused) as refused:
        record.say(record.old, kind, value)

    assert len(str(refused.value)) > 20
    assert FirmFact.objects.count() == 0


@pytest.mark.parametrize("value", ["梁启明", "নাজমুল হক", "Κώστας Παπαδόπουλος", "Đỗ Văn Khải", "முருகன் செல்வம்"])
def test_names_of_every_script_are_kept_as_written(record, value):
    record.say(record.old, "owner", f"  {value} ")

    assert FirmFact.objects.get().value == value


def test_firm_answers_what_is_said_of_it(record):
    fact = record.say(record.new, "owner", OWNER)
    with pytest.raises(facts.FactRefused, match="Say what is so instead"):
        facts.answer_fact(by=record.lin, fact=fact, is_right=False, answer=" ")
    facts.answer_fact(by=record.lin, fact=fact, is_right=False, answer="It is my sister.", on=TODAY)
    facts.answer_fact(by=record.lin, fact=fact, is_right=False, answer="It is my sister.", on=TODAY)

    [seen] = firms.facts_of_house(record.lin, record.new.factory_id)
    assert (seen.value, seen.is_right, seen.answer, seen.answered_on) == (OWNER, False, "It is my sister.", TODAY)
    assert AuditEntry.objects.filter(verb="firm.fact_answered").count() == 1
    with pytest.raises(NotAllowed):
        facts.answer_fact(by=record.ana, fact=fact, is_right=True)
    with pytest.raises(NotThere):
        facts.answer_fact(by=record.wei, fact=fact, is_right=True)
    with pytest.raises(NotAllowed):
        facts.take_back_fact(by=record.lin, fact=fact)


def test_buyers_that_are_one_firm_are_asked_about_by_the_factory_alike():
    factory = makers.make_organisation("Rosewater", kind="factory")
    rows = [makers.make_relationship(makers.make_organisation(name), factory) for name in ("Kestrel", "Kestrel Neu")]
    sales = makers.make_actor(makers.make_person(factory, role="sales"))
    for row in rows:
        facts.say_of_partner(
            by=sales, relationship=row.pk, kind="registration", value="HRB 118204 B", source="registry", on=TODAY
        )

    link = FirmLink.objects.get()
    assert (link.judge_id, link.side, link.relationship_id, link.earlier_id) == (
        factory.pk, "buyer", rows[1].pk, rows[0].pk,
    )  # fmt: skip


def test_hidden_partners_are_left_out(record):
    record.ask()
    Relationship.objects.filter(pk=record.old.pk).update(hidden=True)

    assert [firm.key for firm in firms.partners_of(record.house.pk, side="factory")] == [record.new.pk]
    watch_firms(record.house.pk, today=TODAY)
    assert FirmLink.objects.count() == 0


def test_question_tells_what_speaks_for_caution_once_it_is_known(record):
    link = record.ask()
    record.say(record.old, "registration", NUMBER)
    record.say(record.new, "registration", "91440605MA5C7Q881B")

    link.refresh_from_db()
    assert "different numbers" in link.signs["reasons"][-1]["template"]
    assert Notification.objects.count() == 1
