"""What a text must hold for a pattern to match in it: a few words, found in advance.

``needles`` looks through a pattern once, when rules are loaded. A search for plain words needs
no automaton of the whole pattern, so the first notice is read in a fraction of the time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from notice_cli.trees import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notice_cli.trees import Tree

# So many strings may stand for a part of a pattern, each so long.
MOST = 200
LONGEST = 24
# So many groups of strings are kept.
GROUPS = 6
# So many of what is repeated are put together.
TIMES = 3
_COUNT = re.compile(r"\{(\d+)")
_PIECE = re.compile(r"\\x\{([0-9A-Fa-f]+)\}|\\([^\w\s])|\\(.)|([^\\])", re.DOTALL)

Strings = frozenset[str]


@dataclass(frozen=True, slots=True)
class Part:
    """What is known of a part of a pattern.

    ``exact`` are all strings that it can match, None if they are many or unknown; of
    each set in ``needs`` a match holds at least one.
    """

    exact: Strings | None = None
    needs: tuple[Strings, ...] = ()

    @property
    def all(self) -> tuple[Strings, ...]:
        """Sets of strings, of each of which a match holds at least one."""
        if self.exact is not None and "" not in self.exact:
            return (self.exact,)
        return self.needs


_ANYTHING = Part()
_EMPTY = Part(frozenset({""}))


def needles(tree: Tree | None) -> list[list[str]]:
    """Groups of strings in folded case; what a pattern matches holds one of each group."""
    groups = [_shortest(group) for group in _part(tree).all] if tree else []
    return [group for number, group in enumerate(groups) if group not in groups[:number]]


def _shortest(strings: Strings) -> list[str]:
    """Without those that hold another one."""
    kept: list[str] = []
    for some in sorted(strings, key=len):
        if not any(other in some for other in kept):
            kept.append(some)
    return sorted(kept)


def _either(choices: Iterable[Part]) -> Part:
    parts = list(choices)
    best = _union(max(part.all, key=_worth, default=None) for part in parts)
    return Part(_union(part.exact for part in parts), (best,) if best else ())


def _union(sets: Iterable[Strings | None]) -> Strings | None:
    whole: set[str] = set()
    for some in sets:
        if some is None:
            return None
        whole |= some
        if len(whole) > MOST:
            return None
    return frozenset(whole)


def _in_turn(parts: Iterable[Part]) -> Part:
    """Parts one after the other."""
    whole, exact = True, _EMPTY.exact
    candidates: list[Strings] = []
    for part in parts:
        joined = _joined(exact, part.exact)
        if joined is None:
            whole = False
            candidates += [exact] if exact and "" not in exact else []
            candidates += part.needs
            joined = part.exact if part.exact is not None else _EMPTY.exact
        exact = joined
    if whole:
        return Part(exact)
    if exact and "" not in exact:
        candidates.append(exact)
    candidates.sort(key=_worth, reverse=True)
    return Part(None, tuple(candidates[:GROUPS]))


def _joined(first: Strings | None, second: Strings | None) -> Strings | None:
    if first is None or second is None or len(first) * len(second) > MOST:
        return None
    joined = frozenset(a + b for a in first for b in second)
    return joined if max(map(len, joined)) <= LONGEST else None


def _worth(strings: Strings) -> float:
    """How rarely a text holds one of them: longer is better, fewer are."""
    shortest = min(map(len, strings))
    return min(6, shortest) - log2(len(strings)) / 2


def _repeated(part: Part, sign: str) -> Part:
    if sign.startswith("?") and part.exact is not None:
        return Part(part.exact | {""})
    count = _COUNT.match(sign)
    least = int(count[1]) if count else int(sign.startswith("+"))
    if not least:
        return _ANYTHING
    # A few of them, one behind the other.
    exact = part.exact
    for _ in range(1, min(least, TIMES)):
        longer = _joined(exact, part.exact)
        if longer is None:
            break
        exact = longer
    return Part(None, Part(exact, part.needs).all)


def _atom(kind: str, text: str) -> Part:
    if kind == "class":
        return _class(text)
    if kind == "words":
        return _words(text.casefold())
    if kind == "sign" and text != ".":
        return _EMPTY
    if kind == "escape":
        char = character(text)
        if char is not None:
            return Part(frozenset({char.casefold()}))
        if text in ("\\b", "\\B", "\\A", "\\z"):
            return _EMPTY
    return _ANYTHING


def _words(text: str) -> Part:
    if len(text) <= LONGEST:
        return Part(frozenset({text}))
    return Part(None, (frozenset({text[:LONGEST]}),))


def character(escape: str) -> str | None:
    """The one character that an escape, or a character, stands for; None for more."""
    piece = _PIECE.fullmatch(escape)
    if piece is None:
        return None
    if piece[1]:
        return chr(int(piece[1], 16))
    return piece[2] or {"n": "\n", "t": "\t"}.get(piece[3] or "") or piece[4]


def _class(text: str) -> Part:
    """The characters of a small class."""
    inner = text[1:-1]
    if inner.startswith("^") or "[:" in inner:
        return _ANYTHING
    pieces = list(_PIECE.finditer(inner))
    chars: set[str] = set()
    for number, piece in enumerate(pieces):
        char = character(piece.group())
        inside = 0 < number < len(pieces) - 1
        if char is None or (piece.group() == "-" and inside) or len(chars) > MOST // 4:
            return _ANYTHING
        chars.add(char.casefold())
    return Part(frozenset(chars))


_part = walk(either=_either, in_turn=_in_turn, repeated=_repeated, atom=_atom)
