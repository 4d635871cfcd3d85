"""Lines of scanned texts that are no words: what is left of stamps, seals and handwriting."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notice_cli.beside import is_title
from notice_cli.syllables import syllables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notice_cli.lines import Line
    from notice_cli.rules import Pack

_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*%?")
_WORD = re.compile(r"[^\W\d_]+")
_APART = re.compile(r"[-/&.,'()]")
_MARKS = ".,;:()[]\"'/-!?"
# A line of fewer odd signs may be a name or a short form.
FEWEST = 2


def without_stains(lines: Sequence[Line], pack: Pack) -> tuple[list[Line], list[Line]]:
    """The lines of one title of a scanned text, and those among them that are none of it.

    These are capitals behind a title that is not printed in them, and lines of which most is
    no word.
    """
    if not pack.scanned or not lines:
        return list(lines), []
    capitals = is_title(lines[0], pack)
    kept: list[Line] = []
    stains: list[Line] = []
    for line in lines:
        strange = (not capitals and is_title(line, pack)) or is_stain(line, pack)
        (stains if strange and line is not lines[0] else kept).append(line)
    return kept, stains


def is_stain(line: Line, pack: Pack) -> bool:
    """Whether no more of a line is words and numbers than is neither."""
    told = [_is_said(word, pack) for word in pack.fold(line.value).split()]
    odd = told.count(False)
    return odd >= FEWEST and odd >= told.count(True)


def _is_said(word: str, pack: Pack) -> bool | None:
    """Whether something between spaces is a word or a number; None where it may be either."""
    core = word.strip(_MARKS)
    if not core or len(core) == 1:
        return None if core.isalnum() or not core else False
    if _NUMBER.fullmatch(core):
        return True
    parts = [part for part in _APART.split(core) if part]
    if not all(_WORD.fullmatch(part) or part.isdecimal() for part in parts):
        return False
    words = [part for part in parts if not part.isdecimal()]
    if all(part.isupper() or part.lower() in syllables(pack) for part in words):
        return True
    # Words of other languages are no stains.
    foreign = all(part.isascii() and (part.islower() or part.istitle()) for part in words)
    return None if foreign else False
