"""Tables of assignments: rows and columns of lines that were printed side by side.

A table is read only where its columns are clear: every column has a heading that the rules
know, no words stand across two columns, and each row has a number of its own. Anything
else stays lines of text, and is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from notice_cli.cells import find_cells
from notice_cli.lines import Line
from notice_cli.paragraphs import Paragraph, read_paragraphs
from notice_cli.rows import Grid, Piece, cell_text, column_kinds, row_of
from notice_cli.text import Text
from notice_cli.widths import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from notice_cli.rules import Pack

# The headings of a table take at most so many lines, and it has at least so many columns.
HEAD_LINES = 5
COLUMNS = 3
# A table with tabs has its columns by number; they lie so far apart.
_TAB = 1000
_WORDS = re.compile(r"\S+(?:[^\S\t]\S+)*")
_SIDE_BY_SIDE = re.compile(r"\S(?:[^\S\t]{2,}|\s?\t\s*)\S")


@dataclass(frozen=True, slots=True)
class _Column:
    kind: str
    left: int
    right: int

    def holds(self, piece: Piece) -> bool:
        return piece.left < self.right and self.left < piece.right

    def widened(self, piece: Piece) -> _Column:
        left, right = min(self.left, piece.left), max(self.right, piece.right)
        return replace(self, left=left, right=right)


def read_body(
    lines: Sequence[Line], pack: Pack, closes: Callable[[Text], bool] | None = None
) -> tuple[list[Paragraph], list[Grid]]:
    """The paragraphs of a body (see ``read_paragraphs``), the rows of tables among them."""
    left, grids = part_tables(lines, pack)
    clear = [grid for grid in grids if grid.rows]
    ends = {grid.lines[-1].start for grid in clear}
    apart = {b.start for a, b in pairwise(lines) if a.start in ends}
    found = read_paragraphs(left, pack, closes, apart)
    rows = [row for grid in clear for row in grid.rows]
    return (sorted([*found, *rows], key=lambda p: p.text.span()) if rows else found), grids


def part_tables(lines: Sequence[Line], pack: Pack) -> tuple[list[Line], list[Grid]]:
    """The lines outside of clear tables; and all tables, in order."""
    grids = sorted(
        [*find_grids(lines, pack), *find_cells(lines, pack)], key=lambda grid: grid.lines[0].start
    )
    inside = {line.start for grid in grids if grid.rows for line in grid.lines}
    return [line for line in lines if line.start not in inside], grids


def find_grids(lines: Sequence[Line], pack: Pack) -> list[Grid]:
    """The tables of assignments among the lines of a block, in order."""
    kinds = column_kinds(pack)
    grids: list[Grid] = []
    i = 0
    while i < len(lines):
        found = _head(lines[i : i + HEAD_LINES], kinds, pack) if _is_wide(lines[i]) else None
        if found is None:
            i += 1
            continue
        count, columns = found
        last = i + count + _body(lines[i + count :], columns)
        below = _without_heads(lines[i + count : last], kinds, pack)
        again = [line for line in lines[i + count : last] if line not in below]
        rows = _rows(below, columns, pack)
        grids.append(
            Grid(tuple(lines[i:last]), tuple(lines[i : i + count]), tuple(again), tuple(rows))
        )
        i = last
    return grids


def _is_wide(line: Line) -> bool:
    return _SIDE_BY_SIDE.search(line.raw.strip()) is not None


def _pieces(line: Line) -> Iterator[Piece]:
    """The words of a line, parted where more than a space stands between them."""
    tabs = "\t" in line.raw
    printed = places(line.raw)
    for match in _WORDS.finditer(line.raw):
        start, end = match.span()
        left, right = printed[start], printed[end]
        if left == right:
            continue
        if tabs:
            left = _TAB * (1 + line.raw.count("\t", 0, start))
            right = left + 1
        yield Piece(line, start, end, left, right)


def _head(
    lines: Sequence[Line], kinds: Mapping[str, str], pack: Pack
) -> tuple[int, list[_Column]] | None:
    """How many lines the headings take, and the columns; None where there are none."""
    for count in range(len(lines), 0, -1):
        groups = _side_by_side([piece for line in lines[:count] for piece in _pieces(line)])
        if len(groups) < COLUMNS:
            continue
        columns = []
        for group in groups:
            cell = cell_text(group, pack)
            words = pack.fold(cell.value).lower() if cell else ""
            kind = kinds.get(words.strip(" .:*()"))
            if kind is None:
                break
            left = min(piece.left for piece in group)
            columns.append(_Column(kind, left, max(piece.right for piece in group)))
        known = {column.kind for column in columns}
        if len(columns) == len(groups) and "content" in known and known & {"lead", "deadline"}:
            return count, columns
    return None


def _side_by_side(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that stand below each other, from left to right; each group from the top."""
    groups: list[list[Piece]] = []
    right = -1
    for piece in sorted(pieces, key=lambda piece: piece.left):
        if groups and piece.left < right:
            groups[-1].append(piece)
        else:
            groups.append([piece])
        right = max(right, piece.right)
    return [sorted(group, key=lambda piece: piece.line.start) for group in groups]


