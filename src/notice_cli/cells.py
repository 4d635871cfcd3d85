"""Tables of which a converter wrote a cell a line (or a few lines) one after the other.

The headings of the columns stand in lines of their own, then each row begins with its
number. Such a table is read only where all rows have as many cells as there are columns,
by one way of telling where a cell ends; one empty cell a row is borne where it is certain
which one is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from notice_cli.lines import Line
from notice_cli.markers import roman
from notice_cli.rows import Grid, Piece, column_kinds, row_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notice_cli.paragraphs import Paragraph
    from notice_cli.rules import Pack

# The words above a column take at most so many lines; a table has at least so many columns.
HEAD_LINES = 3
COLUMNS = 3
# The heading of the numbers is no longer than this.
NUMBER_LENGTH = 12
_NUMBER = re.compile(r"(?:0?(\d{1,3})|([IVX]{1,5}))[.)]?")
_DUE = "deadline"
_Cells: TypeAlias = list[list[Line]]
_Way: TypeAlias = Callable[[Sequence[Line]], _Cells]


class _Row(NamedTuple):
    """A row's number, and the lines of its other cells; ``title`` of a part of the table."""

    number: Line
    rest: Sequence[Line]
    title: bool


def find_cells(lines: Sequence[Line], pack: Pack) -> list[Grid]:
    """The tables of assignments among lines that hold a cell each, or a part of one."""
    kinds = column_kinds(pack)
    grids: list[Grid] = []
    i = 0
    while i < len(lines):
        columns, below = _head(lines, i, kinds, pack)
        rows = _split(lines[below:], pack) if columns else []
        if not rows:
            i += 1
            continue
        head = tuple(lines[i:below])
        found = _read(rows, columns, pack)
        if found:
            made, last = found
            end = next(at for at, line in enumerate(lines) if line.start == last) + 1
            grids.append(Grid(tuple(lines[i:end]), head, (), tuple(made)))
            i = end
        else:
            grids.append(Grid(head, head, (), ()))
            i = below
    return grids


def _head(
    lines: Sequence[Line], start: int, kinds: Mapping[str, str], pack: Pack
) -> tuple[list[str], int]:
    """What the columns hold, and where their headings end; none where they are no table's."""
    columns: list[str] = []
    at = start
    if len(lines[start].value) > NUMBER_LENGTH:
        return columns, at
    while at < len(lines):
        some = [pack.fold(line.value).lower() for line in lines[at : at + HEAD_LINES]]
        joined = {n: " ".join(some[:n]).strip(" .:*()") for n in range(len(some), 0, -1)}
        count = next((n for n, words in joined.items() if words in kinds), None)
        if count is None or (not columns and kinds[joined[count]] != "number"):
            break
        columns.append(kinds[joined[count]])
        at += count
    known = set(columns)
    once = all(columns.count(kind) == 1 for kind in known - {"other"})
    told = "content" in known and known & {"lead", "deadline"}
    return (columns, at) if len(columns) >= COLUMNS and once and told else ([], at)


def _split(lines: Sequence[Line], pack: Pack) -> list[_Row]:
    """The rows, by their numbers in sequence; the first line must hold the first number."""
    starts: list[tuple[int, bool]] = []
    item = part = 0
    for at, line in enumerate(lines):
        match = _NUMBER.fullmatch(pack.fold(line.value))
        if match is None:
            if at == 0:
                return []
        elif match[1] and (int(match[1]) == item + 1 or (int(match[1]) == 1 and _titled(starts))):
            item = int(match[1])
            starts.append((at, False))
        elif match[2] and roman(match[2]) == part + 1:
            part += 1
            starts.append((at, True))
        elif at == 0:
            return []
    edges = [*(at for at, _ in starts), len(lines)]
    return [
        _Row(lines[a], lines[a + 1 : b], title)
        for (a, b), (_, title) in zip(pairwise(edges), starts, strict=True)
    ]


