"""Where a batch tells, and what becomes of the run when nobody can be told."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from folders import contents, fill, shell

FULL = Path("/dev/full")

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="no such shell there"),
    pytest.mark.skipif(not FULL.exists(), reason="no device that is always full"),
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return fill(tmp_path / "notices", 3)


@pytest.mark.parametrize("log", ["2> /dev/full", "2>&-", "> /dev/full", ">&-", ">&- 2>&-"])
def test_a_log_that_is_full_or_closed_stops_nothing(tmp_path: Path, source: Path, log: str) -> None:
    (source / "00" / "empty.txt").touch()
    done = shell(tmp_path, f"notice batch notices documents {log}")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(contents(tmp_path / "documents")) == 4


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ("--report - > /dev/full", "standard output"),
        ("--report - >&-", "standard output"),
        ("--dry-run > /dev/full", "standard output"),
        ("--dry-run >&-", "standard output"),
        ("--report /dev/full", "/dev/full"),
        ("--jsonl /dev/full", "/dev/full"),
        ("--csv /dev/full", "/dev/full"),
    ],
)
def test_an_output_that_is_full_or_closed_is_named(
    tmp_path: Path, source: Path, options: str, named: str
) -> None:
    assert source.is_dir()
    done = shell(tmp_path, f"notice batch notices documents {options}")
    assert done.returncode == 2
    assert f"notice: {named}: cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    for path, data in contents(tmp_path / "documents").items():
        if path.endswith(".json"):
            json.loads(data)
    assert shell(tmp_path, "notice batch -q notices documents").returncode == 0
