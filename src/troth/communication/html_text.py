"""Turning formatted mail into plain text: nothing is run, nothing is fetched, no address is kept."""

import re
from collections.abc import Iterator
from html import unescape

_RAW = {"script", "style", "title", "iframe", "noscript", "textarea", "noframes", "xmp"}
_UNSEEN = {"head", "template", "object", "svg", "math"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
    "section", "table", "tr", "ul",
}  # fmt: skip
_APART = {"p", "blockquote", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
_MOST_UNSEEN = 100
_NAME = re.compile(r"/?[a-zA-Z][^\s/>]{0,60}")
_COMMAND = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,60})>")


def text_of_html(markup: str) -> str:
    r"""Read the text a person would see, quoted passages marked as in plain mail.

    Scripts, styles, images and the addresses of links are dropped: nothing in the answer names another host unless the
    text itself does. Passages in a blockquote begin with "> ".

    Args:
        markup: HTML of any quality.

    Returns:
        Lines of text without blanks at their ends.

    >>> text_of_html('<p>Ship <b>Friday</b>?<img src="https://t.example/x.gif"></p><blockquote>500 pcs</blockquote>')
    'Ship Friday?\n\n> 500 pcs'
    """
    reader = _Reader()
    for tag, data in _tokens(markup):
        if not tag:
            reader.read(data)
        elif tag.startswith("/"):
            reader.close(tag[1:])
        else:
            reader.open(tag)
    return reader.text()


def text_of_enriched(markup: str) -> str:
    r"""Read the text of a message in the old text/enriched form.

    Args:
        markup: Text with commands such as <bold>.

    Returns:
        Plain text: commands and their parameters dropped, single line ends joined, others kept less one.

    Source: RFC 1896, the algorithm of its appendix A.

    >>> text_of_enriched("<bold>Ship</bold>\nFriday<param>red</param>\n\n5 << 6")
    'Ship Friday\n5 < 6'
    """
    parts, at, hidden, kept = list[str](), 0, 0, 0
    for found in _COMMAND.finditer(markup):
        parts.append(_unfolded(markup[at : found.start()], hidden, kept))
        at, step, name = found.end(), -1 if found[1] else 1, found[2].lower()
        hidden = max(0, hidden + step) if name == "param" else hidden
        kept = max(0, kept + step) if name == "nofill" else kept
    parts.append(_unfolded(markup[at:], hidden, kept))
    return "".join(parts).replace("<<", "<")


def _unfolded(text: str, hidden: int, kept: int) -> str:
    if hidden:
        return ""
    return text if kept else re.sub(r"\n+", lambda ends: "\n" * (len(ends[0]) - 1) or " ", text)


def _tokens(markup: str) -> Iterator[tuple[str, str]]:
    """Yield tags by name and the text between them, in time that grows with the length alone.

    The standard library's parser needs minutes for some hundred kilobytes of unclosed tags.
    """
    lower, at = markup.lower(), 0
    while (opens := markup.find("<", at)) >= 0:
        yield "", unescape(markup[at:opens])
        name = _NAME.match(lower, opens + 1)
        if name is None and not markup.startswith(("!", "?", "/"), opens + 1):
            yield "", "<"
            at = opens + 1
            continue
        closer = "-->" if markup.startswith("!--", opens + 1) else ">"
        ends = markup.find(closer, opens + 1)
        if ends < 0:
            return
        at = ends + len(closer)
        if name is not None and name[0] in _RAW:
            at = lower.find(f"</{name[0]}", at)
            if at < 0:
                return
        elif name is not None:
            yield name[0], ""
    yield "", unescape(markup[at:])


class _Reader:
    """Lays text out in lines as a person would see them."""

    def __init__(self) -> None:
        self._lines: list[tuple[int, str]] = []
        self._line: list[str] = []
        self._unseen: list[str] = []
        self._quoted = 0
        self._kept = 0

    def open(self, tag: str) -> None:
        if tag in _UNSEEN and len(self._unseen) < _MOST_UNSEEN:
            self._unseen.append(tag)
        if tag == "body":
            self._unseen.clear()
        if tag == "br":
            self._end_line()
        if tag in ("td", "th"):
            self._line.append(" ")
        if tag in _BLOCKS:
            self._break(tag)
        self._quoted += tag == "blockquote"
        self._kept += tag == "pre"

    def close(self, tag: str) -> None:
        if tag in self._unseen:
            del self._unseen[self._unseen.index(tag) :]
        if tag in _BLOCKS:
            self._break(tag)
        if tag == "blockquote":
            self._quoted = max(0, self._quoted - 1)
        if tag == "pre":
            self._kept = max(0, self._kept - 1)

    def read(self, data: str) -> None:
        if self._unseen:
            return
        if not self._kept:
            self._line.append(re.sub(r"[ \t\r\n\f]+", " ", data))
            return
        first, *more = data.split("\n")
        self._line.append(first)
        for line in more:
            self._end_line()
            self._line.append(line)

    def text(self) -> str:
        self._end_line()
        lines = ["> " * min(depth, 20) + line if line else "" for depth, line in self._lines]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")

    def _break(self, tag: str) -> None:
        if "".join(self._line).strip():
            self._end_line()
        self._line.clear()
        if tag in _APART and self._lines and self._lines[-1][1]:
            self._lines.append((self._quoted, ""))

    def _end_line(self) -> None:
        self._lines.append((self._quoted, re.sub(" {2,}", " ", "".join(self._line).replace("\xa0", " ")).strip()))
        self._line.clear()
