"""The pages of inspections: both sides read the same, planning asks and assumes nothing, nonsense is told."""

import re
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.site.quality.inspecting import all_looked, answered, defect, looked, make_inspection, send
from troth.quality.verdicts import DefectClass
from troth_site.actions.quality import field
from troth_site.actions.quality.inspections_wishes import Limit
from troth_site.models import FieldEntry, Inspection
from troth_site.queries.quality import inspections_planning


@pytest.fixture
def visit(gathered, db, client):
    """Visit or post as somebody of the cast."""

    def go(part, name, *args, post=None, **query):
        client.force_login(gathered.people[part])
        address = reverse(name, args=args)
        return client.post(address, post) if post is not None else client.get(address, query)

    return go


def _filled(**changed):
    told = {
        "lot_name": "KDR- lot 9", "lot_size": "3200", "cartons": "", "units_per_carton": "", "product": "",
        "family": "Cardigans", "kind": "final", "source": "final", "site": "", "inspector": "", "third": "",
        "planned_on": timezone.localdate().isoformat(), "edition": "iso2859-1", "level": "II", "critical": "0",
        "major": "2.5", "minor": "4", "counting": "units",
        "sample": "", "steady": "", "agrees": "", "resubmitted_of": "", "blind_of": "",
        "ticket": uuid4().hex,
    }  # fmt: skip
    return told | changed


def test_empty_list_says_what_will_stand_here_and_the_next_step(gathered, visit):
    page = visit("sales", "quality-inspections", gathered.ours).content.decode()
    assert "No inspection yet" in page
    assert reverse("new-inspection", args=[gathered.ours]) in page


def test_inspection_is_planned_from_the_page_once_however_often_it_is_sent(gathered, visit):
    said = _filled()
    for _again in range(2):
        assert visit("sales", "new-inspection", gathered.ours, post=said).status_code == 302
    row = Inspection.objects.get()
    assert (row.lot_size, row.inspector_for) == (3_200, "factory")
    assert [one.sample_size for one in row.classes.order_by("pk")] == [125, 125, 125]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"lot_size": "0"}, "is too little. Write a whole number from 1 to"),
        ({"lot_size": "many"}, "is not a whole number. Write a whole number from 1 to"),
        ({"major": "3"}, "no AQL of the series"),
        ({"major": "two"}, "no AQL of the series"),
        ({"major": "NaN"}, "no AQL of the series"),
        ({"major": "", "minor": "", "critical": ""}, "at least one class"),
        ({"edition": ""}, "whose tables"),
        ({"level": ""}, "inspection level"),
        ({"counting": ""}, "Say whether bad units are counted, or the defects on them."),
        ({"counting": "both"}, "What came for “What is counted” is not on its list."),
        ({"minor": "15"}, "An AQL of 15 is in defects per 100 units: count defects, or take 10 or less."),
        ({"kind": ""}, "Nothing is chosen at “Stage”. Choose one of the list, such as"),
        ({"third": "nobody@nowhere.example"}, "Nobody inspects for others"),
        ({"cartons": "10"}, "or neither"),
        ({"inspector": "999999"}, "What came for “Inspector” is not on its list."),
        ({"order_checkpoint": "999999"}, None),
    ],
)
def test_nonsense_is_told_and_nothing_is_planned(gathered, visit, changed, said):
    answer = visit("buyer", "new-inspection", gathered.ours, post=_filled(**changed))
    assert answer.status_code == (422 if said else 404)
    assert said is None or said in answer.content.decode()
    assert not Inspection.objects.exists()


def test_bad_units_above_ten_are_refused_at_their_field(gathered, visit):
    page = visit("buyer", "new-inspection", gathered.ours, post=_filled(major="1000", minor="15")).content.decode()
    assert re.findall(r'id="inspection-([a-z]+)_error"', page) == ["major", "minor"]


@pytest.mark.parametrize(
    ("limit", "where"),
    [
        ({"aql": "15", "level": "II"}, "limits.minor.counting"),
        ({"aql": "12", "level": "II", "counting": "defects"}, "limits.minor.aql"),
        ({"aql": "15", "level": "II", "counting": "defects"}, None),
    ],
)
def test_programs_are_told_at_the_field_what_an_aql_above_ten_counts(gathered, db, client, limit, where):
    client.force_login(gathered.people["buyer"])
    told = {name: value for name, value in _filled().items() if name in ("lot_name", "family", "kind", "source")}
    told |= {"lot_size": 3200, "planned_on": "2026-06-01", "edition": "iso2859-1", "limits": {"minor": limit}}
    answer = client.post(
        f"/api/v1/partners/{gathered.ours}/inspections", told, content_type="application/json",
        headers={"Idempotency-Key": uuid4().hex},
    )  # fmt: skip
    assert (answer.status_code, answer.json().get("where")) == (422 if where else 200, where)
    assert Inspection.objects.exists() == (where is None)


@pytest.mark.parametrize(
    ("changed", "counted"),
    [
        ({"counting": "units"}, {"major": "units", "minor": "units"}),
        ({"counting": "defects"}, {"major": "defects", "minor": "defects"}),
        ({"counting": "defects", "minor": "65"}, {"major": "defects", "minor": "defects"}),
        ({"counting": "by-aql", "minor": "65"}, {"major": "units", "minor": "defects"}),
        ({"counting": "", "sample": "20"}, {"major": "units", "minor": "units"}),
    ],
)
def test_what_is_counted_is_said_and_frozen(gathered, visit, changed, counted):
    assert visit("buyer", "new-inspection", gathered.ours, post=_filled(**changed)).status_code == 302
    classes = Inspection.objects.get().frozen["classes"]
    assert {kind: classes[kind]["counting"] for kind in ("major", "minor")} == counted
    # A class of which none is accepted is the same either way.
    assert classes["critical"]["counting"] == "units"


