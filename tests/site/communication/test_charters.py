from dataclasses import replace

import pytest
from django.urls import reverse

from tests import makers
from tests.site.communication import asked
from tests.site.communication.asked import HOUR, MONDAY, answer, ask, thread
from troth.communication.charter import Charter, ReplyTime
from troth_site import access
from troth_site.actions.communication import charters
from troth_site.models import AuditEntry, Commitment, LedgerEntry, ResponseSummary
from troth_site.models import Charter as Row
from troth_site.models.choices import Severity
from troth_site.queries.communication.charters import agreed, read_terms, written_terms

pytestmark = pytest.mark.django_db
BUSINESS = {weight: ReplyTime(hours=4, clock="business") for weight in ("major", "minor", "question")}
LANGUAGES = {"buyer": ("de", "en"), "factory": ("zh-hans", "en")}
FAST = replace(Charter(), reply_times={"critical": ReplyTime(hours=2, clock="wall"), **BUSINESS})


def propose(cast, person, terms=FAST):
    return charters.propose(by=makers.make_actor(person), relationship=cast.pair.pk, terms=terms)


def sign(person, charter):
    charters.sign(by=makers.make_actor(person), charter=charter)


def test_a_charter_comes_back_as_it_was_written():
    assert read_terms(written_terms(FAST)) == FAST


def test_an_unsigned_draft_has_no_effect(cast):
    asked.places(cast)
    propose(cast, cast.ana)
    row = ask(thread(cast), cast.ana)

    assert agreed(cast.pair.pk) == Charter()
    assert (row.target_at - MONDAY) > 24 * HOUR


def test_signed_by_both_its_hours_are_the_target_of_what_is_asked_from_then_on(cast):
    asked.places(cast)
    before = ask(thread(cast), cast.ana)
    sign(cast.lin, propose(cast, cast.ana))
    topic = thread(cast)
    row, critical = ask(topic, cast.ana), ask(thread(cast), cast.ana, severity="critical")
    answer(topic, cast.lin, "It is 19-4052.", MONDAY + 5 * HOUR)
    before.refresh_from_db()

    assert agreed(cast.pair.pk) == FAST
    assert (row.target_at, critical.target_at) == (MONDAY + 4 * HOUR, MONDAY + 2 * HOUR)
    assert (before.target_at - MONDAY) > 24 * HOUR
    assert Commitment.objects.get(pk=row.commitment_id).state == "kept_late"
    assert ResponseSummary.objects.get(side="factory").target_hours == 4


def test_both_sides_sign_the_same_version_once(cast):
    pk = propose(cast, cast.ana)
    for _once_more in range(2):
        sign(cast.ana, pk)
        sign(cast.lin, pk)
    row = Row.objects.get()

    assert (row.buyer_signed_by, row.factory_signed_by, row.version) == (cast.ana, cast.lin, 1)
    assert LedgerEntry.objects.filter(kind__startswith="charter.").count() == 2
    assert AuditEntry.objects.filter(verb="charter.signed").count() == 1


def test_other_words_are_another_version_and_the_one_in_force_stays_until_both_signed(cast):
    first = propose(cast, cast.ana)
    second = propose(cast, cast.lin, replace(FAST, languages=LANGUAGES))
    with pytest.raises(charters.CharterRefused, match="newer version"):
        sign(cast.lin, first)
    assert agreed(cast.pair.pk) == Charter()
    sign(cast.ana, second)
    assert agreed(cast.pair.pk).languages == LANGUAGES
    third = propose(cast, cast.ana)
    assert agreed(cast.pair.pk).languages == LANGUAGES
    sign(cast.lin, third)

    assert agreed(cast.pair.pk) == FAST
    assert Row.objects.filter(replaced_at=None).get().version == 3


def test_proposing_the_same_words_again_signs_them(cast):
    assert propose(cast, cast.ana) == propose(cast, cast.lin)
    assert agreed(cast.pair.pk) == FAST


def test_a_charter_that_contradicts_itself_is_refused(cast):
    times = {**FAST.reply_times, "critical": ReplyTime(hours=48, clock="wall")}
    with pytest.raises(charters.CharterRefused, match="critical matter may wait"):
        propose(cast, cast.ana, replace(FAST, reply_times=times))
    with pytest.raises(access.NotAllowed):
        propose(cast, cast.finance)
    assert Row.objects.count() == 0


