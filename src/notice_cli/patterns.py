"""Many RE2 patterns at once: which can match, then where.

An ``re2.Set`` tells in one pass which patterns occur in a text, so the cost stays flat
as rules are added; a pattern is compiled when the set first hits it. RE2 has no
lookaround: what must not stand beside a match is said apart (``not_after``,
``not_before``), and a match never begins or ends inside a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import re2

# The automata of large sets (a gazetteer) need more than the default 8 MiB, or RE2
# falls back to a slower engine.
SET_MEMORY = 128 << 20
# A pattern may need more than RE2's default too; few do, so it is tried first.
PATTERN_MEMORY = (8 << 20, 32 << 20)
# How far `not_after` and `not_before` look, in characters: a few words.
LOOK = 60
# RE2 finds one match in linear time, but all of them only in quadratic time where a
# pattern looks far ahead; so a text beyond any paragraph is searched in pieces.
PIECE = 16_384
# After so many searches a matcher makes the set of its patterns: what that takes comes
# back in some twenty notices.
PATIENCE = 1_000

# No letter and no digit, in few ranges (as in `letters`, which is not needed here).
_NO_WORD = (
    r"[^0-9A-Za-z\x{AA}\x{B2}\x{B3}\x{B5}\x{B9}\x{BA}\x{BC}-\x{BE}\x{C0}-\x{D6}\x{D8}-\x{F6}"
    r"\x{F8}-\x{2C1}\x{370}-\x{1FFF}\x{2C00}-\x{2DFF}\x{3040}-\x{D7FF}\x{F900}-\x{FAFF}"
    r"\x{10000}-\x{10FFFF}]"
)


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
    small, large = PATTERN_MEMORY
    try:
        return re2._Regexp(data, made or options(case=case, longest=longest, memory=small))  # noqa: SLF001
    except re2.error as error:
        if made or b"too large" not in error.args[0]:
            raise
    return re2._Regexp(data, options(case=case, longest=longest, memory=large))  # noqa: SLF001


class Searcher:
    """One pattern of one rule, compiled, and what must not stand beside a match.

    What few matches need is compiled when the first one does.
    """

    def __init__(self, rule: Rule, pattern: str, *, case: bool, longest: bool) -> None:
        """Compile the pattern."""
        self._rule = rule
        self._pattern = pattern
        self._case, self._longest = case, longest
        self._regex = self._compiled(pattern)
        self._names = tuple((n.decode(), i) for n, i in self._regex.groupindex.items())

    def _compiled(self, pattern: str) -> Any:  # noqa: ANN401 - re2 has no types
        return compiled(pattern, case=self._case, longest=self._longest)

    @cached_property
    def _whole(self) -> Any:  # noqa: ANN401 - re2 has no types
        """The pattern up to the end of a word, as its first group."""
        return self._compiled(rf"({self._pattern})(?:$|{_NO_WORD})")

    @cached_property
    def _after(self) -> Any:  # noqa: ANN401 - re2 has no types
        side = self._rule.not_after
        return side and self._compiled(rf"(?:^|{_NO_WORD})(?:{side})$")

    @cached_property
    def _before(self) -> Any:  # noqa: ANN401 - re2 has no types
        side = self._rule.not_before
        return side and self._compiled(rf"^(?:{side})(?:$|{_NO_WORD})")

    def search(self, text: str, data: bytes) -> Iterator[Match]:
        """All matches, left to right, in a text that is also given as UTF-8."""
        counted: Callable[[bytes], int] = len if len(data) == len(text) else _characters
        # Bytes and characters passed so far: offsets are counted on from the last
        # match, so the work stays linear in the text.
        passed = chars = 0
        for begin, stop in _pieces(data):
            position = begin
            while position < stop:
                hit = self._regex.search(data, position, stop)
                if hit is None:
                    break
                first, last = hit.span()
                chars += counted(data[passed:first])
                passed = first
                end = chars + counted(data[first:last])
                if _is_inside(text, chars):
                    hit = None
                elif _is_inside(text, end):
                    # Another of its alternatives may end where the word does.
                    hit = self._whole.match(data, first, stop)
                    last = hit.end(1) if hit else last
                    end = chars + counted(data[first:last])
                # What touches a cut may go on behind it: it is no match.
                cut = last == stop and stop < len(data)
                if hit and last > first and not cut and self._stands(text, chars, end):
                    shift = hit.re is not self._regex
                    groups = self._groups(hit, int(shift), data, chars)
                    yield Match(self._rule, chars, end, groups)
                    position = last
                else:
                    # Another occurrence may begin one character further on.
                    position = _after(data, first)

    def inside(self, text: str) -> tuple[int, int] | None:
        """Where the pattern alone occurs, whatever stands beside it."""
        data = text.encode()
        hit = self._regex.search(data)
        if hit is None or hit.end() == hit.start():
            return None
        return _characters(data[: hit.start()]), _characters(data[: hit.end()])

    def _groups(self, hit: Any, shift: int, data: bytes, start: int) -> dict[str, tuple[int, int]]:  # noqa: ANN401
        first = hit.start()
        groups = {}
        for name, number in self._names:
            a, b = hit.span(number + shift)
            if a >= 0:
                at = start + _characters(data[first:a])
                groups[name] = (at, at + _characters(data[a:b]))
        return groups

    def _stands(self, text: str, start: int, end: int) -> bool:
        """Whether nothing stands beside a match that must not."""
        if start and self._rule.not_after:
            before = text[max(0, start - LOOK) : start].rstrip(" ")
            if self._after.search(before.encode()):
                return False
        if end < len(text) and self._rule.not_before:
            after = text[end : end + LOOK].lstrip(" ")
            if self._before.search(after.encode()):
                return False
        return True


def _is_inside(text: str, at: int) -> bool:
    """Whether a place is inside a word."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _characters(data: bytes) -> int:
    return len(data.decode())


