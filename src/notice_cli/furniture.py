"""Page furniture told apart: page numbers, stamps, drawn lines, what is printed on every page."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from notice_cli.lines import COLUMN_GAP, Line
from notice_cli.stamps import without_stamps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notice_cli.rules import Pack


def drop_furniture(lines: list[Line], pack: Pack) -> tuple[list[Line], list[tuple[Line, str]]]:
    """Lines of the text, and those of the page with what they are.

    A lone number is a page number only where the numbers rise from page to page or it
    opens a page; a stamp takes the short lines around it along.
    """
    lines, matches, inside = without_stamps(lines, pack)
    what: dict[int, str] = {}
    trace = pack.trace
    for i, line in enumerate(lines):
        # Of those that begin a line the longest comes first.
        match = matches[i][0] if matches[i] and len(line.value) < MAX_FURNITURE else None
        if match and match.length == len(line.value):
            # What may stand inside lines is a stamp where it stands alone.
            what[i] = match.rule.meaning["drop"].replace("stamp_inside", "stamp")
            if trace:
                trace.give(("furniture", line.start), [match], line.text)
    for i in _row_numbers(lines, pack):
        what.pop(i, None)
    dropped = {i: kind for i, kind in what.items() if kind in ("line", "stamp", "running_head")}
    dropped.update(_stamp_neighbours(lines, what, pack))
    dropped.update((i, "page_number") for i in _page_numbers(lines, what, set(dropped)))
    dropped.update(_numbers_above(lines, what, set(dropped)))
    dropped.update((i, "running_head") for i in _running_heads(lines, dropped, pack))
    dropped.update((i, "running_head") for i in _cutting(lines, dropped, pack))
    kept = list(_kept(lines, dropped))
    told = [(lines[i], kind) for i, kind in sorted(dropped.items())]
    return kept, sorted([*told, *inside], key=lambda pair: pair[0].text.span())


MAX_FURNITURE = 90
# What ends a paragraph, or a part of one.
_ENDS_WITH = (".", ":", ";", "!", "?", '"', ")", "/")


def _kept(lines: Sequence[Line], dropped: Mapping[int, str]) -> Iterator[Line]:
    """What is no furniture; blank lines around it tell nothing inside a sentence."""
    last: Line | None = None
    for i, line in enumerate(lines):
        if i in dropped:
            continue
        # A drawn line is a mark of the author's.
        above = dropped.get(i - 1, "line")
        inside = line.gap and last and above != "line" and not last.value.endswith(_ENDS_WITH)
        # A blank line where a page ends says nothing of what blank lines mean elsewhere.
        page = line.page or above != "line"
        last = replace(line, gap=0 if inside else line.gap, page=page) if page else line
        yield last


def _stamp_neighbours(
    lines: list[Line], what: dict[int, str], pack: Pack
) -> Iterator[tuple[int, str]]:
    """Short lines right above and below a stamp that could be a part of it."""
    for i in [i for i, kind in what.items() if kind == "stamp"]:
        for step in (-1, 1):
            j = i + step
            while (
                0 <= j < len(lines)
                and what.get(j) in ("stamp_part", "page_number", "stamp")
                and (lines[j].gap if step > 0 else lines[j + 1].gap) == 0
                # Below a stamp the header of the document may begin.
                and not (step > 0 and what[j] != "stamp" and _heads(lines[j], pack))
            ):
                yield j, "stamp"
                j += step


_HEAD = {"organ", "motto", "party", "code", "type"}


def _heads(line: Line, pack: Pack) -> bool:
    """Whether a line is one of a document's header."""
    found = pack.matcher("anchors").find(pack.fold(line.value))
    return any(match.rule.meaning["block"] in _HEAD for match in found)


def _page_numbers(lines: list[Line], what: dict[int, str], stamped: set[int]) -> Iterator[int]:
    expected = 2
    seen = 0
    for i, kind in sorted(what.items()):
        if kind != "page_number" or i in stamped:
            continue
        digits = re.sub(r"\D.*", "", re.sub(r"^\D+", "", lines[i].value))
        number = int(digits) if digits else 0
        follows_break = lines[i].page or (i + 1 < len(lines) and lines[i + 1].page)
        follows_break = follows_break or (number == 1 and not lines[i].value.isdecimal())
        # Numbers of some pages may be lost.
        ahead = LOST_PAGES if seen > 1 and _stands_apart(lines, i) else 1
        # Two programs may have numbered the pages, one within the other's.
        worded = seen > 0 and not lines[i].value.isdecimal()
        again = worded and number == expected - 1
        # Below the last line of all that of the last page stands, whatever was lost between.
        last = worded and i + 1 == len(lines) and lines[i].gap > 0
        if expected <= number <= expected + ahead or follows_break or again or last:
            yield i
            seen += 1
            if number >= expected:
                expected = number + 1


def _row_numbers(lines: list[Line], pack: Pack) -> Iterator[int]:
    """Numbers of the rows of a table that has a cell a line: below its headings, in sequence."""
    columns: Mapping[str, Sequence[str]] = pack.table("grid_columns")
    numbers = {pack.fold(words) for words in columns.get("number", ())}
    expected = 0
    for i, line in enumerate(lines[:-1]):
        if len(line.value) > ROW_NUMBER:
            continue
        if line.value.isdecimal() and int(line.value) == expected:
            yield i
            expected += 1
        elif numbers and pack.fold(line.value).lower().rstrip(".") in numbers:
            following = pack.fold(lines[i + 1].value).lower()
            heads = (pack.fold(words) for some in columns.values() for words in some)
            expected = 1 if any(words.startswith(following) for words in heads) else expected


