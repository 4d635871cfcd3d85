"""What a batch tells: a line for what went wrong, a bar, a report, a summary."""

from __future__ import annotations

import sys
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Literal, NamedTuple, TypeAlias

import orjson

from notice_cli.commands import complain
from notice_cli.inputs import counted, recorded, shown
from notice_cli.output import STANDARD_OUTPUT, naming, silence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rich.progress import Progress

    from notice_cli.documents import Finding
    from notice_cli.model import Diagnostic

Status: TypeAlias = Literal["converted", "unchanged", "failed", "pruned"]
FailOn: TypeAlias = Literal["error", "warning", "never"]

_SEVERITIES = ("error", "warning", "info")
_STATUSES: tuple[Status, ...] = ("converted", "unchanged", "failed", "pruned")
_WOULD = ("converted", "pruned")
# Other things that the summary counts.
UNSETTLED = "left for the next run"
LINKS = "linked from elsewhere, left out"
ORPHANS = "without a notice any more (--prune removes)"
_REMARKS = (UNSETTLED, LINKS, ORPHANS)
_REDRAW = 0.1  # seconds
_FAILS: Mapping[FailOn, tuple[str, ...]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "never": (),
}


class Outcome(NamedTuple):
    """What became of one notice. ``findings`` are severity, code and message."""

    path: str
    status: Status
    findings: tuple[Finding, ...] = ()
    tasks: int = 0
    milliseconds: float = 0.0
    reason: str = ""

    def report(self) -> bytes:
        """A line of the report."""
        found = Counter(severity for severity, _, _ in self.findings)
        line: dict[str, object] = {
            "path": recorded(self.path),
            "status": self.status,
            "diagnostics": {severity: found[severity] for severity in _SEVERITIES},
            "tasks": self.tasks,
            "milliseconds": self.milliseconds,
        }
        if self.reason:
            line["reason"] = self.reason
        return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def failed(path: str, reason: str) -> Outcome:
    """A notice that gives no document."""
    return Outcome(path, "failed", reason=reason)


def findings_of(diagnostics: Iterable[Diagnostic]) -> tuple[Finding, ...]:
    """What a notice just read has to say."""
    return tuple((d.severity, d.code, d.message) for d in diagnostics)


class Telling:
    """Counts, and tells who waits for it: a person, a log, a program."""

    def __init__(
        self, report: BinaryIO | None, name: str, fail_on: FailOn, *, quiet: bool, dry_run: bool
    ) -> None:
        """Take the stream of the report, if one is wanted, its name, and what is a failure."""
        self._report = report
        self._name = name
        self._fails = _FAILS[fail_on]
        self._quiet = quiet
        self._dry_run = dry_run
        self._advance: Callable[[], None] | None = None
        self._started = time.monotonic()
        # By status; also what was left for another time, or lies about.
        self.counts: Counter[str] = Counter()
        self.tasks: int | None = None
        self.failed = 0

    def outcome(self, outcome: Outcome) -> None:
        """Tell what became of one notice."""
        self.counts[outcome.status] += 1
        if outcome.status == "failed":
            self.failed += 1
            complain(f"{shown(outcome.path)}: {outcome.reason}")
        told = [finding for finding in outcome.findings if finding[0] in self._fails]
        self.failed += bool(told)
        for severity, code, message in told:
            complain(f"{shown(outcome.path)}: {severity}: {message} [{code}]")
        try:
            self._write(outcome)
        except BrokenPipeError:
            # Who reads it has seen enough; the work goes on.
            silence()
            self._report = None
        self.step()

    def _write(self, outcome: Outcome) -> None:
        if self._report:
            with naming(self._name):
                self._report.write(outcome.report())
        if self._dry_run and outcome.status in ("converted", "pruned"):
            what = "convert" if outcome.status == "converted" else "remove"
            with naming(STANDARD_OUTPUT):
                sys.stdout.buffer.write(f"{what} {shown(outcome.path)}\n".encode())

    def step(self) -> None:
        """One more is done."""
        if self._advance:
            self._advance()

    @contextmanager
    def bar(self, what: str, total: int) -> Iterator[None]:
        """A bar while something is done, where there is a terminal to draw it on."""
        if self._quiet or not sys.stderr.isatty():
            yield
            return
        progress = _progress()
        task = progress.add_task(what, total=total, rate="")
        started = drawn = time.monotonic()
        done = 0

        def advance() -> None:
            nonlocal drawn, done
            done += 1
            now = time.monotonic()
            if now - drawn > _REDRAW:
                rate = f"{done / (now - started):,.0f}/s"
                progress.update(task, completed=done, rate=rate, refresh=True)
                drawn = now

        self._advance = advance
        try:
            with progress:
                yield
        finally:
            self._advance = None

    def summary(self, exit_code: int, ending: str = "") -> None:
        """Tell in one line how it went; quiet if asked for and all is well."""
        if self._quiet and not exit_code:
            return
        would = "would be " if self._dry_run else ""
        parts = [
            f"{count:,} {would if what in _WOULD else ''}{what}"
            for what in (*_STATUSES, *_REMARKS)
            if (count := self.counts[what])
        ]
        if self.tasks is not None:
            parts.append(counted(self.tasks, "task"))
        notices = sum(self.counts[what] for what in ("converted", "unchanged", "failed"))
        seconds = time.monotonic() - self._started
        parts = [", ".join(parts) or "nothing to do", f"{seconds:.1f} s", ending]
        complain(f"{counted(notices, 'notice')}: {'; '.join(filter(None, parts))}")


def _progress() -> Progress:
    from rich.console import Console  # noqa: PLC0415 - for a person only
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    # It is drawn by whoever does the work, not by a thread of its own. What is written to
    # standard error meanwhile comes to stand above it.
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
    )
