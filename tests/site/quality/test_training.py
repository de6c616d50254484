"""Trainings: planned by one side, binding once agreed, told in counts; a worker's name never leaves the factory."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.quality.corrective_room import Room
from troth_site.access import NotAllowed, NotThere
from troth_site.actions.quality import trainees, training
from troth_site.actions.quality.trainees import TraineeRefused
from troth_site.actions.quality.training import NewTraining, Results, TrainingRefused
from troth_site.models import (
    AuditEntry,
    ClassSample,
    Commitment,
    LedgerEntry,
    LiveEvent,
    Notification,
    Trainee,
    Training,
)
from troth_site.queries.quality import trainees as names
from troth_site.queries.quality import training as queries

pytestmark = pytest.mark.django_db
NAME = "Nguyễn Thị Không-Ai"


@pytest.fixture
def room(cast):
    return Room(cast)


def plan(room, *, by=None, back=0, **given):
    day = timezone.localdate() - timedelta(days=back)
    told = {
        "topic": "Counting defects", "language": "Tiếng Việt", "giver": "buyer", "first_day": day, "last_day": day,
        "hours": Decimal(6), "trainees": 20,
    } | given  # fmt: skip
    return training.plan(by=by or room.factory, relationship=room.pair.pk, given=NewTraining(**told))


def held(room, *, by=None, back=0, **given):
    pk = plan(room, back=back)
    training.answer(by=room.buyer, training=pk, step="agree")
    day = timezone.localdate() - timedelta(days=back)
    results = Results(**({"held_on": day, "came": 18} | given))
    training.hold(by=by or room.factory, training=pk, given=results)
    return pk


def lots(room, *, back, bad, count=6):
    """Hand in final inspections that were judged, one a week."""
    for number in range(count):
        at = timezone.now() - timedelta(days=back - number)
        room.lot(at=at, units=80, name="other")
        ClassSample.objects.filter(nonconforming=None).update(nonconforming=bad, verdict="accepted")


def test_agreed_the_giver_has_promised_and_said_by_the_other_side_it_is_confirmed(room):
    row = Training.objects.get(pk=held(room))
    promise = row.commitment

    assert (promise.side, promise.dimension, promise.state, promise.due_on) == (
        "buyer", "partnership", "kept", row.last_day,
    )  # fmt: skip
    assert promise.confirmed_on == timezone.localdate()
    kinds = LedgerEntry.objects.filter(commitment=promise).order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["training.promised", "training.done", "training.confirmed"]


def test_said_by_the_giver_itself_it_waits_for_the_other_side_to_confirm(room):
    row = Training.objects.get(pk=held(room, by=room.buyer))

    assert (row.commitment.state, row.commitment.confirmed_on) == ("kept", None)


def test_held_after_its_last_day_it_was_kept_late(room):
    pk = plan(room, back=9)
    training.answer(by=room.buyer, training=pk, step="agree")
    late = timezone.localdate() - timedelta(days=2)
    for _again in range(2):
        training.hold(by=room.factory, training=pk, given=Results(held_on=late, came=3))

    assert Training.objects.get().commitment.state == "kept_late"
    assert LedgerEntry.objects.filter(kind="training.done").count() == 1


def test_cancelled_before_its_day_nothing_is_owed_and_after_it_the_promise_stays(room):
    soon = timezone.localdate() + timedelta(days=5)
    early = plan(room, first_day=soon, last_day=soon)
    late = plan(room, back=5)
    for pk in (early, late):
        training.answer(by=room.buyer, training=pk, step="agree")
        for _again in range(2):
            training.answer(by=room.buyer, training=pk, step="cancel", because="The trainer is ill.")

    states = dict(Training.objects.values_list("pk", "commitment__state"))
    assert states == {early: "withdrawn", late: "accepted"}


@pytest.mark.parametrize("given", [
    {"topic": " "}, {"language": ""}, {"giver": "nobody"}, {"hours": Decimal(0)}, {"hours": Decimal("NaN")},
    {"trainees": 0}, {"cost": Decimal(-1)}, {"cost": Decimal(5)}, {"cost": Decimal(5), "currency": "E1R"},
    {"buyer_percent": Decimal(101)}, {"last_day": timezone.localdate() - timedelta(days=1)},
    {"first_day": timezone.localdate() + timedelta(days=5000)}, {"topic": "x" * 201},
])  # fmt: skip
def test_impossible_trainings_are_refused(room, given):
    with pytest.raises(TrainingRefused):
        plan(room, **given)
    assert not Training.objects.exists()


@pytest.mark.parametrize("given", [
    {"came": 0}, {"tested_before": 5}, {"passed_after": 5}, {"tested_after": 19, "passed_after": 2},
    {"tested_before": 4, "passed_before": 5}, {"held_on": timezone.localdate() + timedelta(days=1)},
    {"held_on": timezone.localdate() - timedelta(days=1)},
])  # fmt: skip
def test_impossible_results_are_refused(room, given):
    with pytest.raises(TrainingRefused):
        held(room, **given)
    assert Commitment.objects.get(kind="training").state == "accepted"


def test_nobody_agrees_to_their_own_plan_and_strangers_see_none(room):
    pk = plan(room)
    with pytest.raises(NotAllowed):
        training.answer(by=room.factory, training=pk, step="agree")
    with pytest.raises(TrainingRefused):
        training.answer(by=room.buyer, training=pk, step="decline")
    with pytest.raises(TrainingRefused):
        training.hold(by=room.buyer, training=pk, given=Results(held_on=timezone.localdate(), came=1))
    with pytest.raises(NotThere):
        queries.training(makers.make_actor(room.cast.stranger), pk)


def test_cost_is_shared_to_the_cent_and_counts_as_investment_once_it_was_held(room):
    cost = {"cost": Decimal("900.01"), "currency": "eur", "buyer_percent": Decimal(60)}
    pk = plan(room, **cost)
    assert [each.money for each in queries.trainings(room.buyer, room.pair.pk).invested] == [(), ()]
    training.answer(by=room.buyer, training=pk, step="agree")
    training.hold(by=room.factory, training=pk, given=Results(held_on=timezone.localdate(), came=18))

    for by in (room.buyer, room.factory):
        page = queries.trainings(by, room.pair.pk)
        assert [(each.side, each.money, each.given) for each in page.invested] == [
            ("buyer", (("EUR", Decimal("540.01")),), 1), ("factory", (("EUR", Decimal("360.00")),), 0),
        ]  # fmt: skip
        assert (page.came, page.hours) == (18, Decimal(108))


def test_an_effect_is_told_only_from_enough_lots_of_its_family(room):
    pk = held(room, back=30)
    lots(room, back=200, bad=9)
    lots(room, back=20, bad=0, count=4)
    assert queries.effect(room.buyer, queries.training(room.buyer, pk)).verdict == "too early"
    lots(room, back=12, bad=0, count=2)

    for by in (room.buyer, room.factory):
        found = queries.effect(by, queries.training(by, pk))
        assert (found.verdict, found.lots_before, found.lots_after) == ("fewer", 6, 6)
    Training.objects.update(family="trousers")
    assert queries.effect(room.buyer, queries.training(room.buyer, pk)).verdict == "too early"


def test_a_worker_s_name_is_the_factory_s_alone_and_leaves_no_trace_elsewhere(room):
    pk = held(room)
    assert trainees.write_down(by=room.factory, training=pk, names=[f" {NAME} ", NAME, ""], passed=True) == 1
    assert [(row.name, row.passed) for row in names.trainees(room.factory, pk)] == [(NAME, True)]

    row = Trainee.objects.get()
    for reading in (names.trainees, names.own_training):
        with pytest.raises(NotThere):
            reading(room.buyer, pk)
    with pytest.raises(NotThere):
        names.own_trainee(room.buyer, row.pk)
    with pytest.raises(NotThere):
        trainees.write_down(by=room.buyer, training=pk, names=["Somebody"])
    with pytest.raises(NotThere):
        trainees.erase(by=room.buyer, training=pk, trainee=row.pk)
    for model in (LedgerEntry, AuditEntry, LiveEvent, Notification, Commitment, Training):
        assert NAME not in str(list(model.objects.values()))
    assert NAME not in str(row)


def test_a_buyer_s_pages_answers_papers_and_errors_hold_no_name(room):
    pk = held(room)
    trainees.write_down(by=room.factory, training=pk, names=[NAME])
    row = Trainee.objects.get()
    browser = room.cast.browser(room.cast.ana)
    answers = [
        browser.get(reverse("training", args=[pk])), browser.get(reverse("quality-training", args=[room.pair.pk])),
        browser.get(reverse("trainees", args=[pk])), browser.post(reverse("trainees", args=[pk]), {"names": NAME[:3]}),
        browser.get(reverse("trainee-certificate", args=[row.pk])), browser.get(f"/partners/?q={NAME}"),
        browser.post(reverse("erase-trainee", args=[pk, row.pk])), browser.get(f"/api/v1/trainings/{pk}/trainees"),
        browser.get(f"/api/v1/partners/{room.pair.pk}/trainings"),
        browser.get(reverse("ledger-copy", args=[room.pair.pk])),
    ]  # fmt: skip
    texts = [b"".join(each.streaming_content) if each.streaming else each.content for each in answers]

    assert [each.status_code for each in answers] == [200, 200, 404, 404, 404, 200, 404, 404, 200, 200]
    assert [each for each in texts if NAME.encode() in each and b'name="q"' not in each] == []
    assert Trainee.objects.filter(pk=row.pk).exists()


def test_the_factory_erases_a_name_for_good_however_often_it_asks(room):
    pk = held(room)
    trainees.write_down(by=room.factory, training=pk, names=[NAME])
    browser, row = room.cast.browser(room.cast.lin), Trainee.objects.get()
    for _again in range(2):
        assert browser.post(reverse("erase-trainee", args=[pk, row.pk])).status_code == 302

    assert not Trainee.objects.exists()
    with pytest.raises(TraineeRefused):
        trainees.write_down(by=room.factory, training=pk, names=[" "])


def test_certificates_are_papers_the_named_one_of_the_factory_alone(room):
    pk = held(room)
    trainees.write_down(by=room.factory, training=pk, names=[NAME], passed=True)
    row = Trainee.objects.get()
    both = [room.cast.browser(person).get(reverse("training-certificate", args=[pk])) for person in
            (room.cast.ana, room.cast.lin)]  # fmt: skip
    own = room.cast.browser(room.cast.lin).get(reverse("trainee-certificate", args=[row.pk]))

    assert [(each.status_code, each.content[:5]) for each in (*both, own)] == [(200, b"%PDF-")] * 3
    planned = plan(room)
    assert room.cast.browser(room.cast.ana).get(reverse("training-certificate", args=[planned])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_a_fixed_number_of_times(room, rows, django_assert_num_queries):
    for _each in range(rows):
        held(room)
    browser = room.cast.browser(room.cast.lin)
    browser.get(reverse("quality-training", args=[room.pair.pk]))

    with django_assert_num_queries(6):
        assert browser.get(reverse("quality-training", args=[room.pair.pk])).status_code == 200


@pytest.mark.parametrize(("field", "value"), [
    ("hours", "many"), ("trainees", "-3"), ("first_day", "soon"), ("currency", "EURO"), ("cost", "1e99"),
    ("buyer_percent", "150"), ("topic", ""),
])  # fmt: skip
def test_nonsense_gets_a_message_and_nothing_is_kept(room, field, value):
    answer = room.cast.browser(room.cast.lin).post(reverse("quality-training", args=[room.pair.pk]), {field: value})

    assert answer.status_code == 422
    assert "t-field-error" in answer.text
    assert not Training.objects.exists()
