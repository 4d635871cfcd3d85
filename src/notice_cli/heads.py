"""The lines above the body: header, type, subject, addressees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notice_cli.around import head_start
from notice_cli.landmarks import SHORT, Anchors, Blocks, part_columns
from notice_cli.markers import read_marker
from notice_cli.stains import without_stains

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notice_cli.lines import Line

# A header is within so many printed lines; a subject has at most so many.
HEADER_LINES = 45
SUBJECT_LINES = 12
# A line is full at this share of the longest beside it.
FULL = 0.9
# The same in proportional type, where other evidence tells that the line is no title.
NEARLY = 0.7
# The end of a sentence inside a line: a word that is no abbreviation, and the next one.
_SENTENCES = re.compile(r"([^\W\d_]{2,})\. ([^\W\d_])")
_OPENS_LIST = re.compile(r":(?:\s*[-\u2013+*]\s.*|\s*)$")


def split_head(lines: list[Line], blocks: Blocks, anchors: Anchors) -> list[Line]:
    """Header, type, subject and addressees; returns the lines of the body."""
    start = head_start(lines, anchors)
    blocks.unplaced += lines[:start]
    lines = lines[start:]
    found = [anchors.kinds(line) for line in lines[:HEADER_LINES]]
    kind = next((i for i, kinds in enumerate(found) if "type" in kinds), None)
    letter = next((i for i, kinds in enumerate(found) if "addressees" in kinds), None)
    if kind is not None and (letter is None or kind < letter or _header_only(found[:letter])):
        header, rest = lines[:kind], lines[kind + 1 :]
        blocks.type = [lines[kind]]
        count = _subject_length(rest, anchors)
        blocks.subject, rest = rest[:count], rest[count:]
        if not count:
            header, blocks.subject = _subject_above(header, anchors)
        if rest and "addressees" in anchors.kinds(rest[0]):
            rest = _take_addressees(rest, blocks, anchors)
    elif letter is not None:
        header, rest = lines[:letter], _take_addressees(lines[letter:], blocks, anchors)
    else:
        count = 0
        header_kinds = {"motto", "party", "organ", "code", "place_date", "priority", "secrecy"}
        # A sentence may begin with a day as headers have it.
        while count < len(found) and found[count] & header_kinds and not found[count] & {"body"}:
            count += 1
        header, rest = lines[:count], lines[count:]
    header = part_columns(header, {"motto", "party", "place_date"}, blocks, anchors.pack)
    _split_subject_mark(header, blocks, anchors)
    blocks.subject, stains = without_stains(blocks.subject, anchors.pack)
    blocks.unplaced += stains
    return rest


def _header_only(found: Sequence[frozenset[str]]) -> bool:
    return any("type" in kinds for kinds in found)


def _split_subject_mark(header: list[Line], blocks: Blocks, anchors: Anchors) -> None:
    """A letter has its subject in the header, from its mark on."""
    where = "header"
    last: Line | None = None
    for line in header:
        kinds = anchors.kinds(line)
        if not blocks.type and "subject" in kinds:
            where = "subject"
        elif kinds or (where == "subject" and last and line.gap > last.gap + 1):
            where = "header"
        (blocks.subject if where == "subject" else blocks.header).append(line)
        last = line


def _subject_above(header: list[Line], anchors: Anchors) -> tuple[list[Line], list[Line]]:
    """A header, and a subject at its end: some converters take it before the type."""
    start = len(header)
    for line in reversed(header):
        kinds = anchors.kinds(line)
        if kinds - {"subject"} or line.value.isupper():
            break
        start -= 1
        if kinds:
            break
    return header[:start], header[start:]


def _subject_length(lines: list[Line], anchors: Anchors) -> int:
    """How many lines after the type are its subject."""
    # Where a blank line follows nearly every line, one blank line means nothing.
    gaps = sorted(line.gap for line in lines[1:])
    usual = gaps[len(gaps) // 4] if gaps else 0
    for i, line in enumerate(lines[:SUBJECT_LINES]):
        if i == 0:
            if anchors.opens_body(line):
                return 0
            continue
        previous = lines[i - 1]
        # No body begins with a small letter.
        apart = line.gap > usual and not line.value[:1].islower()
        opens = anchors.opens_body(line) and not _goes_on(previous, line, anchors)
        if (
            apart
            or opens
            or len(line.value) > SHORT * 1.5
            or previous.value.endswith((".", ":"))
            or _holds_end(line)
        ):
            if _holds_end(line) and not (apart or opens):
                return _sentence_start(lines, i, NEARLY)
            return _sentence_start(lines, i) if previous.value.endswith(".") else i
    return min(1, len(lines))


def _holds_end(line: Line) -> bool:
    """Whether a sentence ends inside a line: no subject has two."""
    ends = _SENTENCES.finditer(line.value)
    return any(end[1].islower() and end[2].isupper() for end in ends)


def _goes_on(last: Line, line: Line, anchors: Anchors) -> bool:
    """Whether a line that begins with a dash goes on with a subject: it was cut at the dash."""
    marker = read_marker(line.text, anchors.pack)
    return marker is not None and marker.symbol and not last.value.endswith((".", ":", ";"))


def _sentence_start(lines: list[Line], end: int, full: float = FULL) -> int:
    """Where the sentence that ends before ``end``, or in its line, begins on a full line.

    A subject is no sentence and seldom fills its lines, so that one is the body's first.
    """
    width = max(len(line.value) for line in lines[: end + SUBJECT_LINES])
    for i in range(end - 1, -1 if full < FULL else 0, -1):
        line = lines[i]
        goes_on = i > 0 and lines[i - 1].value.endswith((",", "-"))
        if line.value[:1].isupper() and not goes_on:
            return i if len(line.value) >= full * width else end
    return end


def _take_addressees(lines: list[Line], blocks: Blocks, anchors: Anchors) -> list[Line]:
    """The lines of the addressees; returns what follows them."""
    count = 1
    listed = _OPENS_LIST.search(lines[0].value) is not None
    while count < len(lines):
        line, last = lines[count], lines[count - 1]
        marker = read_marker(line.text, anchors.pack)
        dashed = marker is not None and marker.kind in ("dash", "plus")
        kinds = anchors.kinds(line)
        if _subject_below(line, anchors):
            break
        if kinds & {"addressees"}:
            listed = listed or line.value.rstrip().endswith(":")
        elif dashed and listed:
            pass
        elif last.value.endswith((".", ";", ":")) and not (last.value.endswith(";") and listed):
            if not (last.value.endswith(":") and count <= 1 and not anchors.opens_body(line)):
                break
        elif anchors.opens_body(line) or line.gap > last.gap + 1 or len(line.value) > SHORT:
            break
        count += 1
    blocks.addressees = lines[:count]
    rest = lines[count:]
    if rest and _subject_below(rest[0], anchors):
        count = max(1, _subject_length(rest, anchors))
        blocks.subject, rest = rest[:count], rest[count:]
    return rest


def _subject_below(line: Line, anchors: Anchors) -> bool:
    """Whether a line says that it is the subject, where that stands below the addressees."""
    return any(
        match.start == 0
        and match.rule.meaning["block"] == "subject"
        and match.rule.meaning.get("value") == "below"
        for match in anchors.matches(line)
    )
