"""What a form says of a field it cannot take: what is wrong, where, and how to mend it, in our own words."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import fields as djangos
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

SHOWN = 60
# What says the form itself is broken, where nobody typed anything.
LOST = gettext_lazy("A part of this form was lost on its way. Open the page again and send it once more.")

WRONG: dict[tuple[str, str], Any] = {
    ("required", ""): gettext_lazy("“%(label)s” is empty."),
    ("required", "choice"): gettext_lazy("Nothing is chosen at “%(label)s”."),
    ("required", "tick"): gettext_lazy("“%(label)s” is not ticked."),
    ("required", "file"): gettext_lazy("No file is chosen at “%(label)s”."),
    ("invalid", ""): gettext_lazy("What stands at “%(label)s” cannot be read."),
    ("invalid", "day"): gettext_lazy("“%(value)s” at “%(label)s” is no day that can be read."),
    ("invalid", "hour"): gettext_lazy("“%(value)s” at “%(label)s” is no hour that can be read."),
    ("invalid", "whole"): gettext_lazy("“%(value)s” at “%(label)s” is not a whole number."),
    ("invalid", "number"): gettext_lazy("“%(value)s” at “%(label)s” is not a number."),
    ("invalid", "address"): gettext_lazy("“%(value)s” at “%(label)s” is not a whole address."),
    ("invalid", "file"): gettext_lazy("The file at “%(label)s” did not come along."),
    ("missing", "file"): gettext_lazy("The file at “%(label)s” did not come along."),
    ("empty", "file"): gettext_lazy("The file at “%(label)s” is empty."),
    ("too_large", "file"): gettext_lazy("The file at “%(label)s” is too large."),
    ("max_length", "file"): gettext_lazy("The name of the file at “%(label)s” is too long."),
    ("max_length", ""): gettext_lazy("“%(label)s” is too long: %(length)s characters."),
    ("min_length", ""): gettext_lazy("“%(label)s” is too short."),
    ("max_value", ""): gettext_lazy("“%(value)s” at “%(label)s” is too much."),
    ("min_value", ""): gettext_lazy("“%(value)s” at “%(label)s” is too little."),
    ("max_digits", ""): gettext_lazy("“%(value)s” at “%(label)s” has too many digits."),
    ("max_whole_digits", ""): gettext_lazy("“%(value)s” at “%(label)s” has too many digits."),
    ("max_decimal_places", ""): gettext_lazy("“%(value)s” at “%(label)s” has too many digits after the point."),
    ("invalid_choice", ""): gettext_lazy("What came for “%(label)s” is not on its list."),
    ("invalid_list", ""): gettext_lazy("What came for “%(label)s” is not on its list."),
    ("null_characters_not_allowed", ""): gettext_lazy("“%(label)s” holds a character that cannot be kept."),
}
PASSWORDS = {
    "password_too_short": gettext_lazy(
        "This password has fewer than %(min_length)s characters. Take a longer one, such as four words in a row."
    ),
    "password_too_similar": gettext_lazy(
        "This password is too much like your name or address. Take another, such as four words in a row."
    ),
    "password_too_common": gettext_lazy(
        "This password is one of the first that thieves try. Take another, such as four words in a row."
    ),
    "password_entirely_numeric": gettext_lazy(
        "This password is made of digits alone. Take another, such as four words in a row."
    ),
}
WHOLE = {
    (True, True): gettext_lazy("Write a whole number from %(low)s to %(high)s, such as %(example)s."),
    (True, False): gettext_lazy("Write a whole number of %(low)s or more, such as %(example)s."),
    (False, True): gettext_lazy("Write a whole number of %(high)s or less, such as %(example)s."),
    (False, False): gettext_lazy("Write a whole number, such as %(example)s."),
}
NUMBER = {
    (True, True): gettext_lazy("Write a number from %(low)s to %(high)s, such as %(example)s."),
    (True, False): gettext_lazy("Write a number of %(low)s or more, such as %(example)s."),
    (False, True): gettext_lazy("Write a number of %(high)s or less, such as %(example)s."),
    (False, False): gettext_lazy("Write a number, such as %(example)s."),
}


def _messages_of_django() -> dict[int, Any]:
    """Return every message of Django's own, by identity: what a field was told to say in our words is none of them."""
    kinds = [each for each in vars(djangos).values() if isinstance(each, type)]
    said = [words for kind in kinds for words in getattr(kind, "default_error_messages", {}).values()]
    checks = [each for each in vars(validators).values() if getattr(each, "__module__", "") == validators.__name__]
    said += [words for check in checks for words in getattr(check, "messages", {}).values()]
    said += [check.message for check in checks if hasattr(check, "message")]
    return {id(words): words for words in said}


DJANGOS = _messages_of_django()


class OwnWords(forms.BaseForm):
    """A form whose fields refuse in our own words, whatever field or validator refuses."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Keep an error in our own words; one of a field that nobody sees stands above the form."""
        if not isinstance(error, ValidationError) or hasattr(error, "error_dict"):
            super().add_error(field, error)
            return
        told = [_told(self, field, one) for one in error.error_list]
        super().add_error(field, ValidationError(told))
        is_lost = any(one.message is LOST for one in told)
        if is_lost and not self.has_error(NON_FIELD_ERRORS, "lost"):
            super().add_error(None, ValidationError(LOST, code="lost"))


