"""Printed lines, each with its place and its text cleaned; page furniture told apart.

A line keeps how many blank lines stood before it and whether it opens a page: both are
hints, neither is proof of a new paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from notice_cli.text import Text, clean
from notice_cli.webpage import SOFT
from notice_cli.widths import bounds, margin, places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
_COLUMN_GAP = re.compile(r"\s{3,}|\t+")
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
    gaps = [m for m in _COLUMN_GAP.finditer(raw, first, last) if m.end() < last]
    return max(gaps, key=lambda m: m.end() - m.start(), default=None)


def column_halves(line: Line, look_alikes: dict[str, str]) -> tuple[str, str] | None:
    """The words left and right of a line's widest gap, cleaned; None where it has none."""
    gap = _inner_gap(line.raw)
    if gap is None:
        return None
    halves = (line.raw[: gap.start()], line.raw[gap.end() :])
    left, right = (clean(Text.of(half, line.start), look_alikes).strip() for half in halves)
    return left.value, right.value


def drop_furniture(lines: list[Line], pack: Pack) -> tuple[list[Line], list[tuple[Line, str]]]:
    """Lines of the text, and those of the page with what they are.

    A lone number is a page number only where the numbers rise from page to page or it
    opens a page; a stamp takes the short lines around it along.
    """
    matcher = pack.matcher("furniture")
    what: dict[int, str] = {}
    trace = pack.trace
    for i, line in enumerate(lines):
        match = matcher.first(pack.fold(line.value)) if len(line.value) < MAX_FURNITURE else None
        if match and match.length == len(line.value):
            what[i] = match.rule.meaning["drop"]
            if trace:
                trace.give(("furniture", line.start), [match], line.text)
    for i in _row_numbers(lines, pack):
        what.pop(i, None)
    dropped = {i: kind for i, kind in what.items() if kind in ("line", "stamp", "running_head")}
    dropped.update(_stamp_neighbours(lines, what))
    dropped.update((i, "page_number") for i in _page_numbers(lines, what, set(dropped)))
    dropped.update(_numbers_above(lines, what, set(dropped)))
    dropped.update((i, "running_head") for i in _running_heads(lines, dropped, pack))
    kept = list(_kept(lines, dropped))
    return kept, [(lines[i], kind) for i, kind in sorted(dropped.items())]


MAX_FURNITURE = 90
# What ends a paragraph, or a part of one.
_ENDS_WITH = (".", ":", ";", "!", "?", '"', ")", "/")


def _kept(lines: Sequence[Line], dropped: Mapping[int, str]) -> Iterator[Line]:
    """What is no furniture; blank lines around it tell nothing inside a sentence."""
    last: Line | None = None
    for i, line in enumerate(lines):
        if i in dropped:
            continue
        # A drawn line is a mark of the author's.
        above = dropped.get(i - 1, "line")
        inside = line.gap and last and above != "line" and not last.value.endswith(_ENDS_WITH)
        # A blank line where a page ends says nothing of what blank lines mean elsewhere.
        page = line.page or above != "line"
        last = replace(line, gap=0 if inside else line.gap, page=page) if page else line
        yield last