def _body(lines: Sequence[Line], columns: Sequence[_Column]) -> int:
    """How many lines belong to the table: up to words that stand across its columns."""
    columns = list(columns)
    tabbed = columns[0].left >= _TAB
    for i, line in enumerate(lines):
        tabs = line.raw.count("\t")
        if tabs < len(columns) - 1 if tabbed else tabs:
            return i
        pieces = list(_pieces(line))
        # Where rows stand close together, words behind a blank line are another paragraph's.
        apart = i > 0 and line.gap > 0 and not any(one.gap for one in lines[1:i])
        if apart and i > 1 and pieces and not columns[0].holds(pieces[0]):
            return i
        for piece in pieces:
            holding = [at for at, column in enumerate(columns) if column.holds(piece)]
            if len(holding) > 1:
                # A number alone above these words is theirs, no row's.
                return i - (i > 1 and _is_number(lines[i - 1], columns[0]))
            for at in holding:
                columns[at] = columns[at].widened(piece)
    return len(lines)


def _is_number(line: Line, column: _Column) -> bool:
    """Whether a line has nothing but words in the column of the numbers."""
    return column.kind == "number" and all(column.holds(piece) for piece in _pieces(line))


def _rows(lines: Sequence[Line], columns: Sequence[_Column], pack: Pack) -> list[Paragraph]:
    """The rows, each a paragraph; none where the columns are not clear."""
    placed = _place([piece for line in lines for piece in _pieces(line)], columns)
    if placed is None or columns[0].kind != "number":
        return []
    starts = [i for i, line in enumerate(lines) if (line.start, 0) in placed]
    if not starts or starts[0] != 0:
        return []
    rows = []
    for start, end in pairwise([*starts, len(lines)]):
        mine = lines[start:end]
        cells: dict[str, list[Piece]] = {}
        for at, column in enumerate(columns):
            mine_here = (placed.get((line.start, at), ()) for line in mine)
            cells.setdefault(column.kind, []).extend(p for some in mine_here for p in some)
        row = row_of(cells, (mine[0].number, mine[-1].last), pack)
        if row is None:
            return []
        rows.append(row)
    return rows


def _without_heads(lines: Sequence[Line], kinds: Mapping[str, str], pack: Pack) -> list[Line]:
    """The lines without headings that are printed again, as on a new page."""
    kept: list[Line] = []
    i = 0
    while i < len(lines):
        again = _head(lines[i : i + HEAD_LINES], kinds, pack) if _is_wide(lines[i]) else None
        if again is None:
            kept.append(lines[i])
        i += again[0] if again else 1
    return kept


def _place(
    pieces: Sequence[Piece], columns: Sequence[_Column]
) -> dict[tuple[int, int], list[Piece]] | None:
    """The pieces of each line (by where it begins) and column; None where some fit nowhere."""
    heads = [Piece(_NO_LINE, 0, 0, column.left, column.right) for column in columns]
    groups = _side_by_side([*heads, *pieces])
    if [sum(piece.line is _NO_LINE for piece in group) for group in groups] != [1] * len(columns):
        return None
    placed: dict[tuple[int, int], list[Piece]] = {}
    for at, group in enumerate(groups):
        for piece in group:
            if piece.line is not _NO_LINE:
                placed.setdefault((piece.line.start, at), []).append(piece)
    return placed


_NO_LINE = Line(0, 0, "", Text("", ((0, 0, 0),)))
