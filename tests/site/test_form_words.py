"""Every form of the site refuses in our own words: what is wrong, where, how to mend it; never in Django’s."""

import inspect
import re
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import allauth
import django
import pytest
from babel.messages.pofile import read_po
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.module_loading import import_string

from troth.communication.charter import Charter
from troth_site.desk.communication.boards import CardForm
from troth_site.desk.communication.hospitality_forms import LimitForm
from troth_site.desk.forms import Day, DeskForm, ReceiptForm
from troth_site.desk.quality.defects import ListForm
from troth_site.form_words import LOST, OwnWords
from troth_site.queries.quality.corrective_around import Offered
from troth_site.queries.quality.inspections_planning import Start
from troth_site.queries.quality.wordings import Phrase

FACES = ("desk", "portal", "field", "api", "management", "account_forms")
# What somebody could type or a broken browser could send, whatever a field takes.
NONSENSE = (
    "", "a\x00b", "2026-13-45", "-99999999999999999999", "1e400", "NaN", "0.00000000001", "9" * 25, "9" * 400, "x",
)  # fmt: skip
FILES = (SimpleUploadedFile("empty.csv", b""), SimpleUploadedFile("n" * 300, b"x"))
NAMED, ONE = [(1, "Ana Ruiz")], {"buyer": "Kestrel", "factory": "Rosewater"}
START = Start(
    proposed={}, checkpoint="", products=NAMED, sites=NAMED, people=NAMED, refused=NAMED, judged=NAMED,
)  # fmt: skip
DOOR = SimpleNamespace(name="", organisation_name="", organisation_latin="", country="", zone="", is_first=True)
COUNTS = {"conclusion": "", "classes": [{"class": "major", "looked_at": 80, "found": 1}]}
# What a form is made with on its page.
MADE_WITH = {
    "side": "buyer", "kind": "slack", "houses": NAMED, "feasts": (("new-year", "New Year"),), "topic": "orders",
    "terms": Charter(), "partner": "Rosewater", "names": ONE, "today": date(2026, 3, 12), "people": NAMED,
    "zones": (ZoneInfo("Asia/Shanghai"), None), "known": {"de": "Garn"}, "original": "en", "roles": ("quality",),
    "may_lack_address": False, "start": START, "named": [("garments", "Garments")], "content": COUNTS,
    "languages": [("en", "English"), ("bn", "বাংলা")], "owner": "somebody", "door": DOOR,
    "checklists": [("apparel-final/1", "Final inspection")], "notes": NAMED, "about": "7", "correctives": NAMED,
    "offered": Offered(products=((1, "Tote"),), families=("Bags",), defects=NAMED, lot="", family=""),
    "found": SimpleNamespace(phrases=(Phrase(digest="7f", original="Runs fifty times", written_by="buyer"),)),
}  # fmt: skip
OF_ONE = {"CameForm": {"people": {1: "Ana Ruiz"}}, "FileForm": {"kind": "photo"}, "ShownForm": {"name": "ask"}}
# Their fields stand in the class; what they are made with is a row.
BARE = (CardForm,)


def every_form():
    """Return every class of form below the faces, and those that allauth shows with them."""
    for face in FACES:
        found = import_module(f"troth_site.{face}")
        for module in walk_packages(getattr(found, "__path__", []), f"{found.__name__}."):
            import_module(module.name)
    classes = list(dict.fromkeys(_below(forms.BaseForm)))
    return [each for each in classes if each.__module__.startswith("troth_site") and hasattr(each, "base_fields")]


def _below(kind):
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def filled(kind, data, files=None):
    """Return a form as a page makes it, with what was posted."""
    if kind in BARE or kind.__module__ == "troth_site.account_forms":
        kind = type("Bare", (OwnWords, forms.Form), dict(kind.base_fields))
        return kind(data, files)
    wanted = list(_wanted(kind))
    needed = {each.name for each in wanted if each.kind == each.KEYWORD_ONLY and each.default is each.empty}
    given = {name: OF_ONE.get(kind.__name__, MADE_WITH)[name] for name in needed}
    if "files" in {each.name for each in wanted}:
        given["files"] = files
    return kind(data, **given)


def _wanted(kind):
    """Go through what a form is made with: one that hands on what it does not know takes what the form above takes."""
    for each in kind.__mro__:
        told = inspect.signature(each.__init__).parameters.values()
        yield from told
        if all(one.kind != one.VAR_KEYWORD for one in told):
            return


def posted(form, value, file):
    data, files = QueryDict(mutable=True), MultiValueDict()
    for name, field in form.fields.items():
        if field.widget.needs_multipart_form:
            files.setlist(name, [file])
        else:
            data[name] = "x" * (field.max_length + 1) if value == "x" and getattr(field, "max_length", 0) else value
    return data, files