def _after(data: bytes, position: int) -> int:
    """Where the next character begins."""
    position += 1
    while position < len(data) and data[position] & 0xC0 == 0x80:  # noqa: PLR2004 - continues one
        position += 1
    return position


def _pieces(data: bytes) -> Iterator[tuple[int, int]]:
    """The text in pieces that end after a space, mostly in one."""
    start = 0
    while len(data) - start > PIECE:
        end = data.rfind(b" ", start, start + PIECE) + 1
        if end <= start:
            end = _after(data, start + PIECE)
        yield start, end
        start = end
    yield start, len(data)


class Words:
    """The words of which texts must hold some for patterns to match."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Make the set of all groups of all patterns."""
        some = re2.Set.SearchSet(options(case=True, longest=False, memory=SET_MEMORY))
        # Which pattern each group belongs to, and how many groups a pattern has.
        self._owners: list[int] = []
        self._wanted: list[int] = []
        for rule in rules:
            for groups in rule.needles or [()] * len(rule.patterns):
                for group in groups:
                    some.Add("|".join(map(re2.escape, group)))
                    self._owners.append(len(self._wanted))
                self._wanted.append(len(groups))
        self._always = [index for index, wanted in enumerate(self._wanted) if not wanted]
        self._set = self._compiled(some) if self._owners else None

    def _compiled(self, some: re2.Set) -> re2.Set | None:
        try:
            some.Compile()
        except re2.error:
            self._always = list(range(len(self._wanted)))
            return None
        return some

    def hits(self, text: str) -> list[int]:
        """Indexes of the patterns that may match, in order."""
        if self._set is None:
            return self._always
        found: dict[int, int] = {}
        for group in self._set.Match(text.casefold().encode()) or ():
            owner = self._owners[group]
            found[owner] = found.get(owner, 0) + 1
        wanted = self._wanted
        hits = [owner for owner, groups in found.items() if groups == wanted[owner]]
        return sorted(hits + self._always)


class Matcher:
    """All rules of one kind (or a few kinds that read the same text).

    At first a set of plain words tells which patterns can match (see ``needles``): it
    is made in no time, but now and then a pattern is tried in vain. A matcher that is
    used much makes the set of the patterns themselves.
    """

    def __init__(self, rules: Sequence[Rule], *, case: bool = True, longest: bool = False) -> None:
        """Keep the rules; sets are made at the first search, a pattern at its first hit."""
        self.rules = tuple(rules)
        self._sources = [(rule, pattern) for rule in self.rules for pattern in rule.patterns]
        self._searchers: list[Searcher | None] = [None] * len(self._sources)
        self._case, self._longest = case, longest
        self._searches = 0
        self._words: Words | None = None
        self._sets: list[tuple[int, int, Any]] | None = None

    def find(self, text: str) -> list[Match]:
        """Every match of every rule, by start, longest first, then in rule order."""
        if not text or not self._sources:
            return []
        data = text.encode()
        hits = self._hits(text, data)
        if not hits:
            return []
        found = [m for index in hits for m in self._searcher(index).search(text, data)]
        if len(found) > 1:
            found.sort(key=_order)
        return found

    def first(self, text: str) -> Match | None:
        """The match of the first rule, in rule order, that matches anywhere."""
        if not text or not self._sources:
            return None
        data = text.encode()
        for index in self._hits(text, data):
            for match in self._searcher(index).search(text, data):
                return match
        return None

    def _hits(self, text: str, data: bytes) -> Sequence[int]:
        """Indexes of the patterns that may match, in order."""
        if len(self._sources) == 1:
            return [0]
        self._searches += 1
        if self._searches < PATIENCE:
            if self._words is None:
                self._words = Words(self.rules)
            return self._words.hits(text)
        if self._sets is None:
            self._sets = self._build(0, len(self._sources))
        hits: list[int] = []
        for start, stop, some in self._sets:
            if some is None:
                hits.extend(range(start, stop))
            else:
                hits.extend(start + index for index in some.Match(data) or ())
        hits.sort()
        return hits

    def _build(self, start: int, stop: int) -> list[tuple[int, int, Any]]:
        """Sets over patterns, each as large as RE2 takes; none for a pattern alone."""
        some = re2.Set.SearchSet(options(case=self._case, longest=self._longest, memory=SET_MEMORY))
        for _, pattern in self._sources[start:stop]:
            some.Add(pattern)
        try:
            some.Compile()
        except re2.error:
            if stop - start == 1:
                return [(start, stop, None)]
            middle = (start + stop) // 2
            return self._build(start, middle) + self._build(middle, stop)
        return [(start, stop, some)]

    def _searcher(self, index: int) -> Searcher:
        searcher = self._searchers[index]
        if searcher is None:
            rule, pattern = self._sources[index]
            searcher = Searcher(rule, pattern, case=self._case, longest=self._longest)
            self._searchers[index] = searcher
        return searcher


def _order(match: Match) -> tuple[int, int]:
    return match.start, match.start - match.end
