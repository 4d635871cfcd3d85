"""A batch on a Dask cluster gives what it gives here, also when a worker is lost."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from folders import NOTICE, batch, contents, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("distributed", reason="Dask is an extra: notice-cli[cluster]")

from notice_cli import __version__
from notice_cli.cluster import differing, fingerprint

PACKAGE = ROOT / "src" / "notice_cli"

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals"),
]

NOTICES = 300

VERSIONS = {"Python": "3.11", "notice-cli": "0.1.0", "distributed": "2026.8.0"}

# In a process of its own: what Dask warns of is not ours to mend.
PROGRAM = """
import os, sys
from distributed import Client, LocalCluster

if __name__ == "__main__":
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
        host="127.0.0.1",
    ) as cluster, Client(cluster) as client:
        print(cluster.scheduler_address, *client.run(os.getpid).values(), flush=True)
        sys.stdin.read()
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[int]]]:
    """The address of a cluster with two workers, and their processes."""
    with running_cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


@contextmanager
def running_cluster(folder: Path, path: str = "") -> Iterator[tuple[str, list[int]]]:
    """A cluster whose modules are looked for in ``path`` first."""
    (folder / "program.py").write_text(PROGRAM)
    command = [sys.executable, "-W", "ignore", str(folder / "program.py")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        cwd=folder, encoding="utf-8", env=os.environ | {"PYTHONPATH": path},
    ) as running:  # fmt: skip
        assert running.stdout
        address, *workers = running.stdout.readline().split()
        yield address, list(map(int, workers))
        assert running.stdin
        running.stdin.close()
        running.wait(60)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = fill(tmp_path_factory.mktemp("many") / "notices", NOTICES)
    (source / "00" / "empty.txt").touch()
    return source


@pytest.fixture(scope="module")
def expected(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    target = tmp_path_factory.mktemp("here") / "documents"
    assert batch(source, target).returncode == 1
    return contents(target)


def test_it_is_the_same_there(
    source: Path, expected: dict[str, bytes], cluster: tuple[str, list[int]], tmp_path: Path
) -> None:
    done = batch(source, tmp_path / "documents", "--cluster", cluster[0])
    assert done.returncode == 1, done.stderr
    assert f"{NOTICES} converted, 1 failed" in done.stderr
    assert contents(tmp_path / "documents") == expected


def test_rules_of_ones_own_go_with_it(
    source: Path, cluster: tuple[str, list[int]], tmp_path: Path
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "pack.yaml").write_text('pack: {name: ours, version: "1", extends: vi}\n')
    target = tmp_path / "documents"
    options = ("--rules", tmp_path / "rules", "--glob", "00/*.txt")
    assert batch(source, target, *options, "--cluster", cluster[0]).returncode == 1
    assert "49 unchanged, 1 failed" in batch(source, target, *options).stderr


def test_a_worker_is_killed_half_way(
    source: Path, expected: dict[str, bytes], cluster: tuple[str, list[int]], tmp_path: Path
) -> None:
    address, workers = cluster
    target = tmp_path / "documents"
    command = [*NOTICE, "batch", str(source), str(target), "--cluster", address]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as running:
        while running.poll() is None and not any(target.rglob("*.json")):
            time.sleep(0.005)
        os.kill(workers[0], signal.SIGKILL)
        assert running.wait(120) == 1
    assert contents(target) == expected


@pytest.mark.parametrize(
    ("line", "other", "told"),
    [
        (f'__version__ = "{__version__}"', '__version__ = "0.0.9"', "notice-cli is 0.0.9 there"),
        (f'__version__ = "{__version__}"', f'__version__ = "{__version__}"  # mended', "code of"),
    ],
)
def test_workers_with_another_notice_are_refused(
    source: Path, tmp_path: Path, line: str, other: str, told: str
) -> None:
    shutil.copytree(PACKAGE, tmp_path / "other" / "notice_cli")
    module = tmp_path / "other" / "notice_cli" / "__init__.py"
    module.write_text(module.read_text("utf-8").replace(line, other), "utf-8")
    with running_cluster(tmp_path, str(tmp_path / "other")) as (address, _):
        done = batch(source, tmp_path / "documents", "--cluster", address)
    assert done.returncode == 2
    assert told in done.stderr
    assert " here; install the same on both" in done.stderr
    assert contents(tmp_path / "documents") == {}


@pytest.mark.parametrize("name", ["Python", "notice-cli", "distributed"])
def test_what_differs_is_told_with_both_versions(name: str) -> None:
    assert not differing(VERSIONS, dict(VERSIONS), VERSIONS)
    told = differing(VERSIONS, VERSIONS | {name: "0.9"}, VERSIONS)
    assert told == f"{name} is 0.9 there and {VERSIONS[name]} here"
    lacking = {key: value for key, value in VERSIONS.items() if key != name}
    assert f"{name} is none there" in differing(VERSIONS, lacking, VERSIONS)


def test_all_that_has_a_say_is_compared() -> None:
    found = fingerprint()
    assert {"Python", "notice-cli", "distributed", "google-re2", "orjson", "holidays"} < set(found)
    assert found["notice-cli"] == __version__
    assert found["Python"] == "{}.{}".format(*sys.version_info)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("tcp://127.0.0.1:1", "no Dask scheduler answers there"),
        ("127.0.0.1", "write it as tcp://HOST:8786"),
        ("tcp://a b:8786", "write it as tcp://HOST:8786"),
    ],
)
def test_where_there_is_no_cluster(source: Path, tmp_path: Path, address: str, told: str) -> None:
    done = batch(source, tmp_path / "documents", "--cluster", address)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
