"""Scanned texts: phrases are found by their letters, and clean texts stay untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from notice_cli import load_rules, parse
from notice_cli.mending import mender

if TYPE_CHECKING:
    from pathlib import Path

CLEAN = sorted([*(ROOT / "samples").glob("*.txt"), *(ROOT / "tests" / "notices").glob("*.txt")])

SCANNED = """\
THÔNG BÁO
Kết luận của Chủ tịch UBND huyện Lê Văn Minh tại cuộc họp giao ban

Ngày 03/6/2024, Chủ tịch UBND huyện Lê Văn Minh chủ trì cuộc họp giao ban. Chủ tịch UBND huyện
kết luận như sau:
1. Giao Phòng Nội vụ khân trương tông hợp danh sách, báo cáo UBND huyện trước ngày 10/6/2024.
2. Đê nghị Công an huyện phôi hợp với Thanh tra huyện kiêm tra, xử lý theo thâm quyên.
3. Giao Sở Thông tin và Truyên thông triên khai thực hiên.

Nơi nhận:
- Như trên;
- Lưu: VT.
"""


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: str(path.stem))
def test_a_clean_text_is_not_taken_for_a_scanned_one(path: Path) -> None:
    pack = load_rules()
    assert not mender(pack).is_scanned(pack.fold(path.read_text(encoding="utf-8")))


def test_phrases_are_put_right_and_keep_their_length() -> None:
    mend = mender(load_rules())
    value = "Khân trương triên khai, phôi hợp với các đơn vị"
    assert mend(value) == "Khẩn trương triển khai, phối hợp với các đơn vị"
    assert len(mend(value)) == len(value)


def test_a_single_word_is_left_alone() -> None:
    assert mender(load_rules())("tông") == "tông"


def test_a_scanned_notice_gives_its_tasks_and_says_so() -> None:
    notice = parse(SCANNED, rules=load_rules())
    leads = [[a.name for a in t.assignees if a.role == "lead"] for t in notice.tasks]
    assert leads == [["Phòng Nội vụ"], ["Công an huyện"], ["Sở Thông tin và Truyền thông"]]
    assert [a.name for a in notice.tasks[1].assignees if a.role == "coordinate"] == [
        "Thanh tra huyện"
    ]
    assert "scanned" in [diagnostic.code for diagnostic in notice.diagnostics]
    # What stands there is kept; the name is the known one.
    assert notice.tasks[2].assignees[0].text == "Sở Thông tin và Truyên thông"
