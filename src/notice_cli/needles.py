"""What a text must hold for a pattern to match in it: a few words, found in advance.

``needles`` reads a pattern once, when rules are loaded. A search for plain words needs
no automaton of the whole pattern, so the first notice is read in a fraction of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from notice_cli.fragments import TOKEN

# So many strings may stand for a part of a pattern, each so long.
MOST = 64
LONGEST = 40
_CHARACTER = re.compile(r"\\x\{([0-9A-Fa-f]+)\}|\\x([0-9A-Fa-f]{2})|\\([^\w\s])|\\([nt])")
_RANGE = re.compile(r"(\\x\{[0-9A-Fa-f]+\}|\\.|[^\\])(?:-(\\x\{[0-9A-Fa-f]+\}|[^\\\]]))?", re.DOTALL)
_REPEAT = re.compile(r"[*+?]\??|\{(\d+)(?:,(\d*))?\}\??")

Strings = frozenset[str]


@dataclass(frozen=True, slots=True)
class Part:
    """What is known of a part of a pattern.

    ``exact`` are all strings that it can match, None if they are many; of ``need`` each
    match holds at least one, None if nothing is known.
    """

    exact: Strings | None = None
    need: Strings | None = None

    @property
    def best(self) -> Strings | None:
        """The strings of which each match holds one."""
        if self.exact is not None and "" not in self.exact:
            return self.exact
        return self.need


ANYTHING = Part()
NOTHING = Part(frozenset({""}))


def needles(pattern: str) -> tuple[str, ...]:
    """Strings in folded case of which each match holds one; none if nothing is known."""
    found = _Reader(pattern).read().best
    return tuple(sorted(found)) if found else ()
