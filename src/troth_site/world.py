"""The countries of the world, from the list that comes with the time zones."""

from functools import cache
from importlib.resources import files


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """Return ISO codes and names, by name."""
    text = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text("utf-8")
    pairs = [line.split("\t", 1) for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(sorted(((code, name) for code, name in pairs), key=lambda pair: pair[1]))
