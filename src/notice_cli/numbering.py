"""Numbers of lines, printed at the left of each one or of each fifth: masked in their place."""

from __future__ import annotations

import re
from itertools import pairwise

_NUMBER = re.compile(r"^[ \t]{0,8}(\d{1,5})(?:[ ]{1,3}\|?[ ]?|\t|:[ ]|(?=\r?$))", re.MULTILINE)
_FILLED = re.compile(r"^.*\S", re.MULTILINE)
_OUT = re.compile(r"^[^\S\n]*\S", re.MULTILINE)
# So many lines show it; nearly all of them have a number, one more than the last.
FEWEST = 8
SHARE = 0.95
# Where not each line has one, each of so many has.
STEPS = (5, 10)
# The other lines stand in as far then.
INDENT = 2
# But for so many, which programs printed around pages.
STRAY = 0.15


def read_numbers(value: str) -> str | None:
    """The text without numbers of its lines, as long as before; None where it has none."""
    found = list(_NUMBER.finditer(value))
    if len(found) < FEWEST // STEPS[0]:
        return None
    filled = len(_FILLED.findall(value))
    if filled < FEWEST:
        return None
    if not _each([int(match[1]) for match in found], filled):
        steps = (_steps(found, filled, step, value) for step in STEPS)
        found = next(filter(None, steps), [])
    pieces: list[str] = []
    end = 0
    for match in found:
        pieces += (value[end : match.start()], " " * len(match.group()))
        end = match.end()
    return "".join([*pieces, value[end:]]) if found else None


def _each(numbers: list[int], filled: int) -> bool:
    """Whether nearly each line has a number; they may begin anew on each page."""
    if len(numbers) < SHARE * filled:
        return False
    rises = sum(b == a + 1 for a, b in pairwise(numbers))
    return numbers[0] == 1 and rises >= SHARE * (len(numbers) - 1)


def _steps(
    found: list[re.Match[str]], filled: int, step: int, value: str
) -> list[re.Match[str]] | None:
    """The numbers of the lines of which each of so many has one, if the others stand in."""
    taken: list[re.Match[str]] = []
    for match in found:
        if int(match[1]) == step * (len(taken) + 1) and match.group().endswith(("  ", "\t", "|")):
            taken.append(match)
    numbered = {match.start() for match in taken}
    outside = sum(
        len(match.group()) <= INDENT and match.start() not in numbered
        for match in _OUT.finditer(value)
    )
    shown = len(taken) >= filled // step * SHARE and outside <= filled * STRAY
    return taken if shown else None
