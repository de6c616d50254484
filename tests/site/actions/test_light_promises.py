"""Light promises: summed with every act, made again with all tallies, and added to databases that are older."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from tests import makers
from troth.trust.judgement import judge
from troth_site.actions import commitments
from troth_site.actions.orders.reported import Import, record_lines
from troth_site.actions.trust import judging, rebuilding
from troth_site.models import Commitment, Judgement, Relationship, Tally
from troth_site.queries import trust
from troth_site.queries.tallies import tallies_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
migration = import_module("troth_site.migrations.0017_light_promises")


def tell(values, *, factory="Yongfa"):
    """Record lines of a file, all on time, each with its value beside a usual one of 100."""
    buyer = makers.make_organisation("Nordlicht")
    person = makers.make_person(buyer)
    days = [TODAY - timedelta(days=7 * back) for back in range(1, len(values) + 1)]
    lines = [
        makers.Told(
            number=number, key=f"L{number}", factory=factory, order=f"PO-{number}", promised=day,
            ordered=day - timedelta(days=60), delivered=day, recorded=day, value=Decimal(value), currency="EUR",
        )
        for number, (day, value) in enumerate(zip(days, values, strict=True), 1)
    ]  # fmt: skip
    source = Import(
        by=makers.make_actor(person), buyer=buyer.pk, batch=None, entered_on=TODAY, medians={(factory, "EUR"): 100.0}
    )
    counts = record_lines(source, lines)
    judging.judge(sorted(counts.relationships), as_of=TODAY)
    return Relationship.objects.get()


def stored():
    """Return what the tallies say of light promises, as their keys have it."""
    rows = Tally.objects.exclude(light_weight=0).order_by("side", "dimension", "happened", "known")
    return [
        (*row[:-1], pytest.approx(row[-1], abs=1e-9))
        for row in rows.values_list("relationship_id", "side", "dimension", "happened", "known", "light_weight")
        if abs(row[-1]) > 1e-9
    ]


def standing():
    return Judgement.objects.get(side="factory", dimension="delivery").standing


def contest_and_confirm(pair):
    """Let the factory contest the first light line and confirm the second, so that versions supersede each other."""
    light = Commitment.objects.filter(stake=0.5).order_by("pk")
    actor = makers.make_actor(makers.make_person(pair.factory))
    commitments.contest_entry(by=actor, commitment=light[0].pk, reason="It came a day later.", on=TODAY)
    commitments.confirm(by=actor, commitment=light[1].pk, on=TODAY)


def test_light_lines_count_for_a_fifth_at_the_most():
    tell([100, 100] + [10] * 40)

    found = Judgement.objects.get(side="factory", dimension="delivery")
    fading = [2 ** (-7 * back / 365) for back in range(1, 43)]
    heavy = 0.6 * sum(fading[:2])
    assert sum(0.3 * each for each in fading[2:]) > 0.25 * heavy
    assert found.kept_evidence == pytest.approx(1.25 * heavy)
    assert (found.lines, found.kept) == (42, 42)


def test_the_explanation_adds_up_and_names_the_light_ones():
    pair = tell([100, 100] + [10] * 6)

    told = trust.explain(pair.pk, side="factory", dimension="delivery", as_of=TODAY)

    assert told.start + sum(step.step for step in told.steps) == pytest.approx(told.score, abs=1e-9)
    assert told.score == pytest.approx(standing(), abs=1e-9)
    said = [step.reason.text() for step in told.steps if step.entry is not None]
    light = "Kept, but a light promise: all light ones together make up at most 20 % of what counts as kept."
    assert said == [light] * 6 + ["Kept; beside it, more of the light promises count."] * 2


def test_where_only_light_promises_were_kept_the_partner_page_says_so(client):
    pair = tell([10] * 6)
    client.force_login(makers.make_person(pair.factory))

    said = client.get(f"/partners/{pair.pk}/").content.decode()

    assert standing() == pytest.approx(5.0)
    assert "only light promises were kept so far; they count beside a heavier one" in said
    assert "nothing has come of it yet" not in said


def test_what_would_raise_it_knows_that_light_promises_are_capped():
    pair = tell([100, 100] + [10] * 6)
    Commitment.objects.filter(pk__in=Commitment.objects.order_by("-stake").values("pk")[1:3]).update(state="accepted")
    numbers = judge(tallies_of([pair.pk], "delivery"), groups=2, as_of=TODAY, policy=trust.POLICY.of("delivery")).of(0)

    found = trust.prospects(pair.pk, side="factory", dimension="delivery", numbers=numbers)

    stakes = dict(Commitment.objects.values_list("pk", "stake"))
    assert [(stakes[int(each.commitment)], each.if_kept > 1e-9) for each in found] == [(1.0, True), (0.5, False)]
    assert all(each.if_broken < 0 for each in found)


def test_a_rebuild_makes_the_same_sums():
    contest_and_confirm(tell([100, 100] + [10] * 6))
    expected = stored()
    assert len(expected) > 6

    rebuilding.rebuild_tallies(by=makers.make_operator())

    assert stored() == expected


def test_an_older_database_is_brought_up_to_date():
    contest_and_confirm(tell([100, 100] + [10] * 6))
    expected = stored()
    Tally.objects.update(light_weight=0)

    migration.sum_light_promises(apps, connection.schema_editor())

    assert stored() == expected
    # Whose light promises count less now is judged anew, by every page today and by the night for good.
    assert {row.judged_on for row in Judgement.objects.all()} == {migration.LONG_AGO}


def test_a_database_without_light_promises_is_left_alone():
    tell([100, 100, 100])

    migration.sum_light_promises(apps, connection.schema_editor())

    assert stored() == []
    assert {row.judged_on for row in Judgement.objects.all()} == {TODAY}
