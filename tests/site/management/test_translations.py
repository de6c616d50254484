"""`troth i18n check` names what a language lacks, and says no."""

import pytest
from babel.messages.catalog import Catalog

from tests.site.record import troth
from troth_site import catalogues

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
IN_DAYS = 'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s gün"\n'


@pytest.fixture
def said(tmp_path, monkeypatch):
    said = Catalog()
    said.add("Partners")
    said.add(("%(n)s day", "%(n)s days"))
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    monkeypatch.setattr(catalogues, "collected", lambda: said)
    return tmp_path / "tr" / "LC_MESSAGES" / "django.po"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PO + text, "utf-8")


def test_all_translated_is_a_yes(said):
    write(
        said,
        'msgid "Partners"\nmsgstr "Ortaklar"\n\nmsgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s gün"\n',
    )

    answer = troth("i18n", "check")

    assert (answer.code, answer.out) == (0, "Every message is translated: tr.\n")


def test_what_is_untranslated_fuzzy_or_unknown_is_named(said):
    write(said, '#, fuzzy\nmsgid "Partners"\nmsgstr "Ortak"\n')

    answer = troth("i18n", "check", "--json")

    assert answer.code == 1
    assert answer.json == {
        "languages": ["tr"],
        "lacks": [
            {"language": "tr", "message": "Partners", "why": "fuzzy"},
            {"language": "tr", "message": "%(n)s day", "why": "not collected"},
        ],
    }


def test_an_empty_translation_is_named_in_a_table_for_people(said):
    write(said, f'msgid "Partners"\nmsgstr ""\n\n{IN_DAYS}')

    answer = troth("i18n", "check")

    assert answer.code == 1
    assert answer.out.splitlines()[1].split() == ["tr", "untranslated", "Partners"]
