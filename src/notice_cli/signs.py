"""Scanned texts: signs that stand for digits, and small letters that were read as capitals.

Only matching sees it: a text is as long as before, character for character.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from notice_cli.rules import Pack

# Capitals of small words look like their small letters, only larger: a second word of two or
# three letters ("co SO").
_ENLARGED = re.compile(r"(?<=[^\W\d_] )[^\W\d_]{2,3}(?![^\W\d_])")
_BEFORE = re.compile(r"[^\W\d_]+ $")
# No word is longer.
_LONGEST = 8


class Digits:
    """Signs that scanners make of digits, as one letter: so no number ends beside them.

    They stand beside a digit, or alone behind a word that a number follows.
    """

    def __init__(self, pack: Pack) -> None:
        """Take the tables of the pack; without them nothing is done."""
        signs, self._letter = re.escape(pack.table("digit_signs", "")), pack.table("digit_letter")
        words = "|".join(map(re.escape, pack.table("number_words", [])))
        beside = rf"(?<=\d)[{signs}](?=[\d/. ])|(?<![^\W\d_])[{signs}](?=\d)"
        alone = rf"((?:{words}) ?)[{signs}](?=[\d/. ])"
        self._sign = re.compile(beside) if signs and self._letter else None
        self._alone = re.compile(alone, re.IGNORECASE) if words and self._sign else None

    def __call__(self, value: str) -> str:
        """``value`` with the letter for such signs; as long as before."""
        value = self._sign.sub(self._letter, value) if self._sign else value
        return self._alone.sub(rf"\g<1>{self._letter}", value) if self._alone else value


class Small:
    """Words in capitals behind a small one, in small letters where the two are a known phrase."""

    def __init__(self, knows: Callable[[str], bool]) -> None:
        """``knows`` tells known phrases."""
        self._knows = knows

    def __call__(self, value: str) -> str:
        """``value`` with such words in small letters; as long as before."""
        return _ENLARGED.sub(self._lowered, value)

    def _lowered(self, match: re.Match[str]) -> str:
        word = match.group()
        if not word.isupper():
            return word
        start = match.start()
        before = _BEFORE.search(match.string, max(0, start - _LONGEST), start)
        small = word.lower()
        known = before and before.group().islower() and self._knows(f"{before.group()}{small}")
        return small if known and len(small) == len(word) else word
