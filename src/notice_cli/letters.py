r"""Classes of letters, in few ranges.

RE2 compiles ``\pL`` to 1,200 instructions in half a millisecond, ``\p{Lu}`` to 800; a
pack has hundreds. Up to U+036F ``\pL`` is Unicode's own here; beyond, whole blocks of
scripts count as letters, so they also hold the digits and marks of those scripts. A
pack may say which letters its language has: then only those, and the Latin ones of
Western Europe, are told apart as capital and small.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Latin, Greek, Cyrillic, Armenian, Vietnamese: where letters have capitals.
_CASED = (*range(0x590), *range(0x1E00, 0x1F00))
# Basic Latin and Latin-1.
_WESTERN = range(0x100)
_SCRIPTS = (
    (0x370, 0x1FFF), (0x2C00, 0x2DFF), (0x3040, 0xD7FF), (0xF900, 0xFAFF), (0x10000, 0x10FFFF)
)  # fmt: skip
_CLASS = re.compile(r"\\([pP])(?:(L|N)|\{(L|N|Lu|Ll)\})|\\.", re.DOTALL)


def _ranges(chars: Iterable[str], more: Iterable[tuple[int, int]] = ()) -> str:
    """Characters, and more ranges, as they stand in a class: themselves, as that is shortest."""
    spans: list[tuple[int, int]] = []
    for code in sorted(map(ord, chars)):
        if spans and spans[-1][1] == code - 1:
            spans[-1] = (spans[-1][0], code)
        else:
            spans.append((code, code))
    ends = ((chr(a), chr(b)) for a, b in [*spans, *more])
    return "".join(a if a == b else f"{a}-{b}" for a, b in ends)


class Letters:
    """The classes of one pack; ``letters`` are those of its language, all if empty."""

    def __init__(self, letters: str = "") -> None:
        """Put the ranges together."""
        both = {*map(chr, _WESTERN), *letters.lower(), *letters.upper()}
        # What a pattern may be written with; empty where the pack does not say it.
        self.known = frozenset(both) if letters else frozenset()
        cased = both if letters else set(map(chr, _CASED))
        low = list(map(chr, range(0x370)))
        self.capitals = _ranges(c for c in cased if unicodedata.category(c) == "Lu")
        self.small = _ranges(c for c in cased if unicodedata.category(c) == "Ll")
        self._holds = {
            "L": _ranges(filter(str.isalpha, low), _SCRIPTS),
            "N": _ranges(filter(str.isnumeric, low)),
            "Lu": self.capitals,
            "Ll": self.small,
        }

    def compact(self, token: str) -> str:
        r"""A class (``[...]``) or an escape (``\pL``) of a pattern, with few ranges."""
        if "\\p" not in token and "\\P" not in token:
            return token
        inside = token.startswith("[")

        def replace(use: re.Match[str]) -> str:
            ranges = self._holds.get(use[2] or use[3] or "")
            if ranges is None or (inside and use[1] == "P"):
                return use.group()
            if inside:
                return ranges
            return f"[^{ranges}]" if use[1] == "P" else f"[{ranges}]"

        return _CLASS.sub(replace, token)
