"""The command `troth`: which command there is, what it takes, and how it answers.

Exit codes: 0 done, 1 the answer is no, 2 wrong use. Where it is not 0, one line on standard error says why.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

from django.db import DatabaseError

from troth_site.home import home
from troth_site.management import calendar_options, door, mail_options
from troth_site.management.answers import No, WrongUse, print_json
from troth_site.management.examples import EXAMPLES
from troth_site.management.option_values import day, pair, past_day, port, whole
from troth_site.management.quality import options as quality_options

DONE, ANSWER_IS_NO, WRONG_USE = 0, 1, 2


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """Refuse the call as wrong use."""
        raise WrongUse(f"{message}. See {self.prog} --help")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ANSWER_IS_NO
    return code


def _run(given: Sequence[str]) -> int:
    as_json = "--json" in given
    try:
        arguments = parser().parse_args(given)
        # Rows can be loaded only once the site is set up, and some commands do without it.
        if arguments.site:
            door.open_site()
        run = getattr(import_module(f"troth_site.management.{arguments.module}"), arguments.function)
        return int(run(arguments) or DONE)
    except No as no:
        return _leave(no, ANSWER_IS_NO, as_json=as_json, document=no.document)
    except WrongUse as wrong:
        return _leave(wrong, WRONG_USE, as_json=as_json)
    except BrokenPipeError:
        raise
    except OSError as error:
        return _leave(f"{error.filename or home()}: {error.strerror or error}", ANSWER_IS_NO, as_json=as_json)
    except DatabaseError as error:
        return _leave(f"the database in {home()} cannot be used: {error}", ANSWER_IS_NO, as_json=as_json)
    except KeyboardInterrupt:
        return _leave("stopped", 130, as_json=as_json)


def _leave(reason: object, code: int, *, as_json: bool, document: Any = None) -> int:
    """Say why in one line; under --json a program still gets its one document."""
    line = " ".join(str(reason).split())
    if as_json:
        print_json({"error": line} if document is None else document)
    print(f"troth: {line}", file=sys.stderr)
    return code


def parser() -> Parser:
    """Return the parser of all commands."""
    top = Parser(prog="troth", description="The record buyers and factories keep together.")
    top.add_argument("--as", dest="as_email", metavar="EMAIL", help="act as this person instead of the local operator")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=Parser)
    for add in (_demo, _serve, _import, _partners, _partner, _explain, _backtest, _ledger, _recompute, _doctor, _link):
        add(commands)
    _token(commands)
    _i18n(commands)
    _response(commands)
    _calendar(commands)
    _quality(commands)
    return top


def _command(
    commands: "argparse._SubParsersAction[Parser]", name: str, run: str, about: str, *, site: bool = True
) -> Parser:
    made = commands.add_parser(name, help=about, description=about)
    if run in EXAMPLES:
        made.epilog, made.formatter_class = EXAMPLES[run], argparse.RawDescriptionHelpFormatter
    module, function = run.split(":")
    made.set_defaults(module=module, function=function, site=site)
    return made


def _json(made: Parser) -> None:
    made.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def _as_of(made: Parser) -> None:
    made.add_argument("--as-of", type=past_day, metavar="DATE", help="from what had been recorded by this day")


def _demo(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "demo", "demo:fill", "Fill the demonstration portfolio into this installation.")
    made.add_argument("--today", type=day, metavar="DATE", help="the day on which the story ends; default today")
    _json(made)


def _serve(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "serve", "serve:serve", "Serve the site on this machine and print a sign-in link.")
    made.add_argument("--port", type=port, default=8000, help="default 8000")
    made.add_argument("--host", default="127.0.0.1", help="default 127.0.0.1, this machine alone")
    made.add_argument("--demo", action="store_true", help="fill the demonstration portfolio first, if there is none")
    made.add_argument("--workers", type=whole, default=1, metavar="N", help="processes that answer; default 1")
    _json(made)


def _mapping(made: Parser) -> None:
    made.add_argument("--factory-column", metavar="COLUMN", help="the column that names the factory")
    made.add_argument("--map", type=pair, action="append", default=[], metavar="FIELD=COLUMN",
                      help="which column holds what, such as promised='Due date'")  # fmt: skip
    made.add_argument("--set-aside", type=pair, action="append", default=[], metavar="COLUMN=VALUE",
                      help="rows that are not a factory's doing, such as a warehouse's")  # fmt: skip
    made.add_argument("--answer", type=pair, action="append", default=[], metavar="COLUMN=ANSWER",
                      help="how a column's days are written: day-first or month-first")  # fmt: skip
    _json(made)


def _import(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = commands.add_parser("import", help="Import a file.")
    kinds = made.add_subparsers(title="what", metavar="WHAT", required=True, parser_class=Parser)
    orders = _command(kinds, "orders", "imports:orders", "Import an order history: promised and delivered days.")
    orders.add_argument("file", metavar="FILE", help="CSV, TSV, XLSX, XLS or ODS")
    orders.add_argument("--key", action="append", default=[], metavar="COLUMN", help="columns that identify a line")
    orders.add_argument("--buyer", metavar="NAME", help="whose record this is")
    orders.add_argument("--profile", metavar="P", help="a saved mapping")
    orders.add_argument("--sheet", metavar="SHEET", help="the sheet of a workbook that holds several")
    orders.add_argument("--dry-run", action="store_true", help="say what would happen and save nothing")
    _mapping(orders)
    _command(kinds, "list", "imports_undone:listed", "List the latest imports, with the number of each.")
    undo = _command(kinds, "undo", "imports_undone:undo", "Take an import back as a whole.")
    undo.add_argument("which", metavar="IMPORT", help="its number in the list, or the name of its file")
    undo.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    for each in (kinds.choices["list"], undo):
        _json(each)
    results = _command(kinds, "inspections", "inspection_imports:inspections", "Import inspection results.")
    results.add_argument("file", metavar="FILE", help="CSV, TSV, XLSX, XLS or ODS")
    results.add_argument("--buyer", metavar="NAME", help="whose record this is")
    results.add_argument("--sheet", metavar="SHEET", help="the sheet of a workbook that holds several")
    results.add_argument("--dry-run", action="store_true", help="say what would happen and save nothing")
    _mapping(results)
    checklist = _command(kinds, "checklist", "checklists:checklist", "Import a checklist from a form of ODK or Kobo.")
    checklist.add_argument("file", metavar="FILE", help="the XLSForm workbook from which ODK or Kobo made the form")
    checklist.add_argument("--organisation", metavar="NAME", help="whose checklist it is")
    checklist.add_argument("--dry-run", action="store_true", help="say what would be kept and save nothing")
    _json(checklist)
    mail = _command(kinds, "mail", "mail:mail", "Count what a mailbox file holds, and take it in.", site=False)
    mail_options.add(mail, pair=pair)
    _json(mail)


def _partners(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "partners", "partners:partners", "List every partner with both sides' numbers.")
    _as_of(made)
    made.add_argument("--from", dest="counted_from", type=day, metavar="DATE", help="first due day that counts")
    made.add_argument("--to", dest="counted_to", type=day, metavar="DATE", help="day before which due days count")
    _json(made)


def _partner(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(
        commands, "partner", "partners:partner", "Show one partner: both sides, flags, actions, open promises."
    )
    made.add_argument("name", metavar="NAME", help="the partner, by any of its names")
    _as_of(made)
    _json(made)


def _explain(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "explain", "trust:explain", "Say step by step where a standing comes from.")
    made.add_argument("name", metavar="NAME", help="the partner, by any of its names")
    made.add_argument("--dimension", default="delivery", help="what is judged; default delivery")
    made.add_argument("--side", choices=("factory", "buyer"), default="factory",
                      help="whose standing; default factory")  # fmt: skip
    _as_of(made)
    _json(made)


def _backtest(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(
        commands, "backtest", "backtest:backtest_file", "Score the forecast on a history's own past.", site=False
    )
    made.add_argument("file", metavar="FILE", help="an order history: CSV, TSV, XLSX, XLS or ODS")
    made.add_argument("--sheet", metavar="SHEET", help="the sheet of a workbook that holds several")
    made.add_argument("--key", action="append", default=[], metavar="COLUMN", help="columns that identify a line")
    _mapping(made)


def _response(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(
        commands, "response", "response:response", "Say how soon a mailbox's requests were answered.", site=False
    )
    made.add_argument("file", metavar="FILE", help="a mailbox as mail programs export it, .mbox or .eml")
    _json(made)


def _ledger(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = commands.add_parser("ledger", help="Export a relationship's ledger, or verify a copy.")
    kinds = made.add_subparsers(title="what", metavar="WHAT", required=True, parser_class=Parser)
    export = _command(kinds, "export", "ledger:export", "Write a relationship's ledger to a file.")
    export.add_argument("name", metavar="NAME", help="the partner")
    export.add_argument("file", metavar="FILE", help="where to write it")
    _json(export)
    verify = _command(
        kinds, "verify", "ledger_copies:verify", "Verify a copy of a ledger, without server or database.", site=False
    )
    verify.add_argument("file", metavar="FILE", help="a downloaded or exported copy")
    verify.add_argument("--head", metavar="HASH", help="a head seen earlier, which the copy must contain")
    _json(verify)


def _recompute(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "recompute", "trust:recompute", "Make every tally and number again from the ledger.")
    _json(made)


def _doctor(commands: "argparse._SubParsersAction[Parser]") -> None:
    _json(
        _command(
            commands, "doctor", "doctor:doctor", "Check this machine, and print the line that mends it.", site=False
        )
    )


def _link(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "sign-in", "serve:link", "Print a one-time sign-in link.")
    made.add_argument("email", nargs="?", metavar="EMAIL", help="whose; default: the first manager")
    made.add_argument("--port", type=port, help="default: the port at which `troth serve` ran last, else 8000")
    _json(made)


def _token(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "token", "tokens:token", "Print a token with which a person's programs use the API.")
    made.add_argument("email", metavar="EMAIL", help="whose token it is")
    made.add_argument("--name", default="", metavar="TEXT", help="what it is for")
    made.add_argument("--days", type=whole, metavar="N", help="days for which it works; default until it is revoked")
    made.add_argument(
        "--writes", action="store_true", help="let it write what the person may write; else it reads only"
    )
    made.add_argument("--revoke", action="store_true", help="stop all of the person's tokens instead")
    _json(made)


def _i18n(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = commands.add_parser("i18n", help="Look after the translations.")
    kinds = made.add_subparsers(title="what", metavar="WHAT", required=True, parser_class=Parser)
    _json(_command(kinds, "check", "translations:check", "Name what a language lacks.", site=False))


def _calendar(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = commands.add_parser("calendar", help="Find times to meet, and days to begin, from both sides' calendars.")
    kinds = made.add_subparsers(title="what", metavar="WHAT", required=True, parser_class=Parser)
    slots = _command(kinds, "slots", "calendars:slots", "Propose meetings that are fair to both sides.", site=False)
    calendar_options.add_slots(slots, day=day)
    about = "Count back to the last day on which work can begin."
    latest = _command(kinds, "latest-start", "calendars:latest", about, site=False)
    calendar_options.add_latest_start(latest, day=day)
    _json(slots)
    _json(latest)


def _quality(commands: "argparse._SubParsersAction[Parser]") -> None:
    for name, run, about in (
        ("plan", "plans:plan", "Look up how many units of a lot to inspect, and with how many bad ones to accept it."),
        ("oc", "curves:curve", "Draw what a sampling plan lets through."),
        ("switch", "switching:lots", "Judge lots in their order: normal, tightened, reduced, discontinued."),
        ("chart", "charts:chart", "Draw a control chart and name its signals."),
    ):
        made = _command(commands, name, f"quality.{run}", about, site=False)
        quality_options.ADD[name](made)
        _json(made)


if __name__ == "__main__":
    sys.exit(main())
