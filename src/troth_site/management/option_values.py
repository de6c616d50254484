"""What is written behind an option: days, ports, pairs; each says in one line what is wrong with it."""

from argparse import ArgumentTypeError
from datetime import date
from math import isfinite, nan

FIRST_DAY, LAST_PORT = date(1900, 1, 1), 65535


def day(text: str) -> date:
    """Return a day written as 2026-03-12."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day: write it as 2026-03-12") from None


def past_day(text: str) -> date:
    """Return a day to look from; the pages look back as far."""
    found = day(text)
    if found < FIRST_DAY:
        raise ArgumentTypeError(f"nothing is recorded of {found}: name a day since {FIRST_DAY}")
    return found


def port(text: str) -> int:
    """Return the number of a port."""
    if not text.isdecimal() or not 1 <= int(text) <= LAST_PORT:
        raise ArgumentTypeError(f"{text!r} is not a port: name a number from 1 to {LAST_PORT}")
    return int(text)


def whole(text: str) -> int:
    """Return a whole number."""
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a whole number: write it like 30") from None


def finite(text: str) -> float:
    """Return a number that is neither missing nor endless."""
    try:
        found = float(text)
    except ValueError:
        found = nan
    if not isfinite(found):
        raise ArgumentTypeError(f"{text!r} is not a number: write it like 0.5")
    return found


def positive(text: str) -> float:
    """Return a number above 0."""
    found = finite(text)
    if not found > 0:
        raise ArgumentTypeError(f"{text} is not above 0: write it like 0.5")
    return found


def pair(text: str) -> tuple[str, str]:
    """Return the two sides of NAME=VALUE."""
    left, equals, right = text.partition("=")
    if not equals or not left:
        raise ArgumentTypeError(f"{text!r}: write it as NAME=VALUE")
    return left, right
