"""Where the name of a body ends of which a rule knows only the beginning.

A name goes on over words in small letters to where the sentence does: a verb, a mark,
another body. The words that tell it are fragments and tables in ``bodies.yaml``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notice_cli.patterns import Match
    from notice_cli.rules import Pack

# How far what may stand behind a body, or goes on with a list, is looked for.
NEAR = 80
# How far a name may reach, in characters.
LONGEST = 600
_WORD = re.compile(r"[^\W\d_]+")
_SMALL_WORD = re.compile(r" ([^\W\d_]+)(?![^\W\d_])")
# What a name may have behind its words in small letters: more capitals, and numbers.
_NAME_WORD = re.compile(r"(?: -)? ([^\W\d_]+|\d{1,4})(?![^\W_])")
# What no name has.
_NO_NAME = re.compile(r"[^\w ,-]")
_LAST_NUMBER = re.compile(r" \d+$")
# How many words in small letters a name of unknown length may have at its end.
_MORE_WORDS = 8
# And how many before a word that is no verb.
_FEW_WORDS = 3
# How many words may tell which ones a group means.
_WHICH_WORDS = 8


class Words(NamedTuple):
    """A paragraph's words: as written, and folded for matching."""

    value: str
    folded: str


def open_end(match: Match, words: Words, pack: Pack) -> int:
    """Where a name ends whose rule knows only its beginning."""
    start, end = match.groups["tail"]
    end = _before_stop(match.start, min(end, match.start + LONGEST), words, pack)
    for other in begins_body(words.folded[start : end + NEAR], pack):
        if start + other >= end:
            break
        before = words.folded[start : start + other]
        for join in list_joins(pack):
            if before.endswith(join):
                return start + other - len(join)
    end = _before_work(_before_count(end, words.folded, pack), words.folded, pack)
    name = words.folded[match.start : end]
    # A head noun alone: what stands behind it is seldom its name.
    bare = name[1:].islower() and not stands_at(0, "deed_head", name, pack)
    if bare or match.rule.meaning.get("whole"):
        return end
    whole = not stands_at(0, "needs_more", name, pack)
    if match.start == 0 and (colon := _up_to_colon(end, words.folded, pack, whole=whole)):
        return colon
    return _up_to_verb(end, words.folded, pack, whole=whole)


def _up_to_colon(end: int, folded: str, pack: Pack, *, whole: bool) -> int:
    """Where the first words of a paragraph end before a colon, if they are all a name; else 0."""
    colon = folded.find(":", end, end + NEAR)
    at = end if whole else max(end, _work(end + 1, folded, pack))
    if at >= colon or _NO_NAME.search(folded, at, colon):
        return 0
    words = [word.start() for word in _WORD.finditer(folded, at, colon)]
    sentence = any(_breaks_name(n, folded, pack) or _work(n, folded, pack) for n in words)
    others = any(begins_body(folded[at:colon], pack))
    return 0 if sentence or others or len(words) > _MORE_WORDS else colon


def behind(start: int, end: int, words: Words, pack: Pack, *, group: bool) -> int:
    """Where a name ends together with the place behind it, or with what a group adds."""
    folded = words.folded
    while folded[end : end + 1] in (" ", ","):
        fragment = "which_behind" if group else "place_behind"
        found = next(search(fragment, folded[end : end + NEAR], pack), None)
        if found is None or found.start or _cuts_compound(end + found.end, folded, pack):
            break
        end += found.end
        if not group:
            break
    return _up_to_work(start, end, folded, pack) if group else end


def _up_to_work(start: int, end: int, folded: str, pack: Pack) -> int:
    """Where the words end that go on telling which ones, right before a verb or a colon."""
    at = stands_at(end, "which_open", folded, pack)
    if doing := stands_at(end, "which_doing", folded, pack):
        at = max(at, _work(doing + 1, folded, pack))
    if not at and stands_at(0, "open_group", folded[start:end], pack):
        return _on_to_work(end, folded, pack)
    if not at or _work(end + 1, folded, pack):
        return end
    for _ in range(_WHICH_WORDS):
        ends = folded[at : at + 1] == ":" or stands_at(at, "next_body", folded, pack)
        if ends or _work(at + 1, folded, pack):
            return at
        more = _SMALL_WORD.match(folded, at)
        if more is None:
            break
        at = more.end()
    return end


