"""Which words of a notice are marked, and the text cut into stretches with the same marks."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from notice_cli.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notice_cli.explanation import Explanation, Value
    from notice_cli.model import Notice

Kind: TypeAlias = Literal[
    "lead", "coordinate", "report", "body", "deadline", "reference", "target",
    "marker", "field", "furniture", "task", "diagnostic",
]  # fmt: skip

# Kinds that are always to be seen, the one shown first where several share words; the
# others show only when something that rests on them is pointed at.
SHOWN: Final[tuple[Kind, ...]] = (
    "lead", "coordinate", "report", "deadline", "reference", "target", "body",
    "marker", "field", "furniture",
)  # fmt: skip

_FIELDS: Final[dict[str, Kind]] = {
    "task.report_to": "report",
    "task.deadlines": "deadline",
    "task.references": "reference",
    "task.targets": "target",
    "task.text": "task",
    "references": "reference",
    "event.participants": "body",
    "node.marker": "marker",
}
_PARTICULARS = ("document.", "event.", "recipients.", "signature.")
_FURNITURE = frozenset({"page number", "stamp", "line", "running head"})


@dataclass(slots=True)
class Mark:
    """Words ``[start, end)`` of the input of one kind; ``tasks`` are those that rest on them."""

    number: int
    kind: Kind
    span: Span
    tasks: list[str] = field(default_factory=list)


class Stretch(NamedTuple):
    """Words that wear the same marks, by their numbers."""

    start: int
    end: int
    marks: tuple[int, ...]


class Marks:
    """All marks of a notice, each once, in the order of the text."""

    def __init__(self, notice: Notice, explanation: Explanation) -> None:
        """Find what values, lines and diagnostics rest on."""
        found: dict[tuple[Span, Kind], Mark] = {}
        for span, kind, task in _found(notice, explanation):
            if span[0] < span[1]:
                mark = found.setdefault((span, kind), Mark(0, kind, span))
                if task and task not in mark.tasks:
                    mark.tasks.append(task)
        self.all = sorted(found.values(), key=lambda mark: (mark.span[0], -mark.span[1], mark.kind))
        for number, mark in enumerate(self.all):
            mark.number = number
        self._by_place = {(mark.span, mark.kind): mark.number for mark in self.all}

    def of(self, value: Value) -> list[int]:
        """Numbers of the marks on a value's words."""
        kind = kind_of(value)
        found = (self.on(span, kind) for span in value.spans if kind)
        return [number for number in found if number is not None]

    def on(self, span: Span | None, kind: Kind | None) -> int | None:
        """The number of the mark of a kind on a stretch."""
        return self._by_place.get((span, kind)) if span and kind else None

    def stretches(self, breaks: Iterable[int], length: int) -> Iterator[Stretch]:
        """The text ``[0, length)`` cut at ``breaks`` and where marks begin and end."""
        starts = sorted(self.all, key=lambda mark: mark.span[0])
        cuts = {0, length, *breaks, *(at for mark in self.all for at in mark.span)}
        edges = sorted(at for at in cuts if at <= length)
        active: list[Mark] = []
        coming = 0
        for start, end in itertools.pairwise(edges):
            active = [mark for mark in active if mark.span[1] > start]
            while coming < len(starts) and starts[coming].span[0] <= start:
                active.append(starts[coming])
                coming += 1
            yield Stretch(start, end, tuple(sorted(mark.number for mark in active)))


def kind_of(value: Value) -> Kind | None:
    """How the words of a value are marked."""
    if value.field == "task.assignees":
        return "lead" if value.value["role"] == "lead" else "coordinate"
    kind = _FIELDS.get(value.field)
    return kind or ("field" if value.field.startswith(_PARTICULARS) else None)


def _found(notice: Notice, explanation: Explanation) -> Iterator[tuple[Span, Kind, str | None]]:
    for value in explanation.values:
        kind = kind_of(value)
        if kind:
            task = value.of if value.field.startswith("task.") else None
            yield from ((span, kind, task) for span in value.spans)
    for line in explanation.lines:
        if line.part in _FURNITURE:
            yield line.span, "furniture", None
    for diagnostic in notice.diagnostics:
        if diagnostic.span:
            yield diagnostic.span, "diagnostic", None
