"""Every address the site answers to, read from its URL map."""

from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def names() -> set[str]:
    """Return the name of every address, with its namespace; one without a name is given by its path."""
    return set(_walk(get_resolver().url_patterns))


def _walk(patterns: Iterable[URLPattern | URLResolver], before: str = "", space: str = "") -> Iterator[str]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path, pattern.namespace or space)
        elif pattern.name:
            yield f"{space}:{pattern.name}" if space else pattern.name
        elif not path.startswith("account/social/"):
            # Old addresses of allauth that lead on to its new ones.
            yield path


def differences(rows: Iterable[str], found: Iterable[str]) -> list[str]:
    """Return what is wrong: addresses without a row, and rows without an address."""
    without = [f"{name} has no row" for name in sorted(set(found) - set(rows))]
    return without + [f"{name} has no address" for name in sorted(set(rows) - set(found))]
