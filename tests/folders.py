"""Folders of small notices, and the command run on them, for the tests of batches."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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


def contents(folder: Path) -> dict[str, bytes]:
    """All that a reader of the folder sees, and what was left half-written."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != ".notice.lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def report(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def statuses(path: Path) -> dict[str, str]:
    return {line["path"]: line["status"] for line in report(path)}
