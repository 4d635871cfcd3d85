"""One rule tried alone on a text, as the pipeline would give it to it.

The text is folded; for rules over entities, those that are found before are masked.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from notice_cli.dates import Reference
from notice_cli.deadlines import resolve
from notice_cli.entities import Reading, read
from notice_cli.language import ENTITIES, GAZETTEER, KINDS, Kind, marks
from notice_cli.matcher import Matcher
from notice_cli.patterns import Match, Rule, Searcher
from notice_cli.rawrules import Example, is_null
from notice_cli.text import Text
from notice_cli.yamlfile import Mapping, Sequence, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notice_cli.rules import Pack

# Kinds that are entities, in the order in which they are found.
FOUND = ("bodies", "persons", "references", "times")
# Kinds that are matched over entities; the others on the words alone.
OVER_ENTITIES = frozenset(
    {
        "deadlines", "continuous", "assignments", "labels", "reports", "targets", "roles",
        "headings", "definitions",
    }
)  # fmt: skip
# The reference date of examples, unless the table `example_date` says another.
EXAMPLE_DATE = "2025-10-13"
# The id of a pattern that is tried alone, as a rule of no meaning and perhaps no kind.
UNNAMED = ""
_MARKS = frozenset(mark for entity in ENTITIES for mark in marks(entity))


class Trial:
    """One rule alone, within the pack that it is part of."""

    def __init__(self, rule: Rule, pack: Pack) -> None:
        """Make a pack that has only this rule of its kind, and no later entities."""
        self._rule = rule
        self._pack = pack
        self._masked = rule.kind in (*OVER_ENTITIES, *FOUND[1:]) or _uses_entities(rule)
        self._kind = KINDS.get(rule.kind, Kind())
        if rule.kind in FOUND:
            later = FOUND[FOUND.index(rule.kind) + 1 :]
            own = () if rule.id == UNNAMED else [rule]
            if rule.kind == "bodies":
                later = (*later, GAZETTEER)
            self._pack = pack.only(**{rule.kind: own}, **dict.fromkeys(later, ()))
        self._matcher = Matcher([rule], case=self._kind.case, longest=self._kind.longest)

    def faults(self, example: Example, reading: Reading, match: Match | None) -> Iterator[str]:
        """What came out of an example against what is expected; nothing if all is well."""
        gives = example.gives
        if is_null(gives):
            if match is not None:
                yield f"must not match, but `{reading.words(match.start, match.end)}` does"
        elif isinstance(gives, Sequence):
            names = [member.name for e in reading.entities for member in e.members]
            if not self._equal(names, gives):
                why = "" if names else self.why_not(reading)
                yield f"gives {_shown(names)}, not {_shown(gives)}{why}"
        elif match is None:
            yield f"does not match{self.why_not(reading)}"
        elif isinstance(gives, Mapping):
            yield from self._values(reading, match, gives)
        elif not self._equal(words := reading.words(match.start, match.end), gives):
            yield f"matches {_shown(words)}, not {_shown(gives)}"

    def read(self, words: str, gives: Value) -> tuple[Reading, Match | None]:
        """Read the text of an example, and find the rule's first match in it."""
        reading, matches = self.matches(words, drop=is_null(gives))
        return reading, next(iter(matches), None)

    def matches(self, words: str, *, drop: bool = True) -> tuple[Reading, list[Match]]:
        """Read a text, and find all of the rule's matches in it.

        What comes to no deadline is none, whatever its words. Where nothing else is left
        it is given all the same unless ``drop`` tells to leave it out.
        """
        text = Text.of(str(words))
        kind = self._rule.kind
        if kind in FOUND and self._rule.id != UNNAMED:
            reading = read(text, self._pack)
            return reading, [e.match for e in reading.entities if e.match.rule.kind == kind]
        if self._masked:
            reading = read(text, self._pack)
        else:
            folded = self._pack.fold(text.value)
            reading = Reading(text, folded, folded, ())
        matches = self._matcher.find(reading.coded)
        if kind == "deadlines" and self._rule.meaning.get("operator", "none") != "none":
            sound = [match for match in matches if self.values(reading, match)]
            matches = sound or ([] if drop else matches)
        return reading, matches

    def _values(self, reading: Reading, match: Match, gives: Mapping) -> Iterator[str]:
        resolved = self.values(reading, match)
        for key in gives.names:
            expected = gives[key]
            if key in resolved:
                found = resolved[key]
            elif key not in match.groups:
                found = None
            elif isinstance(expected, Sequence):
                found = self._names(reading, *match.groups[key])
            else:
                found = reading.words(*match.groups[key])
            if not self._equal(found, expected):
                yield f"gives {_shown(found)} as `{key}`, not {_shown(expected)}"

    def _names(self, reading: Reading, start: int, end: int) -> list[str]:
        """Names of the bodies in a capture, also where they are part of a later entity."""
        if self._rule.kind in FOUND:
            reading = read(reading.text, self._pack.only(**dict.fromkeys(FOUND[1:], ())))
        members = reading.within(start, end, "bodies")
        return [member.name for entity in members for member in entity.members]

    def values(self, reading: Reading, match: Match) -> dict[str, Any]:
        """What a deadline comes to, field by field; empty for other kinds."""
        if self._rule.kind != "deadlines" or "operator" not in self._rule.meaning:
            return {}
        day = date.fromisoformat(self._pack.table("example_date", EXAMPLE_DATE))
        deadline = resolve(match, reading, self._pack, Reference(day, day, day))
        if deadline is None:
            return {}
        return {f.name: _plain(getattr(deadline, f.name)) for f in fields(deadline)}

    def _equal(self, found: Any, expected: Value) -> bool:  # noqa: ANN401 - text, texts or nothing
        if is_null(expected):
            return found is None
        if isinstance(found, list) and isinstance(expected, Sequence):
            return len(found) == len(expected) and all(map(self._equal, found, expected))
        if not isinstance(found, str) or not isinstance(expected, str):
            return False
        return self._pack.fold(found.strip()) == self._pack.fold(expected.strip())

    def why_not(self, reading: Reading) -> str:
        """What keeps a pattern that occurs from matching, or what was read instead."""
        kind, rule = self._kind, self._rule
        coded = reading.coded
        bare = Rule(rule.id, rule.kind, rule.patterns)
        alone = Matcher([bare], case=kind.case, longest=kind.longest).find(coded)
        if alone:
            words = reading.words(alone[0].start, alone[0].end)
            return f" (`{words}` would, but for `not_after` or `not_before`)"
        for pattern in rule.patterns:
            inside = Searcher(bare, pattern, case=kind.case, longest=kind.longest).inside(coded)
            if inside:
                return f" (`{reading.words(*inside)}` begins or ends inside a word)"
        found = ", ".join(f"{e.kind} `{reading.words(e.start, e.end)}`" for e in reading.entities)
        return f" (found in it: {found})" if found else ""


def _uses_entities(rule: Rule) -> bool:
    patterns = [*rule.patterns, rule.not_after or "", rule.not_before or ""]
    return not all(_MARKS.isdisjoint(pattern) for pattern in patterns)


def _plain(value: Any) -> Any:  # noqa: ANN401 - a field of a deadline
    if isinstance(value, tuple | list):
        return [str(item) for item in value]
    return None if value is None else str(value)


def _shown(value: Any) -> str:  # noqa: ANN401 - text, texts or nothing
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return "nothing" if isinstance(value, str) and is_null(value) else f"`{value}`"  # type: ignore[arg-type]
    return f"[{', '.join(f'`{item}`' for item in value)}]"
