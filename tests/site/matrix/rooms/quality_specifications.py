"""The room of specifications and plans: the overview of quality, products, their papers, checkpoints on orders."""

from typing import Any

from tests.cast import Cast
from tests.site.matrix.rows import RECORD, SEE, SIGNED_IN, Row, api_route, api_writes, button, on, said
from troth.quality.checkpoints import Checkpoint
from troth.quality.sampling_values import Sampling
from troth.quality.specifications import Requirement, Specification
from troth.quality.verdicts import DefectClass
from troth_site.actions.quality import plans, products, samples, specifications
from troth_site.actions.quality import wordings as acts
from troth_site.actions.quality.plans import PlanGiven
from troth_site.actions.quality.products import ProductGiven
from troth_site.actions.quality.samples import SampleGiven
from troth_site.models import OrderCheckpoint, OrderLine
from troth_site.queries.quality import papers, wordings

WIDTH = Requirement(
    code="W", name="A shared remark on width", kind="measured", defect_class=DefectClass.MAJOR, upper=40, unit="cm"
)
FINAL = Checkpoint(
    name="A shared remark on checking", stage="final", method="Look", limits="None bad", owner="factory",
    sampling=Sampling(method="fixed", values={"units": "20"}), evidence="Photos", days_before_due=1,
)  # fmt: skip
PACKING = "Ten to a carton, sorted"
_REQUIREMENT = said(
    code="H", called="Height", kind="measured", defect_class="major", upper="9", unit="cm", readings="0", revision="1"
)
_CHECKPOINT = said(
    called="Look", stage="final", owner="buyer", method="Look", limits="None", evidence="Photo", days_before_due="2",
    sampling="fixed", units="3", revision="1",
)  # fmt: skip


def _product(name: str = "", **more: Any) -> Any:
    return lambda cast, part: {"pk": cast.key(name or "product"), **more}


def _paper(number: int) -> Any:
    return lambda cast, part: {"pk": cast.key("written"), "number": number}


def _digest(kind: str) -> Any:
    return lambda cast, part: {"digest": cast.key(f"{kind}_digest")}


PAGES: dict[str, Row] = {
    "quality": Row(where=on("ours"), get=SEE),
    "quality-products": Row(
        where=on("ours"),
        get=SEE,
        post=RECORD,
        closed=SEE - RECORD,
        given=said(called="Scarf", item="Scarf", category="apparel"),
    ),
    "product": Row(
        where=on("product"),
        get=SEE,
        post=RECORD,
        closed=SEE - RECORD,
        given=said(called="Cardigan, new", item="Cardigan", category="apparel"),
    ),
    "samples": Row(
        where=on("product"), get=SEE, post=RECORD, closed=SEE - RECORD, given=said(kind="limit", label="Two shades")
    ),
    "decide-sample": button(
        lambda cast, part: {"pk": cast.key("product"), "sample": cast.key("sample")},
        RECORD,
        said(does="approve", words="Shelf 4"),
    ),
    "specification": Row(
        where=on("written"), get=SEE, post=RECORD, closed=SEE - RECORD, given=said(packing="Loose", revision="1")
    ),
    "begin-specification": button(on("product"), RECORD, said(revision="0")),
    "add-requirement": button(on("written"), RECORD, _REQUIREMENT),
    "requirement": Row(
        where=_product("written", place=1), get=RECORD, post=RECORD, closed=SEE - RECORD, given=_REQUIREMENT
    ),
    "remove-requirement": button(_product("written", place=1), RECORD, said(revision="1")),
    "sign-specification": button(_paper(1), RECORD, _digest("specification")),
    "withdraw-specification": button(_paper(1), RECORD),
    "plan": Row(where=on("written"), get=SEE, post=RECORD, closed=SEE - RECORD, given=said(why="New", revision="1")),
    "begin-plan": button(on("product"), RECORD, said(category="empty", revision="0")),
    "add-checkpoint": button(on("written"), RECORD, _CHECKPOINT),
    "checkpoint": Row(
        where=_product("written", place=1), get=RECORD, post=RECORD, closed=SEE - RECORD, given=_CHECKPOINT
    ),
    "remove-checkpoint": button(_product("written", place=1), RECORD, said(revision="1")),
    "sign-plan": button(lambda cast, part: {"pk": cast.key("unsigned"), "number": 1}, RECORD, _digest("plan")),
    "withdraw-plan": button(_paper(1), RECORD),
    "wordings": Row(
        where=lambda cast, part: {"kind": "specification", "pk": cast.key("written")},
        get=SEE,
        post=SEE,
        given=lambda cast, part: {"language": "vi", f"words-{wordings.digest_of(PACKING)}": "Mười chiếc một thùng"},
    ),
    "order-checkpoints": Row(where=on("checked_order"), get=SEE),
    "settle-checkpoint": button(on("on_order"), RECORD, said(state="green", note="Photos")),
}
_PRODUCT = {"name": "Scarf", "item": "Scarf", "category": "apparel"}
_CHECK = {
    "name": "Look", "stage": "final", "method": "Look", "limits": "None", "sampling": "fixed", "values": {"units": "3"},
    "owner": "buyer", "evidence": "Photo", "days_before_due": 2,
}  # fmt: skip


