"""Every language says everything, with the same places in its sentences, and the built files are current."""

import gettext
import re

import pytest
from django.conf import settings
from django.utils.translation import to_locale

from tests.house.tree import ROOT
from troth_site import catalogues

PLACE = re.compile(r"%\([a-z_]+\)[a-z]")
STRAY = re.compile(r"(?<!%)%(?!\(|%)")
# Between Chinese words stands Chinese punctuation.
NARROW = re.compile(r"[\u4e00-\u9fff] ?[,;:?!(]|[,;:?!)] ?[\u4e00-\u9fff]")
LANGUAGES = catalogues.po_files()


@pytest.fixture(scope="module")
def said():
    return catalogues.collected()


@pytest.fixture(scope="module", params=LANGUAGES, ids=lambda path: path.parents[1].name)
def catalog(request):
    return catalogues.read(request.param)


def keys(catalog):
    return {(message.context, message.id) for message in catalog if message.id}


def forms(value):
    return [value] if isinstance(value, str) else list(value)


def places(text):
    return set(PLACE.findall(text))


def test_every_language_has_its_catalogue():
    assert {path.parents[1].name for path in LANGUAGES} == {to_locale(code) for code, _name in settings.LANGUAGES} - {
        "en"
    }


def test_catalogue_holds_what_is_said_and_nothing_else(catalog, said):
    assert keys(catalog) ^ keys(said) == set(), "Run `make messages`, then translate what is new."


def test_nothing_lacks_a_translation(catalog):
    assert [message.id for message in catalog if message.id and not catalogues.translated(message.string)] == []


def test_nothing_is_fuzzy(catalog):
    assert [message.id for message in catalog if message.id and message.fuzzy] == []


def test_each_sentence_keeps_its_places(catalog):
    wrong = [
        (said, message.id)
        for message in catalog
        if message.id
        for said in forms(message.string)
        if places(said) not in [places(form) for form in forms(message.id)]
    ]

    assert wrong == []


def test_no_percent_sign_stands_alone_where_places_are_filled(catalog):
    filled = [form for m in catalog if m.id and places(forms(m.id)[0]) for form in forms(m.string)]

    assert [text for text in filled if STRAY.search(text.replace("%%", ""))] == []


def test_each_plural_has_the_forms_of_its_language(catalog):
    plurals = [message for message in catalog if isinstance(message.id, tuple)]

    assert plurals != []
    assert [message.id for message in plurals if len(message.string) != catalog.num_plurals] == []


def test_each_translation_begins_and_ends_as_its_sentence(catalog):
    # A letter's line ends would otherwise be lost, which no eye sees.
    def edges(text):
        return text[:1] == "\n", text[-1:] == "\n"

    wrong = [m.id for m in catalog if m.id and edges(forms(m.id)[0]) != edges(forms(m.string)[0])]
    assert wrong == []


def test_chinese_is_written_with_chinese_marks():
    catalog = catalogues.read(catalogues.LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po")
    without_places = [PLACE.sub("", form) for message in catalog for form in forms(message.string)]

    assert [text for text in without_places if NARROW.search(text)] == []


def test_built_files_are_current(catalog):
    folder = catalogues.LOCALE / catalog.locale_identifier / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        built = gettext.GNUTranslations(file)
    stale = [
        m.id for m in catalog if m.id and isinstance(m.id, str) and not m.context and built.gettext(m.id) != m.string
    ]

    assert stale == [], "Run `make front`."


def test_collecting_hears_templates_python_and_the_library(said):
    places = {message.id: {place for place, _line in message.locations} for message in said}

    assert "troth/trust/actions.py" in places["Review production schedules"]
    assert "troth_site/templates/entry/sign_in.html" in places["Mail me a link"]
    assert "troth_site/desk/frame.py" in places["Partners"]
    assert "troth_site/templatetags/troth_parts.py" in places["%(count)s day", "%(count)s days"]


def test_collecting_misses_no_tag_of_a_template(said):
    tags = re.compile(r"""\{% translate "([^"]+)" (?:as \w+ )?%\}""")
    sources = sorted((ROOT / "src" / "troth_site" / "templates").rglob("*.html"))
    spoken = {found.replace("%", "%%") for path in sources for found in tags.findall(path.read_text("utf-8"))}

    assert len(spoken) > 200
    assert spoken - {message.id for message in said} == set()


def test_merging_keeps_translations_adds_new_messages_and_drops_old_ones(tmp_path):
    path = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Partners"\nmsgstr "合作伙伴"\n\nmsgid "Nobody says this"\nmsgstr "没人说"\n'
    )
    said = catalogues.Catalog()
    said.add("Partners")
    said.add("Partner")

    catalogues.merge(path, said)

    # The new word is left empty, not guessed from the one beside it.
    assert {m.id: m.string for m in catalogues.read(path) if m.id} == {"Partners": "合作伙伴", "Partner": ""}
    assert "没人说" not in path.read_text("utf-8")


def test_merging_twice_changes_nothing(tmp_path, said):
    path = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_bytes((catalogues.LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po").read_bytes())
    catalogues.merge(path, said)
    before = path.read_bytes()

    catalogues.merge(path, said)

    assert path.read_bytes() == before


def test_building_writes_only_what_is_older_than_its_source(tmp_path, monkeypatch):
    path = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_bytes((catalogues.LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po").read_bytes())
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)

    assert catalogues.build() == "Translations: built zh_Hans."
    assert catalogues.build() == "Translations: up to date."
