"""The day of the meeting, who concluded, who took part."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import notice_cli
from notice_cli.entities import read
from notice_cli.event import read_event
from notice_cli.model import Document
from notice_cli.text import Text

if TYPE_CHECKING:
    from notice_cli.model import Event
    from notice_cli.rules import Pack


def event(
    pack: Pack, subject: str | None, *opening: str, issued: str | None = "2025-10-13"
) -> Event:
    document = Document(subject=subject, issued_date=date.fromisoformat(issued) if issued else None)
    found, _ = read_event(document, [read(Text.of(text), pack) for text in opening], pack)
    return found


@pytest.mark.parametrize(
    ("whom", "name", "position"),
    [
        ("Phó Chủ tịch UBND tỉnh Võ Phiên", "Võ Phiên", "Phó Chủ tịch UBND tỉnh"),
        (
            "Phó Chủ tịch UBND tỉnh Hoàng Thị Lan Phương",
            "Hoàng Thị Lan Phương",
            "Phó Chủ tịch UBND tỉnh",
        ),
        ("Chủ tịch UBND xã Phạm Đức Long", "Phạm Đức Long", "Chủ tịch UBND xã"),
        ("Chủ tịch UBND xã Tân Lập Phạm Đức Long", "Phạm Đức Long", "Chủ tịch UBND xã Tân Lập"),
        ("Chủ tịch UBND tỉnh Cao Bằng Lê Hải Hòa", "Lê Hải Hòa", "Chủ tịch UBND tỉnh Cao Bằng"),
        (
            "đồng chí Đoàn Thanh Sơn, Phó Chủ tịch UBND tỉnh, Phó Trưởng ban Ban Chỉ đạo",
            "Đoàn Thanh Sơn",
            "Phó Chủ tịch UBND tỉnh, Phó Trưởng ban Ban Chỉ đạo",
        ),
        (
            "đồng chí Nguyễn Văn Hải - Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh",
            "Nguyễn Văn Hải",
            "Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh",
        ),
        ("ông Trần Văn Bình, Giám đốc Sở", "Trần Văn Bình", "Giám đốc Sở"),
        ("Thứ trưởng Bùi Quốc Đạt", "Bùi Quốc Đạt", "Thứ trưởng"),
        ("Phó Thủ tướng Chính phủ Đặng Quốc Thịnh", "Đặng Quốc Thịnh", "Phó Thủ tướng Chính phủ"),
        ("Chủ tịch UBND tỉnh - đồng chí Trần Văn Bình", "Trần Văn Bình", "Chủ tịch UBND tỉnh"),
        ("đồng chí Trần Văn Bình", "Trần Văn Bình", None),
    ],
)
def test_the_subject_names_who_concluded(
    pack: Pack, whom: str, name: str, position: str | None
) -> None:
    for end in (" tại cuộc họp về đầu tư", " về công tác đầu tư", ""):
        person = event(pack, f"Kết luận của {whom}{end}").concluded_by
        assert person is not None
        assert (person.full_name, person.position) == (name, position)


@pytest.mark.parametrize(
    ("subject", "opening", "name", "position"),
    [
        (
            "Kết luận của Chủ tịch UBND xã tại hội nghị",
            "đồng chí Lương Văn Thắng, Chủ tịch UBND xã chủ trì hội nghị",
            "Lương Văn Thắng",
            "Chủ tịch UBND xã",
        ),
        (
            "Kết luận của Giám đốc Ban tại cuộc họp",
            "Giám đốc Ban Đào Mạnh Cường chủ trì cuộc họp",
            "Đào Mạnh Cường",
            "Giám đốc Ban",
        ),
        (
            "Kết luận cuộc họp về đầu tư",
            "đồng chí Trần Văn Bình, Phó Chủ tịch UBND tỉnh, Trưởng ban chủ trì",
            "Trần Văn Bình",
            "Phó Chủ tịch UBND tỉnh",
        ),
        # Two words behind a commune may be its name or a person's: the opening tells.
        (
            "Kết luận của Chủ tịch UBND xã Lê Na tại cuộc họp",
            "đồng chí Lê Na, Chủ tịch UBND xã chủ trì",
            "Lê Na",
            "Chủ tịch UBND xã",
        ),
    ],
)
def test_the_opening_names_who_concluded(
    pack: Pack, subject: str, opening: str, name: str, position: str
) -> None:
    person = event(pack, subject, f"Ngày 10/10/2025, {opening}.").concluded_by
    assert person is not None
    assert (person.full_name, person.position) == (name, position)


@pytest.mark.parametrize(
    ("subject", "opening"),
    [
        (
            "Kết luận của Lãnh đạo UBND huyện tại hội nghị",
            "do đồng chí Lê Văn An - Phó Chủ tịch UBND huyện chủ trì",
        ),
        ("Kết luận của Giám đốc Sở tại cuộc họp", "đồng chí Lê Văn An, Chủ tịch UBND xã chủ trì"),
        ("Kết luận của Chủ tịch UBND huyện Sơn Tây tại cuộc họp", "UBND huyện tổ chức cuộc họp"),
        ("Về việc tuyển dụng công chức năm 2025", "đồng chí Lê Văn An, Chủ tịch UBND xã chủ trì"),
        ("triển khai kết luận của Thủ tướng Chính phủ Lê Văn An", "UBND tỉnh nhận được công văn"),
        (None, "UBND tỉnh thông báo như sau:"),
    ],
)
def test_nobody_is_named(pack: Pack, subject: str | None, opening: str) -> None:
    assert event(pack, subject, f"Ngày 10/10/2025, {opening}.").concluded_by is None


def test_only_a_notice_that_concludes_has_an_event(pack: Pack) -> None:
    found = event(pack, "Về việc tuyển dụng", "Ngày 02/6/2025, UBND tỉnh tổ chức cuộc họp.")
    assert found.date is None
    found = event(
        pack,
        "Về việc đầu tư",
        "Ngày 02/6/2025, Chủ tịch UBND tỉnh chủ trì họp và kết luận như sau:",
    )
    assert found.date == date(2025, 6, 2)


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("Ngày 10/10/2025, Phó Chủ tịch UBND tỉnh chủ trì cuộc họp", "2025-10-10"),
        ("Sáng ngày 12 tháng 6 năm 2025, Giám đốc Sở chủ trì cuộc họp", "2025-06-12"),
        ("Căn cứ kết quả đến 01/8/2025; ngày 05/9/2025, Giám đốc chủ trì cuộc họp", "2025-09-05"),
        # Without a year: the last before the issue. A stretch: its last day.
        ("Ngày 30/12, Giám đốc Sở chủ trì cuộc họp", "2024-12-30"),
        ("Trong 02 ngày 10 và 11/6, Đoàn công tác kiểm tra thực địa", "2025-06-11"),
        ("Từ ngày 02/6/2025 đến ngày 05/6/2025, Đoàn công tác kiểm tra thực địa", "2025-06-05"),
        # After the issue it cannot be.
        ("Ngày 10/11/2025, Giám đốc Sở chủ trì cuộc họp", None),
        ("Giám đốc Sở chủ trì cuộc họp", None),
    ],
)
def test_day(pack: Pack, opening: str, day: str | None) -> None:
    found = event(pack, "Kết luận của Giám đốc Sở tại cuộc họp", f"{opening}.")
    assert found.date == (day and date.fromisoformat(day))


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Tham dự cuộc họp có lãnh đạo Sở Y tế, Sở Tài chính.", ["Sở Y tế", "Sở Tài chính"]),
        ("Cùng dự có đại diện lãnh đạo các Sở: Y tế, Nội vụ.", ["Sở Y tế", "Sở Nội vụ"]),
        ("Dự họp có Chủ tịch UBND xã Tân Lập; Sở Y tế.", ["Chủ tịch UBND xã Tân Lập", "Sở Y tế"]),
        ("Sau khi nghe Sở Y tế báo cáo.", []),
    ],
)
def test_participants(pack: Pack, words: str, names: list[str]) -> None:
    opening = f"Ngày 10/10/2025, Giám đốc Sở chủ trì cuộc họp. {words} Sở Nội vụ báo cáo."
    found = event(pack, "Kết luận của Giám đốc Sở tại cuộc họp", opening)
    assert list(found.participants) == names


def test_spans(pack: Pack) -> None:
    opening = (
        "Ngày 10/10/2025, đồng chí Lê Văn An, Giám đốc Sở chủ trì. Dự họp có lãnh đạo Sở Y tế."
    )
    spans = event(pack, "Kết luận cuộc họp", opening).spans
    day, person, present = spans["date"], spans["concluded_by"], spans["participants"]
    assert isinstance(day, tuple)
    assert isinstance(person, tuple)
    assert isinstance(present, list)
    assert opening[slice(*day)] == "10/10/2025"
    assert opening[slice(*person)] == "Lê Văn An"
    assert opening[slice(*present[0])].endswith("Sở Y tế")


def test_one_presides_whatever_the_office(pack: Pack) -> None:
    subject = "Kết luận của Chủ tọa phiên chất vấn tại kỳ họp"
    found = event(pack, subject, "Ngày 10/10/2025, ông Lê Văn An, Chủ tịch HĐND tỉnh chủ trì.")
    assert found.concluded_by is not None
    assert found.concluded_by.position == "Chủ tịch HĐND tỉnh"


@pytest.mark.parametrize("place", ["xã Yên Lãng", "phường Trần Hưng Đạo"])
def test_the_name_of_a_place_is_no_person(pack: Pack, place: str) -> None:
    opening = f"Ngày 10/10/2025, Chủ tịch UBND {place} chủ trì cuộc họp."
    assert event(pack, "Kết luận cuộc họp", opening).concluded_by is None


def test_the_list_of_those_present_assigns_nothing(pack: Pack) -> None:
    notice = notice_cli.parse(
        "THÔNG BÁO\nKết luận cuộc họp về thủy lợi\n\n"
        "Ngày 10/10/2025, đồng chí Lê Văn An, Giám đốc Sở chủ trì cuộc họp.\n"
        "Thành phần tham dự:\n- Sở Tài chính;\n- UBND xã Tân Lập: ông Trần Văn Bình.\n"
        "1. Giao Sở Xây dựng kiểm tra.\n2. Giao Sở Tài chính bố trí vốn.\n",
        rules=pack,
    )
    assert notice.event.participants == ("Sở Tài chính", "UBND xã Tân Lập")
    assert [task.id for task in notice.tasks] == ["1", "2"]