def _told(form: forms.BaseForm, name: str | None, error: ValidationError) -> ValidationError:
    code = error.code or ""
    if code in PASSWORDS:
        return ValidationError(PASSWORDS[code] % (error.params or {}), code=code)
    if name is None or (code != "too_large" and id(error.message) not in DJANGOS):
        return error
    if form.fields[name].widget.is_hidden:
        return ValidationError(LOST, code=code)
    kind = kind_of(form.fields[name])
    wrong = WRONG.get((code, kind)) or WRONG.get((code, "")) or WRONG["invalid", ""]
    value = "" if kind == "file" else str(form[name].data)
    said = wrong % {
        "label": form[name].label,
        "value": value if len(value) <= SHOWN else f"{value[:SHOWN]}…",
        "length": len(value),
    }
    mend = how_to_mend(form.fields[name], code=code)
    return ValidationError(_both(said, mend), code=code)


def _both(wrong: str, mend: str) -> str:
    """Put two sentences together, as a language puts them."""
    return pgettext("what is wrong, then how to mend it", "%(wrong)s %(mend)s") % {"wrong": wrong, "mend": mend}


def kind_of(field: forms.Field) -> str:
    """Return what a field takes, as the sentences are sorted."""
    kinds: list[tuple[Any, str]] = [
        (forms.DateField, "day"), (forms.TimeField, "hour"),
        # Both are kinds of IntegerField to Django.
        ((forms.DecimalField, forms.FloatField), "number"), (forms.IntegerField, "whole"),
        (forms.EmailField, "address"), (forms.FileField, "file"), (forms.ChoiceField, "choice"),
        (forms.BooleanField, "tick"),
    ]  # fmt: skip
    return next((kind for each, kind in kinds if isinstance(field, each)), "")


def how_to_mend(field: Any, *, code: str) -> str:
    """Return what to write or choose instead, with an example where one helps."""
    if code == "null_characters_not_allowed":
        return _("Type it anew instead of pasting it.")
    plain = {
        "day": _("Write the day as 2026-03-12."),
        "hour": _("Write the hour as 08:30."),
        "address": _("Write the whole address, such as ana@example.com."),
        "tick": _("Tick the box if you agree."),
    }
    kind = kind_of(field)
    if kind in plain and code not in ("max_length", "min_length"):
        return plain[kind]
    by_kind = {"whole": _number, "number": _number, "choice": _choice, "file": _file}
    return by_kind.get(kind, _text)(field, code)


def _number(field: Any, code: str) -> str:
    low, high = field.min_value, field.max_value
    sentences = WHOLE if kind_of(field) == "whole" else NUMBER
    said = sentences[low is not None, high is not None] % {
        "low": _plain(low), "high": _plain(high), "example": _plain(_example(field)),
    }  # fmt: skip
    places = getattr(field, "decimal_places", None)
    if code == "max_decimal_places" and places is not None:
        few = ngettext(
            "At most %(places)s digit may follow the point.", "At most %(places)s digits may follow the point.", places
        )
        return _both(str(said), few % {"places": places})
    return str(said)


def _example(field: Any) -> Any:
    """Return a number that the field would take."""
    usual: tuple[Any, ...] = (3, 10, 100)
    if kind_of(field) == "number":
        usual = (Decimal("12.5"), Decimal("2.5"), Decimal("0.5"), Decimal("0.05"))
    least, most = field.min_value, field.max_value
    fits = [one for one in usual if (least is None or one >= least) and (most is None or one <= most)]
    return fits[0] if fits else least


def _plain(number: Any) -> str:
    """Write a number as it is typed, its thousands apart by a thin space where there are many."""
    return "" if number is None else f"{number:,}".replace(",", "\u202f")


def _choice(field: Any, code: str) -> str:
    named = [(key, word) for key, word in _flat(field.choices) if key not in ("", None) and str(word).strip()]
    if not named:
        return _("There is nothing on the list yet.")
    if isinstance(field, forms.MultipleChoiceField):
        return _("Choose one or more of the list, such as “%(example)s”.") % {"example": named[0][1]}
    return _("Choose one of the list, such as “%(example)s”.") % {"example": named[0][1]}


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    pairs = []
    for key, word in choices:
        pairs += list(word) if isinstance(word, list | tuple) else [(key, word)]
    return pairs


def _file(field: Any, code: str) -> str:
    kinds, megabytes = getattr(field, "kinds", ""), getattr(field, "megabytes", None)
    if code == "max_length":
        return _("Give it a shorter name and choose it again.")
    if not kinds or megabytes is None:
        return _("Choose the file again.")
    return _("Choose a file of the kind %(kinds)s, of at most %(megabytes)s MB.") % {
        "kinds": kinds, "megabytes": _plain(megabytes),
    }  # fmt: skip


def _text(field: Any, code: str) -> str:
    most, least = getattr(field, "max_length", None), getattr(field, "min_length", None)
    limits = {"most": _plain(most), "least": _plain(least)}
    if most is not None and most == least:
        said = ngettext("Write exactly %(most)s character.", "Write exactly %(most)s characters.", most)
    elif code == "min_length" and least is not None:
        said = ngettext("Write at least %(least)s character.", "Write at least %(least)s characters.", least)
    elif most is not None:
        said = ngettext("Write it in at most %(most)s character.", "Write it in at most %(most)s characters.", most)
    else:
        said = _("Write it here.")
    return said % limits
