"""Printed lines, each with its place and its text cleaned; columns parted.

A line keeps how many blank lines stood before it and whether it opens a page: both are
hints, neither is proof of a new paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from notice_cli.text import Text, clean
from notice_cli.webpage import SOFT
from notice_cli.widths import bounds, margin, places

if TYPE_CHECKING:
    from notice_cli.rules import Pack

_ENDS = r"\n\r\f\v\x1c-\x1e\x85\u2028\u2029"
_LINE = re.compile(rf"([^{_ENDS}]*)(\r\n|[{_ENDS}]|$)")
# Leftovers of a web page that end a line, and the line feed that may follow them.
_TAG = r"</?(?:br|div|h[1-6]|li|ol|p|t[dr]|table|ul)\b[^<>\n]*>"
_MARKED_UP = re.compile(_TAG, re.IGNORECASE)
_LINE_OF_PAGE = re.compile(
    rf"((?:(?!{_TAG})[^{_ENDS}])*)((?:{_TAG})(?:\r?\n)?|\r\n|[{_ENDS}]|$)", re.IGNORECASE
)
# A gap inside a line that parts two columns, in layouts that keep columns side by side.
COLUMN_GAP = re.compile(r"\s{3,}|\t+")
_TABLE_ROW = re.compile(r"^\|", re.MULTILINE)
DRAWN_ROWS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line that is not blank.

    ``number`` is 1-based, counted at line feeds; ``start`` is where ``raw`` begins in
    the decoded input; ``text`` is cleaned and stripped; ``gap`` counts the blank lines
    before it; ``page`` tells that a form feed stood before it; ``indent`` is the width
    of the white space before its first word.
    """

    number: int
    start: int
    raw: str
    text: Text
    gap: int = 0
    page: bool = False
    indent: int = 0

    @property
    def value(self) -> str:
        """The cleaned words."""
        return self.text.value

    @property
    def last(self) -> int:
        """The number of its last line, where a web page's source goes on over several."""
        return self.number + self.raw.count(SOFT)


def split_lines(value: str, pack: Pack) -> list[Line]:
    """All lines of the decoded input that are not blank."""
    look_alikes = pack.table("look_alikes")
    lines: list[Line] = []
    number, gap, page = 1, 0, False
    drawn = len(_TABLE_ROW.findall(value)) >= DRAWN_ROWS
    pattern = _LINE_OF_PAGE if "<" in value and _MARKED_UP.search(value) else _LINE
    for match in pattern.finditer(value):
        raw, end = match.group(1), match.group(2)
        if drawn:
            # Rows of a table as some converters draw it: the cells are columns.
            raw = raw.replace("|", "\t")
        made = make_line(number, match.start(), raw, look_alikes)
        if made is not None:
            lines.append(_inside(replace(made, gap=gap, page=page)))
            gap, page = 0, False
        elif end:
            gap += 1
        page = page or "\f" in end
        number += end.count("\n") + raw.count(SOFT)
    return lines


def make_line(number: int, start: int, raw: str, look_alikes: dict[str, str]) -> Line | None:
    """A line of a stretch of the input, or None where it is blank."""
    text = clean(Text.of(raw, start), look_alikes).strip()
    if not text.value:
        return None
    return Line(number, start, raw, text, indent=margin(raw))


def _inside(line: Line) -> Line:
    """A line without the unseen line ends of a page's source around its words."""
    if SOFT not in line.raw:
        return line
    first, last = bounds(line.raw)
    number = line.number + line.raw.count(SOFT, 0, first)
    return replace(line, number=number, start=line.start + first, raw=line.raw[first:last])


def split_columns(lines: list[Line], pack: Pack) -> tuple[list[Line], list[Line]]:
    """Left and right columns of lines that were printed side by side.

    A line without a gap goes to the right where it begins as far in as the right
    column does, else to the left.
    """
    look_alikes = pack.table("look_alikes")
    edges = [places(line.raw)[m.end()] for line in lines if (m := _inner_gap(line.raw))]
    edge = min(edges) if edges else 0
    # Columns parted by tabs begin nowhere in particular.
    ragged = RAGGED if edge > 2 * RAGGED else 0
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        gap = _inner_gap(line.raw)
        if gap:
            halves = ((0, gap.start(), left), (gap.end(), len(line.raw), right))
            for a, b, column in halves:
                made = make_line(line.number, line.start + a, line.raw[a:b], look_alikes)
                if made:
                    column.append(made)
        elif edge and line.indent >= edge - ragged:
            right.append(line)
        else:
            left.append(line)
    return left, right


# A right column is centred: its lines begin up to so many places further left.
RAGGED = 12


def _inner_gap(raw: str) -> re.Match[str] | None:
    """The widest gap inside a line, not the indent before it nor blanks after it."""
    first, last = bounds(raw)
    gaps = [m for m in COLUMN_GAP.finditer(raw, first, last) if m.end() < last]
    return max(gaps, key=lambda m: m.end() - m.start(), default=None)


def column_halves(line: Line, look_alikes: dict[str, str]) -> tuple[str, str] | None:
    """The words left and right of a line's widest gap, cleaned; None where it has none."""
    gap = _inner_gap(line.raw)
    if gap is None:
        return None
    halves = (line.raw[: gap.start()], line.raw[gap.end() :])
    left, right = (clean(Text.of(half, line.start), look_alikes).strip() for half in halves)
    return left.value, right.value
