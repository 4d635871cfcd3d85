"""Lines of scanned texts: strokes that no writer set are taken out, lost spaces are set.

Only what is settled is done: a stop before a small letter, a space
between a word and the number that it introduces, or inside a word that is two known ones.
Letters and digits stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from notice_cli.mending import BARE_LETTERS
from notice_cli.text import Text, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notice_cli.lines import Line
    from notice_cli.matcher import Matcher
    from notice_cli.mending import Mender
    from notice_cli.rules import Pack

# What is to stand in the place of [start, end).
Edit = tuple[int, int, str]

# A line of so few characters inside a sentence is a stroke, a page number or a stain.
STAIN = 3
# No word of the language is longer.
NEAR = 12
_NOTHING = re.compile(r"(?!)")
# Scanners make strokes of a wide indent.
_INDENT = re.compile(r"^(?:_{2,}|[_=~\u2013\u2014-]{4,}) ?(?=\w)")
_STOP = re.compile(r"(?<=[^\W\d_])\. (?=[^\W\d_]|\d{1,2} ?/)")
# What may stand before the first words of a line.
_MARKED = re.compile(r"^[^\w]*(?:\w{1,4}[.)/]+ ?)*")
# A name before a stroke has no more spaces.
SHORT_NAME = 5
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_WORD_BEHIND = re.compile(r"[^\W\d_]+")
_TOUCHING = re.compile(r"(?<=[^\W\d_]{2})(?=\d)|(?<=\d)(?=[^\W\d_]{2})")
_LONG_WORD = re.compile(r"[^\W\d_]{6,}")
# A stroke between words, the only one of its line, and a comma before a day.
_BAR = re.compile(r"(?<=[^\W\d_]) ?\| ?(?=[^\W\d_])")
_COMMA = re.compile(r"([^\W\d_]+)(,)(?= \d{1,2} ?/ ?\d{1,2} ?/ ?\d{4})")
# A word in capitals, as short forms are.
_CAPITALS = re.compile(r"(?<![^\W\d_])[^\W\d_]{4,8}(?![^\W\d_])")
# Digits of a day or a year with a space between them.
_SPLIT_DAY = re.compile(r"(?<=[^\W\d_] )([0-3]) (?=\d ?[/.] ?\d{1,2} ?[/.])")
_SPLIT_MONTH = re.compile(r"(?<=[/.])([01]) (?=\d ?[/.] ?(?:19|20)\d\d(?!\d))")
# A number of two digits between words that may stand beside a number.
_SPLIT_NUMBER = re.compile(r"([^\W\d_]+) [0-3]( )\d (?=([^\W\d_]+))")
_SPLIT_YEAR = re.compile(r"(?<=[/.])((?:19|20)) (?=\d\d(?!\d))")
# What is scribbled beside a line stands behind it: with an odd sign, or behind the end of a
# paragraph; in no more characters.
_SCRIBBLE = re.compile(r" (\S{1,6})$")
SCRIBBLED = 8
_SENTENCE_ENDS = (".", ":", ";", "!", "?", "/")


class _Stops(NamedTuple):
    """Tells stops that end no sentence.

    ``never_last`` are words that no sentence ends with, ``goes_on`` those that go on with
    what is not written in capitals.
    """

    never_last: frozenset[str]
    goes_on: frozenset[str]
    mend: Mender
    bodies: Matcher

    def strokes(self, value: str) -> Iterator[Edit]:
        """Stops that are none, each with the space or the comma that takes its place."""
        for match in _STOP.finditer(value):
            first = _WORD_BEFORE.search(value, max(0, match.start() - NEAR), match.start())
            second = _WORD_BEHIND.match(value, match.end())
            if first is None:
                continue
            behind = second.group() if second else "0"
            if self.mend.knows(f"{first.group()}, {behind}"):
                yield match.start(), match.end(), ", "
            elif self._is_stroke(first.group(), behind) or self._in_name(
                value, match.start(), match.end()
            ):
                yield match.start(), match.end(), " "

    def bars(self, value: str) -> Iterator[Edit]:
        """A stroke between two words, with the space or the comma of a list in its place."""
        found = _BAR.search(value) if value.count("|") == 1 else None
        if found:
            before = max((m.end for m in self.bodies.find(value[: found.start()])), default=0)
            listed = before == found.start() and self._is_body(value[found.end() :], 0)
            yield found.start(), found.end(), ", " if listed else " "

    def _in_name(self, value: str, end: int, start: int) -> bool:
        """Whether a line has nothing but a body before the stop, and a body behind it.

        No sentence is a body alone: the two are one name.
        """
        left = _MARKED.sub("", value[:end], count=1)
        if not value[start].isupper() or left.count(" ") > SHORT_NAME:
            return False
        return self._is_body(left, len(left)) and self._is_body(value[start:], 0)

    def _is_body(self, value: str, least: int) -> bool:
        return any(m.start == 0 and m.end >= least for m in self.bodies.find(value))

    def _is_stroke(self, first: str, second: str) -> bool:
        if first in self.never_last:
            return True
        if second[0].isupper():
            return False
        # A sentence begins with a capital; behind a short form that has a stop none needs to.
        spelled = self.mend.spells(first.lower()) and self.mend.spells(second)
        return spelled or first in self.goes_on or self.mend.knows(f"{first} {second}")


class _Scribbles(NamedTuple):
    """Tells what the pen in a margin left behind a line; ``signs`` are none that is printed."""

    signs: frozenset[str]
    mend: Mender

    def edits(self, value: str, behind: Sequence[Line]) -> Iterator[Edit]:
        """What is to be taken out at the end of a line."""
        end = len(value)
        while match := _SCRIBBLE.search(value, 0, end):
            word = match[1]
            if not self.signs & set(word) or any(c.isdecimal() or c in "()" for c in word):
                break
            end = match.start()
        apart = not behind or behind[0].gap > 0
        stop = value.rfind(". ", max(0, end - SCRIBBLED - 2), end)
        if apart and stop > 0 and not self._is_said(value[stop + 2 : end]):
            end = stop + 1
        if end < len(value):
            yield end, len(value), ""

    def _is_said(self, tail: str) -> bool:
        """Whether something of it is a word, a number or a short form."""
        words = _WORD_BEHIND.findall(tail)
        whole = not any(sign in tail for sign in self.signs) and tail.strip(".;").isalnum()
        short = whole and (tail.isdecimal() or (tail.isupper() and len(tail) > 1))
        return short or any(self.mend.spells(word.lower()) for word in words if len(word) > 1)


def scrubbed(
    lines: Sequence[Line], pack: Pack, mend: Mender
) -> tuple[list[Line], list[tuple[Line, str]], bool]:
    """Lines without what a scanner set, lines that are nothing else, and whether any changed."""
    noise = re.escape(pack.table("line_noise", ""))
    behind = re.compile(rf" ?[{noise}]+$") if noise else _NOTHING
    bodies = pack.matcher("bodies")
    stops = _Stops(pack.words("never_last"), pack.words("goes_on"), mend, bodies)
    scribbles = _Scribbles(frozenset(pack.table("scribbles", "")), mend)
    shorts = frozenset(pack.table("abbreviations", {}).values())
    kept: list[Line] = []
    stains: list[tuple[Line, str]] = []
    changed = False
    for at, line in enumerate(lines):
        if _is_stain(line, kept[-1:], lines[at + 1 : at + 2]):
            stains.append((line, "stain"))
            continue
        value = line.value
        folded = pack.fold(value)
        edits = [*_matched(_INDENT, value), *_edits(folded, mend, stops)]
        edits += [*_in_numbers(folded, mend), *stops.bars(folded), *_doubled(value, shorts)]
        edits += _matched(behind, value)
        edits += scribbles.edits(value, lines[at + 1 : at + 2])
        text = _edited(line.text, edits).strip() if edits else line.text
        changed = changed or text is not line.text
        if text.value:
            kept.append(replace(line, text=text))
        else:
            stains.append((line, "stain"))
    return kept, stains, changed


def respaced(lines: Sequence[Line], pack: Pack, mend: Mender) -> tuple[list[Line], bool]:
    """Lines with the spaces that they lost, and whether any has; nothing else is changed."""
    made = [
        replace(line, text=_edited(line.text, edits)) if edits else line
        for line in lines
        for edits in [list(_lost_spaces(pack.fold(line.value), mend))]
    ]
    return made, any(new is not old for new, old in zip(made, lines, strict=True))


def touching(value: str, pack: Pack) -> bool:
    """Whether a number follows a word that introduces one without a space."""
    words = "|".join(map(re.escape, pack.table("number_words", [])))
    return bool(words and re.search(rf"(?<![^\W\d_])(?:{words})\d", value))


def _is_stain(line: Line, before: Sequence[Line], behind: Sequence[Line]) -> bool:
    """Whether a line of a few characters cuts through a sentence."""
    if len(line.value) > STAIN or not before or not behind:
        return False
    ends = before[0].value.endswith(_SENTENCE_ENDS)
    return not ends and behind[0].value[:1].islower()


def _matched(pattern: re.Pattern[str], value: str) -> Iterator[Edit]:
    for match in pattern.finditer(value):
        yield match.start(), match.end(), ""


def _doubled(value: str, shorts: frozenset[str]) -> Iterator[Edit]:
    """A letter before a short form that is its first letter read twice."""
    for match in _CAPITALS.finditer(value):
        word = match.group()
        if word[1:] in shorts and word[0].translate(BARE_LETTERS) == word[1]:
            yield match.start(), match.start() + 1, ""


def _edits(value: str, mend: Mender, stops: _Stops) -> Iterator[Edit]:
    """Stops that end nothing, and spaces that were lost between words."""
    yield from stops.strokes(value)
    yield from _lost_spaces(value, mend)


def _lost_spaces(value: str, mend: Mender) -> Iterator[Edit]:
    """Spaces between a word and the number that it introduces, or in two known words."""
    for match in _TOUCHING.finditer(value):
        at = match.start()
        first = _WORD_BEFORE.search(value, max(0, at - NEAR), at)
        second = _WORD_BEHIND.match(value, at)
        if mend.knows(f"{first.group()} 0" if first else f"0 {second.group()}" if second else ""):
            yield at, at, " "
    for match in _LONG_WORD.finditer(value):
        if at := mend.parted(match.group()):
            yield match.start() + at, match.start() + at, " "


def _in_numbers(value: str, mend: Mender) -> Iterator[Edit]:
    """Spaces inside numbers and days, and a comma before a day."""
    for match in _COMMA.finditer(value):
        if mend.knows(f"{match[1]} 0"):
            yield *match.span(2), ""
    for match in _SPLIT_NUMBER.finditer(value):
        if mend.knows(f"{match[1]} 0") and mend.knows(f"0 {match[3]}"):
            yield *match.span(2), ""
    for pattern in (_SPLIT_DAY, _SPLIT_MONTH, _SPLIT_YEAR):
        for match in pattern.finditer(value):
            yield match.end() - 1, match.end(), ""


def _edited(text: Text, edits: Iterable[Edit]) -> Text:
    parts: list[Text] = []
    gaps: list[str] = []
    done = 0
    for start, end, instead in sorted(edits):
        if start < done:
            continue
        if start:
            parts.append(text.slice(done, start))
            gaps.append(instead)
        done = end
    return join([*parts, text.slice(done, len(text))], gaps)
