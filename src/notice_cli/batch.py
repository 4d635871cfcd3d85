"""A folder of notices to a folder of documents, again and again.

The documents are the state: a notice is converted where its document is missing or was
made from other bytes, by other rules, or in an earlier form. The tables are made anew
from all documents, so that they cannot disagree with them.
"""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections import deque
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import orjson

from notice_cli.crew import Crew, Job, Result, processors
from notice_cli.documents import Documents, ForeignFileError, document_path, made_from
from notice_cli.errors import NoticeError
from notice_cli.inputs import NOTHING_READ, SOME_FAILED, WELL, recorded, shown, why
from notice_cli.model import SCHEMA
from notice_cli.telling import (
    LINKS,
    ORPHANS,
    UNSETTLED,
    FailOn,
    Outcome,
    Telling,
    findings_in,
    findings_of,
)
from notice_cli.whole import replacing
from notice_cli.writers import captions_of, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from typing import BinaryIO

    from notice_cli.documents import Stored
    from notice_cli.model import Notice
    from notice_cli.rules import Pack
    from notice_cli.selection import Selection
    from notice_cli.stopping import Stop

# Below so many files other processes take longer to start than they save.
MANY = 2000
NOT_WRITTEN = 2

# What no other file in the folder will fare better with.
_HOPELESS = {errno.ENOSPC, errno.EROFS, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)}


class Options(NamedTuple):
    """The options of ``notice batch``; without any, as they are here."""

    csv: str | None = None
    jsonl: str | None = None
    report: str | None = None
    globs: Sequence[str] = ("**/*.txt",)
    settle: float = 0.0
    rules: Sequence[str] = ()
    force: bool = False
    prune: bool = False
    dry_run: bool = False
    fail_on: FailOn = "error"
    quiet: bool = False
    wait: bool = False
    jobs: int | None = None
    fsync: bool = False
    headers: Literal["en", "vi"] = "en"
    excel: bool = False


class FatalError(NoticeError):
    """The run cannot go on; what was there is there still."""

    def __init__(self, message: str, exit_code: int) -> None:
        """Take what to tell, and the exit code."""
        super().__init__(message)
        self.exit_code = exit_code


class StoppedError(NoticeError):
    """The run was told to end."""


class _Chunk:
    """Notices that are converted together."""

    def __init__(self, crew: Crew, jobs: Sequence[Job]) -> None:
        self._crew = crew
        self._jobs = jobs
        self._results: list[Result] | None = None
        self.future: Future[list[Result]] = crew.submit(jobs)

    def result(self, index: int) -> Result:
        if self._results is None:
            self._results = self._crew.results(self._jobs, self.future)
        return self._results[index]


class _Entry:
    """A notice on its way: either its outcome is known, or it is to be converted."""

    __slots__ = ("chunk", "index", "job", "outcome", "path")

    def __init__(self, path: str, job: Job | None = None, outcome: Outcome | None = None) -> None:
        self.path = path
        self.job = job
        self.outcome = outcome
        self.chunk: _Chunk | None = None
        self.index = 0


