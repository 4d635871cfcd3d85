"""Scanned texts: words that rules look for are found by their letters alone.

A scanner errs most in tone marks and hats, and what it makes of a word is often another
word, so a single one proves nothing. Where several known phrases stand in a text with
other marks, the text was scanned; such phrases are then put right in what is matched,
position for position, and the text itself stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from notice_cli.text import FoldedBy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notice_cli.rules import Pack

_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile("[\u0300-\u036f]")
# A plain alternative of a fragment: words, commas and hyphens, no pattern.
_PLAIN = re.compile(r"[^\W\d_]+(?:,? (?:- )?[^\W\d_]+)*")
# So many phrases, and this share of all that are known, must stand with other marks.
FEWEST = 3
SHARE = 0.03
# So much of a text is looked at to tell.
SAMPLE = 6_000


class Mender:
    """Puts phrases right that differ from known ones in nothing but marks."""

    def __init__(self, pack: Pack) -> None:
        """Know the phrases that the pack's rules look for."""
        known: dict[str, str] = {}
        clash: set[str] = set()
        for words in _known_phrases(pack):
            key = words.lower().translate(BARE_LETTERS)
            if known.setdefault(key, words).lower() != words.lower():
                clash.add(key)
        self._known = {key: words for key, words in known.items() if key not in clash}
        # By the first word: how many words the phrases have that begin with it.
        self._counts: dict[str, list[int]] = {}
        for key in self._known:
            first, *others = _WORD.findall(key)
            counts = self._counts.setdefault(first, [])
            if 1 + len(others) not in counts:
                counts.append(1 + len(others))
        for counts in self._counts.values():
            counts.sort(reverse=True)

    def __call__(self, value: str) -> str:
        """``value`` with known phrases in it put right; as long as before."""
        pieces: list[str] = []
        done = 0
        for start, end, words in self._find(value):
            pieces += [value[done:start], _like(words, value[start:end])]
            done = end
        return "".join([*pieces, value[done:]]) if pieces else value

    def is_scanned(self, value: str) -> bool:
        """Whether enough known phrases stand in ``value`` with other marks."""
        value = value[:SAMPLE]
        found = [
            value[start:end].lower() == words.lower() for start, end, words in self._find(value)
        ]
        wrong = found.count(False)
        return wrong >= FEWEST and wrong > SHARE * len(found)

    def _find(self, value: str) -> Iterator[tuple[int, int, str]]:
        """Known phrases by their letters, the longest first, apart from each other."""
        letters = value.lower().translate(BARE_LETTERS)
        if len(letters) != len(value):
            return
        spans = [match.span() for match in _WORD.finditer(letters)]
        after = 0
        for i, (start, end) in enumerate(spans):
            counts = self._counts.get(letters[start:end])
            if counts is None or start < after:
                continue
            for count in counts:
                if i + count > len(spans):
                    continue
                after_last = spans[i + count - 1][1]
                words = self._known.get(letters[start:after_last])
                if words is not None:
                    yield start, after_last, words
                    after = after_last
                    break


def mended(pack: Pack) -> Pack:
    """The same pack, matching known phrases by their letters alone."""
    return pack.with_fold(FoldedBy(pack.fold, mender(pack)))


@lru_cache(maxsize=4)
def mender(pack: Pack) -> Mender:
    """What puts phrases right for a pack, made once."""
    return Mender(pack)


def _known_phrases(pack: Pack) -> Iterator[str]:
    """Phrases of two words or more that rules look for, folded as texts are."""
    yield from (pack.fold(w) for w in pack.table("mend_words", []) if " " in w)
    for name in pack.table("mend_fragments", []):
        body = pack.fragments.get(name, "")[3:-1]
        yield from (w for w in body.split("|") if " " in w and _PLAIN.fullmatch(w))


def _plain_letters() -> dict[int, str]:
    """Each letter with marks to the same without, so far as it is one character."""
    table = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        plain = _MARKS.sub("", unicodedata.normalize("NFD", chr(code)))
        if len(plain) == 1 and plain != chr(code):
            table[code] = plain
    # The stroke of a d is no mark to Unicode.
    return table | {0x111: "d"}


BARE_LETTERS = _plain_letters()


def _like(words: str, value: str) -> str:
    """Known words with the capitals of the value that they stand for."""
    return "".join(
        known.upper() if char.isupper() else known.lower()
        for known, char in zip(words, value, strict=True)
    )
