"""Notices to documents: each is read, held against its document, converted, written."""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections import deque
from typing import TYPE_CHECKING

from notice_cli.commands import RULES_AT_FAULT
from notice_cli.crew import Crew, Job, Result, RulesChangedError
from notice_cli.documents import ForeignFileError, document_path
from notice_cli.folder import FatalError, Run, identity, not_written
from notice_cli.inputs import NOTHING_READ, recorded, shown, why
from notice_cli.model import SCHEMA, TOOL
from notice_cli.telling import UNSETTLED, Outcome, failed, findings_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future


# What no other file in the folder will fare better with.
_HOPELESS = {errno.ENOSPC, errno.EROFS, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)}


class _Chunk:
    """Notices that are converted together."""

    def __init__(self, crew: Crew, jobs: Sequence[Job]) -> None:
        self._crew = crew
        self._jobs = jobs
        self._results: list[Result] | None = None
        self.future: Future[list[Result]] = crew.submit(jobs)

    def result(self, index: int) -> Result:
        if self._results is None:
            try:
                self._results = self._crew.results(self._jobs, self.future)
            except RulesChangedError as error:
                raise FatalError(str(error), RULES_AT_FAULT) from error
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


class Conversion:
    """Brings the documents up to date with the notices."""

    def __init__(self, run: Run) -> None:
        """Take what the run works with."""
        self._run = run
        self._place = identity(run.selection.root)
        # How many notices could be opened.
        self.opened = 0

    def outcomes(self, crew: Crew) -> Iterator[Outcome]:
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
            if chunk and not self._run.stop:
                _hand_in(chunk, crew)
            for entry in waiting:
                # Told to end, only what somebody is at already is finished.
                idle = entry.chunk is None or (self._run.stop and entry.chunk.future.cancel())
                if entry.outcome or not idle:
                    yield self._finished(entry)
        finally:
            crew.close()

    def _entries(self) -> Iterator[_Entry]:
        unread: list[_Entry] = []

        def told(folder: str, error: OSError) -> None:
            if not folder:
                raise self._source_gone() from error
            unread.append(_Entry(folder, outcome=failed(folder, why(error))))

        for path in self._run.selection.files(told):
            if self._run.stop:
                return
            yield from unread
            unread.clear()
            entry = self._examined(path)
            if entry:
                yield entry
        yield from unread

    def _examined(self, path: str) -> _Entry | None:
        """A notice, read; None where it is left for another time."""
        try:
            data = self._read(path)
        except OSError as error:
            if identity(self._run.selection.root) != self._place:
                raise self._source_gone() from error
            if not isinstance(error, FileNotFoundError):
                return _Entry(path, outcome=failed(path, why(error)))
            # It was moved away since it was listed.
            data = None
        if data is None:
            self._run.telling.counts[UNSETTLED] += 1
            return None
        self.opened += 1
        return self._compared(path, data)

    def _compared(self, path: str, data: bytes) -> _Entry:
        """A notice, held against its document."""
        rival = f"{path}.txt"
        if document_path(rival) == document_path(path) and self._is_notice(rival):
            reason = f"{shown(rival)} has the same document; rename one of them"
            return _Entry(path, outcome=failed(path, reason))
        try:
            known = self._run.documents.known(document_path(path))
        except ForeignFileError as error:
            return _Entry(path, outcome=failed(path, str(error)))
        name = recorded(path)
        made = (SCHEMA, TOOL, name, hashlib.sha256(data).hexdigest(), self._run.pack.sha256)
        if known and known[: len(made)] == made and not self._run.options.force:
            return _Entry(path, outcome=Outcome(path, "unchanged", known.findings, known.tasks))
        if self._run.options.dry_run:
            return _Entry(path, outcome=Outcome(path, "converted"))
        return _Entry(path, Job(name, data, self._run.options.encoding))

    def _is_notice(self, path: str) -> bool:
        selection = self._run.selection
        return path in selection and os.path.isfile(selection.root / path)  # noqa: PTH113 - no error

    def _read(self, path: str) -> bytes | None:
        """The bytes of a notice; None where somebody may still be writing it."""
        with (self._run.selection.root / path).open("rb") as stream:
            before = os.fstat(stream.fileno())
            # A time that lies ahead, as of a clock that is wrong, is no reason to wait.
            if 0 <= time.time() - before.st_mtime < self._run.options.settle:
                return None
            data = stream.read()
            after = os.fstat(stream.fileno())
        same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        return data if same else None

    def _finished(self, entry: _Entry) -> Outcome:
        """The outcome of a notice; its document is written."""
        if entry.outcome or entry.chunk is None:
            return entry.outcome or failed(entry.path, "was not converted")
        result = entry.chunk.result(entry.index)
        if result.document is None:
            return failed(entry.path, result.failure)
        try:
            self._run.documents.write(document_path(entry.path), result.document)
        except OSError as error:
            root = self._run.documents.root
            if error.errno in _HOPELESS or not root.is_dir():
                raise not_written(root, error) from error
            reason = f"its document cannot be written ({error.strerror or error})"
            return failed(entry.path, f"{reason}; check the name and the folder")
        found = findings_of(result.diagnostics)
        return Outcome(entry.path, "converted", found, result.tasks, result.milliseconds)

    def _source_gone(self) -> FatalError:
        return FatalError(
            f"{shown(str(self._run.selection.root))}: the folder has gone or cannot be read; "
            "what was written stays. Check that it is mounted, then run again",
            NOTHING_READ,
        )


def _hand_in(entries: Sequence[_Entry], crew: Crew) -> None:
    chunk = _Chunk(crew, [entry.job for entry in entries if entry.job])
    for index, entry in enumerate(entries):
        entry.chunk, entry.index, entry.job = chunk, index, None
