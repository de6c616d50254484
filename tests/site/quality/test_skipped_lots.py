"""Lots skipped by a draw: promised, made when the lot is presented, unknown before it and checked by both after it."""

import json

import pytest
from django.test import Client

from tests.site.quality.inspecting import all_looked, looked, make_inspection, send
from troth.basis.draws import commitment, joint_seed
from troth.quality.skip_lots import SkipPhase, SkipPlan, is_inspected
from troth.quality.verdicts import DefectClass
from troth_site import access
from troth_site.actions.quality import field, inspections_skipping
from troth_site.actions.quality.field_reading import ParcelRefused
from troth_site.actions.quality.inspections_draws import DrawRefused
from troth_site.actions.quality.inspections_wishes import Limit, PlanRefused
from troth_site.models import LedgerEntry, LotDraw, SamplingState
from troth_site.queries.quality import field as on_phone
from troth_site.queries.quality import inspections as queries

LIMITS = {DefectClass.MAJOR: Limit(aql="2.5", level="II")}
SHARE = 0.5


def planned(gathered, **more):
    return make_inspection(gathered, **({"limits": LIMITS, "skip": (2, SHARE)} | more))


def skipping(gathered):
    """Let two lots in a row be accepted, so that lots are skipped from then on."""
    for number in (1, 2):
        row = planned(gathered, lot_name=f"KDR- {number}")
        inspections_skipping.present(by=gathered.actor("sales"), inspection=row.pk, word=f"word {number}")
        send(gathered, row, counts=[looked("major", 80)], hand_in=True)
    (state,) = SamplingState.objects.filter(relationship=gathered.ours)
    assert state.skip_phase == "skipping"


def word_for(row, *, inspected):
    """Find a word that leads the draw where a test wants it; only a test knows the secret."""
    secret, plan = row.lot_draw.secret, SkipPlan(clearance=2, share=SHARE)
    return next(
        str(word)
        for word in range(500)
        if is_inspected(joint_seed(secret, str(word)), plan=plan, phase=SkipPhase.SKIPPING) is inspected
    )


def _text(answer):
    return (answer.getvalue() if answer.streaming else answer.content).decode()


def test_nothing_but_the_promise_is_told_before_the_lot_is_presented(gathered, db):
    skipping(gathered)
    row = planned(gathered)
    draw = row.lot_draw
    secrets = {draw.secret, draw.nonce}
    told = []
    for part in ("sales", "owner", "buyer", "manager"):
        browser = Client()
        browser.force_login(gathered.people[part])
        told += [
            _text(browser.get(address))
            for address in (
                f"/inspections/{row.pk}/", f"/api/v1/inspections/{row.pk}", f"/api/v1/inspections/{row.pk}/pack",
                f"/partners/{gathered.ours}/quality/inspections/", f"/partners/{gathered.ours}/ledger.jsonl",
                f"/api/v1/partners/{gathered.ours}/ledger", f"/partners/{gathered.ours}/",
            )
        ]  # fmt: skip
        told.append(_text(browser.post(f"/inspections/{row.pk}/present/", {"word": ""})))
    told += [json.dumps(one, default=str) for one in LedgerEntry.objects.values_list("content", flat=True)]

    assert [text for text in told if any(secret in text for secret in secrets)] == []
    shown = queries.inspection(gathered.actor("sales"), row.pk).lot_draw
    assert sorted(shown) == ["clearance", "commitment", "share", "shown", "subject"]
    assert draw.commitment in told[0]
    assert (draw.seed, draw.outcome, draw.phase) == ("", "", "")


@pytest.mark.parametrize("inspected", [True, False])
def test_both_sides_check_the_draw_once_the_lot_was_presented(gathered, db, inspected):
    skipping(gathered)
    row = planned(gathered)
    word = word_for(row, inspected=inspected)
    found = inspections_skipping.present(by=gathered.actor("sales"), inspection=row.pk, word=word)
    again = inspections_skipping.present(by=gathered.actor("owner"), inspection=row.pk, word=word)
    row.refresh_from_db()
    ours, theirs = (queries.inspection(gathered.actor(part), row.pk).lot_draw for part in ("buyer", "sales"))

    assert (found, again, row.state) == (inspected, inspected, "planned" if inspected else "skipped")
    assert ours == theirs
    assert (ours["holds"], ours["outcome"], ours["phase"]) == (
        True, "inspected" if inspected else "skipped", "skipping"
    )  # fmt: skip
    assert ours["commitment"] == commitment(secret=ours["secret"], nonce=ours["nonce"], subject=ours["subject"])
    assert LedgerEntry.objects.filter(kind="inspection.presented").count() == 3


