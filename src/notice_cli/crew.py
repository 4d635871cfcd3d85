"""The work of a batch, and who does it: this process, or several.

The work is a pure function of bytes: what is read and written, and in which order, is
not known here. Whoever does it stands behind ``concurrent.futures.Executor``.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeVar

from notice_cli.errors import InputError, NoticeError, UnknownEncodingError
from notice_cli.parse import parse
from notice_cli.rules import load_rules
from notice_cli.writers import to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notice_cli.encodings import Encoding
    from notice_cli.model import Diagnostic, Notice
    from notice_cli.rules import Pack

_T = TypeVar("_T")

# So many notices go to a process at once: fewer, and the way there costs more than it saves.
CHUNK = 32


class Job(NamedTuple):
    """One notice to convert: the name that its document gives it, and its bytes.

    ``encoding`` is what they are in, where they do not show it.
    """

    name: str
    data: bytes
    encoding: Encoding | None = None


class Result(NamedTuple):
    """What came of a job: a document, or the reason why there is none."""

    document: bytes | None
    failure: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    tasks: int = 0
    milliseconds: float = 0.0


def convert(jobs: Sequence[Job], pack: Pack) -> list[Result]:
    """Convert notices: the same bytes and rules give the same documents, wherever."""
    return [_convert(job, pack) for job in jobs]


def _convert(job: Job, pack: Pack) -> Result:
    start = time.perf_counter()
    try:
        notice = _parsed(job, pack)
        document = to_json(notice)
    except InputError as error:
        return Result(None, str(error).removeprefix(f"{job.name}: "))
    except Exception as error:  # noqa: BLE001 - the other notices are not to wait for its mending
        return Result(None, f"{_told(error)}; notice parse shows where, please report it")
    spent = (time.perf_counter() - start) * 1e3
    return Result(document, "", notice.diagnostics, len(notice.tasks), round(spent, 1))


def _parsed(job: Job, pack: Pack) -> Notice:
    try:
        return parse(job.data, file=job.name, rules=pack)
    except UnknownEncodingError:
        if job.encoding is None:
            raise
        return parse(job.data, file=job.name, rules=pack, encoding=job.encoding)


def _told(error: Exception) -> str:
    return f"a bug in notice ({type(error).__name__}: {error})"


class Here(Executor):
    """Does the work in this process, as it is handed in."""

    def submit(self, fn: Callable[..., _T], /, *args: object, **kwargs: object) -> Future[_T]:
        """Do it now."""
        future: Future[_T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - handed on with the result
            future.set_exception(error)
        return future


class Crew:
    """Converts chunks of notices, at once or in other processes."""

    def __init__(self, pack: Pack, layers: Sequence[str], jobs: int) -> None:
        """Take the rules, the folders that they were loaded from, and how many processes."""
        self._pack = pack
        self._layers = tuple(layers)
        self.jobs = jobs
        self._pool: Executor | None = None
        self._work: Callable[[Sequence[Job]], list[Result]] = _convert_there

    @property
    def chunk(self) -> int:
        """How many notices to hand in together."""
        return CHUNK if self.jobs > 1 else 1

    @property
    def ahead(self) -> int:
        """How many files to look at before the first of them is finished."""
        return CHUNK * self.jobs * 4 if self.jobs > 1 else 0

    def submit(self, jobs: Sequence[Job]) -> Future[list[Result]]:
        """Hand in a chunk; few jobs are done at once where no process is waiting."""
        if self.jobs == 1 or (self._pool is None and len(jobs) < CHUNK):
            return Here().submit(convert, jobs, self._pack)
        try:
            return self._processes().submit(self._work, jobs)
        except BrokenExecutor as error:
            broken: Future[list[Result]] = Future()
            broken.set_exception(error)
            return broken

    def results(self, jobs: Sequence[Job], future: Future[list[Result]]) -> list[Result]:
        """What came of a chunk. Where its process died, each notice is tried alone."""
        try:
            return future.result()
        except (BrokenExecutor, CancelledError):
            self.close()
            return [self._alone(job) for job in jobs]

    def close(self) -> None:
        """Let the processes go, once they have finished what they are at.

        To wait for them here is to wait while signals are still listened to.
        """
        pool, self._pool = self._pool, None
        if pool:
            pool.shutdown(wait=True, cancel_futures=True)

    def _alone(self, job: Job) -> Result:
        try:
            return self._processes().submit(self._work, [job]).result()[0]
        except BrokenExecutor:
            self.close()
            return Result(None, "the process that read it died; is there enough memory?")

    def _processes(self) -> Executor:
        if self._pool is None:
            import multiprocessing  # noqa: PLC0415 - not for few notices
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

            # A fork would hold the lock on the folder for as long as it lives.
            self._pool = ProcessPoolExecutor(
                self.jobs,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_begin,
                initargs=(self._layers, self._pack.sha256),
            )
        return self._pool


class RulesChangedError(NoticeError):
    """The rules are not those that the run began with."""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# The rules of a process that works for another; one a process, as it is one run's.
_there: Pack | None = None


def _begin(layers: Sequence[str], sha256: str) -> None:
    """Begin in a process of its own."""
    import signal  # noqa: PLC0415 - only there
    import threading  # noqa: PLC0415

    # Ctrl-C and a service manager reach all processes: who began the run ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    global _there  # noqa: PLW0603 - what a process is given once has no other place
    with suppress(NoticeError):
        pack = load_rules(*layers)
        _there = pack if pack.sha256 == sha256 else None


def _end_with_parent() -> NoReturn:
    """Nobody ends the processes of a run that was killed: they see to it themselves."""
    from multiprocessing import parent_process  # noqa: PLC0415 - only there

    parent = parent_process()
    if parent:
        parent.join()
    os._exit(1)


def _convert_there(jobs: Sequence[Job]) -> list[Result]:
    if _there is None:
        raise RulesChangedError("the rules were changed during the run; run again")
    return convert(jobs, _there)
