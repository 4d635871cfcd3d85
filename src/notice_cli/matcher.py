"""Many RE2 patterns at once: which can match, then where.

An ``re2.Set`` of plain words tells in one pass which patterns can occur in a text, so the
cost stays flat as rules are added; a pattern is compiled when it first may.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

import re2

from notice_cli.patterns import Match, Rule, Searcher, options
from notice_cli.searchers import CutSearcher, StartSearcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# The words of many rules need more than the default 8 MiB, or RE2 refuses them.
SET_MEMORY = 128 << 20


class Words:
    """The words of which texts must hold some for patterns to match (see ``needles``)."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Make one set of all groups of words, each once however many patterns need it."""
        numbers: dict[tuple[str, ...], int] = {}
        # The groups that each pattern needs.
        self._needed = [
            [numbers.setdefault(tuple(group), len(numbers)) for group in groups]
            for rule in rules
            for groups in rule.needles or [()] * len(rule.patterns)
        ]
        self._always = [index for index, needed in enumerate(self._needed) if not needed]
        # A pattern is looked at where its rarest group is found: the one that fewest need.
        uses = Counter(group for needed in self._needed for group in needed)
        self._asking: list[list[int]] = [[] for _ in numbers]
        for index, needed in enumerate(self._needed):
            if needed:
                self._asking[min(needed, key=uses.__getitem__)].append(index)
        self._find = self._made(numbers) if numbers else None

    def _made(self, groups: Iterable[Sequence[str]]) -> Callable[[bytes], Sequence[int]] | None:
        some = re2.Set.SearchSet(options(case=True, longest=False, memory=SET_MEMORY))
        for group in groups:
            some.Add("|".join(map(re.escape, group)))
        try:
            some.Compile()
        except re2.error:
            self._always = list(range(len(self._needed)))
            return None
        found: Callable[[bytes], Sequence[int]] = some._set.Match  # noqa: SLF001 - see `_ANYWHERE`
        return found

    def hits(self, text: str) -> list[int]:
        """Indexes of the patterns that may match, in order."""
        found = self._find(text.casefold().encode()) if self._find else ()
        if not found:
            return self._always
        has, needed = frozenset(found).issuperset, self._needed
        hits = [i for group in found for i in self._asking[group] if has(needed[i])]
        return sorted(hits + self._always)


class Matcher:
    """All rules of one kind (or a few kinds that read the same text).

    One set of plain words tells which patterns can match. It is made in no time and stays
    small: an automaton of all the patterns themselves has too many states, where they
    leave gaps, to be kept.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        *,
        case: bool = True,
        longest: bool = False,
        searchers: Sequence[Searcher] = (),
    ) -> None:
        """Keep the rules; the set is made at the first search, a pattern at its first hit.

        ``searchers`` are those of all patterns, where they are compiled already.
        """
        self.rules = tuple(rules)
        self._sources = [(rule, n) for rule in self.rules for n in range(len(rule.patterns))]
        # What patterns that are cut end in, each part once.
        self._parts: dict[str, Searcher] = {}
        empty: list[Searcher | None] = [None] * len(self._sources)
        self._searchers = [*searchers] or empty
        self._case, self._longest = case, longest

    def find(self, text: str) -> list[Match]:
        """Every match of every rule, by start, longest first, then in rule order."""
        hits = self._hits(text)
        if not hits:
            return []
        data = text.encode()
        found = [m for index in hits for m in self._searcher(index).search(text, data)]
        if len(found) > 1:
            found.sort(key=_order)
        return found

    def first(self, text: str) -> Match | None:
        """The match of the first rule, in rule order, that matches anywhere."""
        data = text.encode()
        for index in self._hits(text):
            for match in self._searcher(index).search(text, data):
                return match
        return None

    def searchers(self, rule: Rule) -> list[Searcher]:
        """What finds each pattern of one rule; nothing where it is none of these."""
        return [self._searcher(n) for n, (one, _) in enumerate(self._sources) if one is rule]

    def _hits(self, text: str) -> Sequence[int]:
        """Indexes of the patterns that may match, in order."""
        if not text:
            return ()
        return (0,) if len(self._sources) == 1 else self._words.hits(text)

    @cached_property
    def _words(self) -> Words:
        return Words(self.rules)

    def _searcher(self, index: int) -> Searcher:
        searcher = self._searchers[index]
        if searcher is None:
            searcher = self._searchers[index] = self._made(*self._sources[index])
        return searcher

    def _made(self, rule: Rule, number: int) -> Searcher:
        pattern, case, longest = rule.patterns[number], self._case, self._longest
        cut = rule.cuts[number] if rule.cuts else None
        starts = rule.starts[number] if rule.starts else None
        if cut and not longest:
            return CutSearcher(rule, pattern, cut, case=case, made=self._part)
        if starts and case:
            return StartSearcher(rule, pattern, starts, case=case, longest=longest)
        return Searcher(rule, pattern, case=case, longest=longest)

    def _part(self, pattern: str) -> Searcher:
        """What finds a part of the tails of patterns that are cut."""
        found = self._parts.get(pattern)
        if found is None:
            rule = Rule("", self.rules[0].kind, (pattern,))
            found = self._parts[pattern] = Searcher(rule, pattern, case=self._case, longest=False)
        return found


def _order(match: Match) -> tuple[int, int]:
    return match.start, match.start - match.end