def test_the_side_that_inspects_does_not_present(gathered, db):
    row = planned(gathered)
    with pytest.raises(access.NotAllowed):
        inspections_skipping.present(by=gathered.actor("buyer"), inspection=row.pk, word="mine")
    with pytest.raises(access.NotThere):
        inspections_skipping.present(by=gathered.actor("other factory"), inspection=row.pk, word="mine")


@pytest.mark.parametrize(("word", "says"), [("", "Write a word"), ("   ", "Write a word"), ("other", "before")])
def test_a_word_is_said_and_said_once(gathered, db, word, says):
    row = planned(gathered)
    if word == "other":
        inspections_skipping.present(by=gathered.actor("sales"), inspection=row.pk, word="first")
    with pytest.raises(DrawRefused, match=says):
        inspections_skipping.present(by=gathered.actor("sales"), inspection=row.pk, word=word)


def test_a_lot_that_is_always_looked_at_has_nothing_to_draw(gathered, db):
    row = make_inspection(gathered)
    with pytest.raises(DrawRefused, match="in any case"):
        inspections_skipping.present(by=gathered.actor("sales"), inspection=row.pk, word="word")
    assert queries.inspection(gathered.actor("sales"), row.pk).lot_draw is None


def test_until_the_run_is_made_every_presented_lot_is_looked_at(gathered, db):
    row = planned(gathered)
    word = word_for(row, inspected=False)

    assert inspections_skipping.present(by=gathered.actor("sales"), inspection=row.pk, word=word)
    assert LotDraw.objects.get(inspection=row).phase == "every-lot"


def test_nobody_works_on_a_lot_before_it_is_presented_or_after_it_was_left_out(gathered, db):
    skipping(gathered)
    row = planned(gathered)
    with pytest.raises(ParcelRefused, match="presented yet"):
        field.take_along(by=gathered.actor("buyer"), inspection=row.uid)
    with pytest.raises(ParcelRefused, match="presented yet"):
        send(gathered, row, counts=all_looked()[1:2])
    assert row.uid not in {one.uid for one in on_phone.mine(gathered.actor("buyer"))}
    inspections_skipping.present(by=gathered.actor("sales"), inspection=row.pk, word=word_for(row, inspected=False))
    with pytest.raises(ParcelRefused, match="left this lot out"):
        send(gathered, row, counts=all_looked()[1:2], hand_in=True)


def test_a_skipped_lot_moves_no_switching(gathered, db):
    skipping(gathered)
    before = list(SamplingState.objects.values("stage", "score", "skip_phase", "skip_in_a_row"))
    row = planned(gathered)
    inspections_skipping.present(by=gathered.actor("sales"), inspection=row.pk, word=word_for(row, inspected=False))

    assert list(SamplingState.objects.values("stage", "score", "skip_phase", "skip_in_a_row")) == before


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"limits": LIMITS | {DefectClass.CRITICAL: Limit(aql=None, level="II")}}, "critical"),
        ({"skip": (0, 0.5)}, "clearance"),
        ({"skip": (2, 1.5)}, "share"),
    ],
)
def test_what_may_not_be_skipped_is_refused(gathered, db, more, says):
    with pytest.raises(PlanRefused, match=says):
        planned(gathered, **more)


def test_the_page_of_a_lot_that_was_left_out_waits_for_nothing(gathered, db):
    skipping(gathered)
    row = planned(gathered)
    browser = Client()
    browser.force_login(gathered.people["sales"])
    before = _text(browser.get(f"/inspections/{row.pk}/"))
    inspections_skipping.present(by=gathered.actor("sales"), inspection=row.pk, word=word_for(row, inspected=False))
    after = _text(browser.get(f"/inspections/{row.pk}/"))

    asked = ("Nothing has come from the field yet", "How the units are drawn")
    assert [words in before for words in asked] == [True, True]
    assert [words in after for words in asked] == [False, False]
    assert "The draw left this lot out." in after
