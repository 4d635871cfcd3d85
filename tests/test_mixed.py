"""Lines in letters of an old font among others: read anew where that is sure, told anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from notice_cli import parse
from notice_cli.lost_case import raised
from notice_cli.mixed import unmix
from notice_cli.source import decode
from shapes_fonts import typed

if TYPE_CHECKING:
    from notice_cli.rules import Pack

HEADER = """\
ỦY BAN NHÂN DÂN
TỈNH THANH HÓA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
"""
BODY = "THÔNG BÁO\nKết luận cuộc họp\n1. Giao Sở Nội vụ rà soát trước ngày 05/5/2026.\n"
FOREIGN = [
    "Müller, Ångström và Gößner dự họp; São Paulo, Curaçao, Reykjavík, Øresund, Łódź.",
    "Bà H'Bĭa Niê, ông Y Čăm Êban, buôn Kŏ Tam, buôn Ƀuôr; xã Ea Tŭl.",
    "« Là où la forêt s'étend, les élèves âgés de huit ans étaient déjà là. »",
    'for (i = 0; i < 10; i++) { a[i] = "é§¶"; } // café naïve ¬x',
    "20°C ± 0,5; ½ ha; 3 m²; §5; 7 µg/m³; © 2025; Señor Muñoz; schöne Grüße für Bäume",
    "越南政府关于行政文书的通知",
]


@pytest.mark.parametrize("font", ["tcvn3", "vni", "mojibake"])
def test_a_header_in_an_old_font_is_read_anew_and_told(font: str, pack: Pack) -> None:
    found = decode((typed(HEADER, font) + BODY).encode(), "x", pack)
    assert found.value == HEADER + BODY
    assert (found.encoding, found.repairs) == ("utf-8", (font,))
    (told,) = found.told
    assert (told.severity, told.code) == ("info", "encoding")
    assert told.message.startswith(f"4 lines were in letters of {font}")


def test_small_letters_that_a_font_drew_as_capitals_come_back(pack: Pack) -> None:
    typed_small = typed(HEADER.lower(), "tcvn3").splitlines()[:3]
    found = unmix("\n".join([*typed_small, BODY]), pack)
    assert found.value.splitlines()[:3] == HEADER.splitlines()[:3]


def test_a_title_that_goes_on_over_lines_is_in_capitals_all_along(pack: Pack) -> None:
    head = "UBND TỈNH LÀO CAI\nBAN QUẢN LÝ CÁC DỰ ÁN\nCÔNG TRÌNH TRỌNG ĐIỂM\nSố: 12/TB-BQL\n"
    found = unmix(
        typed(head.lower(), "tcvn3").replace("sè: 12/tb-bql", "Số: 12/TB-BQL") + BODY, pack
    )
    assert found.value == head + BODY


def test_words_below_the_type_stay_small(pack: Pack) -> None:
    head = f"{HEADER}THÔNG BÁO\nvề việc cấp nước cho các bản vùng cao\n"
    assert unmix(typed(head, "tcvn3") + BODY, pack).value == head + BODY


def test_what_goes_on_with_an_old_line_is_read_as_that_is(pack: Pack) -> None:
    text = "1. Giao Ban Quản lý dự án nghiệm thu khi nhà thầu xong lớp\nmóng.\n"
    assert unmix(typed(HEADER + text, "tcvn3") + BODY, pack).value == HEADER + text + BODY


def test_a_name_of_western_letters_beside_old_lines_stays(pack: Pack) -> None:
    text = f"{typed('KT. GIÁM ĐỐC', 'tcvn3')}\n{typed('PHÓ GIÁM ĐỐC', 'tcvn3')}\nThái Thanh Ngân\n"
    assert unmix(typed(HEADER, "tcvn3") + BODY + text, pack).value.endswith("\nThái Thanh Ngân\n")


def test_columns_of_one_line_may_be_in_different_fonts(pack: Pack) -> None:
    left, right = "ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    found = unmix(f"{typed(left, 'tcvn3')}      {right}\n{BODY}", pack)
    assert found.value == f"{left}      {right}\n{BODY}"


def test_a_line_that_is_not_sure_stays_and_is_told(pack: Pack) -> None:
    line = typed("Số thông", "tcvn3")
    notice = parse(f"{BODY}{line}\n", rules=pack)
    assert notice.source.repairs == ()
    told = [d for d in notice.diagnostics if d.code == "mixed-letters"]
    assert [(d.severity, d.span) for d in told] == [("warning", (len(BODY), len(BODY)))]


@pytest.mark.parametrize("line", FOREIGN)
@pytest.mark.parametrize("times", [1, 30])
def test_lines_of_other_languages_are_not_touched(line: str, times: int, pack: Pack) -> None:
    text = BODY + f"{line}\n" * times
    found = decode(text.encode(), "x", pack)
    assert (found.value, found.repairs, found.told) == (text, (), ())


@pytest.mark.parametrize("line", FOREIGN)
def test_nor_where_others_are_read_anew(line: str, pack: Pack) -> None:
    text = f"{typed(HEADER, 'tcvn3')}{BODY}{line}\n"
    assert unmix(text, pack).value == f"{HEADER}{BODY}{line}\n"


def test_no_clean_notice_is_touched(pack: Pack) -> None:
    for path in sorted(ROOT.glob("*/**/*.txt")):
        if {"samples", "notices", "english"} & set(path.parts):
            found = unmix(path.read_text("utf-8"), pack)
            assert (found.anew, found.left) == ((), ()), path


def test_a_lone_title_that_is_a_word_as_it_came_is_read_with_the_others(pack: Pack) -> None:
    head = f"{HEADER}KHẨN\n"
    assert unmix(typed(head, "tcvn3") + BODY, pack).value == head + BODY


def test_a_word_that_stands_alone_and_is_no_title_stays(pack: Pack) -> None:
    assert "\nKHÈN SÁO\n" in unmix(typed(HEADER, "tcvn3") + "\nKHÈN SÁO\n" + BODY, pack).value


def test_a_title_goes_on_behind_a_comma(pack: Pack) -> None:
    head = "BAN CHỈ ĐẠO XÓA NHÀ TẠM,\n"
    text = typed(HEADER, "tcvn3") + head + typed("nhà dột nát tỉnh\n", "tcvn3") + BODY
    assert unmix(text, pack).value == HEADER + head + "NHÀ DỘT NÁT TỈNH\n" + BODY


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("óc Eo, ngày 11 tháng 3 năm 2026", "Óc Eo, ngày 11 tháng 3 năm 2026"),
        ("xã ân ái, ngày 11 tháng 3 năm 2026", "xã Ân Ái, ngày 11 tháng 3 năm 2026"),
        ("ở xã An Thi, ngày 11 tháng 3, đã", "ở xã An Thi, ngày 11 tháng 3, đã"),
    ],
)
def test_a_place_has_the_capitals_that_the_font_lacks(line: str, read: str, pack: Pack) -> None:
    assert raised(line, pack) == read
