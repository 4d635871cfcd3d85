"""The calendar, and what deadlines come to: days, working days, recurrences, doubts."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from notice_cli import dates, deadlines
from notice_cli.dates import Days, Reference
from notice_cli.entities import read
from notice_cli.text import Text

if TYPE_CHECKING:
    from notice_cli.model import Deadline, Diagnostic
    from notice_cli.rules import Pack

MONDAY = date(2025, 10, 13)


def found(
    words: str, pack: Pack, reference: Reference | None = None
) -> tuple[list[Deadline], list[Diagnostic]]:
    """The deadlines of a text; issued on a Monday, the meeting three days before."""
    known = reference or Reference(MONDAY, MONDAY, date(2025, 10, 10))
    return deadlines.find(read(Text.of(words), pack), pack, known)


def test_a_day_that_the_calendar_has_not_is_none() -> None:
    assert dates.day(2025, 11, 30) == date(2025, 11, 30)
    assert dates.day(2025, 11, 31) is None
    assert dates.day(2025, 13, 1) is None
    assert dates.day(2028, 2, 29) == date(2028, 2, 29)


def test_two_digits_are_a_year_of_this_century() -> None:
    assert dates.full_year(25) == 2025
    assert dates.full_year(2025) == 2025


@pytest.mark.parametrize(
    ("year", "month", "last"),
    [
        (2024, 2, date(2024, 2, 29)),
        (2025, 12, date(2025, 12, 31)),
        (2025, 13, date(2026, 1, 31)),
        (2025, 0, date(2024, 12, 31)),
    ],
)
def test_the_days_of_a_month_also_past_the_year(year: int, month: int, last: date) -> None:
    assert dates.month_days(year, month) == Days(last.replace(day=1), last)


def test_quarters_and_weeks() -> None:
    assert dates.quarter_days(2025, 4) == Days(date(2025, 10, 1), date(2025, 12, 31))
    assert dates.quarter_days(2025, 5).first == date(2026, 1, 1)
    assert dates.week_days(date(2025, 10, 15), 5) == Days(MONDAY, date(2025, 10, 17))
    assert dates.next_weekday(MONDAY, 4) == date(2025, 10, 17)
    assert dates.next_weekday(MONDAY, 0) == MONDAY


@pytest.mark.parametrize(
    ("count", "unit", "end"),
    [
        (10, "day", date(2025, 10, 23)),
        (2, "week", date(2025, 10, 27)),
        (1, "month", date(2025, 11, 13)),
        (1, "year", date(2026, 10, 13)),
        (24, "hour", date(2025, 10, 14)),
        (30, "hour", date(2025, 10, 15)),
    ],
)
def test_a_duration_begins_the_day_after(count: int, unit: str, end: date) -> None:
    assert dates.add(MONDAY, count, unit) == end


def test_a_month_later_is_at_most_the_last_day_of_that_month() -> None:
    assert dates.add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert dates.add_months(date(2025, 10, 31), 13) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (MONDAY, 5, date(2025, 10, 20)),
        (MONDAY, 20, date(2025, 11, 10)),
        (date(2026, 2, 13), 10, date(2026, 3, 6)),
        (date(2026, 4, 24), 3, date(2026, 5, 4)),
    ],
)
def test_working_days_leave_out_weekends_holidays_and_days_in_lieu(
    start: date, count: int, end: date
) -> None:
    assert dates.add_working_days(start, count, dates.public_holidays("VN")) == end


def test_the_package_of_holidays_is_imported_only_when_asked() -> None:
    code = "import sys, notice_cli.deadlines; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_first_year_that_has_the_day_on_or_after_the_reference() -> None:
    assert dates.first_year(MONDAY, lambda year: dates.day(year, 10, 13)) == 2025
    assert dates.first_year(MONDAY, lambda year: dates.day(year, 10, 12)) == 2026
    assert dates.first_year(MONDAY, lambda year: dates.day(year, 2, 29)) == 2028
    assert dates.first_year(MONDAY, lambda year: dates.day(year, 2, 30)) is None


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (dates.month_days(2025, 10), "2025-10"),
        (dates.quarter_days(2025, 1), "2025-33"),
        (dates.quarter_days(2025, 4), "2025-36"),
        (dates.months(2026, 1, 6), "2026-40"),
        (dates.months(2026, 7, 12), "2026-41"),
        (dates.months(2025, 1, 12), "2025"),
        (dates.months(2025, 10, 11), "2025-10-01/2025-11-30"),
        (dates.months(2025, 2, 4), "2025-02-01/2025-04-30"),
        (Days(MONDAY, MONDAY), "2025-10-13"),
    ],
)
def test_edtf(days: Days, text: str) -> None:
    assert dates.edtf_period(days) == text


def test_recurrence_rules() -> None:
    assert dates.recurrence("month") == "FREQ=MONTHLY"
    assert dates.recurrence("quarter") == "FREQ=MONTHLY;INTERVAL=3"
    assert dates.recurrence("half") == "FREQ=MONTHLY;INTERVAL=6"
    assert dates.recurrence("day", 10) == "FREQ=DAILY;INTERVAL=10"
    assert dates.recurrence("week", weekdays=["FR"]) == "FREQ=WEEKLY;BYDAY=FR"
    assert (
        dates.recurrence("year", in_months=[12], month_days=[15])
        == "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"
    )


def test_numbers_in_digits_and_in_words(pack: Pack) -> None:
    assert dates.number("05", pack) == 5
    assert dates.number("Mười lăm", pack) == 15
    assert dates.number("IV", pack) == 4
    assert dates.number("vài", pack) is None


def test_due_date_is_the_earliest_and_ignores_what_has_no_date(pack: Pack) -> None:
    several, _ = found("trước ngày 15/11/2025, hằng tháng, chậm nhất 20/10/2025", pack)
    assert len(several) == 3
    assert deadlines.due_date(several) == date(2025, 10, 20)
    assert deadlines.due_date([]) is None


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("định kỳ hằng tháng, trước mùa mưa, trước ngày 15/11/2025", "dated"),
        ("trước ngày 31/11/2025", "dated"),
        ("trước mùa mưa, định kỳ hằng tháng", "recurring"),
        ("trước mùa mưa", "event"),
        ("từ ngày 01/11/2025", "continuous"),
    ],
)
def test_the_first_type_that_applies(words: str, kind: str, pack: Pack) -> None:
    assert deadlines.deadline_type(found(words, pack)[0], continuous=True) == kind


def test_no_deadline_at_all() -> None:
    assert deadlines.deadline_type([], continuous=False) == "none"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("trước ngày 31/11/2025", "invalid-date"),
        ("trước ngày 15 tháng Chạp", "lunar-date"),
        ("trước ngày 05/9/2025", "deadline-before-document"),
        ("trước thứ Năm, ngày 17/10/2025", "weekday-mismatch"),
        ("trước ngày 17/10/2025 (thứ Năm)", "weekday-mismatch"),
        ("vào đầu tháng 11/2025", "approximate-date"),
        ("trong tuần đầu tháng 11/2025", "vague-period"),
        ("trong vòng 10 ngày", "unknown-anchor"),
        ("trong 05 ngày làm việc kể từ ngày ký.", "working-days"),
    ],
)
def test_what_is_doubtful_is_told(words: str, code: str, pack: Pack) -> None:
    made, doubts = found(words, pack)
    assert len(made) == 1
    assert [doubt.code for doubt in doubts] == [code]
    assert doubts[0].span == made[0].span


def test_without_a_reference_date_no_year_is_guessed(pack: Pack) -> None:
    made, doubts = found("trước ngày 15/6", pack, Reference())
    assert (made[0].date, made[0].last_day, made[0].edtf) == (None, None, "XXXX-06-15")
    assert [doubt.code for doubt in doubts] == ["no-reference-date"]
    made, _ = found("từ nay đến hết năm 2025", pack, Reference())
    assert (made[0].date, made[0].start) == (date(2025, 12, 31), None)


def test_the_meeting_and_the_issue_are_different_days(pack: Pack) -> None:
    made, _ = found("chậm nhất 03 ngày sau cuộc họp", pack)
    assert made[0].date == date(2025, 10, 13)
    made, _ = found("trong thời hạn 03 ngày kể từ ngày ban hành Thông báo này", pack)
    assert made[0].date == date(2025, 10, 16)
    made, doubts = found(
        "trong vòng 03 ngày kể từ ngày nhận được Thông báo này", pack, Reference(MONDAY)
    )
    assert made[0].date is None
    assert [doubt.code for doubt in doubts] == ["unknown-anchor"]


def test_an_event_ends_where_another_deadline_begins(pack: Pack) -> None:
    made, _ = found("ngay sau khi có kết quả báo cáo UBND tỉnh trước ngày 20/10/2025", pack)
    assert [deadline.text for deadline in made] == [
        "ngay sau khi có kết quả báo cáo UBND tỉnh",
        "trước ngày 20/10/2025",
    ]


def test_a_day_that_stands_apart_from_its_recurrence(pack: Pack) -> None:
    made, _ = found("Hằng tháng các sở gửi báo cáo trước ngày 25", pack)
    assert [deadline.recurrence for deadline in made] == ["FREQ=MONTHLY;BYMONTHDAY=25"]
    made, _ = found("Hằng tháng rà soát. Gửi báo cáo trước ngày 25/10/2025", pack)
    assert [deadline.operator for deadline in made] == ["recurring", "before"]
