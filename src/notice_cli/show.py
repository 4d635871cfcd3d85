"""A notice for a person to read: what it is, who does what by when, what is missing.

Works at 80 columns, on a terminal as in a pipe. Nothing from a notice is ever taken
for markup.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from notice_cli.model import Notice, Task

_STYLES = {"error": "bold red", "warning": "yellow"}

# In the table of many notices a task is cut to about three lines; the whole text is
# in `notice show` and in every other format.
_SHORT = 120


def write_show(notice: Notice, stream: BinaryIO) -> None:
    """Write one notice: its particulars, all of its tasks in full, its diagnostics."""
    with console_on(stream) as console:
        console.print(_title(notice))
        console.print(_particulars(notice))
        console.print()
        _print_tasks(console, notice, cut_at=None)
        console.print()
        _print_diagnostics(console, notice)


def write_table(notices: Iterable[Notice], stream: BinaryIO) -> None:
    """Write one table of tasks a notice, with the tasks' texts cut short."""
    with console_on(stream) as console:
        for number, notice in enumerate(notices):
            if number:
                console.print()
            console.print(Text(notice.source.file, style="dim"))
            console.print(_title(notice))
            _print_tasks(console, notice, cut_at=_SHORT)


@contextmanager
def console_on(stream: BinaryIO) -> Iterator[Console]:
    """A console that writes UTF-8 to the stream, whatever the locale."""
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline="\n")
    try:
        yield Console(file=text, markup=False, emoji=False, highlight=False)
        text.flush()
    finally:
        # The stream is the caller's; without this the wrapper would close it.
        text.detach()


def _title(notice: Notice) -> Text:
    document = notice.document
    name = " ".join(filter(None, (document.type_name, document.code)))
    title = Text(name or "(neither type nor number)", style="bold")
    if document.subject:
        title.append(f"\n{document.subject}", style="not bold")
    return title


def _particulars(notice: Notice) -> Table:
    document, event = notice.document, notice.event
    person = event.concluded_by
    concluded_by = ", ".join(filter(None, (person.full_name, person.position))) if person else None
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in (
        ("issued by", document.organ_name),
        ("issued on", document.issued_date),
        ("concluded by", concluded_by),
        ("event on", event.date),
        ("participants", ", ".join(event.participants)),
        ("signed by", notice.signature.full_name),
        ("urgency", document.priority),
        ("secrecy", document.secrecy),
    ):
        if value:
            grid.add_row(label, Text(str(value)))
    missing = [
        label
        for label, value in (
            ("number", document.code),
            ("issuer", document.organ_name),
            ("date of issue", document.issued_date),
            ("who concluded", person),
        )
        if not value
    ]
    if missing:
        grid.add_row("not found", Text(", ".join(missing), style="yellow"))
    return grid


def _print_tasks(console: Console, notice: Notice, *, cut_at: int | None) -> None:
    if not notice.tasks:
        console.print(Text("No tasks: it assigns nothing to anybody."))
        return
    table = Table(box=box.HORIZONTALS, show_lines=True, expand=True, padding=(0, 1, 0, 0))
    table.add_column("id", no_wrap=True, overflow="fold", min_width=4)
    table.add_column("task", ratio=5, overflow="fold")
    table.add_column("who", ratio=3, overflow="fold")
    table.add_column("by when", ratio=2, overflow="fold", min_width=10)
    for task in notice.tasks:
        table.add_row(Text(task.id), Text(_cut(task.text, cut_at)), _who(task), _when(task))
    console.print(table)
    count = len(notice.tasks)
    console.print(Text(f"{count} task{'s' if count > 1 else ''}", style="dim"))


def _who(task: Task) -> Text:
    """Who leads, then who helps."""
    text = Text()
    for role, label in (("lead", ""), ("coordinate", "with ")):
        members = [assignee for assignee in task.assignees if assignee.role == role]
        if members:
            separator = "\n" if text else ""
            text.append(separator + label, style="dim")
            names = "; ".join(assignee.name for assignee in members)
            text.append(names, style="" if label else "bold")
    return text or Text("nobody named", style="yellow")


def _when(task: Task) -> Text:
    """The day that is due, then the deadlines as written."""
    text = Text()
    if task.due_date:
        clocks = (
            d.time for d in task.deadlines if d.time and task.due_date in (d.date, d.last_day)
        )
        day = [task.due_date.isoformat(), *clocks][:2]
        text.append(" ".join(day), style="bold")
    elif task.deadline_type == "continuous":
        text.append("continuous")
    for deadline in task.deadlines:
        text.append("\n" if text else "")
        text.append(deadline.text, style="dim" if deadline.date else "")
    return text or Text("-", style="dim")


def _print_diagnostics(console: Console, notice: Notice) -> None:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for diagnostic in notice.diagnostics:
        if diagnostic.severity != "info":
            style = _STYLES[diagnostic.severity]
            grid.add_row(Text(diagnostic.severity, style=style), Text(diagnostic.message))
    if grid.row_count:
        console.print(grid)
    # Each dropped page number is one: too many for a screen.
    remarks = len(notice.diagnostics) - grid.row_count
    if remarks:
        console.print(Text(f"remarks: {remarks}, see `diagnostics` in the JSON", style="dim"))


def _cut(text: str, length: int | None) -> str:
    """The text, or its first words where it is longer than ``length``."""
    if length is None or len(text) <= length:
        return text
    return text[:length].rpartition(" ")[0] + " ..."
