"""The work of a batch on a Dask cluster that is running already.

Notices are read here and shipped, documents come back and are written here: the workers
need no folder, but the same program. The rules go to each worker once; one that joins
later, or is started again, gets them as it starts. What a lost worker was at is done by
another.
"""

from __future__ import annotations

import hashlib
import platform
import re
from concurrent.futures import CancelledError
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from distributed import Client, WorkerPlugin
from distributed.scheduler import KilledWorker

from notice_cli import __version__
from notice_cli.commands import WRONG_USAGE
from notice_cli.crew import Crew, Job, Result, RulesChangedError, convert
from notice_cli.folder import FatalError
from notice_cli.inputs import shown
from notice_cli.rulefolders import read_sources
from notice_cli.rules import Pack, made

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from concurrent.futures import Executor, Future

    from notice_cli.rulefolders import Sources

# Seconds to wait for a scheduler that does not answer.
PATIENCE = 10
# How often a chunk is given to another worker before its notices are tried alone.
RETRIES = 2

_ADDRESS = re.compile(r"(?:[a-z]+://)?(?:[^\s:/]+|\[[0-9a-f:.%]+\]):\d+", re.ASCII | re.IGNORECASE)

# What has a say in what a document holds.
_PACKAGES = ("google-re2", "orjson", "holidays", "distributed")
_OURS = ("Python", "notice-cli", *_PACKAGES, "code of notice")

# The rules of a worker, by their SHA-256.
_packs: dict[str, Pack] = {}


class Cluster(Crew):
    """Converts chunks of notices on a cluster."""

    def __init__(self, pack: Pack, layers: Sequence[str], address: str) -> None:
        """Join a cluster.

        Raises:
            FatalError: It does not answer, or runs another version.
        """
        if not _ADDRESS.fullmatch(address):
            # Dask says so too, and leaves something behind that tells of it for long.
            raise FatalError(
                f"--cluster {shown(address)}: write it as tcp://HOST:8786", WRONG_USAGE
            )
        try:
            self._client = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise FatalError(
                f"{address}: no Dask scheduler answers there ({error}); "
                "start one: dask scheduler, and a worker: dask worker ADDRESS",
                WRONG_USAGE,
            ) from error
        try:
            self._check_versions(address)
            sources = read_sources(layers)
            rules = _Rules(sources, pack.sha256)
            self._client.register_plugin(rules, name=f"notice-rules-{pack.sha256}")
            threads = sum(self._client.nthreads().values())
        except BaseException:
            self._client.close()
            raise
        super().__init__(pack, layers, max(2, threads))
        self._work = partial(_convert_on_worker, pack.sha256)
        self._executor: Executor = self._client.get_executor(retries=RETRIES, pure=False)

    def results(self, jobs: Sequence[Job], future: Future[list[Result]]) -> list[Result]:
        """What came of a chunk. Where several workers died of it, each notice is tried alone."""
        try:
            return future.result()
        except (KilledWorker, CancelledError):
            return [self._alone(job) for job in jobs]

    def close(self) -> None:
        """Leave the cluster; it goes on."""
        self._executor.shutdown(wait=False)
        self._client.close()

    def _alone(self, job: Job) -> Result:
        try:
            return self._executor.submit(self._work, [job]).result()[0]
        except (KilledWorker, CancelledError):
            return Result(None, "the workers that read it died; have they enough memory?")

    def _processes(self) -> Executor:
        return self._executor

    def _check_versions(self, address: str) -> None:
        """Refuse workers that might give other documents than this machine."""
        ours = fingerprint()
        try:
            theirs: dict[str, dict[str, str]] = self._client.run(fingerprint)
        except Exception as error:
            raise FatalError(
                f"{address}: the workers cannot run notice ({error}); "
                "install it there: pip install 'notice-cli[cluster]'",
                WRONG_USAGE,
            ) from error
        if not theirs:
            raise FatalError(
                f"{address}: has no workers; start one: dask worker {address}", WRONG_USAGE
            )
        for worker, found in theirs.items():
            _refuse(worker, differing(ours, found, _OURS))
        # It only passes on what it gets, and need not have notice; but what it passes on is Dask's.
        versions: Any = self._client.get_versions()
        packages = versions["scheduler"]["packages"]
        found = {"Python": _feature(packages["python"]), "distributed": packages["distributed"]}
        _refuse(f"the scheduler at {address}", differing(ours, found, list(found)))


def fingerprint() -> dict[str, str]:
    """What has a say in what a document holds, beside the notice and the rules."""
    code = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        code.update(path.read_bytes())
    found = {"Python": _feature(platform.python_version()), "notice-cli": __version__}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "from a folder"
    return found | {"code of notice": code.hexdigest()[:12]}


def differing(ours: Mapping[str, str], theirs: Mapping[str, str], names: Iterable[str]) -> str:
    """The first thing that is not the same there, with both versions; empty where all is."""
    for name in names:
        here, there = ours[name], theirs.get(name, "none")
        if here != there:
            return f"{name} is {there} there and {here} here"
    return ""


def _refuse(who: str, difference: str) -> None:
    if difference:
        raise FatalError(f"{who}: {difference}; install the same on both", WRONG_USAGE)


def _feature(version_: str) -> str:
    """The release of Python without its patch: 3.11."""
    return ".".join(version_.split(".")[:2])


class _Rules(WorkerPlugin):
    """Gives a worker the rules, as it joins."""

    def __init__(self, sources: Sources, sha256: str) -> None:
        self._sources = sources
        self._sha256 = sha256
        self._fingerprint = fingerprint()

    def setup(self, worker: Any) -> None:  # noqa: ANN401 - Dask has no types
        """Load them; a worker that is not as this machine is does without, and is of no use."""
        del worker
        if fingerprint() == self._fingerprint:
            pack = made(self._sources)
            if pack.sha256 == self._sha256:
                _packs[pack.sha256] = pack


def _convert_on_worker(sha256: str, jobs: Sequence[Job]) -> list[Result]:
    pack = _packs.get(sha256)
    if pack is None:
        raise RulesChangedError("a worker has other rules or another version; mend it")
    return convert(jobs, pack)
