"""What two factories of the demonstration must make and how it is checked: written and signed by both sides."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from troth.quality.specifications import Requirement, Specification
from troth.quality.verdicts import DefectClass
from troth_site import access
from troth_site.access import Actor
from troth_site.actions.demo.founding import Place
from troth_site.actions.quality import plans, products, settling_checkpoints, specifications, wordings
from troth_site.actions.quality.plans import PlanGiven
from troth_site.actions.quality.products import ProductGiven
from troth_site.models import OrderCheckpoint, Person
from troth_site.queries.quality import papers
from troth_site.queries.quality.products import items_without_product
from troth_site.queries.quality.starting_plans import starting_plan
from troth_site.queries.quality.wordings import Kind

TOMASZ = "tomasz.wilk@tarnholm.example"
MAJOR, MINOR, CRITICAL = DefectClass.MAJOR, DefectClass.MINOR, DefectClass.CRITICAL


def _measured(code: str, name: str, limits: tuple[float, float, float], unit: str, method: str) -> Requirement:
    lower, target, upper = limits
    return Requirement(
        code=code, name=name, kind="measured", defect_class=MAJOR, lower=lower, target=target, upper=upper, unit=unit,
        method=method, readings=5,
    )  # fmt: skip


def _words(code: str, name: str, kind: str, defect_class: DefectClass, words: str, method: str = "") -> Requirement:
    return Requirement(
        code=code,
        name=name,
        kind=kind,
        defect_class=defect_class,
        words=words,
        method=method,  # type: ignore[arg-type]
    )


BAG = Specification(
    summary="缝制布包，双针压线。Sewn bag, twin-needle seams; the approved sample decides colour and hand.",
    packing="每件一个防潮袋，二十件一箱，箱重不超过 15 kg。One to a moisture bag, twenty to a carton of at most 15 kg.",
    requirements=(
        _measured("W", "Width 宽", (375, 380, 385), "mm", "Laid flat, at half height"),
        _measured("H", "Height 高", (495, 500, 505), "mm", "Laid flat, in the middle"),
        _measured("S", "Stitches 针距", (28, 30, 32), "/10 cm", "Counted over 10 cm of the side seam"),
        _words("P", "Strap pull 肩带拉力", "test", CRITICAL, "No tear at 250 N for one minute", "Own method 3, 250 N"),
        _words("C", "Colour 颜色", "attribute", MINOR, "As the approved sample, grey scale 4 or better"),
        _words("Z", "Zip 拉链", "attribute", MAJOR, "Runs fifty times without catching"),
        _words("K", "Carton 外箱", "packing", MAJOR, "Five-ply, label on two sides, desiccant inside"),
    ),
)
GARMENT = Specification(
    summary="Cut and sewn garment in the approved fabric; the size table of the order decides.",
    packing="Folded, one to a bag of recycled film, sorted by size, 40 to a carton of at most 14 kg.",
    requirements=(
        _measured("CH", "Chest, size M", (50.0, 51.0, 52.0), "cm", "Laid flat, below the sleeve"),
        _measured("LE", "Length, size M", (70.0, 71.5, 73.0), "cm", "From the shoulder seam"),
        _words("CF", "Colour fastness", "test", MAJOR, "Grade 4 or better", "ISO 105-C06"),
        _words("SE", "Seams", "attribute", MAJOR, "No open seam, no skipped stitch"),
        _words("NE", "Needles", "attribute", CRITICAL, "Metal detector passed, broken-needle record complete"),
        _words("LA", "Care label", "packing", MAJOR, "Fibre, care and origin, in the languages of the order"),
    ),
)


Read = tuple[tuple[Kind, str, dict[str, str]], ...]
CHINESE: Read = (
    ("specification", "zh-hans", {
        "Laid flat, at half height": "平放，在半高处测量", "Laid flat, in the middle": "平放，在中间测量",
        "Counted over 10 cm of the side seam": "在侧缝上数 10 cm",
        "No tear at 250 N for one minute": "250 N 拉一分钟不撕裂", "Own method 3, 250 N": "自定方法 3，250 N",
        "As the approved sample, grey scale 4 or better": "与封样一致，灰卡 4 级或更好",
        "Runs fifty times without catching": "拉五十次不卡",
        "Five-ply, label on two sides, desiccant inside": "五层瓦楞，两面贴标，内放干燥剂",
    }),
    ("plan", "zh-hans", {"First plan": "第一版计划"}),
)  # fmt: skip
BANGLA: Read = (
    ("specification", "bn", {
        GARMENT.summary: "অনুমোদিত কাপড়ে কাটা ও সেলাই করা পোশাক; অর্ডারের সাইজ টেবিলই চূড়ান্ত।",
        GARMENT.packing: "ভাঁজ করে, পুনর্ব্যবহৃত ফিল্মের ব্যাগে একটি করে, সাইজ ধরে সাজানো, সর্বোচ্চ 14 কেজির কার্টনে 40টি।",
        "Chest, size M": "বুক, সাইজ M", "Length, size M": "দৈর্ঘ্য, সাইজ M", "Colour fastness": "রঙের স্থায়িত্ব",
        "Laid flat, below the sleeve": "সমতলে রেখে, হাতার নিচে", "From the shoulder seam": "কাঁধের সেলাই থেকে",
        "Seams": "সেলাই", "No open seam, no skipped stitch": "খোলা সেলাই নেই, বাদ পড়া ফোঁড় নেই",
        "Needles": "সুই", "Care label": "যত্নের লেবেল", "Grade 4 or better": "গ্রেড 4 বা ভালো",
        "Metal detector passed, broken-needle record complete": "ধাতু শনাক্তকারী পার হয়েছে, ভাঙা সুইয়ের নথি সম্পূর্ণ",
        "Fibre, care and origin, in the languages of the order": "আঁশ, যত্ন ও উৎস, অর্ডারের ভাষায়",
    }),
    ("plan", "bn", {"First plan": "প্রথম পরিকল্পনা"}),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What a factory and the buyer agreed.

    Attributes:
        language: In which the plan was begun.
        days: Before today, on which the specification and then the plan were signed by both.
        read: What the factory's people translated into their own language for their line.
    """

    tells: str
    email: str
    said: Specification
    category: str
    language: str
    days: tuple[int, int]
    read: Read


