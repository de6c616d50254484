"""Pages in Chinese: what somebody reads there is Chinese, apart from what people wrote themselves."""

import datetime
import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import models, transaction
from django.utils import translation

from troth_site import catalogues
from troth_site.templatetags import troth_parts as parts

pytestmark = pytest.mark.django_db
LANGUAGE = "zh-hans"
SPOKEN = frozenset({"aria-label", "title", "placeholder", "alt"})
UNSPOKEN = frozenset({"script", "style", "code", "kbd", "time"})
VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "rect", "circle", "line", "use"})
WORD = re.compile(r"[A-Za-z]{3,}")
# Names and forms of files, which every language writes alike.
ALIKE = re.compile(r"\b(?:Troth|Kaplan–Meier|CSV|TSV|XLSX|XLSB|XLS|ODS|UTC|files/mail|troth sign-in)\b")
WRITTEN = (models.CharField, models.TextField)
SAMPLE = ["today", "partners", "partner", "why", "verify", "entry", "propose", "promise", "contest-entry", "line",
          "action", "flag", "notes", "pulse", "settings", "sign-in", "sign-in-sent", "imports", "import"]  # fmt: skip
PARTS = {"imports": "buyer", "import": "buyer", "sign-in": "nobody", "sign-in-sent": "nobody"}


class Reader(HTMLParser):
    """Collects what a page says: its text, and what a screen reader adds; not what is marked as another language."""

    def __init__(self):
        super().__init__()
        self.open, self.said = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if not self._silent():
            self.said += [given[name] for name in SPOKEN & given.keys() if given[name]]
        if tag not in VOID:
            self.open.append((tag, tag in UNSPOKEN or given.get("translate") == "no" or _is_other(tag, given)))

    def handle_endtag(self, tag):
        while tag in [name for name, _ in self.open] and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not self._silent():
            self.said.append(" ".join(data.split()))

    def _silent(self):
        return any(silent for _, silent in self.open)


def _is_other(tag, given):
    return tag != "html" and (given.get("lang") or LANGUAGE)[:2] != LANGUAGE[:2]


def read(text):
    reader = Reader()
    reader.feed(text)
    return reader.said


@pytest.fixture(autouse=True)
def own_language():
    """A page leaves its language behind, which is no business of the next test."""
    yield
    translation.deactivate()


@pytest.fixture(scope="module")
def visitors(django_db_setup, django_db_blocker):
    """The cast and its record, made once, and seen in Chinese; all of it is rolled back at the end."""
    from tests import cast as everybody  # reason: models load once pytest has the settings, after this file
    from tests.site.matrix.rooms import furnish
    from tests.site.matrix.visits import Visitors

    with django_db_blocker.unblock(), transaction.atomic():
        found = Visitors(furnish(everybody.gather()))
        for browser in found.browsers.values():
            browser.cookies["django_language"] = LANGUAGE
        yield found
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def written(visitors):
    """Everything that people wrote, the longest first, so that a name inside a sentence goes with its sentence."""
    found = set()
    for model in apps.get_app_config("troth_site").get_models():
        names = [f.name for f in model._meta.concrete_fields if isinstance(f, WRITTEN) and not f.choices]
        for row in model.objects.values_list(*names):
            found |= {" ".join(str(value).split()) for value in row if value and WORD.search(str(value))}
    return sorted(found | set(columns_of_the_file()), key=len, reverse=True)


def columns_of_the_file():
    from tests.cast import orders_file  # reason: it needs models

    return orders_file().decode().splitlines()[0].split(",")


def visited(visitors, name):
    from tests.site.matrix.table import ROWS  # reason: it needs models

    return visitors.visit(PARTS.get(name, "sales"), name, ROWS[name]).text


def left(text, written):
    """Return what of a text is neither Chinese nor written by somebody."""
    for value in written:
        text = text.replace(value, "·")
    return WORD.findall(ALIKE.sub("·", text))


@pytest.mark.parametrize("name", SAMPLE)
def test_page_says_nothing_in_english(visitors, written, name):
    said = read(visited(visitors, name))

    assert any("\u4e00" <= letter <= "\u9fff" for letter in "".join(said))
    assert {text: words for text in said if (words := left(text, written))} == {}


@pytest.mark.parametrize("name", SAMPLE)
def test_page_shows_no_message_that_has_a_translation(visitors, name):
    catalog = catalogues.read(catalogues.LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po")
    english = {message.id for message in catalog if isinstance(message.id, str) and WORD.search(message.id)}

    assert english & set(read(visited(visitors, name))) - {"Troth", *columns_of_the_file()} == set()


def test_reader_hears_english_that_nobody_wrote(written):
    said = read('<html lang="zh-hans"><p title="Why this">你好</p><p lang="en">English</p><b>Not translated</b></html>')

    assert [left(text, written) for text in said] == [["Why", "this"], [], ["Not", "translated"]]


def test_days_and_numbers_are_written_as_chinese_writes_them():
    day = datetime.date(2026, 3, 12)
    with translation.override(LANGUAGE):
        assert (parts.day(day), parts.short_day(day), parts.month(day)) == (
            "2026年3月12日 周四", "2026年3月12日", "2026年3月",
        )  # fmt: skip
        assert (parts.rate(0.942), parts.count(1234567), parts.days(3)) == ("94.2%", "1,234,567", "3 天")
    with translation.override("en"):
        assert (parts.day(day), parts.rate(0.942)) == ("Thu 12 Mar 2026", "94.2\u202f%")


def test_promise_of_an_action_is_read_in_the_readers_language_and_a_persons_words_are_not():
    with translation.override(LANGUAGE):
        assert parts.promised("Review production schedules #4") == "检查生产排期 #4"
        assert parts.promised("Partners") == "Partners"
        assert parts.promised("Our own words #x") == "Our own words #x"


def test_days_in_a_sentence_of_the_library_follow_the_language():
    from troth_site.desk import words  # reason: it needs the settings

    stored = {"template": "Contested: %(percent)s %% of its weight is withheld until %(until)s.",
              "params": {"percent": "50", "until": "2026-03-12"}}  # fmt: skip
    with translation.override(LANGUAGE):
        assert words.sentence(stored) == "有争议：50% 的权重暂不计入，至2026年3月12日为止。"
    with translation.override("en"):
        assert words.sentence(stored) == "Contested: 50 % of its weight is withheld until 12 Mar 2026."
