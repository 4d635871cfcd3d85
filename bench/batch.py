"""Measures `notice batch` on made notices; run by run.py as ``folder``.

How many: NOTICE_BENCH_COUNT, 20,000 if not said; memory is measured at five times as many.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

import generate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COUNT = int(os.environ.get("NOTICE_BENCH_COUNT", "20000"))
FEW = 1000
# Enough for a loop that starts a process for each.
LOOP = 40
NOTICE = "import sys; from notice_cli.__main__ import main; main()"


class Measure(NamedTuple):
    """A ratio, the bar that it is held against, and what it came from."""

    name: str
    ratio: float
    bar: float
    detail: str
    at_least: bool = False


class Run(NamedTuple):
    """A process that ended: seconds, and megabytes at its peak."""

    seconds: float
    megabytes: float


def batch(source: Path, target: Path, *options: str) -> Run:
    """Run it, and take its own memory, without that of processes which it starts."""
    command = [sys.executable, "-c", NOTICE, "batch", "-q", str(source), str(target), *options]
    start = time.perf_counter()
    running = subprocess.Popen(command)
    _, status, usage = os.wait4(running.pid, 0)
    seconds = time.perf_counter() - start
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        sys.exit(f"notice batch ended with {running.returncode}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Run(seconds, usage.ru_maxrss / unit)


def measures(work: Path) -> Iterator[Measure]:
    """All of them, in a folder that is kept for the next time."""
    source, target = work / "notices", work / "documents"
    generate.write(source, COUNT)
    shutil.rmtree(target, ignore_errors=True)
    one = batch(source, target, "--jobs", "1")
    again = batch(source, target)
    yield Measure(
        f"batch of {COUNT:,}: all / nothing changed",
        one.seconds / again.seconds,
        10,
        f"{one.seconds:.1f} s against {again.seconds:.1f} s; "
        f"{COUNT / one.seconds:,.0f} and {COUNT / again.seconds:,.0f} notices a second",
        at_least=True,
    )
    shutil.rmtree(target)
    two = batch(source, target, "--jobs", "2")
    yield Measure(
        f"batch of {COUNT:,}: two processes / one",
        one.seconds / two.seconds,
        1.7,
        f"{COUNT / two.seconds:,.0f} against {COUNT / one.seconds:,.0f} notices a second",
        at_least=True,
    )
    yield _loop(source, COUNT / one.seconds)
    yield _memory(work)


def _loop(source: Path, rate: float) -> Measure:
    paths = sorted(source.rglob("*.txt"))[:LOOP]
    start = time.perf_counter()
    for path in paths:
        command = [sys.executable, "-c", NOTICE, "parse", str(path)]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    loop = LOOP / (time.perf_counter() - start)
    detail = f"{rate:,.0f} against {loop:,.1f} notices a second"
    return Measure("batch / a shell loop over notice parse", rate / loop, 1, detail, at_least=True)


def _memory(work: Path) -> Measure:
    """Peak memory at a thousand notices and at many."""
    peaks = []
    for count in (FEW, 5 * COUNT):
        source, target = work / f"notices-{count}", work / f"documents-{count}"
        generate.write(source, count)
        shutil.rmtree(target, ignore_errors=True)
        peaks.append(batch(source, target, "--jobs", "1").megabytes)
        shutil.rmtree(target)
        shutil.rmtree(source)
    few, many = peaks
    detail = f"{many:.0f} MB against {few:.0f} MB"
    return Measure(f"memory at {5 * COUNT:,} notices / at {FEW:,}", many / few, 1.1, detail)
