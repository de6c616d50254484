"""A link in a reading list: an address on the open web that may be shown to partners."""

import re

from troth.basis.text import gettext_noop

LONGEST_LINK = 500

_NO_LINK = gettext_noop("Write the whole address, beginning with https:// and at most 500 characters long.")

# A scheme, a host of two labels or more of which the last is no number (so that no address of a machine is one), a
# port, and the rest; no name or password fits before the host.
_LINK = re.compile(
    r"https?://(?:[\w-]{1,63}\.)+(?=[\w-]*[^\W\d])[\w-]{2,63}\.?(?::(?P<port>\d{1,5}))?(?:[/?#][^\s<>\"'`\\]*)?"
)
LARGEST_PORT = 65_535


class LinkRefused(ValueError):
    """An address cannot be shown; the message says why, marked for translation."""


def checked_link(written: str) -> str:
    """Return an address as it is shown, empty where none was written.

    Args:
        written: As somebody typed it.

    Raises:
        LinkRefused: It is no address of the open web: another scheme than http and https, a name or password in it, a
            host without a dot, an address of a machine, signs that are no part of an address, or too long.

    Source: RFC 3986; a link is opened by whoever reads it, in their own browser.

    >>> checked_link(" https://example.org/tea ")
    'https://example.org/tea'
    """
    link = written.strip()
    if not link:
        return ""
    found = _LINK.fullmatch(link)
    if found is None or len(link) > LONGEST_LINK or not link.isprintable():
        raise LinkRefused(_NO_LINK)
    if found["port"] and int(found["port"]) > LARGEST_PORT:
        raise LinkRefused(_NO_LINK)
    return link
