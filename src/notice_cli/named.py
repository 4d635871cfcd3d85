"""Bodies where they stand: what each was put together from, and whose words it is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notice_cli.entities import Entity, Member, Reading
from notice_cli.outline import Branch
from notice_cli.trace import Seen, seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notice_cli.model import Span
    from notice_cli.parse import Stages


@dataclass(frozen=True, slots=True)
class Place:
    """A body where it stands: what it is part of, and the node that holds it (or none).

    A name in a cell of a table is one of no entity.
    """

    branch: Branch | None
    reading: Reading
    entity: Entity | None
    member: Member

    def named(self) -> Iterator[Seen]:
        """What says that its words are a body."""
        for match in self.entity.matches(self.member) if self.entity else ():
            yield seen(match, self.reading.text)


def bodies_of(stages: Stages) -> dict[tuple[Span, str], Place]:
    """All bodies of a notice by where they stand and what they are called."""
    found: dict[tuple[Span, str], Place] = {}
    places = [(branch, words.reading) for branch, words in stages.words.items()]
    addressed = stages.addressees
    for branch, reading in [*places, *([(None, addressed)] if addressed else [])]:
        for entity in reading.entities:
            for member in entity.members:
                span = reading.text.span(member.start, member.end)
                found[span, member.name] = Place(branch, reading, entity, member)
    for branch, words in stages.words.items():
        phrases, text = words.phrases, words.reading.text
        named = [*phrases.coordinates, *(m for c in phrases.clauses for m in c.members)]
        for member in named:
            key = (text.span(member.start, member.end), member.name)
            found.setdefault(key, Place(branch, words.reading, None, member))
    return found
