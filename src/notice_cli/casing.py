"""Names that are printed in capitals, in sentence case.

The longest known name (table ``case_names``, the gazetteer) gives its letters; what is not
known, the document's own text, where it has the same words in small letters; a word that names
a level of the administration is small and a proper name follows it; short forms stay.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from notice_cli.entities import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notice_cli.rules import Pack

# No known name has more words.
LONGEST = 14
# Of so few words the text may speak in another sense.
_FEWEST = 2
_MARKS = ",.;:()"
_JOINS = re.compile("[&-]")


def is_capitals(value: str) -> bool:
    """Whether a stretch has letters and none of them is small."""
    return value.upper() == value and any(c.isalpha() for c in value)


def organ_name(value: str, pack: Pack, text: str = "") -> str:
    """The name of a body as the output gives it: sentence case, known forms abbreviated.

    ``text`` is what else the document says.
    """
    if is_capitals(value):
        value = _sentence_case(_mended(value.split(), pack), pack, text)
    return canonical(value, pack)


def sentence_case(value: str, pack: Pack) -> str | None:
    """Words printed in capitals in sentence case, of the same length; None for others."""
    if not is_capitals(value):
        return None
    cased = _sentence_case(value.split(" "), pack)
    return cased if len(cased) == len(value) else None


def _sentence_case(words: Sequence[str], pack: Pack, text: str = "") -> str:
    keys = [pack.fold(word).lower() for word in words]
    names = _names(pack)
    levels, shorts = pack.words("case_levels"), pack.words("case_capitals")
    cased: list[str] = []
    proper = False
    while len(cased) < len(words):
        at = len(cased)
        level = next((n for n in (2, 1) if " ".join(keys[at : at + n]) in levels), 0)
        known = None if proper else _known(keys[at : at + LONGEST], names)
        if known:
            cased += [_like(w, n) for w, n in zip(words[at:], known, strict=False)]
        elif level:
            cased += [word.lower() for word in words[at : at + level]]
            proper = True
        elif keys[at].strip(_MARKS) in shorts or not _has_vowel(keys[at], pack):
            cased.append(words[at])
        elif not proper and (own := _as_written(words[at:], text, pack)):
            cased += own
        else:
            cased.append(words[at].capitalize())
    return " ".join([cased[0][:1].upper() + cased[0][1:], *cased[1:]])


def _as_written(words: Sequence[str], text: str, pack: Pack) -> list[str]:
    """The most of these words that the document writes elsewhere, too, as it does there."""
    lines = pack.fold(text)
    small = lines.lower()
    if len(small) != len(text):
        return []
    for length in range(len(words), _FEWEST - 1, -1):
        key = pack.fold(" ".join(words[:length])).lower()
        at = small.find(key)
        while at >= 0:
            end = at + len(key)
            found = text[at:end].split()
            apart = not (small[at - 1 : at].isalnum() or small[end : end + 1].isalnum())
            if apart and len(found) == length and not any(map(str.isupper, _insides(found))):
                return [_like(word, one) for word, one in zip(words, found, strict=False)]
            at = small.find(key, end)
    return []


def _insides(words: Sequence[str]) -> str:
    """The letters of words behind their first ones."""
    return "".join(word[1:] for word in words)


@lru_cache(maxsize=4)
def _names(pack: Pack) -> dict[tuple[str, ...], list[str]]:
    """Known names as they are written, by their words in small letters."""
    names = [*pack.gazetteer.names(), *pack.table("case_names", [])]
    return {tuple(pack.fold(name).lower().split()): name.split() for name in names}


def _known(keys: Sequence[str], names: dict[tuple[str, ...], list[str]]) -> list[str] | None:
    """The longest known name that begins here; a mark may follow it."""
    for length in range(len(keys), 0, -1):
        words = (*keys[: length - 1], keys[length - 1].rstrip(_MARKS))
        if words in names:
            return names[words]
    return None


def _like(word: str, model: str) -> str:
    """A word with the case of a known one; its spelling stays."""
    if is_capitals(model) and len(model) > 1:
        return word
    if len(word) == len(model):
        pairs = zip(word, model, strict=True)
        return "".join(c.upper() if m.isupper() else c.lower() for c, m in pairs)
    return word.capitalize() if model[:1].isupper() else word.lower()


def _has_vowel(word: str, pack: Pack) -> bool:
    """Whether each part of a word can be read aloud: "GD&DT" and "TN-MT" cannot."""
    vowels = pack.table("vowels", "")
    return all(
        not part.isalpha() or any(letter in vowels for letter in unicodedata.normalize("NFD", part))
        for part in _JOINS.split(word)
    )


def _mended(words: Sequence[str], pack: Pack) -> list[str]:
    """The words with what scanners are known to misread put right."""
    mended = list(words)
    keys = [pack.fold(word).lower() for word in words]
    for wrong, right in pack.table("case_misread").items():
        parts, letters = pack.fold(wrong).lower().split(), right.upper().split()
        for at in range(len(keys) - len(parts) + 1):
            if keys[at : at + len(parts)] == parts and len(parts) == len(letters):
                mended[at : at + len(parts)] = letters
    return mended