def _on_to_work(end: int, folded: str, pack: Pack) -> int:
    """Where a name with any words at its end ends, right before a verb; else as it was."""
    at = end
    for _ in range(_WHICH_WORDS):
        if _ends_plainly(at, folded, pack, "work"):
            return at
        at, _is_verb = _name_goes_on(at, folded, pack, past=False)
        if not at:
            break
    return end


def before_named(match: Match, words: Words, pack: Pack) -> int:
    """Where a group ends: not beyond a body with a name of its own."""
    start, end = match.start, match.end
    stretch = words.folded[start : end + NEAR]
    for other in search("begins_named", stretch, pack):
        for join in list_joins(pack):
            if start + other.start < end and stretch[: other.start].endswith(join):
                return start + other.start - len(join)
    return end


def _before_count(end: int, folded: str, pack: Pack) -> int:
    """The end of a name without a last number that counts what stands behind it."""
    number = _LAST_NUMBER.search(folded, max(0, end - NEAR), end)
    return number.start() if number and stands_at(end, "counts", folded, pack) else end


def _before_work(end: int, folded: str, pack: Pack) -> int:
    """The end of a name without a last word that begins what the body does."""
    last = folded.rfind(" ", 0, end) + 1
    word = folded[last:end]
    before = folded[: last - 1].rpartition(" ")[2].lower()
    if not word.islower() or f"{before} {word}" in pack.words("name_compounds"):
        return end
    if stands_at(last - 1 - len(before), "name_verb", folded, pack) == end:
        return end
    work = _work(last, folded, pack)
    if work > end:
        return last - 1
    single = work == end or _is_break(last, folded, pack)
    return last - 1 if single and before in pack.words("name_heads") else end


def _up_to_verb(end: int, folded: str, pack: Pack, *, whole: bool) -> int:
    """The end of a name of unknown length together with a few words that could be its own.

    They are, where a verb, another body or a colon stands behind them. At the sentence's
    end they are not: there the verb would be among them. Words that are verbs elsewhere
    are a name's own only before a verb with which nothing but a sentence goes on; or before
    any, where the name is not ``whole`` without them.
    """
    named = stands_at(end, "name_tail", folded, pack)
    if named:
        return named
    if (anchor := _up_to_anchor(end, folded, pack)) > end:
        return anchor
    for past in (True, False):
        # What lacks words goes on with the first of them, whatever it is elsewhere.
        lacking = 0 if whole else _work(end + 1, folded, pack)
        at, verbs, is_verb = max(end, lacking), 0, False
        for _ in range(_MORE_WORDS):
            if at > end or not past:
                plain = is_verb or not verbs or not whole
                work = "next_work" if is_verb else "work"
                over = stands_at(at, "name_over", folded, pack)
                if over or (plain and _ends_plainly(at, folded, pack, work)):
                    return at
                place = stands_at(at, "place_behind", folded, pack)
                if plain and place and _ends_plainly(place, folded, pack, "work"):
                    return at
                few = not verbs and folded.count(" ", end, at) <= _FEW_WORDS
                if few and stands_at(at, "name_before", folded, pack):
                    return at
            more, is_verb = _name_goes_on(at, folded, pack, past=past)
            if not more:
                break
            at, verbs = more, verbs + is_verb
    return end


def _up_to_anchor(end: int, folded: str, pack: Pack) -> int:
    """Where words end that a name may have, right before what only a sentence goes on with."""
    at = stands_at(end + 1, "name_verb", folded, pack)
    for _ in range(_MORE_WORDS if at else 0):
        if stands_at(at, "name_over", folded, pack):
            return at
        more = _NAME_WORD.match(folded, at)
        if more is None or _breaks_name(more.start(1), folded, pack):
            break
        at = more.end()
    return end


def name_end(start: int, end: int, folded: str, pack: Pack) -> int:
    """Where a name ends that has words from ``start`` to ``end``; 0 if nobody can tell.

    Some nouns are no name without what their body does ("team": "team for repairs number 2
    paves the road"), and what looks like a verb may be one word with its neighbour.
    """
    at = end
    if stands_at(0, "needs_deed", folded[start:end].lower(), pack):
        while verb := stands_at(at + 1, "name_verb", folded, pack):
            at = verb
    if at == end and not _in_compound(end + 1, folded, pack):
        return end
    for _ in range(_MORE_WORDS):
        if at > end and _ends_plainly(at, folded, pack, "work"):
            return at
        join = next((j for j in list_joins(pack) if folded.startswith(j, at)), "")
        if join and (actor := stands_at(at + len(join), "actor", folded, pack)):
            at = actor
            continue
        at, _is_verb = _name_goes_on(at, folded, pack, past=False)
        if not at:
            break
    return 0


