import pytest
from django.conf import settings

from troth.quality.checkpoints import gaps_in_plan
from troth_site.queries.quality.starting_plans import categories, starting_plan, texts


@pytest.mark.parametrize("language", ["en", "zh-hans", "tr"])
@pytest.mark.parametrize("category", categories())
def test_every_starting_plan_can_be_signed_as_it_is(category, language):
    found = starting_plan(category, language=language)

    assert (gaps_in_plan(found), sum(each.stage == "final" for each in found) > 0) == ((), True)


def test_there_is_one_for_each_shipped_category_in_every_language():
    assert categories() == ("apparel", "hard-goods", "electronics", "packing")
    names = [starting_plan("apparel", language=code)[0].name for code in ("en", "zh-hans", "bn")]
    assert names == ["Incoming material", "来料检验", "আসা কাঁচামাল"]


def test_every_text_of_a_starting_plan_is_whole_in_every_language():
    spoken = {code for code, _name in settings.LANGUAGES}

    assert [each for each in texts() if set(each) != spoken or not all(each.values())] == []
    assert starting_plan("apparel", language="en")[0].limits == (
        "Approved supplier, right lot, colour as the approved sample"
    )


def test_first_checkpoint_of_a_stage_names_the_shipped_checklist_for_its_goods():
    named = [(each.stage, each.checklist) for each in starting_plan("electronics", language="en") if each.checklist]
    assert named == [
        ("material", "incoming-material/1"), ("readiness", "pre-production/1"), ("final", "final-electronics/1"),
        ("loading", "packing-loading/1"),
    ]  # fmt: skip
