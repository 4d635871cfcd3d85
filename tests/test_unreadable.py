"""Damaged numbers and dates are null and told; no other value takes their place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from notice_cli import parse

if TYPE_CHECKING:
    from notice_cli.model import Notice
    from notice_cli.rules import Pack

# With what shows that it was scanned.
HEAD = """\
Số: 12/TB-UBND                    Sơn Hà, ngày 03 tháng 6 năm 2024

THÔNG BÁO
Kết luận của Chủ tịch UBND huyện tại cuộc họp giao ban

Chủ tịch UBND huyện kết luận như sau:
1. Giao Phòng Nội vụ khân trương tông hợp, triên khai thực hiên kê hoạch.
2. """


def read(task: str, pack: Pack) -> Notice:
    return parse(HEAD + task + "\n", rules=pack)


def told(notice: Notice, code: str) -> list[str]:
    return [one.message for one in notice.diagnostics if one.code == code]


@pytest.mark.parametrize(
    "day",
    [
        "1S/6/2024",
        "l5/6/2024",
        "15/6/2O24",
        "§5/6/2024",
        "1|/6/2024",
        "15/l1/2024",
        "2! tháng 6",
        "3{/6/2024",
        "Ø3/6/2024",
        "15/6J2024",
        "156/2024",
        "15/6/202",
        "15/6/2_24",
        "2.5/6/2024",
        "15/6/2Š",
        "5 tháng Š năm 2024",
        "5 tháng 6 năm 20Z4",
        "3O/6",
    ],
)
def test_a_damaged_day_is_null_and_told(day: str, pack: Pack) -> None:
    notice = read(f"Giao Sở Y tế báo cáo UBND huyện trước ngày {day}.", pack)
    (deadline,) = notice.tasks[1].deadlines
    assert (deadline.date, deadline.last_day, deadline.edtf) == (None, None, "XXXX-XX-XX")
    assert notice.tasks[1].due_date is None
    assert notice.tasks[1].deadline_type == "dated"
    (message,) = told(notice, "unreadable-date")
    assert day in message


@pytest.mark.parametrize(
    "period",
    ["tháng 1S/2024", "tháng 11/202S", "tháng Š/2024", "quý IV/2O24", "quý lI/2024", "năm 202S"],
)
def test_a_damaged_period_is_null_and_told(period: str, pack: Pack) -> None:
    notice = read(f"Giao Sở Y tế báo cáo UBND huyện trong {period}.", pack)
    assert [deadline.date for deadline in notice.tasks[1].deadlines] == [None]
    assert len(told(notice, "unreadable-date")) == 1


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("vào ngày 2S hằng tháng", "ngày 2S"),
        ("trong vòng 1S ngày kể từ ngày họp", "1S ngày"),
        ("trước ngày 1 S/6/2024", "S/6/2024"),
    ],
)
def test_a_damaged_day_that_makes_no_deadline_is_told(words: str, shown: str, pack: Pack) -> None:
    notice = read(f"Giao Sở Y tế báo cáo UBND huyện {words}.", pack)
    assert notice.tasks[1].due_date is None
    (message,) = told(notice, "unreadable-date")
    assert f'{shown}"' in message


@pytest.mark.parametrize(
    ("read_as", "due"),
    [
        ("ngày 30/1 1/2024", date(2024, 11, 30)),
        ("ngày 1 2 tháng 1 1 năm 2024", date(2024, 11, 12)),
        ("ngày 3 0/11/20 24", date(2024, 11, 30)),
    ],
)
def test_a_space_inside_a_number_makes_no_other_day(read_as: str, due: date, pack: Pack) -> None:
    notice = read(f"Giao Sở Y tế báo cáo UBND huyện trước {read_as}.", pack)
    assert notice.tasks[1].due_date == due


def test_a_later_date_is_not_due_where_an_earlier_one_cannot_be_read(pack: Pack) -> None:
    notice = read(
        "Giao Sở Y tế lập danh sách trước ngày 1S/6/2024, báo cáo UBND huyện trước ngày 20/8/2024.",
        pack,
    )
    task = notice.tasks[1]
    assert [deadline.date for deadline in task.deadlines] == [None, date(2024, 8, 20)]
    assert task.due_date is None


def test_a_damaged_number_of_a_document_is_null_and_told(pack: Pack) -> None:
    notice = read(
        "Giao Sở Y tế thực hiện Quyết định số 2§41/QĐ-UBND ngày 17/5/2024 của UBND tỉnh.", pack
    )
    (reference,) = notice.references
    assert (reference.code, reference.date) == (None, date(2024, 5, 17))
    assert reference.text == "Quyết định số 2§41/QĐ-UBND ngày 17/5/2024 của UBND tỉnh"
    (message,) = told(notice, "unreadable-reference")
    assert "2§41/QĐ-UBND" in message


def test_a_damaged_date_of_a_document_is_null_and_told(pack: Pack) -> None:
    notice = read(
        "Giao Sở Y tế thực hiện Quyết định số 41/QĐ-UBND ngày l7/5/2024 của UBND tỉnh.", pack
    )
    (reference,) = notice.references
    assert (reference.code, reference.date) == ("41/QĐ-UBND", None)
    assert reference.organ_name == "UBND tỉnh"
    assert len(told(notice, "unreadable-reference")) == 1


def test_a_date_of_another_year_than_the_number_is_null_and_told(pack: Pack) -> None:
    notice = read(
        "Giao Sở Y tế thực hiện Nghị quyết số 24/2008/NQ-HĐND ngày 28/10/2098 của HĐND tỉnh.", pack
    )
    (reference,) = notice.references
    assert (reference.code, reference.date) == ("24/2008/NQ-HĐND", None)
    assert len(told(notice, "unreadable-reference")) == 1


def test_the_type_of_a_damaged_citation_is_the_known_one(pack: Pack) -> None:
    (reference,) = read("Giao Sở Y tế thực hiện Nghị quyêt sô 41/NQ-HĐND.", pack).references
    assert reference.type_name == "Nghị quyết"
    assert reference.text == "Nghị quyêt sô 41/NQ-HĐND"


def test_whole_dates_of_a_scanned_text_are_read(pack: Pack) -> None:
    notice = read("Giao Sở Y tế báo cáo UBND huyện trước ngày 15/6/2024.", pack)
    assert notice.tasks[1].due_date == date(2024, 6, 15)
    assert told(notice, "unreadable-date") == []
