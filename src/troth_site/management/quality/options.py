"""What the commands of sampling and charts take."""

import argparse
from collections.abc import Callable

from troth.quality.schemes import Edition, Level, State
from troth_site.management.option_values import finite, positive, whole

PLAN_EXAMPLE = """\
A file given with --batch has the columns lot, level, aql, state, edition; it is written out with letter, sample_size,
accept and reject. A row that has no plan keeps those four empty, and the command ends with 1.

example:
  troth plan --lot 3200 --aql 2.5 --level II
  Letter K: look at 125 units; accept with 7 nonconforming or fewer, refuse with 8 or more.
  A lot with 9.2 % defective still passes one time in ten."""

OC_EXAMPLE = """\
An operating characteristic: how often lots of each quality are accepted by a plan of N units and acceptance number C.

example:
  troth oc --n 200 --ac 7 --p 0.01,0.02,0.058
  troth oc --n 50 --ac 3 --p 0.05 --lot 500   the lot at hand, of which 5 % are bad"""

SWITCH_EXAMPLE = """\
The file holds the lots of one site, product family and class, in the order of their inspection, in the columns
lot, aql, letter, nonconforming, resubmitted, steady, approved; it is written out with state, sample_size, accept,
result and score: state is how the lot was inspected, score what the count stood at afterwards. Write yes or no;
left empty, steady and approved count as not said. Once discontinued, no lot is judged until action was shown to
work: name the lot before which that was with --resume-before.

example:
  troth switch lots.csv > judged.csv
  lot,aql,letter,nonconforming,resubmitted,steady,approved,state,sample_size,accept,result,score
  PO-1182,2.5,L,3,no,yes,yes,normal,200,10,accepted,3"""

CHART_EXAMPLE = """\
p    columns nonconforming, inspected        units that are bad
u    columns defects, inspected              defects, of which a unit may have several
cusum, ewma   column value                   measurements; give --target and --sigma, or --baseline N rows

Any further column, such as lot, is kept as the label. Each stretch outside the limits is one signal, dated to the lot
after which the change probably began.

example:
  troth chart p lots.csv --json
  {"kind": "p", "centre": 0.02, "points": [{"label": "1", "value": 0.02, "lower": 0, "upper": 0.08}, ...],
   "signals": [{"at": 15, "until": 15, "changed_after": 12, "upward": true}]}"""


def add_plan(made: argparse.ArgumentParser) -> None:
    """Add what `troth plan` takes."""
    made.add_argument("--lot", type=whole, metavar="N", help="units in the lot")
    made.add_argument("--aql", metavar="A", help="acceptance quality limit of the series, such as 2.5")
    made.add_argument("--level", default="II", choices=[str(level) for level in Level], help="default II")
    made.add_argument("--state", default="normal", choices=[str(state) for state in State], help="default normal")
    made.add_argument("--edition", choices=[str(edition) for edition in Edition],
                      help="default iso2859-1; for --type double mil-std-105e")  # fmt: skip
    made.add_argument("--type", default="single", choices=("single", "double"), help="default single")
    made.add_argument("--batch", metavar="FILE", help="a CSV file of lots instead of one, single plans")
    _explain(made, PLAN_EXAMPLE)


def add_curve(made: argparse.ArgumentParser) -> None:
    """Add what `troth oc` takes."""
    made.add_argument("--n", type=whole, required=True, metavar="N", help="units in the sample")
    made.add_argument("--ac", type=whole, required=True, metavar="C", help="acceptance number")
    made.add_argument("--p", type=_fractions, default=None, metavar="P,P,…", help="fractions nonconforming")
    made.add_argument("--lot", type=whole, metavar="N", help="units in the lot, to judge the lot at hand")
    _explain(made, OC_EXAMPLE)


def add_switch(made: argparse.ArgumentParser) -> None:
    """Add what `troth switch` takes."""
    made.add_argument("file", metavar="FILE", help="a CSV file of lots in order")
    made.add_argument("--edition", default=str(Edition.ISO_2859_1), choices=[str(edition) for edition in Edition],
                      help="the standard of the plans; default iso2859-1")  # fmt: skip
    made.add_argument("--resume-before", action="append", default=[], metavar="LOT",
                      help="take inspection up again before this lot")  # fmt: skip
    _explain(made, SWITCH_EXAMPLE)


def add_chart(made: argparse.ArgumentParser) -> None:
    """Add what `troth chart` takes."""
    made.add_argument("kind", choices=("p", "u", "cusum", "ewma"), help="which chart, as below")
    made.add_argument("file", metavar="FILE", help="a CSV file of lots or readings in order")
    made.add_argument("--baseline", type=whole, metavar="N", help="take centre and spread from the first N rows")
    made.add_argument("--target", type=finite, metavar="X",
                      help="the value that readings should have")  # fmt: skip
    made.add_argument("--sigma", metavar="S", type=positive, help="standard deviation of one reading")
    made.add_argument("--k", metavar="K", type=finite, default=0.5, help="slack of a cusum, in sigma; default 0.5")
    made.add_argument("--h", metavar="H", type=positive, default=5.0, help="limit of a cusum, in sigma; default 5")
    made.add_argument(
        "--weight", metavar="W", type=positive, default=0.1, help="weight of the newest reading in an ewma; default 0.1"
    )
    made.add_argument(
        "--width", metavar="L", type=positive, default=2.7, help="limit of an ewma, in sigma of its mean; default 2.7"
    )
    _explain(made, CHART_EXAMPLE)


def _explain(made: argparse.ArgumentParser, text: str) -> None:
    made.epilog, made.formatter_class = text, argparse.RawDescriptionHelpFormatter


def _fractions(text: str) -> list[float]:
    try:
        return [_fraction(part) for part in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: write fractions from 0 to 1, such as 0.01,0.02") from None


def _fraction(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError(text)
    return value


ADD: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "plan": add_plan,
    "oc": add_curve,
    "switch": add_switch,
    "chart": add_chart,
}
