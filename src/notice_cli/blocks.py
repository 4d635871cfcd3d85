"""The blocks of a document: which lines are header, subject, body, recipients, signature.

Anchors (rules) tell where a block begins; they count only in the places where a document
has that block: the header before its type and subject, the recipients and the signature
behind the body.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from notice_cli.around import document_end
from notice_cli.beside import beside, is_title, parted
from notice_cli.heads import split_head
from notice_cli.landmarks import SHORT, Anchors, Blocks, part_columns
from notice_cli.markers import read_marker
from notice_cli.model import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notice_cli.lines import Line
    from notice_cli.rules import Pack

# The part of a document, from its end, in which a signature can stand without receivers.
TAIL = 0.5
# A signature with its stamps has at most so many lines; what follows is appended.
SIGNATURE_LINES = 14
# So many entries make a list of receivers without a title; a title is no longer than this.
LISTED = 2
TITLE = 15
_LISTED = re.compile(r"[^\w\s\"(]")


def split_blocks(lines: Sequence[Line], pack: Pack, anchors: Anchors | None = None) -> Blocks:
    """Part the lines of a document into its blocks; every line goes to exactly one.

    ``anchors`` are those of ``pack``, where they were asked for lines before.
    """
    blocks = Blocks()
    lines = list(lines)
    anchors = anchors or Anchors(pack)
    tail = _tail_start(lines, anchors)
    end = max(tail, document_end(lines, anchors))
    head, ending, blocks.unplaced = lines[:tail], lines[tail:end], lines[end:]
    ending, appendix = _cut_appendix(ending, anchors)
    ending = parted(part_columns(ending, {"authority", "title"}, blocks, pack), pack)
    _Ending(ending, blocks, anchors).split()
    blocks.appendix += appendix
    rest = split_head(head, blocks, anchors)
    blocks.body = rest
    return blocks


def _cut_appendix(lines: list[Line], anchors: Anchors) -> tuple[list[Line], list[Line]]:
    """The lines of an ending, and those from the title of an appendix on, never in columns."""
    ended = False
    for i, line in enumerate(lines):
        kinds = anchors.kinds(line)
        if ended and "appendix" in kinds:
            return lines[:i], lines[i:]
        ended = ended or bool(kinds & {"recipients", "authority", "title"})
    return lines, []


def _tail_start(lines: list[Line], anchors: Anchors) -> int:
    """Where the recipients or the signature begin, whichever comes first."""
    # Only the second half can hold an ending, unless the receivers stand before it.
    found = [anchors.kinds(line) for line in lines]
    receivers = [i for i, kinds in enumerate(found) if "recipients" in kinds]
    # An appendix behind the signature may have its own; the first in the second half counts.
    late = [i for i in receivers if i >= len(lines) * TAIL / 2]
    first = int(len(lines) * TAIL)
    start = (late or receivers or [_unnamed_receivers(lines, anchors, first)])[0]
    if start == len(lines):
        authority = [i for i in range(first, start) if found[i] & {"authority", "title"}]
        return _names_above(lines, found, authority[0], first) if authority else start
    # An appendix behind them moves the ending into the first half.
    first = max(0, min(first, start - SIGNATURE_LINES))
    # A signature may be printed before its receivers (columns taken one after the other).
    while start > first and (
        found[start - 1] & {"authority", "title", "signed"}
        or (len(lines[start - 1].value) < SHORT / 3 and _signature_above(found, start - 1, first))
    ):
        start -= 1
    return _names_above(lines, found, start, first)


def _names_above(lines: list[Line], found: list[frozenset[str]], start: int, first: int) -> int:
    """Where a signature begins whose name is printed above the title, not below it."""
    if start < len(lines) and "title" in found[start]:
        while start > first and found[start - 1] & {"name", "signed"}:
            start -= 1
    return start


def _unnamed_receivers(lines: list[Line], anchors: Anchors, first: int) -> int:
    """Where receivers begin whose title cannot be read: above the archive note that ends them."""
    late = range(len(lines) - 1, first, -1)
    archive = next((i for i in late if "archive" in anchors.kinds(lines[i])), None)
    if archive is None:
        return len(lines)
    start = archive
    while start > first and _LISTED.match(lines[start - 1].value):
        start -= 1
    # Receivers that are no list would take the body along.
    if archive - start < LISTED:
        return len(lines)
    # A short line above a list is what is left of its title; the signer's may stand beside it.
    above = lines[start - 1]
    at = beside(above, anchors.pack) if anchors.pack.scanned else 0
    return start - ((at or len(above.value)) < TITLE)


def _signature_above(found: list[frozenset[str]], index: int, first: int) -> bool:
    """Whether a line of authority stands within a few lines above ``index``."""
    return any(found[i] & {"authority", "title"} for i in range(max(first, index - 3), index))


class _Ending:
    """Recipients and signature, printed in any order; then what is appended."""

    def __init__(self, lines: list[Line], blocks: Blocks, anchors: Anchors) -> None:
        self.lines = lines
        self.blocks = blocks
        self.anchors = anchors
        self.receiving = self.archived = self.signed = False

    def split(self) -> None:
        """Deal the lines out to the blocks."""
        for i, line in enumerate(self.lines):
            kinds = self.anchors.kinds(line)
            late = len(self.blocks.signature) >= SIGNATURE_LINES
            if (late or "appendix" in kinds) and (self.archived or self.signed):
                self.blocks.appendix.extend(self.lines[i:])
                return
            block = self._block(i, kinds)
            block.append(line)
            if block is self.blocks.recipients and "archive" in kinds:
                self.archived = True

    def _block(self, index: int, kinds: frozenset[str]) -> list[Line]:
        """Which block a line belongs to."""
        line, blocks = self.lines[index], self.blocks
        entry = _is_entry(line, self.anchors)
        if "recipients" in kinds:
            self._open_recipients(line)
        elif self.receiving and self._by_line(line) and "archive" not in kinds:
            # Offices that receive it look like titles of those who sign.
            return blocks.recipients
        elif not (self.archived or self.receiving) and self._begins_entries(index):
            if not entry:
                return blocks.unplaced
            self.receiving = True
        elif kinds & {"authority", "title", "signed"}:
            self.signed = True
            self.receiving = self.receiving and not self.archived
            return blocks.signature
        elif self.archived and not _continues(line, self.lines[index - 1]):
            self.receiving = False
        elif self.signed and _follows(blocks.signature, self.lines, index) and not entry:
            # The name below a title, where columns were printed one after the other.
            return blocks.signature
        return blocks.recipients if self.receiving else blocks.signature

    def _open_recipients(self, line: Line) -> None:
        self.receiving = True
        beside = _beside(line, self.anchors)
        if beside is not None:
            self.blocks.signature.append(beside)

    def _by_line(self, line: Line) -> bool:
        """Whether a line goes on with receivers of which each has a line of its own."""
        by_line = self.anchors.pack.table("entries", "") == "lines"
        return by_line and (self.signed or line.gap == 0)

    def _begins_entries(self, index: int) -> bool:
        """Whether receivers begin here without a readable title, which may stand above them."""
        lines, anchors = self.lines, self.anchors
        if _is_entry(lines[index], anchors):
            return True
        title = index == 0 and len(lines[0].value) < TITLE and not anchors.kinds(lines[0])
        return title and len(lines) > 1 and _is_entry(lines[1], anchors)


def _follows(block: list[Line], lines: list[Line], index: int) -> bool:
    """Whether the line before one is the last of a block."""
    return index > 0 and block[-1:] == [lines[index - 1]]


def _beside(line: Line, anchors: Anchors) -> Line | None:
    """What stands on the line of the receivers' title and belongs to the signature."""
    for match in anchors.matches(line):
        if match.rule.meaning["block"] == "recipients" and "rest" in match.groups:
            text = line.text.slice(*match.groups["rest"]).strip()
            rest = replace(line, text=text)
            told = anchors.kinds(rest) & {"authority", "title"}
            return rest if told or is_title(rest, anchors.pack) else None
    return None


