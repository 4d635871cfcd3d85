"""Large patterns that are searched for in another way, with the same matches.

What a pattern begins with (``starts``) or where it is cut in two (``tails``) is found when
rules are loaded; here it is made use of.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from notice_cli.patterns import AT_START, MARKS, Cut, Find, Rule, Searcher, Spans, after

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# So many marks are taken away from a text (see ``Cut``); then the whole pattern is searched
# for, or a text could be read as often as it has words.
TRIES = 64
_MARKED = bytes.maketrans("".join(MARKS).encode(), "".join(MARKS.values()).encode())
_NOWHERE: Spans = ((-1, -1),)


class StartSearcher(Searcher):
    """A large pattern that is tried only where one of a few strings stands."""

    def __init__(
        self, rule: Rule, pattern: str, starts: Sequence[str], *, case: bool, longest: bool
    ) -> None:
        """Take the pattern; ``starts`` are what every match begins with."""
        super().__init__(rule, pattern, case=case, longest=longest)
        self._find_start: Find = self._regex("|".join(map(re.escape, starts))).Match

    def _finder(self, text: str, data: bytes) -> Find:  # noqa: ARG002 - as with any searcher
        """Find the first place where the pattern matches, among those where it may."""

        def find(anchor: object, data: bytes, position: int, stop: int) -> Spans:
            while True:
                first = self._find_start(anchor, data, position, stop)[0][0]
                if first < 0:
                    return _NOWHERE
                spans = self._find(AT_START, data, first, stop)
                if spans[0][0] >= 0:
                    return spans
                position = after(data, first)

        return find


class CutSearcher(Searcher):
    """A pattern that is cut in two: its own head, and a tail that it shares with others."""

    def __init__(
        self, rule: Rule, pattern: str, cut: Cut, *, case: bool, made: Callable[[str], Searcher]
    ) -> None:
        """Take the pattern in two; ``made`` gives what finds a part of the tail."""
        super().__init__(rule, pattern, case=case, longest=False)
        self._head = self._regex(cut.head)
        self._parts = [pattern[start:end] for start, end in cut.parts]
        self._made = made

    def _finder(self, text: str, data: bytes) -> Find:
        """Find the head before a mark that the tail goes on from.

        A mark that it does not is taken away, and the next way is tried; so what is found
        is what the whole pattern would find.
        """
        if any(mark.encode() in data for mark in MARKS.values()):
            return self._find
        find_head = self._head.Match
        marked = bytearray(data.translate(_MARKED))
        # The last mark that was looked at, in bytes and characters; marks taken away.
        at = chars = tried = 0

        def find(anchor: object, data: bytes, position: int, stop: int) -> Spans:
            nonlocal at, chars, tried
            while tried < TRIES:
                spans: Spans = find_head(anchor, marked, position, stop)
                first, last = spans[0]
                if first < 0:
                    return spans
                mark = last - 1
                chars += len(data[at:mark].decode()) - len(data[mark:at].decode())
                at = mark
                # The first part that goes on counts.
                for part in self._parts:
                    end = self._made(part).end(text, data, mark, stop, chars)
                    if end:
                        return [(first, end), *spans[1:]]
                marked[mark] = data[mark]
                tried += 1
            return self._find(anchor, data, position, stop)

        return find

    @cached_property
    def _names(self) -> tuple[tuple[str, int], ...]:
        """As those of the whole pattern, which may not be needed: a tail captures nothing."""
        return tuple((n.decode(), i) for n, i in self._head.NamedCapturingGroups())