def _ends_plainly(at: int, folded: str, pack: Pack, work: str) -> bool:
    """Whether a mark, another body or a verb stands behind."""
    return (
        folded[at : at + 1] in (":", ")")
        or stands_at(at, "next_body", folded, pack) > 0
        or (stands_at(at + 1, work, folded, pack) > 0 and not _in_compound(at + 1, folded, pack))
    )


def _name_goes_on(at: int, folded: str, pack: Pack, *, past: bool) -> tuple[int, bool]:
    """Where a name goes on to, by a word in small letters behind it; 0 if it does not.

    And whether the word is a verb, over which a name goes on only if ``past``.
    """
    more = _NAME_WORD.match(folded, at)
    if more is None or _breaks_name(more.start(1), folded, pack):
        return 0, False
    if not more.group(1).islower():
        # A number behind "and" tells how many others there are.
        other = stands_at(more.start(1), "begins_body", folded, pack) or (
            more.group(1).isdecimal()
            and (
                folded.endswith(list_joins(pack), 0, more.start(1))
                or stands_at(more.end(), "counts", folded, pack)
            )
        )
        return (0, False) if other else (more.end(), False)
    if past and (verb := stands_at(more.start(1), "name_verb", folded, pack)):
        return verb, True
    is_verb = _work(more.start(1), folded, pack) and not _in_compound(more.start(1), folded, pack)
    return (0, False) if is_verb else (more.end(), False)


def _breaks_name(at: int, folded: str, pack: Pack) -> bool:
    """Whether a word, or two, begin here that no name goes on with."""
    return _is_break(at, folded, pack) and not _in_compound(at, folded, pack)


def _is_break(at: int, folded: str, pack: Pack) -> bool:
    if stands_at(at, "name_break", folded, pack):
        return True
    before = stands_at(at, "break_before", folded, pack)
    return before > 0 and _work(before + 1, folded, pack) > 0


def _in_compound(at: int, folded: str, pack: Pack) -> bool:
    """Whether a word is one with the word before or behind it, which no longer verb is."""
    word = _WORD.match(folded, at)
    if word is None or _work(at, folded, pack) > word.end():
        return False
    before = folded.rfind(" ", 0, at - 1) + 1
    if stands_at(before, "name_verb", folded, pack) == word.end():
        return True
    pairs = {folded[before : word.end()].lower()}
    if behind := _SMALL_WORD.match(folded, word.end()):
        pairs.add(folded[at : behind.end()])
    return not pairs.isdisjoint(pack.words("name_compounds"))


def _cuts_compound(end: int, folded: str, pack: Pack) -> bool:
    """Whether the last word before a place is one with the next."""
    more = _SMALL_WORD.match(folded, end)
    last = folded.rfind(" ", 0, end) + 1
    return more is not None and folded[last : more.end()].lower() in pack.words("which_whole")


def _before_stop(start: int, end: int, words: Words, pack: Pack) -> int:
    """The end, or where the first word stands that no name goes beyond."""
    stops = pack.words("name_ends_before")
    for word in _WORD.finditer(words.folded, start, end):
        at, folded = word.start(), words.folded
        if word.group() in stops and not _in_compound(at, folded, pack):
            return at - 1
    return end


def begins_body(folded: str, pack: Pack) -> Iterator[int]:
    """Where words stand that begin a body."""
    return (match.start for match in search("begins_body", folded, pack))


def _work(at: int, folded: str, pack: Pack) -> int:
    """Where a verb or an adverb of work ends that begins at a place; 0 if none does."""
    return stands_at(at, "work", folded, pack)


def stands_at(at: int, fragment: str, folded: str, pack: Pack) -> int:
    """Where a fragment ends that begins at a place; 0 if none does."""
    found = pack.searcher(fragment).opening(folded[at : at + NEAR])
    return at + found.end if found else 0


def search(fragment: str, folded: str, pack: Pack) -> Iterator[Match]:
    """Where a fragment stands in a few words."""
    return pack.searcher(fragment).search(folded, folded.encode())


# No more than a few: what is remembered of a pack keeps all of it, patterns too.
@lru_cache(maxsize=4)
def list_joins(pack: Pack) -> tuple[str, ...]:
    """What may stand between the bodies of a list; the longest first, as one ends another."""
    return tuple(sorted(pack.words("list_joins"), key=lambda join: (-len(join), join)))
