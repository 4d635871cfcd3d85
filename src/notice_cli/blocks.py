"""The blocks of a document: which lines are header, subject, body, recipients, signature.

Anchors (rules) tell where a block begins; they count only in the places where a document
has that block: the header before its type and subject, the recipients and the signature
behind the body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from notice_cli.beside import beside, is_title, parted
from notice_cli.lines import Line, column_halves, split_columns
from notice_cli.markers import read_marker
from notice_cli.stains import without_stains

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notice_cli.patterns import Match
    from notice_cli.rules import Pack

# A header is within so many printed lines; a subject has at most so many.
HEADER_LINES = 45
SUBJECT_LINES = 12
# A line is full at this share of the longest beside it.
FULL = 0.9
# The same in proportional type, where other evidence tells that the line is no title.
NEARLY = 0.7
# A printed line of a header, a receiver or a signature is no longer than this.
SHORT = 120
# The part of a document, from its end, in which a signature can stand without receivers.
TAIL = 0.5
# Lines of the right column below the last line that has both.
COLUMN_REST = 12
# A signature with its stamps has at most so many lines; what follows is appended.
SIGNATURE_LINES = 14
# So many entries make a list of receivers without a title; a title is no longer than this.
LISTED = 2
TITLE = 15
# The end of a sentence inside a line: a word that is no abbreviation, and the next one.
_SENTENCES = re.compile(r"([^\W\d_]{2,})\. ([^\W\d_])")
_OPENS_LIST = re.compile(r":(?:\s*[-\u2013+*]\s.*|\s*)$")
_LISTED = re.compile(r"[^\w\s\"(]")


@dataclass(slots=True)
class Blocks:
    """The lines of each block, in reading order; ``columns`` tells that some were parted."""

    header: list[Line] = field(default_factory=list)
    type: list[Line] = field(default_factory=list)
    subject: list[Line] = field(default_factory=list)
    addressees: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    recipients: list[Line] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)
    appendix: list[Line] = field(default_factory=list)
    unplaced: list[Line] = field(default_factory=list)
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


def split_blocks(lines: Sequence[Line], pack: Pack) -> Blocks:
    """Part the lines of a document into its blocks; every line goes to exactly one."""
    blocks = Blocks()
    lines = list(lines)
    anchors = Anchors(pack)
    tail = _tail_start(lines, anchors)
    head, ending = lines[:tail], lines[tail:]
    ending, appendix = _cut_appendix(ending, anchors)
    ending = parted(_part_columns(ending, {"authority", "title"}, blocks, pack), pack)
    _Ending(ending, blocks, anchors).split()
    blocks.appendix += appendix
    rest = _split_head(head, blocks, anchors)
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


def _part_columns(
    lines: list[Line], right_kinds: set[str], blocks: Blocks, pack: Pack
) -> list[Line]:
    """Lines with two columns one after the other, if what stands right belongs there.

    A blank left for a number or a day is a gap too, but no column.
    """
    last = -1
    proof = False
    for i, line in enumerate(lines):
        halves = column_halves(line)
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
    # The initial of a name is no marker.
    named = marker is not None and marker.order == "letters" and "name" in kinds
    return (marker is not None and not named) or "archive" in kinds


def _continues(line: Line, last: Line) -> bool:
    """Whether a line goes on with the archive note before it."""
    return line.gap == 0 and line.value[:1].islower() and not last.value.endswith(".")


def _split_head(lines: list[Line], blocks: Blocks, anchors: Anchors) -> list[Line]:
    """Header, type, subject and addressees; returns the lines of the body."""
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
    header = _part_columns(header, {"motto", "party", "place_date"}, blocks, anchors.pack)
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
