"""A folder of notices to a folder of documents, again and again.

The documents are the state: a notice is converted where its document is missing or was
made from other bytes, by other rules, or by another version of this program. The tables
are made anew from all documents, so that they cannot disagree with them.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from notice_cli.commands import WRONG_USAGE, complain, end, loaded
from notice_cli.conversion import Conversion
from notice_cli.crew import Crew, processors
from notice_cli.documents import Documents
from notice_cli.folder import NOT_WRITTEN, FatalError, Options, Run, StoppedError, not_written
from notice_cli.inputs import NOTHING_READ, SOME_FAILED, STANDARD, WELL, shown
from notice_cli.output import STANDARD_OUTPUT, naming, silence
from notice_cli.selection import Selection
from notice_cli.sites import LOCK, check_names, check_sites, check_source
from notice_cli.stopping import Stop
from notice_cli.tables import Tables
from notice_cli.telling import LINKS, Telling
from notice_cli.whole import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from notice_cli.errors import NoticeError

# Below so many files other processes take longer to start than they save.
MANY = 2000

LOCKED = 5


def batch_folder(source: str, target: str, options: Options) -> int:
    """Bring the documents in one folder up to date with the notices in another."""
    check_names({"SRC": source, "DEST": target})
    root, goal = Path(source), Path(target)
    check_source(root)
    try:
        selection = Selection(root, options.globs, leave_out=goal)
    except ValueError as error:
        end(f"--glob {error}", WRONG_USAGE)
    taken = check_sites(goal, selection, options)
    pack = loaded(options.rules)
    documents = Documents(goal, taken, durable=options.fsync)
    with Stop() as stop:
        try:
            with _locked(goal, options, stop), _report(options) as report:
                telling = Telling(
                    report,
                    STANDARD_OUTPUT if options.report == STANDARD else options.report or "",
                    options.fail_on,
                    quiet=options.quiet,
                    dry_run=options.dry_run,
                )
                return _told(Run(selection, documents, pack, options, telling, stop))
        except FatalError as error:
            complain(str(error))
            return error.exit_code
        except StoppedError:
            return stop.exit_code
        except OSError as error:
            # Of a disk that fails, or a folder that others work in too.
            complain(str(not_written(Path(error.filename or target), error)))
            return NOT_WRITTEN


def _told(run: Run) -> int:
    """The run itself; however it ends, it is told how far it came."""
    try:
        code = _worked(run)
    except FatalError as error:
        run.telling.summary(error.exit_code, "stopped")
        raise
    except StoppedError:
        run.telling.summary(run.stop.exit_code, "interrupted, tables as before; run again")
        raise
    run.telling.summary(code)
    return code


def _worked(run: Run) -> int:
    selection, telling, options = run.selection, run.telling, run.options
    total, unread = _count(selection)
    if not total and not unread:
        patterns = shown(" ".join(options.globs))
        raise FatalError(
            f"{shown(str(selection.root))}: no file matches {patterns}; "
            "nothing is changed. Check the folder and --glob",
            NOTHING_READ,
        )
    conversion = Conversion(run)
    tables = Tables(run)
    if not options.dry_run:
        run.documents.sweep()
    with telling.bar("notices", total):
        for outcome in conversion.outcomes(_crew(run, total)):
            telling.outcome(outcome)
    telling.counts[LINKS] = selection.skipped["links"]
    if run.stop:
        raise StoppedError
    with telling.bar("tables", total):
        tables.write()
    if telling.failed and not conversion.opened:
        return NOTHING_READ
    return SOME_FAILED if telling.failed and options.fail_on != "never" else WELL


def _crew(run: Run, total: int) -> Crew:
    """Who does the work."""
    options = run.options
    if options.cluster and not options.dry_run:
        try:
            from notice_cli.cluster import Cluster  # noqa: PLC0415 - Dask is an extra
        except ImportError as error:
            raise FatalError(
                f"--cluster: {error}; pip install 'notice-cli[cluster]'", WRONG_USAGE
            ) from error
        return Cluster(run.pack, options.rules, options.cluster)
    jobs = options.jobs or (processors() if total >= MANY else 1)
    return Crew(run.pack, options.rules, jobs)


def _count(selection: Selection) -> tuple[int, int]:
    """How many files there are, and how many folders cannot be read."""
    unread: list[str] = []
    total = sum(1 for _ in selection.files(lambda folder, _: unread.append(folder)))
    return total, len(unread)


@contextmanager
def _locked(goal: Path, options: Options, stop: Stop) -> Iterator[None]:
    """Hold the folder for this run alone; a dry run only looks and needs no lock."""
    if options.dry_run:
        yield
        return
    from filelock import FileLock, Timeout  # noqa: PLC0415 - not for a dry run

    lock = FileLock(goal / LOCK)
    waits = False
    try:
        goal.mkdir(parents=True, exist_ok=True)
        while not lock.is_locked:
            try:
                lock.acquire(timeout=0.2 if waits else 0)
            except Timeout:
                _check_waiting(goal, options, stop, first=not waits)
                waits = True
    except OSError as error:
        raise not_written(goal, error) from error
    except NotImplementedError as error:
        raise FatalError(
            f"{shown(str(goal))}: files cannot be locked there, as on some shares; "
            "choose a folder on another disk",
            NOT_WRITTEN,
        ) from error
    try:
        yield
    finally:
        lock.release()


def _check_waiting(goal: Path, options: Options, stop: Stop, *, first: bool) -> None:
    if stop:
        raise StoppedError
    if not options.wait:
        raise FatalError(
            f"{shown(str(goal))}: another run is at work there; nothing is done. "
            "Run again later, or with --wait",
            LOCKED,
        )
    if first and not options.quiet:
        complain(f"{shown(str(goal))}: another run is at work there; waiting for it")


@contextmanager
def _report(options: Options) -> Iterator[BinaryIO | None]:
    """The stream of the report. It is kept however the run ends."""
    if options.dry_run or options.report == STANDARD:
        yield None if options.dry_run else sys.stdout.buffer
        try:
            with naming(STANDARD_OUTPUT):
                sys.stdout.flush()
        except BrokenPipeError:
            silence()
        return
    if not options.report:
        yield None
        return
    path = Path(options.report)
    ending: NoticeError | OSError | None = None
    try:
        with replacing(path, durable=options.fsync) as stream:
            try:
                yield stream
            except (FatalError, StoppedError, OSError) as error:
                ending = error
    except OSError as error:
        raise not_written(path, error) from error
    if ending:
        raise ending
