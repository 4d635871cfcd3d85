"""Damaged markers are settled by the sequence, and by nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notice_cli import parse
from notice_cli.lines import split_lines
from notice_cli.mending import mended
from notice_cli.paragraphs import read_paragraphs
from notice_cli.settling import read_markers

if TYPE_CHECKING:
    from notice_cli.rules import Pack


def labels(text: str, pack: Pack) -> list[str | None]:
    markers = read_markers(split_lines(text, pack), mended(pack))
    return [marker.label if marker else None for marker in markers]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("a) Rà soát\nb) Lập\n©) Trình\nd) Gửi", "a b c d"),
        ("e) Rà soát\nø) Lập\nh) Trình", "e g h"),
        ("I. Chung\nII. Tồn tại\nIỈI. Nhiệm vụ\nIV. Khác", "I II III IV"),
        ("l. Sở Y tế\n2. Sở Nội vụ", "1 2"),
        ("1. Sở Y tế\n2, Sở Nội vụ\n3. Sở Xây dựng", "1 2 3"),
        ("1. Sở Y tế\n_ 2. Sở Nội vụ\n3. Sở Xây dựng", "1 2 3"),
        ("1. Sở Y tế\n1.I. Rà soát\n1.2. Lập", "1 1.1 1.2"),
        ("7. Sở Y tế\n7,1, Rà soát\n7.2. Lập", "7 7.1 7.2"),
        ("7. Sở Y tế\n8§. Sở Nội vụ\n9. Sở Xây dựng", "7 8 9"),  # one digit read twice
        ("I. Chung\nI. Nhiệm vụ\nHI. Phân công\nIV. Tổ chức", "I II III IV"),
        ("I. Chung\nH. Nhiệm vụ\nIII. Tổ chức", "I II III"),
        ("I. Chung\nH. Nhiệm vụ\nII. Tổ chức", "I II III"),  # a stroke lost
        ("I. Chung\nG. Xem\nH. Nhiệm vụ\nII. Tổ chức", "I G H II"),
        # A digit that is settled on both sides.
        ("4. Sở Y tế\n3. Sở Nội vụ\n6. Sở Xây dựng", "4 5 6"),
        ("I. Chung\nII. Nhiệm vụ\nI. Sở Y tế\n2. Sở Nội vụ", "I II 1 2"),
        # A letter that was left out by the author, or one that was misread.
        ("c) Rà soát\nđ) Lập\ne) Trình", "c đ e"),
        ("b) Rà soát\nc) Lập\nđ) Trình\nđ) Gửi", "b c d đ"),
    ],
)
def test_the_sequence_settles_a_damaged_marker(printed: str, expected: str, pack: Pack) -> None:
    assert labels(printed, pack) == expected.split()


@pytest.mark.parametrize(
    "printed",
    [
        "a) Rà soát\n©) Trình\nd) Gửi",  # b or c
        "©) Trình\nđơn vị",
        "1. Sở Y tế\nS, Sở Nội vụ\n8. Sở Xây dựng",  # a gap on both sides
        "trong năm\nl, Sở Nội vụ",
    ],
)
def test_without_a_sequence_a_marker_stays_unread(printed: str, pack: Pack) -> None:
    assert labels(printed, pack)[1 if printed[0] != "©" else 0] is None


def test_dashes_are_dashes_however_they_are_read(pack: Pack) -> None:
    found = read_markers(
        split_lines("-_ Sở Y tế\n~= Sở Nội vụ\n-- Sở Xây dựng", pack), mended(pack)
    )
    assert [marker and marker.kind for marker in found] == ["dash"] * 3


def test_a_clean_text_keeps_its_markers(pack: Pack) -> None:
    lines = split_lines("4. Sở Y tế.\n©) Sở Nội vụ.\n5, Sở Xây dựng.", pack)
    found = [paragraph.marker for paragraph in read_paragraphs(lines, pack)]
    assert [marker.label for marker in found if marker] == ["4"]


def test_a_settled_marker_is_told_and_stays_as_printed(pack: Pack) -> None:
    text = (
        "THÔNG BÁO\nKết luận tại cuộc họp\n\nChủ tịch UBND huyện kết luận như sau:\n"
        "Giao Phòng Nội vụ khân trương triên khai, tô chức thực hiên các nhiệm vụ sau:\n"
        "a) Rà soát hô sơ.\nb) Lập danh sách.\n©) Trình UBND huyện.\nd) Gửi báo cáo.\n"
    )
    notice = parse(text, rules=pack)
    assert "markers" in notice.source.repairs
    told = [one.message for one in notice.diagnostics if one.code == "marker-mended"]
    assert told == ['the marker "©)" is read as "c"']
    assert [task.id for task in notice.tasks] == ["a", "b", "c", "d"]
