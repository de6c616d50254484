"""Regular inspections: agreed by both sides, due on open days, shorter after an alarm, promises of who inspects."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import makers
from tests.site.desk.cast import Cast
from tests.site.quality.inspecting import all_looked, make_inspection, send
from troth_site.access import NotAllowed
from troth_site.actions.quality import programmes, programmes_due
from troth_site.actions.quality.programmes import NewProgramme, ProgrammeRefused
from troth_site.jobs.quality import night
from troth_site.models import (
    ClassSample,
    Commitment,
    Inspection,
    InspectionProgramme,
    Notification,
    OrderLine,
    RedFlag,
    SamplingState,
)
from troth_site.queries.quality import programmes as queries

SAMPLING = {"edition": "iso2859-1", "level": "II", "critical": "0", "major": "2.5", "minor": "4.0"}
DAY = date(2026, 6, 1)  # a Monday
NOTHING_FROZEN = {"form": 1, "lot": 800, "edition": "iso2859-1", "classes": {}}


def given(**more):
    told = {"kind": "final", "unit": "days", "base": 28, "lot_size": 800, "sampling": SAMPLING, "family": "Bags"}
    return NewProgramme(**(told | more))


def at(day):
    return datetime.combine(day, time(8), UTC)


def agreed(cast: Cast, day=DAY, **more) -> InspectionProgramme:
    ana, lin = makers.make_actor(cast.ana), makers.make_actor(cast.lin)
    made = programmes.propose(by=ana, relationship=cast.pair.pk, given=given(**more), now=at(day))
    programmes.agree(by=lin, programme=made, now=at(day))
    return InspectionProgramme.objects.select_related("promise").get(pk=made)


def again(row):
    return InspectionProgramme.objects.select_related("promise").get(pk=row.pk)


def looked(cast, day, *, verdict="accepted", family="Bags", kind="final", state="handed-in"):
    row = Inspection.objects.create(
        relationship=cast.pair, kind=kind, source="final", family=family, lot_name=f"L {day}", lot_size=800,
        planned_on=day, inspector_for="buyer", state=state, frozen=NOTHING_FROZEN, created_at=at(day),
        verdict=verdict, handed_in_at=at(day),
    )  # fmt: skip
    ClassSample.objects.create(
        inspection=row, defect_class="major", stage="normal", sample_size=80, accept=5, reject=6, verdict=verdict
    )
    return row


def raise_flag(cast):
    RedFlag.objects.create(
        relationship=cast.pair, side="factory", dimension="quality", rule="r", severity="serious", data={},
        raised_on=DAY, due_on=DAY,
    )  # fmt: skip


def look(cast, day):
    programmes_due.look_at(cast.pair.pk, by=None, today=day)


def test_the_first_look_is_promised_by_who_inspects_once_the_other_side_agrees(cast):
    made = programmes.propose(by=makers.make_actor(cast.ana), relationship=cast.pair.pk, given=given(), now=at(DAY))
    before = Commitment.objects.filter(kind="look").count()
    programmes.agree(by=makers.make_actor(cast.lin), programme=made, now=at(DAY))
    programmes.agree(by=makers.make_actor(cast.lin), programme=made, now=at(DAY))
    row = InspectionProgramme.objects.select_related("promise").get(pk=made)

    assert (before, Commitment.objects.filter(kind="look").count()) == (0, 1)
    assert (row.promise.side, row.promise.state, row.promise.due_on) == ("buyer", "accepted", date(2026, 6, 29))
    assert (row.interval, row.counted_from, row.due_on) == (28, DAY, date(2026, 6, 29))


def test_nobody_agrees_to_what_their_own_side_proposed(cast):
    ana = makers.make_actor(cast.ana)
    made = programmes.propose(by=ana, relationship=cast.pair.pk, given=given())
    with pytest.raises(NotAllowed):
        programmes.agree(by=ana, programme=made)


def test_the_factory_proposes_and_the_promise_is_its_own_where_it_inspects(cast):
    lin, ana = makers.make_actor(cast.lin), makers.make_actor(cast.ana)
    made = programmes.propose(by=lin, relationship=cast.pair.pk, given=given(), now=at(DAY))
    programmes.agree(by=ana, programme=made, now=at(DAY))

    assert InspectionProgramme.objects.get(pk=made).promise.side == "factory"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"base": 0}, "1 to 730 days"),
        ({"base": 731}, "1 to 730 days"),
        ({"unit": "moons"}, "1 to 730 days"),
        ({"lot_size": 1}, "usually holds"),
        ({"family": "  "}, "Choose a product"),
        ({"kind": "visit"}, "at which stage"),
        ({"sampling": SAMPLING | {"major": "2.6"}}, "2.6 is not an AQL"),
        ({"sampling": {}}, "needs a value"),
    ],
)
def test_what_cannot_be_is_refused_and_says_why(cast, wrong, says):
    with pytest.raises(ProgrammeRefused, match=says):
        programmes.propose(by=makers.make_actor(cast.ana), relationship=cast.pair.pk, given=given(**wrong))


def test_the_same_goods_and_stage_are_agreed_once(cast):
    agreed(cast)
    with pytest.raises(ProgrammeRefused, match="already"):
        programmes.propose(by=makers.make_actor(cast.lin), relationship=cast.pair.pk, given=given())


def test_a_look_closes_its_promise_and_the_next_is_counted_from_its_day(cast):
    row = agreed(cast)
    looked(cast, date(2026, 6, 20))
    look(cast, date(2026, 6, 21))
    look(cast, date(2026, 6, 21))
    after = again(row)

    assert again(row).promise.pk != row.promise.pk
    assert Commitment.objects.get(pk=row.promise.pk).state == "kept"
    assert (after.counted_from, after.due_on) == (date(2026, 6, 20), date(2026, 7, 20))
    assert Commitment.objects.filter(kind="look").count() == 2


def test_a_look_after_its_day_was_kept_late(cast):
    row = agreed(cast)
    looked(cast, date(2026, 7, 2))
    look(cast, date(2026, 7, 2))

    assert Commitment.objects.get(pk=row.promise.pk).state == "kept_late"


@pytest.mark.parametrize("other", [{"family": "Hats"}, {"kind": "in-line"}])
def test_other_goods_and_other_stages_are_no_look(cast, other):
    row = agreed(cast)
    looked(cast, date(2026, 6, 20), **other)
    look(cast, date(2026, 6, 21))

    assert (again(row).promise.pk, again(row).promise.state) == (row.promise.pk, "accepted")


def test_an_alarm_makes_the_interval_shorter_and_moves_the_promise(cast):
    row = agreed(cast)
    raise_flag(cast)
    look(cast, DAY + timedelta(days=1))
    after = again(row)

    assert (after.interval, after.due_on) == (14, date(2026, 6, 15))
    assert Commitment.objects.get(pk=row.promise.pk).state == "withdrawn"
    assert (after.promise.state, after.promise.due_on) == ("accepted", date(2026, 6, 15))


def test_a_shorter_interval_makes_nobody_late_on_the_day_on_which_it_shortens(cast):
    row = agreed(cast)
    series = {"relationship": cast.pair, "kind": "final", "family": "Bags"}
    SamplingState.objects.create(**series, defect_class="major", stage="tightened", changed_at=timezone.now())
    look(cast, date(2026, 6, 20))  # a Saturday, five days after what is now due

    assert again(row).due_on == date(2026, 6, 22)


def test_a_day_that_has_passed_is_never_moved_and_both_sides_are_told_once(cast):
    row = agreed(cast)
    raise_flag(cast)
    late = row.due_on + timedelta(days=1)
    look(cast, late)
    look(cast, late + timedelta(days=1))

    assert (again(row).due_on, again(row).promise.pk) == (row.due_on, row.promise.pk)
    told = Notification.objects.filter(event="look-overdue")
    people = list(told.values_list("person", flat=True))
    assert {cast.ana.pk, cast.lin.pk} <= set(people)
    assert len(people) == len(set(people))


def test_lots_are_counted_where_the_interval_is_in_lots(cast):
    OrderLine.objects.filter(relationship=cast.pair).update(completed_on=None)
    row = agreed(cast, unit="lots", base=2)

    assert (row.due_on, row.promise) == (None, None)
    lines = OrderLine.objects.filter(relationship=cast.pair).order_by("pk")
    for line, day in zip(lines, (date(2026, 6, 3), date(2026, 6, 9)), strict=False):
        line.completed_on = day
        line.save(update_fields=["completed_on"])
    look(cast, date(2026, 6, 10))

    assert again(row).due_on == date(2026, 6, 16)


def test_one_tap_plans_the_inspection_once_with_the_agreed_sampling(cast):
    row = agreed(cast)
    by = makers.make_actor(cast.lin)
    proposed = programmes.propose(by=by, relationship=cast.pair.pk, given=given(family="Hats"))
    with pytest.raises(ProgrammeRefused, match="agree before"):
        programmes.plan_next(by=by, programme=proposed)
    first = programmes.plan_next(by=by, programme=row.pk, now=at(DAY))
    second = programmes.plan_next(by=makers.make_actor(cast.ana), programme=row.pk, now=at(DAY))
    made = Inspection.objects.get(pk=first)

    assert first == second
    assert (made.planned_on, made.lot_size, made.kind, made.family) == (row.due_on, 800, "final", "Bags")
    assert made.frozen["classes"]["major"]["aql"] == "2.5"


def test_ending_takes_the_promise_back_and_an_overdue_one_stays_broken(cast):
    early, late = agreed(cast), agreed(cast, family="Hats")
    ana = makers.make_actor(cast.ana)
    programmes.end(by=ana, programme=early.pk, reason="No more bags", now=at(DAY))
    programmes.end(by=ana, programme=late.pk, reason="No more hats", now=at(late.due_on + timedelta(days=3)))

    states = Commitment.objects.filter(pk__in=[early.promise.pk, late.promise.pk]).order_by("pk")
    assert list(states.values_list("state", flat=True)) == ["withdrawn", "broken"]
    assert (again(early).state, again(early).ended_because) == ("ended", "No more bags")
    with pytest.raises(ProgrammeRefused, match="Say why"):
        programmes.end(by=ana, programme=early.pk, reason=" ")


def test_both_sides_read_the_same_plan_and_why(cast):
    agreed(cast)
    looked(cast, date(2026, 6, 5), verdict="not-accepted")
    look(cast, date(2026, 6, 6))
    ours, theirs = (
        queries.programmes(makers.make_actor(one), cast.pair.pk, today=date(2026, 6, 6)) for one in (cast.ana, cast.lin)
    )

    assert ours.rows == theirs.rows
    assert [reason.code for reason in ours.rows[0].next.interval.reasons] == ["programme.refused"]
    assert (ours.rows[0].next.interval.length, ours.rows[0].next.last.on) == (14, date(2026, 6, 5))


def test_the_page_asks_the_same_however_many_there_are(cast):
    counted = []
    for families in (("Bags",), ("Hats", "Belts")):
        for family in families:
            agreed(cast, family=family)
        with CaptureQueriesContext(connection) as asked:
            queries.programmes(makers.make_actor(cast.lin), cast.pair.pk, today=DAY)
        counted.append(len(asked))

    assert counted == [12, 12]


def test_the_page_offers_each_side_what_it_may_do(cast):
    made = programmes.propose(by=makers.make_actor(cast.ana), relationship=cast.pair.pk, given=given())
    address = f"/partners/{cast.pair.pk}/quality/programme/"
    ours, theirs = (cast.browser(one).get(address).content.decode() for one in (cast.ana, cast.lin))
    agree = f"/programmes/{made}/agree/"

    assert (agree in ours, agree in theirs) == (False, True)


def test_handing_an_inspection_in_keeps_the_promise_at_that_moment(gathered, db):
    made = programmes.propose(
        by=gathered.actor("buyer"), relationship=gathered.ours, given=given(family="Cardigans", lot_size=1_200)
    )
    programmes.agree(by=gathered.actor("sales"), programme=made, now=timezone.now() - timedelta(days=3))
    first = InspectionProgramme.objects.get(pk=made).promise_id
    row = make_inspection(gathered)
    send(gathered, row, counts=all_looked(), hand_in=True)
    after = InspectionProgramme.objects.get(pk=made)

    assert Commitment.objects.get(pk=first).state == "kept"
    assert (after.counted_from, after.promise_id != first) == (timezone.localdate(), True)


def test_every_night_looks_at_every_programme(cast):
    row = agreed(cast, day=timezone.localdate() - timedelta(days=60))
    Notification.objects.all().delete()
    night.func()

    assert (again(row).due_on, again(row).promise.pk) == (row.due_on, row.promise.pk)
    assert set(Notification.objects.values_list("event", flat=True)) >= {"look-overdue"}


def test_an_inspection_starts_from_what_was_agreed_where_something_is_to_be_changed(cast):
    row = agreed(cast)
    address = f"/partners/{cast.pair.pk}/quality/inspections/new/"
    page = cast.browser(cast.lin).get(address, {"programme": row.pk}).content.decode()

    assert f'name="planned_on" value="{row.due_on.isoformat()}"' in page
    assert 'name="lot_size" value="800"' in page
    assert 'name="major" value="2.5"' in page
    assert cast.browser(cast.lin).get(address, {"programme": 10**6}).status_code == 404
