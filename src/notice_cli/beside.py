"""Endings read across columns: what of the right one stands on the lines of the receivers.

Scanners read across columns and keep no gap between them, and so do some converters: a line of
authority behind the title of the receivers, a title or the signer's name behind the mark that
ends one of them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notice_cli.lines import Line
    from notice_cli.patterns import Match
    from notice_cli.rules import Pack

# A printed line of an ending is no longer than this.
LONGEST = 120
# A title in capitals has so many letters; one in so many may be damaged.
CAPITALS = 7
DAMAGED = 0.3
_MARK = re.compile(r"[;.] ?(?=\S)")
_STOP = re.compile(r"[;.] (?=\S)")
_END = re.compile(r"; ?(?=\S)")
# A name that no mark parts from an archive note has so many words and one.
WORDS = 2
_WORD = re.compile(r"(?<= )(?=\S)")


def parted(lines: Iterable[Line], pack: Pack) -> list[Line]:
    """The lines of an ending, what stands beside receivers behind them all.

    Clean texts keep columns apart, unless the title of the receivers has an authority behind it.
    """
    lines = list(lines)
    if not pack.scanned and not any(_shares_title(line, pack) for line in lines):
        return lines
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        at = beside(line, pack)
        if not at:
            left.append(line)
            continue
        left.append(replace(line, text=line.text.slice(0, at).strip()))
        right.append(replace(line, text=line.text.slice(at, len(line.text)).strip()))
    return [*left, *right]


def beside(line: Line, pack: Pack) -> int:
    """Where on a line the right column begins; 0 where nothing tells of one."""
    value = line.value
    if len(value) > LONGEST:
        return 0
    if not value[-1:].isalpha():
        return _signed(value, pack)
    # The archive note has no mark but a stop behind it, which stands behind short forms, too.
    archive = _tells(value, pack, {"archive"})
    mark = _MARK if archive else _END
    name, title = _surnamed(mark, value, pack), _behind(mark, value)
    if not name and archive and not pack.scanned:
        name = _named(value, pack)
    if not name and title and _is_in_capitals(value[title:]):
        name = title
    return name or _authority(value, pack)


def _surnamed(mark: re.Pattern[str], value: str, pack: Pack) -> int:
    """Where a name with a known surname begins behind a mark and ends the line."""
    matcher = pack.fragment_matcher("name_beside")
    for match in mark.finditer(value):
        rest = pack.fold(value[match.end() :])
        if any(one.start == 0 and one.end == len(rest) for one in matcher.find(rest)):
            return match.end()
    return 0


def _shares_title(line: Line, pack: Pack) -> bool:
    """Whether a line of authority or a title stands behind the title of the receivers."""
    found = pack.matcher("anchors").find(pack.fold(line.value))
    rests = (match.groups.get("rest") for match in found if _block(match) == "recipients")
    return any(
        rest and _tells(line.value[slice(*rest)].strip(), pack, {"authority", "title"})
        for rest in rests
    )


def _block(match: Match) -> str:
    return str(match.rule.meaning["block"])


def _behind(mark: re.Pattern[str], value: str) -> int:
    """Where the words behind the last mark begin; 0 where there is none."""
    return max((match.end() for match in mark.finditer(value)), default=0)


def _named(value: str, pack: Pack) -> int:
    """Where a name behind the archive note begins, with its titles; no scanner spelled it."""
    found = begins = 0
    for mark in reversed(list(_STOP.finditer(value))):
        at = mark.end()
        rest = pack.fold(value[at:])
        names = (m.groups["rest"][0] for m in pack.matcher("anchors").find(rest) if _is_name(m))
        name = next(names, None)
        # What stands before a name that was found is a title of its own, or no part of it.
        if name is not None and " " in rest and begins in (0, at + name):
            found, begins = at, at + name
    matcher = pack.fragment_matcher("name_beside")
    for at in (found, *(match.start() for match in _WORD.finditer(value) if match.start() > found)):
        rest = pack.fold(value[at:])
        if at and rest.count(" ") >= WORDS and any(
            m.start == 0 and m.end == len(rest) for m in matcher.find(rest)
        ):  # fmt: skip
            return at
    # Where no surname begins one: all words behind the stop.
    return found


def _is_name(match: Match) -> bool:
    return match.start == 0 and _block(match) == "name"


def _signed(value: str, pack: Pack) -> int:
    """Where the words begin, of two at most, that say that it was signed."""
    places = [match.start() for match in _WORD.finditer(value)][-2:]
    return next((at for at in places if _tells(value[at:], pack, {"signed"})), 0)


def is_title(line: Line, pack: Pack) -> bool:
    """Whether a line of a scanned text can be a damaged title: most of it is in capitals."""
    return pack.scanned and _is_in_capitals(line.value)


def _is_in_capitals(value: str) -> bool:
    letters = [char for char in value if char.isalpha()]
    small = sum(char.islower() for char in letters)
    return " " in value and len(letters) >= CAPITALS and small <= DAMAGED * len(letters)


def _authority(value: str, pack: Pack) -> int:
    """Where a line of authority or a title begins that ends the line, not that of its own."""
    kinds = {"authority", "title"}
    if not value[-2:].isupper() or _tells(value, pack, kinds | {"recipients", "archive"}):
        return 0
    places = (match.start() for match in _WORD.finditer(value))
    at = next((at for at in places if _tells(value[at:], pack, kinds)), 0)
    # Words in capitals before it are part of it, known or not.
    return 0 if value[:at].replace(" ", "").isalpha() and value[:at].isupper() else at


def _tells(value: str, pack: Pack, kinds: set[str]) -> bool:
    """Whether a line is of one of these kinds."""
    found = pack.matcher("anchors").find(pack.fold(value))
    return any(match.start == 0 and _block(match) in kinds for match in found)
