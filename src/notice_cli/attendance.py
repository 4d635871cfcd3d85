"""Those present: a list cut into its items, each of which is one name to its end.

Elsewhere a name ends where a verb or another body begins, since the sentence goes on. In a
list of those present nothing goes on: an item is a name as a whole ("Company for Valuation
Morning Star", "reporters of the press"), whether the rules for bodies know it or not. So they
tell where items begin; marks tell where items end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from notice_cli.entities import canonical
from notice_cli.name_ends import list_joins

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notice_cli.bodies import Body, Member
    from notice_cli.entities import Entity, Reading
    from notice_cli.rules import Pack

# A name that no rule knows has no more words.
_LONGEST = 16
# How far words are looked at that may begin an item.
_NEAR = 120
_STRONG = ";"
_LABEL = ":"
_BLANKS = " ,;:."
_PIECE_END = re.compile(r"[,;:(]|\.(?: |$)")


class Present(NamedTuple):
    """One that took part: the name, and where its words stand in the paragraph."""

    name: str
    start: int
    end: int


@dataclass(slots=True)
class _Item:
    """A stretch between two marks; a ``label`` says who follows behind its colon."""

    start: int
    end: int
    label: bool = False
    alone: bool = False


def those_present(
    reading: Reading, start: int, end: int, pack: Pack, *, sure: bool = False
) -> Iterator[Present]:
    """Those whom a stretch of a paragraph names, in order.

    Unless it is ``sure`` that it names somebody, one who is known has to tell so first.
    """
    return _List(reading, pack).present(start, end, sure=sure)


class _Unit(NamedTuple):
    """One body or office, or several that one rule gives; or what else was found."""

    start: int
    end: int
    members: tuple[Member, ...] = ()
    group: bool = False
    office: bool = False
    person: bool = False


def _units(entities: Iterable[Entity]) -> Iterator[_Unit]:
    """What was found, lists of bodies taken apart again."""
    for entity in entities:
        whole = tuple(member for body in entity.parts for member in body.members)
        if len(entity.parts) > 1 and whole == entity.members:
            yield from map(_unit, entity.parts)
        elif entity.parts:
            # A group whose members stand in brackets is these.
            yield _unit(entity.parts[0])._replace(end=entity.end, members=entity.members)
        else:
            yield _Unit(entity.start, entity.end)


def _unit(body: Body) -> _Unit:
    person = body.match.rule.kind == "persons"
    return _Unit(body.start, body.end, body.members, body.group, body.office, person)


class _List:
    """The words around a list of those present."""

    def __init__(self, reading: Reading, pack: Pack) -> None:
        self._reading = reading
        self._folded = reading.folded
        self._pack = pack
        self._units = list(_units(reading.entities))
        self._starts = [unit.start for unit in self._units]

    def present(self, start: int, end: int, *, sure: bool) -> Iterator[Present]:
        for item in self._items(start, end):
            item.alone = item.alone and sure
            if item.label:
                sure = True
                continue
            for one in self._of(item):
                sure = True
                yield one

    # --- Where items begin and end

    def _items(self, start: int, end: int) -> Iterator[_Item]:
        begun, alone, listed = start, True, False
        for mark, behind in list(self._marks(start, end)):
            if mark < begun:
                continue
            sign, after = self._folded[mark], behind
            if sign == _STRONG:
                yield _Item(begun, mark, alone=alone)
                listed = False
            elif sign == _LABEL and self._stands_for(begun, mark, behind):
                # Behind the colon stands who came for a body.
                after = self._past_strong(behind, end)
                yield _Item(begun, mark, alone=True)
            elif self._is_office_of(begun, mark, behind):
                continue
            elif self._begins(begun, behind, end, listed=listed or sign == _LABEL):
                yield _Item(begun, mark, label=sign == _LABEL, alone=alone)
                listed = listed or sign == _LABEL
            else:
                continue
            begun, alone = after, listed or sign in (_STRONG, _LABEL)
        if begun < end:
            yield _Item(begun, end, alone=alone)

    def _marks(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Marks and joining words outside of entities and brackets."""
        closed = start
        for found in _joins(self._pack).finditer(self._folded, start, end):
            if found.group() == "(":
                close = self._folded.find(")", found.end(), end)
                closed = max(closed, close)
            elif found.start() >= closed and self._at(found.start()) is None:
                yield found.start(), found.end()

    def _past_strong(self, at: int, end: int) -> int:
        strong = self._folded.find(_STRONG, at, end)
        return strong + 1 if strong >= 0 else end

    def _begins(self, begun: int, at: int, end: int, *, listed: bool = False) -> bool:
        """Whether somebody is named behind a mark.

        ``begun`` is the item before it; behind a colon (``listed``) any name is somebody's.
        """
        start = self._behind_leads(at, end)
        if start > at or self._body_at(start):
            return True
        ahead = _PIECE_END.split(self._folded[start : min(end, start + _NEAR)], maxsplit=1)[0]
        if ahead[:1].isupper() and (listed or self._is_noun(ahead)):
            return True
        ahead = ahead[:1].lower() + ahead[1:]
        if self._opens("present_begins", ahead):
            return True
        # A plain noun goes on with nouns before it ("200 firms, shops"), not with a name.
        known = self._body_at(self._behind_leads(begun, at))
        return known is not None and self._opens("present_nouns", ahead) > 0

    def _is_noun(self, words: str) -> bool:
        """Whether words in capitals name a body of their own, not more of a name before them."""
        if self._opens("begins_body", words):
            return True
        return self._opens("present_noun", words) > 0 and self._finds("present_join", words) is None

    def _is_office_of(self, begun: int, mark: int, behind: int) -> bool:
        """Whether an office stands behind the mark that a person before it holds."""
        before = self._folded[self._behind_leads(begun, mark) : mark]
        after = self._folded[behind : behind + _NEAR]
        return bool(self._opens("present_name", before) and self._opens("present_office", after))

    def _stands_for(self, begun: int, mark: int, behind: int) -> bool:
        """Whether a body or an office stands before a colon, and a person's name behind it."""
        before, after = self._body_at(self._behind_leads(begun, mark)), self._body_at(behind)
        if before is None or len(before.members) != 1:
            return False
        if after is None:
            return self._opens("present_name", self._folded[behind : behind + _NEAR]) > 0
        return after.person and not before.group and not before.office

    # --- Whom an item names

    def _of(self, item: _Item) -> Iterator[Present]:
        start = self._behind_leads(item.start, item.end)
        unit = self._body_at(start)
        if unit is None or unit.end > item.end:
            end = self._name_end(start, start, item.end)
            if self._is_name(start, end, item):
                yield self._whole(start, end)
            return
        members = unit.members
        end = self._name_end(start, unit.end, item.end)
        for member in members[:-1]:
            yield from self._named(member.name, member.start, member.end)
        last = members[-1]
        more = self._reading.words(last.end, end) if last.end <= unit.end < end else ""
        yield from self._named(last.name + more, last.start, last.end + len(more))

    def _name_end(self, start: int, known: int, end: int) -> int:
        """Where a name ends of which the words up to ``known`` are sure."""
        rest = self._folded[known:end]
        if known > start and self._finds("present_over", rest) is not None:
            return known
        cut = self._finds("present_end", rest)
        rest = (rest if cut is None else rest[:cut]).rstrip(_BLANKS)
        return known + len(rest)

    def _is_name(self, start: int, end: int, item: _Item) -> bool:
        """Whether words that no rule for bodies knows are somebody's name."""
        words = self._folded[start:end]
        if not words[:1].isalnum() or "\n" in words or len(words.split()) > _LONGEST:
            return False
        if self._opens("present_none", words) or self._finds("present_over", words) is not None:
            return False
        named = self._opens("present_name", words) or self._opens("present_nouns", words)
        return item.alone or named > 0 or self._begins(start, start, end)

    def _whole(self, start: int, end: int) -> Present:
        return Present(canonical(self._reading.words(start, end), self._pack), start, end)

    def _named(self, name: str, start: int, end: int) -> Iterator[Present]:
        cut = next(_drops(self._pack.fold(name).lower(), self._pack), 0)
        name = canonical(name[cut:].strip(_BLANKS), self._pack)
        if name:
            yield Present(name, start, end)

    # --- Looking at words

    def _behind_leads(self, start: int, end: int) -> int:
        """Where a name begins behind words that only introduce it."""
        while start < end:
            stretch = self._folded[start:end]
            more = len(stretch) - len(stretch.lstrip(_BLANKS))
            if not more and self._body_at(start) is None:
                more = self._opens("present_lead", stretch)
                more = more or self._introduced(start, stretch.lower())
            if not more:
                break
            start += more
        return start

    def _introduced(self, start: int, words: str) -> int:
        """How many characters only say that somebody came for a body: up to one that is known."""
        cuts = [cut + 1 for cut in _drops(words, self._pack)]
        return next((cut for cut in cuts if self._body_at(start + cut)), next(iter(cuts), 0))

    def _opens(self, fragment: str, words: str) -> int:
        """Where a fragment ends that words begin with; 0 if they do not."""
        found = self._pack.fragment_matcher(fragment).find(words)
        return max((match.end for match in found if match.start == 0), default=0)

    def _finds(self, fragment: str, words: str) -> int | None:
        """Where a fragment first stands in words."""
        found = self._pack.fragment_matcher(fragment).find(words)
        return min((match.start for match in found), default=None)

    def _at(self, place: int) -> _Unit | None:
        """What was found that holds a place."""
        number = bisect_right(self._starts, place) - 1
        unit = self._units[number] if number >= 0 else None
        return unit if unit is not None and place < unit.end else None

    def _body_at(self, place: int) -> _Unit | None:
        """Who was found that begins at a place."""
        unit = self._at(place)
        return unit if unit and unit.members and unit.start == place else None


def _drops(folded: str, pack: Pack) -> Iterator[int]:
    """How much of a name only says that somebody came for a body, the longest first."""
    for drop in sorted(pack.words("participant_drops"), key=len, reverse=True):
        if f"{folded} ".startswith((f"{drop} ", f"{drop}:")):
            yield len(drop)


@lru_cache(maxsize=4)
def _joins(pack: Pack) -> re.Pattern[str]:
    """What may stand between two items, and the bracket in which nothing does."""
    words = [*list_joins(pack), *pack.table("attending_joins", []), "; ", ";", ": "]
    # "17/19 members" are no two.
    apart = sorted((word for word in words if word != "/"), key=len, reverse=True)
    joins = "|".join(map(re.escape, apart))
    # A comma may have lost its space.
    return re.compile(rf"{joins}|,(?=[^\W\d_])|\(")
