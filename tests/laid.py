"""The form of a notice that shapes work on: its printed lines, and what belongs together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from notice_cli.blocks import split_blocks
from notice_cli.furniture import drop_furniture
from notice_cli.grids import find_grids
from notice_cli.lines import split_lines
from notice_cli.paragraphs import read_paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notice_cli.rules import Pack


@dataclass(frozen=True, slots=True)
class Laid:
    """A notice as groups of printed lines: one group a paragraph, or a line of its own.

    ``language`` is the pack that reads it; ``kinds`` tells of each group whether it belongs
    to the body (``b``), the header (``h``), the ending (``e``), an appendix (``a``), is a line
    of a table whose columns are read (``t``), or is blank (``-``).
    """

    groups: tuple[tuple[str, ...], ...]
    kinds: str
    language: str = "vi"

    @property
    def text(self) -> str:
        return "\n".join(line for group in self.groups for line in group) + "\n"

    def each(self, change: Callable[[str, Sequence[str]], Sequence[str]]) -> Laid:
        """Every group changed, given its kind."""
        pairs = zip(self.kinds, self.groups, strict=True)
        return replace(self, groups=tuple(tuple(change(kind, group)) for kind, group in pairs))

    def lines(self, change: Callable[[str], str]) -> Laid:
        """Every line changed."""
        return self.each(lambda _, group: [change(line) for line in group])

    def texts(self, change: Callable[[str], str]) -> Laid:
        """Every line changed, but not those of tables, whose columns are their places."""
        return self.each(
            lambda kind, group: group if kind == "t" else [change(line) for line in group]
        )


# Where a blank line follows nearly every line, blank lines mean nothing.
SPACED_OUT = 1.7


def lay(text: str, pack: Pack) -> Laid:
    """The groups of a text, as its paragraphs are read where nothing was changed."""
    lines = [line.replace("\f", "") for line in text.rstrip().split("\n")]
    printed, dropped = drop_furniture(split_lines(text, pack), pack)
    # Pages come with the shapes.
    for line, _ in dropped:
        lines[line.number - 1] = ""
    filled = sum(bool(line.strip()) for line in lines)
    spaced_out = len(lines) > filled * SPACED_OUT
    blocks = split_blocks(printed, pack)
    grids = [grid for part in (blocks.body, blocks.appendix) for grid in find_grids(part, pack)]
    tabular = {line.number for grid in grids if grid.rows for line in grid.lines}
    prose = [line for line in blocks.body if line.number not in tabular]
    apart = {b.start for a, b in pairwise(blocks.body) if a.number in tabular}
    paragraphs = read_paragraphs(prose, pack, apart=apart)
    starts = {paragraph.first: paragraph.last for paragraph in paragraphs}
    begins = min(starts, default=len(lines))
    appended = {line.number for line in blocks.appendix}
    groups: list[tuple[str, ...]] = []
    kinds = ""
    number = 1
    while number <= len(lines):
        last = starts.get(number, number)
        group = tuple(line for line in lines[number - 1 : last] if line.strip())
        if group or not spaced_out:
            groups.append(group or ("",))
            begun = "b" if number in starts else "h" if number < begins else "e"
            begun = "t" if number in tabular else "a" if number in appended else begun
            kinds += begun if group else "-"
        number = last + 1
    return Laid(tuple(groups), kinds, pack.name)


def joined(group: Sequence[str]) -> str:
    """The lines of a paragraph as one, a code that was cut made whole."""
    text = group[0].strip()
    for line in group[1:]:
        cut = text.endswith("-") and not text.endswith(" -")
        text += line.strip() if cut or re.search(r"\d/$", text) else " " + line.strip()
    return text
