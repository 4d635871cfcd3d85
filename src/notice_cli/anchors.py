"""Anchors found in printed lines, and the fields of a document that are read from them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from notice_cli import dates
from notice_cli.lines import Line
from notice_cli.model import Diagnostic, Severity, Span
from notice_cli.patterns import Match
from notice_cli.rules import Pack
from notice_cli.trace import seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notice_cli.text import Text


_BORDERS = " |"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A match of a rule for anchors in a printed line."""

    line: Line
    match: Match
    pack: Pack

    @property
    def block(self) -> str:
        """The block that the line tells of."""
        return str(self.match.rule.meaning["block"])

    @property
    def value(self) -> str | None:
        """What the rule says that it stands for."""
        value: str | None = self.match.rule.meaning.get("value")
        return value

    def text(self, group: str) -> Text | None:
        """What a group matched, stripped; None where it took no part or is empty."""
        span = self.match.groups.get(group)
        text = self.line.text.slice(*span).strip() if span else None
        return text if text and text.value else None

    def number(self, group: str) -> int | None:
        """The number that a group matched, in digits or in words (a month's name)."""
        text = self.text(group)
        return dates.number(text.value, self.pack) if text else None

    @property
    def span(self) -> Span:
        """Where it stands in the input."""
        return self.line.text.span(self.match.start, self.match.end)


def of(anchors: Iterable[Anchor], *blocks: str) -> Iterator[Anchor]:
    """Those of some blocks."""
    return (anchor for anchor in anchors if anchor.block in blocks)


def part(line: Line, start: int, end: int | None = None) -> Line | None:
    """A stretch of a line as a line of its own, without borders of a table around it."""
    text = line.text.slice(start, len(line.text) if end is None else end)
    left = len(text) - len(text.value.lstrip(_BORDERS))
    text = text.slice(left, max(left, len(text.value.rstrip(_BORDERS))))
    return replace(line, text=text) if text.value else None


@dataclass(slots=True)
class Reader:
    """Collects fields, where each was read, and what to tell of them.

    Lines are looked at once, however often their anchors are asked for.
    """

    pack: Pack
    fields: dict[str, Any] = field(default_factory=dict)
    spans: dict[str, Span | list[Span]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _found: dict[tuple[int, int], list[Anchor]] = field(default_factory=dict)

    def find(self, lines: Iterable[Line]) -> list[Anchor]:
        """All anchors in the lines, line by line, in the order of the rules."""
        return [anchor for line in lines for anchor in self._in(line)]

    def _in(self, line: Line) -> list[Anchor]:
        place = line.text.runs[0][1], len(line.text)
        if place not in self._found:
            matcher = self.pack.matcher("anchors")
            matches = matcher.find(self.pack.fold(line.value))
            if len(matches) > 1:
                matches.sort(key=lambda match: matcher.rules.index(match.rule))
            self._found[place] = [Anchor(line, match, self.pack) for match in matches]
        return self._found[place]

    def keep(self, name: str, text: Text | None, value: str | None = None) -> None:
        """Set a field from the text that it was read from, unless it is set."""
        if text is not None and self.fields.get(name) is None:
            self.fields[name] = text.value if value is None else value
            self.spans[name] = text.span()

    def credit(self, name: str, *anchors: Anchor, over: Iterable[Anchor] = ()) -> None:
        """Note which anchors gave a field, and those ``over`` which they were taken."""
        trace = self.pack.trace
        if trace is None or not anchors:
            return
        trace.give_seen(("document", name), [seen(a.match, a.line.text) for a in anchors])
        chosen = {id(anchor.match) for anchor in anchors}
        for other in over:
            if id(other.match) not in chosen:
                trace.lose(other.match, "preceded", anchors[0].match, other.line.text)

    def tell(self, severity: Severity, code: str, message: str, span: Span | None = None) -> None:
        """Add a diagnostic."""
        self.diagnostics.append(Diagnostic(severity, code, message, span))
