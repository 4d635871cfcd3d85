"""Patterns that end in a large choice, cut in two, so that the choice is compiled once.

Many rules end in the same hundreds of verbs. Such a pattern is kept as a head, which ends
where a mark stands, and as what the choice is made of. Marks stand for the spaces and commas
of a text; where none of the choice begins, the mark is taken away again. What
is found is the same as with the whole pattern: where the first alternative wins, the head's
first way that the choice goes on from is the whole pattern's first way.
"""

from __future__ import annotations

import re

import re2

from notice_cli.needles import LENGTH, behind_flags, behind_sequence, split
from notice_cli.patterns import MARKS, Cut

# A choice of fewer characters costs less than to look at it apart.
LEAST = 2000
# A choice between more than these is one part; what comes to more is left whole.
PARTS = 8
ANY_MARK = r"[\x01\x02]"
_ESCAPED = {mark: rf"\x0{ord(mark)}" for mark in MARKS.values()}
# Flags for all that follows, and what a group cannot be cut out of.
_FLAGS = re.compile(r"\(\?[a-zA-Z]*(?:-[a-zA-Z]+)?\)|\\Q")

_LAST_STROKE = re.compile(r"(?<!\\)((?:\\\\)*)-\]$")
_PLAIN = [("plain", char) for char in MARKS]

_Pieces = list[tuple[str, str]]


def cut(pattern: str) -> Cut | None:
    """The pattern in two, or None where it ends in no large choice that can be told apart.

    Each part of the tail begins with a space or a comma, and captures nothing.
    """
    if not LEAST <= len(pattern) <= LENGTH or _FLAGS.search(pattern):
        return None
    try:
        return _cut(pattern)
    except RecursionError:
        return None


def _cut(pattern: str) -> Cut | None:
    pieces = split(pattern)
    begin = _last_group(pieces)
    if begin is None:
        return None
    at = _length(pieces[:begin])
    if begin and pieces[begin - 1] in _PLAIN:
        # The choice as a whole is one part, with what stands before it.
        begin, at = begin - 1, at - 1
        parts = [(at, len(pattern))]
    else:
        parts = _parts(pieces[begin:], at)
    sound = len(pattern) - at >= LEAST and len(parts) <= PARTS
    if not sound or not all(_is_part(split(pattern[start:end])) for start, end in parts):
        return None
    head = [_marked(kind, text) for kind, text in pieces[:begin]]
    if None in head:
        return None
    return Cut("".join(filter(None, head)) + ANY_MARK, parts)


def _last_group(pieces: _Pieces) -> int | None:
    """Where the last group begins, if the pattern ends with it and is no choice itself."""
    depth, begin = 0, None
    for number, (kind, _) in enumerate(pieces):
        if kind == "open":
            begin = number if not depth else begin
            depth += 1
        elif kind == "close":
            depth -= 1
        elif kind == "bar" and not depth:
            return None
    if begin is None or depth or pieces[-1][0] != "close" or _bare(pieces[begin:]) is None:
        return None
    return begin


def _bare(pieces: _Pieces) -> _Pieces | None:
    """What stands in a group that captures nothing, if the pieces are one such group."""
    if len(pieces) < 4 or pieces[0][0] != "open" or pieces[1][1] + pieces[2][1] != "?:":  # noqa: PLR2004 - open, `?:`, close
        return None
    depth = 0
    for number, (kind, _) in enumerate(pieces):
        depth += (kind == "open") - (kind == "close")
        if not depth:
            return pieces[3:-1] if number == len(pieces) - 1 else None
    return None


def _parts(pieces: _Pieces, at: int) -> list[tuple[int, int]]:
    """The alternatives of a choice as offsets, those of a choice in it too."""
    inner = _bare(pieces)
    if inner is not None:
        return _parts(inner, at + 3)
    found, begin, depth = [], 0, 0
    for number, (kind, _) in enumerate([*pieces, ("bar", "|")]):
        depth += (kind == "open") - (kind == "close")
        if kind == "bar" and not depth:
            found.append((begin, number))
            begin = number + 1
    if not 1 < len(found) <= PARTS:
        return [(at, at + _length(pieces))]
    return [
        part
        for start, end in found
        for part in _parts(pieces[start:end], at + _length(pieces[:start]))
    ]


def _length(pieces: _Pieces) -> int:
    return sum(len(text) for _, text in pieces)


def _is_part(pieces: _Pieces) -> bool:
    """Whether all that an alternative matches begins with a space or a comma."""
    if any(kind == "open" and text != "(" for kind, text in pieces):
        return False
    sound, empty, _ = _begins(pieces, 0)
    return sound and not empty


def _begins(pieces: _Pieces, at: int) -> tuple[bool, bool, int]:
    """Whether alternatives begin so; whether one of them may be empty; where they end."""
    all_sound, any_empty = True, False
    while True:
        sound = empty = True
        # What stands behind what may be missing can come first.
        while empty and at < len(pieces) and pieces[at][0] not in ("bar", "close"):
            first, empty, at = _one(pieces, at)
            sound = sound and first
        at = behind_sequence(pieces, at)
        all_sound, any_empty = all_sound and sound, any_empty or empty
        if at == len(pieces) or pieces[at][0] != "bar":
            return all_sound, any_empty, at
        at += 1


def _one(pieces: _Pieces, at: int) -> tuple[bool, bool, int]:
    kind, text = pieces[at]
    sound, empty = kind == "plain" and text in MARKS, False
    at += 1
    if kind == "open":
        sound, empty, at = _begins(pieces, behind_flags(pieces, at))
        at += 1
    while at < len(pieces) and pieces[at][0] == "repeat":
        empty = empty or pieces[at][1].startswith(("*", "?", "{0"))
        at += 1
    return sound, empty, at


def _marked(kind: str, text: str) -> str | None:
    """A piece of a head that takes a mark for what it stands for; None where none can."""
    if kind == "plain":
        return f"[{text}{_ESCAPED[MARKS[text]]}]" if text in MARKS else text
    if kind not in ("class", "escape"):
        return text
    for char, mark in MARKS.items():
        takes, takes_mark = (re2.fullmatch(text, one) is not None for one in (char, mark))
        if takes == takes_mark:
            continue
        if takes and kind == "escape":
            text, kind = rf"[{text}{_ESCAPED[mark]}]", "class"
        elif kind == "class" and text.startswith("[^") != takes:
            # A stroke that ends the class must not become a range.
            text = _LAST_STROKE.sub(r"\1\\-]", text)[:-1] + _ESCAPED[mark] + "]"
        else:
            return None
    return text
