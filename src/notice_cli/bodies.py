"""Bodies of a paragraph one by one, from single matches of the rules.

What the captures of a rule mean is told in the head of ``bodies.yaml``: a list is cut
into its members, an office goes to the bodies behind it, a name of unknown end stops
where another begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from notice_cli.patterns import Match, Rule, Searcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from notice_cli.rules import Pack

# How far what may stand behind a body, or goes on with a list, is looked for.
NEAR = 80
# How far a name may reach, in characters.
_LONGEST = 600
# How many offices and parts may stand before a body, each right before the next.
_HEADS = 4
_WORD = re.compile(r"[^\W\d_]+")
_SMALL_WORD = re.compile(r" ([^\W\d_]+)(?![^\W\d_])")
# How many words in small letters a name of unknown length may have at its end.
_MORE_WORDS = 8
# And how many before a word that is no verb.
_FEW_WORDS = 3
# How many words may tell which ones a group means.
_WHICH_WORDS = 8


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


class Words(NamedTuple):
    """A paragraph's words: as written, and folded for matching."""

    value: str
    folded: str


class _Next(NamedTuple):
    """A match still to be looked at.

    By start; at one place offices first, then whole names, then those of unknown end,
    the longest first, then in the order of the rules. The rule has been searched up to
    ``until``: what it may have found before is hidden by this match.
    """

    start: int
    rank: int
    length: int
    number: int
    match: Match
    until: int


def find_bodies(words: Words, pack: Pack) -> list[Body]:
    """Bodies in the order of the text, offices together with whose they are."""
    found: list[Body] = []
    heads: list[Match] = []
    matches = pack.matcher("bodies").find(words.folded)
    ahead = [_next(match, number) for number, match in enumerate(matches)]
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
            body = _body(match, words, pack)
            _add(found, _with_heads(chain, body, words, pack), replaces=bool(chain))
            if pack.trace:
                pack.trace.left_out([*before, body], found)
        if body.end < first.until and (hidden := _hidden(first, body.end, words, pack)):
            heappush(ahead, hidden)
    return found


def _next(match: Match, number: int, until: int = 0) -> _Next:
    rank = 0 if _is_head(match) else 2 if _is_open(match) else 1
    return _Next(match.start, rank, -match.end, number, match, max(match.end, until))


def _is_head(match: Match) -> bool:
    return "head" in match.groups and not {"tail", "members"} & match.groups.keys()


def _is_open(match: Match) -> bool:
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


def _hidden(first: _Next, start: int, words: Words, pack: Pack) -> _Next | None:
    """The next match of a rule inside one that was cut at ``start``."""
    while start < first.until:
        stretch = words.folded[start : start + _LONGEST]
        ahead = [
            match
            for searcher in _searchers(pack, first.match.rule.id)
            if (match := next(searcher.search(stretch, stretch.encode()), None))
        ]
        if ahead:
            match = min(ahead, key=lambda m: (m.start, -m.end))
            if start + match.start >= first.until:
                break
            return _next(_moved(match, start), first.number, first.until)
        start += _LONGEST // 2
    return None


def _moved(match: Match, by: int) -> Match:
    groups = {name: (by + start, by + end) for name, (start, end) in match.groups.items()}
    return Match(match.rule, by + match.start, by + match.end, groups)


def _body(match: Match, words: Words, pack: Pack) -> Body:
    groups, meaning = match.groups, match.rule.meaning
    if "each" in meaning:
        members = tuple(_members(match, words, pack))
        end = members[-1].end if members else match.end
        places = _listed_places(match, members, words, pack) if meaning.get("own") else None
        return Body(match.start, end, match, members, places=places)
    if "members" in groups:
        return Body(
            match.start, match.end, match, (_member(match, match.end, words, pack),), office=True
        )
    group = bool(meaning.get("group"))
    name_end = match.end
    if _is_open(match):
        name_end = _open_end(match, words, pack)
    elif group:
        name_end = _before_named(match, words, pack)
    end = _behind(name_end, words, pack, group=group)
    place = words.value[name_end:end].strip()
    places = ((place,) if place else ()) if "head" in groups else None
    return Body(match.start, end, match, (_member(match, end, words, pack),), group, places=places)


def _member(match: Match, end: int, words: Words, pack: Pack) -> Member:
    return Member(canonical(words.value[match.start : end], pack), match.start, end)


