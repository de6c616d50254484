"""Words of papers and corrective action in other languages: read, translated by hand, confirmed, never signed."""

from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests import makers
from tests.site.quality.agreed import FINAL, MEETING, SPECIFICATION, make_planned, make_product, order, plan, specify
from troth_site import access
from troth_site.actions.quality import wordings as acts
from troth_site.actions.quality.wordings import WordingRefused
from troth_site.field.carrying import carried
from troth_site.models import AuditEntry, OrderCheckpoint, WordingTranslation
from troth_site.queries.quality import order_checkpoints, papers
from troth_site.queries.quality.wordings import Reading, digest_of, read_paper, reading, source
from troth_site.queries.quality.wordings_read import read_order

pytestmark = pytest.mark.django_db
PACKING = "20 to a carton"


def phrases(cast, product, *, kind="specification", language="zh-hans"):
    found = source(makers.make_actor(cast.ana), kind, product, language=language).phrases
    return {each.original: (each.text, each.mark) for each in found}


def translate(cast, person, product, *, language="zh-hans", **texts):
    return acts.translate(
        by=makers.make_actor(person), kind="specification", pk=product, language=language,
        texts=texts.get("texts") or {PACKING: "二十件一箱"},
    )  # fmt: skip


def test_what_people_wrote_is_listed_and_what_is_shipped_is_not(cast):
    product = make_planned(cast)

    assert phrases(cast, product) == {"A tote bag": ("", ""), PACKING: ("", ""), "Width": ("", "")}
    # "Final inspection", "Pre-production meeting" and "Report with photos" are ours, unaltered.
    assert list(phrases(cast, product, kind="plan")) == ["Look at drawn units", "By the plan"]


def test_translation_stands_beside_the_original_and_signs_nothing(cast):
    product = make_planned(cast)
    before = papers.specifications(makers.make_actor(cast.ana), product).active

    assert translate(cast, cast.lin, product) == 1

    after = papers.specifications(makers.make_actor(cast.lin), product).active
    with override("zh-hans"):
        read = read_paper(papers.specifications(makers.make_actor(cast.lin), product)).of(PACKING)
    assert (phrases(cast, product)[PACKING], read, after.digest) == (
        ("二十件一箱", "human"),
        "二十件一箱",
        before.digest,
    )
    assert reading(cast.pair.pk, [PACKING], "vi").of(PACKING) == PACKING


def test_translation_sent_twice_is_kept_once(cast):
    product = make_planned(cast)

    counts = [translate(cast, cast.lin, product) for _time in range(2)]

    assert counts == [1, 0]
    assert AuditEntry.objects.filter(verb="wording.translated").count() == WordingTranslation.objects.count() == 1


def test_only_the_side_that_wrote_confirms(cast):
    product = make_planned(cast)
    translate(cast, cast.lin, product)
    given = {"kind": "specification", "pk": product, "language": "zh-hans", "original": PACKING}

    with pytest.raises(WordingRefused, match="Only the side that wrote"):
        acts.confirm(by=makers.make_actor(cast.lin), **given)
    for _time in range(2):
        acts.confirm(by=makers.make_actor(cast.ana), **given)

    assert phrases(cast, product)[PACKING] == ("二十件一箱", "confirmed")
    assert AuditEntry.objects.filter(verb="wording.confirmed").count() == 1


def test_new_translation_is_confirmed_anew(cast):
    product = make_planned(cast)
    translate(cast, cast.lin, product)
    acts.confirm(by=makers.make_actor(cast.ana), kind="specification", pk=product, language="zh-hans", original=PACKING)

    translate(cast, cast.lin, product, texts={PACKING: "每箱二十件"})

    assert phrases(cast, product)[PACKING] == ("每箱二十件", "human")


def test_words_that_are_altered_have_no_translation_any_more(cast):
    product = make_planned(cast)
    translate(cast, cast.lin, product)
    specify(cast, product, given=replace(SPECIFICATION, packing="24 to a carton"))

    assert phrases(cast, product)["24 to a carton"] == ("", "")
    with pytest.raises(WordingRefused, match="changed meanwhile"):
        translate(cast, cast.lin, product)


