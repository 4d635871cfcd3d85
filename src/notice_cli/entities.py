"""What a paragraph speaks of: bodies, persons, cited documents, times.

Found once, longest first; each later search reads a text in which what was found is
masked (see ``language.marks``), so a date inside a citation is no date any more and
phrase rules can say ``{bodies:lead}``. How bodies are put together is in ``bodies``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from notice_cli.bodies import (
    Body,
    Member,
    Part,
    Words,
    canonical,
    find_bodies,
    lists,
    with_persons,
)
from notice_cli.language import marks
from notice_cli.patterns import Match
from notice_cli.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from notice_cli.rules import Pack

__all__ = ["Entity", "Member", "Reading", "canonical", "read"]


@dataclass(frozen=True, slots=True)
class Entity:
    """Something found in ``[start, end)`` of a paragraph.

    ``match`` is the rule's match it comes from; ``members`` are the bodies of a list.
    """

    kind: str
    start: int
    end: int
    match: Match
    members: tuple[Member, ...] = ()
    group: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A paragraph read: its text, the same folded, and the same with entities masked.

    All three strings are of the same length. ``folded`` has a line feed where two
    printed paragraphs were joined, so that nothing is found across.
    """

    text: Text
    folded: str
    coded: str
    entities: tuple[Entity, ...]

    def at(self, start: int, end: int) -> Entity | None:
        """The entity that stands exactly in ``[start, end)``."""
        return next((e for e in self.entities if e.start == start and e.end == end), None)

    def within(self, start: int, end: int, kind: str) -> list[Entity]:
        """Entities of a kind inside ``[start, end)``, in order."""
        return [e for e in self.entities if e.kind == kind and start <= e.start and e.end <= end]

    def words(self, start: int, end: int) -> str:
        """The author's words in ``[start, end)``."""
        return self.text.value[start:end]


def read(
    text: Text, pack: Pack, breaks: Iterable[int] = (), *, cased: str | None = None
) -> Reading:
    """Find the entities of one paragraph; ``breaks`` are offsets of inner breaks.

    ``cased`` is the same text in sentence case, of the same length, where the author
    printed it in capitals: names are found and given in it.
    """
    value = cased or text.value
    folded = pack.fold(value)
    for at in breaks:
        folded = f"{folded[:at]}\n{folded[at + 1 :]}"
    words = Words(value, _without_codes(folded, pack))
    bodies, names = _bodies(words, pack)
    # Before bodies are joined to lists: who issued a document is one of them.
    coded = _masked(folded, bodies)
    references = _fitting(_found("reference", pack.matcher("references").find(coded)), bodies)
    bodies = [b for b in bodies if not _inside_any(b, references)]
    known = _bracketed([_entity(some) for some in lists(bodies, words, pack)], folded)
    known += [Entity("person", p.start, p.end, p.match) for p in names]
    known = sorted([*known, *references], key=_start)
    coded = _masked(folded, known)
    times = _fitting(_times(coded, pack), known)
    entities = sorted([*known, *times], key=_start)
    return Reading(text, folded, _masked(coded, times), tuple(entities))


def _start(entity: Entity) -> int:
    return entity.start


def _without_codes(folded: str, pack: Pack) -> str:
    """The text without the codes of documents: a body named in one is not spoken of."""
    if "/" not in folded:
        return folded
    for code in pack.fragment_matcher("doc_code").find(folded):
        folded = f"{folded[: code.start]}{'0' * code.length}{folded[code.end :]}"
    return folded


def _inside_any(entity: Entity | Body, others: Sequence[Entity]) -> bool:
    return any(o.start <= entity.start and entity.end <= o.end for o in others)


def _fitting(found: Iterable[Entity], known: Sequence[Entity | Body]) -> list[Entity]:
    """Entities apart from each other, the longest first, that cut across no known one."""
    taken: list[Entity] = []
    end = 0
    for entity in sorted(found, key=lambda e: (e.start, -e.end)):
        cuts = any(
            k.start < entity.end
            and entity.start < k.end
            and not (entity.start <= k.start and k.end <= entity.end)
            for k in known
        )
        if entity.start >= end and not cuts:
            taken.append(entity)
            end = entity.end
    return taken


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


def _bodies(words: Words, pack: Pack) -> tuple[list[Body], list[Part]]:
    """Bodies one by one, persons with their offices among them; and bare names."""
    bodies = find_bodies(words, pack)
    persons = pack.matcher("persons").find(_masked(words.folded, bodies))
    if not persons:
        return bodies, []
    return with_persons(bodies, map(_part, persons), words, pack)


def _part(match: Match) -> Part:
    """A person's words, without the body before it, which stands for itself."""
    start, end = match.groups["name"]
    if "position" in match.groups:
        return Part(match, start, match.end, bare=True)
    return Part(match, match.start, match.end, bare=(match.start, match.end) == (start, end))


def _entity(bodies: Sequence[Body]) -> Entity:
    first, last = bodies[0], bodies[-1]
    return Entity(
        "bodies",
        first.start,
        last.end,
        first.match,
        tuple(member for body in bodies for member in body.members),
        len(bodies) == 1 and first.group,
    )


def _bracketed(lists: Sequence[Entity], folded: str) -> list[Entity]:
    """A list in brackets right after bodies belongs to them.

    The members of a group that follow in brackets are what the group is; brackets after
    a named body only explain it.
    """
    result: list[Entity] = []
    for entity in lists:
        last = result[-1] if result else None
        if last and entity.start < last.end:
            continue
        close = folded.find(")", entity.end)
        if (
            last
            and folded[last.end : entity.start] == " ("
            and close >= 0
            and "(" not in folded[entity.end : close]
        ):
            members = entity.members if last.group else last.members
            result[-1] = replace(last, end=close + 1, members=members, group=False)
        else:
            result.append(entity)
    return result
