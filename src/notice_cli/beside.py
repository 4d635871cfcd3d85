"""Scanned endings: what of the right column stands on the lines of the receivers.

A scanner reads across columns and keeps no gap between them: a line of authority behind the
title of the receivers, a title or the signer's name behind the mark that ends one of them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notice_cli.lines import Line
    from notice_cli.rules import Pack

# A printed line of an ending is no longer than this.
LONGEST = 120
# A title in capitals has so many letters; one in so many may be damaged.
CAPITALS = 8
DAMAGED = 0.2
_MARK = re.compile(r"; ?(?=\S)")
_WORD = re.compile(r"(?<= )(?=\S)")


def parted(lines: Iterable[Line], pack: Pack) -> list[Line]:
    """The lines of an ending, what stands beside receivers behind all of them."""
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
    if len(value) > LONGEST or not value[-1:].isalpha():
        return 0
    mark = max((match.end() for match in _MARK.finditer(value)), default=0)
    names = pack.fragment_matcher("name_beside").find(pack.fold(value[mark:]))
    named = any(match.start == 0 and match.end == len(value) - mark for match in names)
    if mark and (named or _is_in_capitals(value[mark:])):
        return mark
    return _authority(value, pack)


def _is_in_capitals(value: str) -> bool:
    letters = [char for char in value if char.isalpha()]
    small = sum(char.islower() for char in letters)
    return " " in value and len(letters) >= CAPITALS and small <= DAMAGED * len(letters)


def _authority(value: str, pack: Pack) -> int:
    """Where a line of authority or a title begins that ends the line, not that of its own."""
    if not value[-2:].isupper() or _tells(value, pack):
        return 0
    places = (match.start() for match in _WORD.finditer(value))
    at = next((at for at in places if _tells(value[at:], pack)), 0)
    # Words in capitals before it are part of it, known or not.
    return 0 if value[:at].replace(" ", "").isalpha() and value[:at].isupper() else at


def _tells(value: str, pack: Pack) -> bool:
    found = pack.matcher("anchors").find(pack.fold(value))
    kinds = {"authority", "title", "recipients", "archive"}
    return any(match.start == 0 and match.rule.meaning["block"] in kinds for match in found)
