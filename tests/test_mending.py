"""Scanned texts: phrases are found by their letters, and clean texts stay untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from notice_cli import load_rules, parse
from notice_cli.mending import doubts, mended, mender

if TYPE_CHECKING:
    from pathlib import Path

    from notice_cli.rules import Pack

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


@pytest.mark.parametrize(
    "name", ["huyện Tu Mơ Rông", "UBND xã Ia Krêl", "thôn Đăk Rơ Wa", "bà Hờ A Xống"]
)
def test_names_are_not_read_as_words_that_are_no_names(name: str, pack: Pack) -> None:
    assert mender(pack)(pack.fold(name)) == pack.fold(name)


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: str(path.stem))
def test_a_clean_text_is_not_taken_for_a_scanned_one(path: Path, pack: Pack) -> None:
    text = pack.fold(path.read_text(encoding="utf-8"))
    assert not mender(pack).is_scanned(text)


def test_most_clean_texts_raise_no_doubt(pack: Pack) -> None:
    texts = [pack.fold(path.read_text(encoding="utf-8")) for path in CLEAN]
    assert sum(map(doubts(pack).arise, texts)) < len(texts) / 10


def test_nearly_nothing_is_changed_in_clean_texts(pack: Pack) -> None:
    changed = words = 0
    for path in CLEAN:
        text = pack.fold(path.read_text(encoding="utf-8"))
        pairs = list(zip(text.split(), mender(pack)(text).split(), strict=True))
        words += len(pairs)
        changed += sum(before != after for before, after in pairs)
    assert changed < words / 1000


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Khân trương triên khai, phôi hợp", "Khẩn trương triển khai, phối hợp"),
        ("theo thâm quyên", "theo thẩm quyền"),  # neither word is known as it stands
        ("sô 864/QĐ-UBND", "số 864/QĐ-UBND"),
        ("trước ngáy 17 tháng 10", "trước ngày 17 tháng 10"),  # a number follows
        ("Sớ Xây dựng", "Sở Xây dựng"),  # a head before a name
        ("xuât hiện", "xuất hiện"),  # no syllable, and a common word
        ("UBND thị trần", "UBND thị trấn"),
        ("báo cáo UBND tinh", "báo cáo UBND tỉnh"),  # a short form in capitals stands out
        ("THÔNG BAO", "THÔNG BÁO"),  # a title: both words are known as they stand
    ],
)  # fmt: skip
def test_known_words_are_put_right(read: str, meant: str, pack: Pack) -> None:
    assert mender(pack)(read) == meant
    assert len(read) == len(meant)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("trên cơ SỞ, chức năng", "trên cơ sở, chức năng"),
        ("các đơn VỊ báo cáo", "các đơn vị báo cáo"),
        ("Nghị định SỐ 26/2020/NĐ-CP", "Nghị định số 26/2020/NĐ-CP"),
        ("thành phố TP", "thành phố TP"),
        ("CƠ SỞ Y TẾ", "CƠ SỞ Y TẾ"),
    ],
)
def test_small_words_that_were_read_as_capitals_match(read: str, meant: str, pack: Pack) -> None:
    assert mended(pack).fold(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        "trông",  # a single word
        "HUYỆN QUANG BÌNH",  # another place than Quảng Bình
        "xã Lam Sơn",  # a name that has the letters of a common word
        "bị thu hồi",  # its last words are known: the first are no "bí thư"
        "hoạt động của đơn vị",  # two known words, far from "đóng cửa"
        "thị xã",
    ],
)
def test_other_words_are_left_alone(text: str, pack: Pack) -> None:
    assert mender(pack)(text) == text


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
    told = [diagnostic for diagnostic in notice.diagnostics if diagnostic.code == "name-mended"]
    assert [(one.message, one.span) for one in told] == [
        (
            '"Sở Thông tin và Truyên thông" is read as "Sở Thông tin và Truyền thông"',
            notice.tasks[2].assignees[0].span,
        )
    ]


def test_an_anchor_that_is_not_found_exactly_is_found_by_its_letters(pack: Pack) -> None:
    text = (ROOT / "samples" / "commune-briefing.txt").read_text("utf-8")
    damaged = text.replace("THÔNG BÁO", "CÔNG ĐIÊN").replace("cụ thể như", "cụ thê như")
    notice = parse(damaged, rules=pack)
    assert notice.document.type_name == "Công điện"
    assert "scanned" in [diagnostic.code for diagnostic in notice.diagnostics]
