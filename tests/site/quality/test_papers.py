from dataclasses import replace

import pytest

from tests import makers
from tests.site.quality.agreed import (
    FINAL,
    MEETING,
    SPECIFICATION,
    WIDTH,
    digest,
    make_planned,
    make_product,
    plan,
    sign,
    specify,
)
from troth_site.access import NotAllowed, NotThere
from troth_site.actions.quality import plans, products, specifications
from troth_site.actions.quality.papers import PaperMoved, PaperRefused
from troth_site.actions.quality.plans import PlanGiven
from troth_site.actions.quality.products import ProductGiven, ProductRefused
from troth_site.models import (
    AuditEntry,
    LedgerEntry,
    Notification,
    OrderCheckpoint,
    Product,
    QualityPlanVersion,
    SpecificationVersion,
)
from troth_site.queries.quality import papers

pytestmark = pytest.mark.django_db


def states(product):
    return list(SpecificationVersion.objects.filter(product=product).order_by("number").values_list("state", flat=True))


def write(cast, product, given, *, revision, person=None):
    by = makers.make_actor(person or cast.ana)
    return specifications.write(by=by, product=product, given=given, revision=revision)


def test_a_specification_holds_once_both_sides_signed_the_same_digest(cast):
    product = make_product(cast)
    specify(cast, product, cast.lin)
    assert states(product) == ["offered"]
    sign(cast, product, "specifications", cast.ana)

    row = SpecificationVersion.objects.get()
    assert (row.state, row.signatures.count(), set(row.signatures.values_list("digest", flat=True))) == (
        "active", 2, {row.digest},
    )  # fmt: skip
    kinds = LedgerEntry.objects.filter(kind__startswith="specification.").values_list("kind", flat=True)
    assert (list(kinds), Notification.objects.filter(event="paper").count()) == (["specification.signed"] * 2, 2)


def test_either_side_changes_it_and_voids_what_was_signed(cast):
    product = make_product(cast)
    specify(cast, product, cast.ana)
    write(cast, product, replace(SPECIFICATION, packing="10 to a carton"), revision=1, person=cast.lin)

    row = SpecificationVersion.objects.get()
    assert (row.state, row.digest, row.signatures.count(), row.revision) == ("draft", "", 0, 2)
    assert LedgerEntry.objects.filter(kind="specification.changed").count() == 1


def test_an_old_form_and_an_old_signature_are_shown_the_new_words_first(cast):
    product = make_product(cast)
    write(cast, product, SPECIFICATION, revision=0)
    number, read = digest(cast, product, "specifications")
    write(cast, product, replace(SPECIFICATION, summary="Another bag"), revision=1)

    with pytest.raises(PaperMoved):
        write(cast, product, SPECIFICATION, revision=1, person=cast.lin)
    with pytest.raises(PaperMoved):
        specifications.sign(by=makers.make_actor(cast.lin), product=product, number=number, digest=read)
    assert SpecificationVersion.objects.get().summary == "Another bag"


def test_signing_twice_signs_once(cast):
    product = make_product(cast)
    specify(cast, product)
    row = SpecificationVersion.objects.get()
    specifications.sign(by=makers.make_actor(cast.ana), product=product, number=1, digest=row.digest)

    assert (row.signatures.count(), LedgerEntry.objects.filter(kind="specification.signed").count()) == (2, 2)


def test_a_gap_cannot_be_signed_and_nonsense_not_even_be_written(cast):
    product = make_product(cast)
    with pytest.raises(PaperRefused, match="lower limit 41"):
        write(cast, product, replace(SPECIFICATION, requirements=(replace(WIDTH, lower=41),)), revision=0)
    write(cast, product, replace(SPECIFICATION, packing=""), revision=0)

    with pytest.raises(PaperRefused, match="packing"):
        sign(cast, product, "specifications", cast.ana)


def test_the_next_version_takes_the_place_of_the_first_and_tells_the_difference(cast):
    product = make_product(cast)
    specify(cast, product)
    specify(cast, product, given=replace(SPECIFICATION, requirements=(replace(WIDTH, upper=41),)))
    found = papers.specifications(makers.make_actor(cast.lin), product)

    assert states(product) == ["replaced", "active"]
    assert [(each.part, each.before, each.after) for each in found.active.changes] == [("upper", "40", "41")]


