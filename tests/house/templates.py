"""Templates hold no script and no style of their own: the content security policy would refuse them."""

import re
from pathlib import Path

from tests.house.tree import SITE, name_of

# Letters and printed papers are read where no policy holds and no style sheet is reached.
STYLED = ("mail", "print")
COMMENTS = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)
SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)", re.IGNORECASE)
HANDLER = re.compile(r"\s(on[a-z]+|hx-on[:\w-]*)\s*=|javascript:", re.IGNORECASE)
STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
ELSEWHERE = re.compile(r"(?:\b(?:src|srcset|action|formaction)|<link\b[^>]*\bhref)=[\"'](?:https?:)?//", re.IGNORECASE)


def inline_parts(root: Path) -> list[str]:
    """List the templates with inline scripts, inline styles, or anything loaded from another host."""
    found = []
    folder = root / SITE / "templates"
    for path in sorted(folder.rglob("*.html")):
        text = COMMENTS.sub("", path.read_text("utf-8"))
        rules = {"an inline script": SCRIPT, "an inline handler": HANDLER, "something from another host": ELSEWHERE}
        if path.relative_to(folder).parts[0] not in STYLED:
            rules["an inline style"] = STYLE
        found += [f"{name_of(path, root)}: {what}" for what, pattern in rules.items() if pattern.search(text)]
    return found
