"""What the command that reads a mailbox file takes."""

import argparse
from collections.abc import Callable

EXAMPLE = """\
Without --partner the file is read and counted, and nothing is saved. With it the mail is taken into that record too:
the other side can read it from then on. Copies have one identifier, sender and date; threads go by In-Reply-To and
References; without_date counts the messages that state no date that can be read. The same file twice changes nothing.

example:
  troth import mail mail.mbox --json
  {"messages": 36, "without_date": 1, "duplicates": 2, "threads": 9}
  troth import mail mail.mbox --partner "Yongfa" --side agent@forwarder.example=neither"""


def add(made: argparse.ArgumentParser, *, pair: Callable[[str], tuple[str, str]]) -> None:
    """Add the options and the example.

    Args:
        made: The command.
        pair: Reads NAME=VALUE.
    """
    made.add_argument("file", metavar="FILE", help="a mailbox as mail programs export it, .mbox or .eml")
    made.add_argument("--partner", metavar="NAME", help="take the mail into the record with this partner")
    made.add_argument("--side", type=pair, action="append", default=[], metavar="ADDRESS=buyer|factory|neither",
                      help="whose an address is that nobody here knows")  # fmt: skip
    made.add_argument("--with-rest", action="store_true",
                      help="also messages the other side neither wrote nor was sent; it will read them")  # fmt: skip
    made.epilog, made.formatter_class = EXAMPLE, argparse.RawDescriptionHelpFormatter