def _titled(starts: Sequence[tuple[int, bool]]) -> bool:
    """Whether the row before is the title of a part of the table."""
    return bool(starts) and starts[-1][1]


def _read(
    rows: Sequence[_Row], columns: Sequence[str], pack: Pack
) -> tuple[list[Paragraph], int] | None:
    """The rows by the first way that fits all of them, and where the last line begins."""
    ways: tuple[_Way, ...] = (_by_line, _by_gap, _by_sentence)
    for way in ways:
        made: list[Paragraph] = []
        end = 0
        for row in rows:
            cells = _cells(row, columns, way, pack, last=row is rows[-1] and len(rows) > 1)
            paragraph = _paragraph(row, cells, pack) if cells else None
            if cells is None or paragraph is None:
                break
            made.append(paragraph)
            end = max(line.start for some in cells.values() for line in some)
        else:
            return made, end
    return None


def _cells(
    row: _Row, columns: Sequence[str], way: _Way, pack: Pack, *, last: bool
) -> dict[str, list[Line]] | None:
    """The cells of a row by what they hold; None where they are too many or too few."""
    if row.title:
        return {"content": list(row.rest)} if row.rest else None
    wanted, found = list(columns[1:]), way(row.rest)
    if last and len(found) > len(wanted):
        # What stands below the table is none of it.
        found = found[: len(wanted)]
    if len(found) == len(wanted) - 1 and (empty := _empty(wanted, found, pack)):
        wanted.remove(empty)
    if len(found) != len(wanted):
        return None
    # The order of the columns holds only where what stands below "by when" is a time.
    times = [_is_time(cell, pack) for kind, cell in zip(wanted, found, strict=True) if kind == _DUE]
    return dict(zip(wanted, found, strict=True)) if all(times) else None


def _empty(columns: Sequence[str], cells: _Cells, pack: Pack) -> str | None:
    """Which of two columns that may be empty is: who helps, or the time behind it."""
    if columns[-1] != _DUE or [*columns].count("coordinate") != 1:
        return None
    if set(columns) - {"content", "lead", "coordinate", _DUE}:
        return None
    return "coordinate" if _is_time(cells[-1], pack) else _DUE


def _is_time(cell: Sequence[Line], pack: Pack) -> bool:
    """Whether a cell begins as one that says by when, or holds a mark that says nothing."""
    words = pack.fold(cell[0].value)
    said = any(map(str.isalnum, words))
    return not said or any(m.start == 0 for m in pack.fragment_matcher("time_cell").find(words))


def _by_line(lines: Sequence[Line]) -> _Cells:
    return [[line] for line in lines]


def _by_gap(lines: Sequence[Line]) -> _Cells:
    """A cell goes on up to the next blank line."""
    return _joined(lines, lambda _, line: line.gap == 0)


def _by_sentence(lines: Sequence[Line]) -> _Cells:
    """A cell goes on with a small letter, and behind a comma."""
    return _joined(lines, lambda last, line: line.value[:1].islower() or last.value.endswith(","))


def _joined(lines: Sequence[Line], goes_on: Callable[[Line, Line], bool]) -> _Cells:
    cells: _Cells = []
    for line in lines:
        if cells and goes_on(cells[-1][-1], line):
            cells[-1].append(line)
        else:
            cells.append([line])
    return cells


def _paragraph(row: _Row, cells: Mapping[str, Sequence[Line]], pack: Pack) -> Paragraph | None:
    pieces = {kind: [_piece(line) for line in some] for kind, some in cells.items()}
    last = max(line.number for some in cells.values() for line in some)
    return row_of({"number": [_piece(row.number)], **pieces}, (row.number.number, last), pack)


def _piece(line: Line) -> Piece:
    start = len(line.raw) - len(line.raw.lstrip())
    return Piece(line, start, len(line.raw.rstrip()), start, len(line.raw))