class Batch:
    """One run over a folder, whose lock is held by the caller."""

    def __init__(  # noqa: PLR0913 - what a run needs, made by the caller
        self,
        selection: Selection,
        documents: Documents,
        pack: Pack,
        options: Options,
        telling: Telling,
        stop: Stop,
    ) -> None:
        """Take where the notices are, where the documents go, and who is told."""
        self._selection = selection
        self._documents = documents
        self._pack = pack
        self._options = options
        self._telling = telling
        self._stop = stop
        self._opened = 0
        self._place = _identity(selection.root)

    def run(self) -> int:
        """Convert what is to be converted, then write the tables; the exit code.

        Raises:
            FatalError: The run cannot go on.
            StoppedError: It was told to end.
        """
        total = sum(1 for _ in self._selection.files(lambda *_: None))
        if not total and not self._telling.failed and not self._listing_failed():
            patterns = " ".join(self._options.globs)
            raise FatalError(
                f"{shown(str(self._selection.root))}: no file matches {shown(patterns)}; "
                "nothing is changed. Check the folder and --glob",
                NOTHING_READ,
            )
        if not self._options.dry_run:
            self._documents.sweep()
        with self._telling.bar("notices", total):
            for outcome in self._outcomes(self._crew(total)):
                self._telling.outcome(outcome)
        self._check_stop()
        self._telling.counts[LINKS] = self._selection.skipped["links"]
        with self._telling.bar("tables", total):
            self._write_tables()
        if self._telling.failed and not self._opened:
            return NOTHING_READ
        return SOME_FAILED if self._telling.failed and self._fails() else WELL

    def _fails(self) -> bool:
        return self._options.fail_on != "never"

    def _listing_failed(self) -> bool:
        told: list[OSError] = []
        for _ in self._selection.files(lambda _, error: told.append(error)):
            return False
        return bool(told)

    def _crew(self, total: int) -> Crew:
        jobs = self._options.jobs or (processors() if total >= MANY else 1)
        return Crew(self._pack, self._options.rules, jobs)

    # --- one notice after the other ------------------------------------------------

    def _outcomes(self, crew: Crew) -> Iterator[Outcome]:
        """What becomes of each notice, in order, however many of them are on the way."""
        waiting: deque[_Entry] = deque()
        chunk: list[_Entry] = []
        try:
            for entry in self._entries():
                waiting.append(entry)
                if entry.job:
                    chunk.append(entry)
                if len(chunk) >= crew.chunk or (chunk and len(waiting) > crew.ahead):
                    _hand_in(chunk, crew)
                    chunk = []
                while waiting and (waiting[0].outcome or len(waiting) > crew.ahead):
                    yield self._finished(waiting.popleft())
            if chunk and not self._stop:
                _hand_in(chunk, crew)
            for entry in waiting:
                # Told to end, only what somebody is at already is finished.
                idle = entry.chunk is None or (self._stop and entry.chunk.future.cancel())
                if entry.outcome or not idle:
                    yield self._finished(entry)
        finally:
            crew.close()

    def _entries(self) -> Iterator[_Entry]:
        failed: list[_Entry] = []

        def told(folder: str, error: OSError) -> None:
            if not folder:
                raise self._source_gone() from error
            failed.append(_Entry(folder, outcome=_failed(folder, why(error))))

        for path in self._selection.files(told):
            if self._stop:
                return
            yield from failed
            failed.clear()
            entry = self._examined(path)
            if entry:
                yield entry
        yield from failed

    def _examined(self, path: str) -> _Entry | None:
        """A notice, read and held against its document; None where it is left alone."""
        try:
            data = self._read(path)
        except OSError as error:
            if _identity(self._selection.root) != self._place:
                raise self._source_gone() from error
            return _Entry(path, outcome=_failed(path, why(error)))
        if data is None:
            self._telling.counts[UNSETTLED] += 1
            return None
        self._opened += 1
        rival = f"{path}.txt"
        if rival in self._selection and (self._selection.root / rival).is_file():
            reason = f"{shown(rival)} has the same document; rename one of them"
            return _Entry(path, outcome=_failed(path, reason))
        try:
            known = self._documents.known(document_path(path))
        except ForeignFileError as error:
            reason = f"{error}; move that away, or choose another folder"
            return _Entry(path, outcome=_failed(path, reason))
        name = recorded(path)
        made = (SCHEMA, name, hashlib.sha256(data).hexdigest(), self._pack.sha256)
        if known and known[:4] == made and not self._options.force:
            found = findings_in(known.diagnostics)
            return _Entry(path, outcome=Outcome(path, "unchanged", found, known.tasks))
        if self._options.dry_run:
            return _Entry(path, outcome=Outcome(path, "converted"))
        return _Entry(path, Job(name, data))

    def _read(self, path: str) -> bytes | None:
        """The bytes of a notice; None where somebody may still be writing it."""
        with (self._selection.root / path).open("rb") as stream:
            before = os.fstat(stream.fileno())
            # A time that lies ahead, as of a clock that is wrong, is no reason to wait.
            if 0 <= time.time() - before.st_mtime < self._options.settle:
                return None
            data = stream.read()
            after = os.fstat(stream.fileno())
        same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        return data if same else None

    def _finished(self, entry: _Entry) -> Outcome:
        """The outcome of a notice; its document is written."""
        if entry.outcome or entry.chunk is None:
            return entry.outcome or _failed(entry.path, "was not converted")
        result = entry.chunk.result(entry.index)
        if result.document is None:
            return _failed(entry.path, result.failure)
        try:
            self._documents.write(document_path(entry.path), result.document)
        except OSError as error:
            root = self._documents.root
            if error.errno in _HOPELESS or not root.is_dir():
                raise _not_written(root, error) from error
            reason = f"its document cannot be written ({error.strerror or error})"
            return _failed(entry.path, f"{reason}; check the name and the folder")
        found = findings_of(result.diagnostics)
        return Outcome(entry.path, "converted", found, result.tasks, result.milliseconds)

    # --- all documents together ------------------------------------------------------

    def _write_tables(self) -> None:
        options = self._options
        if options.dry_run:
            for _ in self._kept(None):
                pass
            return
        csv = Path(options.csv) if options.csv else self._documents.root / "tasks.csv"
        with ExitStack() as stack:
            lines = None
            if options.jsonl:
                lines = stack.enter_context(self._table(Path(options.jsonl)))
            stream = stack.enter_context(self._table(csv))
            self._telling.tasks = 0
            captions = captions_of(self._pack) if options.headers == "vi" else None
            write_csv(
                self._kept(lines),
                stream,
                headers=options.headers,
                excel=options.excel,
                captions=captions,
            )

    @contextmanager
    def _table(self, path: Path) -> Iterator[BinaryIO]:
        try:
            with replacing(path, durable=self._options.fsync) as stream:
                yield stream
        except OSError as error:
            raise _not_written(path, error) from error

    def _kept(self, lines: BinaryIO | None) -> Iterator[Notice]:
        """What the documents hold, as they come; each is a line in the JSON Lines too."""
        for stored in self._documents:
            self._check_stop()
            self._telling.step()
            if self._is_orphan(stored):
                if self._options.prune:
                    self._prune(stored)
                    continue
                self._telling.counts[ORPHANS] += 1
            try:
                notice = stored.notice()
            except ValueError:
                reason = "this document is damaged and its notice has gone; remove it"
                self._telling.outcome(_failed(stored.path, reason))
                continue
            if lines:
                document = orjson.loads(stored.data)
                lines.write(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE))
            if self._telling.tasks is not None:
                self._telling.tasks += len(notice.tasks)
            yield notice

    def _is_orphan(self, stored: Stored) -> bool:
        """Whether the notice that a document was made from has gone."""
        path = stored.path.removesuffix(".json")
        root = self._selection.root
        if not (_gone(root / f"{path}.txt") and _gone(root / path)):
            return False
        # A folder that is not mounted any more looks as if all of its files had gone.
        return bool(made_from(stored)) and _identity(root) == self._place

    def _prune(self, stored: Stored) -> None:
        if not self._options.dry_run:
            try:
                self._documents.remove(stored.path)
            except OSError as error:
                raise _not_written(self._documents.root / stored.path, error) from error
        self._telling.outcome(Outcome(stored.path, "pruned"))

    def _check_stop(self) -> None:
        if self._stop:
            raise StoppedError

    def _source_gone(self) -> FatalError:
        return FatalError(
            f"{shown(str(self._selection.root))}: the folder has gone or cannot be read; "
            "what was written stays. Check that it is mounted, then run again",
            NOTHING_READ,
        )


def _hand_in(entries: Sequence[_Entry], crew: Crew) -> None:
    chunk = _Chunk(crew, [entry.job for entry in entries if entry.job])
    for index, entry in enumerate(entries):
        entry.chunk, entry.index, entry.job = chunk, index, None


def _failed(path: str, reason: str) -> Outcome:
    return Outcome(path, "failed", reason=reason)


def _not_written(path: Path, error: OSError) -> FatalError:
    return FatalError(
        f"{shown(str(path))}: cannot be written ({error.strerror or error}); "
        "what was there is there still. Make room or choose another place, then run again",
        NOT_WRITTEN,
    )


def _gone(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _identity(root: Path) -> tuple[int, int] | None:
    """Which folder lies there now; None where there is none."""
    try:
        found = root.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
