"""What a parsed notice looks like outside: JSON, JSON Lines, CSV.

Everything is written as UTF-8 bytes, so that no locale has a say in it. The same
notices give the same bytes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import accumulate
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from notice_cli.model import Deadline, Diagnostic, Notice, Reference, Span, Task
    from notice_cli.rules import Pack

Due: TypeAlias = Literal["written", "last-day"]
Headers: TypeAlias = Literal["en", "vi"]

COLUMNS = (
    "task_id",
    "document_code",
    "issued_date",
    "organ_name",
    "subject",
    "concluded_by",
    "event_date",
    "path",
    "task",
    "lead",
    "coordinate",
    "assignee_source",
    "report_to",
    "deadline",
    "deadline_type",
    "start_date",
    "due_date",
    "due_time",
    "recurrence",
    "references",
    "targets",
    "source_file",
    "line_first",
    "line_last",
    "warnings",
)

# 48 bits of the SHA-256: two among 100,000 notices share them once in 50,000 runs,
# and then they would have to share their code too.
_DIGEST = 12


def to_json(notice: Notice, *, indent: bool = True) -> bytes:
    """One JSON document, fields in the contract's order, with a newline at its end."""
    import orjson  # noqa: PLC0415 - only where JSON is written

    option = orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if indent else 0)
    return orjson.dumps(notice, default=_plain, option=option)


def to_jsonl(notice: Notice) -> bytes:
    """One line of JSON Lines: the document of ``to_json`` without its layout."""
    return to_json(notice, indent=False)


def write_json(notices: Iterable[Notice], stream: BinaryIO) -> None:
    """Write one JSON array, notice after notice as they come."""
    opening = b"[\n"
    for notice in notices:
        stream.write(opening + to_json(notice).rstrip(b"\n"))
        opening = b",\n"
    stream.write(b"[]\n" if opening == b"[\n" else b"\n]\n")


def write_csv(  # noqa: PLR0913 - options, by name only
    notices: Iterable[Notice],
    stream: BinaryIO,
    *,
    headers: Headers = "en",
    excel: bool = False,
    due: Due = "written",
    captions: Mapping[str, str] | None = None,
) -> None:
    """Write one row a task (RFC 4180, UTF-8), notice after notice as they come.

    Args:
        notices: What ``parse`` returned; never held together in memory.
        stream: Where the bytes go; it is not closed.
        headers: ``"en"`` for the column keys, ``"vi"`` for captions in Vietnamese.
        excel: Write for a double click in Excel: a byte order mark, ``;`` between
            cells, and cells that it would run as formulas begin with an apostrophe.
        due: What ``due_date`` holds, the day as written or the last acceptable one.
        captions: The words for ``headers="vi"``, by column key; without them, those
            of the built-in rules.
    """
    from notice_cli.sheets import Sheet  # noqa: PLC0415 - only where CSV is written

    sheet = Sheet(stream, excel=excel)
    sheet.write([header(headers, captions)])
    keys = Keys()
    for notice in notices:
        sheet.write(rows(with_due(notice, due), keys(notice)))


def header(headers: Headers, captions: Mapping[str, str] | None = None) -> list[str]:
    """The captions of the columns; a column that has none keeps its key."""
    if headers == "en":
        return list(COLUMNS)
    if captions is None:
        captions = _builtin_captions()
    return [captions.get(key, key) for key in COLUMNS]


def rows(notice: Notice, key: str) -> Iterator[list[str]]:
    """The cells of each task, in the order of ``COLUMNS``; ``key`` names the notice."""
    document, event = notice.document, notice.event
    person = event.concluded_by
    concerns = Concerns(notice.diagnostics)
    cited = {reference.id: reference for reference in notice.references}
    of_document = [
        document.code or "",
        _iso(document.issued_date),
        document.organ_name or "",
        document.subject or "",
        ", ".join(filter(None, (person.full_name, person.position))) if person else "",
        _iso(event.date),
    ]
    for task in notice.tasks:
        start, time = _when(task)
        yield [
            f"{key}:{task.id}",
            *of_document,
            # What tells several tasks of one node apart is no part of its path.
            task.id.partition("#")[0],
            task.text,
            *_who(task),
            _joined(task.report_to),
            _joined(deadline.text for deadline in task.deadlines),
            task.deadline_type,
            start,
            _iso(task.due_date),
            time,
            _joined(deadline.recurrence for deadline in task.deadlines),
            _joined(_citation(cited[name]) for name in task.references if name in cited),
            _joined(target.text for target in task.targets),
            notice.source.file,
            str(task.lines[0]),
            str(task.lines[1]),
            _joined(concerns(task)),
        ]


def with_due(notice: Notice, due: Due) -> Notice:
    """The notice with ``due_date`` as asked for: the day written, or the last one allowed.

    "Before 15 June" is written 15 June; the last acceptable day is 14 June.
    """
    if due == "written":
        return notice
    return replace(notice, tasks=tuple(map(_with_last_day, notice.tasks)))


