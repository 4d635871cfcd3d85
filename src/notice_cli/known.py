"""Names of bodies that a notice itself makes known: short forms, and names read whole once.

"The Electricity Group (EG) ...; EG shall": the short form is defined in brackets. A name of
which rules know only the beginning may be told whole in one place and not in another;
the same words are the same name. In a list of those present an item is a name to its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notice_cli.bodies import Known, find_bodies, is_open
from notice_cli.name_ends import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notice_cli.entities import Reading
    from notice_cli.rules import Pack

# A name of fewer words is as well known by its beginning.
_WORDS = 3


def known_names(readings: Iterable[Reading], pack: Pack) -> list[Known]:
    """All that a notice makes known, each name once, in the order of the text."""
    names: dict[str, Known] = {}
    for reading in readings:
        placed = _placed_names(reading) if pack.scanned else ()
        for one in (*_short_forms(reading, pack), *_whole_names(reading), *placed):
            names.setdefault(one.name, one)
    return list(names.values())


def attending_names(participants: Iterable[str], pack: Pack) -> list[Known]:
    """The names of those present of which the rules for bodies alone would lose the end."""
    names: list[Known] = []
    for name in participants:
        folded = pack.fold(name)
        if folded.count(" ") < _WORDS or not folded[:1].isupper():
            continue
        bodies = find_bodies(Words(name, folded), pack)
        # Another one inside says that the list was cut too late.
        if len(bodies) == 1 and (body := bodies[0]).start == 0 and is_open(body.match):
            names += [Known(folded, body.match.rule)] if body.end < len(folded) else []
    return names


def unread(reading: Reading, known: Iterable[Known]) -> list[Known]:
    """The names that stand in a paragraph where no body was read, or a shorter one."""
    ends: dict[int, int] = {}
    for entity in reading.entities:
        ends[entity.start] = entity.end
        for member in entity.members:
            ends[member.start] = max(member.end, ends.get(member.start, 0))
    return [
        one
        for one in known
        if any(ends.get(start, 0) < end for start, end in one.places(reading.folded))
    ]


def _short_forms(reading: Reading, pack: Pack) -> Iterator[Known]:
    """What is set in brackets behind a body, by the rules of the kind ``definitions``."""
    for match in pack.matcher("definitions").find(reading.coded):
        short = reading.folded[slice(*match.groups["short"])]
        if short[:1].isupper():
            yield Known(short, match.rule)


def _whole_names(reading: Reading) -> Iterator[Known]:
    """Names of unknown end, as they were read; the last word is a small one."""
    for entity in reading.entities:
        if entity.kind == "bodies" and len(entity.members) == 1 and is_open(entity.match):
            member = entity.members[0]
            name = reading.folded[member.start : member.end]
            if name.count(" ") >= _WORDS and name.rpartition(" ")[2].islower():
                yield Known(name, entity.match.rule)


def _placed_names(reading: Reading) -> Iterator[Known]:
    """Names with places of two words, which a scanned text may print with other capitals."""
    for entity in reading.entities:
        if entity.kind == "bodies" and len(entity.members) == 1:
            member = entity.members[0]
            name = reading.folded[member.start : member.end]
            words = name.split(" ")
            if len(words) > _WORDS and words[-1].istitle() and words[-2].istitle():
                yield Known(name, entity.match.rule, any_case=True)
