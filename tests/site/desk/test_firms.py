"""Pages of who a firm is, and of two partners that may be one firm."""

from datetime import timedelta

import pytest

from tests import makers
from tests.site.desk.cast import FACTORY, Cast
from troth_site.actions.firms import deciding, facts
from troth_site.models import FirmFact, FirmLink, Relationship

pytestmark = pytest.mark.django_db
LATER = "Foshan Bright Metal Works"


@pytest.fixture
def cast():
    return Cast()


@pytest.fixture
def asked(cast):
    """A second partner of the buyer, behind the same door."""
    makers.make_lines(cast.buyer, LATER, [(cast.today - timedelta(days=9), 0)], key="later-", today=cast.today)
    later = Relationship.objects.select_related("factory").get(buyer=cast.buyer, factory__name=LATER)
    for row in (cast.pair, later):
        for kind, value in (("address", "佛山市启明路18号"), ("owner", "梁启明")):
            facts.say_of_partner(
                by=makers.make_actor(cast.ana), relationship=row.pk, kind=kind, value=value, source="papers"
            )
    cast.later = later
    cast.wang = makers.make_person(later.factory, role="owner", name="Wang")
    return FirmLink.objects.get()


def read(cast, person, path, status=200):
    answer = cast.browser(person).get(path)
    assert answer.status_code == status
    return answer.content.decode()


def decide(cast, person, link, decision, reason="One licence."):
    return cast.browser(person).post(f"/firm-links/{link.pk}/", {"decision": decision, "reason": reason})


def test_facts_are_said_answered_and_taken_back(cast):
    path = f"/partners/{cast.pair.pk}/firm/"
    said = {"kind": "owner", "value": "梁启明", "source": "licence"}
    assert cast.browser(cast.ana).post(path, said).status_code == 302
    fact = FirmFact.objects.get()

    for person in (cast.ana, cast.lin):
        page = read(cast, person, path)
        assert "梁启明" in page
        assert "Said by Nordlicht · Business licence" in page
    answer = {"is_right": "no", "answer": "It is my sister.", "back": f"firm/{cast.pair.pk}"}
    where = cast.browser(cast.lin).post(f"/firm-facts/{fact.pk}/answer/", answer)
    assert (where.status_code, where.url) == (302, path)
    assert "says it is not right: “It is my sister.”" in read(cast, cast.ana, path)
    assert (
        cast.browser(cast.ana).post(f"/firm-facts/{fact.pk}/take-back/", {"back": "//evil.example"}).url == "/settings/"
    )
    assert "梁启明" not in read(cast, cast.lin, path)


def test_bad_input_stays_at_the_form_with_what_to_write(cast):
    path = f"/partners/{cast.pair.pk}/firm/"
    for value, told in (
        ("liang@qq.com", "mail providers and market places serve everybody"), ("x" * 10_000, "500"), ("", "required"),
    ):  # fmt: skip
        answer = cast.browser(cast.ana).post(path, {"kind": "domain", "value": value, "source": "papers"})
        assert answer.status_code == 422
        assert told in answer.content.decode()
    assert cast.browser(cast.lin).post(f"/firm-facts/{2**63}/answer/", {}).status_code == 404
    assert FirmFact.objects.count() == 0


def test_wrong_without_a_word_is_refused_where_the_fact_stands(cast):
    fact = facts.say_of_partner(
        by=makers.make_actor(cast.ana), relationship=cast.pair.pk, kind="owner", value="梁启明", source="papers"
    )
    sent = {"is_right": "no", "answer": "", "back": f"firm/{cast.pair.pk}"}
    answer = cast.browser(cast.lin).post(f"/firm-facts/{fact}/answer/", sent, follow=True)

    assert "Say what is so instead" in answer.content.decode()
    assert FirmFact.objects.get().is_right is None


def test_own_page_shows_what_each_partner_says_and_speaks_to_all(cast):
    facts.say_of_partner(
        by=makers.make_actor(cast.ana), relationship=cast.pair.pk, kind="phone", value="0757 8765 4321", source="visit"
    )
    path = f"/settings/firm/{cast.pair.factory_id}/"
    assert path in read(cast, cast.lin, "/settings/")
    assert "0757 8765 4321" in read(cast, cast.lin, path)
    said = {"kind": "registration", "value": "91440605MA4W0K123X", "source": "own word"}
    assert cast.browser(cast.lin).post(path, said).status_code == 302
    assert "Said by the firm itself" in read(cast, cast.ana, f"/partners/{cast.pair.pk}/firm/")
    read(cast, cast.ana, path, status=404)


