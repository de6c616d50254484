"""Words of ours, taken over unaltered by whoever reads another language."""

import pytest
from django.conf import settings
from django.utils.translation import override

from troth_site.actions.bridges.letters import sentence
from troth_site.queries.quality.shipped_checklists import sections, shipped
from troth_site.queries.quality.shipped_words import is_ours, read_as
from troth_site.queries.quality.starting_plans import starting_plan
from troth_site.templatetags.troth_parts import promised
from troth_site.templatetags.troth_reports import label_of

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", LANGUAGES)
def test_plan_begun_in_one_language_is_read_in_another(language, reader):
    begun = starting_plan("apparel", language=language)

    read = [read_as(each.method, reader) for each in begun]

    assert read == [each.method for each in starting_plan("apparel", language=reader)]


def test_words_somebody_altered_stay_as_they_are():
    assert (read_as("来料检验", "en"), read_as("来料检验（外协）", "en")) == ("Incoming material", "来料检验（外协）")
    assert (is_ours("Final inspection"), is_ours("Final look")) == (True, False)


def test_every_question_and_section_is_there_in_every_language():
    spoken = set(LANGUAGES)
    labels = [item.label for each in shipped().values() for item in each.items] + list(sections().values())

    assert [label for label in labels if set(label) != spoken] == []


def test_shipped_defect_is_known_by_its_name_in_any_language():
    with override("zh-hans"):
        chinese = read_as("Broken stitch")

    assert (read_as(chinese, "en"), chinese != "Broken stitch") == ("Broken stitch", True)


def test_promise_of_a_checkpoint_is_read_in_the_readers_language():
    with override("vi"):
        said = promised("来料检验 · PO-900"), promised("自家检查 · PO-900")

    assert said == ("Nguyên liệu đầu vào · PO-900", "自家检查 · PO-900")


def test_question_that_was_frozen_in_two_languages_is_read_in_a_third():
    row = {
        "field": "waste",
        "label": {"en": "Is waste closed and taken away each day?", "zh-hans": "废物是否加盖并每日清运？"},
    }

    with override("tr"):
        assert label_of(row) == "Atıklar kapalı mı ve her gün uzaklaştırılıyor mu?"


def test_notification_of_a_checkpoint_is_read_in_the_readers_language():
    with override("es"):
        told = sentence("checkpoint", {"who": "Ana", "subject": "终检 · PO-900"})
        own = sentence("checkpoint", {"who": "Ana", "subject": "自家检查 · PO-900"})

    assert ("Inspección final · PO-900" in told, "自家检查 · PO-900" in own) == (True, True)
