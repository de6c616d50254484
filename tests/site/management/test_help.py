"""Every command explains itself alike: a sentence, what each option is, an example; wrong use ends with 2."""

import argparse

import pytest

from tests.site.record import troth
from troth_site.management.cli import parser


def _commands(of, path=()):
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, made in action.choices.items():
                yield from _commands(made, (*path, name))
            return
    yield path, of


COMMANDS = dict(_commands(parser()))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_says_what_the_command_does_and_shows_an_example(path):
    answer = troth(*path, "--help")
    made = COMMANDS[path]

    assert (answer.code, answer.err) == (0, "")
    assert made.description.endswith(".")
    assert f"\nexample:\n  troth {' '.join(path)}" in answer.out
    assert [action.dest for action in made._actions if not action.help] == []


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_an_option_that_is_not_there_is_wrong_use(path):
    answer = troth(*path, "--no-such-option", "--json")
    assert (answer.code, answer.err.count("\n"), set(answer.json)) == (2, 1, {"error"})
