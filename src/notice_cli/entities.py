"""What a paragraph speaks of: bodies, persons, cited documents, times.

Found once, longest first; each later search reads a text in which what was found is
masked (see ``language.marks``), so a date inside a citation is no date any more and
phrase rules can say ``{bodies:lead}``. How bodies are put together is in ``bodies`` and
``lists``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from notice_cli.bodies import Body, Known, Member, canonical, find_bodies
from notice_cli.language import marks
from notice_cli.lists import Part, lists, with_persons
from notice_cli.name_ends import Words
from notice_cli.patterns import Match
from notice_cli.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notice_cli.rules import Pack
    from notice_cli.trace import Trace

# How far brackets may reach beyond the bodies that they begin with.
_BRACKETS = 500

__all__ = ["Entity", "Member", "Reading", "canonical", "read"]


@dataclass(frozen=True, slots=True)
class Entity:
    """Something found in ``[start, end)`` of a paragraph.

    ``match`` is the rule's match it comes from; ``members`` are the bodies of a list, and
    ``parts`` what they were put together from.
    """

    kind: str
    start: int
    end: int
    match: Match
    members: tuple[Member, ...] = ()
    group: bool = False
    parts: tuple[Body, ...] = ()

    def matches(self, member: Member) -> tuple[Match, ...]:
        """What one of its bodies comes from: its own match, then those of its offices."""
        for body in self.parts:
            if member in body.members:
                return (body.match, *body.also)
        return (self.match,)


@dataclass(frozen=True, slots=True)
class Reading:
    """A paragraph read: its text, the same folded, and the same with entities masked.

    All three strings are of the same length. ``folded`` has a line feed where two
    printed paragraphs were joined, so that nothing is found across. The entities stand
    in order.
    """

    text: Text
    folded: str
    coded: str
    entities: tuple[Entity, ...]
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note where entities begin, so that each is found quickly."""
        object.__setattr__(self, "_starts", tuple(entity.start for entity in self.entities))

    def at(self, start: int, end: int) -> Entity | None:
        """The entity that stands exactly in ``[start, end)``."""
        for number in range(bisect_left(self._starts, start), len(self.entities)):
            entity = self.entities[number]
            if entity.start > start:
                break
            if entity.end == end:
                return entity
        return None

    def beginning(self, start: int, end: int) -> list[Entity]:
        """Entities that begin in ``[start, end]``, in order."""
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, end)
        return list(self.entities[first:last])

    def within(self, start: int, end: int, kind: str) -> list[Entity]:
        """Entities of a kind inside ``[start, end)``, in order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [e for e in self.entities[first:last] if e.kind == kind and e.end <= end]

    def words(self, start: int, end: int) -> str:
        """The author's words in ``[start, end)``."""
        return self.text.value[start:end]


def read(
    text: Text,
    pack: Pack,
    breaks: Iterable[int] = (),
    *,
    cased: str | None = None,
    names: Iterable[Known] = (),
) -> Reading:
    """Find the entities of one paragraph; ``breaks`` are offsets of inner breaks.

    ``cased`` is the same text in sentence case, of the same length, where the author
    printed it in capitals: names are found and given in it. ``names`` are bodies'
    that the notice makes known elsewhere.
    """
    trace = pack.trace
    if trace:
        trace.reads(text)
    value = cased or text.value
    folded = _with_breaks(pack.fold(value), breaks)
    words = Words(value, _without_codes(folded, pack))
    bodies, persons = _bodies(words, pack, names)
    # Before bodies are joined to lists: who issued a document is one of them.
    coded = _masked(folded, bodies)
    cited = _found("reference", pack.matcher("references").find(coded))
    references = _fitting(cited, bodies, trace)
    if trace:
        _tell_cited(bodies, references, trace)
    bodies = [body for body in bodies if not _inside(body, references)]
    known = _bracketed([_entity(some) for some in lists(bodies, words, pack)], folded)
    known += [Entity("person", part.start, part.end, part.match) for part in persons]
    known = sorted([*known, *references], key=_start)
    coded = _masked(folded, known)
    times = _fitting(_times(coded, pack), known, trace)
    if trace:
        _tell_masked(_times(folded, pack), known, trace)
    entities = sorted([*known, *times], key=_start)
    return Reading(text, folded, _masked(coded, times), tuple(entities))


def _start(entity: Entity | Body | Match) -> int:
    return entity.start


def _with_breaks(folded: str, breaks: Iterable[int]) -> str:
    at = list(breaks)
    if not at:
        return folded
    chars = list(folded)
    for place in at:
        chars[place] = "\n"
    return "".join(chars)


def _without_codes(folded: str, pack: Pack) -> str:
    """The text without the codes of documents: a body named in one is not spoken of."""
    if "/" not in folded:
        return folded
    names = ("doc_code", "damaged_code") if pack.scanned else ("doc_code",)
    found = [code for name in names for code in pack.fragment_matcher(name).find(folded)]
    pieces, end = [], 0
    for code in sorted(found, key=_start):
        if code.start >= end:
            pieces += [folded[end : code.start], "0" * code.length]
            end = code.end
    return "".join([*pieces, folded[end:]])


