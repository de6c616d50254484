"""What a file leaves open, how it was answered, and what each answer means in words."""

from collections.abc import Mapping as AnyMapping
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth_site.sheets import describing
from troth_site.sheets.centuries import USUAL, window_of
from troth_site.templatetags.troth_parts import short_day

ANSWERS: AnyMapping[str, str | Promise] = {
    "day-first": gettext_lazy("the day comes first, then the month"),
    "month-first": gettext_lazy("the month comes first, then the day"),
    "year-first": gettext_lazy("the year comes first"),
    "point": gettext_lazy("the point is the decimal mark"),
    "comma": gettext_lazy("the comma is the decimal mark"),
}


def meaning_of(answer: str) -> str:
    """Say what an answer makes of a column."""
    window = window_of(answer)
    if window is None:
        return str(ANSWERS.get(answer, answer))
    return _("the years lie from %(first)s to %(last)s") % {"first": window.first, "last": window.end}


def given(header: list[str], posted: QueryDict) -> dict[str, str]:
    """Return what was answered to each column; its order and its century stand with a blank between."""
    found = {}
    for index, name in enumerate(header):
        order, century = posted.get(f"answer-{index}", ""), posted.get(f"century-{index}", "")
        given = [order] if order in ANSWERS else []
        given += [century] if window_of(century) else []
        if given:
            found[name] = " ".join(given)
    return found


def questions(study: dict[str, Any], answers: dict[str, str]) -> list[dict[str, Any]]:
    """Return the questions that reading the whole file left open; no answer is chosen before a person chose it."""
    return [
        {
            "name": f"{_asks(question)}-{study['header'].index(question['column'])}",
            "text": describing.spoken(question["message"], _),
            "kind": question["kind"],
            "readings": [
                {
                    "answer": offer["answer"],
                    "meaning": describing.spoken(offer["meaning"], _),
                    "samples": [(written, _read_as(meant)) for written, meant in offer["samples"]],
                    "implausible": offer["implausible"],
                    "compared": offer["compared"],
                    "checked": offer["answer"] in answers.get(question["column"], "").split(),
                }
                for offer in question["readings"]
            ],
        }
        for question in study.get("open", [])
        if question["kind"] in ("date-order", "number-style", "century")
    ]


def _asks(question: dict[str, Any]) -> str:
    """Return the name of the field a question is answered in: a column may be asked about its order and its century."""
    return "century" if question["kind"] == "century" else "answer"


def _read_as(meant: str) -> str:
    """Show a day so that nobody can read it two ways; a number stays as it is."""
    try:
        return short_day(date.fromisoformat(meant))
    except ValueError:
        return meant


def answered(study: dict[str, Any], answers: dict[str, str]) -> list[dict[str, Any]]:
    """Return the answers given before, so that they go along and can be changed."""
    asked = {(_asks(question), question["column"]) for question in study.get("open", [])}
    return [
        {
            "name": f"{asks}-{study['header'].index(column)}",
            "column": column,
            "choices": [
                {"answer": token, "meaning": meaning_of(token), "checked": token == answer}
                for token in _alternatives(answer)
            ],
        }
        for column, given in answers.items()
        if column in study["header"]
        for answer in given.split()
        if ((asks := "century" if window_of(answer) else "answer"), column) not in asked
    ]


def _alternatives(answer: str) -> list[str]:
    if window_of(answer):
        return sorted({USUAL.answer, answer}, reverse=True)
    return [token for token in ANSWERS if (token in ("point", "comma")) == (answer in ("point", "comma"))]
