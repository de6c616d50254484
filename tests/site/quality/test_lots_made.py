"""Where a lot was made: said by both sides and the inspector, kept once, compared with the approved sample."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.site.quality.inspecting import all_looked, answered, make_inspection, send
from troth_site.access import NotAllowed, NotThere
from troth_site.actions.quality import lots_made
from troth_site.models import AuditEntry, Inspection, InspectionReport, LedgerEntry, Product

NAMES = "Hongfa Dyeing\nLida Print"


@pytest.fixture
def row(gathered, db):
    return make_inspection(gathered, inspector="inspector")


@pytest.fixture
def visit(gathered, client):
    """Visit or post as somebody of the cast."""

    def go(part, name, *args, post=None):
        client.force_login(gathered.people[part])
        address = reverse(name, args=args)
        return client.post(address, post) if post is not None else client.get(address)

    return go


def say(gathered, row, part="sales", line="Line 2", suppliers=("Hongfa Dyeing", "Lida Print")):
    lots_made.say_made(by=gathered.actor(part), inspection=row.pk, line=line, suppliers=suppliers)
    row.refresh_from_db()


def entries():
    return LedgerEntry.objects.filter(kind="inspection.made").order_by("pk")


def test_names_are_kept_once_each_and_the_same_sent_twice_is_entered_once(gathered, row):
    for spelt in ("Hongfa Dyeing", "Hongfa  Dyeing "):
        say(gathered, row, line=" Line  2", suppliers=(spelt, "", "Lida Print", "LIDA PRINT"))

    assert (row.line, row.suppliers) == ("Line 2", NAMES)
    assert entries().count() == AuditEntry.objects.filter(verb="inspection.made").count() == 1
    assert "Hongfa" not in str(entries().get().content)


def test_what_was_said_is_mended_and_taken_back_each_with_an_entry(gathered, row):
    say(gathered, row)
    say(gathered, row, part="inspector", line="Line 4")
    say(gathered, row, part="buyer", line="", suppliers=())

    assert (row.line, row.suppliers) == ("", "")
    assert [json.loads(one.content)["line"] for one in entries()] == ["Line 2", "Line 4", ""]


@pytest.mark.parametrize("state", ["planned", "working", "handed-in", "reported"])
def test_it_can_be_said_before_and_after_the_report(gathered, row, state):
    Inspection.objects.filter(pk=row.pk).update(state=state)
    say(gathered, row)
    assert row.line == "Line 2"


@pytest.mark.parametrize("said", [
    {"line": "x" * 121}, {"suppliers": ["x" * 121]}, {"suppliers": [f"House {at}" for at in range(41)]},
])  # fmt: skip
def test_more_than_anybody_reads_is_refused(gathered, row, said):
    with pytest.raises(lots_made.MadeRefused, match="at most 40"):
        say(gathered, row, **said)
    assert not entries().exists()


def test_a_cancelled_inspection_takes_no_more(gathered, row, visit):
    Inspection.objects.filter(pk=row.pk).update(state="cancelled")
    with pytest.raises(lots_made.MadeRefused, match="was cancelled"):
        say(gathered, row)
    assert "Where the lot was made" not in visit("sales", "inspection", row.pk).text


def test_whoever_records_nothing_is_refused_and_strangers_find_nothing(gathered, row):
    with pytest.raises(NotAllowed):
        say(gathered, row, part="finance")
    with pytest.raises(NotThere):
        say(gathered, row, part="other buyer")


@pytest.mark.parametrize("part", ["buyer", "sales", "inspector"])
def test_both_sides_and_the_inspector_say_it_on_the_page_and_all_of_them_read_it(gathered, row, visit, part):
    answer = visit(part, "say-lot-made", row.pk, post={"line": "Line 2", "suppliers": NAMES, "ticket": "a"})

    assert (answer.status_code, answer["Location"]) == (302, reverse("inspection", args=[row.pk]))
    for reader in ("buyer", "sales", "inspector"):
        text = visit(reader, "inspection", row.pk).text
        assert "<bdi>Hongfa Dyeing</bdi> · <bdi>Lida Print</bdi>" in text
        assert ">Line 2</dd>" in text
        assert "Where the lot was made" in text
    assert "Where the lot was made" not in visit("finance", "inspection", row.pk).text


@pytest.mark.parametrize(("said", "field"), [
    ({"suppliers": "\n".join(f"House {at}" for at in range(41))}, "suppliers"), ({"suppliers": "x" * 121}, "suppliers"),
    ({"suppliers": "x" * 5001}, "suppliers"), ({"line": "x" * 121}, "line"),
])  # fmt: skip
def test_nonsense_is_told_at_its_field_with_what_was_typed(gathered, row, visit, said, field):
    answer = visit("sales", "say-lot-made", row.pk, post={"line": "Line 7", "suppliers": "", "ticket": "a"} | said)

    assert answer.status_code == 422
    form = answer.context["forms"]["made"]
    assert (list(form.errors), form[field].value()) == ([field], said[field])
    assert "made-line" in answer.text
    row.refresh_from_db()
    assert row.line == ""


def test_the_page_of_an_inspection_costs_the_same_queries(gathered, row, visit, django_assert_num_queries):
    visit("buyer", "inspection", row.pk)
    with django_assert_num_queries(25):
        visit("buyer", "inspection", row.pk)
    say(gathered, row, suppliers=[f"House {at}" for at in range(40)])
    with django_assert_num_queries(25):
        visit("buyer", "inspection", row.pk)


def _lots(gathered):
    product = Product.objects.create(
        relationship_id=gathered.ours, name="Cardigan", family="Cardigans", category="soft-goods",
        created_at=timezone.now(),
    )  # fmt: skip
    made = [make_inspection(gathered, product=product.pk, kind=kind, source=source, lot_name=f"Lot {at}")
            for at, (kind, source) in enumerate([("pre-production", "in-line"), ("final", "final"), ("final", "final")])
            ]  # fmt: skip
    Inspection.objects.filter(pk__in=[one.pk for one in made]).update(state="reported")
    return made


def test_another_line_and_a_new_sub_supplier_are_told_to_both_sides(gathered, visit, db):
    sample, first, second = _lots(gathered)
    say(gathered, sample)
    say(gathered, first, line="LINE 2", suppliers=("hongfa dyeing",))
    assert "are as they were" in visit("buyer", "quality-second-looks", gathered.ours).text
    say(gathered, first, line="Line 5", suppliers=("hongfa dyeing",))
    say(gathered, second, line="", suppliers=("Aifen Knitting", "Lida Print"))

    for part in ("buyer", "sales"):
        text = visit(part, "quality-second-looks", gathered.ours).text
        assert "The sample was made on Line 2, this lot on Line 5." in text
        assert "Material or work comes from others than at first: Aifen Knitting." in text


def test_what_nobody_said_of_the_sample_or_lots_of_two_lines_raise_nothing(gathered, visit, db):
    sample, first, second = _lots(gathered)
    say(gathered, first, line="Line 5")
    assert "are as they were" in visit("buyer", "quality-second-looks", gathered.ours).text
    say(gathered, sample)
    say(gathered, second, line="Line 2")
    assert "are as they were" in visit("buyer", "quality-second-looks", gathered.ours).text


def test_the_inspector_says_it_on_the_phone_and_what_was_said_before_stays(gathered):
    row = make_inspection(gathered)
    lots_made.say_made(by=gathered.actor("sales"), inspection=row.pk, line="Line 7", suppliers=())
    said = [answered("made.line", "Line 2"), answered("made.suppliers", "Hongfa Dyeing\uff0cLida Print")]
    send(gathered, row, entries=said, counts=all_looked(), hand_in=True)
    row.refresh_from_db()

    assert (row.line, row.suppliers) == ("Line 7", NAMES)
    assert "Hongfa" not in str(InspectionReport.objects.get(inspection=row).content)
    assert "Hongfa" not in str([entry.content for entry in entries()])
