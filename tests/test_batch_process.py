"""A batch as a process: killed at any moment, watched by readers, run twice at once.

Small of themselves; NOTICE_KILLS=20 NOTICE_KILL_NOTICES=2000 tries as many as that.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from folders import NOTICE, TEXT, batch, contents, fill
from notice_cli.batch import LOCK

if TYPE_CHECKING:
    from pathlib import Path

KILLS = int(os.environ.get("NOTICE_KILLS", "3"))
NOTICES = int(os.environ.get("NOTICE_KILL_NOTICES", "150"))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")


def started(source: Path, target: Path, *options: str) -> subprocess.Popen[str]:
    command = [*NOTICE, "batch", str(source), str(target), *options]
    return subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8")


def under_way(target: Path, running: subprocess.Popen[str]) -> None:
    """Wait until the first documents are there."""
    while running.poll() is None and not any(target.rglob("*.json")):
        time.sleep(0.005)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("killed") / "notices", NOTICES)


@pytest.fixture(scope="module")
def clean(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], float]:
    """What one run gives that nobody disturbs, and how long it takes from its first document."""
    target = tmp_path_factory.mktemp("clean") / "documents"
    with started(source, target, "-q") as running:
        under_way(target, running)
        start = time.monotonic()
        assert running.wait(600) == 0
    return contents(target), time.monotonic() - start


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_killed_and_run_again_it_is_as_if_nothing_had_been(
    tmp_path: Path,
    source: Path,
    clean: tuple[dict[str, bytes], float],
    number: signal.Signals,
    jobs: str,
) -> None:
    expected, seconds = clean
    code = -number if number == signal.SIGKILL else 128 + number
    moments = random.Random(f"{number}{jobs}")  # noqa: S311 - the same ones each time
    for turn in range(KILLS if number == signal.SIGKILL else max(1, KILLS // 3)):
        target = tmp_path / str(turn)
        with started(source, target, "-j", jobs) as running:
            under_way(target, running)
            time.sleep(moments.uniform(0, seconds))
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


def test_the_processes_of_a_run_that_was_killed_end_too(tmp_path: Path, source: Path) -> None:
    target = tmp_path / "documents"
    with started(source, target, "-j", "2", "-q") as running:
        under_way(target, running)
        running.kill()
        # They hold its standard error: to read it to its end is to wait for them.
        assert running.stderr
        assert "Traceback" not in running.stderr.read()


def test_a_reader_never_sees_anything_broken(
    tmp_path: Path, source: Path, clean: tuple[dict[str, bytes], float]
) -> None:
    expected, _ = clean
    target = tmp_path / "documents"
    seen, done = set(), threading.Event()
    broken: list[str] = []

    def read() -> None:
        while not done.is_set():
            for path in [*target.rglob("*.json"), target / "tasks.csv"]:
                try:
                    data = path.read_bytes()
                    seen.add(path.suffix)
                    if path.suffix == ".json":
                        json.loads(data)
                    else:
                        rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
                        assert len({len(row) for row in rows}) == 1
                        assert data in (expected["tasks.csv"], changed)
                except FileNotFoundError:
                    pass
                except (ValueError, AssertionError) as error:
                    broken.append(f"{path}: {error}")

    changed = expected["tasks.csv"]
    reader = threading.Thread(target=read)
    reader.start()
    try:
        assert batch(source, target, "-q").returncode == 0
        for turn in range(3):
            assert batch(source, target, "-q", "--force", "-j", 1 + turn % 2).returncode == 0
    finally:
        done.set()
        reader.join()
    assert broken == []
    assert seen == {".json", ".csv"}


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
