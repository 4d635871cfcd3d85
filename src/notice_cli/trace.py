"""What a run took, what it left and why: filled by the stages where `notice explain` asks.

A pack may carry a ``Trace`` (``Pack.traced``); every stage has the pack, and notes here
what it decides, at the place where it decides it. Without one nothing is noted.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol, TypeAlias

from notice_cli.model import Span
from notice_cli.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from notice_cli.patterns import Match, Rule

Why: TypeAlias = Literal[
    "masked",
    "overlapped",
    "cuts-across",
    "inside-citation",
    "replaced",
    "no-members",
    "no-document",
    "no-deadline",
    "needs-recurrence",
    "taken",
    "in-passing",
    "has-subject",
    "no-body",
    "no-name",
    "not-speaking",
    "topic-is-told",
    "only-body",
    "preceded",
    "other-day",
    "other-title",
    "no-paragraph",
    "weaker",
]

# Each reason in words; what has the place instead is told behind it.
REASONS: Final[dict[Why, str]] = {
    "masked": "the words were already taken, so that nothing is found in them again",
    "overlapped": "of two that overlap, the earlier one counts, then the longer one",
    "cuts-across": "it would cut across something that was found before",
    "inside-citation": "the body is part of a cited document",
    "replaced": "the same words belong to a longer name",
    "no-members": "no body could be made of it",
    "no-document": "a cited document needs a code, or a type and a date",
    "no-deadline": "its words come to no day, no period and no event that bounds something",
    "needs-recurrence": "it means something only beside words that say how often",
    "taken": "each body is used once, and a rule that comes first has it",
    "in-passing": "where work is already told, who is asked in passing is not the one to do it",
    "has-subject": "somebody already acts in this sentence",
    "no-body": "no body stands where the rule wants one",
    "no-name": "the rule wants a body with a name of its own",
    "not-speaking": "who is told is the one who speaks here; whom it tells in turn is its affair",
    "topic-is-told": "who is told to act is no topic",
    "only-body": "a body alone is no topic",
    "preceded": "another was found first",
    "other-day": "the day lies after the issue of the document, or is none",
    "other-title": "the person bears another title than the one who concluded",
    "no-paragraph": "no list waits for this marker, or the line goes on with the one before",
    "weaker": "a rule that is asked first decides",
}


class _Body(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def match(self) -> Match: ...
    @property
    def also(self) -> tuple[Match, ...]: ...
    @property
    def members(self) -> Sequence[object]: ...


class Seen(NamedTuple):
    """A match of a rule, the words that it matched and where they stand in the input."""

    rule: Rule
    words: str
    span: Span


class Lost(NamedTuple):
    """What could have been, why it is not, and what is there instead."""

    seen: Seen
    why: Why
    to: Seen | None = None


def seen(match: Match, text: Text) -> Seen:
    """A match in a text that knows where it came from."""
    start, end = match.start, match.end
    first, last = text.span(start, end)
    # Words of a table may stand in another order than they are read in.
    return Seen(match.rule, text.value[start:end], (min(first, last), max(first, last)))


@dataclass(slots=True)
class Trace:
    """What gave each value (``given``, by any key), and what was ``lost``, without repeats."""

    given: dict[Hashable, list[Seen]] = field(default_factory=dict)
    lost: dict[tuple[Span, str, Why], Lost] = field(default_factory=dict)
    _text: Text | None = None

    def reads(self, text: Text) -> None:
        """Matches that follow stand in ``text``, unless another is told with them."""
        self._text = text

    def give(self, key: Hashable, matches: Iterable[Match], text: Text) -> None:
        """Note what gave a value; a later note for the same key replaces it."""
        self.given[key] = [seen(match, text) for match in matches]

    def give_seen(self, key: Hashable, found: Iterable[Seen]) -> None:
        """As ``give``, where the words do not stand in one text."""
        self.given[key] = list(found)

    def left_out(self, bodies: Iterable[_Body], found: Sequence[_Body]) -> None:
        """Note which bodies are not, or no longer, among those that were found."""
        kept = {id(match) for body in found for match in (body.match, *body.also)}
        for body in bodies:
            if id(body.match) not in kept:
                why: Why = "replaced" if body.members else "no-members"
                meets = (b for b in found if b.start < body.end and body.start < b.end)
                holder = next(meets, None)
                whole = None
                if holder is not None:
                    whole = holder.match._replace(start=holder.start, end=holder.end)
                self.lose(body.match, why, whole)

    def lose(
        self, match: Match, why: Why, to: Match | None = None, text: Text | None = None
    ) -> None:
        """Note a match that came to nothing; ``to`` is what has its words instead."""
        text = text or self._text
        if text is None:
            return
        mine = seen(match, text)
        other = seen(to, text) if to is not None and to is not match else None
        self.lost[mine.span, mine.rule.id, why] = Lost(mine, why, other)
