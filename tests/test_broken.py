"""Runs ``broken/*.yaml``: each is a rule file with faults, beside the messages expected.

After a change on purpose: ``python tests/test_broken.py`` writes the messages anew; then
look at the difference.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from notice_cli.check import check_rules

BROKEN = Path(__file__).parent / "broken"
FILES = sorted(BROKEN.glob("*.yaml"))


def messages(path: Path, folder: Path) -> str:
    """What is told of a rule file that is the only one of a layer called ``office``."""
    office = folder / "office"
    office.mkdir()
    shutil.copy(path, office)
    before = Path.cwd()
    os.chdir(folder)
    try:
        problems, _ = check_rules("office")
    finally:
        os.chdir(before)
    return "".join(f"{problem}\n" for problem in problems if problem.path.startswith("office"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))
def test_a_fault_is_told_exactly(path: Path, tmp_path: Path) -> None:
    expected = path.with_suffix(".txt").read_text("utf-8")
    assert messages(path, tmp_path) == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))
def test_a_message_says_what_to_do(path: Path) -> None:
    for line in path.with_suffix(".txt").read_text("utf-8").splitlines():
        if line.startswith("office/"):
            assert ";" in line or "example of" in line, line


def test_every_expectation_has_its_file() -> None:
    assert {path.stem for path in BROKEN.glob("*.txt")} == {path.stem for path in FILES}


def main() -> None:
    """Write the expected messages anew."""
    for path in FILES:
        with tempfile.TemporaryDirectory() as folder:
            told = messages(path, Path(folder))
        if not told:
            sys.exit(f"{path}: nothing is told")
        path.with_suffix(".txt").write_text(told, "utf-8")


if __name__ == "__main__":
    main()
