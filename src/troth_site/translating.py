"""A provider of translations, where the installation names one; without it, people translate.

A provider is any callable that takes a text with two language codes and returns the text in the other language, or
raises TranslatorFailed. Two stand here: a program on this machine, and an HTTP service of one's own.
"""

import json
import shlex
import subprocess
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

SECONDS = 30
MOST_BYTES = 200_000
_SCHEMES = ("http://", "https://")


class TranslatorFailed(Exception):
    """No translation came; the text says why, for whoever runs the installation."""


class Translator(Protocol):
    """Anything that translates."""

    def __call__(self, text: str, *, source: str, target: str) -> str:
        """Return a text in another language.

        Args:
            text: As written.
            source: Code of its language, such as "zh-hans"; empty where nobody said.
            target: Code of the language wanted.

        Raises:
            TranslatorFailed: There is no translation.
        """


def is_set() -> bool:
    """Tell whether this installation has a provider."""
    return bool(getattr(settings, "TROTH_TRANSLATOR", ""))


def translator() -> Translator | None:
    """Return the provider that TROTH_TRANSLATOR names, None where people translate."""
    named = getattr(settings, "TROTH_TRANSLATOR", "")
    found: Translator | None = import_string(named) if named else None
    return found


def by_program(text: str, *, source: str, target: str) -> str:
    """Translate by the program in TROTH_TRANSLATOR_COMMAND, without a shell.

    It reads the text from its standard input and writes the translation; {source} and {target} in its arguments are
    replaced by the languages.
    """
    command = shlex.split(getattr(settings, "TROTH_TRANSLATOR_COMMAND", ""))
    if not command:
        raise TranslatorFailed("TROTH_TRANSLATOR_COMMAND names no program.")
    return _run([part.replace("{source}", source).replace("{target}", target) for part in command], text)


def _run(command: Sequence[str], text: str) -> str:
    try:
        # The program is the operator's own choice; the text goes in by its standard input alone.
        done = subprocess.run(  # noqa: S603
            command, input=text.encode(), capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise TranslatorFailed(f"{command[0]} did not answer: {error}") from error
    if done.returncode != 0:
        raise TranslatorFailed(f"{command[0]} ended with {done.returncode}: {done.stderr[:200]!r}")
    return _words(done.stdout[:MOST_BYTES].decode("utf-8", "replace"))


def by_service(text: str, *, source: str, target: str) -> str:
    """Translate by the HTTP service in TROTH_TRANSLATOR_URL.

    It is sent {"q": text, "source": code, "target": code} as JSON, with TROTH_TRANSLATOR_KEY as "api_key" where one is
    set, and answers {"translatedText": "…"}, as LibreTranslate does.
    """
    address = getattr(settings, "TROTH_TRANSLATOR_URL", "")
    if not address.startswith(_SCHEMES):
        raise TranslatorFailed("TROTH_TRANSLATOR_URL names no http or https address.")
    asked = {"q": text, "source": source.partition("-")[0] or "auto", "target": target.partition("-")[0],
             "format": "text"}  # fmt: skip
    if key := getattr(settings, "TROTH_TRANSLATOR_KEY", ""):
        asked["api_key"] = key
    # The address is the operator's own choice, checked above.
    request = urllib.request.Request(  # noqa: S310
        address, data=json.dumps(asked).encode(), headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            told = json.loads(answer.read(MOST_BYTES))
    except (OSError, ValueError, urllib.error.URLError) as error:
        raise TranslatorFailed(f"{address} did not answer: {error}") from error
    return _words(told.get("translatedText") if isinstance(told, dict) else None)


def _words(text: object) -> str:
    if not isinstance(text, str) or not text.strip():
        raise TranslatorFailed("The translator answered without words.")
    return text.strip()
