"""What an explanation of a notice is: each value, what gave it, what else could have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from notice_cli.model import Lines, RulesUsed, Span

if TYPE_CHECKING:
    from collections.abc import Iterable


SCHEMA = "notice-explain/1"


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of the input that a rule matched.

    ``rule`` is its id, ``line`` its line in ``file``; ``kind`` is the kind of rule;
    ``text`` are the author's words, unwrapped.
    """

    kind: str
    rule: str
    file: str
    line: int
    text: str
    span: Span
    lines: Lines


@dataclass(frozen=True, slots=True)
class Other:
    """What else could have been read there.

    ``why`` is a code of ``trace.REASONS``, ``reason`` the same in words, ``to`` what is
    there instead.
    """

    words: Words
    why: str
    reason: str
    to: Words | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was inherited from: a node's id (None for the addressees), its lines."""

    node: str | None
    lines: Lines


@dataclass(frozen=True, slots=True)
class Value:
    """One value.

    ``field`` names it (``task.assignees``), ``of`` tells whose it is (a task's or a node's
    id, else None); ``spans`` are its own words; ``note`` says what no rule says: what was
    derived, and how.
    """

    field: str
    of: str | None
    value: Any
    spans: tuple[Span, ...]
    lines: Lines | None
    note: str | None
    inherited: Source | None
    because: tuple[Words, ...]
    others: tuple[Other, ...]

    def touches(self, line: int) -> bool:
        """Whether it, or anything that gave it, stands in a line."""
        found = [words.lines for words in self.because]
        return any(first <= line <= last for first, last in [*found, *filter(None, [self.lines])])


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One printed line.

    ``part`` is the block that it belongs to, ``node`` the node of the outline; ``used``
    tells whether a value rests on it, ``rule`` why it was dropped.
    """

    number: int
    span: Span
    text: str
    part: str
    node: str | None
    used: bool
    rule: Words | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """All values of one notice, its printed lines, and what came to nothing anywhere."""

    file: str
    rules: RulesUsed
    values: tuple[Value, ...]
    lines: tuple[PrintedLine, ...]
    others: tuple[Other, ...]

    def of_task(self, task: str) -> Explanation:
        """What concerns a task, the role of its node too."""
        node = task.partition("#")[0]
        owners = (("node.", node), ("task.", task))
        return self._only(
            value
            for value in self.values
            if any(value.field.startswith(start) and value.of == name for start, name in owners)
        )

    def of_line(self, number: int) -> Explanation:
        """What rests on a printed line."""
        kept = self._only(value for value in self.values if value.touches(number))
        others = (o for o in self.others if o.words.lines[0] <= number <= o.words.lines[1])
        lines = tuple(line for line in self.lines if line.number == number)
        return replace(kept, lines=lines, others=tuple(others))

    def of_field(self, name: str) -> Explanation:
        """Values of a field: ``task.deadlines``, ``deadlines`` or all of ``task``."""
        return self._only(value for value in self.values if is_named(value.field, name))

    def _only(self, values: Iterable[Value]) -> Explanation:
        return replace(self, values=tuple(values), lines=(), others=())


def is_named(field: str, name: str) -> bool:
    """Whether a name means a field: its whole name, its first or its last part."""
    return name in (field, field.partition(".")[0], field.rpartition(".")[2])


# All fields there can be, in the order of an explanation.
FIELDS = (
    *(
        f"document.{name}"
        for name in (
            "type_name", "type_code", "code", "code_number", "code_notation", "organ_name",
            "superior_organ_name", "place", "issued_date", "subject", "priority", "secrecy",
        )
    ),
    "event.date", "event.concluded_by", "event.participants",
    "node.marker", "node.heading", "node.role",
    *(
        f"task.{name}"
        for name in (
            "text", "heading", "assignees", "deadlines", "due_date", "deadline_type",
            "report_to", "references", "targets",
        )
    ),
    "references",
    "recipients.entries", "recipients.archive",
    "signature.competence", "signature.position", "signature.full_name",
)  # fmt: skip
