"""Rules of which an earlier one leaves nothing: each of their matches is that one's too.

Where two rules of a kind match the same words, the earlier one wins. Whether that is so for
every text cannot be told; what is told is a pattern that an earlier rule has too, and a rule
that comes second in each of its own examples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notice_cli.language import KINDS
from notice_cli.matcher import Matcher
from notice_cli.overlaps import place
from notice_cli.trial import FOUND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notice_cli.patterns import Match, Rule
    from notice_cli.rawrules import RawRule
    from notice_cli.yamlfile import Scalar


# So many matches of other rules are looked at in a kind: beyond any honest pack.
MAX_MATCHES = 20_000


class Order:
    """The rules of a kind, in the order in which they are tried."""

    def __init__(self, kind: str, raws: Sequence[RawRule], rules: Sequence[Rule]) -> None:
        """Take the rules as their files have them, and as they match."""
        self._raws = {rule.id: raw for raw, rule in zip(raws, rules, strict=True)}
        self._places = {rule.id: number for number, rule in enumerate(rules)}
        self._rules = rules
        # Entities are found by the longest match, whichever rule it is of.
        case, longest = KINDS[kind].case, KINDS[kind].longest
        self._matcher = None if kind in FOUND else Matcher(rules, case=case, longest=longest)
        self._left = MAX_MATCHES
        # For each rule, what came first where it matches, if anything.
        self._first: dict[str, list[Rule | None]] = {}

    def note(self, match: Match, coded: str) -> None:
        """Note a match of a rule in one of its examples."""
        if self._matcher is None or self._left < 0:
            return
        others = self._matcher.find(coded)
        self._left -= len(others)
        span, own = (match.start, match.end), self._places[match.rule.id]
        before = (
            other.rule
            for other in others
            if (other.start, other.end) == span and self._places[other.rule.id] < own
        )
        self._first.setdefault(match.rule.id, []).append(next(before, None))

    def tell(self) -> None:
        """Warn of rules that come second everywhere."""
        told = self._tell_patterns()
        for name, firsts in self._first.items():
            first = firsts[0]
            if first is not None and name not in told and all(firsts):
                self._tell(self._raws[name].id, self._raws[first.id], "in all of its examples")

    def _tell_patterns(self) -> set[str]:
        """Warn of patterns that an earlier rule has too; the rules that have them."""
        told = set()
        seen: dict[str, Rule] = {}
        for rule in self._rules:
            for source, pattern in zip(self._raws[rule.id].patterns, rule.patterns, strict=True):
                first = seen.setdefault(pattern, rule)
                if first is not rule and _wherever(first, rule):
                    self._tell(source, self._raws[first.id], "with the same pattern")
                    told.add(rule.id)
        return told

    def _tell(self, at: Scalar, first: RawRule, why: str) -> None:
        if at.file.path.rpartition("/")[0] == first.id.file.path.rpartition("/")[0]:
            say = f"rule `{first.id}` ({place(first.id)}) comes before this, {why}"
            at.problem(0, f"{say}; delete one, or let them differ", "warning")
        else:
            say = f"this comes before a rule of the pack ({place(at)}), {why}"
            first.id.problem(0, f"{say}; take its id, or name it in `disable`", "warning")


def _wherever(first: Rule, second: Rule) -> bool:
    """Whether a rule with the same pattern matches wherever the second does."""
    same = (first.not_after, first.not_before) == (second.not_after, second.not_before)
    return same or not (first.not_after or first.not_before)
