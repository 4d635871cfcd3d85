"""Printed lines to paragraphs: which line breaks are deliberate.

A break is deliberate where the next word would still have fitted on the line, or where a
marker in sequence follows. Blank lines count only in documents where they mean something
(some tools put one after every line).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from notice_cli.markers import Marker, is_out_of_order, settle
from notice_cli.matcher import Matcher
from notice_cli.patterns import Match
from notice_cli.seams import cut_at_seams
from notice_cli.settling import read_markers
from notice_cli.text import Text, join

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from notice_cli.lines import Line
    from notice_cli.rules import Pack

# Shares of the usual line length: below the first a line is short whatever it ends with.
# Where it ends a sentence, it is short below what nearly all lines reach that certainly go
# on (the next begins with a small letter), within the bounds given; proportional type makes
# lines of one width differ in characters. Before words that open paragraphs the upper bound
# counts.
SHORT = 0.80
SHORT_SENTENCE = (0.90, 0.99)
GO_ON_SHARE = 0.05
GO_ON_LINES = 8
# So many lines that go on show a width that was kept to the character; before words that
# open paragraphs, fewer do.
STRICT_LINES = 8
STRICT_BEFORE_OPENER = 3
# A document some of whose lines are longer than this has one line a paragraph.
ONE_LINE = 130
ONE_LINE_SHARE = 0.05
# Where between these shares of all breaks have a blank line, blank lines mean something.
MEANINGFUL = (0.03, 0.6)

# Paragraphs begin so far in from the other lines, where at least so many lines show it.
INDENT = 3
INDENTED_LINES = 3
# The share of lines that go on and may stand in as far all the same.
STRAY = 0.03

# The words that close a document have at most so many lines.
CLOSING_LINES = 6

# The words that open a paragraph stand within so many characters.
OPENER_LENGTH = 60

_ENDS = (".", ":", ";", "!", "?", '."', ".)", "./")
# The content ends with it: what stands below is something else.
_CLOSED = "./."
_SENTENCE = (".", "!", "?", '."', ".)", "./")
_LAST_WORD = re.compile(r"[^\W\d_]+(?= ?$)")
_FIRST_WORD = re.compile(r"\S+")
_COUNTED = re.compile(r"\w{1,2}[.)/]")
_DOUBLED = re.compile(r"(?<=\S) {2}(?=\S)")
_BROKEN_DATE = re.compile(r"\d/$")
# What is left of a date or a quarter whose first words stand on the line before.
_REST_OF_DATE = re.compile(r"(?:\d{1,2}|[IVX]{1,3})[/.-]\d+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, joined; ``text`` has no marker.

    ``first`` and ``last`` are line numbers. ``certain`` tells that the break before it
    is beyond doubt, so that a marker out of sequence can still be one. ``row`` tells a row
    of a table: nothing goes on with it.
    """

    text: Text
    first: int
    last: int
    marker: Marker | None = None
    certain: bool = True
    row: bool = False


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a stretch of lines is set: usual width, and what blank lines mean.

    ``strict`` has the least and the greatest width to which all lines can have been
    wrapped, where every line was filled with as many words as it holds; ``sure`` tells
    that enough lines show it. ``indent`` is where first lines of paragraphs begin, None
    where they do not stand in.
    """

    width: int
    sentence: float
    strict: tuple[int, int] | None
    sure: bool
    one_line: bool
    blanks: bool
    indent: int | None
    goes_on: frozenset[str]
    opens: Matcher
    opens_always: Matcher
    labels: Matcher
    introducing: Matcher


def read_paragraphs(
    lines: Sequence[Line],
    pack: Pack,
    closes: Callable[[Text], bool] | None = None,
    apart: Collection[int] = (),
    beside: Sequence[Line] = (),
) -> list[Paragraph]:
    """Join the lines of a block into paragraphs, markers read off.

    ``closes`` tells the words that close a document: they are a paragraph of their own,
    even where the line before them is full. ``apart`` is where lines begin that
    begin one in any case. ``beside`` are other lines of the document, set as these are.
    """
    if not lines:
        return []
    layout = _layout([*beside, *lines], pack)
    last_of: dict[str, Marker] = {}
    groups: list[list[Line]] = []
    heads: list[tuple[Marker | None, bool]] = []
    settled = read_markers(lines, pack) if pack.scanned else None
    for i, line in enumerate(lines):
        marker = settled[i] if settled else settle(line.text, pack, last_of)
        marker = None if marker and is_out_of_order(marker, last_of) else marker
        starts, certain = _starts(groups[-1] if groups else (), line, marker, last_of, layout)
        if groups and marker is None and _is_bare(groups[-1], heads[-1][0]):
            starts = False
        if starts or line.start in apart:
            groups.append([line])
            heads.append((marker, certain))
            if marker:
                last_of[marker.style] = marker
        else:
            groups[-1].append(line)
            if pack.trace and marker and marker.rule:
                lost = Match(marker.rule, 0, len(marker.verbatim), {})
                pack.trace.lose(lost, "no-paragraph", None, line.text)
    if not (layout.one_line or layout.blanks) and layout.indent is None:
        continues = pack.fragment_matcher("sentence_opener")
        groups, heads = cut_at_seams(groups, heads, layout.opens, continues)
    closing = _closing(groups[-1], closes) if closes else 0
    if closing:
        groups[-1:] = [groups[-1][:closing], groups[-1][closing:]]
        heads.append((None, True))
    return [
        _paragraph(group, marker, certain=certain)
        for group, (marker, certain) in zip(groups, heads, strict=True)
    ]


def _is_bare(group: Sequence[Line], marker: Marker | None) -> bool:
    """Whether a marker stands alone on its line, its text below it."""
    return marker is not None and len(group) == 1 and group[0].value == marker.verbatim


def _closing(lines: Sequence[Line], closes: Callable[[Text], bool]) -> int:
    """Where in the last paragraph the words begin that close the document; 0 if nowhere."""
    for i in range(max(1, len(lines) - CLOSING_LINES), len(lines)):
        sentence = lines[i - 1].value.endswith(_SENTENCE) and lines[i].value[:1].isupper()
        if sentence and closes(join_lines(lines[i:])):
            return i
    return 0


def join_lines(lines: Iterable[Line]) -> Text:
    """The text of wrapped lines as one line of text."""
    lines = list(lines)
    return join(
        (line.text for line in lines),
        (_separator(a, b) for a, b in pairwise(lines)),
    )


def _separator(line: Line, following: Line) -> str:
    """A space, or nothing where a break cuts through a code, a number or a date."""
    value = line.value
    if line.raw.rstrip().endswith("\u00ad"):
        return ""
    if value.endswith("-") and len(value) > 1 and value[-2] != " ":
        return ""
    if _BROKEN_DATE.search(value):
        return ""
    if value[-1:].isdigit() and re.match(r"/\d", following.value):
        return ""
    return " "


def _paragraph(lines: list[Line], marker: Marker | None, *, certain: bool) -> Paragraph:
    text = join_lines(lines)
    if marker:
        text = text.slice(min(marker.end, len(text)), len(text)).strip()
    return Paragraph(text, lines[0].number, lines[-1].last, marker, certain)


def _layout(lines: Sequence[Line], pack: Pack) -> _Layout:
    lengths = sorted(len(line.value) for line in lines)
    long = sum(length > ONE_LINE for length in lengths)
    full = [length for length in lengths if length <= ONE_LINE] or lengths
    # The usual length of a full line; the longest few may be freaks.
    width = full[int(len(full) * 0.9)] if len(full) > 1 else full[0]
    breaks = max(1, len(lines) - 1)
    blank = sum(line.gap > 0 and not line.page for line in lines[1:]) / breaks
    going_on = [(a, b) for a, b in pairwise(lines) if _goes_on(b.value)]
    return _Layout(
        width,
        _usual_share(going_on, width),
        _strict_width(lines, going_on),
        len(going_on) >= STRICT_LINES,
        long >= len(lines) * ONE_LINE_SHARE,
        MEANINGFUL[0] <= blank <= MEANINGFUL[1],
        _first_indent(lines, going_on),
        pack.words("goes_on"),
        pack.fragment_matcher("paragraph_opener"),
        pack.fragment_matcher("paragraph_opener_always"),
        pack.fragment_matcher("paragraph_label"),
        pack.fragment_matcher("introducing"),
    )


def _goes_on(value: str) -> bool:
    """Whether a line begins in the middle of a sentence, not with a letter that counts items."""
    return value[:1].islower() and not _COUNTED.match(value)


def _first_indent(lines: Sequence[Line], going_on: Sequence[tuple[Line, Line]]) -> int | None:
    """Where the first lines of paragraphs begin, if they stand in from all that go on."""
    margins = sorted(following.indent for _, following in going_on)
    if len(margins) < INDENTED_LINES:
        return None
    indent = margins[len(margins) // 2] + INDENT
    begins = sum(line.indent >= indent for line in lines)
    strays = sum(margin >= indent for margin in margins)
    shown = begins - strays >= INDENTED_LINES and strays <= STRAY * len(margins)
    return indent if shown else None


def _usual_share(going_on: Sequence[tuple[Line, Line]], width: int) -> float:
    """The share of the width that nearly all lines reach that go on."""
    shares = sorted(_needed(line, following) / width for line, following in going_on)
    low, high = SHORT_SENTENCE
    if len(shares) < GO_ON_LINES:
        return (low + high) / 2
    return min((low + high) / 2, max(low, shares[int(len(shares) * GO_ON_SHARE)]))


def _strict_width(
    lines: Sequence[Line], going_on: Sequence[tuple[Line, Line]]
) -> tuple[int, int] | None:
    """Least and greatest width of lines that were all filled; None where some were not."""
    if len(going_on) < STRICT_BEFORE_OPENER or any(line.raw.startswith("\t") for line in lines):
        return None
    low = max(line.indent + len(line.value) for line in lines)
    high = min(line.indent + _needed(line, following) for line, following in going_on) - 1
    return (low, high) if low <= high else None


def _needed(line: Line, following: Line) -> int:
    """Length of a line had the first word of the next one stood on it."""
    first_word = _FIRST_WORD.search(following.value)
    return len(line.value) + 1 + (len(first_word.group()) if first_word else 0)


def _stands_in(line: Line, layout: _Layout) -> bool:
    """Whether a line is indented as the first lines of paragraphs are."""
    return layout.indent is not None and line.indent >= layout.indent


def _is_stretched(line: Line) -> bool:
    """Whether most spaces of a line are doubled, as where converters keep justified type.

    The last line of a paragraph is never stretched.
    """
    words = line.raw.split()
    return len(_DOUBLED.findall(line.raw.strip())) > len(words) / 2


def _introduces(line: Line, layout: _Layout) -> bool:
    """Whether a line ends with words that introduce a list, and a colon."""
    tail = line.value[-OPENER_LENGTH:]
    return tail.endswith(":") and any(m.end == len(tail) for m in layout.introducing.find(tail))


def _opens(opener: Matcher, line: Line) -> bool:
    return any(match.start == 0 for match in opener.find(line.value[:OPENER_LENGTH]))


def _is_short(line: Line, following: Line, layout: _Layout, *, ends: bool) -> bool:
    """Whether the first word of the next line would still have fitted on a line."""
    needed = _needed(line, following)
    opens = ends and _opens(layout.opens, following)
    if layout.strict and (layout.sure or opens):
        low, high = layout.strict
        sentence = line.value.endswith(_SENTENCE)
        return line.indent + needed <= (high if opens and sentence and layout.sure else low)
    share = SHORT
    if ends:
        share = SHORT_SENTENCE[1] if opens else layout.sentence
    return needed <= layout.width * share


def _is_open(line: Line, layout: _Layout) -> bool:
    """Whether a line ends in a word behind which no item begins."""
    word = _LAST_WORD.search(line.value)
    return word is not None and word.group() in layout.goes_on


def _goes_on_counting(group: Sequence[Line], marker: Marker) -> bool:
    """Whether the number before a marker's stands inside a paragraph: no line begins with it."""
    if marker.order != "arabic" or marker.first:
        return False
    before = marker.verbatim.replace(marker.label, str(marker.numbers[0] - 1))
    return any(f" {before} " in line.value for line in group)


