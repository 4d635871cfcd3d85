"""A folder of two thousand notices, night after night: the work is shared out, and little of it.

From so many on other processes help of themselves; below, see test_batch.py.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from folders import TEXT, batch, contents, fill, report, statuses
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