def _listed_places(
    match: Match, members: Iterable[Member], words: Words, pack: Pack
) -> tuple[str, ...]:
    """The places of a list of them: what the members' names add to the head."""
    head = canonical(words.value[slice(*match.groups["head"])], pack)
    return tuple(member.name.removeprefix(head).strip() for member in members)


def _behind(end: int, words: Words, pack: Pack, *, group: bool) -> int:
    """Where a name ends together with the place behind it, or with what a group adds."""
    folded = words.folded
    while folded[end : end + 1] in (" ", ","):
        fragment = "which_behind" if group else "place_behind"
        found = next(search(fragment, folded[end : end + NEAR], pack), None)
        if found is None or found.start:
            break
        end += found.end
        if not group:
            break
    return _up_to_work(end, folded, pack) if group else end


def _up_to_work(end: int, folded: str, pack: Pack) -> int:
    """Where the words end that go on telling which ones, right before a verb or a colon."""
    at = _stands_at(end, "which_open", folded, pack)
    if not at or _work(end + 1, folded, pack):
        return end
    for _ in range(_WHICH_WORDS):
        ends = folded[at : at + 1] == ":" or _stands_at(at, "next_body", folded, pack)
        if ends or _work(at + 1, folded, pack):
            return at
        more = _SMALL_WORD.match(folded, at)
        if more is None:
            break
        at = more.end()
    return end


def _open_end(match: Match, words: Words, pack: Pack) -> int:
    """Where a name ends whose rule knows only its beginning."""
    start, end = match.groups["tail"]
    end = _before_stop(match.start, min(end, match.start + _LONGEST), words, pack)
    for other in _begins_body(words.folded[start:end], pack):
        before = words.folded[start : start + other]
        for join in list_joins(pack):
            if before.endswith(join):
                return start + other - len(join)
    end = _before_work(end, words.folded, pack)
    bare = not any(map(str.isupper, words.folded[match.start + 1 : end]))
    return end if bare or match.rule.meaning.get("whole") else _up_to_verb(end, words.folded, pack)


def _before_named(match: Match, words: Words, pack: Pack) -> int:
    """Where a group ends: not beyond a body with a name of its own."""
    start, end = match.start, match.end
    stretch = words.folded[start : end + NEAR]
    for other in search("begins_named", stretch, pack):
        for join in list_joins(pack):
            if start + other.start < end and stretch[: other.start].endswith(join):
                return start + other.start - len(join)
    return end


def _before_work(end: int, folded: str, pack: Pack) -> int:
    """The end of a name without a last word that begins what the body does."""
    last = folded.rfind(" ", 0, end) + 1
    word = folded[last:end]
    before = folded[: last - 1].rpartition(" ")[2].lower()
    if not word.islower() or f"{before} {word}" in pack.words("name_compounds"):
        return end
    work = _work(last, folded, pack)
    if work > end:
        return last - 1
    single = work == end or _stands_at(last, "name_break", folded, pack)
    return last - 1 if single and before in pack.words("name_heads") else end


def _up_to_verb(end: int, folded: str, pack: Pack) -> int:
    """The end of a name of unknown length together with a few words that could be its own.

    They are, where a verb, another body or a colon stands behind them. At the sentence's
    end they are not: there the verb would be among them. Words that are verbs elsewhere
    are a name's own only before a verb with which nothing but a sentence goes on.
    """
    named = _stands_at(end, "name_tail", folded, pack)
    if named:
        return named
    for past in (True, False):
        at, verbs, is_verb = end, 0, False
        for _ in range(_MORE_WORDS):
            if at > end or not past:
                plain = is_verb or not verbs
                if _stands_at(at, "name_over", folded, pack) or (
                    plain and _ends_plainly(at, folded, pack, "next_work" if is_verb else "work")
                ):
                    return at
                few = not verbs and folded.count(" ", end, at) <= _FEW_WORDS
                if few and _stands_at(at, "name_before", folded, pack):
                    return at
            more, is_verb = _name_goes_on(at, folded, pack, past=past)
            if not more:
                break
            at, verbs = more, verbs + is_verb
    return end


def _ends_plainly(at: int, folded: str, pack: Pack, work: str) -> bool:
    """Whether a mark, another body or a verb stands behind."""
    return (
        folded[at : at + 1] in (":", ")")
        or _stands_at(at, "next_body", folded, pack) > 0
        or (_stands_at(at + 1, work, folded, pack) > 0 and not _in_compound(at + 1, folded, pack))
    )


