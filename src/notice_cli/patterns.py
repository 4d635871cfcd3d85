"""One RE2 pattern: where it matches.

It is compiled when it is first searched for. RE2 has no lookaround: what must not stand
beside a match is said apart (``not_after``, ``not_before``), and a match never begins or
ends inside a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import re2

# A pattern may need more than RE2's default too. What it is given is a bound, taken up as
# texts call for it; below what its automaton needs, searches take fifty times as long. So
# it grows with the pattern: a list of names ten times as long costs no more to search.
PATTERN_MEMORY = (8 << 20, 32 << 20)
_MEMORY_A_CHARACTER = 1 << 10
# How far `not_after` and `not_before` look, in characters: a few words.
LOOK = 60
# RE2 finds one match in linear time, but all of them only in quadratic time where a
# pattern looks far ahead; so a text beyond any paragraph is searched in pieces.
PIECE = 16_384
# The engine itself, without the objects that its wrapper makes of every search: most
# searches are of a few words, where these would take longer than the search.
ANYWHERE = re2._re2.RE2.Anchor.UNANCHORED  # noqa: SLF001 - it has no other name
AT_START = re2._re2.RE2.Anchor.ANCHOR_START  # noqa: SLF001 - as above

# Where a match and its groups stand, in bytes; -1 where there is none.
Spans: TypeAlias = Sequence[tuple[int, int]]
Find: TypeAlias = Callable[[object, bytes, int, int], Spans]

# No letter and no digit, in few ranges (as in `letters`, which is not needed here).
_NO_WORD = (
    r"[^0-9A-Za-z\x{AA}\x{B2}\x{B3}\x{B5}\x{B9}\x{BA}\x{BC}-\x{BE}\x{C0}-\x{D6}\x{D8}-\x{F6}"
    r"\x{F8}-\x{2C1}\x{370}-\x{1FFF}\x{2C00}-\x{2DFF}\x{3040}-\x{D7FF}\x{F900}-\x{FAFF}"
    r"\x{10000}-\x{10FFFF}]"
)

# What the tail of a pattern that was cut may begin with, and the mark for it (see ``Cut``).
MARKS = {" ": "\x01", ",": "\x02"}


class Cut(NamedTuple):
    """A pattern in two, so that what many of them end in is compiled once (see ``tails``).

    ``head`` ends with a mark; ``parts`` are where the alternatives of the tail stand in the
    pattern.
    """

    head: str
    parts: Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, ready to match: patterns are expanded, nothing is compiled yet."""

    id: str
    kind: str
    patterns: tuple[str, ...]
    meaning: Mapping[str, Any] = field(default_factory=dict)
    not_after: str | None = None
    not_before: str | None = None
    path: str = ""
    line: int = 0
    # For each pattern, groups of strings in folded case: what matches holds one of each.
    needles: Sequence[Sequence[Sequence[str]]] = field(default=(), compare=False, repr=False)
    # For each pattern, how it is cut in two (see ``tails``), None where it is not.
    cuts: Sequence[Cut | None] = field(default=(), compare=False, repr=False)
    # For each pattern, what every match begins with (see ``starts``), None if unknown.
    starts: Sequence[Sequence[str] | None] = field(default=(), compare=False, repr=False)


class Match(NamedTuple):
    """Where a rule matched: ``[start, end)`` and the spans of its named groups."""

    rule: Rule
    start: int
    end: int
    groups: dict[str, tuple[int, int]]

    @property
    def length(self) -> int:
        """Length of the match in characters."""
        return self.end - self.start


def options(*, case: bool, longest: bool, memory: int) -> re2.Options:
    """RE2 options: quiet; ``longest`` prefers the longest alternative."""
    made = re2.Options()
    made.log_errors = False
    made.max_mem = memory
    made.case_sensitive = case
    made.longest_match = longest
    return made


def compiled(
    pattern: str, *, case: bool = True, longest: bool = False, made: re2.Options | None = None
) -> Any:  # noqa: ANN401 - re2 has no types
    """A pattern compiled, past the small cache of ``re2.compile``.

    Raises:
        re2.error: RE2 refuses it.
    """
    data = pattern.encode()
    least, large = PATTERN_MEMORY
    small = min(large, max(least, len(data) * _MEMORY_A_CHARACTER))
    try:
        return re2._Regexp(data, made or options(case=case, longest=longest, memory=small))  # noqa: SLF001
    except re2.error as error:
        if made or b"too large" not in error.args[0]:
            raise
    return re2._Regexp(data, options(case=case, longest=longest, memory=large))  # noqa: SLF001


