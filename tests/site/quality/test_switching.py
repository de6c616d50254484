"""Inspection that stands still: both sides are told, either shows that action works, the buyer takes it up again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.quality.inspecting import all_looked, defect, make_inspection, send
from troth_site import access
from troth_site.actions.quality import inspections_sampling, switching
from troth_site.models import Inspection, LedgerEntry, Notification, SamplingResumption, SamplingState
from troth_site.queries.quality import switching as queries
from troth_site.queries.today import waiting

WORDS = "New needle plates; three lots measured without a dropped stitch."


def looked_at(gathered, bad, **changed):
    """Carry an inspection out in which so many units are bad, under the numbers that its plan froze."""
    row = make_inspection(gathered, **changed)
    units = row.frozen["classes"]["major"]["sample_size"]
    send(gathered, row, counts=all_looked(units), defects=[defect(unit=one + 1) for one in range(bad)], hand_in=True)
    row.refresh_from_db()
    return row


@pytest.fixture
def stopped(gathered, db):
    """Seven lots refused one after the other: inspection of major defects stands still."""
    for _lot in range(7):
        looked_at(gathered, 12)
    return SamplingState.objects.get(defect_class="major")


@pytest.fixture
def visit(gathered, client):
    def go(part, name, *args, post=None):
        client.force_login(gathered.people[part])
        address = reverse(name, args=args)
        return client.get(address) if post is None else client.post(address, {"ticket": uuid4().hex} | post)

    return go


def stage(state):
    state.refresh_from_db()
    return state.stage


def test_both_sides_are_told_once_that_inspection_stands_still(gathered, stopped):
    told = Notification.objects.filter(event="sampling-stopped")
    assert {gathered.people["buyer"].pk, gathered.people["sales"].pk} <= set(told.values_list("person", flat=True))
    assert set(told.values_list("path", flat=True)) == {f"/switching/{stopped.pk}/"}
    before = told.count()
    inspections_sampling.replay(by=gathered.actor("buyer"), relationship=gathered.ours)
    assert told.count() == before


def test_factory_asks_the_buyer_declines_and_then_agrees_and_all_of_it_stays(gathered, stopped):
    sales, buyer = gathered.actor("sales"), gathered.actor("buyer")
    first = switching.ask(by=sales, state=stopped.pk, shown=WORDS)
    assert switching.ask(by=sales, state=stopped.pk, shown=WORDS) == first
    with pytest.raises(switching.SwitchingRefused, match="waits for the buyer"):
        switching.ask(by=sales, state=stopped.pk, shown="Others.")
    with pytest.raises(switching.SwitchingRefused, match="answer that"):
        switching.take_up(by=buyer, state=stopped.pk, because="We saw it.")
    assert [one.kind for one in waiting(buyer).ours] == [one.kind for one in waiting(sales).theirs] == ["resumption"]
    for _twice in range(2):
        switching.answer(by=buyer, resumption=first, resumes=False, words="Three more lots, please.")
    assert stage(stopped) == "discontinued"
    with pytest.raises(switching.SwitchingRefused, match="answered meanwhile"):
        switching.answer(by=buyer, resumption=first, resumes=True, words="Three more lots, please.")
    second = switching.ask(by=sales, state=stopped.pk, shown="Three more lots, all clean.")
    switching.answer(by=buyer, resumption=second, resumes=True, words="Seen on 12 units each.")
    assert stage(stopped) == "tightened"
    kinds = LedgerEntry.objects.filter(kind__startswith="sampling.").order_by("seq").values_list("kind", "side")
    assert list(kinds) == [
        ("sampling.resume_asked", "factory"), ("sampling.resume_declined", "buyer"),
        ("sampling.resume_asked", "factory"), ("sampling.resumed", "buyer"),
    ]  # fmt: skip
    assert waiting(buyer).ours == ()
    assert make_inspection(gathered).frozen["classes"]["major"]["stage"] == "tightened"


def test_the_buyer_takes_it_up_unasked_and_the_factory_never_does(gathered, stopped):
    with pytest.raises(access.NotAllowed):
        switching.take_up(by=gathered.actor("owner"), state=stopped.pk, because=WORDS)
    with pytest.raises(access.NotAllowed):
        switching.take_up(by=gathered.actor("finance"), state=stopped.pk, because=WORDS)
    with pytest.raises(access.NotThere):
        switching.take_up(by=gathered.actor("other buyer"), state=stopped.pk, because=WORDS)
    for words, said in ((" ", "what shows"), ("x" * 4001, "shorten")):
        with pytest.raises(switching.SwitchingRefused, match=said):
            switching.take_up(by=gathered.actor("buyer"), state=stopped.pk, because=words)
    for _twice in range(2):
        switching.take_up(by=gathered.actor("buyer"), state=stopped.pk, because=WORDS)
    assert (stage(stopped), SamplingResumption.objects.count()) == ("tightened", 1)
    with pytest.raises(switching.SwitchingRefused, match="goes on already"):
        switching.take_up(by=gathered.actor("buyer"), state=stopped.pk, because="Other words.")
    with pytest.raises(switching.SwitchingRefused, match="goes on already"):
        switching.ask(by=gathered.actor("sales"), state=stopped.pk, shown=WORDS)


def test_replaying_the_lots_keeps_what_was_taken_up_and_whatever_came_after(gathered, stopped):
    by = gathered.actor("buyer")
    switching.take_up(by=by, state=stopped.pk, because=WORDS)
    assert inspections_sampling.replay(by=by, relationship=gathered.ours) == 0
    assert stage(stopped) == "tightened"
    for _lot in range(2):
        looked_at(gathered, 12)
    looked_at(gathered, 0)
    stopped.refresh_from_db()
    assert (stopped.stage, stopped.refused, stopped.recent) == ("tightened", 2, [False, False, True])
    assert inspections_sampling.replay(by=by, relationship=gathered.ours) == 0


def test_nothing_but_the_buyer_takes_inspection_up_again(gathered, db):
    # Planned while it was tightened, handed in while it stands still: judged, and it changes nothing.
    early = [make_inspection(gathered) for _one in range(2)]
    for _lot in range(2):
        looked_at(gathered, 12)
    tightened = make_inspection(gathered)
    for _lot in range(5):
        looked_at(gathered, 12)
    state = SamplingState.objects.get(defect_class="major")
    for row in (*early, tightened):
        send(gathered, row, counts=all_looked(), hand_in=True)
        assert Inspection.objects.get(pk=row.pk).verdict == "accepted"
    assert stage(state) == "discontinued"
    assert inspections_sampling.replay(by=gathered.actor("buyer"), relationship=gathered.ours) == 0


def test_a_lot_planned_on_reduced_inspection_can_be_handed_in_whatever_inspection_is_now(gathered, db):
    of_series = {"relationship_id": gathered.ours, "kind": "final", "family": "Cardigans"}
    for kind in ("major", "minor"):
        SamplingState.objects.create(
            **of_series, defect_class=kind, stage="reduced", score=30, changed_at=timezone.now()
        )
    reduced = make_inspection(gathered)
    SamplingState.objects.filter(defect_class="major").update(stage="normal", score=0)
    planned = make_inspection(gathered)
    SamplingState.objects.filter(defect_class="major").update(stage="reduced", score=30)
    found = [defect(unit=one + 1) for one in range(60)]
    send(gathered, planned, counts=all_looked(), defects=found, hand_in=True)
    planned.refresh_from_db()
    state = SamplingState.objects.get(defect_class="major")
    assert (planned.verdict, state.stage, reduced.frozen["classes"]["major"]["sample_size"]) == (
        "not-accepted", "normal", 32
    )  # fmt: skip


def test_a_class_without_a_lot_that_counts_begins_anew(gathered, db):
    row = looked_at(gathered, 12)
    assert SamplingState.objects.get(defect_class="major").recent == [False]
    Inspection.objects.filter(pk=row.pk).update(verdict="pending")
    assert inspections_sampling.replay(by=gathered.actor("buyer"), relationship=gathered.ours) == 2
    state = SamplingState.objects.get(defect_class="major")
    assert (state.stage, state.recent, state.score) == ("normal", [], 0)


def test_a_second_look_is_as_strict_as_the_first_even_where_inspection_stands_still(gathered, stopped):
    first = Inspection.objects.filter(handed_in_at__isnull=False).earliest("pk")
    second = make_inspection(gathered, blind_of=first.pk, inspector="manager")
    assert second.frozen["classes"]["major"] == first.frozen["classes"]["major"]


def test_the_page_says_what_comes_next_and_shows_every_lot_that_led_there(gathered, visit, stopped):
    for part in ("buyer", "sales"):
        text = visit(part, "quality-switching", gathered.ours).text
        assert "Inspection of one class stands still" in text
        assert "Inspection is tightened once 2 of 5 lots in a row are refused" in text  # minor defects
        whole = visit(part, "switching-class", stopped.pk).text
        assert whole.count("KDR- lot 7") == 7
        assert "5 lots were refused on tightened inspection" in whole


def test_a_standstill_is_named_at_a_glance(gathered, visit, stopped):
    for part in ("buyer", "sales"):
        assert "one class stands still" in visit(part, "quality", gathered.ours).text
    SamplingState.objects.update(stage="tightened")
    assert "stands still" not in visit("buyer", "quality", gathered.ours).text


def test_how_many_lots_there_are_takes_no_more_queries(gathered, visit, db, django_assert_num_queries):
    looked_at(gathered, 0)
    visit("buyer", "quality-switching", gathered.ours)
    state = SamplingState.objects.get(defect_class="major")
    for _again in range(2):
        with django_assert_num_queries(13):
            visit("buyer", "quality-switching", gathered.ours)
        with django_assert_num_queries(17):
            visit("buyer", "switching-class", state.pk)
        for _lot in range(2):
            looked_at(gathered, 0)


def test_buttons_are_offered_to_whoever_may_press_them(gathered, visit, stopped):
    take_up, ask = (reverse(name, args=[stopped.pk]) for name in ("take-up-inspection", "ask-to-resume"))
    buyer, sales, finance = (visit(part, "switching-class", stopped.pk).text for part in ("buyer", "sales", "finance"))
    assert (take_up in buyer, ask in buyer) == (True, False)
    assert (take_up in sales, ask in sales) == (False, True)
    assert (take_up in finance, ask in finance) == (False, False)
    assert "This is for" in sales
    assert "these may" in finance


def test_the_page_asks_answers_and_refuses_where_the_words_stand(gathered, visit, stopped):
    empty = visit("sales", "ask-to-resume", stopped.pk, post={"shown": "", "corrective": ""})
    assert empty.status_code == 422
    wrong = visit("sales", "ask-to-resume", stopped.pk, post={"shown": WORDS, "corrective": "999"})
    assert wrong.status_code == 422
    done = visit("sales", "ask-to-resume", stopped.pk, post={"shown": WORDS, "corrective": ""})
    assert done.status_code == 302
    asked = SamplingResumption.objects.get()
    page = visit("buyer", "switching-class", stopped.pk).text
    assert WORDS in page
    assert reverse("answer-resumption", args=[asked.pk]) in page
    undecided = visit("buyer", "answer-resumption", asked.pk, post={"words": "Seen."})
    assert (undecided.status_code, "Choose what you answer." in undecided.text) == (422, True)
    visit("buyer", "answer-resumption", asked.pk, post={"words": "Seen.", "answer": "resume"})
    assert stage(stopped) == "tightened"
    after = visit("sales", "switching-class", stopped.pk).text
    assert "Seen." in after
    assert "Taken up again by the buyer" in after


def test_lots_planned_before_it_changed_are_named(gathered, visit, db):
    waits = make_inspection(gathered, lot_name="KDR- lot 40")
    assert "by another plan" not in visit("buyer", "quality-switching", gathered.ours).text
    for _lot in range(2):
        looked_at(gathered, 12)
    found = queries.switching(gathered.actor("sales"), gathered.ours)
    assert {row.defect_class: row.outdated for row in found.rows} == {
        "major": ((waits.pk, "KDR- lot 40"),), "minor": (),
    }  # fmt: skip
    assert "KDR- lot 40" in visit("sales", "quality-switching", gathered.ours).text


def test_whoever_looks_a_second_time_blind_is_told_nothing_until_it_is_handed_in(gathered, visit, stopped):
    first = Inspection.objects.filter(handed_in_at__isnull=False).latest("pk")
    second = make_inspection(gathered, blind_of=first.pk, inspector="manager")
    for name, key in (("quality-switching", gathered.ours), ("switching-class", stopped.pk)):
        text = visit("manager", name, key).text
        assert "once you have handed in your second look" in text
        assert "refused on tightened" not in text
        assert "refused on tightened" in visit("buyer", name, key).text
    Inspection.objects.filter(pk=second.pk).update(handed_in_at=timezone.now(), state="handed-in")
    assert "refused on tightened" in visit("manager", "switching-class", stopped.pk).text


def test_what_was_asked_before_a_lot_counts_before_it(gathered, stopped):
    switching.take_up(
        by=gathered.actor("buyer"), state=stopped.pk, because=WORDS, at=timezone.now() - timedelta(days=400)
    )
    # Taken up before the lots were looked at, it ended no standstill.
    assert inspections_sampling.replay(by=gathered.actor("buyer"), relationship=gathered.ours) == 1
    assert stage(stopped) == "discontinued"


def test_each_stage_of_inspection_is_a_series_of_its_own(gathered, db):
    for _lot in range(2):
        looked_at(gathered, 12, kind="pre-production", source="in-line")
    assert {one.kind: one.stage for one in SamplingState.objects.filter(defect_class="major")} == {
        "pre-production": "tightened"
    }  # fmt: skip
    assert make_inspection(gathered).frozen["classes"]["major"]["stage"] == "normal"
    early = make_inspection(gathered, kind="pre-production", source="in-line")
    assert early.frozen["classes"]["major"]["stage"] == "tightened"


def test_recompute_replays_the_lots_of_everybody_and_is_the_operators(gathered, db):
    looked_at(gathered, 12)
    SamplingState.objects.update(stage="tightened", kind="packing")
    with pytest.raises(access.NotAllowed):
        inspections_sampling.replay_all(by=gathered.actor("buyer"))
    inspections_sampling.replay_all(by=makers.make_operator())
    stands = SamplingState.objects.filter(defect_class="major").values_list("kind", "stage", "recent")
    assert sorted(stands) == [("final", "normal", [False]), ("packing", "normal", [])]