def test_only_the_side_that_began_it_withdraws_it(cast):
    product = make_product(cast)
    write(cast, product, SPECIFICATION, revision=0)
    with pytest.raises(PaperRefused):
        specifications.withdraw(by=makers.make_actor(cast.lin), product=product, number=1)
    specifications.withdraw(by=makers.make_actor(cast.ana), product=product, number=1)

    assert (states(product), write(cast, product, SPECIFICATION, revision=0)) == (["withdrawn"], 2)


def test_quality_people_sign_and_finance_and_strangers_do_not(cast):
    product = make_product(cast)
    write(cast, product, SPECIFICATION, revision=0)
    sign(cast, product, "specifications", makers.make_person(cast.buyer, role="quality", name="Quinn"))

    with pytest.raises(NotAllowed):
        sign(cast, product, "specifications", cast.finance)
    with pytest.raises(NotThere):
        sign(cast, product, "specifications", cast.stranger)


def test_a_plan_waits_for_its_specification_and_for_both_signatures(cast):
    product = make_product(cast)
    by, given = makers.make_actor(cast.ana), PlanGiven(checkpoints=(MEETING, FINAL))
    with pytest.raises(PaperRefused, match="specification first"):
        plans.write(by=by, product=product, given=given, revision=0)
    write(cast, product, SPECIFICATION, revision=0)
    plans.write(by=by, product=product, given=given, revision=0)
    with pytest.raises(PaperRefused, match="specification first"):
        sign(cast, product, "plans", cast.ana)
    sign(cast, product, "specifications")
    sign(cast, product, "plans", cast.ana)

    assert QualityPlanVersion.objects.get().state == "offered"
    assert OrderCheckpoint.objects.count() == 0


def test_a_plan_for_an_older_specification_is_saved_once_more(cast):
    product = make_product(cast)
    specify(cast, product)
    given = PlanGiven(checkpoints=(MEETING, FINAL))
    plans.write(by=makers.make_actor(cast.ana), product=product, given=given, revision=0)
    specify(cast, product, given=replace(SPECIFICATION, packing="Loose"))
    with pytest.raises(PaperRefused, match="newer version"):
        sign(cast, product, "plans", cast.ana)
    plans.write(by=makers.make_actor(cast.lin), product=product, given=given, revision=1)
    sign(cast, product, "plans")

    assert QualityPlanVersion.objects.get().specification.number == 2


def test_a_plan_that_cannot_be_carried_out_is_refused(cast):
    product = make_product(cast)
    specify(cast, product)
    wrong = replace(FINAL, sampling=replace(FINAL.sampling, values=FINAL.sampling.values | {"major": "2.6"}))

    with pytest.raises(PaperRefused, match=r"2\.6 is not an AQL"):
        plan(cast, product, checkpoints=[wrong])
    with pytest.raises(PaperRefused, match="the buyer alone can waive"):
        plan(cast, product, checkpoints=[replace(MEETING, owner="buyer"), FINAL])


def test_two_products_share_neither_name_nor_item(cast):
    first = make_product(cast)
    assert make_product(cast) == first
    for name, item in (("Tote", "Other"), ("Other", "Tote bag 12 oz")):
        with pytest.raises(ProductRefused):
            make_product(cast, name=name, item=item)
    for changed in ({"name": " "}, {"category": "toys"}, {"defect_target": 1.5}):
        given = {"name": "N", "item": "", "family": "F", "category": "other"} | changed
        with pytest.raises(ProductRefused):
            products.add(by=makers.make_actor(cast.ana), relationship=cast.pair.pk, given=ProductGiven(**given))


def test_what_is_said_of_a_product_changes_with_a_trail(cast):
    product = make_planned(cast)
    given = ProductGiven(name="Tote", item="Tote bag", family="Bags", category="hard-goods", defect_target=0.01)
    products.change(by=makers.make_actor(cast.lin), product=product, given=given)

    assert (Product.objects.get().item, AuditEntry.objects.filter(verb="product.changed").count()) == ("Tote bag", 1)
