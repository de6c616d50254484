"""What a section found, as tables: ours, the peer, the limit of this machine, the ratio, and whether it holds."""

import json
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[1]
TROTH = Path(sys.prefix) / "bin" / "troth"
# Installed programs run from bytecode that their first start wrote; what runs here does too, whatever is set outside.
BYTECODE = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "troth-bytecode")}
COLUMNS = ("work", "ours", "limit of this machine", "ratio", "peer", "to hold", "")
HOLDS, MISSES = "holds", "**misses**"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure; `holds` is None where nothing is set."""

    work: str
    ours: str
    limit: str = "–"
    ratio: str = "–"
    peer: str = "–"
    hold: str = "–"
    holds: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """Return the row as the cells of a table."""
        verdict = "" if self.holds is None else HOLDS if self.holds else MISSES
        return (self.work, self.ours, self.limit, self.ratio, self.peer, self.hold, verdict)


@dataclass(slots=True)
class Section:
    """A table with its title and what to know about it."""

    title: str
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Return the section as Markdown."""
        table = [COLUMNS, tuple("---" for _ in COLUMNS), *(row.cells() for row in self.rows)]
        lines = ["| " + " | ".join(cells) + " |" for cells in table]
        return "\n".join([f"## {self.title}", "", *lines, "", *self.notes, ""])


def interleaved(ours: Callable[[], object], limit: Callable[[], object], *, times: int) -> tuple[float, float, float]:
    """Run both in turns, once for warming up; return the medians in seconds, and that of the ratios of each turn."""
    turns = []
    for _ in range(times + 1):
        turns.append((seconds(ours), seconds(limit)))
    turns = turns[1:]
    return (
        statistics.median(first for first, _ in turns),
        statistics.median(second for _, second in turns),
        statistics.median(first / second for first, second in turns),
    )


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def ms(value: float) -> str:
    """Write seconds as milliseconds."""
    return f"{1000 * value:.3g} ms" if value < 0.0995 else f"{1000 * value:,.0f} ms"


@dataclass(frozen=True, slots=True)
class Ran:
    """A child process that ended: what it printed, how long it took, and what it needed."""

    output: str
    seconds: float
    cpu_seconds: float
    peak_mb: float


# A child inherits its parent's peak of memory, so a small process of its own stands between.
METER = """
import json, os, subprocess, sys
child = subprocess.Popen(sys.argv[2:])
_pid, status, used = os.wait4(child.pid, 0)
with open(sys.argv[1], "w") as told:
    json.dump([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss], told)
"""


def run(command: Sequence[str | Path], **environment: str) -> Ran:
    """Run a command to its end and return its time and its own peak of memory; a failure stops the benchmark."""
    words = [str(part) for part in command]
    with tempfile.NamedTemporaryFile("r", prefix="troth-bench-") as told:
        began = perf_counter()
        ran = subprocess.run(
            [sys.executable, "-ISc", METER, told.name, *words], stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env={**os.environ, **BYTECODE, **environment}, check=True,
        )  # fmt: skip
        took = perf_counter() - began
        code, cpu, peak = json.load(told)
    if code:
        raise SystemExit(f"{' '.join(words)} ended with {code}: {ran.stdout[-500:]}")
    # Linux counts in kilobytes, macOS in bytes.
    return Ran(ran.stdout, took, cpu, peak / (1024 if sys.platform != "darwin" else 1024**2))


def child(module: str, *arguments: str | Path, **environment: str) -> Any:
    """Run a module of ours in a process of its own and return the JSON it prints."""
    ran = run([sys.executable, "-m", f"benchmarks.{module}", *arguments], **environment)
    return json.loads(ran.output.splitlines()[-1])


def machine() -> str:
    """Return what a reader must know of this machine."""
    model = ""
    if Path("/proc/cpuinfo").exists():
        names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
        model = names[0].split(":")[1].strip() if names else ""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores {model}, {memory:.0f} GB; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}."
    )