def _of(name: str, **more: Any) -> Any:
    return lambda cast, part: {"product": cast.key(name), **more}


def _both(where: Any, given: Any) -> Row:
    return Row(where=where, get=SEE, post=RECORD, closed=SEE - RECORD, given=given, is_api=True)


API: dict[str, Row] = {
    "api:products": _both(on("ours", "partner"), said(**_PRODUCT)),
    "api:product": _both(_of("product"), said(**_PRODUCT)),
    "api:specification": _both(_of("written"), said(revision=1, packing="Loose")),
    "api:sign-specification": api_writes(_of("written", number=1), RECORD, _digest("specification")),
    "api:withdraw-specification": api_writes(_of("written", number=1), RECORD),
    "api:plan": _both(_of("written"), said(revision=1, checkpoints=[_CHECK])),
    "api:sign-plan": api_writes(_of("unsigned", number=1), RECORD, _digest("plan")),
    "api:withdraw-plan": api_writes(_of("written", number=1), RECORD),
    # What is shipped is nobody's record.
    "api:starting-plan": api_route(lambda cast, part: {"category": "apparel"}, SIGNED_IN),
    "api:wordings": Row(
        where=lambda cast, part: {"kind": "specification", "item": cast.key("written")},
        get=SEE,
        post=SEE,
        is_api=True,
        given=said(language="tr", texts=[{"original": PACKING, "text": "Koliye on adet"}]),
    ),
    "api:confirm-wording": api_writes(
        lambda cast, part: {"kind": "specification", "item": cast.key("written")},
        SEE,
        said(language="zh-hans", original=PACKING),
    ),
    "api:line-checkpoints": api_route(on("open_line", "line"), SEE),
    "api:settle-checkpoint": api_writes(on("on_order", "checkpoint"), RECORD, said(state="green", note="Photos")),
}
ROWS: dict[str, Row] = PAGES | API
PRESSED_BY: dict[str, str] = {
    "quality-products": "buyer", "product": "sales", "specification": "sales", "begin-specification": "buyer",
    "add-requirement": "buyer", "requirement": "sales", "remove-requirement": "buyer", "sign-specification": "owner",
    "withdraw-specification": "buyer", "plan": "sales", "begin-plan": "buyer", "add-checkpoint": "buyer",
    "checkpoint": "sales", "remove-checkpoint": "buyer", "sign-plan": "owner", "withdraw-plan": "buyer",
    "settle-checkpoint": "sales", "samples": "sales", "decide-sample": "owner",
    "api:products": "buyer", "api:product": "sales", "api:specification": "sales", "api:sign-specification": "owner",
    "api:withdraw-specification": "buyer", "api:plan": "sales", "api:sign-plan": "owner", "api:withdraw-plan": "buyer",
    "api:settle-checkpoint": "sales", "wordings": "finance", "api:wordings": "sales", "api:confirm-wording": "buyer",
}  # fmt: skip
LEAVE_NOTHING: set[str] = set()


def gather(cast: Cast) -> dict[str, Any]:
    """Leave a product with its papers signed and on an open order, and one whose papers are being written."""
    buyer, sales = cast.actor("buyer"), cast.actor("sales")
    line = OrderLine.objects.get(pk=cast.open_line)

    def named(name: str, item: str) -> int:
        given = ProductGiven(name=name, item=item, family="Knitwear", category="apparel")
        return products.add(by=buyer, relationship=cast.ours, given=given)

    def write(product: int) -> None:
        given = Specification(summary="A shared remark on wool", packing=PACKING, requirements=(WIDTH,))
        specifications.write(by=buyer, product=product, given=given, revision=0)
        plans.write(by=buyer, product=product, given=PlanGiven(checkpoints=(FINAL,)), revision=0)

    def sign(product: int, module: Any, read: Any) -> None:
        for by in (buyer, sales):
            module.sign(by=by, product=product, number=1, digest=read(by, product).open.digest)

    made, written = named("A shared remark in wool", line.item), named("A shared remark in silk", "Silk")
    unsigned = named("A shared remark in linen", "Linen")
    for product in (made, written, unsigned):
        write(product)
    for product in (made, unsigned):
        sign(product, specifications, papers.specifications)
    sign(made, plans, papers.plans)
    digests = {
        "specification_digest": papers.specifications(buyer, written).open.digest,
        "plan_digest": papers.plans(buyer, unsigned).open.digest,
    }
    put = OrderCheckpoint.objects.get(order=line.order_id)
    sample = samples.propose(
        by=buyer, product=made, given=SampleGiven(kind="limit", label="A shared remark on shade", kept_where="Shelf 2")
    )
    acts.translate(by=sales, kind="specification", pk=written, language="zh-hans", texts={PACKING: "分好，十件一箱"})
    kept = {"sample": sample, "product": made, "written": written, "unsigned": unsigned}
    return kept | {"checked_order": line.order_id, "on_order": put.pk, **digests}
