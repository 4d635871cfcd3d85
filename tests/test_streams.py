"""Streams that are closed, full or left by their reader, as shells and schedulers have them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from folders import TEXT, shell

FULL = Path("/dev/full")

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="no such shell there"),
    pytest.mark.skipif(not FULL.exists(), reason="no device that is always full"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tb.txt").write_text(TEXT.format(number=1), "utf-8")
    return tmp_path


@pytest.mark.parametrize("stream", [">&-", "> /dev/full"])
@pytest.mark.parametrize(
    "command",
    [
        "--help",
        "--version",
        "--show-completion bash",
        "parse tb.txt",
        "parse --help",
        "show tb.txt",
        "explain tb.txt -f json",
        "schema",
        "rules list",
    ],
)
def test_an_output_that_cannot_be_written_is_told(folder: Path, command: str, stream: str) -> None:
    done = shell(folder, f"notice {command} {stream}")
    assert done.returncode == 2
    assert done.stderr.startswith("notice: standard output: cannot be written (")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["", "nonsense", "parse --nonsense", "parse --help >&-"])
def test_where_nobody_can_be_told_the_exit_code_tells(folder: Path, command: str) -> None:
    assert shell(folder, f"notice {command} 2> /dev/full").returncode == 2


@pytest.mark.parametrize("command", ["--help", "--version", "parse tb.txt", "rules list"])
def test_a_reader_that_has_seen_enough_is_no_failure(folder: Path, command: str) -> None:
    done = shell(folder, f"set -o pipefail; notice {command} | true")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", ["parse -", "show -", "explain -"])
def test_an_input_that_is_closed_cannot_be_read(folder: Path, command: str) -> None:
    done = shell(folder, f"notice {command} <&-")
    assert done.returncode == 4
    assert done.stderr.startswith("notice: standard input: cannot be read (")
    assert done.stderr.count("\n") == 1
