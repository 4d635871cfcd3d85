"""Which tasks of the documents in a folder fall due, and when."""

from __future__ import annotations

import unicodedata
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from notice_cli import repeats
from notice_cli.writers import Keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from notice_cli.documents import Stored
    from notice_cli.model import Deadline, Notice, Task

# How far to look ahead where nothing else is said.
WEEK = 7
# And how far at most: what comes every day would fill a disk until the end of time.
FURTHEST = 3660
# The end of the day, which is no time that it begins with.
MIDNIGHT = "24:00"


class Period(NamedTuple):
    """From which day to which; ``first`` is None where all that has passed counts."""

    first: date | None
    last: date
    today: date


class Due(NamedTuple):
    """A task on a day. The names are those of the CSV and the JSON."""

    last_day: date
    time: str | None
    task_id: str
    document_code: str | None
    issued_date: date | None
    organ_name: str | None
    task: str
    lead: tuple[str, ...]
    coordinate: tuple[str, ...]
    deadline: str
    recurrence: str | None
    source_file: str


def period(today: date, by: date | None, within: int | None, *, overdue: bool) -> Period:
    """The days that are asked for: the coming week if nothing is said."""
    if overdue and by is None and within is None:
        return Period(None, today - timedelta(days=1), today)
    last = by or today + timedelta(days=WEEK if within is None else within)
    return Period(None if overdue else today, last, today)


def due(
    documents: Iterable[Stored],
    asked: Period,
    bodies: Sequence[str],
    damaged: Callable[[Stored], None],
) -> list[Due]:
    """What falls due in a period, sorted by day; bodies, if any, have to do with it.

    ``damaged`` is told of each document that cannot be read; nothing of it is counted.
    """
    keys = Keys()
    wanted = [_folded(body) for body in bodies]
    found: list[Due] = []
    for stored in documents:
        try:
            notice = stored.notice()
            # Each notice is asked for its key, due or not: the ids are those of the CSV.
            key = keys(notice)
            found += [
                one
                for task in notice.tasks
                if not wanted or _concerns(task, wanted)
                for one in _of_task(notice, task, f"{key}:{task.id}", asked)
            ]
        except ValueError:
            damaged(stored)
    found.sort(key=lambda one: (one.last_day, one.time or "~"))
    return found


def _of_task(notice: Notice, task: Task, name: str, asked: Period) -> Iterator[Due]:
    lead, coordinate = (
        tuple(a.name for a in task.assignees if a.role == role) for role in ("lead", "coordinate")
    )
    told = dict.fromkeys((day, d) for d in task.deadlines for day in _days(notice, d, asked))
    for day, deadline in told:
        yield Due(
            last_day=day,
            time=_clock(deadline.time),
            task_id=name,
            document_code=notice.document.code,
            issued_date=notice.document.issued_date,
            organ_name=notice.document.organ_name,
            task=task.text,
            lead=lead,
            coordinate=coordinate,
            deadline=deadline.text,
            recurrence=deadline.recurrence,
            source_file=notice.source.file,
        )


def _clock(told: str | None) -> str | None:
    """A time of day as it stands. Raises ``ValueError`` where it is none."""
    if told not in (None, MIDNIGHT):
        time.fromisoformat(told)
    return told


def _days(notice: Notice, deadline: Deadline, asked: Period) -> Iterator[date]:
    day = deadline.last_day or deadline.date
    if deadline.recurrence:
        since = deadline.start or notice.document.issued_date or notice.event.date
        # Whether it was done the last times is not known: only what is to come is told.
        first = asked.first or asked.today
        yield from repeats.days(deadline.recurrence, since or first, first, asked.last)
    elif day and (asked.first or day) <= day <= asked.last:
        yield day


def _concerns(task: Task, wanted: Sequence[str]) -> bool:
    names = [_folded(assignee.name) for assignee in task.assignees]
    return any(body in name for body in wanted for name in names)


def _folded(name: str) -> str:
    """A name as it is compared: upper and lower case, either form of its accents."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
