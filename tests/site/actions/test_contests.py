"""A contest of an entry of one side's record, answered by that side: held to, or taken back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests import cast, makers
from troth_site import access
from troth_site.actions import commitments
from troth_site.models import AuditEntry, LedgerEntry, Notification, Tally
from troth_site.queries.orders import latest_outcome

pytestmark = pytest.mark.django_db
WHY = "The forwarder's receipt names the Monday."


@pytest.fixture
def found():
    return cast.gather()


def answer(found, *, is_right, part="buyer", reason=WHY):
    commitments.answer_contest(
        by=access.actor(found.people[part]), commitment=found.contested, is_right=is_right, reason=reason
    )


def kinds(found):
    return list(LedgerEntry.objects.filter(commitment=found.contested).order_by("seq").values_list("kind", flat=True))


def test_whoever_is_contested_is_told(found):
    told = Notification.objects.filter(event="contest", subject=f"contest {found.contested} buyer")

    assert {row.path for row in told} == {f"/promises/{found.contested}/"}
    assert found.people["buyer"].pk in told.values_list("person", flat=True)
    assert found.people["sales"].pk not in told.values_list("person", flat=True)


def test_what_is_held_to_weighs_whole_again(found):
    before = latest_outcome(found.contested)
    answer(found, is_right=True)
    after = latest_outcome(found.contested)

    assert (before.held, after.held) == (0.5, 0.0)
    assert (after.lines, after.kept, after.kept_weight, after.broken_weight) == (
        before.lines, before.kept, before.kept_weight, before.broken_weight,
    )  # fmt: skip
    assert kinds(found)[-1] == "entry.held_to"
    assert Notification.objects.filter(event="contest", person=found.people["sales"]).count() == 1
    assert AuditEntry.objects.filter(verb="entry.held_to").count() == 1


def test_what_is_taken_back_counts_for_nothing(found):
    whole = sum(Tally.objects.filter(relationship=found.ours, dimension="delivery").values_list("lines", flat=True))
    answer(found, is_right=False)
    after = latest_outcome(found.contested)

    assert (after.lines, after.kept_weight, after.broken_weight, after.held) == (0, 0.0, 0.0, 0.0)
    now = sum(Tally.objects.filter(relationship=found.ours, dimension="delivery").values_list("lines", flat=True))
    assert now == whole - 1


def test_it_is_answered_once(found):
    answer(found, is_right=True)
    answer(found, is_right=False)

    assert kinds(found)[-1] == "entry.held_to"


@pytest.mark.parametrize(
    ("part", "reason", "says"),
    [
        ("buyer", "  ", "Say why: the other side reads it beside the entry."),
        ("sales", WHY, "Only the side whose record it is answers a contest of it."),
    ],
)
def test_it_is_answered_with_a_reason_by_the_side_whose_record_it_is(found, part, reason, says):
    with pytest.raises(commitments.PromiseRefused) as refused:
        answer(found, is_right=True, part=part, reason=reason)

    assert str(refused.value) == says


def test_nobody_answers_what_nobody_contests(found):
    with pytest.raises(commitments.PromiseRefused) as refused:
        commitments.answer_contest(
            by=access.actor(found.people["buyer"]), commitment=found.line, is_right=True, reason=WHY
        )

    assert str(refused.value) == "Nobody contests this entry."


def test_both_sides_read_the_contest_and_its_answer_at_the_line(found, client):
    line = reverse("line", args=[found.contested])
    pages = {}
    for part in ("buyer", "sales"):
        client.force_login(found.people[part])
        pages[part] = client.get(line).content.decode()
    to_answer = reverse("answer-contest", args=[found.contested])
    assert [to_answer in pages[part] for part in ("buyer", "sales")] == [True, False]
    assert all("The carton count was agreed for the week after." in page for page in pages.values())

    client.force_login(found.people["buyer"])
    form = client.get(to_answer).context["form"]
    refused = client.post(to_answer, {"ticket": form.ticket, "reason": WHY})
    assert (refused.status_code, "Choose whether you hold to it" in refused.content.decode()) == (422, True)
    done = client.post(to_answer, {"ticket": form.ticket, "reason": WHY, "decision": "back"}, follow=True)
    assert "Taken back: the entry counts no more" in done.content.decode()
    client.force_login(found.people["sales"])
    assert "receipt names the Monday" in client.get(line).content.decode()


def test_the_weight_stays_withheld_no_longer_than_it_says(found):
    before = latest_outcome(found.contested)
    answer(found, is_right=True)

    assert latest_outcome(found.contested).held_until == before.held_until
    assert before.held_until - before.recorded_on == timedelta(days=30)


def test_contest_of_what_one_s_own_side_confirmed_is_refused_aloud(db):
    buyer, day = makers.make_organisation("Nordlicht"), date(2026, 3, 2)
    line = makers.make_line(buyer, "Yongfa", promised=day, late_days=3, today=day + timedelta(days=9))
    lin = makers.make_actor(makers.make_person(line.relationship.factory, role="owner"))
    commitments.confirm(by=lin, commitment=line.pk)
    commitments.confirm(by=lin, commitment=line.pk)
    entries = LedgerEntry.objects.count()

    with pytest.raises(commitments.PromiseRefused, match="confirmed this entry before"):
        commitments.contest_entry(by=lin, commitment=line.pk, reason=WHY)

    assert LedgerEntry.objects.count() == entries