class Searcher:
    """One pattern of one rule, and what must not stand beside a match.

    Each expression is compiled when it is first searched for.
    """

    def __init__(self, rule: Rule, pattern: str, *, case: bool, longest: bool) -> None:
        """Take the pattern, and how it matches."""
        self.rule = rule
        self._pattern = pattern
        self._case, self._longest = case, longest

    def _regex(self, pattern: str) -> Any:  # noqa: ANN401 - re2 has no types
        return compiled(pattern, case=self._case, longest=self._longest)._regexp  # noqa: SLF001

    @cached_property
    def _whole(self) -> Any:  # noqa: ANN401 - re2 has no types
        return self._regex(self._pattern)

    @cached_property
    def _find(self) -> Find:
        find: Find = self._whole.Match
        return find

    @cached_property
    def _names(self) -> tuple[tuple[str, int], ...]:
        """The groups that have names, with their numbers."""
        return tuple((n.decode(), i) for n, i in self._whole.NamedCapturingGroups())

    @cached_property
    def _find_whole(self) -> Any:  # noqa: ANN401 - re2 has no types
        """The pattern up to the end of a word, as its first group."""
        return self._regex(rf"({self._pattern})(?:$|{_NO_WORD})").Match

    @cached_property
    def _find_before(self) -> Any:  # noqa: ANN401 - re2 has no types
        """What must not stand before a match, at the end of a text."""
        return self._regex(rf"(?:^|{_NO_WORD})(?:{self.rule.not_after})$").Match

    @cached_property
    def _find_behind(self) -> Any:  # noqa: ANN401 - re2 has no types
        """What must not stand behind a match, at the start of a text."""
        return self._regex(rf"^(?:{self.rule.not_before})(?:$|{_NO_WORD})").Match

    def search(self, text: str, data: bytes) -> Iterator[Match]:
        """All matches, left to right, in a text that is also given as UTF-8."""
        find = self._finder(text, data)
        # Bytes and characters passed so far: offsets are counted on from the last
        # match, so the work stays linear in the text.
        passed = chars = 0
        for begin, stop in ((0, len(data)),) if len(data) <= PIECE else _pieces(data):
            position = begin
            while position < stop:
                spans = find(ANYWHERE, data, position, stop)
                first = spans[0][0]
                if first < 0:
                    break
                chars += len(data[passed:first].decode())
                passed = first
                match, last = self._at(spans, text, data, chars, stop)
                # What touches a cut may go on behind it: it is no match.
                if match and not last == stop < len(data):
                    yield match
                    position = last
                else:
                    # Another occurrence may begin one character further on.
                    position = after(data, first)

    def _finder(self, text: str, data: bytes) -> Find:  # noqa: ARG002 - of use to others
        """What finds the first match in a part of a text; as RE2 does it."""
        return self._find

    def opening(self, text: str) -> Match | None:
        """The match that a text begins with."""
        data = text.encode()
        spans = self._find(AT_START, data, 0, len(data))
        return None if spans[0][0] < 0 else self._at(spans, text, data, 0, len(data))[0]

    def _at(
        self, spans: Spans, text: str, data: bytes, start: int, stop: int
    ) -> tuple[Match | None, int]:
        """The match that begins with a character, if it stands there, and its end in bytes."""
        first, last = spans[0]
        end = start + len(data[first:last].decode())
        groups = spans
        if _is_inside(text, start):
            return None, last
        if _is_inside(text, end):
            # Another of its alternatives may end where the word does.
            groups = self._find_whole(AT_START, data, first, stop)[1:]
            last = groups[0][1]
            end = start + len(data[first : max(first, last)].decode())
        if last <= first or not self._stands(text, start, end):
            return None, last
        named = {}
        for name, number in self._names:
            a, b = groups[number]
            if a >= 0:
                at = start + len(data[first:a].decode())
                named[name] = (at, at + len(data[a:b].decode()))
        return Match(self.rule, start, end, named), last

    def end(self, text: str, data: bytes, position: int, stop: int, start: int) -> int:
        """Where the match ends in bytes that begins at a place in bytes and characters, or 0."""
        spans = self._find(AT_START, data, position, stop)
        if spans[0][0] < 0:
            return 0
        match, last = self._at(spans, text, data, start, stop)
        return last if match else 0

    def inside(self, text: str) -> tuple[int, int] | None:
        """Where the pattern alone occurs, whatever stands beside it."""
        data = text.encode()
        start, end = self._find(ANYWHERE, data, 0, len(data))[0]
        if end <= start:
            return None
        return len(data[:start].decode()), len(data[:end].decode())

    def _stands(self, text: str, start: int, end: int) -> bool:
        """Whether nothing stands beside a match that must not."""
        if start and self.rule.not_after:
            before = text[max(0, start - LOOK) : start].rstrip(" ")
            data = before.encode()
            if self._find_before(ANYWHERE, data, 0, len(data))[0][0] >= 0:
                return False
        if end < len(text) and self.rule.not_before:
            after = text[end : end + LOOK].lstrip(" ")
            data = after.encode()
            if self._find_behind(AT_START, data, 0, len(data))[0][0] >= 0:
                return False
        return True


def _is_inside(text: str, at: int) -> bool:
    """Whether a place is inside a word."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def after(data: bytes, position: int) -> int:
    """Where the next character begins."""
    position += 1
    while position < len(data) and data[position] & 0xC0 == 0x80:  # noqa: PLR2004 - continues one
        position += 1
    return position


def _pieces(data: bytes) -> Sequence[tuple[int, int]]:
    """A long text in pieces that end after a space."""
    pieces, start = [], 0
    while len(data) - start > PIECE:
        end = data.rfind(b" ", start, start + PIECE) + 1
        if end <= start:
            end = after(data, start + PIECE)
        pieces.append((start, end))
        start = end
    return [*pieces, (start, len(data))]
