"""Bodies of a paragraph: from single matches to offices, persons and lists.

What the captures of a rule mean is told in the head of ``bodies.yaml``: a list is cut
into its members, an office goes to the bodies behind it, a place that stands once goes
to all the bodies before it, a name of unknown end stops where another begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from notice_cli.patterns import Match, Rule, Searcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from notice_cli.rules import Pack

# How far behind a list its next member may be looked for.
_NEXT = 80
# How far before a list the words are read that tell where it ends.
_BEFORE = 500
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Member:
    """One body of a list: its canonical name, and where its own words stand."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Body:
    """One or more bodies in ``[start, end)``, as one match or several make them.

    ``office`` tells an office from an agency. ``places`` are the words of the places
    that bodies before it may share; it is empty where the body itself waits for one.
    """

    start: int
    end: int
    match: Match
    members: tuple[Member, ...]
    group: bool = False
    office: bool = False
    places: tuple[str, ...] | None = None


class Part(NamedTuple):
    """A person found beside bodies: its words, and where the bare name stands in them."""

    match: Match
    start: int
    end: int
    bare: bool


class Words(NamedTuple):
    """A paragraph's words: as written, and folded for matching."""

    value: str
    folded: str


def find_bodies(words: Words, pack: Pack) -> list[Body]:
    """Bodies in the order of the text, offices together with whose they are."""
    found: list[Body] = []
    heads: list[Match] = []
    ahead = _in_order(pack.matcher("bodies").find(words.folded))
    while ahead:
        match = ahead.pop()
        if _is_head(match):
            heads = [*_behind_each_other(heads, match.start, words), match]
            continue
        chain = _behind_each_other(heads, match.start, words)
        if found and match.start < found[-1].end and not chain:
            continue
        body = _body(match, words, pack)
        if not body.members:
            continue
        if body.end < match.end:
            ahead = _in_order([*ahead, *_hidden(match, body.end, words, pack)])
        for head in reversed(chain):
            body = _with_head(head, body, words, pack)
        if chain and found and found[-1].start >= body.start and found[-1].end < body.end:
            # What was an office or a part alone has its body now.
            found = [b for b in found if b.start < body.start]
        if not found or body.start >= found[-1].end:
            found.append(body)
    return found


def _behind_each_other(heads: Sequence[Match], start: int, words: Words) -> list[Match]:
    """The heads that stand right before a place, each right before the next."""
    chain: list[Match] = []
    for head in reversed(heads):
        if head.end < start and words.folded[head.end : start] == " ":
            chain.append(head)
            start = head.start
    return chain[::-1]


def _in_order(matches: Iterable[Match]) -> list[Match]:
    """Matches, the first last; at one place offices, then whole names, the longest first."""
    found = sorted(matches, key=lambda m: (m.start, not _is_head(m), _is_open(m), -m.end))
    return found[::-1]


def _hidden(match: Match, start: int, words: Words, pack: Pack) -> Iterator[Match]:
    """Matches of a rule inside one that was cut at ``start``."""
    alone = pack.only(bodies=[match.rule]).matcher("bodies")
    for other in alone.find(words.folded[start : match.end + _NEXT]):
        if start + other.start < match.end:
            groups = {name: (start + a, start + b) for name, (a, b) in other.groups.items()}
            yield Match(match.rule, start + other.start, start + other.end, groups)


def _is_head(match: Match) -> bool:
    return "head" in match.groups and not {"tail", "members"} & match.groups.keys()


def _is_open(match: Match) -> bool:
    return "tail" in match.groups and not {"head", "members"} & match.groups.keys()


def _body(match: Match, words: Words, pack: Pack) -> Body:
    groups, meaning = match.groups, match.rule.meaning
    if "members" in groups and "each" not in meaning:
        member = Member(
            canonical(words.value[match.start : match.end], pack), match.start, match.end
        )
        return Body(match.start, match.end, match, (member,), office=True)
    if "each" in meaning:
        members = tuple(_members(match, words, pack))
        end = members[-1].end if members else match.end
        places = _listed_places(match, members, words, pack) if meaning.get("own") else None
        return Body(match.start, end, match, members, places=places)
    group = bool(meaning.get("group"))
    name_end = _open_end(match, words, pack) if _is_open(match) else match.end
    end = _behind(name_end, "which_behind" if group else "place_behind", words, pack)
    member = Member(canonical(words.value[match.start : end], pack), match.start, end)
    place = words.value[name_end:end].strip()
    places = ((place,) if place else ()) if "head" in groups else None
    return Body(match.start, end, match, (member,), group, places=places)


