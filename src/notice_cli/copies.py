"""Certified copies: the copy's own head, printed above that of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notice_cli.landmarks import Anchors, Blocks

if TYPE_CHECKING:
    from notice_cli.rules import Pack


def part_copy(blocks: Blocks, pack: Pack) -> None:
    """Take the head of a copy out of the header: its number and day are not the document's.

    It ends in a line that says what kind of copy it is, and another issuer follows.
    """
    anchors = Anchors(pack)
    marks = [line.number for line in blocks.header if "copy" in anchors.kinds(line)]
    if not marks:
        return
    below = [line for line in blocks.header if line.number > marks[-1]]
    if any("organ" in anchors.kinds(line) for line in below):
        blocks.unplaced += [line for line in blocks.header if line.number <= marks[-1]]
        blocks.header = below
