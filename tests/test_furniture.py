"""What is printed into the text and is none of it: stamps, marks, numbers of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notice_cli import parse
from notice_cli.furniture import drop_furniture
from notice_cli.lines import split_lines
from notice_cli.numbering import read_numbers
from notice_cli.rules import load_rules

if TYPE_CHECKING:
    from notice_cli.rules import Pack


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_rules()


def kept(text: str, pack: Pack) -> list[str]:
    return [line.value for line in drop_furniture(split_lines(text, pack), pack)[0]]


def dropped(text: str, pack: Pack) -> list[str]:
    return [line.value for line, _ in drop_furniture(split_lines(text, pack), pack)[1]]


STAMP = "Ký bởi: Văn phòng Ngày ký: 13/10/2025 16:40:12 +07:00"


@pytest.mark.parametrize("line", ["rà soát " + STAMP, STAMP + " rà soát", f"rà {STAMP} soát"])
def test_a_stamp_leaves_the_words_of_its_line(line: str, pack: Pack) -> None:
    assert kept(line, pack) == ["rà soát"]
    assert dropped(line, pack) == [STAMP]


def test_words_of_the_text_that_speak_of_signing_stay(pack: Pack) -> None:
    line = "hợp đồng được ký bởi hai bên ngày 13/10/2025, người ký chịu trách nhiệm"
    assert kept(line, pack) == [line]


def test_below_a_stamp_beside_columns_stands_the_rest_of_it(pack: Pack) -> None:
    text = "UBND TỈNH      Ký bởi: Văn phòng\nLÀO CAI        vp@example.gov.vn\n"
    assert kept(text, pack) == ["UBND TỈNH", "LÀO CAI"]


def test_a_header_right_below_a_stamp_or_a_code_is_kept(pack: Pack) -> None:
    text = "*00.00.H50*\nKý bởi: Văn phòng\nỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n"
    assert kept(text, pack) == ["ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI"]


LONG = "Giao Sở Tài chính chủ trì, phối hợp với các đơn vị có liên quan rà soát, tổng hợp"


def test_a_short_line_that_cuts_sentences_again_and_again_is_dropped(pack: Pack) -> None:
    text = f"Kết luận.\n{LONG}\nNội bộ\nkết quả.\n{LONG}\nNội bộ\nsố liệu.\n"
    assert kept(text, pack) == ["Kết luận.", LONG, "kết quả.", LONG, "số liệu."]


def test_a_short_line_between_sentences_is_kept(pack: Pack) -> None:
    text = f"{LONG}.\nNội bộ\nKết quả.\n{LONG}.\nNội bộ\nSố liệu.\n"
    assert kept(text, pack).count("Nội bộ") == 2


def test_numbers_of_lines_leave_the_places_of_all_words() -> None:
    lines = [f"dòng {n}" for n in range(1, 12)]
    text = "\n".join(f"{n:>4}  {line}" for n, line in enumerate(lines, 1))
    bare = read_numbers(text)
    assert bare is not None
    assert len(bare) == len(text)
    assert [line.strip() for line in bare.split("\n")] == lines


def test_numbers_of_items_are_no_numbers_of_lines() -> None:
    assert read_numbers("\n".join(f"{n}. Giao Sở Tài chính" for n in range(1, 12))) is None


def test_numbers_of_lines_are_told() -> None:
    text = "\n".join(f"{n:>4}  Giao Sở Tài chính báo cáo." for n in range(1, 12))
    notice = parse(text)
    assert "numbers" in notice.source.repairs
    assert "markup" in [told.code for told in notice.diagnostics]


def test_a_title_in_capitals_is_no_mark_across_a_page(pack: Pack) -> None:
    text = (
        f"Võ Cường, ngày 21 tháng 11 năm 2025 của phường\nCỦA BAN THƯỜNG VỤ\nvề đô thị\n{LONG}.\n"
    )
    assert "CỦA BAN THƯỜNG VỤ" in kept(text, pack)


def test_a_code_that_is_cited_on_a_line_of_its_own_is_kept(pack: Pack) -> None:
    text = f"Kết luận.\n{LONG} theo Tờ trình số\n63-TTr/BTCHU,\nngày 03/7/2024 của Ban.\n"
    assert "63-TTr/BTCHU," in kept(text, pack)
