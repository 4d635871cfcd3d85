"""One matched phrase about time, and the deadline that is made of it.

``Phrase`` reads the groups of a match of the kind ``deadlines``; ``Draft`` is a
deadline with what is still to be decided beside others in its sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from notice_cli import times
from notice_cli.model import Deadline
from notice_cli.patterns import Match
from notice_cli.times import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date as Date  # noqa: N812 - as in the model
    from typing import Any

    from notice_cli.dates import Reference
    from notice_cli.entities import Entity, Reading
    from notice_cli.model import Operator
    from notice_cli.rules import Pack

# How far from a date the day of the week may stand, in characters (", (").
_BESIDE = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A deadline on its way: where it stands, what a recurrence beside it may need.

    ``codes`` name what is doubtful in it. ``every`` (unit, interval) is set for a
    recurrence whose day is not told, ``moment`` for a date, ``waits`` for a day or a
    clock that means something only beside a recurrence, ``quarterly`` where the months
    of the quarters are told. ``matches`` are what it was made of.
    """

    start: int
    end: int
    deadline: Deadline
    codes: tuple[str, ...] = ()
    every: tuple[str, int] | None = None
    moment: Moment | None = None
    waits: bool = False
    quarterly: bool = False
    matches: tuple[Match, ...] = ()

    def until(self, end: int, reading: Reading) -> Draft:
        """The same without the words from ``end`` on."""
        text = reading.words(self.start, end).rstrip(" ,")
        end = self.start + len(text)
        span = reading.text.span(self.start, end)
        return replace(self, end=end, deadline=replace(self.deadline, text=text, span=span))


def _balanced(words: str) -> str:
    """Without a closing bracket whose opening one stands before."""
    return words[:-1] if words.endswith(")") and words.count("(") < words.count(")") else words


def extent(match: Match) -> tuple[int, int]:
    """What of a match is the deadline: the group of that name, else all of it."""
    return match.groups.get("deadline", (match.start, match.end))


class Phrase:
    """A match, with its groups read as what they stand for."""

    def __init__(self, match: Match, reading: Reading, pack: Pack, reference: Reference) -> None:
        """Keep the match and what it is read with."""
        self.match = match
        self.meaning: Mapping[str, Any] = match.rule.meaning
        self.groups = match.groups
        self.start, self.end = extent(match)
        self.end = self.start + len(_balanced(reading.words(self.start, self.end)))
        self.reading, self.pack, self.reference = reading, pack, reference

    def entity(self, name: str) -> Entity | None:
        """The entity that a group holds."""
        span = self.groups.get(name)
        return self.reading.at(*span) if span else None

    def moment(
        self,
        name: str,
        aim: times.Aim = times.last_day,
        since: Date | None = None,
        until: Date | None = None,
    ) -> Moment | None:
        """The date or the period in a group; ``since`` replaces the reference date."""
        entity = self.entity(name)
        if entity is None:
            return None
        reference = replace(self.reference, date=since) if since else self.reference
        words = times.Words(entity, self.reading, self.pack)
        return times.moment(words, reference, aim=aim, until=until)

    def clock(self) -> str | None:
        """The time of day, as HH:MM."""
        entity = self.entity("at")
        return times.clock(times.Words(entity, self.reading, self.pack)) if entity else None

    def weekday(self) -> int | None:
        """The day of the week in the match, or the one right behind it; 0 is Monday."""
        entity = self.entity("weekday") or next(
            filter(self._is_beside, self.reading.beginning(self.end, self.end + _BESIDE)), None
        )
        if entity is None or entity.kind != "weekday":
            return None
        return times.Words(entity, self.reading, self.pack).weekday()

    def weekdays(self) -> list[int]:
        """The days of the week that the group names, in their order; 0 is Monday."""
        if "weekday" not in self.groups:
            return []
        beginning = self.reading.beginning(*self.groups["weekday"])
        named = (entity for entity in beginning if entity.kind == "weekday")
        days = (times.Words(entity, self.reading, self.pack).weekday() for entity in named)
        return [day for day in days if day is not None]

    def _is_beside(self, entity: Entity) -> bool:
        between = self.reading.coded[self.end : entity.start]
        return entity.kind == "weekday" and not between.strip(" ,(")

    def anchor(self) -> str | None:
        """What a duration or an event counts from, in the author's words."""
        span = self.groups.get("anchor")
        return self.reading.words(span[0], min(span[1], self.end)).strip() if span else None

    def deadline(  # noqa: PLR0913 - the fields of a deadline
        self,
        operator: Operator,
        *,
        date: Date | None = None,
        last_day: Date | None = None,
        start: Date | None = None,
        time: str | None = None,
        recurrence: str | None = None,
        edtf: str | None = None,
        anchor: str | None = None,
        inferred: Iterable[str] = (),
    ) -> Deadline:
        """A deadline with the words of this phrase; ``last_day`` is ``date`` unless told."""
        return Deadline(
            text=self.reading.words(self.start, self.end),
            operator=operator,
            date=date,
            last_day=last_day or date,
            start=start,
            time=time,
            recurrence=recurrence,
            edtf=edtf,
            anchor=anchor,
            inferred=tuple(dict.fromkeys(inferred)),
            scope="own",
            span=self.reading.text.span(self.start, self.end),
        )

    def draft(
        self, deadline: Deadline, codes: Iterable[str] = (), moment: Moment | None = None
    ) -> Draft:
        """A draft of this phrase."""
        return Draft(
            self.start, self.end, deadline, tuple(codes), moment=moment, matches=(self.match,)
        )
