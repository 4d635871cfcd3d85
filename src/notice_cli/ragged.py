"""Lines that were wrapped twice, as mail does it: long, short, long, short.

A text that was wrapped at one width and again at a narrower one has the rest of each line on a
line of its own. Where many such rests stand inside sentences, each is put back behind the line
that it was cut from, and paragraphs are told by the first width as ever.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from notice_cli.lines import COLUMN_GAP
from notice_cli.markers import read_marker
from notice_cli.model import Diagnostic
from notice_cli.paragraphs import join_lines
from notice_cli.webpage import SOFT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notice_cli.lines import Line
    from notice_cli.rules import Pack

# So many rests inside sentences, and one on so many lines: a text that was wrapped once has none.
FEWEST, SHARE = 3, 0.06
# So many widths are tried for the narrower one, the greatest first.
WIDTHS = 8
# A rest is shorter than this share of the narrower width.
REST = 0.75
_ENDS = (".", ":", ";", "!", "?", "./")


def unwrapped_twice(lines: Sequence[Line], pack: Pack) -> tuple[list[Line], list[Diagnostic]]:
    """The lines as they were wrapped first, and what was done; the same where it was once."""
    lines = list(lines)
    going_on = {len(line.value) for line, after in pairwise(lines) if _goes_on(line, after)}
    # The title may have been set wider than what was wrapped.
    widths = sorted(going_on, reverse=True)[:WIDTHS]
    narrow = max(widths, key=lambda width: len(_rests(lines, width)), default=0)
    rests = _rests(lines, narrow)
    if len(rests) < max(FEWEST, len(lines) * SHARE):
        return lines, []
    wide = max(len(first.value) + 1 + len(rest.value) for first, rest in rests)
    made = _joined(lines, narrow, wide, pack)
    message = f"lines were wrapped at {wide} characters and again at {narrow}; read as wrapped once"
    return made, [Diagnostic("info", "wrapped-twice", message, lines[0].text.span())]


def _rests(lines: Sequence[Line], narrow: int) -> list[tuple[Line, Line]]:
    """Full lines with the rests that surely were cut from them, where the next goes on."""
    return [
        (first, rest)
        for first, rest, after in zip(lines, lines[1:], lines[2:], strict=False)
        if len(first.value) <= narrow
        and len(rest.value) < narrow * REST
        and _goes_on(rest, after)
        and _is_cut(first, rest, narrow)
        and len(rest.value) + 1 + _first_word(after) <= narrow
    ]


def _first_word(line: Line) -> int:
    return len(line.value.partition(" ")[0])


def _is_cut(line: Line, rest: Line, narrow: int) -> bool:
    """Whether a line was full, so that what stands below may be its rest; no row of a table."""
    full = len(line.value) + 1 + _first_word(rest) > narrow
    return full and not rest.gap and not any(COLUMN_GAP.search(x.raw.strip()) for x in (line, rest))


def _goes_on(line: Line, following: Line) -> bool:
    return not following.gap and following.value[:1].islower() and not line.value.endswith(_ENDS)


def _joined(lines: Sequence[Line], narrow: int, wide: int, pack: Pack) -> list[Line]:
    """The lines, each rest behind the line that it was cut from."""
    made: list[Line] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        rest = lines[i + 1] if i + 1 < len(lines) else None
        after = lines[i + 2] if i + 2 < len(lines) else None
        if rest and _is_rest(line, rest, after, narrow, wide, pack):
            made.append(_one(line, rest))
            i += 1
        else:
            made.append(line)
        i += 1
    return made


def _is_rest(  # noqa: PLR0913, PLR0917 - three lines and two widths
    line: Line, rest: Line, after: Line | None, narrow: int, wide: int, pack: Pack
) -> bool:
    whole = len(line.value) + 1 + len(rest.value)
    if not _is_cut(line, rest, narrow) or whole > wide or _begins(line, rest, pack):
        return False
    if rest.value[:1].islower() or not line.value.endswith(_ENDS):
        return True
    # Behind a sentence a paragraph may begin; the rest of a full line is as long as it must be.
    return after is None or after.gap > 0 or whole + 1 + _first_word(after) > wide


def _begins(line: Line, rest: Line, pack: Pack) -> bool:
    """Whether an item begins; a dash or a number may stand inside a name or a code, too."""
    if not line.value.endswith((*_ENDS, ",")):
        return False
    marker = read_marker(rest.text, pack)
    return marker is not None and rest.value[marker.end :].strip()[:1].isupper()


def _one(line: Line, rest: Line) -> Line:
    raw = line.raw.rstrip() + SOFT * (rest.last - line.last) + rest.raw.strip()
    return replace(line, text=join_lines([line, rest]), raw=raw)
