"""A batch as a process: killed at any moment, watched by readers, run twice at once.

With few notices; for many, see test_batch_many.py.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from folders import NOTICE, TEXT, batch, contents, fill, started, under_way, watched
from notice_cli.sites import LOCK

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 3
NOTICES = 150

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("killed") / "notices", NOTICES)


@pytest.fixture(scope="module")
def expected(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one run gives that nobody disturbs."""
    target = tmp_path_factory.mktemp("clean") / "documents"
    assert batch(source, target, "-q").returncode == 0
    return contents(target)


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_killed_and_run_again_it_is_as_if_nothing_had_been(
    tmp_path: Path, source: Path, expected: dict[str, bytes], number: signal.Signals, jobs: str
) -> None:
    code = -number if number == signal.SIGKILL else 128 + number
    moments = random.Random(f"{number}{jobs}")  # noqa: S311 - the same ones each time
    for turn in range(KILLS if number == signal.SIGKILL else 1):
        target = tmp_path / str(turn)
        with watched(target, expected):
            with started(source, target, "-j", jobs) as running:
                # The first one when all documents are there and the table is not.
                under_way(target, running, moments.randint(1, NOTICES) if turn else NOTICES)
                time.sleep(moments.uniform(0, 0.02))
                running.send_signal(number)
                # As it begins and as it ends it is nobody's to catch; a shell says the same.
                assert running.wait(60) in (code, 0, -number)
                assert running.stderr
                told = running.stderr.read()
            if running.returncode != -number:
                assert "Traceback" not in told
            found = contents(target)
            for path, data in found.items():
                # Whole or absent; only SIGKILL leaves something beside, under a hidden name.
                if number != signal.SIGKILL or not path.rpartition("/")[2].startswith("."):
                    assert data == expected[path]
            if running.returncode > 0:
                assert "interrupted" in told
            again = batch(source, target, "-q")
            assert (again.returncode, again.stderr) == (0, "")
            assert contents(target) == expected
        shutil.rmtree(target)


def test_the_processes_of_a_run_that_was_killed_end_too(tmp_path: Path, source: Path) -> None:
    target = tmp_path / "documents"
    with started(source, target, "-j", "2", "-q") as running:
        under_way(target, running)
        running.kill()
        # They hold its standard error: to read it to its end is to wait for them.
        assert running.stderr
        assert "Traceback" not in running.stderr.read()


def test_a_reader_never_sees_anything_broken(
    tmp_path: Path, source: Path, expected: dict[str, bytes]
) -> None:
    target = tmp_path / "documents"
    with watched(target, expected) as seen:
        assert batch(source, target, "-q").returncode == 0
        for turn in range(3):
            assert batch(source, target, "-q", "--force", "-j", 1 + turn % 2).returncode == 0
    assert seen == {".json", ".csv"}


def test_a_reader_sees_the_old_table_or_the_new_one(
    tmp_path: Path, source: Path, expected: dict[str, bytes]
) -> None:
    target, some = tmp_path / "documents", ("--glob", "00/*.txt")
    shutil.copytree(source, tmp_path / "notices")
    assert batch(tmp_path / "notices", target, "-q", *some).returncode == 0
    tables = {(target / "tasks.csv").read_bytes(), expected["tasks.csv"]}
    seen = set()
    with started(tmp_path / "notices", target, "-q") as running:
        while running.poll() is None:
            seen.add((target / "tasks.csv").read_bytes())
            time.sleep(0.001)
    seen.add((target / "tasks.csv").read_bytes())
    assert seen == tables


def test_two_runs_at_once(tmp_path: Path, source: Path) -> None:
    target = tmp_path / "documents"
    with started(source, target, "-q") as first:
        while not (target / LOCK).exists():
            time.sleep(0.005)
        under_way(target, first)
        second = batch(source, target)
        assert first.wait(600) == 0
    assert second.returncode == 5
    assert "another run is at work there; nothing is done" in second.stderr
    with started(source, target, "--force", "-q") as first:
        time.sleep(0.5)
        waiting = batch(source, target, "--wait")
        assert first.wait(600) == 0
    assert waiting.returncode == 0
    assert f"{NOTICES} unchanged" in waiting.stderr.replace(",", "")


def test_notices_that_arrive_during_the_run(tmp_path: Path) -> None:
    source, target = fill(tmp_path / "notices", 60), tmp_path / "documents"
    with started(source, target, "-q") as running:
        under_way(target, running)
        for number in range(900, 920):
            # As a copy does it: a piece, and another.
            text = TEXT.format(number=number)
            with (source / "00" / f"zz-{number}.txt").open("w", encoding="utf-8") as stream:
                stream.write(text[:200])
                stream.flush()
                stream.write(text[200:])
        assert running.wait(600) == 0
    assert batch(source, target, "-q").returncode == 0
    batch(source, tmp_path / "clean", "-q")
    assert contents(target) == contents(tmp_path / "clean")


def test_a_reader_of_the_report_may_go(tmp_path: Path, source: Path) -> None:
    target = tmp_path / "documents"
    command = [*NOTICE, "batch", "-q", str(source), str(target), "--report", "-", "--force"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0
    assert len(list(target.rglob("*.json"))) == NOTICES


@pytest.mark.skipif(sys.platform != "linux", reason="needs such terminals")
def test_there_is_a_bar_on_a_terminal_only(tmp_path: Path, source: Path) -> None:
    import pty  # noqa: PLC0415 - only here

    master, slave = pty.openpty()
    command = [*NOTICE, "batch", str(source), str(tmp_path / "documents")]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(command, stderr=slave, env=environment) as running:
        os.close(slave)
        drawn = b""
        while True:
            try:
                data = os.read(master, 65536)
            except OSError:
                break
            if not data:
                break
            drawn += data
        assert running.wait(60) == 0
    os.close(master)
    assert b"/s" in drawn
    assert f"/{NOTICES}".encode() in drawn
    assert b"converted" in drawn
