"""A folder of two thousand notices, night after night: the work is shared out, and little of it.

From so many on other processes help of themselves; below, see test_batch.py.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from folders import (
    TEXT,
    batch,
    contents,
    fill,
    report,
    started,
    statuses,
    under_way,
    watched,
)
from notice_cli.batch import MANY

if TYPE_CHECKING:
    from pathlib import Path

LAYER = 'pack: {name: ours, version: "1", extends: vi}\n'


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Notices, their documents, and the tests follow each other as nights do."""
    place = tmp_path_factory.mktemp("many")
    fill(place / "notices", MANY)
    done = batch(place / "notices", place / "documents", "-q")
    assert (done.returncode, done.stderr) == (0, "")
    return place


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_killed_at_any_moment_again_and_again_it_is_as_if_nothing_had_been(place: Path) -> None:
    expected = contents(place / "documents")
    target = place / "killed"
    pick = random.Random(20)  # noqa: S311 - the same moments each time
    numbers = [signal.SIGKILL] * 20 + [signal.SIGTERM] * 3 + [signal.SIGINT] * 3
    pick.shuffle(numbers)
    # The last one when all documents are there, and the table is not.
    moments = [*sorted(pick.sample(range(1, MANY), len(numbers) - 1)), MANY]
    ended = 0
    with watched(target, expected):
        for number, moment in zip(numbers, moments, strict=True):
            begun = sum(1 for _ in target.rglob("*.json"))
            with started(place / "notices", target, "-j", pick.choice("12")) as running:
                # At work, not on its way there: until then it is Python's to end.
                under_way(target, running, max(moment, begun + 1))
                time.sleep(pick.uniform(0, 0.02))
                running.send_signal(number)
                assert running.stderr
                told = running.stderr.read()
            # As it ends it is nobody's to catch; a shell says the same.
            assert running.returncode in (128 + number, 0, -number), told
            ended += running.returncode != 0
            if running.returncode > 0:
                assert "interrupted" in told
            for path, data in contents(target).items():
                if not path.rpartition("/")[2].startswith("."):
                    assert data == expected[path]
        done = batch(place / "notices", target, "-q")
        assert (done.returncode, done.stderr) == (0, "")
        assert contents(target) == expected
    # But for the last one, there was always something left to do.
    assert ended >= len(numbers) - 1


def run(place: Path, *options: object) -> tuple[int, str, Counter[str]]:
    """Exit code, the summary, and how many of each status the report has."""
    log = place / "report.jsonl"
    done = batch(place / "notices", place / "documents", "--report", log, *options)
    return done.returncode, done.stderr, Counter(statuses(log).values())


def test_touched_and_three_changed_converts_three(place: Path) -> None:
    paths = sorted((place / "notices").rglob("*.txt"))
    before = contents(place / "documents")
    for path in paths:
        os.utime(path)
    changed = [paths[0], paths[MANY // 2], paths[-1]]
    for number, path in enumerate(changed):
        path.write_text(TEXT.format(number=9000 + number), "utf-8")
    code, told, counts = run(place)
    assert code == 0
    assert f"{MANY:,} notices: 3 converted, {MANY - 3:,} unchanged" in told
    assert counts == {"converted": 3, "unchanged": MANY - 3}
    after = contents(place / "documents")
    names = [
        path.relative_to(place / "notices").with_suffix(".json").as_posix() for path in changed
    ]
    assert [name for name in sorted(before) if before[name] != after[name]] == [*names, "tasks.csv"]
    converted = [line["path"] for line in report(place / "report.jsonl") if line["milliseconds"]]
    assert converted == [path.relative_to(place / "notices").as_posix() for path in changed]


def test_nothing_changed_converts_nothing(place: Path) -> None:
    code, told, counts = run(place)
    assert code == 0
    assert f"{MANY:,} notices: {MANY:,} unchanged" in told
    assert counts == {"unchanged": MANY}


def test_a_changed_rule_converts_all(place: Path) -> None:
    (place / "rules").mkdir()
    (place / "rules" / "pack.yaml").write_text(LAYER)
    code, told, counts = run(place, "--rules", place / "rules")
    assert code == 0
    assert f"{MANY:,} notices: {MANY:,} converted" in told
    assert counts == {"converted": MANY}


def test_a_notice_that_goes_bad_among_them_is_the_exit_code(place: Path) -> None:
    bad = sorted((place / "notices").rglob("*.txt"))[7]
    bad.write_bytes(b"")
    code, told, counts = run(place, "--rules", place / "rules")
    assert code == 1
    assert f"{MANY:,} notices: {MANY - 1:,} unchanged, 1 failed" in told
    assert counts == {"unchanged": MANY - 1, "failed": 1}
