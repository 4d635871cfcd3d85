"""Printed lines of a notice: what each belongs to, and whether any value rests on it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from notice_cli.explanation import PrintedLine, Value, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from notice_cli.lines import Line
    from notice_cli.model import Span
    from notice_cli.parse import Stages
    from notice_cli.trace import Seen


def printed_lines(
    stages: Stages, values: Sequence[Value], told: Callable[[Seen], Words]
) -> Iterator[PrintedLine]:
    """All lines in order; ``told`` puts into words which rule dropped one."""
    used = _Covered(span for value in values for span in _used(value))
    dropped = {line.start: what for line, what in stages.dropped}
    parts, nodes = _parts(stages), _nodes(stages)
    everything = [*stages.lines, *(line for line, _ in stages.dropped), *stages.blocks.others]
    for line in sorted(everything, key=lambda line: line.start):
        # A table in an appendix is read as the body is.
        other = "body" if line.number in nodes else "unplaced"
        span, part, rule = line.text.span(), parts.get(line.number, other), None
        if line.start in dropped:
            part = dropped[line.start].replace("_", " ")
            rule = next(map(told, stages.trace.given.get(("furniture", line.start), ())), None)
        node = nodes.get(line.number) if part == "body" else None
        yield PrintedLine(line.number, span, line.value, part, node, used.meets(span), rule)


def _used(value: Value) -> Iterator[Span]:
    """The words that a value makes use of; that a node has words is no use of them."""
    if not value.field.startswith("node."):
        yield from value.spans
    yield from (words.span for words in value.because)


class _Covered:
    """Stretches of the input, asked whether they meet another."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def meets(self, span: Span) -> bool:
        at = bisect_right(self._starts, span[1] - 1) - 1
        return at >= 0 and self._ends[at] > span[0]


def _parts(stages: Stages) -> dict[int, str]:
    """Which block each printed line belongs to; the first of two columns counts."""
    blocks = stages.blocks
    named: list[tuple[str, Sequence[Line]]] = [
        ("header", blocks.header),
        ("type", blocks.type),
        ("subject", blocks.subject),
        ("addressees", blocks.addressees),
        ("body", blocks.body),
        ("recipients", blocks.recipients),
        ("signature", blocks.signature),
        ("appendix", blocks.appendix),
        ("unplaced", blocks.unplaced),
        ("another document", blocks.others),
    ]
    parts: dict[int, str] = {}
    for name, lines in named:
        for line in lines:
            parts.setdefault(line.number, name)
    return parts


def _nodes(stages: Stages) -> dict[int, str]:
    """Which node of the outline each printed line belongs to; the last to begin in it."""
    nodes: dict[int, str] = {}
    for branch in stages.words:
        for paragraph in branch.paragraphs:
            for number in range(paragraph.first, paragraph.last + 1):
                nodes[number] = branch.id
    return nodes
