"""Addresses of our own pages: Django is asked for each way once, which takes longer than writing most rows."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse

register = template.Library()

KEPT = 1024


@register.simple_tag
def way(name: str, number: int | None = None) -> str:
    """Return the address of a page by its name, and by the number of the row it is about where it is about one.

    Raises:
        NoReverseMatch: There is no such page.
    """
    addresses, prefix = get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()
    if number is None:
        return _plain(name, addresses, prefix)
    before, zero, after = _around(name, addresses, prefix)
    return f"{before}/{number}/{after}" if zero else reverse(name, args=(number,))


@lru_cache(maxsize=KEPT)
def _plain(name: str, _addresses: str, _prefix: str) -> str:
    return reverse(name)


@lru_cache(maxsize=KEPT)
def _around(name: str, _addresses: str, _prefix: str) -> tuple[str, str, str]:
    return reverse(name, args=(0,)).rpartition("/0/")


@register.simple_tag
@lru_cache(maxsize=KEPT)
def file(path: str) -> str:
    """Return the address of a file of ours, as Django's static does."""
    return static(path)
