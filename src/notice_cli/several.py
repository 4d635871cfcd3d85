"""Several documents in one text: where the second begins, so that it is not read as the first.

A document begins with a head: a number and who issues it (or the words of state or Party), above
a type or addressees. A head behind the ending of another document is a second one's; so is one
with another number and a day where the first has a like one and no ending. What is appended has
no number of its own, or says whose it is. Forms that are appended show heads, too: behind the
title of an appendix only one with number and day is a document's. Behind an ending a head with
blanks, or the type of the first document once more, is enough where nothing says that it is
appended.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notice_cli.model import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notice_cli.landmarks import Anchors
    from notice_cli.lines import Line

# A head has at most so many lines above its type; so many below it say whose appendix it is.
HEAD = 24
BELOW = 8
# So many lines of a head may be known to no rule: what a subject goes on with, a stamp.
UNKNOWN = 4
_STARTS = {"type", "addressees"}
_TOP = {"motto", "party"}
_ISSUER = {*_TOP, "organ"}
_HEAD = {*_ISSUER, "code", "place_date", "priority", "secrecy", "draft", "subject"}
_OVER = {"recipients", "authority", "archive"}
_ENDING = {*_OVER, "title", "name", "signed", "appendix", "copy", "page"}
# What the names of issuers look like, too.
_NAMES = {*_HEAD, "name"}


@dataclass(slots=True)
class _Head:
    """Where a head begins, by its place among the lines, and what it holds."""

    start: int
    type: str
    number: str = ""
    notation: str = ""
    dated: bool = False
    issued: set[str] = field(default_factory=set)

    @property
    def whole(self) -> bool:
        return bool(self.number and self.issued)


def part_documents(
    lines: list[Line], anchors: Anchors
) -> tuple[list[Line], list[Line], list[Diagnostic]]:
    """The lines of the first document, those of the others, and a warning where they begin."""
    start = _second(lines, anchors)
    if start is None:
        return lines, [], []
    number = lines[start].number
    message = (
        f"line {number} begins another document, which is not read; "
        f"put what stands from line {number} on into a file of its own"
    )
    span = (lines[start].text.span()[0], lines[-1].text.span()[1])
    return lines[:start], lines[start:], [Diagnostic("warning", "another-document", message, span)]


def _second(lines: Sequence[Line], anchors: Anchors) -> int | None:
    """Where the second document begins; None where there is but one."""
    first: _Head | None = None
    over = appended = False
    top = 0
    for i, line in enumerate(lines):
        kinds = anchors.kinds(line)
        if kinds & _STARTS:
            head = _head(lines, i, top, anchors)
            if _begins(head, first, over=over, appended=appended) and (
                head.whole or not _is_appended(lines[i : i + BELOW], anchors)
            ):
                return head.start
            if first is None or head.whole:
                first, top = head, i + 1
        over = over or bool(kinds & _OVER)
        appended = over and (appended or "appendix" in kinds)
    return None


def _begins(head: _Head, first: _Head | None, *, over: bool, appended: bool) -> bool:
    """Whether a head is that of a second document."""
    if not over:
        # A page's own banner and menu are no document: they lack the words of the state.
        like = first is not None and bool(head.issued) and head.issued <= first.issued
        another = first is not None and (first.number, first.notation) != (
            head.number, head.notation
        )  # fmt: skip
        return like and another and head.whole and head.dated
    if appended:
        return head.whole and head.dated
    blanks = bool(head.issued) and (head.notation != "" or head.dated)
    again = first is not None and first.type == head.type
    return head.whole or blanks or again


def _is_appended(lines: Sequence[Line], anchors: Anchors) -> bool:
    return any("appendix" in anchors.kinds(line) for line in lines)


def _head(lines: Sequence[Line], end: int, top: int, anchors: Anchors) -> _Head:
    """The head that ends in a line of its type or addressees."""
    head = _Head(end, lines[end].value)
    unknown = 0
    for i in range(end - 1, max(top, end - HEAD) - 1, -1):
        line = lines[i]
        kinds = anchors.kinds(line)
        if kinds & _ENDING and not ("organ" in kinds and kinds <= _NAMES):
            break
        if kinds & _HEAD or line.value.isupper():
            unknown, head.start = 0, i
        elif any(map(str.isalnum, line.value)):
            unknown += 1
            if unknown > UNKNOWN:
                break
        head.issued |= {"top" if kind in _TOP else kind for kind in kinds & _ISSUER}
        for match in anchors.matches(line):
            what, groups = match.rule.meaning["block"], match.groups
            if what == "code" and not head.number:
                head.number = line.value[slice(*groups.get("number", (0, 0)))]
                head.notation = line.value[slice(*groups.get("notation", (0, 0)))]
            head.dated = head.dated or (what == "place_date" and "day" in groups)
    # A day apart above a head stands below the signature before it.
    while head.start < end and lines[head.start + 1].gap and _is_day(lines[head.start], anchors):
        head.start += 1
    return head


def _is_day(line: Line, anchors: Anchors) -> bool:
    return not anchors.kinds(line) - {"place_date", "stamp"}