def typed(**more):
    told = {f"channel_{topic}": "message" for topic in ("orders", "quality", "finance", "logistics", "ethics")}
    told |= {f"ladder_{step}": "8" for step in ("contact", "deputy", "manager", "owner")}
    told |= {"critical": "2", "major": "3", "question": "4", "minor": "16"}
    told |= {"language_buyer_1": "de", "language_buyer_2": "en", "language_factory_1": "zh-hans"}
    told |= {"language_factory_2": "en", "language_factory_3": "en"}
    return told | {"containment_hours": "24", "report_days": "14"} | more


def test_the_page_proposes_and_signs(cast):
    address = reverse("charter", args=[cast.pair.pk])
    assert "Nothing is signed yet" in cast.browser(cast.lin).get(address).content.decode()
    assert "usual terms, which Troth set" in cast.browser(cast.ana).get(address).content.decode()
    assert cast.browser(cast.ana).post(address, typed()).status_code == 302
    page = cast.browser(cast.lin).get(address).content.decode()
    assert "Version 1, waiting for a signature" in page
    assert "usual terms, which Troth set" not in cast.browser(cast.ana).get(address).content.decode()
    assert "answered within 4 working hours" in page
    assert cast.browser(cast.lin).post(reverse("sign-charter", args=[cast.pair.pk, 1])).status_code == 302

    assert "Version 1, in force" in cast.browser(cast.finance).get(address).content.decode()
    terms = agreed(cast.pair.pk)
    assert {weight: time.hours for weight, time in terms.reply_times.items()} == {
        "critical": 2, "major": 3, "question": 4, "minor": 16,
    }  # fmt: skip
    assert terms.languages == LANGUAGES
    assert cast.browser(cast.lin).post(reverse("sign-charter", args=[cast.pair.pk, 7])).status_code == 404


@pytest.mark.parametrize(
    ("said", "sentence"), [({"critical": "30"}, "critical matter may wait"), ({"question": "0"}, "0.5"),
                           ({"language_buyer_1": ""}, "required"),
                           ({"major": "5"}, "major matter may wait 5 hours"), ({"report_days": "x"}, "whole number")],
)  # fmt: skip
def test_the_page_says_what_a_charter_lacks_and_keeps_what_was_typed(cast, said, sentence):
    answer_ = cast.browser(cast.ana).post(reverse("charter", args=[cast.pair.pk]), typed(**said))

    assert answer_.status_code == 422
    assert sentence in answer_.content.decode()
    assert Row.objects.count() == 0


def test_each_severity_has_the_time_that_was_agreed_for_it(cast):
    asked.places(cast)
    hours = {"critical": 2, "major": 3, "question": 4, "minor": 6}
    times = {weight: ReplyTime(hours=value, clock=FAST.reply_times[weight].clock) for weight, value in hours.items()}
    sign(cast.lin, propose(cast, cast.ana, replace(FAST, reply_times=times)))
    rows = {each: ask(thread(cast), cast.ana, severity=each) for each in Severity.values}

    waits = {severity: (row.target_at - MONDAY) / HOUR for severity, row in rows.items()}
    assert waits == {"minor": 6, "normal": 4, "major": 3, "critical": 2, "safety": 2}


def test_the_share_counts_each_question_against_its_own_time(cast):
    asked.places(cast)
    sign(cast.lin, propose(cast, cast.ana, replace(FAST, reply_times={
        **FAST.reply_times, "minor": ReplyTime(hours=6, clock="business"),
        "major": ReplyTime(hours=3, clock="business"),
    })))  # fmt: skip
    for severity, hours in (("major", 3.5), ("minor", 5)):
        topic = thread(cast)
        ask(topic, cast.ana, severity=severity)
        answer(topic, cast.lin, "It is 19-4052.", MONDAY + hours * HOUR)
    row = ResponseSummary.objects.get(side="factory")

    # Five hours are within six, three and a half beyond three; the usual time is told in hours as they were.
    assert (row.share, row.target_hours, row.median_hours) == (0.5, 4, 3.5)


def test_a_charter_signed_before_sides_had_languages_of_their_own_holds_for_both():
    kept = written_terms(Charter()) | {"languages": ["en", "vi"]}

    assert read_terms(kept).languages == {"buyer": ("en", "vi"), "factory": ("en", "vi")}


def test_both_sides_read_whose_languages_come_in_which_order(cast):
    sign(cast.lin, propose(cast, cast.ana, replace(FAST, languages=LANGUAGES)))
    address = reverse("charter", args=[cast.pair.pk])
    for person in (cast.ana, cast.lin):
        terms = cast.browser(person).get(address).context["in_force"]["terms"]
        named = {term["name"]: term["value"] for term in terms}
        assert named["Languages of the buyer"] == "Deutsch, English"
        assert named["Languages of the factory"] == "简体中文, English"
        assert named["Languages of both"] == "English"
