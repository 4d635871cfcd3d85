"""Endings of scanned texts, read across their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notice_cli import parse
from notice_cli.beside import parted
from notice_cli.lines import split_lines
from notice_cli.mending import mended

if TYPE_CHECKING:
    from notice_cli.rules import Pack

SCANNED = """\
UBND TỈNH HÀ PHÚ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 12/UBND-KT Hà Phú, ngày 03 tháng 6 năm 2024

Kính gửi: Sở Xây dựng.

Chủ tịch UBND tỉnh yêu câu Sở Xây dựng khân trương triên khai, kiêm tra các công trình, báo cáo
UBND tỉnh trước ngày 10/6/2024 đê tông hợp, xử lý theo thâm quyên./.

{title}
- Như trên;
- Thường trực Tỉnh ủy (bícáo);
- Ban Tiếp công dân (/c)#
- Các sở, ngành; VY
“ UBND các huyện, thị xã; {name}
- Công báo tỉnh; =k ÁNH VĂN PHÒNG
- Lưu: VT, KT.
"""


@pytest.mark.parametrize(
    ("read", "left", "right"),
    [
        ("- Như trên; Lê Thị Minh", "- Như trên;", "Lê Thị Minh"),
        ("- Như trên; PHÓ GIÁM ĐỐC", "- Như trên;", "PHÓ GIÁM ĐỐC"),
        ("- Như trên; =k ÁNH VĂN PHÒNG", "- Như trên;", "=k ÁNH VĂN PHÒNG"),
        ("R “s46 - 4n TL. CHỦ TỊCH", "R “s46 - 4n", "TL. CHỦ TỊCH"),
    ],
)
def test_what_stands_beside_goes_behind(read: str, left: str, right: str, pack: Pack) -> None:
    lines = split_lines(f"{read}\n- Lưu: VT.", pack)
    assert [line.value for line in parted(lines, mended(pack))] == [left, "- Lưu: VT.", right]


@pytest.mark.parametrize(
    "read",
    [
        "- Báo Hà Phú; Đài Phát thanh tỉnh",
        "- Cục Thuế tỉnh; VNPT Hà Phú",
        "- Sở Y tế; VP UBND",
        "TL. CHỦ TỊCH",
        "PHƠ CHÁNH VĂN PHÒNG",
        "Nơi nhận: KT. CHỦ TỊCH",
        "- Lưu: VT, KT",
    ],
)
def test_other_lines_stay_whole(read: str, pack: Pack) -> None:
    lines = split_lines(read, pack)
    assert parted(lines, mended(pack)) == lines


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "Nơi nhận: KT. GIÁM ĐỐC",
            ["Nơi nhận: KT. GIÁM ĐỐC", "- Giám đốc Sở (b/c);", "- Lưu: VT.", "PHÓ GIÁM ĐỐC"],
        ),
        ("Nơi nhận:", ["Nơi nhận:", "- Giám đốc Sở (b/c); PHÓ GIÁM ĐỐC", "- Lưu: VT."]),
    ],
)
def test_clean_texts_share_lines_only_where_the_title_does(
    title: str, lines: list[str], pack: Pack
) -> None:
    text = f"{title}\n- Giám đốc Sở (b/c); PHÓ GIÁM ĐỐC\n- Lưu: VT."
    assert [line.value for line in parted(split_lines(text, pack), pack)] == lines


def test_receivers_and_signer_are_told_apart(pack: Pack) -> None:
    notice = parse(SCANNED.format(title="R “s46 - 4n TL. CHỦ TỊCH", name="Lê Thị Minh"), rules=pack)
    assert [(one.name, one.purpose) for one in notice.recipients.entries] == [
        ("Như trên", None),
        ("Thường trực Tỉnh ủy", "bícáo"),
        ("Ban Tiếp công dân", "/c"),
        ("Các sở, ngành", None),
        ("UBND các huyện, thị xã", None),
        ("Công báo tỉnh", None),
    ]
    assert notice.recipients.archive == "VT, KT"
    assert notice.signature.competence == ("TL. CHỦ TỊCH",)
    assert notice.signature.full_name == "Lê Thị Minh"


def test_a_title_that_cannot_be_read_belongs_to_no_task(pack: Pack) -> None:
    notice = parse(SCANNED.format(title="N‹ m h#n:", name="Lê Thị Minh"), rules=pack)
    assert [task.text[-10:] for task in notice.tasks] == ["thâm quyên"]


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("- Lưu: VT, CN (2b). Tùng Phạm Đăng Khoa", "Phạm Đăng Khoa"),
        ("- Lưu: VT, CN. Tờm Văn Đăng Khoa", "Tờm Văn Đăng Khoa"),
        ("- Lưu: VT, CN. Tờm Đăng Khoa", "Tờm Đăng Khoa"),
    ],
)
def test_a_name_begins_with_its_surname(read: str, name: str, pack: Pack) -> None:
    lines = split_lines(f"Nơi nhận: GIÁM ĐỐC\n{read}", pack)
    assert parted(lines, pack)[-1].value == name
