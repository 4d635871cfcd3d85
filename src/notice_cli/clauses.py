"""One telling of somebody to act; also of somebody whom no rule for bodies knows.

A stranger ("the owners of the forest plant anew") is called by the author's own words.
Where these hold a verb, nobody can tell where the name ends: then no name is given, but
neither is the task that of whoever is told above.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from notice_cli.bodies import Member
from notice_cli.model import AssigneeSource
from notice_cli.name_ends import NEAR, list_joins, name_end, search
from notice_cli.patterns import Match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notice_cli.entities import Reading
    from notice_cli.rules import Pack


@dataclass(frozen=True, slots=True)
class Clause:
    """One telling of somebody to act.

    ``cut`` is where a clause begins with it, None inside a clause; ``source`` tells a
    run-in heading from a body named in the words; ``order`` an order ("giao X") from a
    subject ("X does"); ``weak`` a subject without a verb that is known to tell work;
    ``asks`` one who is asked ("ask X"), which anybody may do; ``unsure`` words of somebody
    who acts, of which it is not known where the name ends; ``match`` is where a rule found it.
    """

    members: tuple[Member, ...]
    start: int
    cut: int | None
    source: AssigneeSource
    order: bool
    weak: bool = False
    asks: bool = False
    unsure: bool = False
    match: Match | None = field(default=None, compare=False)


def strangers(
    matches: Iterable[Match],
    clauses: Sequence[Clause],
    labels: Iterable[Match],
    reading: Reading,
    pack: Pack,
) -> Iterator[Clause]:
    """Tellings of somebody unknown, where nobody known is told in the same words."""
    taken = [(clause.start, clause.members[-1].end) for clause in clauses]
    taken += [(label.start, label.end) for label in labels]
    for match in matches:
        if "who" not in match.groups:
            continue
        start, end = match.groups["who"]
        if any(s < match.end and start < e for s, e in taken):
            continue
        named = _named(start, end, reading, pack)
        if named is None:
            continue
        end, sure = named
        meaning = match.rule.meaning
        taken.append((start, end))
        yield Clause(
            tuple(_members(start, end, reading, pack)),
            start,
            match.groups["cut"][0],
            "explicit",
            bool(meaning.get("order")),
            weak=bool(meaning.get("weak")),
            unsure=not sure,
            match=match,
        )


def with_strangers(clause: Clause, reading: Reading, pack: Pack) -> Clause:
    """A clause, and those unknown whom its rule found beside the bodies that are told."""
    beside = clause.match.groups.get("beside") if clause.match else None
    named = _named(*beside, reading, pack) if beside else None
    if beside is None or named is None or not named[1]:
        return clause
    return replace(clause, members=(*clause.members, *_members(beside[0], named[0], reading, pack)))


def _named(start: int, end: int, reading: Reading, pack: Pack) -> tuple[int, bool] | None:
    """Where the name of a stranger ends, and whether that is sure; None where it is no one's."""
    if reading.beginning(start, start):
        return None
    words = reading.folded[start:end].lower()
    if any(
        _holds(none, seen, pack, first=True)
        for seen in (words, _with_next_word(start, end, reading.folded))
        for none in ("work", "no_stranger")
    ):
        return None
    named = name_end(start, end, reading.folded, pack)
    deed, end = named > end, named or end
    words = reading.folded[start:end].lower()
    behind = reading.folded[end : end + NEAR].lower().lstrip()
    if _holds("stranger_suffers", behind, pack, first=True):
        return None
    return end, deed or (named > 0 and _sure(words, behind, pack))


def _members(start: int, end: int, reading: Reading, pack: Pack) -> Iterator[Member]:
    """Each of several strangers in a list that begins with a word for somebody who acts."""
    words, begun = reading.folded[start:end].lower(), start
    for actor in search("actor", words, pack):
        join = next((j for j in list_joins(pack) if words.endswith(j, 0, actor.start)), "")
        if join:
            ended = start + actor.start - len(join)
            yield Member(reading.words(begun, ended), begun, ended)
            begun = start + actor.start
    yield Member(reading.words(begun, end), begun, end)


def _with_next_word(start: int, end: int, folded: str) -> str:
    """Words, and the next one."""
    more = folded.find(" ", end + 1)
    return folded[start : more if more > 0 else None].lower()


def _sure(words: str, behind: str, pack: Pack) -> bool:
    """Whether a name of two words or more, without a verb in it, ends where a verb stands.

    It may go on where more verbs follow: the first one could be a part of it.
    """
    if " " not in words or any(_holds(some, words, pack) for some in ("unsure_stranger", "work")):
        return False
    if _holds("next_work", behind, pack, first=True) or behind[:1] == ",":
        return True
    first = next(search("work", behind, pack), None)
    return not (first and _holds("work", behind[first.end :].lstrip(), pack, first=True))


def _holds(fragment: str, words: str, pack: Pack, *, first: bool = False) -> bool:
    """Whether a fragment stands in words, or begins them."""
    searcher = pack.searcher(fragment)
    if first:
        return searcher.opening(words) is not None
    return next(searcher.search(words, words.encode()), None) is not None
