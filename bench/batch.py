"""Measures `notice batch` on made notices; run by run.py as ``folder`` and ``memory``.

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
# Of the notices, each in one process, again, and in two, before the next.
PARTS = 4
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
    """Processes, and nothing to do; in parts that take turns, for the machine is never quiet."""
    one = again = two = 0.0
    for part in range(PARTS):
        source, target = work / f"notices-{part}", work / "documents"
        generate.write(source, COUNT // PARTS, part * COUNT)
        shutil.rmtree(target, ignore_errors=True)
        one += batch(source, target, "--jobs", "1").seconds
        again += batch(source, target).seconds
        shutil.rmtree(target)
        two += batch(source, target, "--jobs", "2").seconds
        print(
            f"  {part + 1} of {PARTS}: {one:.1f} s, two {two:.1f} s, again {again:.1f} s",
            flush=True,
        )
    yield Measure(
        f"batch of {COUNT:,}: all / nothing changed",
        one / again,
        10,
        f"{one:.1f} s against {again:.1f} s; "
        f"{COUNT / one:,.0f} and {COUNT / again:,.0f} notices a second",
        at_least=True,
    )
    yield Measure(
        f"batch of {COUNT:,}: two processes / one",
        one / two,
        1.7,
        f"{COUNT / two:,.0f} against {COUNT / one:,.0f} notices a second",
        at_least=True,
    )
    yield _loop(work, work / "notices-0")


def _loop(work: Path, source: Path) -> Measure:
    """A process for each of a few notices, and a batch of the same, in turns."""
    paths, target = sorted(source.rglob("*.txt"))[:LOOP], work / "few"
    loop = together = 0.0
    for _ in range(3):
        start = time.perf_counter()
        for path in paths:
            command = [sys.executable, "-c", NOTICE, "parse", str(path)]
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        loop += time.perf_counter() - start
        shutil.rmtree(target, ignore_errors=True)
        names = [path.relative_to(source).as_posix() for path in paths]
        options = [option for name in names for option in ("--glob", name)]
        together += batch(source, target, *options).seconds
    detail = (
        f"{3 * LOOP / together:,.0f} against {3 * LOOP / loop:,.1f} notices a second, {LOOP} each"
    )
    name = "batch / a shell loop over notice parse"
    return Measure(name, loop / together, 1, detail, at_least=True)


def memory(work: Path) -> Measure:
    """Peak memory at a thousand notices and at many; short ones, or it takes an hour."""
    # A cold cache of rules would make the few look large.
    generate.write(work / "warm", 1, sections=1)
    batch(work / "warm", work / "warmed", "--jobs", "1")
    peaks = []
    for count in (FEW, 5 * COUNT):
        source, target = work / f"short-{count}", work / f"documents-{count}"
        generate.write(source, count, sections=1)
        shutil.rmtree(target, ignore_errors=True)
        peaks.append(batch(source, target, "--jobs", "1").megabytes)
        print(f"  {count:,}: {peaks[-1]:.1f} MB", flush=True)
        shutil.rmtree(target)
        shutil.rmtree(source)
    few, many = peaks
    detail = f"{many:.0f} MB against {few:.0f} MB"
    return Measure(f"memory at {5 * COUNT:,} notices / at {FEW:,}", many / few, 1.1, detail)
