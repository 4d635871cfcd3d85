"""One telling of somebody to act; also of somebody whom no rule for bodies knows.

A stranger ("the owners of the forest plant anew") is called by the author's own words.
Where these hold a verb, nobody can tell where the name ends: then no name is given, but
neither is the task that of whoever is told above.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notice_cli.bodies import Member
from notice_cli.model import AssigneeSource
from notice_cli.name_ends import NEAR, search
from notice_cli.patterns import Match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notice_cli.entities import Reading
    from notice_cli.rules import Pack

# How many words behind a verb are looked at for another one.
_NEXT_WORDS = 3


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
        if reading.beginning(start, start) or any(s < match.end and start < e for s, e in taken):
            continue
        words = reading.folded[start:end].lower()
        if _holds("no_stranger", words, pack, first=True):
            continue
        behind = reading.folded[end : end + NEAR].lower().lstrip()
        sure = _sure(words, behind, pack)
        if _holds("stranger_suffers", behind, pack, first=True):
            continue
        meaning = match.rule.meaning
        taken.append((start, end))
        yield Clause(
            (Member(reading.words(start, end), start, end),),
            start,
            match.groups["cut"][0],
            "explicit",
            bool(meaning.get("order")),
            weak=bool(meaning.get("weak")),
            unsure=not sure,
            match=match,
        )


def _sure(words: str, behind: str, pack: Pack) -> bool:
    """Whether a name of two words or more, without a verb in it, ends where a verb stands.

    It may go on where more verbs follow: the first one could be a part of it.
    """
    if " " not in words or _holds("unsure_stranger", words, pack):
        return False
    if _holds("next_work", behind, pack, first=True) or behind[:1] == ",":
        return True
    first = next(search("work", behind, pack), None)
    near = behind[first.end :].split(" ")[: _NEXT_WORDS + 1] if first else []
    return not _holds("work", " ".join(near).partition(",")[0], pack)


def _holds(fragment: str, words: str, pack: Pack, *, first: bool = False) -> bool:
    """Whether a fragment stands in words, or begins them."""
    return any(not first or not match.start for match in search(fragment, words, pack))
