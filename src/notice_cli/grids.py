"""Tables of assignments: rows and columns of lines that were printed side by side.

A table is read only where its columns are clear: every column has a heading that the rules
know, no words stand across two columns, and each row has a number of its own. Anything
else stays lines of text, and is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from notice_cli.lines import Line, make_line
from notice_cli.markers import Marker, roman
from notice_cli.model import Diagnostic
from notice_cli.paragraphs import Paragraph, join_lines, read_paragraphs
from notice_cli.text import Text, join
from notice_cli.widths import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from notice_cli.rules import Pack

# The headings of a table take at most so many lines, and it has at least so many columns.
HEAD_LINES = 5
COLUMNS = 3
# The title of a table in an appendix takes at most so many lines.
TITLE_LINES = 6
# A table with tabs has its columns by number; they lie so far apart.
_TAB = 1000
_WORDS = re.compile(r"\S+(?:[^\S\t]\S+)*")
_SIDE_BY_SIDE = re.compile(r"\S(?:[^\S\t]{2,}|\s?\t\s*)\S")
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]{1,5})[.)]?")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of one line in one column; ``left`` and ``right`` are where they are printed."""

    line: Line
    start: int
    end: int
    left: int
    right: int

    @property
    def words(self) -> str:
        return self.line.raw[self.start : self.end]


@dataclass(frozen=True, slots=True)
class _Column:
    kind: str
    left: int
    right: int

    def holds(self, piece: _Piece) -> bool:
        return piece.left < self.right and self.left < piece.right

    def widened(self, piece: _Piece) -> _Column:
        left, right = min(self.left, piece.left), max(self.right, piece.right)
        return replace(self, left=left, right=right)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its lines, those of its headings, and its rows; no rows where it is unclear.

    ``again`` are headings that are printed again, as on a new page.
    """

    lines: tuple[Line, ...]
    head: tuple[Line, ...]
    again: tuple[Line, ...]
    rows: tuple[Paragraph, ...]

    @property
    def told(self) -> list[Diagnostic]:
        """What was made of it; spans are those of its headings, else of all of it."""
        if not self.rows:
            message = "a table whose columns are not clear was left as lines of text"
            return [Diagnostic("warning", "table-unclear", message, _span(self.lines))]
        message = f"a table of {len(self.rows)} rows was read by its columns"
        again = "the headings of the table are printed again"
        return [
            Diagnostic("info", "table", message, _span(self.head)),
            *(Diagnostic("info", "table-head", again, _span([line])) for line in self.again),
        ]


def _span(lines: Sequence[Line]) -> tuple[int, int]:
    return lines[0].text.span()[0], lines[-1].text.span()[1]


def read_body(
    lines: Sequence[Line], pack: Pack, closes: Callable[[Text], bool] | None = None
) -> tuple[list[Paragraph], list[Grid]]:
    """The paragraphs of a body (see ``read_paragraphs``), the rows of tables among them."""
    left, grids = _part(lines, pack)
    clear = [grid for grid in grids if grid.rows]
    ends = {grid.lines[-1].start for grid in clear}
    apart = {b.start for a, b in pairwise(lines) if a.start in ends}
    found = read_paragraphs(left, pack, closes, apart)
    rows = [row for grid in clear for row in grid.rows]
    return (sorted([*found, *rows], key=lambda p: p.text.span()) if rows else found), grids


def read_appendix(
    lines: Sequence[Line], pack: Pack
) -> tuple[list[Paragraph], list[Grid], list[Line]]:
    """The tables of an appendix as paragraphs; the tables, and the lines outside of them.

    The lines above a table are its title, and a part of their own (the table
    ``grid_appendix`` says what its id is); its rows follow.
    """
    left, grids = _part(lines, pack)
    paragraphs: list[Paragraph] = []
    label, after = pack.table("grid_appendix", ""), -1
    for grid in (grid for grid in grids if grid.rows):
        first, last = grid.lines[0], grid.lines[-1]
        title = [line for line in left if after < line.start < first.start][-TITLE_LINES:]
        left = [line for line in left if line not in title]
        paragraphs += [_title(title, first, label), *grid.rows]
        after = last.start
    return paragraphs, grids, left


def below_title(
    lines: Sequence[Line], paragraphs: Sequence[Paragraph], pack: Pack
) -> list[Paragraph]:
    """Paragraphs of an appendix that has no table, as a part of their own below its title.

    The title is what stands before the first marker; ``[]`` where there is no marker.
    """
    at = next((i for i, paragraph in enumerate(paragraphs) if paragraph.marker), None)
    if at is None:
        return []
    begins = paragraphs[at].text.span()[0]
    first = [line for line in lines if line.start <= begins][-1]
    title = [line for line in lines if line.start < first.start]
    return [_title(title, first, pack.table("grid_appendix", "")), *paragraphs[at:]]


def _title(title: Sequence[Line], first: Line, label: str) -> Paragraph:
    text = join_lines(title) if title else Text.put_in("", first.start)
    marker = Marker("part", "symbol", "", label, "appendix", (1,), (), 0)
    return Paragraph(text, (title or [first])[0].number, first.number, marker)


def _part(lines: Sequence[Line], pack: Pack) -> tuple[list[Line], list[Grid]]:
    """The lines outside of clear tables; and all tables."""
    grids = find_grids(lines, pack)
    inside = {line.start for grid in grids if grid.rows for line in grid.lines}
    return [line for line in lines if line.start not in inside], grids


def find_grids(lines: Sequence[Line], pack: Pack) -> list[Grid]:
    """The tables of assignments among the lines of a block, in order."""
    kinds = _kinds(pack)
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


def _kinds(pack: Pack) -> dict[str, str]:
    """What the words above a column say."""
    table: Mapping[str, Sequence[str]] = pack.table("grid_columns")
    return {pack.fold(words): kind for kind, some in table.items() for words in some}


def _is_wide(line: Line) -> bool:
    return _SIDE_BY_SIDE.search(line.raw.strip()) is not None


def _pieces(line: Line) -> Iterator[_Piece]:
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
        yield _Piece(line, start, end, left, right)


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
            cell = _cell(group, pack)
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


def _side_by_side(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Pieces that stand below each other, from left to right; each group from the top."""
    groups: list[list[_Piece]] = []
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
                return i
            for at in holding:
                columns[at] = columns[at].widened(piece)
    return len(lines)


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
        cells: dict[str, list[_Piece]] = {}
        for at, column in enumerate(columns):
            mine_here = (placed.get((line.start, at), ()) for line in mine)
            cells.setdefault(column.kind, []).extend(p for some in mine_here for p in some)
        row = _row(cells, (mine[0].number, mine[-1].number), pack)
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
    pieces: Sequence[_Piece], columns: Sequence[_Column]
) -> dict[tuple[int, int], list[_Piece]] | None:
    """The pieces of each line (by where it begins) and column; None where some fit nowhere."""
    heads = [_Piece(_NO_LINE, 0, 0, column.left, column.right) for column in columns]
    groups = _side_by_side([*heads, *pieces])
    if [sum(piece.line is _NO_LINE for piece in group) for group in groups] != [1] * len(columns):
        return None
    placed: dict[tuple[int, int], list[_Piece]] = {}
    for at, group in enumerate(groups):
        for piece in group:
            if piece.line is not _NO_LINE:
                placed.setdefault((piece.line.start, at), []).append(piece)
    return placed


