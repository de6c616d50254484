from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests import makers
from tests.site.quality.reported import actor, handed_in, photo, picture
from troth.quality.frozen_plans import digest
from troth.quality.reports import NotToDecide
from troth_site import access
from troth_site.actions.quality import reports, reports_answering, reports_deciding
from troth_site.actions.quality.reports import Counted, Edit, ReportRefused, VersionMet
from troth_site.actions.quality.reports_answering import Said
from troth_site.models import (
    AuditEntry,
    ClassSample,
    Commitment,
    Inspection,
    InspectionDefect,
    InspectionReport,
    LedgerEntry,
    LotDecision,
    Notification,
    ReportRemark,
    SamplingState,
)
from troth_site.queries.orders import latest_outcome
from troth_site.queries.quality import reports as queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot(cast):
    return handed_in(cast)


def make(cast, row, **more):
    return reports.make_first(inspection=row.pk, by=actor(cast.ana), **more)


def test_the_first_version_says_everything_and_is_made_once(cast, lot):
    pk = make(cast, lot)
    assert make(cast, lot) == pk
    report, content = InspectionReport.objects.get(), InspectionReport.objects.get().content
    assert (report.number, report.verdict, report.why) == (1, "accepted", "")
    assert report.sha256 == digest(content)
    major = content["classes"][1]
    assert (major["class"], major["found"], major["looked_at"], major["accept"]) == ("major", 7, 125, 7)
    assert [row["verdict"] for row in content["classes"]] == ["accepted"] * 3
    assert content["defects"][0]["photos"] == [content["photos"][0]["sha256"]]
    length = content["measurements"][0]
    assert (length["lower"], length["beyond"], [row["value"] for row in length["readings"]][:2]) == (
        "70.5", 1, ["71.2", "71.9"],
    )  # fmt: skip
    assert float(length["cpk"]) == pytest.approx(0.284, abs=0.01)
    assert [row["value"] for row in content["answers"][0]["answers"]] == ["yes", "no"]
    assert content["answers"][0]["label"]["en"] == "Are the carton marks right?"
    assert content["who"]["clock_ahead"] == 900
    assert {row["code"] for row in content["noticed"]} == {"clock", "two-answers", "not-listed"}
    lot.refresh_from_db()
    assert (lot.state, lot.verdict) == ("reported", "accepted")


def test_both_sides_can_read_it_from_the_same_moment(cast, lot):
    pk = make(cast, lot)
    seen = {person: queries.report(actor(person), pk).visible_at for person in (cast.ana, cast.lin)}
    assert seen[cast.ana] == seen[cast.lin] == InspectionReport.objects.get().visible_at
    told = Notification.objects.filter(event="report")
    assert cast.lin.pk in told.values_list("person", flat=True)
    assert len(set(told.values_list("at", flat=True))) == 1


def test_before_that_moment_it_does_not_exist_for_either_side(cast, lot):
    pk = make(cast, lot)
    InspectionReport.objects.update(visible_at=timezone.now() + timedelta(minutes=5))
    for person in (cast.ana, cast.lin):
        with pytest.raises(access.NotThere):
            queries.report(actor(person), pk)
        assert queries.reports(actor(person), cast.pair.pk).rows == ()


def test_the_ledger_keeps_its_hash_and_the_promise_to_report_is_kept(cast, lot):
    make(cast, lot)
    promise = Commitment.objects.get(pk=lot.report_commitment_id)
    assert (promise.state, promise.closed_on) == ("kept", timezone.localdate(timezone=ZoneInfo("Europe/Berlin")))
    entry = LedgerEntry.objects.get(kind="report.made")
    assert InspectionReport.objects.get().sha256 in entry.content
    assert (entry.commitment_id, entry.side, entry.kept, entry.lines) == (promise.pk, "buyer", 1, 1)
    assert AuditEntry.objects.filter(verb="report.made").count() == 1


def test_a_report_after_its_day_is_kept_late(cast):
    make(cast, handed_in(cast, due=-3))
    assert Commitment.objects.get(kind="report").state == "kept_late"
    assert LedgerEntry.objects.get(kind="report.made").kept == 0


def test_a_report_nobody_promised_is_made_all_the_same(cast):
    make(cast, handed_in(cast, due=None))
    assert LedgerEntry.objects.get(kind="report.made").counted_on is None


def test_there_is_no_report_before_the_hand_in(cast):
    row = handed_in(cast, handed_in_at=None, state="working")
    with pytest.raises(ReportRefused, match="handed in"):
        make(cast, row)
    assert InspectionReport.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({"major": 7}, "accepted"),
        ({"major": 8}, "not-accepted"),
        ({"critical": 1}, "not-accepted"),
        ({"looked_at": 124}, "pending"),
        ({"looked_at": None}, "pending"),
    ],
)
def test_the_verdict_is_the_library_s(cast, given, verdict):
    make(cast, handed_in(cast, full=False, **given))
    assert InspectionReport.objects.get().verdict == verdict