def _inside(entity: Entity | Body, others: Sequence[Entity]) -> bool:
    """Whether one of the others, which stand apart and in order, holds an entity."""
    at = bisect_left(others, entity.start + 1, key=_start) - 1
    return at >= 0 and entity.end <= others[at].end


def _fitting(
    found: Iterable[Entity], known: Sequence[Entity | Body], trace: Trace | None
) -> list[Entity]:
    """Entities apart from each other, the longest first, that cut across no known one."""
    taken: list[Entity] = []
    end = 0
    for entity in sorted(found, key=lambda e: (e.start, -e.end)):
        if entity.start >= end and not _cuts(entity, known):
            taken.append(entity)
            end = entity.end
        elif trace and entity.start < end:
            trace.lose(entity.match, "overlapped", taken[-1].match)
        elif trace:
            trace.lose(entity.match, "cuts-across", next(_meeting(entity, known)).match)
    return taken


def _meeting(entity: Entity | Body, others: Iterable[Entity | Body]) -> Iterator[Entity | Body]:
    """Those that have words in common with an entity."""
    return (one for one in others if one.start < entity.end and entity.start < one.end)


def _tell_cited(bodies: Iterable[Body], references: Sequence[Entity], trace: Trace) -> None:
    for body in bodies:
        if _inside(body, references):
            holder = next(_meeting(body, references))
            trace.lose(body.match, "inside-citation", holder.match)


def _tell_masked(found: Iterable[Entity], known: Sequence[Entity], trace: Trace) -> None:
    """Tell what would be a time, were its words not already those of something else."""
    for entity in found:
        holder = next(_meeting(entity, known), None)
        if holder:
            trace.lose(entity.match, "masked", holder.match)


def _cuts(entity: Entity, known: Sequence[Entity | Body]) -> bool:
    """Whether an entity cuts across one of those that are known, which stand in order."""
    first = bisect_left(known, entity.start, key=_start)
    last = bisect_left(known, entity.end, key=_start)
    before = first > 0 and known[first - 1].end > entity.start
    return before or (last > first and known[last - 1].end > entity.end)


def _masked(coded: str, found: Sequence[Entity | Body]) -> str:
    """The text in which marks stand for what was found; ``found`` is in order."""
    pieces, end = [], 0
    for entity in found:
        first, rest = marks(entity.kind if isinstance(entity, Entity) else "bodies")
        pieces += [coded[end : entity.start], first, rest * (entity.end - entity.start - 1)]
        end = entity.end
    return "".join([*pieces, coded[end:]])


def _found(kind: str, matches: Iterable[Match]) -> list[Entity]:
    return [Entity(kind, m.start, m.end, m) for m in matches]


def _times(coded: str, pack: Pack) -> list[Entity]:
    matches = pack.matcher("times").find(coded)
    return [Entity(m.rule.meaning["type"], m.start, m.end, m) for m in matches]


def _bodies(words: Words, pack: Pack, names: Iterable[Known]) -> tuple[list[Body], list[Part]]:
    """Bodies one by one, persons with their offices among them; and bare names."""
    bodies = find_bodies(words, pack, names)
    persons = pack.matcher("persons").find(_masked(words.folded, bodies))
    if not persons:
        return bodies, []
    return with_persons(bodies, _parts(persons), words, pack)


def _parts(matches: Iterable[Match]) -> list[Part]:
    """Persons that stand apart, without the bodies before them, which stand for themselves."""
    parts: list[Part] = []
    for match in matches:
        name = match.groups["name"]
        start = name[0] if "position" in match.groups else match.start
        if not parts or start >= parts[-1].end:
            parts.append(Part(match, start, match.end, bare=(start, match.end) == name))
    return parts


def _entity(bodies: Sequence[Body]) -> Entity:
    first, last = bodies[0], bodies[-1]
    return Entity(
        "bodies",
        first.start,
        last.end,
        first.match,
        tuple(member for body in bodies for member in body.members),
        len(bodies) == 1 and first.group,
        tuple(bodies),
    )


def _bracketed(found: Sequence[Entity], folded: str) -> list[Entity]:
    """Bodies in brackets right after bodies belong to them.

    The members of a group that follow in brackets are what the group is; brackets after
    a named body only explain it.
    """
    result: list[Entity] = []
    for entity in found:
        last = result[-1] if result else None
        if last is None or entity.start >= last.end:
            close = _close(last, entity, folded) if last else None
            if last and close:
                members = entity.members if last.group else last.members
                parts = (*last.parts, *entity.parts)
                result[-1] = replace(last, end=close, members=members, group=False, parts=parts)
            else:
                result.append(entity)
    return result


def _close(last: Entity, entity: Entity, folded: str) -> int | None:
    """The end of brackets that open between two entities, with no other inside."""
    if folded[last.end : entity.start] != " (":
        return None
    close = folded.find(")", entity.end, entity.end + _BRACKETS)
    return close + 1 if close >= 0 and "(" not in folded[entity.end : close] else None
