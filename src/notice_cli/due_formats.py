"""What falls due, written: for a person, a sheet, a program, a calendar."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from notice_cli.due import MIDNIGHT, Due
from notice_cli.sheets import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rich.text import Text

    from notice_cli.due import Period

_NOT_SET = date(1970, 1, 1)
# Which captions of the CSV of tasks a column has, where its name is another.
_CAPTIONS = {"last_day": "due_date", "time": "due_time"}
# A task's words in a list of to-dos; all of them are in its description.
_SUMMARY = 120


def to_json(found: Sequence[Due], _: Period) -> bytes:
    """An array of objects."""
    import orjson  # noqa: PLC0415 - only where JSON is written

    option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps([one._asdict() for one in found], option=option)


def to_csv(
    found: Sequence[Due], *, captions: Mapping[str, str] | None = None, excel: bool = False
) -> bytes:
    """A row each (RFC 4180), or for a double click in Excel.

    Without ``captions`` the columns have their names; those of the CSV of tasks serve.
    """
    stream = io.BytesIO()
    sheet = Sheet(stream, excel=excel)
    sheet.write([[(captions or {}).get(_CAPTIONS.get(name, name), name) for name in Due._fields]])
    sheet.write([_cell(value) for value in one] for one in found)
    return stream.getvalue()


def to_ics(found: Sequence[Due], _: Period) -> bytes:
    """A calendar of to-dos (RFC 5545), each with an id that stays."""
    from icalendar import Calendar, Todo  # noqa: PLC0415 - slow to load

    calendar = Calendar()
    calendar.add("prodid", "-//notice-cli//notice due//EN")
    calendar.add("version", "2.0")
    for one in found:
        todo = Todo()
        todo.add("uid", f"{one.task_id}:{one.last_day.isoformat()}{one.time or ''}")
        # The same documents give the same bytes: it is from the day of the notice.
        todo.add("dtstamp", datetime.combine(one.issued_date or _NOT_SET, time(), UTC))
        todo.add("summary", _short(one.task))
        todo.add("description", _description(one))
        todo.add("due", _moment(one))
        todo.add("status", "NEEDS-ACTION")
        if one.lead:
            todo.add("categories", list(one.lead))
        calendar.add_component(todo)
    data: bytes = calendar.to_ical()
    return data


def to_table(found: Sequence[Due], asked: Period) -> bytes:
    """A table for a person; what has passed is marked."""
    from rich import box  # noqa: PLC0415 - for a person only
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from notice_cli.show import console_on  # noqa: PLC0415

    stream = io.BytesIO()
    with console_on(stream) as console:
        if not found:
            first = asked.first.isoformat() if asked.first else "the beginning"
            console.print(Text(f"Nothing is due from {first} to {asked.last.isoformat()}."))
            return stream.getvalue()
        table = Table(box=box.HORIZONTALS, show_lines=True, expand=True, padding=(0, 1, 0, 0))
        table.add_column("by", no_wrap=True, min_width=10)
        table.add_column("who", ratio=3, overflow="fold")
        table.add_column("task", ratio=5, overflow="fold")
        table.add_column("from", ratio=2, overflow="fold")
        for one in found:
            passed = one.last_day < asked.today
            day = " ".join(filter(None, (one.last_day.isoformat(), one.time)))
            table.add_row(
                Text(day.replace(" ", "\n"), style="bold red" if passed else "bold"),
                _who(one),
                Text(_short(one.task)),
                Text(_where(one)),
            )
        console.print(table)
        console.print(Text(f"{len(found):,} due", style="dim"))
    return stream.getvalue()


FORMATS: dict[str, Callable[[Sequence[Due], Period], bytes]] = {
    "table": to_table,
    "json": to_json,
    "ics": to_ics,
}


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)


def _moment(one: Due) -> date | datetime:
    """The day, or the time on it where one is told, on whatever clock hangs there."""
    if one.time is None or one.time == MIDNIGHT:
        return one.last_day
    return datetime.combine(one.last_day, time.fromisoformat(one.time))


def _short(text: str) -> str:
    return text if len(text) <= _SUMMARY else text[:_SUMMARY].rpartition(" ")[0] + " ..."


def _description(one: Due) -> str:
    with_ = f"with {'; '.join(one.coordinate)}" if one.coordinate else None
    lines = (one.task, "; ".join(one.lead), with_, one.deadline, _where(one))
    return "\n".join(filter(None, lines))


def _where(one: Due) -> str:
    """Which notice it is from."""
    return one.document_code or one.source_file


def _who(one: Due) -> Text:
    from rich.text import Text  # noqa: PLC0415 - for a person only

    text = Text("; ".join(one.lead), style="bold")
    if one.coordinate:
        text.append("\n" if one.lead else "")
        text.append("with " + "; ".join(one.coordinate), style="not bold dim")
    return text or Text("nobody named", style="yellow")