def test_an_edit_is_a_version_with_its_reason_and_difference_and_the_first_stays(cast, lot):
    first = make(cast, lot)
    before = InspectionReport.objects.get(pk=first)
    edit = Edit(conclusion="Mend the sleeve seam.", counts={"major": Counted(looked_at=125, found=8)})
    second = reports.amend(by=actor(cast.ana), report=first, why="One seam was counted as minor.", edit=edit)
    found, since, changes = queries.changed(actor(cast.lin), second)
    assert (found.number, since.number, found.content["verdict"]) == (2, 1, "not-accepted")
    assert {(each.place, each.old, each.new) for each in changes} == {
        (("verdict",), "accepted", "not-accepted"),
        (("conclusion",), "", "Mend the sleeve seam."),
        (("classes", "major", "found"), 7, 8),
        (("classes", "major", "nonconforming"), 7, 8),
        (("classes", "major", "verdict"), "accepted", "not-accepted"),
    }
    after = InspectionReport.objects.get(pk=first)
    assert (after.content, after.sha256) == (before.content, before.sha256)
    assert [row.why for row in found.versions] == ["One seam was counted as minor.", ""]
    lot.refresh_from_db()
    assert lot.verdict == "not-accepted"
    assert ClassSample.objects.get(defect_class="major").verdict == "not-accepted"
    assert LedgerEntry.objects.filter(kind="report.amended").count() == 1
    told = Notification.objects.filter(event="report-version")
    assert cast.lin.pk in told.values_list("person", flat=True)


def test_a_lot_judged_anew_is_another_outcome_of_the_factory_s_promise(cast, lot):
    first = make(cast, lot)
    worse = Edit(counts={"major": Counted(looked_at=125, found=8)})
    second = reports.amend(by=actor(cast.ana), report=first, why="One was overlooked.", edit=worse)
    promise = Commitment.objects.get(kind="lot")
    assert (promise.side, promise.state, latest_outcome(promise.pk).kept) == ("factory", "broken", 0)
    better = Edit(counts={"major": Counted(looked_at=125, found=7)})
    third = reports.amend(by=actor(cast.ana), report=second, why="It was none.", edit=better)
    promise = Commitment.objects.get(kind="lot")
    assert (promise.state, latest_outcome(promise.pk).kept) == ("kept", 1)
    open_again = Edit(counts={"major": Counted(looked_at=None, found=None)})
    reports.amend(by=actor(cast.ana), report=third, why="Nobody knows.", edit=open_again)
    assert Commitment.objects.get(kind="lot").state == "withdrawn"
    assert latest_outcome(promise.pk).lines == 0
    assert SamplingState.objects.get(relationship=cast.pair, defect_class="minor").stage == "normal"


def test_a_photo_that_came_later_is_a_version_too(cast, lot):
    first = make(cast, lot)
    photo(cast, lot, InspectionDefect.objects.get(), picture((10, 90, 10)))
    second = reports.amend(by=actor(cast.ana), report=first, why="A photo came later.")
    assert len(InspectionReport.objects.get(pk=second).content["photos"]) == 2
    assert len(InspectionReport.objects.get(pk=first).content["photos"]) == 1


def test_no_version_without_a_reason_or_a_difference(cast, lot):
    first = make(cast, lot)
    with pytest.raises(ReportRefused, match="why"):
        reports.amend(by=actor(cast.ana), report=first, why="  ", edit=Edit(conclusion="x"))
    with pytest.raises(ReportRefused, match="Nothing would differ"):
        reports.amend(by=actor(cast.ana), report=first, why="Again.")
    assert InspectionReport.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "counted"),
    [("major", Counted(looked_at=126, found=1)), ("major", Counted(looked_at=10, found=11)),
     ("major", Counted(looked_at=-1, found=0)), ("nothing", Counted(looked_at=1, found=0))],
)  # fmt: skip
def test_a_count_that_does_not_fit_changes_nothing(cast, lot, kind, counted):
    first = make(cast, lot)
    with pytest.raises(ReportRefused):
        reports.amend(by=actor(cast.ana), report=first, why="A slip.", edit=Edit(counts={kind: counted}))
    assert InspectionReport.objects.count() == 1
    assert ClassSample.objects.get(defect_class="major").looked_at == 125


def test_a_version_is_made_of_the_latest_alone(cast, lot):
    first = make(cast, lot)
    reports.amend(by=actor(cast.ana), report=first, why="Words.", edit=Edit(conclusion="One."))
    with pytest.raises(VersionMet):
        reports.amend(by=actor(cast.ana), report=first, why="Words.", edit=Edit(conclusion="Two."))


def test_the_side_that_did_not_inspect_says_its_words_beside_it(cast, lot):
    first = make(cast, lot)
    with pytest.raises(access.NotAllowed):
        reports.amend(by=actor(cast.lin), report=first, why="No.", edit=Edit(conclusion="All is well."))
    with pytest.raises(access.NotThere):
        reports.amend(by=actor(cast.stranger), report=first, why="No.", edit=Edit(conclusion="All is well."))


