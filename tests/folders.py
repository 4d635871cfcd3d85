"""Folders of small notices, and the command run on them, for the tests of batches."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NOTICE = [sys.executable, "-m", "notice_cli"]

TEXT = """\
ỦY BAN NHÂN DÂN
XÃ TÂN HƯNG

Số: {number}/TB-UBND

Tân Hưng, ngày 13 tháng 10 năm 2025

THÔNG BÁO
Kết luận của Chủ tịch UBND xã

1. Phòng Kinh tế rà soát hồ sơ số {number}, báo cáo trước ngày 20/10/2025.
2. Công an xã chủ trì, phối hợp với Phòng Kinh tế kiểm tra.
"""


def fill(folder: Path, count: int) -> Path:
    """Write so many notices, in folders of fifty."""
    for number in range(1, count + 1):
        path = folder / f"{number // 50:02}" / f"tb-{number:04}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(number=number), "utf-8")
    return folder


def batch(source: Path, target: Path, *options: object) -> subprocess.CompletedProcess[str]:
    """Run it to its end, in a process of its own."""
    return subprocess.run(
        [*NOTICE, "batch", str(source), str(target), *map(str, options)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
    )


def shell(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run it in a folder; ``notice`` is this program."""
    program = " ".join(f"'{part}'" for part in NOTICE)
    return subprocess.run(
        ["bash", "-c", command.replace("notice ", f"{program} ", 1)],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
    )


def started(source: Path, target: Path, *options: str) -> subprocess.Popen[str]:
    command = [*NOTICE, "batch", str(source), str(target), *options]
    return subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8")


def under_way(target: Path, running: subprocess.Popen[str], count: int = 1) -> None:
    """Wait until so many documents are there."""
    while running.poll() is None and sum(1 for _ in target.rglob("*.json")) < count:
        time.sleep(0.01)


@contextmanager
def watched(target: Path, expected: Mapping[str, bytes]) -> Iterator[set[str]]:
    """A reader that looks at all documents and the table without a pause: they are as expected.

    Gives the kinds of files that it has seen.
    """
    seen: set[str] = set()
    broken: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            for path in [*target.rglob("*.json"), target / "tasks.csv"]:
                try:
                    data = path.read_bytes()
                except FileNotFoundError:
                    continue
                seen.add(path.suffix)
                name = path.relative_to(target).as_posix()
                if data != expected[name]:
                    broken.append(f"{name}: {len(data)} bytes for {len(expected[name])}")
            time.sleep(0.01)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield seen
    finally:
        done.set()
        reader.join()
    assert broken == []


def contents(folder: Path) -> dict[str, bytes]:
    """All that a reader of the folder sees, and what was left half-written."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != ".notice.lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def report(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def statuses(path: Path) -> dict[str, str]:
    return {line["path"]: line["status"] for line in report(path)}
