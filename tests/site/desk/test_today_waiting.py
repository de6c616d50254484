"""What waits for a signature, an answer or a second look, on the first page of both sides."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.desk.quality.test_second_looks import answered, handed_in
from troth_site.actions.quality import second_looks, second_looks_asking
from troth_site.models import (
    Charter,
    Inspection,
    InspectionProgramme,
    PlanningTerms,
    PlanSignature,
    Product,
    QualityPlan,
    QualityPlanVersion,
    Relationship,
    SecondLook,
    SpecificationSignature,
    SpecificationVersion,
    Training,
)
from troth_site.queries.today import waiting


@pytest.fixture
def product(cast):
    return Product.objects.create(
        relationship=cast.pair, name="Sleeve", family="bags", category="hard-goods", created_at=timezone.now()
    )


@pytest.fixture
def papers(cast, product):
    """Everything that waits: the buyer signed or proposed it, but for the training, which the factory planned."""
    now, rows = timezone.now(), {"made_by": cast.ana, "made_for": "buyer", "made_at": timezone.now(), "number": 1}
    signed = {"side": "buyer", "person": cast.ana, "digest": "d" * 64, "signed_at": now}
    specification = SpecificationVersion.objects.create(product=product, state="offered", **rows)
    SpecificationSignature.objects.create(version=specification, **signed)
    plan = QualityPlan.objects.create(product=product, created_at=now)
    version = QualityPlanVersion.objects.create(plan=plan, state="offered", specification=specification, **rows)
    PlanSignature.objects.create(version=version, **signed)
    Charter.objects.create(relationship=cast.pair, version=1, terms={}, proposed_at=now, buyer_signed_at=now)
    PlanningTerms.objects.create(
        relationship=cast.pair, lead_days=60, grain="month", side="buyer", proposed_on=cast.today, state="proposed"
    )
    InspectionProgramme.objects.create(
        relationship=cast.pair, family="bags", kind="final", unit="lots", base=5, lot_size=1200, sampling={},
        inspector_for="buyer", state="proposed", proposed_side="buyer", created_at=now,
    )  # fmt: skip
    Training.objects.create(
        relationship=cast.pair, topic="Needles", language="zh", giver="factory", hours=2, trainees=9, side="factory",
        first_day=cast.today - timedelta(days=2), last_day=cast.today, planned_on=cast.today, state="planned",
    )  # fmt: skip


def today(cast, who):
    return cast.browser(who).get(reverse("today"))


def shown(cast, who):
    return [[row["what"] for row in side["papers"]] for side in today(cast, who).context["sides"]]


def test_papers_wait_for_the_side_that_has_not_signed_mirrored_for_the_other(cast, papers):
    ours, theirs = shown(cast, cast.ana)

    assert ours == ["Answer the training “Needles”"]
    assert sorted(theirs) == [
        "Answer the proposed terms of planning", "Answer the regular inspections of bags",
        "Sign the charter of how you talk to each other", "Sign the quality plan of Sleeve",
        "Sign the specification of Sleeve",
    ]  # fmt: skip
    assert shown(cast, cast.lin) == [theirs, ours]


def test_where_a_day_is_known_it_stands_there_and_is_overdue_when_past(cast, papers, product):
    ours, theirs = (side["papers"] for side in today(cast, cast.ana).context["sides"])
    assert [(row["state"], row["due"]) for row in ours] == [("overdue", cast.today - timedelta(days=2))]
    assert {(row["state"], row["due"]) for row in theirs} == {("open", None)}
    where = {row["what"]: row["url"] for row in theirs}
    assert where["Sign the specification of Sleeve"] == reverse("specification", args=[product.pk])
    assert where["Sign the charter of how you talk to each other"] == reverse("charter", args=[cast.pair.pk])
    assert "5 things ask for an answer." in today(cast, cast.lin).text


def test_what_both_signed_and_what_is_not_offered_waits_for_nobody(cast, papers):
    SpecificationVersion.objects.update(state="draft")
    QualityPlanVersion.objects.update(state="active")
    Charter.objects.update(factory_signed_at=timezone.now())
    PlanningTerms.objects.update(state="declined")
    InspectionProgramme.objects.update(state="ended", ended_on=cast.today)
    Training.objects.update(state="agreed")
    assert shown(cast, cast.ana) == [[], []]


def test_strangers_hidden_partners_and_those_without_a_seat_are_told_of_nothing(cast, papers):
    nothing = waiting(makers.make_actor(cast.stranger))
    assert (nothing.ours, nothing.theirs, nothing.looks) == ((), (), ())
    Relationship.objects.update(hidden=True)
    assert shown(cast, cast.ana) == [[], []]


def test_a_second_look_stands_there_for_each_side_until_it_closes_it(cast):
    odd = _odd(cast)
    url = reverse("quality-second-looks", args=[cast.pair.pk])
    for who in (cast.ana, cast.lin):
        assert [(row["what"], row["url"]) for row in today(cast, who).context["looks"]] == [
            (f"Look at {odd.lot_name} again", url)
        ]
    other = makers.make_person(cast.buyer, name="Ingrid")
    second_looks.answer_inspection(by=makers.make_actor(other), inspection=odd.pk, text="Enough.", closes=True)
    assert today(cast, cast.ana).context["looks"] == []
    assert len(today(cast, cast.lin).context["looks"]) == 1


def test_whoever_takes_the_blind_second_is_not_told_of_the_first(cast):
    odd = _odd(cast)
    second = handed_in(cast, days_ago=1, state="planned", inspector=cast.ana, blind_of=odd)
    assert today(cast, cast.ana).context["looks"] == []
    Inspection.objects.filter(pk=second.pk).update(handed_in_at=timezone.now())
    assert len(today(cast, cast.ana).context["looks"]) == 1


def test_the_second_inspection_of_a_lot_is_told_apart_from_the_first(cast):
    odd = _odd(cast)
    second = handed_in(cast, days_ago=1, inspector=cast.ana, blind_of=odd, bad=9, handed_in_at=timezone.now())
    SecondLook.objects.create(
        relationship=cast.pair, inspection=second, codes=["integrity.double"], asked_at=timezone.now()
    )
    assert {row["what"] for row in today(cast, cast.lin).context["looks"]} == {
        f"Look at {odd.lot_name} again", f"Look at the second inspection of {second.lot_name} again",
    }  # fmt: skip


@pytest.mark.parametrize("more", [0, 2])
def test_all_of_it_is_one_query(cast, papers, django_assert_num_queries, more):
    for number in range(more):
        odd = handed_in(cast, days_ago=50 + number)
        answered(cast, odd, minutes=1)
    by = makers.make_actor(cast.ana)
    with django_assert_num_queries(1):
        waiting(by)


def _odd(cast):
    for day in (40, 30, 20):
        answered(cast, handed_in(cast, days_ago=day), minutes=80)
    odd = handed_in(cast, days_ago=3)
    answered(cast, odd, minutes=4)
    second_looks_asking.look_at(cast.pair, by=makers.make_actor(cast.ana), now=timezone.now())
    return odd
