"""Planning an inspection, handing it in, and what follows: verdict, switching, promises, both sides told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.site.quality.inspecting import LIMITS, all_looked, defect, make_inspection, make_wish, send
from troth.basis.draws import commitment, joint_seed
from troth.quality.frozen_plans import digest
from troth.quality.verdicts import DefectClass
from troth_site import access
from troth_site.actions.quality import field, inspections, inspections_draws, inspections_sampling, switching
from troth_site.actions.quality.inspections_wishes import Limit, PlanRefused
from troth_site.models import (
    ClassSample,
    Commitment,
    Inspection,
    LedgerEntry,
    Notification,
    SamplingState,
)
from troth_site.queries.quality import inspections_planning, rates, reports, second_looks


def test_plan_is_frozen_with_its_numbers_and_hash(gathered, db):
    row = make_inspection(gathered)
    numbers = {one.defect_class: (one.letter, one.sample_size, one.accept, one.reject) for one in row.classes.all()}
    assert numbers == {"critical": ("", 80, 0, 1), "major": ("J", 80, 5, 6), "minor": ("J", 80, 7, 8)}
    assert row.frozen_digest == digest(row.frozen)
    entry = LedgerEntry.objects.filter(relationship=gathered.ours).order_by("-seq")[0]
    assert entry.kind == "inspection.planned"
    assert row.frozen_digest in str(entry.content)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"lot_size": 0}, "how many units"),
        ({"lot_size": 10**9}, "how many units"),
        ({"lot_name": "  "}, "Name the lot"),
        ({"limits": {}}, "at least one class"),
        ({"limits": {DefectClass.CRITICAL: Limit(aql=None)}}, "one class|no class|No class"),
        ({"limits": {DefectClass.MAJOR: Limit(aql="3.0", level="II")}}, "2.5 and 4.0"),
        ({"limits": {DefectClass.MAJOR: Limit(aql="two", level="II")}}, "not an AQL"),
        ({"limits": {DefectClass.MAJOR: Limit(aql="15", level="II")}}, "count defects"),
        ({"limits": {DefectClass.MAJOR: Limit(aql="2.5")}}, "inspection level"),
        ({"limits": {DefectClass.MAJOR: Limit(aql="2.5", level="IV")}}, "inspection level"),
        ({"edition": ""}, "whose tables"),
        ({"edition": "iso1999"}, "whose tables"),
        ({"kind": "lunch"}, "which stage"),
        ({"family": ""}, "product family"),
        ({"cartons": 50, "units_per_carton": None}, "neither"),
        ({"skip": (0, 0.5)}, "clearance of 0"),
    ],
)
def test_plan_refuses_what_no_plan_can_be_made_of_and_keeps_nothing(gathered, db, changed, said):
    with pytest.raises(PlanRefused, match=said):
        inspections.plan(by=gathered.actor("buyer"), relationship=gathered.ours, wish=make_wish(**changed))
    assert Inspection.objects.count() == 0


def test_plan_of_a_whole_lot_by_a_fixed_number_accepts_none(gathered, db):
    row = make_inspection(gathered, lot_size=1, sample=1, cartons=None, units_per_carton=None)
    assert {(one.sample_size, one.accept) for one in row.classes.all()} == {(1, 0)}


def test_plan_is_made_by_both_sides_alike_and_by_nobody_else(gathered, db):
    assert make_inspection(gathered, part="sales", inspector="owner").inspector_for == "factory"
    for part in ("other buyer", "other factory", "inspector"):
        with pytest.raises(access.NotThere):
            inspections.plan(by=gathered.actor(part), relationship=gathered.ours, wish=make_wish())


def test_inspector_of_a_third_party_sees_what_is_assigned_and_nothing_else(gathered, db):
    mine, other = make_inspection(gathered, inspector="inspector"), make_inspection(gathered)
    by = gathered.actor("inspector")
    assert access.inspection(by, mine.uid, "record").inspector_for == "third"
    assert [row.pk for row in access.inspections(by)] == [mine.pk]
    for verb in ("settle", "import"):
        with pytest.raises(access.NotAllowed):
            access.inspection(by, mine.pk, verb)
    with pytest.raises(access.NotThere):
        access.inspection(by, other.pk)
    with pytest.raises(access.NotThere):
        access.relationship(by, gathered.ours)
    told = Notification.objects.filter(event="inspection", person=gathered.people["inspector"])
    assert told.count() == 1


def test_person_who_inspects_nowhere_here_cannot_be_named(gathered, db):
    with pytest.raises(PlanRefused, match="does not inspect here"):
        make_inspection(gathered, inspector="other factory")


def test_blind_second_look_hides_the_first_from_whoever_takes_it(gathered, db):
    first = make_inspection(gathered, inspector="inspector")
    second = make_inspection(gathered, inspector="manager", blind_of=first.pk)
    with pytest.raises(access.NotThere):
        access.inspection(gathered.actor("manager"), first.pk)
    assert access.inspection(gathered.actor("buyer"), first.pk).pk == first.pk
    send(gathered, first, part="inspector", counts=all_looked(), hand_in=True)
    told = Notification.objects.filter(event__in=("inspected", "report"))
    assert gathered.people["manager"].pk not in set(told.values_list("person", flat=True))
    assert told.exists()
    for part, listed in (("manager", []), ("buyer", [first.lot_name])):
        shown = reports.reports(gathered.actor(part), gathered.ours).rows
        assert [one.lot for one in shown if one.lot == first.lot_name] == listed
    send(gathered, second, part="manager", counts=all_looked(), hand_in=True)
    assert access.inspection(gathered.actor("manager"), first.pk).pk == first.pk
    assert Commitment.objects.filter(kind="lot").count() == 1
    with pytest.raises(PlanRefused, match="somebody else"):
        make_inspection(gathered, inspector="inspector", blind_of=first.pk)


def test_a_lot_of_one_unit_is_looked_at_whole(gathered, db):
    row = make_inspection(gathered, lot_size=1, cartons=None, units_per_carton=None)
    numbers = {(one.letter, one.sample_size, one.accept, one.reject) for one in row.classes.all()}
    assert numbers == {("", 1, 0, 1)}


def test_a_second_look_starts_from_what_the_first_was_planned_with(gathered, db):
    first = make_inspection(gathered, inspector="inspector", sample=None)
    send(gathered, first, part="inspector", counts=all_looked(), hand_in=True)
    start = inspections_planning.start(gathered.actor("buyer"), gathered.ours, second_of=first.pk)
    asked = {"lot_name", "lot_size", "cartons", "units_per_carton", "family", "edition", "level"} & set(start.proposed)
    assert {name: start.proposed[name] for name in sorted(asked)} == {
        "cartons": 50, "edition": "iso2859-1", "family": "Cardigans", "level": "II", "lot_name": "KDR- lot 7",
        "lot_size": 1200, "units_per_carton": 24,
    }  # fmt: skip
    limits = {name: start.proposed[name] for name in ("critical", "major", "minor")}
    assert limits == {"critical": "0", "major": "2.5", "minor": "4.0"}
    assert (start.proposed["blind_of"], start.second_of) == (first.pk, first.lot_name)
    assert gathered.people["inspector"].pk not in dict(start.people)
    with pytest.raises(access.NotThere):
        inspections_planning.start(gathered.actor("buyer"), gathered.ours, second_of=first.pk + 999)


def test_a_blind_second_look_is_not_told_of_the_first_on_any_page(gathered, db):
    rows = [make_inspection(gathered, inspector="inspector", lot_name=f"KDR- lot {at}") for at in range(6)]
    for row in rows:
        send(gathered, row, part="inspector", counts=all_looked(), hand_in=True)
    make_inspection(gathered, inspector="manager", blind_of=rows[0].pk)
    for part, count in (("manager", 5), ("buyer", 6)):
        by = gathered.actor(part)
        assert reports.reports(by, gathered.ours).total == count
        final = rates.rates(by, gathered.ours, today=timezone.localdate()).sources[0]
        # A rate of all beside lots named one by one would be this lot.
        assert (len(final.lots), final.kpi.rate.lots) == (count, count)
        seen = second_looks.second_looks_of(by, gathered.ours, today=timezone.localdate())
        assert rows[0].pk not in {each.pk for each in seen.inspections} or part == "buyer"


def test_draw_is_promised_when_planned_and_can_be_made_again_by_both(gathered, db):
    row = make_inspection(gathered)
    inspections_draws.say_word(by=gathered.actor("sales"), inspection=row.pk, word="monsoon")
    with pytest.raises(access.NotAllowed):
        inspections_draws.say_word(by=gathered.actor("buyer"), inspection=row.pk, word="mine")
    field.take_along(by=gathered.actor("buyer"), inspection=row.uid)
    row.refresh_from_db()
    subject = inspections_draws.subject(row.uid)
    assert row.draw_commitment == commitment(secret=row.draw_secret, nonce=row.draw_nonce, subject=subject)
    assert row.draw_seed == joint_seed(row.draw_secret, "monsoon")
    assert (len(row.drawn["units"]), len(row.drawn["cartons"])) == (80, 8)
    assert row.state == "taken"
    with pytest.raises(inspections_draws.DrawRefused):
        inspections_draws.say_word(by=gathered.actor("sales"), inspection=row.pk, word="later")


def test_lot_within_the_limits_is_accepted_and_the_promise_kept(gathered, db):
    row = make_inspection(gathered)
    found = [defect(unit=one) for one in (1, 1, 2, 3, 4, 5)]
    answer = send(gathered, row, counts=all_looked(), defects=found, hand_in=True)
    row.refresh_from_db()
    assert (answer["state"], row.verdict) == ("reported", "accepted")
    major = ClassSample.objects.get(inspection=row, defect_class="major")
    assert (major.looked_at, major.nonconforming, major.defects, major.verdict) == (80, 5, 6, "accepted")
    promise = Commitment.objects.get(kind="lot")
    assert (promise.side, promise.state, promise.dimension) == ("factory", "kept", "quality")
    assert row.report_commitment.side == "buyer"
    assert row.report_commitment.due_on == timezone.localdate(row.handed_in_at + timedelta(hours=48))


def test_lot_beyond_the_limits_is_not_accepted_and_the_promise_broken(gathered, db):
    row = make_inspection(gathered, inspector="inspector")
    send(gathered, row, part="inspector", counts=all_looked(), defects=[defect("critical", unit=9)], hand_in=True)
    row.refresh_from_db()
    promise = Commitment.objects.get(kind="lot")
    assert (row.verdict, promise.state, promise.quality) == ("not-accepted", "broken", 1.0)


def test_what_nobody_counted_is_pending_and_no_promise_is_judged(gathered, db):
    row = make_inspection(gathered)
    send(gathered, row, counts=all_looked()[:2], hand_in=True)
    row.refresh_from_db()
    minor = ClassSample.objects.get(inspection=row, defect_class="minor")
    assert (row.verdict, minor.verdict, minor.looked_at, minor.nonconforming) == ("pending", "pending", None, None)
    assert not Commitment.objects.filter(kind="lot").exists()
    assert not SamplingState.objects.exists()


def test_more_bad_units_than_looked_at_cannot_be_handed_in(gathered, db):
    row = make_inspection(gathered)
    found = [defect(unit=one) for one in (1, 2, 3)]
    counts = [*all_looked()[:1], *[one | {"looked_at": 2} for one in all_looked()[1:]]]
    answer = send(gathered, row, counts=counts, defects=found, hand_in=True)
    row.refresh_from_db()
    assert "3 units are bad of 2 looked at" in answer["refused"][0]["reason"]
    assert (row.state, row.verdict, len(answer["accepted"])) == ("working", "", 6)


def test_both_sides_are_told_at_the_same_moment(gathered, db):
    row = make_inspection(gathered, inspector="inspector")
    send(gathered, row, part="inspector", counts=all_looked(), hand_in=True)
    told = Notification.objects.filter(event="inspected")
    people = {gathered.people[part].pk for part in ("buyer", "sales")}
    assert people <= set(told.values_list("person", flat=True))
    assert len({one.at for one in told}) == 1


def _refused(gathered, **changed):
    row = make_inspection(gathered, **changed)
    send(gathered, row, counts=all_looked(row.frozen["classes"]["major"]["sample_size"]),
         defects=[defect(unit=one) for one in range(1, 12)], hand_in=True)  # fmt: skip
    return row


def test_two_lots_not_accepted_tighten_and_a_resubmitted_one_never_counts(gathered, db):
    first = _refused(gathered)
    _refused(gathered, resubmitted_of=first.pk)
    major = SamplingState.objects.get(family="Cardigans", defect_class="major")
    assert major.stage == "normal"
    _refused(gathered)
    major.refresh_from_db()
    assert major.stage == "tightened"
    tight = make_inspection(gathered)
    assert tight.frozen["classes"]["major"]["stage"] == "tightened"
    assert tight.frozen["classes"]["minor"]["stage"] == "normal"


def test_replay_gives_what_the_lots_left_one_by_one(gathered, db):
    _refused(gathered)
    _refused(gathered)
    before = list(SamplingState.objects.order_by("pk").values_list("stage", "score", "recent", "refused"))
    by = gathered.actor("buyer")
    assert inspections_sampling.replay(by=by, relationship=gathered.ours) == 0
    SamplingState.objects.update(stage="normal", score=9)
    assert inspections_sampling.replay(by=by, relationship=gathered.ours) == 2
    assert list(SamplingState.objects.order_by("pk").values_list("stage", "score", "recent", "refused")) == before


def test_lots_are_replayed_by_a_third_party_that_is_assigned_and_by_nobody_else_outside(gathered, db):
    row = make_inspection(gathered, inspector="inspector")
    assert inspections_sampling.replay_after(by=gathered.actor("inspector"), inspection=row.pk) == 0
    with pytest.raises(access.NotThere):
        inspections_sampling.replay(by=gathered.actor("inspector"), relationship=gathered.ours)
    for outside in ("representative", "other buyer", "other factory", "nobody"):
        if outside in gathered.people:
            with pytest.raises(access.NotThere):
                inspections_sampling.replay_after(by=gathered.actor(outside), inspection=row.pk)
    other = make_inspection(gathered)
    with pytest.raises(access.NotThere):
        inspections_sampling.replay_after(by=gathered.actor("inspector"), inspection=other.pk)


def test_five_refused_on_tightened_stand_still_until_resumed(gathered, db):
    for _lot in range(7):
        _refused(gathered)
    state = SamplingState.objects.get(defect_class="major")
    assert state.stage == "discontinued"
    with pytest.raises(PlanRefused, match="takes it up again"):
        make_inspection(gathered)
    switching.take_up(by=gathered.actor("buyer"), state=state.pk, because="New needle plates, 3 clean lots.")
    assert make_inspection(gathered).frozen["classes"]["major"]["stage"] == "tightened"


def test_inspection_is_cancelled_with_a_reason_until_it_is_handed_in(gathered, db):
    row, by = make_inspection(gathered), gathered.actor("buyer")
    with pytest.raises(PlanRefused):
        inspections.cancel(by=by, inspection=row.pk, reason=" ")
    inspections.cancel(by=by, inspection=row.pk, reason="The lot was moved.")
    inspections.cancel(by=by, inspection=row.pk, reason="The lot was moved.")
    row.refresh_from_db()
    assert row.state == "cancelled"
    done = make_inspection(gathered)
    send(gathered, done, counts=all_looked(), hand_in=True)
    with pytest.raises(PlanRefused):
        inspections.cancel(by=by, inspection=done.pk, reason="Too late.")


def test_defects_are_counted_each_where_the_plan_counts_defects(gathered, db):
    limits = LIMITS | {DefectClass.MINOR: replace(LIMITS[DefectClass.MINOR], counting="defects")}
    row = make_inspection(gathered, limits=limits)
    found = [defect("minor", unit=1, defects=7), defect("minor", unit=2, defects=1)]
    send(gathered, row, counts=all_looked(), defects=found, hand_in=True)
    minor = ClassSample.objects.get(inspection=row, defect_class="minor")
    assert (minor.nonconforming, minor.defects, minor.verdict) == (2, 8, "not-accepted")
