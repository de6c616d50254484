"""A product with a specification and a plan, written and signed through the actions."""

from dataclasses import replace
from datetime import timedelta

from tests import makers
from troth.quality.checkpoints import Checkpoint
from troth.quality.sampling_values import Sampling
from troth.quality.specifications import Requirement, Specification
from troth.quality.verdicts import DefectClass
from troth_site.actions.orders.reported import Import, record_lines
from troth_site.actions.quality import plans, products, specifications
from troth_site.actions.quality.plans import PlanGiven
from troth_site.actions.quality.products import ProductGiven
from troth_site.queries.quality import papers

ITEM = "Tote bag 12 oz"
WIDTH = Requirement(
    code="W", name="Width", kind="measured", defect_class=DefectClass.MAJOR, lower=38, upper=40, unit="cm", readings=5
)
SPECIFICATION = Specification(summary="A tote bag", packing="20 to a carton", requirements=(WIDTH,))
AQL = {"edition": "iso2859-1", "level": "II", "critical": "0", "major": "2.5", "minor": "4.0"}
FINAL = Checkpoint(
    name="Final inspection", stage="final", method="Look at drawn units", limits="By the plan", owner="buyer",
    sampling=Sampling(method="aql", values=AQL), evidence="Report with photos", days_before_due=3,
)  # fmt: skip
MEETING = replace(
    FINAL, name="Pre-production meeting", stage="readiness", owner="factory", holds_bulk=True,
    sampling=Sampling(method="none", values={}), days_before_due=30,
)  # fmt: skip


def make_product(cast, *, name="Tote", item=ITEM):
    given = ProductGiven(name=name, item=item, family="Bags", category="hard-goods")
    return products.add(by=makers.make_actor(cast.ana), relationship=cast.pair.pk, given=given)


def digest(cast, product, kind):
    found = getattr(papers, kind)(makers.make_actor(cast.ana), product).open
    return found.number, found.digest


def sign(cast, product, kind, *people):
    """Let people sign what stands there now."""
    signing = {"specifications": specifications, "plans": plans}[kind]
    for person in people or (cast.ana, cast.lin):
        number, read = digest(cast, product, kind)
        signing.sign(by=makers.make_actor(person), product=product, number=number, digest=read)


def specify(cast, product, *people, given=SPECIFICATION, revision=0):
    specifications.write(by=makers.make_actor(cast.ana), product=product, given=given, revision=revision)
    sign(cast, product, "specifications", *people)


def plan(cast, product, *people, checkpoints=(MEETING, FINAL), **more):
    given = PlanGiven(checkpoints=tuple(checkpoints), **more)
    plans.write(by=makers.make_actor(cast.ana), product=product, given=given, revision=0)
    sign(cast, product, "plans", *people)


def make_planned(cast, **more):
    """Return a product whose specification and plan both sides signed."""
    product = make_product(cast, **more)
    specify(cast, product)
    plan(cast, product)
    return product


def order(cast, *ahead, item=ITEM, number="PO-900", delivered=None):
    """Record lines of one order, due so many days ahead."""
    lines = [
        makers.Told(
            number=at, key=f"{number}-{at}", factory=cast.pair.factory.name, order=number, item=item,
            promised=cast.today + timedelta(days=days), ordered=cast.today, delivered=delivered,
            recorded=delivered,
        )
        for at, days in enumerate(ahead, 1)
    ]  # fmt: skip
    source = Import(by=makers.make_actor(cast.ana), buyer=cast.buyer.pk, batch=None, entered_on=cast.today)
    return record_lines(source, lines)
