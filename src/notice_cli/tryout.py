"""A pattern, a rule or a file of rules tried on texts, before it goes into a layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from notice_cli.dead import Texts
from notice_cli.errors import RulesError
from notice_cli.fragments import Fragments
from notice_cli.language import KINDS
from notice_cli.letters import Letters
from notice_cli.packs import fold_of
from notice_cli.patterns import Match, Rule
from notice_cli.soundness import Patterns, Use
from notice_cli.trial import UNNAMED, Trial
from notice_cli.yamlfile import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notice_cli.entities import Reading
    from notice_cli.rules import Pack

# What stands where problems name a file.
PATTERN = "PATTERN"


@dataclass(frozen=True, slots=True)
class Found:
    """One match: its words and its place, its captures, what a deadline comes to.

    A capture has its words, and the names of the bodies in it.
    """

    rule: str
    words: str
    start: int
    end: int
    captures: dict[str, tuple[str, list[str]]]
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one text; ``why`` there is nothing, where that can be told."""

    text: str
    found: tuple[Found, ...]
    why: str


def of_pattern(pattern: str, kind: str | None, pack: Pack) -> Rule:
    """A pattern as a rule of a kind; without one, as phrase rules are, with any captures.

    Raises:
        RulesError: The pattern is at fault.
    """
    names = list(pack.fragments)
    fold = fold_of(pack.tables)
    letters = Letters(pack.table("letters", ""))
    fragments = Fragments(names, fold, letters)
    texts = Texts(fold, pack.table("look_alikes"), letters)
    for name in names:
        fragments.define(name, [pack.fragments[name]])
    written = Scalar.alone(PATTERN, pattern)
    use = Use(kind, KINDS[kind].captures) if kind else Use()
    ready = Patterns(fragments, texts, whole=True).ready(written, use)
    if ready is None:
        raise RulesError(written.file.problems)
    return Rule(UNNAMED, kind or "", (ready,))


def tried(rules: Sequence[Rule], texts: Sequence[str], pack: Pack) -> Iterator[Tried]:
    """What each text gives, rule by rule."""
    trials = [(rule, Trial(rule, pack)) for rule in rules]
    for text in texts:
        found: list[Found] = []
        why = ""
        for rule, trial in trials:
            reading, matches = trial.matches(text)
            found += (_found(rule, trial, reading, match) for match in matches)
            why = "" if matches else trial.why_not(reading)
        yield Tried(text, tuple(found), "" if found or len(rules) > 1 else why.strip(" ()"))


def _found(rule: Rule, trial: Trial, reading: Reading, match: Match) -> Found:
    captures = {}
    for name, (start, end) in match.groups.items():
        within = [entity for entity in reading.entities if start <= entity.start < end]
        names = [member.name for entity in within for member in entity.members]
        captures[name] = reading.words(start, end), names
    start, end = match.start, match.end
    name = f"{rule.kind}/{rule.id}" if rule.id else PATTERN
    values = trial.values(reading, match)
    return Found(name, reading.words(start, end), start, end, captures, values)