def test_a_lot_at_an_aql_above_ten_is_judged_by_its_defects_and_says_so(gathered, visit):
    visit("buyer", "new-inspection", gathered.ours, post=_filled(
        lot_size="90", critical="", major="", minor="100", counting="defects", inspector=gathered.people["buyer"].pk
    ))  # fmt: skip
    row = Inspection.objects.get()
    many = [defect("minor", unit=unit, defects=3) for unit in range(1, 8)]
    send(gathered, row, counts=[looked("minor", 13)], defects=many, hand_in=True)
    row.refresh_from_db()
    assert row.verdict == "accepted"
    page = visit("sales", "inspection", row.pk).content.decode()
    assert '21 <span class="t-unit">defects</span>' in page


def test_a_second_look_counts_as_the_first_did(gathered):
    for limits, counted in [
        ({"major": ("2.5", "defects")}, "defects"), ({"major": ("2.5", "units"), "minor": ("15", "defects")}, "by-aql"),
        ({"major": ("2.5", "defects"), "minor": ("4.0", "units")}, ""), ({"major": ("2.5", "units")}, "units"),
    ]:  # fmt: skip
        asked = {DefectClass(kind): Limit(aql=aql, level="II", counting=how) for kind, (aql, how) in limits.items()}
        row = make_inspection(gathered, limits=asked)
        send(gathered, row, counts=all_looked(), hand_in=True)
        start = inspections_planning.start(gathered.actor("sales"), gathered.ours, second_of=row.pk)
        assert start.proposed["counting"] == counted


def test_inspector_of_a_third_party_is_named_by_address_and_sees_the_page(gathered, visit):
    third = gathered.people["inspector"]
    visit("buyer", "new-inspection", gathered.ours, post=_filled(third=third.email))
    row = Inspection.objects.get()
    page = visit("inspector", "inspection", row.pk)
    assert page.status_code == 200
    assert "Carry it out" in page.content.decode()
    assert visit("inspector", "quality-inspections", gathered.ours).status_code == 404


def test_page_shows_both_sides_the_same_numbers_and_the_draw_after_hand_in_alone(gathered, visit):
    row = make_inspection(gathered)
    field.take_along(by=gathered.actor("buyer"), inspection=UUID(str(row.uid)))
    row.refresh_from_db()
    for part in ("buyer", "sales"):
        page = visit(part, "inspection", row.pk).content.decode()
        assert row.draw_commitment in page
        assert row.draw_secret not in page
        assert row.draw_seed not in page
    send(gathered, row, counts=all_looked(), defects=[defect(unit=3)], hand_in=True)
    for part in ("buyer", "sales"):
        page = visit(part, "inspection", row.pk).content.decode()
        assert row.draw_seed in page
        assert "the promise holds" in page
        assert "Dropped stitch" in page


def test_two_answers_stand_side_by_side_until_one_is_chosen(gathered, visit):
    row = make_inspection(gathered)
    send(gathered, row, entries=[answered("label", "yes")])
    send(gathered, row, part="manager", entries=[answered("label", "no")])
    assert "Two people answered differently" in visit("sales", "inspection", row.pk).content.decode()
    entry = FieldEntry.objects.get(value="no")
    assert visit("sales", "choose-answer", row.pk, entry.pk, post={"ticket": "a"}).status_code == 302
    assert "Two people answered differently" not in visit("sales", "inspection", row.pk).content.decode()


def test_word_assigning_and_cancelling_work_from_the_page(gathered, visit):
    row = make_inspection(gathered)
    assert visit("sales", "inspection-word", row.pk, post={"word": "rain", "ticket": "w"}).status_code == 302
    assert visit("buyer", "inspection-word", row.pk, post={"word": "rain", "ticket": "v"}).status_code == 403
    who = {"inspector": gathered.people["manager"].pk, "ticket": "x"}
    assert visit("buyer", "assign-inspection", row.pk, post=who).status_code == 302
    assert visit("buyer", "cancel-inspection", row.pk, post={"reason": "", "ticket": "y"}).status_code == 422
    assert visit("buyer", "cancel-inspection", row.pk, post={"reason": "Moved.", "ticket": "z"}).status_code == 302
    row.refresh_from_db()
    assert (row.draw_word, row.inspector_id, row.state) == ("rain", who["inspector"], "cancelled")


def test_clock_set_wrong_is_shown(gathered, visit):
    row = make_inspection(gathered)
    send(gathered, row, counts=all_looked(), device_time="2031-01-01T00:00:00+00:00")
    assert "minutes ahead of ours" in visit("sales", "inspection", row.pk).content.decode()


def test_pages_ask_a_literal_number_of_questions(gathered, visit, django_assert_num_queries):
    rows = []
    for asked in (15, 15):
        rows.append(make_inspection(gathered))
        send(gathered, rows[-1], defects=[defect(unit=one) for one in range(1, len(rows) + 2)])
        visit("buyer", "quality-inspections", gathered.ours)
        with django_assert_num_queries(asked):
            visit("buyer", "quality-inspections", gathered.ours)
