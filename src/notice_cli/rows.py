"""Rows of tables as paragraphs: the task, then the other cells behind their labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from notice_cli.lines import Line, make_line
from notice_cli.markers import Marker, roman
from notice_cli.model import Diagnostic
from notice_cli.paragraphs import Paragraph, join_lines
from notice_cli.text import Text, join

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notice_cli.rules import Pack

_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]{1,5})[.)]?")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line in one column; ``left`` and ``right`` are where they are printed."""

    line: Line
    start: int
    end: int
    left: int
    right: int

    @property
    def words(self) -> str:
        """The words as they are printed."""
        return self.line.raw[self.start : self.end]


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


def column_kinds(pack: Pack) -> dict[str, str]:
    """What the words above a column say."""
    table: Mapping[str, Sequence[str]] = pack.table("grid_columns")
    return {pack.fold(words): kind for kind, some in table.items() for words in some}


def row_of(
    cells: Mapping[str, Sequence[Piece]], lines: tuple[int, int], pack: Pack
) -> Paragraph | None:
    """A row as a paragraph: its content, then its other cells behind their labels."""
    labels: Mapping[str, str] = pack.table("grid_labels")
    number = row_marker(cells["number"], pack)
    content = cell_text(cells["content"], pack)
    if number is None or content is None:
        return None
    parts, gaps = [content], []
    for kind, label in labels.items():
        cell = cell_text(cells.get(kind, ()), pack)
        if cell is None:
            continue
        ended = parts[-1].value.endswith((".", ";", ":"))
        parts += [Text.put_in(f" {label}" if ended else f". {label}", cell.span()[0]), cell]
        gaps += ["", " "]
    return Paragraph(join(parts, gaps), *lines, number, row=True)


def cell_text(pieces: Sequence[Piece], pack: Pack) -> Text | None:
    """The words of a cell, its lines joined."""
    look_alikes = pack.table("look_alikes")
    made = [make_line(p.line.number, p.line.start + p.start, p.words, look_alikes) for p in pieces]
    lines = [line for line in made if line is not None]
    return join_lines(lines) if lines else None


def row_marker(pieces: Sequence[Piece], pack: Pack) -> Marker | None:
    """The number of a row as a marker."""
    cell = cell_text(pieces, pack)
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