@cache
def djangos_words():
    """Return what Django and allauth would say of a form, as patterns, from their own catalogues."""
    roots = [Path(django.__file__).parent, Path(allauth.__file__).parent]
    papers = ["conf/locale/en", "contrib/auth/locale/en", "locale/en"]
    found = []
    for paper in [root / name / "LC_MESSAGES/django.po" for root in roots for name in papers]:
        if not paper.exists():
            continue
        with paper.open("rb") as written:
            messages = list(read_po(written))
        for message in messages:
            places = [place for place, _line in message.locations]
            if any("form" in place or "validat" in place or "adapter" in place for place in places):
                each = message.id if isinstance(message.id, tuple) else (message.id,)
                found += [re.sub(r"%\\?\(\w+\\?\)[sd]|%d", ".+", re.escape(one)) for one in each]
    # A label alone is no refusal, and one word fits much.
    return re.compile("|".join(f"(?:{one})" for one in found if one.count("\\ ") > 1))


def refusals(kind):
    fresh = filled(kind, None)
    for value in NONSENSE:
        for file in FILES:
            form = filled(kind, *posted(fresh, value, file))
            for name, said in form.errors.items():
                yield from ((name, words) for words in said)
            if not any(field.widget.needs_multipart_form for field in fresh.fields.values()):
                break


def test_djangos_own_words_are_known_where_they_stand():
    plain = type("Plain", (forms.Form,), {
        "day": Day(), "many": forms.MultipleChoiceField(choices=[("a", "A")]), "n": forms.DecimalField(max_digits=3),
    })({"day": "12.3.", "many": ["b"], "n": "12345"})  # fmt: skip

    said = [words for errors in plain.errors.values() for words in errors]
    assert len(said) == 3
    assert [words for words in said if not djangos_words().fullmatch(words)] == []
    assert djangos_words().fullmatch("The two passwords differ. Type the same one twice.") is None


def test_every_form_of_the_site_speaks_our_words():
    kinds = every_form()

    assert len(kinds) > 110
    assert [each.__qualname__ for each in kinds if not issubclass(each, OwnWords)] == []


def test_none_of_djangos_words_can_appear_in_any_form():
    found = {
        f"{kind.__module__}.{kind.__name__}.{name}: {words}"
        for kind in every_form()
        for name, words in refusals(kind)
        if djangos_words().fullmatch(words)
    }

    assert found == set()


@pytest.mark.parametrize("name", [*settings.ACCOUNT_FORMS.values(), *settings.MFA_FORMS.values()])
def test_what_allauth_shows_speaks_our_words_too(name):
    assert issubclass(import_string(name), OwnWords)


@pytest.mark.parametrize(
    ("posted", "where", "said"),
    [
        ({}, "day", "“Day the goods came” is empty. Write the day as 2026-03-12."),
        ({"day": "12.03.2026"}, "day",
         "“12.03.2026” at “Day the goods came” is no day that can be read. Write the day as 2026-03-12."),
        ({"quantity": "many"}, "quantity",
         "“many” at “Quantity, empty for the whole line” is not a number. Write a number of 0 or more, such as 12.5."),
        ({"quantity": "-1"}, "quantity",
         "“-1” at “Quantity, empty for the whole line” is too little. Write a number of 0 or more, such as 12.5."),
        ({"quantity": "1.23456"}, "quantity",
         "“1.23456” at “Quantity, empty for the whole line” has too many digits after the point. "
         "Write a number of 0 or more, such as 12.5. At most 4 digits may follow the point."),
    ],
)  # fmt: skip
def test_a_refusal_says_what_is_wrong_where_and_how_to_mend_it(posted, where, said):
    assert ReceiptForm(posted).errors[where] == [said]


def test_an_upload_names_its_kinds_and_its_size():
    file = SimpleUploadedFile("list.csv", b"x" * (1024 * 1024 + 1))
    said = ListForm({}, {"file": file}).errors["file"]
    label = "CSV file with the columns category, name, class, description"

    assert said == [f"The file at “{label}” is too large. Choose a file of the kind .csv, of at most 1 MB."]


def test_what_somebody_wrote_themselves_for_a_field_is_kept():
    class Own(DeskForm):
        day = forms.DateField(error_messages={"required": "100 % our own."})

    assert Own({}).errors["day"] == ["100 % our own."]


def test_a_lost_part_that_nobody_sees_is_said_above_the_form():
    class Lost(DeskForm):
        revision = forms.IntegerField(widget=forms.HiddenInput)
        version = forms.IntegerField(widget=forms.HiddenInput)

    assert Lost({"version": "x"}).non_field_errors() == [str(LOST)]


def test_a_currency_says_how_many_letters():
    said = LimitForm({"amount": "10", "currency": "E"}).errors["currency"]

    assert said == ["“Currency, as three letters” is too short. Write exactly 3 characters."]
