"""The blocks of a document, what in a line tells of one, and lines in two columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notice_cli.lines import Line, column_halves, split_columns
from notice_cli.markers import read_marker

if TYPE_CHECKING:
    from notice_cli.patterns import Match
    from notice_cli.rules import Pack

# A printed line of a header, a receiver or a signature is no longer than this.
SHORT = 120
# Lines of the right column below the last line that has both.
COLUMN_REST = 12


@dataclass(slots=True)
class Blocks:
    """The lines of each block, in reading order; ``columns`` tells that some were parted.

    ``others`` are those of other documents in the same text.
    """

    header: list[Line] = field(default_factory=list)
    type: list[Line] = field(default_factory=list)
    subject: list[Line] = field(default_factory=list)
    addressees: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    recipients: list[Line] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)
    appendix: list[Line] = field(default_factory=list)
    unplaced: list[Line] = field(default_factory=list)
    others: Sequence[Line] = ()
    columns: bool = False


class Anchors:
    """Looks at each line once for the blocks that its words tell of."""

    def __init__(self, pack: Pack) -> None:
        """Nothing is read before it is asked for."""
        self.pack = pack
        self._found: dict[tuple[int, int], list[Match]] = {}
        self._kinds: dict[tuple[int, int], frozenset[str]] = {}

    def matches(self, line: Line) -> list[Match]:
        """The anchors in a line, or in the first words of a long one."""
        key = _key(line)
        if key not in self._found:
            folded = self.pack.fold(line.value[:SHORT])
            self._found[key] = self.pack.matcher("anchors").find(folded)
        return self._found[key]

    def kinds(self, line: Line) -> frozenset[str]:
        """The blocks that a short line could belong to."""
        key = _key(line)
        if key not in self._kinds:
            matches = self.matches(line) if len(line.value) <= SHORT else ()
            self._kinds[key] = frozenset(m.rule.meaning["block"] for m in matches)
        return self._kinds[key]

    def opens_body(self, line: Line) -> bool:
        """Whether a line begins the way the body of a document does."""
        begins = any(m.start == 0 and m.rule.meaning["block"] == "body" for m in self.matches(line))
        kinds = self.kinds(line)
        return (
            begins
            or bool(kinds & {"body", "addressees"})
            or read_marker(line.text, self.pack) is not None
        )


def _key(line: Line) -> tuple[int, int]:
    return line.text.runs[0][1], len(line.text.value)


def part_columns(
    lines: list[Line], right_kinds: set[str], blocks: Blocks, pack: Pack
) -> list[Line]:
    """Lines with two columns one after the other, if what stands right belongs there.

    ``right_kinds`` are the blocks that prove it; ``blocks`` notes that some were parted.
    A blank left for a number or a day is a gap too, but no column.
    """
    look_alikes = pack.table("look_alikes")
    last = -1
    proof = False
    for i, line in enumerate(lines):
        halves = column_halves(line, look_alikes)
        if halves and all(halves):
            last = i
            found = pack.matcher("anchors").find(pack.fold(halves[1]))
            proof = proof or any(
                m.start == 0 and m.rule.meaning["block"] in right_kinds for m in found
            )
    if not proof:
        return lines
    blocks.columns = True
    # The right column may go on below the left one.
    end = min(len(lines), last + COLUMN_REST)
    left, right = split_columns(lines[:end], pack)
    return [*left, *right, *lines[end:]]
