r"""Classes of letters, in few ranges.

RE2 compiles ``\pL`` to 1,200 instructions in half a millisecond; a pack has hundreds.
Up to U+036F these classes are Unicode's own; beyond, whole blocks of scripts count as
letters, so they also hold the digits and marks of those scripts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

# Latin, Greek, Cyrillic, Armenian: where letters have capitals.
_CASED = (*range(0x590), *range(0x1E00, 0x1F00))
_SCRIPTS = (
    r"\x{370}-\x{1FFF}\x{2C00}-\x{2DFF}\x{3040}-\x{D7FF}\x{F900}-\x{FAFF}\x{10000}-\x{10FFFF}"
)


def _ranges(wanted: Callable[[str], bool], codes: Iterable[int]) -> str:
    spans: list[list[int]] = []
    for code in codes:
        if wanted(chr(code)):
            if spans and spans[-1][1] == code - 1:
                spans[-1][1] = code
            else:
                spans.append([code, code])
    return "".join(rf"\x{{{a:X}}}" if a == b else rf"\x{{{a:X}}}-\x{{{b:X}}}" for a, b in spans)


def _category(name: str) -> Callable[[str], bool]:
    return lambda char: unicodedata.category(char) == name


LETTERS = _ranges(str.isalpha, range(0x370)) + _SCRIPTS
CAPITALS = _ranges(_category("Lu"), _CASED)
SMALL = _ranges(_category("Ll"), _CASED)
NUMBERS = _ranges(str.isnumeric, range(0x370))

_CLASS = re.compile(r"\\([pP])(?:(L|N)|\{(L|N|Lu|Ll)\})|\\.", re.DOTALL)
_HOLDS = {"L": LETTERS, "N": NUMBERS, "Lu": CAPITALS, "Ll": SMALL}


def compact(token: str) -> str:
    r"""A class (``[...]``) or an escape (``\pL``) of a pattern, with few ranges."""
    if "\\p" not in token and "\\P" not in token:
        return token
    inside = token.startswith("[")

    def replace(use: re.Match[str]) -> str:
        ranges = _HOLDS.get(use[2] or use[3] or "")
        if ranges is None or (inside and use[1] == "P"):
            return use.group()
        if inside:
            return ranges
        return f"[^{ranges}]" if use[1] == "P" else f"[{ranges}]"

    return _CLASS.sub(replace, token)