def _starts(  # noqa: C901, PLR0911 - one return a kind of evidence
    group: Sequence[Line],
    line: Line,
    marker: Marker | None,
    last_of: dict[str, Marker],
    layout: _Layout,
) -> tuple[bool, bool]:
    """Whether ``line`` begins a paragraph, and whether that is beyond doubt."""
    if not group or (line.gap > 0 and group[-1].value.endswith(_CLOSED)):
        return True, True
    last = group[-1]
    ends = last.value.endswith(_ENDS)
    blank = layout.blanks and line.gap > 0
    if _BROKEN_DATE.search(last.value) or (marker is None and not _separator(last, line)):
        return False, False
    # A comma seldom ends a paragraph: a blank line behind it proves little.
    apart = ends or (blank and not last.value.endswith(","))
    short = _is_short(last, line, layout, ends=apart)
    short = short or _introduces(last, layout) or _stands_in(line, layout)
    short = short or (last.value.endswith(_SENTENCE) and _opens(layout.opens_always, line))
    if _opens(layout.labels, line):
        return True, True
    certain = ends or short or layout.one_line or blank
    if marker is None:
        lower = line.value[:1].islower()
        if not (ends or blank) and _REST_OF_DATE.match(line.value):
            return False, False
        if layout.one_line and len(last.value) > ONE_LINE / 2:
            return not lower or ends, True
        # A number seldom begins a paragraph, and never in the middle of a sentence.
        number = line.value[:1].isdigit() and not (ends or blank)
        if lower or number or _is_stretched(last):
            return False, False
        return (short or (blank and ends) or (layout.one_line and certain)), certain
    if marker.symbol:
        if line.value[marker.end : marker.end + 1].islower() and not ends and not short:
            return False, False
        return certain, certain
    known = last_of.get(marker.style)
    open_ended = not ends and not short and _is_open(last, layout)
    if open_ended or (known is None and _goes_on_counting(group, marker)):
        return False, False
    if known and marker.follows(known):
        return True, True
    # A list may begin below a title that fills its line; its first words are a sentence.
    title = len(group) == 1 and marker.first and line.value[marker.end : marker.end + 1].isupper()
    return title or (certain and (marker.first or ends or short)), certain and (ends or short)
