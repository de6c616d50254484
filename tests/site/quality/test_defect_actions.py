"""The defect rate opens "Strengthen QC processes" once for a miss, and looks at the next lots once it is done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from troth_site.actions.quality import defect_actions
from troth_site.models import Action, AuditEntry, ClassSample, Commitment, Inspection

NONE = {"form": 1, "lot": 5000, "edition": "iso2859-1", "classes": {}}


def lot(cast, *, days_ago, bad, looked_at=80):
    on = cast.today - timedelta(days=days_ago)
    inspection = Inspection.objects.create(
        relationship=cast.pair, kind="final", source="final", family="bags", lot_name=f"LOT-{days_ago}", lot_size=5000,
        planned_on=on, inspector_for="buyer", state="reported", frozen=NONE, created_at=timezone.now(),
        verdict="accepted",
    )  # fmt: skip
    ClassSample.objects.create(
        inspection=inspection, defect_class="major", stage="normal", sample_size=looked_at, accept=10, reject=11,
        looked_at=looked_at, nonconforming=bad, defects=bad, verdict="accepted",
    )  # fmt: skip


def opened(cast):
    return list(Action.objects.filter(relationship=cast.pair, dimension="quality").order_by("pk"))


def look(cast, days_later=0):
    defect_actions.look_at(cast.pair.pk, today=cast.today + timedelta(days=days_later))


def test_a_missed_rate_opens_one_action_with_an_owner_and_a_promise_on_each_side(cast):
    lot(cast, days_ago=3, bad=6)
    look(cast)
    look(cast)
    (action,) = opened(cast)
    assert (action.kind, action.side, action.state) == ("strengthen_qc_processes", "factory", "open")
    assert (action.data["bad"], action.data["units"], action.data["kept"]) == (6, 80, 74)
    assert (action.due_on - action.opened_on).days == 14
    promised = Commitment.objects.filter(kind="action", what__endswith=f"#{action.pk}")
    assert sorted(promised.values_list("side", flat=True)) == ["buyer", "factory"]
    assert AuditEntry.objects.filter(verb="action.opened", subject=f"action {action.pk}").count() == 1


@pytest.mark.parametrize(("bad", "looked_at"), [(0, 80), (1, 80), (2, 4)])
def test_what_may_be_chance_or_is_too_little_opens_nothing(cast, bad, looked_at):
    lot(cast, days_ago=3, bad=bad, looked_at=looked_at)
    look(cast)
    assert opened(cast) == []


def test_without_lots_nothing_opens(cast):
    look(cast)
    assert opened(cast) == []


def done(cast):
    lot(cast, days_ago=9, bad=6)
    look(cast)
    Action.objects.update(state="done", done_on=cast.today - timedelta(days=8), evidence="Checked twice")


def test_a_finished_one_is_checked_on_five_lots_since(cast):
    done(cast)
    for day in (7, 6, 5, 4):
        lot(cast, days_ago=day, bad=0)
    look(cast)
    assert [action.state for action in opened(cast)] == ["done"]
    lot(cast, days_ago=3, bad=0)
    look(cast)
    (action,) = opened(cast)
    assert (action.state, action.result["verdict"], action.result["params"]["n"]) == ("worked", "worked", 400)


def test_one_that_changed_nothing_is_opened_again_and_no_second_beside_it(cast):
    done(cast)
    for day in (7, 6, 5, 4, 3):
        lot(cast, days_ago=day, bad=6)
    look(cast)
    assert [action.state for action in opened(cast)] == ["reopened"]


def test_after_it_worked_only_a_newer_lot_opens_another(cast):
    done(cast)
    Action.objects.update(state="worked")
    look(cast)
    assert len(opened(cast)) == 1
    lot(cast, days_ago=1, bad=9)
    look(cast)
    assert [action.state for action in opened(cast)] == ["worked", "open"]


def test_the_card_speaks_of_units_and_lots(cast):
    lot(cast, days_ago=3, bad=6)
    look(cast)
    page = cast.browser(cast.ana).get("/").content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert "6 of 80 units of" in page
    assert "very probably more than the 1 % agreed" in page
    assert "We look again after the next 5 lots that are inspected once it is done." in page
