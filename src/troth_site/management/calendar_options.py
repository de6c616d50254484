"""What the commands on both sides' calendars take."""

import argparse
from collections.abc import Callable
from datetime import date

from troth_site.management.option_values import whole

SLOTS_EXAMPLE = """\
example:
  troth calendar slots --zones America/New_York,Asia/Shanghai --from 2026-07-15 --weeks 1 --json
  {"from": "2026-07-15", "weeks": 1, "every": 1, "minutes": 60, "sides": [{"zone": "America/New_York", "country": "US",
   "hours": "09:00-18:00"}, …], "slots": [{"day": "2026-07-15", "start": "2026-07-15T11:00:00+00:00", "end": …,
   "local": ["2026-07-15T07:00:00-04:00", "2026-07-15T19:00:00+08:00"], "overlap_hours": 0.0,
   "discomfort": [4.0, 4.0], "moved_from": null}], "discomfort": [4.0, 4.0], "warnings": []}"""
LATEST_START_EXAMPLE = """\
example:
  troth calendar latest-start --country CN --due 2026-03-31 --working-days 30 --json
  {"country": "CN", "due": "2026-03-31", "working_days": 30, "days_a_week": 6, "latest_start": "2026-01-28",
   "calendar_days": 62, "accumulated": 30.428571, "closures": [{"from": "2026-02-12", "to": "2026-02-27", "names": [
   "Chinese New Year (Spring Festival)"], "basis": "practice", "mark": "estimated"}], "model": {"rush_days": 14,
   "rush_factor": 0.7, "ramp_days": 21, "ramp_start": 0.4}, "notes": []}"""


def add_slots(made: argparse.ArgumentParser, *, day: Callable[[str], date]) -> None:
    """Add the options of the command that proposes meetings, and the example.

    Args:
        made: The command.
        day: Reads a day.
    """
    made.add_argument("--zones", required=True, metavar="ZONE,ZONE", help="like Europe/Berlin,Asia/Shanghai")
    made.add_argument("--from", dest="first", required=True, type=day, metavar="DATE", help="day of the first meeting")
    made.add_argument("--weeks", required=True, type=whole, metavar="N", help="how many weeks the series runs")
    made.add_argument(
        "--every", type=whole, default=1, metavar="N", help="weeks from one meeting to the next; default 1"
    )
    made.add_argument("--minutes", type=whole, default=60, metavar="N", help="length of a meeting; default 60")
    made.add_argument("--hours", metavar="H,H", help="working hours; default 09:00-18:00,09:00-18:00")
    made.add_argument("--countries", metavar="C,C", help="whose holidays count; default by zone, - for none: DE,-")
    made.epilog, made.formatter_class = SLOTS_EXAMPLE, argparse.RawDescriptionHelpFormatter


def add_latest_start(made: argparse.ArgumentParser, *, day: Callable[[str], date]) -> None:
    """Add the options of the command that counts back to the day work must begin, and the example.

    Args:
        made: The command.
        day: Reads a day.
    """
    made.add_argument("--country", required=True, metavar="CC", help="like CN or VN")
    made.add_argument("--due", required=True, type=day, metavar="DATE", help="the day it is done; not counted itself")
    made.add_argument("--working-days", required=True, type=whole, metavar="N", help="usual working days of work")
    made.add_argument("--days-a-week", type=whole, choices=(5, 6, 7), default=6, help="default 6, as factories work")
    made.add_argument("--closed", action="append", default=[], metavar="DATE..DATE", help="the factory's own closure")
    made.epilog, made.formatter_class = LATEST_START_EXAMPLE, argparse.RawDescriptionHelpFormatter