def _name_goes_on(at: int, folded: str, pack: Pack, *, past: bool) -> tuple[int, bool]:
    """Where a name goes on to, by a word in small letters behind it; 0 if it does not.

    And whether the word is a verb, over which a name goes on only if ``past``.
    """
    more = _SMALL_WORD.match(folded, at)
    if more is None or _breaks_name(more.start(1), folded, pack):
        return 0, False
    if past and (verb := _stands_at(more.start(1), "name_verb", folded, pack)):
        return verb, True
    is_verb = _work(more.start(1), folded, pack) and not _in_compound(more.start(1), folded, pack)
    return (0, False) if is_verb else (more.end(), False)


def _breaks_name(at: int, folded: str, pack: Pack) -> bool:
    """Whether a word, or two, begin here that no name goes on with."""
    return _stands_at(at, "name_break", folded, pack) > 0 and not _in_compound(at, folded, pack)


def _in_compound(at: int, folded: str, pack: Pack) -> bool:
    """Whether a word is one with the word before or behind it, which no longer verb is."""
    word = _WORD.match(folded, at)
    if word is None or _work(at, folded, pack) > word.end():
        return False
    before = folded.rfind(" ", 0, at - 1) + 1
    pairs = {folded[before : word.end()].lower()}
    if behind := _SMALL_WORD.match(folded, word.end()):
        pairs.add(folded[at : behind.end()])
    return not pairs.isdisjoint(pack.words("name_compounds"))


def _work(at: int, folded: str, pack: Pack) -> int:
    """Where a verb or an adverb of work ends that begins at a place; 0 if none does."""
    return _stands_at(at, "work", folded, pack)


def _stands_at(at: int, fragment: str, folded: str, pack: Pack) -> int:
    """Where a fragment ends that begins at a place; 0 if none does."""
    found = next(search(fragment, folded[at : at + NEAR], pack), None)
    return at + found.end if found and found.start == 0 else 0


def _before_stop(start: int, end: int, words: Words, pack: Pack) -> int:
    """The end, or where the first word stands that no name goes beyond."""
    stops = _stops(pack)
    for word in _WORD.finditer(words.folded, start, end):
        at, folded = word.start(), words.folded
        if word.group() in stops and not _in_compound(at, folded, pack):
            return at - 1
    return end


def _begins_body(folded: str, pack: Pack) -> Iterator[int]:
    return (match.start for match in search("begins_body", folded, pack))


def _members(match: Match, words: Words, pack: Pack) -> Iterator[Member]:
    """The bodies that one match names, by the rule's `each` and `name`."""
    meaning, groups = match.rule.meaning, match.groups
    first, last = groups["members"]
    inner = words.folded[first:last]
    own = bool(meaning.get("own"))
    others = frozenset(_begins_body(inner, pack)) if own else frozenset()
    parts = captured(match, words.value)
    end = 0
    for part in search(meaning["each"], inner, pack):
        if part.start in others and end:
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
    members = [
        Member(
            canonical(f"{words.value[a:b]} {member.name}", pack),
            a if member is body.members[0] else member.start,
            b if member is body.members[0] and (a, b) != offices[-1] else member.end,
        )
        for a, b in offices
        for member in body.members
    ]
    return replace(
        body,
        start=head.start,
        members=tuple(members),
        group=False,
        office=True,
        also=(head, *body.also),
    )


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


def search(fragment: str, folded: str, pack: Pack) -> Iterator[Match]:
    """Where a fragment stands in a few words; a set of patterns would take longer."""
    return _finder(pack, fragment).search(folded, folded.encode())


@lru_cache(maxsize=64)
def _finder(pack: Pack, fragment: str) -> Searcher:
    rule = Rule(fragment, "fragment", (pack.fragments[fragment],))
    return Searcher(rule, rule.patterns[0], case=True, longest=True)


@lru_cache(maxsize=64)
def _searchers(pack: Pack, rule_id: str) -> tuple[Searcher, ...]:
    rule = next(rule for rule in pack.rules["bodies"] if rule.id == rule_id)
    return tuple(Searcher(rule, pattern, case=True, longest=True) for pattern in rule.patterns)


@lru_cache(maxsize=16)
def list_joins(pack: Pack) -> frozenset[str]:
    """What may stand between the bodies of a list."""
    return pack.words("list_joins")


@lru_cache(maxsize=16)
def _stops(pack: Pack) -> frozenset[str]:
    """Words that no name goes beyond."""
    return pack.words("name_ends_before")