def test_strangers_neither_read_nor_translate(cast):
    product = make_planned(cast)

    with pytest.raises(access.NotThere):
        translate(cast, cast.stranger, product)


def test_translation_stays_within_its_partnership(cast):
    product = make_planned(cast)
    translate(cast, cast.lin, product)

    assert reading(cast.pair.pk + 1, [PACKING], "zh-hans").of(PACKING) == PACKING


def test_checkpoints_of_an_order_are_read_in_the_readers_language(cast):
    product = make_product(cast)
    specify(cast, product)
    plan(cast, product, checkpoints=(MEETING, replace(FINAL, name="Tide check")))
    order(cast, 40)
    put = OrderCheckpoint.objects.first()
    seen = order_checkpoints.order_checkpoints(makers.make_actor(cast.lin), put.order_id)

    with override("zh-hans"):
        read = read_order(seen)

    assert ([row.name for row in read.rows], read.holding) == (["产前会", "Tide check"], ("产前会",))


def test_phone_shows_the_readers_words_and_what_was_signed_behind_them():
    signed = {"code": "Z", "name": "Zip", "words": "Runs fifty times", "method": "", "defect_class": "major"}
    signed |= {"kind": "tested", "lower": None, "upper": None}
    frozen = {"requirements": [signed], "checklist": [], "classes": {}}
    lot = dict.fromkeys(("name", "size", "cartons", "planned_on", "product", "family", "kind", "buyer", "factory"), "")
    empty = {
        "uid": "", "state": "", "lot": lot | {"site": None}, "plan": frozen, "person": {"id": 1, "name": ""},
        "kept": {name: [] for name in ("fields", "defects", "measurements", "photos", "signatures")},
        "draw": {"units": [], "cartons": [], "word": "", "commitment": ""}, "corrective": [], "way": None,
    }  # fmt: skip
    pack = empty | {name: [] for name in ("catalogue", "samples", "earlier", "people")}

    shown = carried(pack, Reading(words={"Zip": "拉链", "Runs fifty times": "拉五十次"}))["requirements"][0]

    assert (shown["name"], shown["words"], shown["method"]) == ("拉链", "拉五十次", "Zip · Runs fifty times")


def test_page_keeps_what_is_typed_and_says_who_confirms(cast):
    product = make_planned(cast)
    page, browser = reverse("wordings", args=["specification", product]), cast.browser(cast.lin)
    name = f"words-{digest_of(PACKING)}"

    kept = browser.post(page, {"language": "zh-hans", name: "二十件一箱"})
    gone = browser.post(page, {"language": "zh-hans", f"words-{digest_of('Loose')}": "散装"})

    assert (kept.status_code, gone.status_code) == (302, 422)
    assert "These words were changed meanwhile" in gone.content.decode()
    theirs, ours = browser.get(page, {"language": "zh-hans"}), cast.browser(cast.ana).get(page, {"language": "zh-hans"})
    assert ["Confirm: it says what we meant" in each.content.decode() for each in (theirs, ours)] == [False, True]
    assert cast.browser(cast.ana).post(
        page, {"language": "zh-hans", name: "二十件一箱", "confirm": digest_of(PACKING)}
    ).status_code == 302  # fmt: skip
    assert phrases(cast, product)[PACKING] == ("二十件一箱", "confirmed")


def test_signing_says_that_the_original_is_signed(cast):
    product = make_product(cast)
    specify(cast, product, cast.ana)
    translate(cast, cast.lin, product)
    page, browser = reverse("specification", args=[product]), cast.browser(cast.lin)

    chinese = {"accept-language": "zh-hans"}
    read = browser.get(page, headers=chinese).content.decode()
    original = browser.get(page, {"words": "original"}, headers=chinese).content.decode()

    assert ("<dd>二十件一箱</dd>" in read, f"<dd>{PACKING}</dd>" in read) == (True, False)
    assert ("<dd>二十件一箱</dd>" in original, f"<dd>{PACKING}</dd>" in original) == (False, True)
    assert 'href="?words=original"' in read
