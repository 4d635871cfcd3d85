"""What stands above the head of a document, or below its end, and is none of it.

Portals print menus and their own day there, offices stamp what they received, and letters
bring a document along. The words of state or Party at its top tell where a head is; the
issuer, the number and the subject of a letter may be read before them, where converters take
the left column first. Where a document has no such words, lines that rules know for what
pages and letters print (block ``page``) tell it, if they stand at the very top. Such lines,
and those that end a letter, tell where a document is over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notice_cli.landmarks import Anchors
    from notice_cli.lines import Line

# A head is looked for in so many lines; below so many of a page's menu, where there is none.
HEAD = 45
MENU = 250
_TOP = {"motto", "party"}
_LEFT = {"organ", "code", "subject", "priority", "secrecy", "draft", "copy"}


def head_start(lines: Sequence[Line], anchors: Anchors) -> int:
    """Where a document's own head begins; 0 where nothing tells of one further down."""
    top = _first(lines, 0, HEAD, anchors, _TOP)
    if top is None and _first(lines, 0, HEAD, anchors, {"type", "addressees"}) is None:
        top = _first(lines, HEAD, MENU, anchors, _TOP)
    if top is None:
        return _page_end(lines, anchors)
    start = _left(lines, top, anchors)
    # Where the type stands above, too, its second naming is the document's own.
    above = any("type" in anchors.kinds(line) for line in lines[:start])
    again = _first(lines, top, top + HEAD, anchors, {"type", "addressees"})
    return start if again is not None or not above else 0


def _first(
    lines: Sequence[Line], start: int, end: int, anchors: Anchors, kinds: set[str]
) -> int | None:
    """The first line of some kinds."""
    places = range(start, min(end, len(lines)))
    return next((i for i in places if anchors.kinds(lines[i]) & kinds), None)


def _left(lines: Sequence[Line], start: int, anchors: Anchors) -> int:
    """Where the left column of a head begins that is read above a line."""
    while start and _is_left(lines, start - 1, anchors):
        start -= 1
    return start


def _is_left(lines: Sequence[Line], i: int, anchors: Anchors) -> bool:
    """Whether a line can stand in the left column of a head: above its right one, so read."""
    line = lines[i]
    kinds = anchors.kinds(line)
    drawn = not any(map(str.isalnum, line.value))
    return bool(kinds & _LEFT) or line.value.isupper() or drawn or _goes_on(lines, i, anchors)


# So many lines apart lines of a page are that rules know: others stand among them.
APART = 3


def _page_end(lines: Sequence[Line], anchors: Anchors) -> int:
    """Where what a page or a letter printed at the top ends; 0 where it printed nothing."""
    last = -1
    for i, line in enumerate(lines[:HEAD]):
        kinds = anchors.kinds(line)
        if "page" in kinds or ("page_more" in kinds and 0 <= last == i - 1 and not line.gap):
            last = i
        elif i - last > APART or "type" in kinds:
            break
    start = last + 1
    if not start:
        return 0
    # The words of a letter may greet somebody before the document begins.
    kind = _first(lines, start, HEAD, anchors, {"type"})
    greeted = _first(lines, start, kind or start, anchors, {"addressees"})
    return start if kind is None or greeted is None else _left(lines, kind, anchors)


# The subject of a letter has at most so many lines in its column.
SUBJECT = 8


def _goes_on(lines: Sequence[Line], i: int, anchors: Anchors) -> bool:
    """Whether a line goes on with the subject of a letter."""
    for j in range(i - 1, max(-1, i - SUBJECT), -1):
        kinds = anchors.kinds(lines[j])
        if "subject" in kinds:
            return True
        if kinds:
            return False
    return False


_END = {"recipients", "authority", "title", "archive", "signed", "appendix"}


def document_end(lines: Sequence[Line], anchors: Anchors) -> int:
    """Where a document is over: at the first line of a page or letter below its ending."""
    last = next((i for i in range(len(lines) - 1, -1, -1) if anchors.kinds(lines[i]) & _END), None)
    if last is None:
        return len(lines)
    below = _first(lines, last + 1, len(lines), anchors, {"page", "page_end"})
    return len(lines) if below is None else below
