"""Text in one long line: where its lines began, as far as words and markers tell.

Some portals give a whole notice without a line break. What certainly begins a line (the
fragment ``lost_break``), and markers right behind the end of a sentence, part it again;
which markers follow in sequence is for the outline to judge.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from notice_cli.lines import Line, make_line
from notice_cli.markers import Marker, read_marker
from notice_cli.model import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notice_cli.rules import Pack

# A document of so few lines, one of them so long, has lost its breaks.
FEW = 4
LONG = 1_000
# A marker and a word behind it are looked for in so many characters.
_AHEAD = 24
_AFTER_END = re.compile(r"(?<=[.;:/]) +(?=[^\s\w]|\d|[^\W\d_]{1,4}[.)/])")
# Below a title, which ends in no mark, a list begins or goes on with its next number.
_AFTER_TITLE = re.compile(
    r"(?<![.;:/]) (?=(?:(?:\d{1,2}(?:\.\d{1,2}){0,2}|[IVX]{1,4})\.|[a-z]\)) [^\W\d_])"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_TAIL = 120
_LAST_WORD = re.compile(r"[^\W\d_]+$")


def reline(lines: Sequence[Line], pack: Pack) -> tuple[list[Line], list[Diagnostic]]:
    """The lines, those parted that hold a whole document; and what was told of it."""
    if len(lines) > FEW or not any(len(line.raw) >= LONG for line in lines):
        return list(lines), []
    found: list[Line] = []
    for line in lines:
        found += _parted(line, pack) if len(line.raw) >= LONG else [line]
    if len(found) == len(lines):
        return list(lines), []
    message = "line breaks are lost; where lines began is told from markers and set words"
    span = (lines[0].text.span()[0], lines[-1].text.span()[1])
    return found, [Diagnostic("warning", "lost-breaks", message, span)]


def _parted(line: Line, pack: Pack) -> Iterator[Line]:
    """A line as the lines that it was."""
    ends = sorted({0, len(line.raw), *_places(line, pack)})
    look_alikes = pack.table("look_alikes")
    for start, end in pairwise(ends):
        made = make_line(line.number, line.start + start, line.raw[start:end], look_alikes)
        if made:
            yield replace(made, gap=line.gap if start == 0 else 0)


def _places(line: Line, pack: Pack) -> Iterator[int]:
    """Where in the raw line others begin."""
    folded = pack.fold(line.raw)
    found = [match.start for match in pack.fragment_matcher("lost_break").find(folded)]
    yield from found
    # Behind the last title, in capitals, stands who signed.
    end = found[-1] if found else len(folded)
    name = next((m for m in _WORD.finditer(folded, end) if not m.group().isupper()), None)
    if name and len(folded) - end < _TAIL and folded[end : name.start()].strip().isupper():
        yield name.start()
    goes_on = pack.words("goes_on")
    last: dict[str, Marker] = {}
    gaps = [(m.end(), True) for m in _AFTER_END.finditer(folded)]
    gaps += [(m.end(), False) for m in _AFTER_TITLE.finditer(folded)]
    for place, ended in sorted(gaps):
        ahead = make_line(line.number, 0, line.raw[place : place + _AHEAD], {})
        marker = read_marker(ahead.text, pack) if ahead else None
        if marker is None:
            continue
        before = last.get(marker.style)
        word = _LAST_WORD.search(folded[max(0, place - _AHEAD) : place].rstrip(" :"))
        follows = marker.first or (before is not None and marker.follows(before))
        if (word and word.group().lower() in goes_on) or not (ended or follows):
            continue
        last[marker.style] = marker
        yield place
