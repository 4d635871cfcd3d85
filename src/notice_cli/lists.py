"""Bodies put together: persons with their offices, lists, what brackets tell of a group.

A place that stands once goes to all the bodies before it that have none; a list goes on
behind a full body in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from notice_cli.bodies import Body, Member, canonical, captured, member_name, several
from notice_cli.language import marks
from notice_cli.name_ends import NEAR, Words, list_joins, search

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from notice_cli.patterns import Match
    from notice_cli.rules import Pack

# How far before a list the words are read that tell where it ends.
_BEFORE = 500
# How far brackets may reach.
_BRACKETS = 500
_SENTENCE_END = re.compile(r"[.;:\n]\s+")


class Part(NamedTuple):
    """A person found beside bodies: its words; ``bare`` if they are only the name."""

    match: Match
    start: int
    end: int
    bare: bool


def with_persons(
    bodies: Sequence[Body], parts: Iterable[Part], words: Words, pack: Pack
) -> tuple[list[Body], list[Part]]:
    """Persons joined with the offices beside them; and the bare names that are left."""
    starts = [body.start for body in bodies]
    persons: list[Body] = []
    left: list[Part] = []
    taken: set[int] = set()
    for part in parts:
        at = bisect_left(starts, part.start)
        before = bodies[at - 1] if at else None
        beside = before is not None and before.end == part.start - 1
        if not part.bare:
            last = _offices_behind(part, at, bodies, words, pack)
            taken.update(range(at, last))
            persons.append(_person(part, part.start, bodies[at:last], words, pack))
        elif before is not None and beside and before.office:
            taken.add(at - 1)
            person = _person(part, before.start, (), words, pack)
            persons.append(replace(person, also=(before.match, *before.also)))
        elif not beside:
            # A name right behind an agency is none of a person, but goes on with its name.
            left.append(part)
    kept = [body for i, body in enumerate(bodies) if i not in taken]
    return sorted([*kept, *persons], key=lambda body: body.start), left


def _offices_behind(
    part: Part, first: int, bodies: Sequence[Body], words: Words, pack: Pack
) -> int:
    """The end of the offices in ``bodies[first:]`` that follow a person."""
    joins: Collection[str] = pack.table("person_joins")
    end, at = part.end, first
    while at < len(bodies) and bodies[at].office and words.folded[end : bodies[at].start] in joins:
        joins, end, at = list_joins(pack), bodies[at].end, at + 1
    return at


def _person(part: Part, start: int, offices: Sequence[Body], words: Words, pack: Pack) -> Body:
    end = offices[-1].end if offices else part.end
    if "(" in words.folded[part.end : end] and words.folded[end : end + 1] == ")":
        end += 1
    name = canonical(words.value[start:end], pack)
    also = tuple(match for office in offices for match in (office.match, *office.also))
    return Body(start, end, part.match, (Member(name, start, end),), office=True, also=also)


def lists(bodies: Sequence[Body], words: Words, pack: Pack) -> list[list[Body]]:
    """Bodies that follow each other as lists, each body with its place."""
    joins = list_joins(pack)
    bodies = _over_brackets(bodies, words, pack)
    found: list[list[Body]] = []
    each: Match | None = None
    for i, body in enumerate(bodies):
        if found and words.folded[found[-1][-1].end : body.start].lower() in joins:
            found[-1].append(body)
        else:
            found.append([body])
            each = None
        if "each" in body.match.rule.meaning:
            each = None if body.match.rule.meaning.get("own") else body.match
        elif each is not None:
            stop = bodies[i + 1].start if i + 1 < len(bodies) else len(words.folded)
            found[-1] += _resumed(each, body.end, stop, words, pack)
    apart = (part for some in found for part in _subject_apart(some, words, pack))
    return [_without_shares(_with_places(some, pack), words, pack) for some in apart]


def _over_brackets(bodies: Sequence[Body], words: Words, pack: Pack) -> list[Body]:
    """Bodies together with the brackets behind them, where a list goes on behind those.

    Bodies in the brackets are what a group is; after a named body they only explain it.
    """
    if "(" not in words.folded:
        return list(bodies)
    starts = {body.start for body in bodies}
    kept: list[Body] = []
    end = 0
    for i, body in enumerate(bodies):
        if body.start < end:
            continue
        close = _closing(words.folded, body.end)
        inside = [one for one in bodies[i + 1 :] if one.start < close]
        # "(together with X)" is more than who it is, and "(phase 2)" is of something else.
        at = body.end + len(" (")
        explained = inside[0].start == at if inside else words.folded[at : at + 1].isupper()
        goes_on = explained and close and _joined(words.folded, close, starts, pack)
        if goes_on and not _defines(words.folded[body.end : close], pack):
            named = not (body.group and inside)
            members = body.members if named else tuple(m for one in inside for m in one.members)
            kept.append(replace(body, end=close, members=members, group=body.group and named))
            end = close
        else:
            kept.append(body)
    return kept


def _joined(folded: str, end: int, starts: Collection[int], pack: Pack) -> bool:
    """Whether a list goes on behind a place with what begins at one of ``starts``."""
    return any(
        folded.startswith(join, end) and end + len(join) in starts for join in list_joins(pack)
    )


def _defines(brackets: str, pack: Pack) -> bool:
    """Whether brackets behind a body give it a short form."""
    return bool(pack.matcher("definitions").find(marks("bodies")[0] + brackets))


def _closing(folded: str, at: int) -> int:
    """Where brackets end that open here behind a space, with no others inside; 0 if none do."""
    if not folded.startswith(" (", at):
        return 0
    close = folded.find(")", at, at + _BRACKETS)
    return close + 1 if close >= 0 and "(" not in folded[at + 2 : close] else 0


def _without_shares(some: Sequence[Body], words: Words, pack: Pack) -> list[Body]:
    """A list in which "each office" behind others is no further body."""
    shares = pack.words("shares")
    return [
        replace(body, members=())
        if number and body.group and words.folded[body.start : body.end].partition(" ")[0] in shares
        else body
        for number, body in enumerate(some)
    ]


def _resumed(each: Match, end: int, stop: int, words: Words, pack: Pack) -> Iterator[Body]:
    """Members of a list that goes on behind a full body in it."""
    while (span := _goes_on(each, end, stop, words, pack)) is not None:
        start, end = span
        parts = captured(each, words.value) | {"member": words.value[start:end]}
        yield Body(start, end, each, (Member(member_name(each, parts, pack), start, end),))


def _goes_on(each: Match, end: int, stop: int, words: Words, pack: Pack) -> tuple[int, int] | None:
    """Where the next member of a list stands, before ``stop``."""
    for join in list_joins(pack):
        start = end + len(join)
        if start < stop and words.folded.startswith(join, end):
            stretch = words.folded[start : min(stop, start + NEAR)]
            part = next(search(each.rule.meaning["each"], stretch, pack), None)
            if part is not None and part.start == 0:
                return start, start + part.end
    return None


def _subject_apart(some: list[Body], words: Words, pack: Pack) -> list[list[Body]]:
    """A list, without its last body where that is the subject of the sentence."""
    folded, last = words.folded, some[-1]
    if (
        len(some) > 1
        and folded[some[-2].end : last.start] == ", "
        and folded[last.end : last.end + 1] == " "
        and _is_object(folded[max(0, some[0].start - _BEFORE) : some[0].start], pack)
    ):
        return [some[:-1], [last]]
    return [some]


def _is_object(before: str, pack: Pack) -> bool:
    """Whether the words before a list open a sentence whose subject is still to come."""
    sentence = _SENTENCE_END.split(before.lower().rstrip())[-1]
    openers, ends = _sentence(pack)
    return sentence.startswith(openers) and sentence.endswith(ends)


@lru_cache(maxsize=4)
def _sentence(pack: Pack) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words that open such sentences, and words right before a list in them."""
    openers = (f"{word} " for word in pack.words("object_openers"))
    ends = (f" {word}" for word in pack.words("object_words"))
    return tuple(openers), tuple(ends)


def _with_places(some: Sequence[Body], pack: Pack) -> list[Body]:
    """Bodies without a place take those of the next one that has some."""
    placed: list[Body] = []
    places: tuple[str, ...] | None = None
    for body in reversed(some):
        if body.places == () and places and not several(body.members[0].name, places[0], pack):
            members = tuple(
                replace(member, name=canonical(f"{member.name} {place}", pack))
                for member in body.members
                for place in places
            )
            placed.append(replace(body, members=members))
        else:
            places = body.places
            placed.append(body)
    return placed[::-1]
