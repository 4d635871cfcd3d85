"""Fragments: named pieces of patterns, put together before anything is compiled.

``{name}`` stands for a fragment, ``{name:key}`` also captures what it matched as
``key``. A name of an entity (``{bodies}``, ``{date}``) stands for a place where that
entity was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from notice_cli.circles import in_order
from notice_cli.language import ENTITIES, marks

if TYPE_CHECKING:
    from notice_cli.letters import Letters
    from notice_cli.text import Fold

# Of one pattern, and of all of them, once their fragments are in.
MAX_LENGTH = 400_000
MAX_TOTAL = 40_000_000
# So many fragments may stand in each other.
MAX_DEPTH = 50

_NAME = r"[a-z][a-z0-9_]*"
USE = re.compile(rf"\{{(?P<name>{_NAME})(?::(?P<key>{_NAME}))?\}}")
# Pieces in which a brace, a bracket or a letter means something else (as TOKEN is written).
QUOTED = r"\\Q .*? (?:\\E | \Z)"
ESCAPE = r"\\ (?: [pP]\{[^}]*\} | [pP]. | x\{[^}]*\} | x[0-9a-fA-F]{2} | [0-7]{1,3} | . )"
CLASS = r"\[ \^? \]? (?: \[:\^?[a-z]+:\] | \\[pPx]\{[^}]*\} | \\. | [^\]\\] )* \]"
# The pieces of a pattern.
TOKEN = re.compile(
    rf"""
      (?P<quoted> {QUOTED} )
    | (?P<escape> {ESCAPE} )
    | (?P<class> {CLASS} )
    | (?P<use> {USE.pattern} )
    | (?P<count> \{{\d+(?:,\d*)?\}} )
    | (?P<open> \( (?: \?P?<(?P<group>[^>)]*)> )? )
    | (?P<close> \) )
    | (?P<plain> [{{\[\\] | [^\\\[{{()]+ )
    """,
    re.VERBOSE | re.DOTALL,
)
# What expansion may change.
_SPECIAL = re.compile(r"\{|\\[pP]")

# Called with the offset of what is wrong in the pattern, and a message.
Report = Callable[[int, str], None]


class Fragments:
    """Fragments by name, each expanded once; ``define`` them in the order of ``order``."""

    def __init__(self, names: Sequence[str], fold: Fold, letters: Letters) -> None:
        """``names`` are those that will be defined; ``fold`` is what patterns are read with."""
        self.letters = letters
        self.names = frozenset([*names, *ENTITIES])
        self._fold = fold
        self._expanded: dict[str, str | None] = {name: _entity(name) for name in ENTITIES}
        # How many fragments stand in each other.
        self._depth: dict[str, int] = dict.fromkeys(ENTITIES, 0)
        self._deepest = 0
        self._total = 0

    def define(self, name: str, alternatives: Sequence[str | None]) -> None:
        """Keep a fragment's expanded alternatives; one that is None spoils it."""
        sound = [some for some in alternatives if some is not None]
        whole = f"(?:{'|'.join(sound)})" if len(sound) == len(alternatives) else None
        self._expanded[name] = whole
        self._depth[name] = self._deepest + 1 if whole else 0
        self._deepest = 0

    def get(self, name: str) -> str | None:
        """The whole pattern of a fragment, as a group; None where it has faults."""
        return self._expanded.get(name)

    def expand(self, pattern: str, report: Report) -> str | None:
        """``pattern`` folded, with every fragment in its place.

        None where that cannot be; faults that are the pattern's own go to ``report``,
        faults of fragments were told when they were defined.
        """
        folded = self._fold(pattern)
        if folded == pattern and not _SPECIAL.search(folded):
            pieces, length = [pattern], len(pattern)
        else:
            pieces, length = [], 0
            for piece in self._pieces(pattern, folded, report):
                if piece is None:
                    return None
                pieces.append(piece)
                length += len(piece)
                if length > MAX_LENGTH:
                    break
        self._total += length
        for size, most, what in (
            (length, MAX_LENGTH, "this pattern is"),
            (self._total, MAX_TOTAL, "all patterns together are"),
        ):
            if size > most:
                say = f"{what} longer than {most:,} characters once fragments are in"
                report(0, f"{say}; use fewer or smaller fragments")
                return None
        return "".join(pieces)

    def _pieces(self, pattern: str, folded: str, report: Report) -> Iterator[str | None]:
        for token in TOKEN.finditer(folded):
            if token["use"] is None:
                piece = token.group()
                if token.lastgroup == "class" and "-" in piece:
                    piece = _plain_dashes(pattern[token.start() : token.end()], piece)
                yield (
                    self.letters.compact(piece) if token.lastgroup in ("class", "escape") else piece
                )
            elif (name := token["name"]) not in self.names:
                report(token.start(), f"no fragment is called `{name}`")
                yield None
            elif self._depth.get(name, 0) >= MAX_DEPTH:
                report(token.start(), f"more than {MAX_DEPTH} fragments in each other; use fewer")
                yield None
            else:
                self._deepest = max(self._deepest, self._depth.get(name, 0))
                inner, key = self._expanded.get(name), token["key"]
                yield f"(?P<{key}>{inner})" if inner and key else inner


def _plain_dashes(written: str, folded: str) -> str:
    """A class in which a dash that was folded to a hyphen makes no range."""
    return "".join(
        "\\-" if new == "-" != old else new for old, new in zip(written, folded, strict=True)
    )


def _entity(name: str) -> str:
    first, rest = marks(name)
    return f"(?:{first}{rest}*)"


def uses(pattern: str) -> Iterator[tuple[int, str]]:
    """Where a pattern uses which fragment."""
    if "{" in pattern:
        for token in TOKEN.finditer(pattern):
            if token.group("use") is not None:
                yield token.start(), token.group("name")


def order(sources: Mapping[str, Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """The fragments' names, each after those that it uses; and circles among them.

    A circle is given as ``[a, b, a]``.
    """
    return in_order(
        {
            name: [used for text in texts for _, used in uses(text)]
            for name, texts in sources.items()
        }
    )