def _is_entry(line: Line, anchors: Anchors) -> bool:
    """Whether a line is an entry of the receivers: it is marked, or it is the archive note."""
    kinds = anchors.kinds(line)
    marker = read_marker(line.text, anchors.pack)
    # The initial of a name is no marker, and a surname no archive note.
    named = "name" in kinds and (marker is None or marker.order == "letters")
    return not named and (marker is not None or "archive" in kinds)


def _continues(line: Line, last: Line) -> bool:
    """Whether a line goes on with the archive note before it."""
    return line.gap == 0 and line.value[:1].islower() and not last.value.endswith(".")


def lines_told(dropped: Sequence[tuple[Line, str]], blocks: Blocks) -> list[Diagnostic]:
    """What is told of lines of which nothing is read; ``dropped`` are those of the page."""
    told = [
        (line, "furniture", f"is no text of the notice: {what.replace('_', ' ')}")
        for line, what in dropped
    ]
    told += [
        (line, "unplaced", "cannot be read as a part of the notice") for line in blocks.unplaced
    ]
    told += [
        (line, "appendix", "belongs to an appendix, which is not read") for line in blocks.appendix
    ]
    return [
        Diagnostic("info", code, f"line {line.number} {message}", line.text.span())
        for line, code, message in told
    ]
