"""How damaged a text is: the share of its words that the language cannot spell.

What a syllable looks like is data of the pack (onsets, rhymes, which rhymes need a tone),
no list of words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notice_cli.rules import Pack

# Words of addresses in the net are none: they are joined by dots.
_WORD = re.compile(r"(?<![\w@/.])[^\W\d_]{2,}(?![\w@]|[.:/]\w)")
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# Words so many, and no fewer, tell something.
FEWEST = 20
# No syllable is longer.
LONGEST = 7
# So many words are known by heart.
KNOWN = 20_000


class Syllables:
    """Tells the syllables of a pack's language from other words."""

    def __init__(self, pack: Pack) -> None:
        """Take the tables of the pack; without them nothing is told."""
        onsets: dict[str, str] = pack.table("syllable_onsets")
        rhymes = pack.table("syllable_rhymes", [])
        self._toneless = frozenset(
            onset + rhyme
            for onset, vowels in onsets.items()
            for rhyme in rhymes
            if rhyme[0] in vowels
        )
        self._more = pack.words("syllable_more")
        self._stops = tuple(pack.table("syllable_stops", []))
        self._tones = frozenset(pack.table("syllable_stop_tones", ""))
        self._known: dict[str, bool] = {}

    def __bool__(self) -> bool:
        """Whether the pack says what a syllable is."""
        return bool(self._toneless)

    def __contains__(self, word: object) -> bool:
        """Whether a word in small letters is a syllable."""
        if not isinstance(word, str):
            return False
        known = self._known.get(word)
        if known is None:
            known = word in self._more or self._is_syllable(word)
            if len(self._known) >= KNOWN:
                self._known.clear()
            self._known[word] = known
        return known

    def _is_syllable(self, word: str) -> bool:
        apart = unicodedata.normalize("NFD", word)
        tones = _TONE.findall(apart)
        bare = unicodedata.normalize("NFC", _TONE.sub("", apart))
        if bare not in self._toneless or len(tones) > 1:
            return False
        return not bare.endswith(self._stops) or (bool(tones) and tones[0] in self._tones)

    def quality(self, value: str) -> float | None:
        """The share of words that are no syllables; None where too few words tell.

        Short forms in capitals are no words: one with a capital behind its first letter; nor
        are those of other languages, so far as they are too long to be a syllable.
        """
        if not self:
            return None
        words = [
            word
            for word in _WORD.findall(value)
            if word[1:].islower() and not (len(word) > LONGEST and word.isascii())
        ]
        if len(words) < FEWEST:
            return None
        bad = sum(word.lower() not in self for word in words)
        return round(bad / len(words), 3)


@lru_cache(maxsize=4)
def syllables(pack: Pack) -> Syllables:
    """The syllables of a pack, made once."""
    return Syllables(pack)
