"""Paragraphs to a tree: markers that follow in sequence open and close the levels.

A marker is compared with the open lists: the next of one of them continues it, a first
one opens a list below; anything else that is certainly a marker (a number was lost, a
list begins again) is taken too, and told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from notice_cli.markers import APPENDIX, Marker
from notice_cli.model import Diagnostic, Kind, Lines
from notice_cli.paragraphs import Paragraph
from notice_cli.text import Text, join

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# How deep a kind stands; a list that is numbered another way at the same depth nests.
RANK: dict[Kind, int] = {"part": 0, "item": 1, "subitem": 2, "point": 3, "dash": 4, "plus": 5}
_PREFIX = {"dash": "-", "plus": "+", "paragraph": "p"}
# Kinds below which an unmarked paragraph is a node of its own.
_HOLDS_PARAGRAPHS = ("part", "paragraph")


@dataclass(eq=False)
class Branch:
    """A node being built: its marker, its paragraphs in order, its children."""

    kind: Kind
    marker: Marker | None
    paragraphs: list[Paragraph]
    parent: Branch | None
    id: str = ""
    children: list[Branch] = field(default_factory=list)

    @cached_property
    def text(self) -> Text:
        """Own words: the paragraphs joined by spaces. Asked for when the tree is built."""
        return join((p.text for p in self.paragraphs), " " * (len(self.paragraphs) - 1))

    @property
    def words(self) -> str:
        """Own words as a string."""
        return self.text.value

    @cached_property
    def starts(self) -> list[int]:
        """Offsets in ``text`` at which its paragraphs begin."""
        offsets, at = [], 0
        for paragraph in self.paragraphs:
            offsets.append(at)
            at += len(paragraph.text) + 1
        return offsets

    @property
    def breaks(self) -> list[int]:
        """Offsets in ``text`` of the spaces that join paragraphs."""
        return [start - 1 for start in self.starts[1:]]

    @property
    def lines(self) -> Lines:
        """First and last printed line of its own words."""
        return self.paragraphs[0].first, self.paragraphs[-1].last

    @property
    def introduces(self) -> bool:
        """Whether its words end in a colon."""
        return self.paragraphs[-1].text.value.endswith(":")


class Outline:
    """The tree of a body: ``roots`` in order, ``diagnostics`` of doubtful markers.

    ``counts`` tells how often each label occurred at the top.
    """

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        is_top: Callable[[Text], bool],
        after: Outline | None = None,
    ) -> None:
        """``is_top`` tells a paragraph that belongs to the whole document (the closing).

        ``after`` is the outline whose ids this one goes on with.
        """
        self.roots: list[Branch] = []
        self.diagnostics: list[Diagnostic] = []
        self._open: list[Branch] = []
        self._last: Branch | None = None
        for i, paragraph in enumerate(paragraphs):
            following = paragraphs[i + 1] if i + 1 < len(paragraphs) else None
            if paragraph.marker:
                self._place_marked(paragraph, paragraph.marker)
            else:
                self._place_plain(paragraph, following, top=is_top(paragraph.text))
        self.counts: dict[str, int] = dict(after.counts) if after else {}
        _number(self.roots, "", self.counts)

    def _add(self, kind: Kind, paragraph: Paragraph, parent: Branch | None) -> Branch:
        branch = Branch(kind, paragraph.marker, [paragraph], parent)
        (parent.children if parent else self.roots).append(branch)
        self._last = branch
        return branch

    def _close_to(self, depth: int) -> Branch | None:
        """Close open levels from ``depth`` on; the branch that is then the innermost."""
        del self._open[depth:]
        return self._open[-1] if self._open else None

    def _place_plain(self, paragraph: Paragraph, following: Paragraph | None, *, top: bool) -> None:
        last = self._last
        if top:
            self._close_to(0)
            self._add("paragraph", paragraph, None)
            return
        depth = self._introduced(paragraph, following)
        if depth is not None:
            self._close_to(depth if following and _first(following) else depth + 1)
            self._add("paragraph", paragraph, self._open[depth - 1] if depth else None)
        elif last is None or last.kind in _HOLDS_PARAGRAPHS:
            parent = last.parent if last and last.kind == "paragraph" else last
            self._add("paragraph", paragraph, parent)
        elif last.paragraphs[-1].row:
            self._add("paragraph", paragraph, _holder(last))
        else:
            last.paragraphs.append(paragraph)

    def _introduced(self, paragraph: Paragraph, following: Paragraph | None) -> int | None:
        """Depth of the open list that begins again, or goes on, below what introduces it."""
        marker = following.marker if following else None
        if not marker or marker.symbol or not paragraph.text.value.endswith(":"):
            return None
        for depth, branch in enumerate(self._open):
            mine = branch.marker
            if mine and mine.style == marker.style and (marker.first or marker.follows(mine)):
                return depth
        return None

    def _place_marked(self, paragraph: Paragraph, marker: Marker) -> None:
        depth = self._depth(marker, paragraph)
        if depth is None:
            # No list is waiting for it, and the line may just have been broken here.
            self._unmark(paragraph, marker)
            return
        parent = self._close_to(depth)
        self._open.append(self._add(marker.kind, paragraph, parent))

    def _unmark(self, paragraph: Paragraph, marker: Marker) -> None:
        """Give a line its marker back: it goes on with the words before it."""
        if self._last is None:
            self._open.append(self._add(marker.kind, paragraph, None))
        else:
            self._last.paragraphs.append(paragraph)

    def _depth(self, marker: Marker, paragraph: Paragraph) -> int | None:
        """How many open levels stay open above a marker."""
        for depth in range(len(self._open) - 1, -1, -1):
            mine = self._open[depth].marker
            if mine and mine.style == marker.style and marker.follows(mine):
                return depth
        if marker.order == "decimal":
            return self._below_number(marker)
        known = [d for d, b in enumerate(self._open) if b.marker and b.marker.style == marker.style]
        if known:
            last = self._last
            nested = last is not None and last is not self._open[known[-1]] and last.introduces
            if marker.first and nested and last in self._open:
                return len(self._open)
            if not marker.first:
                self._doubt(marker, paragraph)
            return known[-1]
        if not marker.first and paragraph.certain:
            self._doubt(marker, paragraph)
        return self._below_rank(marker)

    def _below_number(self, marker: Marker) -> int:
        """Below the item or subitem whose number a decimal marker repeats."""
        for depth in range(len(self._open) - 1, -1, -1):
            mine = self._open[depth].marker
            if mine and (mine.parts or mine.numbers[:1]) == marker.parts[:-1]:
                return depth + 1
        for depth, branch in enumerate(self._open):
            mine = branch.marker
            if mine and len(mine.parts) == len(marker.parts):
                return depth
        return sum(1 for branch in self._open if branch.kind == "part")

    def _below_rank(self, marker: Marker) -> int:
        rank = RANK[marker.kind]
        # What introduces a list holds it, however it counts; numbers in words stand at any depth.
        # A paragraph behind its own words may well speak for a list further out.
        last = self._last if self._last in self._open else None
        alone = last is not None and len(last.paragraphs) == 1 and marker.first and rank > 0
        if last and last.introduces and (alone or marker.order == "words"):
            return len(self._open)
        for depth, branch in enumerate(self._open):
            mine = branch.marker
            if mine is None:
                continue
            # Another style of the same kind: it nests below what it stands in.
            nests = (
                RANK[branch.kind] == rank
                and marker.first
                and (not marker.symbol or branch.introduces or branch.children)
            )
            if RANK[branch.kind] >= rank and not nests:
                return depth
        return len(self._open)

    def _doubt(self, marker: Marker, paragraph: Paragraph) -> None:
        self.diagnostics.append(
            Diagnostic(
                "info",
                "marker-sequence",
                f"the marker {marker.verbatim!r} does not follow the one before it",
                paragraph.text.span(0, 1) if len(paragraph.text) else None,
            )
        )


def _first(paragraph: Paragraph) -> bool:
    """Whether a list begins with it."""
    return paragraph.marker is not None and paragraph.marker.first


def _holder(branch: Branch) -> Branch | None:
    """The node that holds what comes after a table: the part that the table stands in."""
    above = branch.parent
    while above is not None and above.kind not in _HOLDS_PARAGRAPHS:
        above = above.parent
    return above


def _number(branches: list[Branch], prefix: str, counts: dict[str, int]) -> None:
    """Give every branch its id: markers without punctuation, joined by dots.

    ``counts`` tells how often each label occurred. What heads an appendix has no marker: it is
    counted as a paragraph, and what stands below it as the document's own.
    """
    for branch in branches:
        appendix = branch.marker is not None and branch.marker.style == APPENDIX
        mark = _PREFIX.get("paragraph" if appendix else branch.kind)
        label = mark or (branch.marker.label if branch.marker else "")
        counts[label] = count = counts.get(label, 0) + 1
        if mark:
            label = f"{mark}{count}"
        elif count > 1:
            label = f"{label}({count})"
        branch.id = _join_id(prefix, label, branch)
        _number(branch.children, *((prefix, counts) if appendix else (branch.id, {})))


def _join_id(prefix: str, label: str, branch: Branch) -> str:
    """A decimal marker that repeats its parent's number stands in that number's place."""
    parent, marker = branch.parent, branch.marker
    if parent and parent.marker and marker and marker.parts:
        theirs = parent.marker.parts or parent.marker.numbers[:1]
        if theirs == marker.parts[:-1]:
            prefix = prefix[: len(prefix) - len(parent.marker.label)].rstrip(".")
    return f"{prefix}.{label}" if prefix else label
