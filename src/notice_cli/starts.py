"""What every match of a pattern begins with: a few strings, found in advance.

A large pattern that is searched for everywhere at once keeps an automaton of all the places
where it may have begun. Searched for only where one of these strings stands, it is quicker
and needs a fraction of the memory. Of use where case counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from notice_cli.needles import character
from notice_cli.trees import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notice_cli.trees import Tree

# A pattern of fewer characters is quick enough.
LEAST = 500
# No more strings than these, and none longer than it takes to be rare.
MOST = 400
_ENOUGH = 8
_SHORT = 3
# A class of more characters is any character.
_CLASS = 24

# What is not followed: flags that change case, and text that is quoted.
_FLAGS = re.compile(r"\(\?[a-zA-Z-]+[:)]|\\Q")


class _Begun(NamedTuple):
    """What a part of a pattern begins with: strings that are all of it, and first characters."""

    whole: frozenset[str]
    first: frozenset[str]


_NONE: frozenset[str] = frozenset()
_EMPTY = frozenset([""])
_UNKNOWN = _Begun(_NONE, _EMPTY)


def starts(pattern: str, tree: Tree | None) -> list[str] | None:
    """Strings of which each match of the pattern begins with one; None where that is not known."""
    # One that begins with the text is searched for in one place as it is.
    if not tree or len(pattern) < LEAST or pattern.startswith("^") or _FLAGS.search(pattern):
        return None
    begun = _begun(tree)
    strings = begun.whole | begun.first
    if "" in strings:
        return None
    return sorted(s for s in strings if not any(s[:n] in strings for n in range(1, len(s))))


def _either(parts: Iterable[_Begun]) -> _Begun:
    whole, first = _NONE, _NONE
    for part in parts:
        whole, first = whole | part.whole, first | part.first
    return _few(whole, first)


def _few(whole: frozenset[str], first: frozenset[str]) -> _Begun:
    """Both, or their first characters alone, which are fewer."""
    if len(whole) + len(first) <= MOST:
        return _Begun(whole, first)
    short = frozenset(some[:_SHORT] for some in whole | first)
    return _Begun(_NONE, short) if len(short) <= MOST else _UNKNOWN


def _in_turn(parts: Iterable[_Begun]) -> _Begun:
    begun = _Begun(_EMPTY, _NONE)
    for part in parts:
        begun = _joined(begun, part)
        if not begun.whole:
            break
    return begun


def _joined(begun: _Begun, part: _Begun) -> _Begun:
    """What two parts begin with, one behind the other."""
    if len(begun.whole) * (len(part.whole) + len(part.first)) > MOST:
        part = _Begun(_NONE, frozenset(some[:_SHORT] for some in part.whole | part.first))
        if len(begun.whole) * len(part.first) > MOST:
            return _Begun(_NONE, begun.whole | begun.first)
    whole = frozenset(a + b for a in begun.whole for b in part.whole)
    first = frozenset(a + b for a in begun.whole for b in part.first)
    long = frozenset(some for some in whole if len(some) >= _ENOUGH)
    return _few(whole - long, begun.first | first | {some[:_ENOUGH] for some in long})


def _repeated(part: _Begun, sign: str) -> _Begun:
    if sign.startswith(("*", "{0")):
        return _Begun(_EMPTY, part.whole | part.first)
    if sign.startswith("?"):
        return _Begun(part.whole | _EMPTY, part.first)
    return _Begun(_NONE, part.whole | part.first)


def _atom(kind: str, text: str) -> _Begun:
    if kind == "sign" and text != ".":
        return _Begun(_EMPTY, _NONE)
    if kind == "words":
        return _Begun(frozenset([text]), _NONE)
    chars: frozenset[str] | None = None
    if kind == "escape":
        char = character(text)
        chars = frozenset([char]) if char else None
    elif kind == "class":
        chars = _class(text)
    return _UNKNOWN if chars is None else _Begun(chars, _NONE)


def _class(text: str) -> frozenset[str] | None:
    """The characters of a small class."""
    inner = text[1:-1]
    if inner.startswith("^") or "[:" in inner or len(inner) > _CLASS or "\\" in inner:
        return None
    return None if "-" in inner[1:-1] else frozenset(inner)


_begun = walk(either=_either, in_turn=_in_turn, repeated=_repeated, atom=_atom)
