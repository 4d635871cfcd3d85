"""Bodies of a paragraph one by one, from single matches of the rules.

What the captures of a rule mean is told in the head of ``bodies.yaml``: a list is cut
into its members, an office goes to the bodies behind it, a name of unknown end stops
where another begins.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from notice_cli.language import GAZETTEER
from notice_cli.name_ends import (
    LONGEST,
    Words,
    before_named,
    begins_body,
    behind,
    list_joins,
    open_end,
    search,
    stands_at,
)
from notice_cli.patterns import Match, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from notice_cli.rules import Pack

# How many offices and parts may stand before a body, each right before the next.
_HEADS = 4


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
    ``also`` are the other matches that it is put together from: offices, for one.
    """

    start: int
    end: int
    match: Match
    members: tuple[Member, ...]
    group: bool = False
    office: bool = False
    places: tuple[str, ...] | None = None
    also: tuple[Match, ...] = ()


class Known(NamedTuple):
    """A name, folded, that is a body's wherever it stands; and the rule that told so.

    ``any_case``: capitals do not count, where it begins with the same letter.
    """

    name: str
    rule: Rule
    any_case: bool = False

    def places(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where the name stands, no letter beside it."""
        name, text = self.name, folded
        if self.any_case:
            name, text = name.lower(), folded.lower()
        at = text.find(name)
        while at >= 0 and len(text) == len(folded):
            end = at + len(name)
            if not (
                folded[at - 1 : at].isalnum()
                or folded[end : end + 1].isalnum()
                or folded[at] != self.name[0]
            ):
                yield at, end
            at = text.find(name, end)


class _Next(NamedTuple):
    """A match still to be looked at.

    By start; at one place offices first, then whole names, then those of unknown end
    and of the gazetteer, the longest first, then in the order of the rules. The rule has
    been searched up to ``until``: what it may have found before is hidden by this match.
    """

    start: int
    rank: int
    length: int
    number: int
    match: Match
    until: int


def find_bodies(words: Words, pack: Pack, known: Iterable[Known] = ()) -> list[Body]:
    """Bodies in the order of the text, offices together with whose they are.

    ``known`` are names that the notice itself makes known elsewhere.
    """
    found: list[Body] = []
    heads: list[Match] = []
    matches = pack.matcher("bodies", GAZETTEER).find(words.folded)
    matches += [Match(one.rule, *place, {}) for one in known for place in one.places(words.folded)]
    sure = {match.start: match.end for match in matches if match.rule.kind == GAZETTEER}
    ahead = [
        _next(match, number)
        for number, match in enumerate(matches)
        # A name that a known one begins with is none.
        if match.groups or match.end >= sure.get(match.start, 0)
    ]
    heapify(ahead)
    while ahead:
        first = heappop(ahead)
        match = first.match
        if _is_head(match):
            if not heads or match.start >= heads[-1].end:
                heads = [*_chain(heads, match.start, words), match]
            continue
        chain = _chain(heads, match.start, words)
        if found and match.start < found[-1].end and not chain:
            body = found[-1]
            if pack.trace:
                pack.trace.lose(match, "overlapped", body.match)
        else:
            before = list(found) if pack.trace else []
            body = _body(match, words, pack, sure.get(match.start, 0))
            _add(found, _with_heads(chain, body, words, pack), replaces=bool(chain))
            if pack.trace:
                pack.trace.left_out([*before, body], found)
        if body.end < first.until and (hidden := _hidden(first, body.end, words, pack)):
            heappush(ahead, hidden)
    return _with_owners(found, words, pack)


def _next(match: Match, number: int, until: int = 0) -> _Next:
    rank = 0 if _is_head(match) else 2 if is_open(match) or match.rule.kind == GAZETTEER else 1
    return _Next(match.start, rank, -match.end, number, match, max(match.end, until))


def _is_head(match: Match) -> bool:
    return "head" in match.groups and not {"tail", "members"} & match.groups.keys()


def is_open(match: Match) -> bool:
    """Whether a match is a name of which only the beginning is known."""
    return "tail" in match.groups and not {"head", "members"} & match.groups.keys()


def _chain(heads: Sequence[Match], start: int, words: Words) -> list[Match]:
    """The heads that stand right before a place, each right before the next."""
    chain: list[Match] = []
    for head in reversed(heads[-_HEADS:]):
        if head.end < start and words.folded[head.end : start] == " ":
            chain.append(head)
            start = head.start
    return chain[::-1]


def _add(found: list[Body], body: Body, *, replaces: bool) -> None:
    """Add a body; what was an office or a part alone may have its body now."""
    if not body.members:
        return
    if replaces and found and body.start <= found[-1].start and found[-1].end < body.end:
        while found and found[-1].start >= body.start:
            found.pop()
    if not found or body.start >= found[-1].end:
        found.append(body)


def _with_owners(found: Sequence[Body], words: Words, pack: Pack) -> list[Body]:
    """The bodies, a group as one with the body right behind it, whose it is.

    Not where that body begins a list which may tell which ones are meant.
    """
    merged: list[Body] = []
    for body, after in zip_longest(found, found[1:]):
        group = merged[-1] if merged else None
        lists = after is not None and words.folded[body.end : after.start] in list_joins(pack)
        if group and _owns(body, group, words, pack, lists=lists):
            end = body.end
            member = Member(canonical(words.value[group.start : end], pack), group.start, end)
            merged[-1] = replace(group, end=end, members=(member,), also=(*group.also, body.match))
        else:
            merged.append(body)
    return merged


def _owns(body: Body, group: Body, words: Words, pack: Pack, *, lists: bool) -> bool:
    """Whether a body says whose a group right before it is; ``lists``: it begins a list."""
    name = words.folded[group.start : group.end]
    return (
        group.group
        and not body.office
        and len(group.members) == len(body.members) == 1
        and words.folded[group.end : body.start] == " "
        and stands_at(0, "has_owner", name, pack) > 0
        and not (lists and stands_at(0, "has_list", name, pack))
    )


def _hidden(first: _Next, start: int, words: Words, pack: Pack) -> _Next | None:
    """The next match of a rule inside one that was cut at ``start``."""
    while start < first.until:
        stretch = words.folded[start : start + LONGEST]
        ahead = [
            match
            for searcher in pack.matcher("bodies", GAZETTEER).searchers(first.match.rule)
            if (match := next(searcher.search(stretch, stretch.encode()), None))
        ]
        if ahead:
            match = min(ahead, key=lambda m: (m.start, -m.end))
            if start + match.start >= first.until:
                break
            return _next(_moved(match, start), first.number, first.until)
        start += LONGEST // 2
    return None


def _moved(match: Match, by: int) -> Match:
    groups = {name: (by + start, by + end) for name, (start, end) in match.groups.items()}
    return Match(match.rule, by + match.start, by + match.end, groups)


def _body(match: Match, words: Words, pack: Pack, sure: int = 0) -> Body:
    """The body of a match; a known name that begins with it reaches to ``sure``."""
    groups, meaning = match.groups, match.rule.meaning
    if "each" in meaning:
        members = tuple(_members(match, words, pack))
        if meaning.get("until_body") and _is_no_list(match, members, words):
            return Body(match.start, match.end, match, ())
        last = members[-1].end if members else match.end
        # Brackets around the members belong to the body.
        end = match.end if words.folded[last : match.end] == ")" else last
        places = _listed_places(match, members, words, pack) if meaning.get("own") else None
        return Body(match.start, end, match, members, places=places)
    if "members" in groups:
        return Body(
            match.start, match.end, match, (_member(match, match.end, words, pack),), office=True
        )
    group = bool(meaning.get("group"))
    name_end = match.end
    if is_open(match):
        name_end = max(open_end(match, words, pack), sure)
    elif group:
        name_end = before_named(match, words, pack)
    end = behind(match.start, name_end, words, pack, group=group)
    place = words.value[name_end:end].strip()
    places = ((place,) if place else ()) if "head" in groups else None
    return Body(match.start, end, match, (_member(match, end, words, pack),), group, places=places)


def _is_no_list(match: Match, members: Sequence[Member], words: Words) -> bool:
    """Whether another body leaves one member alone; behind a colon that is still a list."""
    first, last = match.groups["members"]
    alone = len(members) == 1 and members[0].end < last
    return alone and ":" not in words.folded[match.start : first]


def _member(match: Match, end: int, words: Words, pack: Pack) -> Member:
    return Member(canonical(words.value[match.start : end], pack), match.start, end)


def _listed_places(
    match: Match, members: Iterable[Member], words: Words, pack: Pack
) -> tuple[str, ...]:
    """The places of a list of them: what the members' names add to the head."""
    head = canonical(words.value[slice(*match.groups["head"])], pack)
    return tuple(member.name.removeprefix(head).strip() for member in members)


def _members(match: Match, words: Words, pack: Pack) -> Iterator[Member]:
    """The bodies that one match names, by the rule's `each` and `name`."""
    meaning, groups = match.rule.meaning, match.groups
    first, last = groups["members"]
    inner = words.folded[first:last]
    own = bool(meaning.get("own"))
    # Another body ends the list: its own head says what it is.
    others = frozenset(begins_body(inner, pack)) if own or meaning.get("until_body") else ()
    places = {at for at in others if own and stands_at(first + at, "like_body", words.folded, pack)}
    parts = captured(match, words.value)
    end = 0
    for part in search(meaning["each"], inner, pack):
        if part.start in others and end and part.start not in places:
            break
        start = match.start if own and not end else first + part.start
        end = part.end
        member = words.value[first + part.start : first + end]
        parts |= {"member": member} | captured(part, words.value[first:last])
        yield Member(member_name(match, parts, pack), start, first + end)


def captured(match: Match, value: str) -> dict[str, str]:
    """What a match captured, in the author's words; anything else is empty."""
    return _Blank({name: value[start:end] for name, (start, end) in match.groups.items()})


def member_name(match: Match, parts: Mapping[str, str], pack: Pack) -> str:
    """A member's name as the rule puts it together."""
    name: str = match.rule.meaning["name"].format_map(parts)
    return canonical(" ".join(name.split()), pack)


class _Blank(dict[str, str]):
    """Format fields of groups that took no part are empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _with_heads(chain: Sequence[Match], body: Body, words: Words, pack: Pack) -> Body:
    for head in reversed(chain):
        body = _with_head(head, body, words, pack)
    return body


def _with_head(head: Match, body: Body, words: Words, pack: Pack) -> Body:
    """Each office of each body: "Giam doc cac So: A, B" is two."""
    start, end = head.groups["head"]
    offices = [
        (start + office.start, start + office.end)
        for office in search("office_words", words.folded[start:end], pack)
    ] or [(start, end)]
    # What else the rule has for the office is a part of the last one ("acting").
    offices[-1] = (offices[-1][0], end)
    members: list[Member] = []
    for a, b in offices:
        if (a, b) != offices[-1] and several(words.value[a:b], body.members[0].name, pack):
            members.append(Member(words.value[a:b], a, b))
            continue
        members += (
            Member(
                canonical(f"{words.value[a:b]} {member.name}", pack),
                a if member is body.members[0] else member.start,
                b if member is body.members[0] and (a, b) != offices[-1] else member.end,
            )
            for member in body.members
        )
    return replace(
        body,
        start=head.start,
        members=tuple(members),
        group=False,
        office=True,
        also=(head, *body.also),
    )


def several(office: str, place: str, pack: Pack) -> bool:
    """Whether both are plurals: several deputies are not at several places each.

    Nor is one that stands for itself (table ``single_offices``).
    """
    plurals = tuple(f"{word} " for word in pack.words("plurals"))
    single = pack.fold(office).lower() in pack.words("single_offices")
    return single or (office.lower().startswith(plurals) and place.lower().startswith(plurals))


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
