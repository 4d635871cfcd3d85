"""What a text must hold for a pattern to match in it: a few words, found in advance.

``needles`` reads a pattern once, when rules are loaded. A search for plain words needs
no automaton of the whole pattern, so the first notice is read in a fraction of the time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from notice_cli.fragments import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# So many strings may stand for a part of a pattern, each so long.
MOST = 96
LONGEST = 24
# So many groups of strings are kept.
GROUPS = 3
# A longer pattern is not looked at.
LENGTH = 60_000
_REPEAT = re.compile(r"(?:([*+?])|\{(\d+)(?:,(\d*))?\})\??")
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


def needles(pattern: str) -> list[list[str]]:
    """Groups of strings in folded case; what matches holds one of each group."""
    if len(pattern) > LENGTH:
        return []
    pieces = split(pattern)
    try:
        part, end = _alternatives(pieces, 0)
    except RecursionError:
        return []
    groups = [_shortest(group) for group in part.all] if end == len(pieces) else []
    return [group for number, group in enumerate(groups) if group not in groups[:number]]


def _shortest(strings: Strings) -> list[str]:
    """Without those that hold another one."""
    kept: list[str] = []
    for some in sorted(strings, key=len):
        if not any(other in some for other in kept):
            kept.append(some)
    return sorted(kept)


def split(pattern: str) -> list[tuple[str, str]]:
    """A pattern's tokens, plain text in single characters, bars and repetitions apart."""
    pieces = []
    for token in TOKEN.finditer(pattern):
        kind, text = token.lastgroup or "", token.group()
        if kind == "plain":
            for char in text:
                some = "bar" if char == "|" else "repeat" if char in "*+?" else "plain"
                pieces.append((some, char))
        else:
            pieces.append(("repeat" if kind == "count" else kind, text))
    return pieces


def behind_sequence(pieces: Sequence[tuple[str, str]], at: int) -> int:
    """Where a sequence ends: at a bar, at the bracket that closes it, or with the pattern."""
    depth = 0
    while at < len(pieces):
        kind = pieces[at][0]
        if kind == "open":
            depth += 1
        elif kind == "close":
            if not depth:
                break
            depth -= 1
        elif kind == "bar" and not depth:
            break
        at += 1
    return at


def _alternatives(pieces: Sequence[tuple[str, str]], at: int) -> tuple[Part, int]:
    """Choices up to the bracket that closes them, or to the end."""
    parts = []
    while True:
        part, at = _sequence(pieces, at)
        parts.append(part)
        if at == len(pieces) or pieces[at][0] != "bar":
            break
        at += 1
    return _either(parts), at


def _either(parts: Sequence[Part]) -> Part:
    if len(parts) == 1:
        return parts[0]
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


def _sequence(pieces: Sequence[tuple[str, str]], at: int) -> tuple[Part, int]:
    """Parts one after the other, up to a bar, a closing bracket, or the end."""
    whole, exact = True, _EMPTY.exact
    candidates: list[Strings] = []
    while at < len(pieces) and pieces[at][0] not in ("bar", "close"):
        part, at = _one(pieces, at)
        joined = _joined(exact, part.exact)
        if joined is None:
            whole = False
            candidates += [exact] if exact and "" not in exact else []
            candidates += part.needs
            joined = part.exact if part.exact is not None else _EMPTY.exact
        exact = joined
    if whole:
        return Part(exact), at
    if exact and "" not in exact:
        candidates.append(exact)
    candidates.sort(key=_worth, reverse=True)
    return Part(None, tuple(candidates[:GROUPS])), at


def _joined(first: Strings | None, second: Strings | None) -> Strings | None:
    if first is None or second is None or len(first) * len(second) > MOST:
        return None
    joined = frozenset(a + b for a in first for b in second)
    return joined if max(map(len, joined)) <= LONGEST else None


def _worth(strings: Strings) -> float:
    """How rarely a text holds one of them: longer is better, fewer are."""
    shortest = min(map(len, strings))
    return min(6, shortest) - log2(len(strings)) / 2


def _one(pieces: Sequence[tuple[str, str]], at: int) -> tuple[Part, int]:
    """One character, class or group, with the repetitions behind it."""
    kind, text = pieces[at]
    at += 1
    if kind == "open":
        at = behind_flags(pieces, at)
        part, at = _alternatives(pieces, at)
        at += 1
    else:
        part = _atom(kind, text)
    while at < len(pieces) and pieces[at][0] == "repeat":
        part = _repeated(part, pieces[at][1])
        at += 1
    return part, at


def behind_flags(pieces: Sequence[tuple[str, str]], at: int) -> int:
    """Behind `?:`, `?i:`, `?-i:` and the like, or at a bracket that closes flags alone."""
    if at < len(pieces) and pieces[at][1] == "?":
        at += 1
        while at < len(pieces) and pieces[at][1] != ":" and pieces[at][0] != "close":
            at += 1
        at += at < len(pieces) and pieces[at][1] == ":"
    return at


def _repeated(part: Part, sign: str) -> Part:
    match = _REPEAT.fullmatch(sign)
    least = 0 if match is None or match[1] in ("*", "?") else int(match[2] or 1)
    if sign == "?" and part.exact is not None:
        return Part(part.exact | {""})
    return Part(None, part.all) if least else _ANYTHING


def _atom(kind: str, text: str) -> Part:
    if kind == "class":
        return _class(text)
    if kind == "plain" and text in "^$":
        return _EMPTY
    if kind == "plain" and text != ".":
        return Part(frozenset({text.casefold()}))
    if kind == "escape":
        char = character(text)
        if char is not None:
            return Part(frozenset({char.casefold()}))
        if text in ("\\b", "\\B", "\\A", "\\z"):
            return _EMPTY
    return _ANYTHING


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