def _listed_places(
    match: Match, members: Iterable[Member], words: Words, pack: Pack
) -> tuple[str, ...]:
    """The places of a list of them: what the members' names add to the head."""
    head = canonical(words.value[slice(*match.groups["head"])], pack)
    return tuple(member.name.removeprefix(head).strip() for member in members)


def _behind(end: int, fragment: str, words: Words, pack: Pack) -> int:
    """Where a name ends together with what may stand behind it, once or more."""
    folded = words.folded
    while folded[end : end + 1] in (" ", ","):
        found = next(_find(fragment, folded[end : end + _NEXT], pack), None)
        if found is None or found.start:
            break
        end += found.end
        if fragment == "place_behind":
            break
    return end


def _open_end(match: Match, words: Words, pack: Pack) -> int:
    """Where a name ends whose rule knows only its beginning."""
    start, end = match.groups["tail"]
    end = _before_stop(match.start, end, words, pack)
    for other in _begins_body(words.folded[start:end], pack):
        before = words.folded[start : start + other]
        for join in _joins(pack):
            if before.endswith(join):
                return start + other - len(join)
    return end


def _before_stop(start: int, end: int, words: Words, pack: Pack) -> int:
    """The end, or where the first word stands that no name goes beyond."""
    stops = _stops(pack)
    for word in _WORD.finditer(words.folded, start, end):
        if word.group() in stops:
            return word.start() - 1
    return end


def _begins_body(folded: str, pack: Pack) -> list[int]:
    return [match.start for match in _find("begins_body", folded, pack)]


def _members(match: Match, words: Words, pack: Pack) -> Iterator[Member]:
    """The bodies that one match names, by the rule's `each` and `name`."""
    meaning, groups = match.rule.meaning, match.groups
    first, last = groups["members"]
    inner = words.folded[first:last]
    own = bool(meaning.get("own"))
    others = frozenset(_begins_body(inner, pack)) if own else frozenset()
    parts = _captured(match, words.value)
    end = 0
    for part in _find(meaning["each"], inner, pack):
        if part.start in others and end:
            break
        start = match.start if own and not end else first + part.start
        end = part.end
        member = words.value[first + part.start : first + end]
        parts |= {"member": member} | _captured(part, words.value[first:last])
        yield Member(_name(match, parts, pack), start, first + end)


def _captured(match: Match, value: str) -> _Blank:
    return _Blank({name: value[a:b] for name, (a, b) in match.groups.items()})


def _name(match: Match, parts: Mapping[str, str], pack: Pack) -> str:
    """A member's name as the rule puts it together."""
    name: str = match.rule.meaning["name"].format_map(parts)
    return canonical(" ".join(name.split()), pack)


