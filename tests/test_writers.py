"""JSON, JSON Lines and CSV, from notices made by hand."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

import made
from conftest import ROOT
from notice_cli import model, writers
from notice_cli.writers import COLUMNS, to_json, to_jsonl, with_due, write_csv, write_json

if TYPE_CHECKING:
    from notice_cli.rules import Pack

BEFORE = made.deadline(
    "trước ngày 20/10/2025", "before", day=date(2025, 10, 20), last_day=date(2025, 10, 19)
)


def csv_of(*notices: model.Notice, **options: Any) -> str:  # noqa: ANN401 - passed on
    stream = io.BytesIO()
    write_csv(notices, stream, **options)
    return stream.getvalue().decode()


def rows_of(*notices: model.Notice, **options: Any) -> list[dict[str, str]]:  # noqa: ANN401
    return list(csv.DictReader(io.StringIO(csv_of(*notices, **options), newline="")))


def only_row(task: model.Task, **options: Any) -> dict[str, str]:  # noqa: ANN401
    (row,) = rows_of(made.notice(task), **options)
    return row


def test_json_keeps_the_order_of_the_fields_and_ends_with_a_newline() -> None:
    text = to_json(made.notice(made.task()))
    assert text.endswith(b"}\n")
    document = json.loads(text)
    assert list(document) == [
        "schema", "tool", "source", "rules", "document", "event", "body", "tasks", "references",
        "recipients", "signature", "diagnostics",
    ]  # fmt: skip
    assert document["document"]["issued_date"] == "2025-10-13"
    assert document["document"]["spans"] == {"code": [10, 20], "organ_name": [[0, 5], [6, 9]]}
    assert document["tasks"][0]["lines"] == [3, 4]


def test_vietnamese_is_written_as_itself() -> None:
    assert "Rà soát, báo cáo.".encode() in to_json(made.notice(made.task()))


def test_the_same_notice_gives_the_same_bytes() -> None:
    assert to_json(made.notice(made.task())) == to_json(made.notice(made.task()))


def test_read_only_mappings_are_written_too() -> None:
    event = model.Event(spans=MappingProxyType({"date": (1, 2)}))
    text = to_json(model.Notice(**{**_fields(made.notice()), "event": event}))
    assert json.loads(text)["event"]["spans"] == {"date": [1, 2]}


def test_something_else_is_no_part_of_a_notice() -> None:
    event = model.Event(spans={"date": object()})  # type: ignore[dict-item]
    with pytest.raises(TypeError):
        to_json(model.Notice(**{**_fields(made.notice()), "event": event}))


def test_jsonl_is_one_line() -> None:
    text = to_jsonl(made.notice(made.task()))
    assert text.count(b"\n") == 1
    assert json.loads(text) == json.loads(to_json(made.notice(made.task())))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_of_several_is_an_array(count: int) -> None:
    stream = io.BytesIO()
    write_json([made.notice(made.task())] * count, stream)
    assert len(json.loads(stream.getvalue())) == count
    assert stream.getvalue().endswith(b"]\n")


def test_columns_are_those_of_the_contract() -> None:
    assert ", ".join(COLUMNS) == (
        "task_id, document_code, issued_date, organ_name, subject, concluded_by, event_date, "
        "path, task, lead, coordinate, assignee_source, report_to, deadline, deadline_type, "
        "start_date, due_date, due_time, recurrence, references, targets, source_file, "
        "line_first, line_last, warnings"
    )


def test_csv_one_row_a_task() -> None:
    task = made.task(
        "II.1.a#2",
        assignees=(
            made.assignee("Sở Tài chính"),
            made.assignee("Sở Văn hóa, Thể thao và Du lịch", source="inherited"),
            made.assignee("UBND các xã", "coordinate"),
        ),
        deadlines=(BEFORE,),
        due_date=BEFORE.date,
        deadline_type="dated",
        references=("R1",),
    )
    assert only_row(task) == {
        "task_id": "264/TB-UBND@7976a892dcb2:II.1.a#2",
        "document_code": "264/TB-UBND",
        "issued_date": "2025-10-13",
        "organ_name": "UBND tỉnh Phú Thọ",
        "subject": "Kết luận của Chủ tịch UBND tỉnh",
        "concluded_by": "Nguyễn Văn A, Chủ tịch UBND tỉnh",
        "event_date": "2025-10-10",
        "path": "II.1.a",
        "task": "Rà soát, báo cáo.",
        "lead": "Sở Tài chính; Sở Văn hóa, Thể thao và Du lịch",
        "coordinate": "UBND các xã",
        "assignee_source": "explicit; inherited",
        "report_to": "UBND tỉnh",
        "deadline": "trước ngày 20/10/2025",
        "deadline_type": "dated",
        "start_date": "",
        "due_date": "2025-10-20",
        "due_time": "",
        "recurrence": "",
        "references": "6431/VP-KTCN (2025-08-26)",
        "targets": "giải ngân 100% kế hoạch vốn",
        "source_file": "thong-bao.txt",
        "line_first": "3",
        "line_last": "4",
        "warnings": "",
    }


def test_csv_is_rfc_4180() -> None:
    text = csv_of(made.notice(made.task(text='Sửa "Quy chế", báo cáo.')))
    assert text.endswith("\r\n")
    assert text.count("\r\n") == text.count("\n") == 2
    assert '"Sửa ""Quy chế"", báo cáo."' in text


def test_csv_of_nothing_is_its_header() -> None:
    assert csv_of() == csv_of(made.notice()) == ",".join(COLUMNS) + "\r\n"


def test_csv_does_not_hold_its_notices_together() -> None:
    stream = io.BytesIO()
    sizes = []

    def arriving() -> Any:  # noqa: ANN401
        for _ in range(3):
            sizes.append(stream.tell())
            yield made.notice(made.task())

    write_csv(arriving(), stream)
    assert sizes == sorted(set(sizes))


def test_captions_in_vietnamese() -> None:
    text = csv_of(headers="vi", captions={"task_id": "Mã nhiệm vụ"})
    assert text.startswith("Mã nhiệm vụ,document_code,")


def test_for_excel_byte_order_mark_and_semicolon() -> None:
    text = csv_of(made.notice(made.task()), excel=True)
    assert text.startswith("\ufefftask_id;document_code;")


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_for_excel_no_cell_is_a_formula_and_no_text_is_lost(first: str) -> None:
    text = f"{first}1+1"
    stream = io.StringIO(csv_of(made.notice(made.task(text=text)), excel=True), newline="")
    (row,) = csv.DictReader(stream, delimiter=";")
    assert row["task"] == f"'{text}"
    assert only_row(made.task(text=text))["task"] == text


@pytest.mark.parametrize(
    ("code", "file", "key"),
    [
        ("264/TB-UBND", "a/b.txt", "264/TB-UBND@7976a892dcb2"),
        (None, "a/b.txt", "b@7976a892dcb2"),
        (None, "-", "7976a892dcb2"),
    ],
)
def test_a_notice_is_named_by_its_code_or_its_file(code: str | None, file: str, key: str) -> None:
    assert writers.Keys()(made.notice(code=code, file=file)) == key


def test_task_ids_are_unique_over_files_and_stable_between_runs() -> None:
    other_office = made.notice(made.task(), sha256="1" * 64)
    first, second, copy = rows_of(made.notice(made.task()), other_office, made.notice(made.task()))
    assert len({first["task_id"], second["task_id"], copy["task_id"]}) == 3
    (alone,) = rows_of(other_office)
    assert alone["task_id"] == second["task_id"]


def test_last_day_is_the_earliest_acceptable_one() -> None:
    by = made.deadline("chậm nhất 20/10/2025", day=date(2025, 10, 20))
    task = made.task(deadlines=(by, BEFORE), due_date=date(2025, 10, 20), deadline_type="dated")
    assert only_row(task)["due_date"] == "2025-10-20"
    assert only_row(task, due="last-day")["due_date"] == "2025-10-19"
    (changed,) = with_due(made.notice(task), "last-day").tasks
    assert changed.due_date == date(2025, 10, 19)
    assert changed.deadlines == task.deadlines


def test_without_a_date_there_is_no_last_day() -> None:
    (task,) = with_due(made.notice(made.task()), "last-day").tasks
    assert task.due_date is None


def test_beginning_and_clock_are_those_of_the_deadline_that_is_due() -> None:
    late = made.deadline("x", day=date(2025, 12, 31), start=date(2025, 11, 1), time="08:00")
    soon = made.deadline("y", day=date(2025, 10, 20), time="17:00")
    row = only_row(made.task(deadlines=(late, soon), due_date=soon.date))
    assert (row["start_date"], row["due_time"]) == ("", "17:00")


def test_a_beginning_without_an_end_is_kept() -> None:
    begins = made.deadline("từ ngày 01/10/2025", "from", start=date(2025, 10, 1))
    row = only_row(made.task(deadlines=(begins, BEFORE), due_date=BEFORE.date))
    assert row["start_date"] == "2025-10-01"


def test_a_recurring_deadline_gives_its_clock_and_its_rule() -> None:
    weekly = made.deadline(
        "16 giờ thứ Sáu hằng tuần", "recurring", time="16:00", recurrence="FREQ=WEEKLY;BYDAY=FR"
    )
    row = only_row(made.task(deadlines=(weekly,), deadline_type="recurring"))
    assert (row["due_date"], row["due_time"]) == ("", "16:00")
    assert row["recurrence"] == "FREQ=WEEKLY;BYDAY=FR"


def test_warnings_are_those_of_the_words_that_the_task_was_read_from() -> None:
    task = made.task(deadlines=(BEFORE,), assignees=(made.assignee("Sở A"),), span=(300, 400))
    notice = made.notice(
        task,
        diagnostics=(
            model.Diagnostic("warning", "elsewhere", "", (0, 99)),
            model.Diagnostic("warning", "whole-document", ""),
            model.Diagnostic("info", "only-told", "", (310, 320)),
            model.Diagnostic("error", "in-the-task", "", (310, 320)),
            model.Diagnostic("warning", "in-the-task", "", (330, 340)),
            model.Diagnostic("warning", "in-its-deadline", "", (125, 130)),
            model.Diagnostic("warning", "just-behind", "", (400, 410)),
        ),
    )
    (row,) = rows_of(notice)
    assert row["warnings"] == "in-its-deadline; in-the-task"


def _fields(notice: model.Notice) -> dict[str, Any]:
    return {name: getattr(notice, name) for name in notice.__dataclass_fields__}


def test_the_columns_are_documented_with_their_captions(pack: Pack) -> None:
    text = (ROOT / "docs" / "csv.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", text, re.MULTILINE))
    assert list(rows) == list(COLUMNS)
    assert list(rows.values()) == writers.header("vi", writers.captions_of(pack))
    assert writers.header("vi") == list(rows.values())