def test_question_stands_under_the_head_for_the_buyer_alone(cast, asked):
    for row, other in ((cast.later, FACTORY), (cast.pair, LATER)):
        page = read(cast, cast.ana, f"/partners/{row.pk}/")
        assert f"This may be {other} under another name." in page
        assert f"/firm-links/{asked.pk}/" in page
    for person, row in ((cast.wang, cast.later), (cast.lin, cast.pair)):
        assert "under another name" not in read(cast, person, f"/partners/{row.pk}/")
        read(cast, person, f"/firm-links/{asked.pk}/", status=404)


def test_page_shows_the_facts_side_by_side_and_what_would_follow(cast, asked):
    page = read(cast, cast.ana, f"/firm-links/{asked.pk}/")

    for told in (
        f"May {LATER} be the same firm as {FACTORY}?", "Much speaks for it.", "佛山市启明路18号", "梁启明",
        "Both have one registered address, down to the number and the door.", "They are one firm",
        "They are two firms", "No rate and no count moves",
    ):  # fmt: skip
        assert told in page


def test_confirmed_contested_and_undone_on_the_pages_of_both_sides(cast, asked):
    assert decide(cast, cast.ana, asked, "confirm").status_code == 302
    assert f"Confirmed to be {FACTORY} under another name: the standing counts both" in read(
        cast, cast.wang, f"/partners/{cast.later.pk}/"
    )
    page = read(cast, cast.wang, f"/firm-links/{asked.pk}/")
    assert "One licence." in page
    assert "We are not that firm" in page
    assert "梁启明" in page
    # Of the other record the partner reads the firm's name, and no page of it.
    assert f"/partners/{cast.pair.pk}/" not in page
    assert decide(cast, cast.wang, asked, "contest", "We bought the hall alone.").status_code == 302
    assert "which is contested" in read(cast, cast.ana, f"/partners/{cast.later.pk}/")
    page = read(cast, cast.ana, f"/firm-links/{asked.pk}/")
    assert "We bought the hall alone." in page
    assert "Hold to it" in page
    assert decide(cast, cast.ana, asked, "undo", "You are right.").status_code == 302
    assert (
        "same firm"
        not in read(cast, cast.wang, f"/partners/{cast.later.pk}/").split("<main")[1].split('id="ledger"')[0]
    )
    page = read(cast, cast.wang, f"/firm-links/{asked.pk}/")
    assert "You are right." in page
    assert decide(cast, cast.wang, asked, "ask_again").status_code == 403


def test_reason_and_ledger_tell_of_the_link(cast, asked):
    decide(cast, cast.ana, asked, "confirm")
    why = read(cast, cast.wang, f"/partners/{cast.later.pk}/why/factory/delivery/")

    assert "was counted together with this one" in why
    page = read(cast, cast.wang, f"/partners/{cast.later.pk}/")
    assert f"Record of the firm before · {FACTORY}" in page
    entry = Relationship.objects.get(pk=cast.later.pk).head_seq
    assert "was counted here too" in read(cast, cast.wang, f"/partners/{cast.later.pk}/entries/{entry}/")


@pytest.mark.parametrize(
    ("decision", "reason"), [("", "So."), ("marry", "So."), ("confirm", ""), ("confirm", "x" * 10_000)]
)
def test_nonsense_decides_nothing(cast, asked, decision, reason):
    assert decide(cast, cast.ana, asked, decision, reason).status_code == 422
    assert FirmLink.objects.get().state == "proposed"


def test_finance_reads_and_does_not_decide(cast, asked):
    assert "They are one firm" not in read(cast, cast.finance, f"/firm-links/{asked.pk}/")
    assert decide(cast, cast.finance, asked, "confirm").status_code == 403
    deciding.reject(by=makers.make_actor(cast.ana), link=asked.pk, reason="Two brothers.")
    assert "Two brothers." in read(cast, cast.finance, f"/firm-links/{asked.pk}/")


def test_pages_of_firms_ask_as_often_for_one_fact_as_for_three(cast, asked, django_assert_num_queries):
    browser = cast.browser(cast.ana)
    browser.get("/settings/")
    for kind, value in ((None, None), ("phone", "0757 8765 4321"), ("domain", "qiming.example")):
        if kind:
            facts.say_of_partner(
                by=makers.make_actor(cast.ana), relationship=cast.pair.pk, kind=kind, value=value, source="papers"
            )
        with django_assert_num_queries(6):
            browser.get(f"/partners/{cast.pair.pk}/firm/")
        with django_assert_num_queries(8):
            browser.get(f"/firm-links/{asked.pk}/")