def _stamp_neighbours(lines: list[Line], what: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Short lines right above and below a stamp that could be a part of it."""
    for i in [i for i, kind in what.items() if kind == "stamp"]:
        for step in (-1, 1):
            j = i + step
            while (
                0 <= j < len(lines)
                and what.get(j) in ("stamp_part", "page_number", "stamp")
                and (lines[j].gap if step > 0 else lines[j + 1].gap) == 0
            ):
                yield j, "stamp"
                j += step


def _page_numbers(lines: list[Line], what: dict[int, str], stamped: set[int]) -> Iterator[int]:
    expected = 2
    seen = 0
    for i, kind in sorted(what.items()):
        if kind != "page_number" or i in stamped:
            continue
        digits = re.sub(r"\D.*", "", re.sub(r"^\D+", "", lines[i].value))
        number = int(digits) if digits else 0
        follows_break = lines[i].page or (i + 1 < len(lines) and lines[i + 1].page)
        follows_break = follows_break or (number == 1 and not lines[i].value.isdecimal())
        # Numbers of some pages may be lost.
        ahead = LOST_PAGES if seen > 1 and _stands_apart(lines, i) else 1
        # Two programs may have numbered the pages, one within the other's.
        again = seen > 0 and number == expected - 1 and not lines[i].value.isdecimal()
        if expected <= number <= expected + ahead or follows_break or again:
            yield i
            seen += 1
            if number >= expected:
                expected = number + 1


def _row_numbers(lines: list[Line], pack: Pack) -> Iterator[int]:
    """Numbers of the rows of a table that has a cell a line: below its headings, in sequence."""
    columns: Mapping[str, Sequence[str]] = pack.table("grid_columns")
    numbers = {pack.fold(words) for words in columns.get("number", ())}
    expected = 0
    for i, line in enumerate(lines[:-1]):
        if len(line.value) > ROW_NUMBER:
            continue
        if line.value.isdecimal() and int(line.value) == expected:
            yield i
            expected += 1
        elif numbers and pack.fold(line.value).lower().rstrip(".") in numbers:
            following = pack.fold(lines[i + 1].value).lower()
            heads = (pack.fold(words) for some in columns.values() for words in some)
            expected = 1 if any(words.startswith(following) for words in heads) else expected


# What stands above the numbers of rows is no longer than this.
ROW_NUMBER = 12
LOST_PAGES = 4


def _stands_apart(lines: list[Line], i: int) -> bool:
    """Whether blank lines stand before and behind a line."""
    return lines[i].gap > 0 and i + 1 < len(lines) and lines[i + 1].gap > 0


def _numbers_above(
    lines: list[Line], what: dict[int, str], dropped: set[int]
) -> Iterator[tuple[int, str]]:
    """Lone numbers right before a page break: a number and a day that were stamped on."""
    for i in range(1, len(lines)):
        if not (lines[i].page or (i in dropped and what.get(i) == "page_number")):
            continue
        j = i - 1
        while j >= 0 and j not in dropped and lines[j].value.isdecimal():
            yield j, "stamp"
            j -= 1


# So many lines at the top and at the foot of a page may be printed on every page, and so many
# pages have them at least.
EDGE = 2
REPEATED = 2
_LISTED = re.compile(r"[^\w\s(\"]|\w{1,4}[.)]")
_ORDINAL = re.compile(r"^\d+\b|\b\d+$|\b\d+(?=/\d+$)")


def _running_heads(lines: Sequence[Line], dropped: Mapping[int, str], pack: Pack) -> Iterator[int]:
    """Lines at the edge of pages that are printed on several of them.

    Pages are known by form feeds and by the page numbers that were found; a number in such a
    line may be the page's.
    """
    pages = [
        i
        for i in range(1, len(lines))
        if lines[i].page or dropped.get(i - 1) == "page_number" or dropped.get(i) == "page_number"
    ]
    if not pages:
        return
    found: dict[str, set[int]] = {}
    for page in [0, *pages, len(lines)]:
        for order in (range(page, len(lines)), range(page - 1, -1, -1)):
            for i in islice((i for i in order if i not in dropped), EDGE):
                if _may_run(lines[i]):
                    words = _ORDINAL.sub("#", pack.fold(lines[i].value).lower())
                    found.setdefault(words, set()).add(i)
    for same in found.values():
        if len(same) >= REPEATED:
            # What stands at the top of the first page may be the header itself.
            told = pack.matcher("anchors")
            yield from (i for i in same if i >= EDGE or not told.find(pack.fold(lines[i].value)))


def _may_run(line: Line) -> bool:
    """Whether a line can be a running head: some words, no item of a list, no row of a table."""
    value = line.value
    return (
        len(value) < MAX_FURNITURE
        and " " in value
        and _LISTED.match(value) is None
        and len(_COLUMN_GAP.findall(line.raw.strip())) < EDGE
    )