class _Blank(dict[str, str]):
    """Format fields of groups that took no part are empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _with_head(head: Match, body: Body, words: Words, pack: Pack) -> Body:
    """Each office of each body: "Giam doc cac So: A, B" is two."""
    start, end = head.groups["head"]
    units = [
        (start + unit.start, start + unit.end)
        for unit in _find("office_words", words.folded[start:end], pack)
    ]
    members = [
        Member(
            canonical(f"{words.value[a:b]} {member.name}", pack),
            a if member is body.members[0] else member.start,
            b if member is body.members[0] and (a, b) != units[-1] else member.end,
        )
        for a, b in units
        for member in body.members
    ]
    return replace(body, start=head.start, members=tuple(members), group=False, office=True)


def with_persons(
    bodies: Sequence[Body], parts: Iterable[Part], words: Words, pack: Pack
) -> tuple[list[Body], list[Part]]:
    """Persons joined with the offices beside them; and the bare names that are left."""
    found = list(bodies)
    left: list[Part] = []
    for part in parts:
        taken = _offices_of(part, found, words, pack)
        beside = any(body.end == part.start - 1 for body in found)
        if part.bare and not taken:
            # A name right behind an agency is none of a person, but goes on with its name.
            left += [] if beside else [part]
            continue
        start = min(part.start, taken[0].start) if taken else part.start
        end = max(part.end, taken[-1].end) if taken else part.end
        if "(" in words.folded[part.end : end] and words.folded[end : end + 1] == ")":
            end += 1
        name = canonical(words.value[start:end], pack)
        person = Body(start, end, part.match, (Member(name, start, end),), office=True)
        found = sorted([*(b for b in found if b not in taken), person], key=lambda b: b.start)
    return found, left


def _offices_of(part: Part, found: Iterable[Body], words: Words, pack: Pack) -> list[Body]:
    """The office right before a bare name, or those that follow a person."""
    offices = [body for body in found if body.office]
    if part.bare:
        return [b for b in offices if words.folded[b.end : part.start] == " "]
    taken: list[Body] = []
    joins, end = frozenset(pack.table("person_joins")), part.end
    for body in offices:
        if body.start >= end and words.folded[end : body.start] in joins:
            taken.append(body)
            joins, end = _joins(pack), body.end
    return taken


def lists(bodies: Sequence[Body], words: Words, pack: Pack) -> list[list[Body]]:
    """Bodies that follow each other as lists, each body with its place."""
    joins = _joins(pack)
    found: list[list[Body]] = []
    for i, body in enumerate(bodies):
        if found and words.folded[found[-1][-1].end : body.start].lower() in joins:
            found[-1].append(body)
        else:
            found.append([body])
        stop = bodies[i + 1].start if i + 1 < len(bodies) else len(words.folded)
        found[-1] += _resumed(found[-1], stop, words, pack)
    apart = (part for some in found for part in _subject_apart(some, words, pack))
    return [_with_places(some, pack) for some in apart]


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
    before = before.lower().rstrip()
    sentence = re.split(r"[.;:\n]\s+", before)[-1]
    openers, ends = _sentence(pack)
    return sentence.startswith(openers) and sentence.endswith(ends)


@lru_cache(maxsize=16)
def _sentence(pack: Pack) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words that open such sentences, and words right before a list in them."""
    openers = (f"{word} " for word in pack.words("object_openers"))
    ends = (f" {word}" for word in pack.words("object_words"))
    return tuple(openers), tuple(ends)


def _resumed(some: Sequence[Body], stop: int, words: Words, pack: Pack) -> Iterator[Body]:
    """Members of a list that goes on behind a full body in it."""
    context = next((b.match for b in reversed(some) if "each" in b.match.rule.meaning), None)
    if context is None or some[-1].match is context or context.rule.meaning.get("own"):
        return
    each = context.rule.meaning["each"]
    end, more = some[-1].end, True
    while more:
        more = False
        for join in _joins(pack):
            start = end + len(join)
            if words.folded.startswith(join, end) and start < stop:
                part = next(_find(each, words.folded[start : min(stop, start + _NEXT)], pack), None)
                if part and part.start == 0:
                    end, more = start + part.end, True
                    parts = _captured(context, words.value)
                    parts["member"] = words.value[start:end]
                    name = _name(context, parts, pack)
                    yield Body(start, end, context, (Member(name, start, end),))
                    break


def _with_places(some: Sequence[Body], pack: Pack) -> list[Body]:
    """Bodies without a place take those of the next one that has some."""
    placed: list[Body] = []
    places: tuple[str, ...] | None = None
    for body in reversed(some):
        if body.places == () and places:
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


@lru_cache(maxsize=4096)
def canonical(name: str, pack: Pack) -> str:
    """A body's name as the output gives it: known long forms abbreviated."""
    folded = pack.fold(name)
    for long, short in pack.table("abbreviations").items():
        at = folded.find(long)
        while at >= 0:
            name = name[:at] + short + name[at + len(long) :]
            folded = folded[:at] + short + folded[at + len(long) :]
            at = folded.find(long)
    return name


@lru_cache(maxsize=16)
def _joins(pack: Pack) -> frozenset[str]:
    """What may stand between the bodies of a list."""
    return pack.words("list_joins")


@lru_cache(maxsize=16)
def _stops(pack: Pack) -> frozenset[str]:
    """Words that no name goes beyond."""
    return pack.words("name_ends_before")


@lru_cache(maxsize=64)
def _finder(pack: Pack, fragment: str) -> Searcher:
    """What finds a fragment in a few words; a set of patterns would take longer."""
    rule = Rule(fragment, "fragment", (pack.fragments[fragment],))
    return Searcher(rule, rule.patterns[0], case=True, longest=True)


def _find(fragment: str, folded: str, pack: Pack) -> Iterator[Match]:
    return _finder(pack, fragment).search(folded, folded.encode())
