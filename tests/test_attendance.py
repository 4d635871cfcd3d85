"""Lists of those present: an item is one name, whether the rules for bodies know it or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notice_cli.attendance import those_present
from notice_cli.entities import read
from notice_cli.text import Text

if TYPE_CHECKING:
    from notice_cli.rules import Pack


def present(words: str, pack: Pack) -> list[str]:
    reading = read(Text.of(words), pack)
    return [one.name for one in those_present(reading, 0, len(words), pack)]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        # Verbs inside names: nothing goes on behind them in a list.
        ("Công ty Cổ phần Kiểm định Phương Nam", ["Công ty Cổ phần Kiểm định Phương Nam"]),
        (
            "Phòng Theo dõi thi hành pháp luật, Trung tâm Khai thác hạ tầng và Sở Tài chính",
            [
                "Phòng Theo dõi thi hành pháp luật",
                "Trung tâm Khai thác hạ tầng",
                "Sở Tài chính",
            ],
        ),
        # Nobody of the rules for bodies, but somebody in a list.
        (
            "Sở Y tế; đại diện 12 tiểu thương chợ Mới; gần 40 hộ nuôi cá lồng",
            ["Sở Y tế", "12 tiểu thương chợ Mới", "gần 40 hộ nuôi cá lồng"],
        ),
        (
            "Bí thư Đoàn trường, chủ nhiệm các câu lạc bộ",
            ["Bí thư Đoàn trường", "chủ nhiệm các câu lạc bộ"],
        ),
        # A noun goes on with nouns, not with a name.
        (
            "Công an xã, hộ kinh doanh, hợp tác xã quanh chợ",
            ["Công an xã", "hộ kinh doanh, hợp tác xã quanh chợ"],
        ),
        # Words in capitals: a body of its own, or more of the name before them.
        (
            "Khoa Luật, Phân viện Tây Nguyên, GĐ BQLDA huyện",
            ["Khoa Luật", "Phân viện Tây Nguyên", "GĐ BQLDA huyện"],
        ),
        ("Phòng Hậu kiểm, Lưu mẫu và Vật tư", ["Phòng Hậu kiểm, Lưu mẫu và Vật tư"]),
        ("17/19 thành viên Hội đồng", ["17/19 thành viên Hội đồng"]),
    ],
)
def test_an_item_is_one_name(pack: Pack, words: str, names: list[str]) -> None:
    assert present(words, pack) == names


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (
            "các đồng chí: Lò Thị Xuân, Phó Bí thư Đảng ủy, Chủ tịch UBND xã; Vàng Páo, Phó Bí thư",
            [
                "Lò Thị Xuân, Phó Bí thư Đảng ủy, Chủ tịch UBND xã",
                "Vàng Páo, Phó Bí thư",
            ],
        ),
        ("Phó Viện trưởng Đặng Thu Ba; Sở Nội vụ", ["Phó Viện trưởng Đặng Thu Ba", "Sở Nội vụ"]),
        # Who came for a body, and the names of several in one office.
        (
            "Sở Xây dựng: ông Lê Tấn Lộc, Trưởng phòng; Công an tỉnh: bà Hồ Thị Mão, Đội trưởng",
            ["Sở Xây dựng", "Công an tỉnh"],
        ),
        (
            "các Phó Chủ tịch UBND tỉnh: Lê Tấn Lộc, Hồ Thị Mão; Thanh tra tỉnh",
            ["các Phó Chủ tịch UBND tỉnh", "Thanh tra tỉnh"],
        ),
    ],
)
def test_persons_keep_their_offices(pack: Pack, words: str, names: list[str]) -> None:
    assert present(words, pack) == names


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (
            "lãnh đạo các cơ quan: Sở Tài chính, Báo và Phát thanh, Truyền hình tỉnh",
            ["Sở Tài chính", "Báo và Phát thanh, Truyền hình tỉnh"],
        ),
        (
            "về phía Công ty có Ban Giám đốc, Quản đốc phân xưởng 2; tại điểm cầu xã có Công an xã",
            ["Ban Giám đốc", "Quản đốc phân xưởng 2", "Công an xã"],
        ),
        (
            "đại diện các ngân hàng: Agribank, BIDV và 05 quỹ tín dụng",
            ["Agribank", "BIDV", "05 quỹ tín dụng"],
        ),
        ("1) Phòng Kinh tế; 2) Hội Nông dân xã", ["Phòng Kinh tế", "Hội Nông dân xã"]),
    ],
)
def test_what_only_introduces_a_name_is_no_part_of_it(
    pack: Pack, words: str, names: list[str]
) -> None:
    assert present(words, pack) == names


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Sở Tài chính; sau khi nghe Sở Xây dựng báo cáo", ["Sở Tài chính"]),
        ("Sở Nội vụ báo cáo tiến độ", ["Sở Nội vụ"]),
        ("Trung tâm Phát triển quỹ đất (đơn vị tư vấn)", ["Trung tâm Phát triển quỹ đất"]),
        ("Sở Tài chính để thống nhất phương án", ["Sở Tài chính"]),
    ],
)
def test_a_name_ends_where_the_sentence_goes_on(pack: Pack, words: str, names: list[str]) -> None:
    assert present(words, pack) == names


def test_spans_are_the_words_of_the_name(pack: Pack) -> None:
    words = "Sở Y tế, Công ty Cổ phần Kiểm định Phương Nam"
    reading = read(Text.of(words), pack)
    spans = [words[one.start : one.end] for one in those_present(reading, 0, len(words), pack)]
    assert spans == ["Sở Y tế", "Công ty Cổ phần Kiểm định Phương Nam"]
