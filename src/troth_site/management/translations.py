"""The command `troth i18n check`: what no language may lack."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from babel.messages.catalog import Message

from troth_site import catalogues
from troth_site.management.answers import No, print_json, print_table

SHOWN_CHARACTERS = 70


@dataclass(frozen=True, slots=True)
class Lack:
    """A message that a language does not say, or says only by guess."""

    language: str
    message: str
    why: str


def check(arguments: argparse.Namespace) -> None:
    """Name every message that is untranslated, fuzzy or unknown to a language.

    Raises:
        No: There is at least one.
    """
    lacks = list(_lacks())
    languages = [_name(path) for path in catalogues.po_files()]
    document = {"languages": languages, "lacks": [asdict(x) for x in lacks]}
    if lacks and not arguments.json:
        print_table(("Language", "Why", "Message"), [(x.language, x.why, _short(x.message)) for x in lacks])
    if lacks:
        reason = f"{len(lacks)} messages lack a translation; docs/howto/translate.md says how to add them"
        raise No(reason, document)
    if arguments.json:
        print_json(document)
    else:
        print(f"Every message is translated: {', '.join(languages)}.")


def _lacks() -> Iterator[Lack]:
    said = {_key(message): message for message in catalogues.collected() if message.id}
    for path in catalogues.po_files():
        known = {_key(message): message for message in catalogues.read(path) if message.id}
        for key in said:
            message = known.get(key)
            if message is None:
                yield Lack(_name(path), key[1], "not collected")
            elif message.fuzzy:
                yield Lack(_name(path), key[1], "fuzzy")
            elif not catalogues.translated(message.string):
                yield Lack(_name(path), key[1], "untranslated")


def _key(message: Message) -> tuple[str, str]:
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def _name(path: Path) -> str:
    return path.parents[1].name


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_CHARACTERS else f"{line[: SHOWN_CHARACTERS - 1]}…"