class Concerns:
    """Finds the warnings and errors that concern a task, without a look at all of them."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Sort what has a place by it."""
        placed = (d for d in diagnostics if d.span and d.severity != "info")
        self._sorted = sorted((*d.span, d.code) for d in placed if d.span)
        self._starts = [start for start, _, _ in self._sorted]
        # The furthest end so far tells when no earlier one can reach a place.
        self._reach = list(accumulate((end for _, end, _ in self._sorted), max))

    def __call__(self, task: Task) -> list[str]:
        """Their codes, once each, in the order of the text."""
        places = [task.span, *(a.span for a in task.assignees), *(d.span for d in task.deadlines)]
        found = {hit for place in places for hit in self._at(place)}
        return list(dict.fromkeys(self._sorted[hit][2] for hit in sorted(found)))

    def _at(self, place: Span) -> Iterator[int]:
        index = bisect_left(self._starts, place[1])
        while index and self._reach[index - 1] > place[0]:
            index -= 1
            if self._sorted[index][1] > place[0]:
                yield index


class Keys:
    """Names notices so that no two of one run share a name, and runs agree.

    A key is the document's code, or its file's name where it has none, and a digest of
    its bytes: codes start anew every year in every office. It does not depend on what
    else is read, but for a copy of the same bytes, which gets ``(2)``.
    """

    def __init__(self) -> None:
        """Start a run."""
        self._seen = _Hashes()
        self._copies: dict[str, int] = {}

    def __call__(self, notice: Notice) -> str:
        """The key of a notice, ``264/TB-UBND@7976a892dcb2``."""
        name = notice.document.code or PurePosixPath(notice.source.file).stem
        digest = notice.source.sha256[:_DIGEST]
        # "-" is standard input, and a cell should not begin with it.
        key = digest if name == "-" else f"{name}@{digest}"
        if self._seen.add(hash(key)):
            return key
        self._copies[key] = self._copies.get(key, 1) + 1
        return f"{key}({self._copies[key]})"


class _Hashes:
    """A set of hashes in 10 to 20 bytes each, a fifth of what ``set`` takes.

    A batch of 100,000 notices should not be felt in memory.
    """

    def __init__(self) -> None:
        self._table = array("Q", [0]) * 1024
        self._count = 0

    def add(self, value: int) -> bool:
        """Add one; whether it was new."""
        value = value % (1 << 64) or 1  # 0 is an empty place
        place = self._place(value)
        if self._table[place]:
            return False
        self._table[place] = value
        self._count += 1
        if self._count * 5 > len(self._table) * 4:
            old, self._table = self._table, array("Q", [0]) * (2 * len(self._table))
            for one in filter(None, old):
                self._table[self._place(one)] = one
        return True

    def _place(self, value: int) -> int:
        """Where it is, or where it would be."""
        place = value % len(self._table)
        while self._table[place] not in (0, value):
            place = (place + 1) % len(self._table)
        return place


def _with_last_day(task: Task) -> Task:
    days = [deadline.last_day or deadline.date for deadline in _dated(task)]
    return replace(task, due_date=min(filter(None, days), default=None))


def _dated(task: Task) -> list[Deadline]:
    return [d for d in task.deadlines if d.date and d.operator != "recurring"]


def _when(task: Task) -> tuple[str, str]:
    """Where the task begins and the clock: of the deadline that is due, if there is one."""
    due = min(_dated(task), key=lambda deadline: deadline.date or date.max, default=None)
    # "From 1 October" has a beginning and no day that is due: it goes with any.
    undated = [deadline for deadline in task.deadlines if not deadline.date]
    start = next((d.start for d in (due, *undated) if d and d.start), None)
    time = next((d.time for d in ([due] if due else undated) if d.time), None)
    return _iso(start), time or ""


def _who(task: Task) -> tuple[str, str, str]:
    """Who leads, who helps, and how the leading ones were found."""
    lead = [assignee for assignee in task.assignees if assignee.role == "lead"]
    helping = [assignee for assignee in task.assignees if assignee.role == "coordinate"]
    sources = dict.fromkeys(assignee.source for assignee in lead or helping)
    return _joined(a.name for a in lead), _joined(a.name for a in helping), _joined(sources)


def _citation(reference: Reference) -> str:
    """``6431/VP-KTCN (2025-08-26)``, or its type where it has no code."""
    name = reference.code or reference.type_name or reference.text
    return f"{name} ({reference.date})" if reference.date else name


def _joined(values: Iterable[str | None]) -> str:
    return "; ".join(filter(None, values))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _plain(value: object) -> object:
    """What orjson does not know by itself: read-only mappings."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no part of a notice")


def _builtin_captions() -> Mapping[str, str]:
    from notice_cli.rules import load_rules  # noqa: PLC0415 - the engine, only for its captions

    return captions_of(load_rules())


def captions_of(pack: Pack) -> Mapping[str, str]:
    """The captions of the columns that a pack of rules holds; none if it has none."""
    return {key: str(words) for key, words in pack.tables.get("captions", {}).items()}