AGREED = (
    Agreed(
        tells="buyer_caused", email="xiaowen@hengyue-bags.example", said=BAG, category="hard-goods",
        language="zh-hans", days=(26, 1), read=CHINESE,
    ),
    Agreed(
        tells="steady", email="rubina@sonali-suta.example", said=GARMENT, category="apparel", language="en",
        days=(24, 1), read=BANGLA,
    ),
)  # fmt: skip
FOUND = (("green", "五件颜色与封样一致，照片 12 张"), ("waived", "Same cloth and line as the order before"))


def agree(places: dict[str, Place], *, today: date) -> None:
    """Let both sides of two partnerships sign what is made and how it is checked, and settle the first checkpoints."""
    buyer = _actor(TOMASZ)
    for agreed in AGREED:
        place, factory = places[agreed.tells], _actor(agreed.email)
        first, second = items_without_product(buyer, place.relationship)[:2]
        specified, planned = (today - timedelta(days=days) for days in agreed.days)
        product = _name(buyer, place, first, agreed)
        specifications.write(by=factory, product=product, given=agreed.said, revision=0)
        _sign(specifications, papers.specifications, product, (factory, buyer), on=specified)
        given = PlanGiven(checkpoints=starting_plan(agreed.category, language=agreed.language), why="First plan")
        plans.write(by=factory, product=product, given=given, revision=0)
        _sign(plans, papers.plans, product, (buyer, factory), on=planned)
        for kind, code, texts in agreed.read:
            wordings.translate(by=factory, kind=kind, pk=product, language=code, texts=texts)
        _settle(product, factory, on=today)
        # The next product waits for the buyer's signature.
        other = _name(factory, place, second, agreed)
        specifications.write(by=factory, product=other, given=agreed.said, revision=0)
        _sign(specifications, papers.specifications, other, (factory,), on=today - timedelta(days=3))


def _sign(module: Any, read: Any, product: int, people: tuple[Actor, ...], *, on: date) -> None:
    for by in people:
        found = read(by, product).open
        module.sign(by=by, product=product, number=found.number, digest=found.digest, on=on)


def _settle(product: int, factory: Actor, *, on: date) -> None:
    rows = OrderCheckpoint.objects.filter(checkpoint__version__plan__product=product, checkpoint__holds_bulk=True)
    boss = _actor("beatrice.lindqvist@tarnholm.example")
    listed = rows.order_by("due_on", "checkpoint__position").values_list("pk", flat=True)[: len(FOUND)]
    for row, (state, note) in zip(listed, FOUND, strict=False):
        by = factory if state == "green" else boss
        settling_checkpoints.settle(by=by, checkpoint=row, state=state, note=note, on=on)


def _name(by: Actor, place: Place, item: str, agreed: Agreed) -> int:
    given = ProductGiven(name=item, item=item, family=place.firm.family, category=agreed.category, defect_target=0.01)
    return products.add(by=by, relationship=place.relationship, given=given)


def _actor(email: str) -> Actor:
    return access.actor(Person.objects.get(email=email))