# What stands above the numbers of rows is no longer than this.
ROW_NUMBER = 12
LOST_PAGES = 4


def _stands_apart(lines: list[Line], i: int) -> bool:
    """Whether blank lines stand before and behind a line."""
    return lines[i].gap > 0 and i + 1 < len(lines) and lines[i + 1].gap > 0


def _numbers_above(
    lines: list[Line], what: dict[int, str], dropped: set[int]
) -> Iterator[tuple[int, str]]:
    """Lone numbers right before a page break: a number and a day that were stamped on."""
    for i in range(1, len(lines)):
        if not (lines[i].page or (i in dropped and what.get(i) == "page_number")):
            continue
        j = i - 1
        while j >= 0 and j not in dropped and lines[j].value.isdecimal():
            yield j, "stamp"
            j -= 1


# So many lines at the top and at the foot of a page may be printed on every page, and so many
# pages have them at least.
EDGE = 2
REPEATED = 2
_LISTED = re.compile(r"[^\w\s(\"]|\w{1,4}[.)]")
_ORDINAL = re.compile(r"^\d+\b|\b\d+$|\b\d+(?=/\d+$)")


def _running_heads(lines: Sequence[Line], dropped: Mapping[int, str], pack: Pack) -> Iterator[int]:
    """Lines at the edge of pages that are printed on several of them.

    Pages are known by form feeds and by the page numbers that were found; a number in such a
    line may be the page's.
    """
    pages = [
        i
        for i in range(1, len(lines))
        if lines[i].page or dropped.get(i - 1) == "page_number" or dropped.get(i) == "page_number"
    ]
    if not pages:
        return
    found: dict[str, set[int]] = {}
    for page in [0, *pages, len(lines)]:
        for order in (range(page, len(lines)), range(page - 1, -1, -1)):
            for i in islice((i for i in order if i not in dropped), EDGE):
                if _may_run(lines[i]):
                    words = _ORDINAL.sub("#", pack.fold(lines[i].value).lower())
                    found.setdefault(words, set()).add(i)
    for same in found.values():
        if len(same) >= REPEATED:
            # What stands at the top of the first page may be the header itself.
            told = pack.matcher("anchors")
            yield from (i for i in same if i >= EDGE or not told.find(pack.fold(lines[i].value)))


def _may_run(line: Line) -> bool:
    """Whether a line can be a running head: some words, no item of a list, no row of a table."""
    value = line.value
    return (
        len(value) < MAX_FURNITURE
        and " " in value
        and _LISTED.match(value) is None
        and len(COLUMN_GAP.findall(line.raw.strip())) < EDGE
    )


_SENTENCE_ENDS = (".", ";")
# A line that cuts sentences is so much shorter than they are wide, and whole ones are so wide.
SHORTER = 0.7
_NUMBERS = re.compile(r"\d+")
# A code that stands alone is longer than a number or a marker.
CODE = 6


def _comes_again(same: Sequence[int], lines: Sequence[Line]) -> bool:
    """Whether lines are the same; one alone counts that holds no words of a sentence."""
    value = lines[same[0]].value
    return len(same) >= REPEATED or value.isupper() or _is_code(value)


def _is_code(value: str) -> bool:
    """Whether a line is no word of a language but a code or an address."""
    return value.isascii() and " " not in value and len(value) > CODE and not value.isalpha()


def _cutting(lines: Sequence[Line], dropped: Mapping[int, str], pack: Pack) -> Iterator[int]:
    """Short lines that stand there again and again and cut sentences: marks across pages.

    Pages need not be known. What is the same but for a number has the page's in it. In a table
    that has a cell a line short lines come again, too, but seldom inside a sentence.
    """
    places = [i for i in range(len(lines)) if i not in dropped]
    lengths = sorted(len(lines[i].value) for i in places)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    # Titles stand above the first sentence.
    sentence = (i for i in places if lines[i].value.endswith(_SENTENCE_ENDS))
    first = next(sentence, len(lines))
    found: dict[str, list[int]] = {}
    for i in places:
        value = lines[i].value
        if i < first:
            continue
        short = len(value) < width * SHORTER and not value.endswith(_ENDS_WITH)
        worded = _LISTED.match(value) is None and not value[0].islower()
        if short and (worded or _is_code(value)):
            found.setdefault(_NUMBERS.sub("#", pack.fold(value).lower()), []).append(i)
    # A code behind them is a document's that is cited.
    introducing = [f" {word}" for word in pack.table("code_words", [])]
    again = {i for same in found.values() if _comes_again(same, lines) for i in same}
    if not again:
        return
    whole = [i for i in places if i not in again]
    following = {i: whole[at] for i in again if (at := bisect_right(whole, i)) < len(whole)}
    before = {i: whole[at - 1] for i in again if (at := bisect_right(whole, i))}
    for same in found.values():
        cuts = [
            i
            for i in same
            if i in following
            and i in before
            and lines[following[i]].value[:1].islower()
            and not lines[before[i]].value.endswith((*_ENDS_WITH, *introducing))
            and len(lines[before[i]].value) >= width * SHORTER
        ]
        if _comes_again(same, lines) and len(cuts) * 2 >= len(same):
            yield from (i for i in same if not _heads(lines[i], pack))
