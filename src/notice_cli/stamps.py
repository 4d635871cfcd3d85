"""Stamps of electronic signatures inside printed lines: taken out, the words around them stay."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from notice_cli.lines import Line, make_line
from notice_cli.webpage import FILL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notice_cli.patterns import Match
    from notice_cli.rules import Pack

# A stamp beside columns goes on below in its own one: so many lines, so many places off.
BELOW = 4
OFF = 2
_GAP = re.compile(r"\s{2,}(?=\S)")


class Unstamped(NamedTuple):
    """Lines without the stamps inside them, with the rules for furniture that match in each.

    ``stamps`` are what was cut out, with what it is.
    """

    lines: list[Line]
    matches: list[list[Match]]
    stamps: list[tuple[Line, str]]


def without_stamps(lines: Sequence[Line], pack: Pack) -> Unstamped:
    """Take the stamps out that stand inside lines.

    Rules for furniture whose ``drop`` is ``stamp_inside`` tell them. Where one stands behind a
    gap, what stands below it in the same column is the rest of it.
    """
    find = pack.matcher("furniture").find
    made = Unstamped([], [], [])
    column, left = 0, 0
    for line in lines:
        matches = find(pack.fold(line.value))
        cuts: list[tuple[int, int]] = []
        for match in matches:
            inside = match.rule.meaning["drop"] == "stamp_inside" and match.length < len(line.value)
            start, end = line.text.span(match.start, match.end)
            if inside and not (cuts and start < cuts[-1][1]):
                cuts.append((start, end))
        if cuts:
            at = cuts[0][0] - line.start
            column, left = (at, BELOW) if line.raw[:at].endswith("  ") else (0, 0)
        elif left:
            cuts = [
                (line.start + gap.end(), line.start + len(line.raw))
                for gap in _GAP.finditer(line.raw)
                if abs(gap.end() - column) <= OFF and gap.start()
            ]
            left = left - 1 if cuts else 0
        rest = _without(line, cuts, pack) if cuts else line
        made.stamps.extend((piece, "stamp") for piece in _pieces(line, cuts, pack))
        if rest is not None:
            made.lines.append(rest)
            made.matches.append(find(pack.fold(rest.value)) if cuts else matches)
    return made


def _without(line: Line, cuts: Sequence[tuple[int, int]], pack: Pack) -> Line | None:
    """The line, blanks in place of what is cut; None where nothing is left."""
    raw = line.raw
    for start, end in cuts:
        a, b = start - line.start, end - line.start
        # Words behind a stamp that begins a line stand no further in than the line does.
        blank = " " if raw[:a].strip() else FILL
        raw = raw[:a] + blank * (b - a) + raw[b:]
    made = make_line(line.number, line.start, raw, pack.table("look_alikes"))
    return made and replace(made, gap=line.gap, page=line.page)


def _pieces(line: Line, cuts: Sequence[tuple[int, int]], pack: Pack) -> list[Line]:
    """What is cut, as lines."""
    table = pack.table("look_alikes")
    made = (
        make_line(line.number, a, line.raw[a - line.start : b - line.start], table) for a, b in cuts
    )
    return [piece for piece in made if piece is not None]