def test_the_factory_contests_a_part_with_its_evidence(cast, lot):
    first = make(cast, lot)
    said = Said(
        text="这条缝在验货后被拆开。", about=f"defects/{lot.found.get().uid}", contests=True,
        files=[("seam-before.jpg", picture((1, 2, 3)))],
    )  # fmt: skip
    reports_answering.remark(by=actor(cast.lin), report=first, said=said)
    row = queries.report(actor(cast.ana), first).remarks[0]
    assert (row.side, row.contests, row.files[0].name) == ("factory", True, "seam-before.jpg")
    assert LedgerEntry.objects.filter(kind="report.contested").count() == 1
    assert cast.ana.pk in Notification.objects.filter(event="report-remark").values_list("person", flat=True)
    assert queries.reports(actor(cast.ana), cast.pair.pk).rows[0].contested is True
    reports.amend(by=actor(cast.ana), report=first, why="Words.", edit=Edit(conclusion="One."))
    assert queries.reports(actor(cast.ana), cast.pair.pk).rows[0].contested is True


@pytest.mark.parametrize(
    "said",
    [Said(text=" "), Said(text="x", about="nowhere"), Said(text="x" * 4001), Said(text="x", files=[("a", b"")] * 11)],
)
def test_a_remark_that_says_nothing_or_speaks_of_nothing_is_refused(cast, lot, said):
    first = make(cast, lot)
    with pytest.raises(ReportRefused):
        reports_answering.remark(by=actor(cast.lin), report=first, said=said)
    assert ReportRemark.objects.count() == 0


def test_the_decision_stands_beside_the_verdict_and_all_are_kept(cast):
    lot = handed_in(cast, major=9)
    pk = make(cast, lot)
    by = actor(cast.ana)
    with pytest.raises(NotToDecide, match="waiver"):
        reports_deciding.decide(by=by, report=pk, choice="ship", reason="In a hurry.")
    reports_deciding.decide(by=by, report=pk, choice="rework", reason="Mend the seams.")
    for _time in range(2):
        reports_deciding.decide(by=by, report=pk, choice="waiver", reason="Sold as seconds.")
    found = queries.report(actor(cast.lin), pk)
    assert [(row.choice, row.reason, row.by) for row in found.decisions] == [
        ("waiver", "Sold as seconds.", "Ana Petrova"), ("rework", "Mend the seams.", "Ana Petrova"),
    ]  # fmt: skip
    assert found.content["verdict"] == "not-accepted"
    assert queries.reports(by, cast.pair.pk).rows[0].choice == "waiver"
    assert LedgerEntry.objects.filter(kind="lot.decided").count() == 2
    assert set(Notification.objects.filter(event="lot-decision").values_list("person", flat=True)) >= {cast.lin.pk}


def test_only_those_who_settle_for_the_buyer_decide(cast, lot):
    pk = make(cast, lot)
    quality = makers.make_person(cast.buyer, role="quality")
    for person in (cast.lin, cast.finance, quality):
        with pytest.raises(access.NotAllowed):
            reports_deciding.decide(by=actor(person), report=pk, choice="ship", reason="Good.")
    with pytest.raises(access.NotThere):
        reports_deciding.decide(by=actor(cast.stranger), report=pk, choice="ship", reason="Good.")
    assert LotDecision.objects.count() == 0


@pytest.mark.parametrize("choice", ["", "pass", "SHIP"])
def test_a_decision_that_is_none_is_refused(cast, lot, choice):
    pk = make(cast, lot)
    with pytest.raises(ReportRefused):
        reports_deciding.decide(by=actor(cast.ana), report=pk, choice=choice, reason="Good.")


def test_to_inspect_again_plans_the_resubmitted_lot(cast):
    lot = handed_in(cast, major=9)
    pk, day = make(cast, lot), timezone.localdate() + timedelta(days=6)
    by = actor(cast.ana)
    with pytest.raises(ReportRefused, match="which day"):
        reports_deciding.decide(by=by, report=pk, choice="re-inspect", reason="After the rework.")
    reports_deciding.decide(by=by, report=pk, choice="re-inspect", reason="After the rework.", planned_on=day)
    again = Inspection.objects.get(resubmitted_of=lot)
    assert (again.state, again.planned_on, again.lot_name, again.lot_size) == ("planned", day, lot.lot_name, 3_200)
    assert {row.defect_class: (row.sample_size, row.accept) for row in again.classes.all()} == {
        "critical": (125, 0), "major": (125, 7), "minor": (125, 10),
    }  # fmt: skip
    assert queries.report(by, pk).next == again.pk
    assert LedgerEntry.objects.filter(kind="lot.decided").count() == 1


def test_an_old_version_is_not_decided_on(cast, lot):
    first = make(cast, lot)
    reports.amend(by=actor(cast.ana), report=first, why="Words.", edit=Edit(conclusion="One."))
    with pytest.raises(VersionMet):
        reports_deciding.decide(by=actor(cast.ana), report=first, choice="ship", reason="Good.")
