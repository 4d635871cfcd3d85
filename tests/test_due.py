"""What falls due: which days, whose, how it is written."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

import made
from notice_cli import repeats
from notice_cli.cli import app
from notice_cli.stored import notice_of
from notice_cli.writers import to_json

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

    from notice_cli.model import Notice

TODAY = "2025-10-20"


def notice() -> Notice:
    finance, health = made.assignee("Sở Tài chính"), made.assignee("Sở Y tế", "coordinate")
    before = made.deadline(
        "trước ngày 25/10/2025", "before", day=date(2025, 10, 25), last_day=date(2025, 10, 24)
    )
    return made.notice(
        made.task("1", "Báo cáo.", assignees=(finance, health), deadlines=(before,)),
        made.task("2", "Rà soát.", assignees=(finance,), deadlines=(
            made.deadline("trong tháng 9/2025", day=date(2025, 9, 30)),
        )),
        made.task("3", "Giao ban.", deadlines=(
            made.deadline("thứ Sáu hằng tuần", "recurring", recurrence="FREQ=WEEKLY;BYDAY=FR",
                          time="16:00"),
        )),
        made.task("4", "Thường xuyên."),
    )  # fmt: skip


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "tb.json").write_bytes(to_json(notice()))
    (tmp_path / "theirs.json").write_text("[]")
    return tmp_path


def due(documents: Path, *options: object) -> Result:
    arguments = ["due", str(documents), "--date", TODAY, *map(str, options)]
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def days(documents: Path, *options: object) -> list[tuple[str, str]]:
    found = json.loads(due(documents, "-f", "json", *options).stdout_bytes)
    return [(one["last_day"], one["task_id"].rpartition(":")[2]) for one in found]


def test_documents_are_read_back_as_they_were() -> None:
    there = notice()
    assert notice_of(to_json(there)) == there
    assert notice_of(to_json(there), outline=False) == replace(there, body=())


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"schema": 1}', b'{"schema": "notice/1'])
def test_what_is_no_document_is_told_as_such(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        notice_of(data)


@pytest.mark.parametrize(
    ("there", "other"),
    [
        ('"tasks":[', '"tasks":[7,'),
        ('"report_to":[', '"report_to":[7,'),
        ('"due_date":null', '"due_date":"2025-13-01"'),
        ('"recurrence":null', '"recurrence":"FREQ=SECONDLY"'),
        ('"recurrence":null', '"recurrence":"monthly"'),
        ('"time":null', '"time":"later"'),
        ('"heading":null', '"heading":7'),
    ],
)
def test_a_document_that_was_made_something_else_is_damaged(
    tmp_path: Path, there: str, other: str
) -> None:
    data = to_json(notice(), indent=False).decode()
    assert there in data
    data = data.replace(there, other).replace('{"schema"', '{\n  "schema"')
    (tmp_path / "a.json").write_text(data.replace('"schema":', '"schema": '), "utf-8")
    found = due(tmp_path, "--overdue", "--within", 7, "-f", "ics")
    assert (found.exit_code, found.stderr.count("damaged")) == (1, 1)
    assert b"VTODO" not in found.stdout_bytes


def test_the_coming_week_with_the_last_day_that_is_allowed(documents: Path) -> None:
    assert days(documents) == [("2025-10-24", "3"), ("2025-10-24", "1")]


def test_periods(documents: Path) -> None:
    friday = [("2025-10-24", "3"), ("2025-10-24", "1")]
    assert days(documents, "--within", 4) == friday
    assert days(documents, "--within", 3) == []
    assert days(documents, "--by", "2025-10-31") == [*friday, ("2025-10-31", "3")]
    assert days(documents, "--overdue") == [("2025-09-30", "2")]
    assert days(documents, "--overdue", "--within", 7) == [("2025-09-30", "2"), *friday]


def test_bodies_by_a_part_of_their_name_in_either_form(documents: Path) -> None:
    assert days(documents, "--body", "sở y tế") == [("2025-10-24", "1")]
    assert days(documents, "--body", "so\u031b\u0309 y") == [("2025-10-24", "1")]
    assert days(documents, "--body", "Sở Xây dựng") == []
    assert len(days(documents, "--body", "Sở Xây dựng", "--body", "Sở Y tế")) == 1


def test_csv(documents: Path) -> None:
    header, *rows = csv.reader(io.StringIO(due(documents, "-f", "csv").stdout_bytes.decode()))
    assert header[:3] == ["last_day", "time", "task_id"]
    assert dict(zip(header, rows[1], strict=True))["coordinate"] == "Sở Y tế"


def test_csv_for_excel_with_captions(documents: Path) -> None:
    text = due(documents, "-f", "csv", "--excel", "--headers", "vi").stdout_bytes.decode()
    assert text.startswith("\ufeffHạn hoàn thành;Giờ;Mã nhiệm vụ;Số, ký hiệu văn bản;")
    assert "2025-10-24;;" in text
    assert due(documents, "--excel").exit_code == 2
    assert "add -f csv" in due(documents, "-f", "json", "--headers", "vi").stderr


def test_a_calendar_of_to_dos(documents: Path) -> None:
    data = due(documents, "-f", "ics").stdout_bytes
    assert data == due(documents, "-f", "ics").stdout_bytes
    assert max(map(len, data.split(b"\r\n"))) <= 75
    calendar = Calendar.from_ical(data)
    meeting, report = calendar.walk("VTODO")
    assert meeting.decoded("due").isoformat() == "2025-10-24T16:00:00"
    assert report.decoded("due") == date(2025, 10, 24)
    assert str(report["summary"]) == "Báo cáo."
    assert str(report["uid"]).endswith(":1:2025-10-24")
    assert "Sở Y tế" in str(report["description"])
    assert report.decoded("dtstamp") == datetime(2025, 10, 13, tzinfo=UTC)


def test_table(documents: Path) -> None:
    text = due(documents).stdout
    assert "2025-10-24" in text
    assert "with Sở Y tế" in text
    assert max(map(len, text.splitlines())) <= 80
    empty = due(documents, "--within", 0).stdout
    assert empty == "Nothing is due from 2025-10-20 to 2025-10-20.\n"


def test_a_day_that_has_passed_points_to_what_is_overdue(documents: Path) -> None:
    past = due(documents, "--by", "2025-10-19")
    assert past.exit_code == 2
    assert past.stdout == ""
    assert "--by 2025-10-19: has passed, today is 2025-10-20" in past.stderr
    assert "--overdue --by 2025-10-19" in past.stderr
    assert days(documents, "--overdue", "--by", "2025-10-19") == [("2025-09-30", "2")]
    assert due(documents, "--by", TODAY).exit_code == 0


def test_mistakes(documents: Path, tmp_path: Path) -> None:
    assert due(documents, "--by", "2025-10-31", "--within", 3).exit_code == 2
    assert due(documents, "--by", "31/10/2025").exit_code == 2
    assert due(documents, "--within", 10**9).exit_code == 2
    assert due(documents, "--by", "9999-12-31").exit_code == 2
    assert "--body is an empty name" in due(documents, "--body", " ").stderr
    assert CliRunner().invoke(app, ["due", ""]).exit_code == 2
    assert due(tmp_path / "none").exit_code == 4
    assert due(tmp_path / "a" / "tb.json").exit_code == 4
    (tmp_path / "empty").mkdir()
    assert "no documents there" in due(tmp_path / "empty").stderr
    (tmp_path / "b.json").write_bytes(to_json(made.notice())[:300])
    damaged = due(documents)
    assert damaged.exit_code == 1
    assert "b.json: damaged" in damaged.stderr


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ("FREQ=DAILY", "2025-02-10 2025-02-11 2025-02-12"),
        ("FREQ=WEEKLY", "2025-02-16 2025-02-23 2025-03-02"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2025-02-14 2025-02-28 2025-03-14"),
        ("FREQ=MONTHLY", "2025-02-28 2025-03-31 2025-04-30"),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "2025-02-25 2025-03-25 2025-04-25"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2025-02-28 2025-03-31 2025-04-30"),
        ("FREQ=MONTHLY;INTERVAL=3", "2025-03-31 2025-06-30 2025-09-30"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=30", "2025-03-30 2025-06-30 2025-09-30"),
        ("FREQ=MONTHLY;INTERVAL=6", "2025-06-30 2025-12-31 2026-06-30"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2025-02-28 2025-03-31 2025-04-30"),
        ("FREQ=YEARLY", "2025-12-31 2026-12-31 2027-12-31"),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15", "2025-06-15 2026-06-15 2027-06-15"),
    ],
)
def test_what_recurs(rule: str, first: str) -> None:
    since = date(2025, 2, 10)
    found = repeats.days(rule, since, date(2024, 1, 1), date(2028, 12, 31))
    assert " ".join(next(found).isoformat() for _ in range(3)) == first