_NO_LINE = Line(0, 0, "", Text("", ((0, 0, 0),)))


def _row(
    cells: Mapping[str, Sequence[_Piece]], lines: tuple[int, int], pack: Pack
) -> Paragraph | None:
    """A row as a paragraph: its content, then its other cells behind their labels."""
    labels: Mapping[str, str] = pack.table("grid_labels")
    number = _marker(cells["number"], pack)
    content = _cell(cells["content"], pack)
    if number is None or content is None:
        return None
    parts, gaps = [content], []
    for kind, label in labels.items():
        cell = _cell(cells.get(kind, ()), pack)
        if cell is None:
            continue
        ended = parts[-1].value.endswith((".", ";", ":"))
        parts += [Text.put_in(f" {label}" if ended else f". {label}", cell.span()[0]), cell]
        gaps += ["", " "]
    return Paragraph(join(parts, gaps), *lines, number, row=True)


def _cell(pieces: Sequence[_Piece], pack: Pack) -> Text | None:
    """The words of a cell, its lines joined."""
    look_alikes = pack.table("look_alikes")
    made = [make_line(p.line.number, p.line.start + p.start, p.words, look_alikes) for p in pieces]
    lines = [line for line in made if line is not None]
    return join_lines(lines) if lines else None


def _marker(pieces: Sequence[_Piece], pack: Pack) -> Marker | None:
    """The number of a row as a marker."""
    cell = _cell(pieces, pack)
    words = cell.value.replace(" ", "") if cell else ""
    match = _NUMBER.fullmatch(pack.fold(words))
    if match is None:
        return None
    label = match[1]
    order: Literal["roman", "decimal", "arabic"] = (
        "decimal" if "." in label else "arabic" if label.isdecimal() else "roman"
    )
    if order == "roman":
        value = roman(label)
        if value is None:
            return None
        return Marker("part", order, words, label, "roman grid", (value,), (), 0)
    parts = tuple(int(part) for part in label.split("."))
    kind: Literal["subitem", "item"] = "subitem" if order == "decimal" else "item"
    decimal = parts if order == "decimal" else ()
    return Marker(kind, order, words, label, f"{order} grid", (parts[-1],), decimal, 0)
