"""Several documents in one text: the first is read as if it were alone, the others are told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from notice_cli import load_rules, parse
from notice_cli.parse import parse_traced
from notice_cli.provenance import explain
from same import facts

if TYPE_CHECKING:
    from notice_cli.model import Notice

FIRST = """UBND TỈNH LÂM ĐỒNG
Số: 12/TB-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Đà Lạt, ngày 10 tháng 10 năm 2025

THÔNG BÁO
Kết luận của Chủ tịch UBND tỉnh tại cuộc họp giao ban

1. Sở Tài chính báo cáo trước ngày 20/10.
2. Sở Y tế rà soát các trạm.
"""
END = """
Nơi nhận:
- Các sở, ngành;
- Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Văn Bình
"""
SECOND = FIRST.replace("12/TB", "15/TB").replace("10 tháng 10", "14 tháng 10")
BLANKS = FIRST.replace("Số: 12/TB", "Số:      /TB").replace("ngày 10", "ngày    ")
APPENDIX = "\nPHỤ LỤC\nBIỂU MẪU BÁO CÁO\n(Kèm theo Thông báo số 12/TB-UBND)\n\n"
COPY = """
UBND HUYỆN LẠC DƯƠNG
Số: 3/SY-UBND
SAO Y
Lạc Dương, ngày 20 tháng 10 năm 2025
Nơi nhận:
- Các phòng;
- Lưu: VT.
TL. CHỦ TỊCH
CHÁNH VĂN PHÒNG
Lê Thị Mai
"""


def line_of_another(notice: Notice) -> int | None:
    """The line that is told to begin another document."""
    told = [one.message for one in notice.diagnostics if one.code == "another-document"]
    return int(told[0].split()[1]) if told else None


def assert_told(first: str, second: str) -> None:
    """The first is read as if it were alone; the line is told where the second begins."""
    notice = parse(f"{first}\n{second}")
    assert line_of_another(notice) == first.count("\n") + 2
    assert facts(notice) == facts(parse(first))


def test_a_second_document_is_told_and_not_read() -> None:
    assert_told(FIRST + END, SECOND + END)
    notice = parse(FIRST + END + "\n" + SECOND + END)
    assert [task.id for task in notice.tasks] == ["1", "2"]
    assert notice.tasks[0].due_date == date(2025, 10, 20)


def test_a_second_document_is_told_where_the_first_has_no_ending() -> None:
    assert_told(FIRST, SECOND + END)


def test_the_same_document_once_more_is_a_second_one() -> None:
    assert_told(FIRST + END, FIRST + END)


def test_a_second_document_is_told_without_its_number() -> None:
    assert_told(FIRST + END, BLANKS + END)


def test_a_second_document_is_told_without_its_head() -> None:
    assert_told(FIRST + END, FIRST.partition("THÔNG BÁO")[2].join(["THÔNG BÁO", END]))


def test_a_letter_that_brings_a_notice_along_is_the_first() -> None:
    letter = SECOND.replace("TB-UBND", "UBND-TH").replace(
        "THÔNG BÁO\nKết luận của Chủ tịch UBND tỉnh tại cuộc họp giao ban\n", "Kính gửi: Sở Y tế\n"
    )
    assert_told(letter + END, FIRST + END)


def test_a_document_behind_an_appendix_is_told() -> None:
    assert_told(FIRST + END + APPENDIX + "1. Tên đơn vị: ...\n", SECOND + END)


def test_what_stands_on_each_page_hides_no_second_document() -> None:
    pages = [
        text.replace("2. Sở Y tế", "\fUBND TỈNH LÂM ĐỒNG\n2. Sở Y tế") for text in (FIRST, SECOND)
    ]
    assert_told(pages[0] + END, pages[1] + END)


@pytest.mark.parametrize(
    "more",
    [
        APPENDIX + BLANKS.replace("THÔNG BÁO", "BÁO CÁO"),
        BLANKS.replace("THÔNG BÁO\n", "KẾ HOẠCH\n(Kèm theo Thông báo số 12/TB-UBND)\n"),
        "QUY CHẾ\nLàm việc của Tổ công tác\n(Ban hành kèm theo Quyết định số 12)\n\n1. Phạm vi.\n",
        COPY,
    ],
    ids=["form", "annex with a head", "annex", "copy"],
)
def test_what_is_appended_is_no_second_document(more: str) -> None:
    notice = parse(FIRST + END + "\n" + more)
    assert line_of_another(notice) is None
    assert notice.document.code == "12/TB-UBND"


def test_the_head_of_a_copy_is_no_first_document() -> None:
    assert line_of_another(parse(COPY.partition("Nơi nhận")[0] + "\n" + FIRST + END)) is None


def test_a_page_around_a_notice_is_no_first_document() -> None:
    page = "UBND TỈNH LÂM ĐỒNG\nCổng thông tin\nTHÔNG BÁO\nTin tức\nSố: 1/TB-XYZ\nLiên hệ\n\n"
    notice = parse(page + FIRST + END)
    assert line_of_another(notice) is None
    assert notice.document.code == "12/TB-UBND"


def test_a_notice_may_cite_the_head_of_another() -> None:
    cited = (
        FIRST + "3. Mẫu đầu văn bản:\nSố: 77/TB-UBND\nTHÔNG BÁO\n4. Sở Nội vụ hướng dẫn.\n" + END
    )
    assert line_of_another(parse(cited)) is None


def test_every_line_of_another_document_is_told() -> None:
    text = FIRST + END + "\n" + SECOND + END
    notice, stages = parse_traced(text.encode(), file="-", rules=load_rules())
    told = next(one for one in notice.diagnostics if one.code == "another-document")
    assert told.severity == "warning"
    assert told.span is not None
    assert text[slice(*told.span)] == (SECOND + END).strip()
    lines = explain(notice, stages).lines
    others = [line.number for line in lines if line.part == "another document"]
    filled = [n for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    assert others == [n for n in filled if n > (FIRST + END).count("\n")]
